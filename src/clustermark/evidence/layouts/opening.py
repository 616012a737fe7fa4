"""Which reader of records a file needs, by its bytes; None where it is a table."""

from pathlib import Path

from clustermark.evidence.layouts.catalogue import NO_LAYOUT
from clustermark.evidence.layouts.gdelt import gkg_records, looks_like_gkg
from clustermark.evidence.layouts.json_records import json_records, looks_like_json
from clustermark.evidence.layouts.laid import Laid
from clustermark.evidence.layouts.parquet import looks_like_parquet, parquet_records
from clustermark.evidence.layouts.press_records import (
    factiva_records,
    looks_like_factiva,
    looks_like_nexis,
    looks_like_ris,
    nexis_records,
    ris_records,
)
from clustermark.evidence.layouts.records import Records, laid_records
from clustermark.evidence.layouts.spss import looks_like_spss, spss_records
from clustermark.evidence.layouts.text_folder import folder_records
from clustermark.study.model import Source

FOLDERS = frozenset({"mentions", "policies"})  # tables that may come as a folder of texts


def records_of(data: bytes, source: Source) -> Laid | None:
    """The records of a file that is no table. Raises `UnreadableFileError` where they cannot be read."""
    if source.layout == NO_LAYOUT:
        return None
    found = _records(data, source)
    return None if found is None else laid_records(found, source)


def _records(data: bytes, source: Source) -> Records | None:
    if looks_like_spss(data):
        return spss_records(data)
    if looks_like_parquet(data):
        return parquet_records(data)
    if source.table == "mentions":
        if looks_like_ris(data):
            return ris_records(data, source)
        if looks_like_nexis(data):
            return nexis_records(data, source)
        if looks_like_factiva(data):
            return factiva_records(data, source)
        if looks_like_gkg(data):
            return gkg_records(data, source)
    if looks_like_json(data):
        return json_records(data, source)
    return None


def folder_of(folder: Path, source: Source) -> tuple[Laid, bytes] | None:
    """The texts of a folder, where the table may come as one, and what stands for their content."""
    if source.table not in FOLDERS:
        return None
    records, content = folder_records(folder, source)
    return laid_records(records, source), content
