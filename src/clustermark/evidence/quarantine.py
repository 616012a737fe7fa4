"""The quarantined rows as a file that a spreadsheet opens: where, what stood there, which rule, what to do."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from clustermark.evidence.model import Evidence, QuarantinedRow
from clustermark.evidence.neutral import neutralised, write_atomically

Tell = Callable[[QuarantinedRow], tuple[str, str]]  # what is wrong and what to do, in words
COLUMNS = ("source", "file", "sheet", "row", "column", "raw", "rule", "what", "mend", "also")


def write_quarantine(evidence: Evidence, path: Path, tell: Tell | None = None) -> None:
    """Write `quarantine.csv` (UTF-8 with mark, as spreadsheets expect), a row for each quarantined row.

    Cells that would open a formula are made harmless. `tell` gives the words for a broken rule; without it the
    columns for them are empty and `rule` speaks alone. Raw text of confidential sources was replaced by a keyed
    hash and its length when it was read.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in evidence.quarantined:
        what, mend = tell(row) if tell else ("", "")
        source = evidence.sources.get(row.source)
        file = source.path if source else ""
        also = dict(row.fields).get("also", "")
        cells = (row.source, file, row.sheet, str(row.row), row.column, row.raw, row.rule, what, mend, also)
        writer.writerow([neutralised(cell) for cell in cells])
    data = out.getvalue().encode("utf-8-sig")
    write_atomically(path, lambda partial: partial.write_bytes(data))
