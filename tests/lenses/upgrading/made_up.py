"""Made-up evidence about places that do not exist: firm surveys of several years, accounts, pay, lists, ladders."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.study.model import Product, Source, Study, Text

Row = Mapping[str, object]
PLACES = [
    {"id": "sampleton", "kind": "cluster", "name_zh": "示例镇", "name_en": "Sampleton", "product": "towels"},
    {"id": "otherby", "kind": "cluster", "name_zh": "他镇", "name_en": "Otherby", "product": "towels"},
]
STUDY = Study(
    title=Text(zh="示例", en="Sample"),
    focus="sampleton",
    clusters=("otherby",),
    period="2023",
    products=(Product(id="towels", name=Text(zh="毛巾", en="towels"), hs=("6302",)),),
    seed=7,
)


def evidence(*, covered: Iterable[str] = (), **tables: Iterable[Row]) -> Evidence:
    """Evidence of these rows; references count from 2. `covered` are references that may not be shown."""
    frames = {}
    for name, rows in {"places": PLACES, **tables}.items():
        filled = [
            {"origin": "published", "source": name, "row": f"{name}:{at}", **row} for at, row in enumerate(rows, 2)
        ]
        names = dict.fromkeys(key for row in filled for key in row)
        frames[name] = pl.DataFrame([{key: row.get(key) for key in names} for row in filled], infer_schema_length=None)
    sources = {name: Source(id=name, path=f"{name}.csv", table=name) for name in frames}
    return Evidence(frames, sources, covered=dict.fromkeys(covered, "mark"))


def context(kept: Evidence, study: Study = STUDY) -> Context:
    """What a part of a lens is given."""
    return Context(kept, study, None)


def answer(firm: int | str, year: int, channel: str = "contract-export", share: float = 100, **more: object) -> Row:
    """One row of a firm survey: sales 100 million, 100 people, unless told otherwise."""
    given: dict[str, object] = {
        "firm": f"F-{firm}",
        "subject": "sampleton",
        "respondent": "manager",
        "year": year,
        "channel": channel,
        "channel_share": float(share),
        "sales": 100.0,
        "unit": "million CNY",
        "employees": 100.0,
    }
    return given | more


def panel(firms: int, years: Sequence[int] = (2020, 2023), **by_year: Sequence[object]) -> list[Row]:
    """Equal firms that sell through one channel, with a value of each column for each year."""
    return [
        answer(firm, year, **{name: values[at] for name, values in by_year.items()})
        for firm in range(firms)
        for at, year in enumerate(years)
    ]


def by_name(found: Found, measure: str, **dimensions: str) -> Finding:
    """The one finding of the focus of a measure and these dimensions."""
    wanted = tuple(sorted(dimensions.items()))
    told = [
        one
        for one in found.findings
        if one.measure == measure and one.dimensions == wanted and one.subject == "sampleton"
    ]
    assert len(told) == 1, [one.id for one in found.findings]
    return told[0]


def rows_of(found: Found, table: str, **where: object) -> list[dict[str, object]]:
    """Rows of a result table in which columns hold given values."""
    frame = found.tables[table]
    return [row for row in frame.to_dicts() if all(row[name] == value for name, value in where.items())]
