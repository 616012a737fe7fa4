"""Made-up evidence on a cluster's position: rows with the columns and types of their tables."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.evidence.specs import table_specs
from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding
from clustermark.lenses import position
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import origin_of
from clustermark.study.model import Source, Study, Text

STUDY = Study(
    title=Text(zh="示例", en="Sample"), focus="sampleton", clusters=("otherby",), period="2021", past=("2018",), seed=7
)
_TYPES = {"number": pl.Float64, "level": pl.Float64, "year": pl.Int64, "boolean": pl.Boolean}
_BLANK = {"subject": "sampleton", "year": 2021, "reliability": "B"}


def frame(table: str, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """A table of rows as reading leaves it; what a row does not say is Sampleton's, of 2021 and of grade B."""
    columns = {column.id: _TYPES.get(column.type, pl.String) for column in table_specs()[table].columns}
    schema = {**columns, "row": pl.String, "source": pl.String, "origin": pl.String}
    filled = [
        {"row": f"{table}:{at}", "source": table, "origin": "published", **_BLANK, **row}
        for at, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in filled], schema=schema)


def evidence(
    *,
    covered: Iterable[str] = (),
    sources: Mapping[str, Source] | None = None,
    **tables: Iterable[Mapping[str, object]],
) -> Evidence:
    """Evidence with these tables; `covered` names the rows of confidential sources."""
    frames = {"places": frame("places", [{"id": "sampleton", "kind": "cluster"}, {"id": "otherby", "kind": "cluster"}])}
    frames |= {name: frame(name, rows) for name, rows in tables.items()}
    return Evidence(frames, sources or {}, covered=dict.fromkeys(covered, "mark"))


def asked(kept: Evidence, folder: Path | None = None, **changes: object) -> Found:
    """What the lens finds; every finding keeps the rules of all findings."""
    study = STUDY.model_copy(update={"folder": folder or Path(), **changes})
    found = position.run(kept, study)
    rows = {str(row["row"]): origin_of(row) for name in kept.tables if name != "places" for row in kept.rows(name)}
    assert check_findings(found.findings, rows) == []
    return found


def by_id(found: Found) -> dict[str, Finding]:
    """The findings by what follows "position." and the subject: "function_share/segment=design"."""
    out = {}
    for one in found.findings:
        if one.subject == "sampleton":
            dims = ";".join(f"{name}={value}" for name, value in one.dimensions)
            out[one.measure.removeprefix("position.") + (f"/{dims}" if dims else "")] = one
    return out
