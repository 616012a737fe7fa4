"""Small hand-made evidence about places that do not exist."""

from collections.abc import Iterable, Mapping

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.lenses import run_lenses
from clustermark.study.model import Product, Study, Text

PLACES = (
    ("sampleton", "cluster", "norland", "ties"),
    ("otherby", "cluster", "norland", "ties"),
    ("thirdham", "cluster", "norland", "ties"),
    ("fashionopolis", "city", "norland", "ties"),
    ("midshire", "region", "norland", "ties"),
    ("norland", "country", "", ""),
    ("bestco", "firm", "sampleton", "ties"),
)
STUDY = Study(
    title=Text(zh="示例", en="Sample"),
    focus="sampleton",
    clusters=("otherby", "thirdham"),
    benchmarks=("fashionopolis",),
    period="2021",
    past=("2010",),
    products=tuple(Product(id=name, name=Text(zh="货", en=name)) for name in ("ties", "shoes")),
)
_TYPES: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(
        ("value", "value_high", "level", "amount", "amount_high", "visitors", "deals", "rate", "quantity"), pl.Float64
    ),
    **dict.fromkeys(("budget", "members", "exhibitors"), pl.Float64),
    **dict.fromkeys(("year_inferred", "party"), pl.Boolean),
    "year": pl.Int64,
}


def frame(table: str, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """A table of rows; references count from row 2, and `_row` of a row overrides its number."""
    filled = [
        {"origin": "published", "source": table, "row": f"{table}:{row.get('_row', number)}"}
        | {name: value for name, value in row.items() if name != "_row"}
        for number, row in enumerate(rows, start=2)
    ]
    names = dict.fromkeys(name for row in filled for name in row)
    schema = {name: _TYPES.get(name, pl.String) for name in names}
    return pl.DataFrame([{name: row.get(name) for name in names} for row in filled], schema=schema)


def evidence(**tables: Iterable[Mapping[str, object]]) -> Evidence:
    """Evidence with the made-up places and the given tables."""
    known = [dict(zip(("id", "kind", "within", "product"), place, strict=True)) for place in PLACES]
    frames = {"places": frame("places", known)}
    frames |= {name: frame(name, rows) for name, rows in tables.items()}
    return Evidence(frames, {})


def claim(value: float | None = None, year: int | None = 2021, **more: object) -> dict[str, object]:
    """A claim; by default of Sampleton's share of the world, grade C, each on a page of its own."""
    given: dict[str, object] = {
        "subject": "sampleton",
        "variable": "situation.world_output_share",
        "value": value,
        "unit": "percent",
        "year": year,
        "reliability": "C",
        "url": f"https://example.org/{value}/{year}/{sorted(more.items())}",
    }
    return given | more


def found(kept: Evidence, start: str = "", study: Study = STUDY) -> list[Finding]:
    """The answered findings whose id starts so."""
    return [one for one in run_lenses(kept, study) if one.id.startswith(start) and one.status != "insufficient"]


def only(kept: Evidence, start: str, study: Study = STUDY) -> Finding:
    """The one answered finding whose id starts so."""
    answers = found(kept, start, study)
    assert len(answers) == 1, [one.id for one in answers]
    return answers[0]


def insufficient(kept: Evidence, name: str, study: Study = STUDY) -> Finding:
    """The finding with this id, which must be insufficient."""
    by_id = {one.id: one for one in run_lenses(kept, study)}
    assert by_id[name].status == "insufficient"
    return by_id[name]
