"""Small made-up evidence about firms of places that do not exist."""

from collections.abc import Iterable, Mapping

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.evidence.specs import table_specs
from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding
from clustermark.findings.results import checked
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.study.model import ORIGINS, Product, Study, Text

STUDY = Study(
    title=Text(zh="示例", en="Sample"),
    focus="sampleton",
    clusters=("modelham",),
    period="2023",
    past=("2018",),
    seed=7,
    products=(Product(id="towels", name=Text(zh="货", en="goods")),),
)
TYPES: Mapping[str, pl.DataType] = {"number": pl.Float64(), "year": pl.Int64(), "boolean": pl.Boolean()}
Rows = Iterable[Mapping[str, object]]


def frame(table: str, rows: Rows) -> pl.DataFrame:
    """A table with the types of its specification; references count from row 2."""
    kinds = {column.id: TYPES.get(column.type, pl.String()) for column in table_specs()[table].columns}
    given = [{"origin": "surveyed", "source": table, "row": f"{table}:{at}", **row} for at, row in enumerate(rows, 2)]
    names = dict.fromkeys(name for row in given for name in row)
    schema = {name: kinds.get(name, pl.String()) for name in names}
    filled = [
        {name: float(cell) if schema[name] == pl.Float64() and (cell := row.get(name)) is not None else row.get(name)
         for name in names}
        for row in given
    ]  # fmt: skip
    return pl.DataFrame(filled, schema=schema)


def context(covered: Iterable[str] = (), study: Study = STUDY, **tables: Rows) -> Context:
    """A context of the given tables; rows whose references are covered are those of a confidential source."""
    places = [
        {"id": "sampleton", "kind": "cluster", "within": "midshire"},
        {"id": "modelham", "kind": "cluster"},
        {"id": "midshire", "kind": "region"},
    ]
    frames = {"places": frame("places", places)} | {name: frame(name, rows) for name, rows in tables.items()}
    evidence = Evidence(frames, {}, covered=dict.fromkeys(covered, "hidden"))
    return Context(evidence, study)


def by_id(found: Found, given: Context) -> dict[str, Finding]:
    """The findings of a part by id; each keeps the rules of findings, each table its specification."""
    rows = {
        str(row["row"]): next(one for one in ORIGINS if one == row["origin"])
        for frame in given.evidence.tables.values()
        for row in frame.to_dicts()
    }
    assert [(one.code, one.fields) for one in check_findings(found.findings, rows)] == []
    for name, table in found.tables.items():
        checked(name, table)
    ids = [one.id for one in found.findings]
    assert len(set(ids)) == len(ids)
    return dict(zip(ids, found.findings, strict=True))


def firm(number: int, **cells: object) -> dict[str, object]:
    """A firm of Sampleton in 2023."""
    given = {"name": f"示例厂{number:03d}", "firm": f"S-{number:03d}", "subject": "sampleton", "year": 2023}
    return given | {"status": "active"} | cells
