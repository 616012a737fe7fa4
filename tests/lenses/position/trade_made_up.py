"""Made-up trade records: exporters whose demand follows a planted quality, in frames as reading leaves them."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.evidence.specs import table_specs
from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.position import traded
from clustermark.lenses.protocol import Found
from clustermark.study.model import Product, Source, Study, Text

SIGMA = 5.0
STUDY = Study(
    title=Text(zh="示例", en="Sample"),
    focus="sampleton",
    clusters=("otherby",),
    period="2021",
    products=(
        Product(id="towels", name=Text(zh="毛巾", en="towels"), hs=("6302",)),
        Product(id="socks", name=Text(zh="袜子", en="socks"), hs=("6115",)),
    ),
)
PLACES = [
    {"id": "sampleton", "kind": "cluster", "name_zh": "示例镇", "name_en": "Sampleton", "within": "midshire"},
    {"id": "otherby", "kind": "cluster", "name_zh": "别处镇", "name_en": "Otherby", "within": "midshire"},
    {"id": "midshire", "kind": "region", "name_zh": "中省", "name_en": "Midshire", "within": "norland"},
    {"id": "norland", "kind": "country", "name_zh": "北国", "name_en": "Norland"},
]
PLACES = [{"product": "towels", **place} for place in PLACES]
_TYPES = {"number": pl.Float64, "level": pl.Float64, "year": pl.Int64, "boolean": pl.Boolean}
_BLANK = {
    "year": 2021,
    "reporter": "HOM",
    "partner": "AAA",
    "flow": "export",
    "hs": "630260",
    "classification": "HS2017",
    "currency": "USD",
    "unit": "kg",
}
Row = Mapping[str, object]


def frame(table: str, rows: Iterable[Row], blank: Row | None = None) -> pl.DataFrame:
    """A table as reading leaves it; `_source` names the source of a row."""
    columns = {column.id: _TYPES.get(column.type, pl.String) for column in table_specs()[table].columns}
    schema = {"row": pl.String, "source": pl.String, "origin": pl.String, **columns}
    filled = []
    for at, row in enumerate(rows, start=2):
        source = str(row.get("_source", table))
        filled.append({"row": f"{source}:{at}", "source": source, "origin": "published", **(blank or {}), **row})
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in filled], schema=schema)


def own(value: float, quantity: float | None, **more: object) -> Row:
    """A record whose trader is registered in Sampleton."""
    return {"trader_region": "示例镇", "value": value, "quantity": quantity, **more}


def economy(reporter: str, value: float, quantity: float | None, **more: object) -> Row:
    """A record of an economy."""
    return {"reporter": reporter, "value": value, "quantity": quantity, **more}


def planted(
    quality: Mapping[str, float],
    price: Mapping[str, float],
    markets: Sequence[str] = ("AAA", "BBB", "CCC"),
    **more: object,
) -> list[Row]:
    """Records whose quantities follow ln q = a_market + (sigma - 1) ln quality - sigma ln p; "own" is Sampleton."""
    rows = []
    for at, market in enumerate(markets):
        for who in quality:
            quantity = exp(20 + at + (SIGMA - 1) * quality[who] - SIGMA * log(price[who]))
            made = own if who == "own" else lambda *a, who=who, **k: economy(who, *a, **k)
            rows.append(made(quantity * price[who], quantity, partner=market, **more))
    return rows


def evidence(
    rows: Iterable[Row],
    *,
    covered: Iterable[str] = (),
    sources: Mapping[str, Source] | None = None,
    **tables: Iterable[Row],
) -> Evidence:
    """Evidence with places and these trade records."""
    frames = {"places": frame("places", PLACES), "trade": frame("trade", rows, _BLANK)}
    frames |= {name: frame(name, given) for name, given in tables.items()}
    return Evidence(frames, sources or {}, covered=dict.fromkeys(covered, "mark"))


def asked(kept: Evidence, **changes: object) -> Found:
    """What the part finds; every finding keeps the rules of all findings."""
    found = traded.find(Context(kept, STUDY.model_copy(update=changes), None))
    assert check_findings(found.findings) == []
    return found


def one(found: Found, measure: str, subject: str = "sampleton", **dimensions: str) -> Finding:
    """The one finding of a measure and a subject in the study period."""
    answers = [
        each
        for each in found.findings
        if each.measure == measure
        and each.subject == subject
        and each.period == "2021"
        and dict(each.dimensions) == dimensions
    ]
    assert len(answers) == 1, [each.id for each in found.findings]
    return answers[0]


def said(finding: Finding) -> dict[str, str]:
    """The parameters of a finding."""
    return dict(finding.parameters)
