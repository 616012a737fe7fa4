"""Evidence on disk: a Parquet file a table, described by a `datapackage.json` (Data Package v2); the rows cited."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.neutral import write_atomically
from clustermark.evidence.reference import may_show, rows_of, values_of
from clustermark.evidence.specs import Column, TableSpec, private_columns, table_specs
from clustermark.study.model import Source

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_WITHHELD = "withheld"
_FIELD_TYPES = {"number": "number", "level": "number", "year": "integer", "boolean": "boolean"}
_OWN_FIELDS = (
    {"name": REFERENCE, "type": "string", "description": "reference: source:row, or source/sheet:row for a workbook"},
    {"name": "source", "type": "string", "description": "id of the source"},
    {"name": "origin", "type": "string", "description": "origin of the source, strongest to weakest: see the manual"},
)


def write_evidence(evidence: Evidence, folder: Path) -> None:
    """Write every table to `folder`, and `datapackage.json` that says what they hold and where it came from.

    Rows of confidential sources are left out unless they are cleared; `withheld.parquet` names them by reference and
    mark. The same evidence gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    resources: list[Mapping[str, object]] = []
    for table, frame in evidence.tables.items():
        spec = table_specs()[table]
        open_rows = frame.filter(~pl.col(REFERENCE).is_in(sorted(evidence.covered))) if evidence.covered else frame
        hidden = [pl.lit(None, open_rows.schema[name]).alias(name) for name in sorted(private_columns(table))]
        _write_parquet(open_rows.with_columns(hidden) if hidden else open_rows, folder / f"{table}.parquet")
        resources.append(_resource(spec, evidence, open_rows.height))
    if evidence.covered:
        _write_parquet(_withheld(evidence), folder / f"{_WITHHELD}.parquet")
        resources.append(_withheld_resource(len(evidence.covered)))
    package = {
        "$schema": _PROFILE,
        "name": "evidence",
        "resources": resources,
        "sources": [_source(source) for source in evidence.sources.values()],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    write_atomically(folder / "datapackage.json", lambda path: path.write_text(text, encoding="utf-8", newline="\n"))


def _write_parquet(frame: pl.DataFrame, path: Path) -> None:
    write_atomically(path, lambda partial: frame.write_parquet(partial, compression="zstd", statistics=False))


def _withheld(evidence: Evidence) -> pl.DataFrame:
    covered = sorted(evidence.covered.items())
    sources = [evidence.sources[reference.partition(":")[0].partition("/")[0]] for reference, _ in covered]
    return pl.DataFrame(
        {
            "reference": [reference for reference, _ in covered],
            "table": [source.table for source in sources],
            "source": [source.id for source in sources],
            "mark": [mark for _, mark in covered],
        },
        schema={"reference": pl.String, "table": pl.String, "source": pl.String, "mark": pl.String},
    )


def _source(source: Source) -> dict[str, object]:
    """A source as the package names it; of a confidential one neither path nor citation."""
    open_ = source.sensitivity != "confidential"
    found: dict[str, object] = {
        "title": (source.citation or source.publisher or source.id) if open_ else source.id,
        "clustermark:id": source.id,
        "clustermark:table": source.table,
        "clustermark:origin": source.origin,
        "clustermark:sensitivity": source.sensitivity,
        "clustermark:sha256": source.sha256,
    }
    if open_:
        found |= {
            "path": source.path,
            "clustermark:publisher": source.publisher,
            "clustermark:licence": source.licence,
            "clustermark:sheet": source.sheet,
            "clustermark:reader": source.reader,
            "clustermark:encoding": source.encoding,
            "clustermark:layout": source.layout,
        }
    return found


def _resource(spec: TableSpec, evidence: Evidence, rows: int) -> Mapping[str, object]:
    schema: dict[str, object] = {"fields": [*_OWN_FIELDS, *(_field(column) for column in spec.columns)]}
    schema["primaryKey"] = [REFERENCE]
    return {
        "name": spec.id,
        "title": spec.name.en,
        "description": spec.description.en,
        "path": f"{spec.id}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": schema,
        "clustermark:title_zh": spec.name.zh,
        "clustermark:version": spec.version,
        "clustermark:rows": rows,
        "clustermark:sources": [source.id for source in evidence.sources.values() if source.table == spec.id],
    }


def _field(column: Column) -> Mapping[str, object]:
    constraints: dict[str, object] = {}
    if column.required:
        constraints["required"] = True
    if column.allowed:
        constraints["enum"] = list(column.allowed)
    field: dict[str, object] = {
        "name": column.id,
        "type": _FIELD_TYPES.get(column.type, "string"),
        "title": column.name.en,
        "description": column.description.en,
        "clustermark:title_zh": column.name.zh,
        "clustermark:type": column.type,
    }
    if column.unit:
        field["clustermark:unit_in"] = column.unit
    if constraints:
        field["constraints"] = constraints
    return field


def _withheld_resource(rows: int) -> Mapping[str, object]:
    names = ("reference", "table", "source", "mark")
    return {
        "name": _WITHHELD,
        "title": "Rows of confidential sources, by reference and mark",
        "path": f"{_WITHHELD}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": [{"name": name, "type": "string"} for name in names]},
        "clustermark:rows": rows,
    }


def write_cited(evidence: Evidence, references: Iterable[str], path: Path) -> None:
    """Write the rows that `references` name: reference, table, source, `row` (typed values) and `raw` (cells as read).

    `row` and `raw` are JSON with sorted keys. A row of a confidential source that is not cleared is `{"confidential":
    mark}`; a reference that names no accepted row is left out. Order and bytes depend on the references alone.
    """
    wanted = sorted(set(references))
    found = rows_of(evidence, wanted)
    lines = [(reference, *found[reference]) for reference in wanted if reference in found]

    def content(reference: str, table: str, cells: Mapping[str, object]) -> str:
        if not may_show(evidence, reference):
            return _json({"confidential": evidence.covered[reference]})
        return _json(values_of(cells, table))

    frame = pl.DataFrame(
        {
            "reference": [reference for reference, _, _ in lines],
            "table": [table for _, table, _ in lines],
            "source": [str(cells["source"]) for _, _, cells in lines],
            "row": [content(reference, table, cells) for reference, table, cells in lines],
            "raw": [_json(evidence.raw.get(reference, {})) for reference, _, _ in lines],
        },
        schema=dict.fromkeys(("reference", "table", "source", "row", "raw"), pl.String),
    )
    _write_parquet(frame, path)


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
