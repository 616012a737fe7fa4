"""Specialisation in trade: advantage against all exporters, and the income that goes with the goods exported.

Both need the trade in all goods: a file of the study's own products alone says nothing of specialisation. Goods are the
products of the study, and of everything else the headings of four digits, which change least between versions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured
from clustermark.lenses.places import main_product, places
from clustermark.lenses.position.drawn import nearest_year, steady
from clustermark.lenses.position.trade_cells import WHOLE_YEAR, Trade, cells
from clustermark.lenses.position.trade_names import economy
from clustermark.lenses.position.trade_rows import TABLE, Group
from clustermark.lenses.position.trade_years import LEAST_EXPORTERS, product_of
from clustermark.lenses.rows import number, open_rows, text
from clustermark.methods.comparable import within
from clustermark.methods.trade.specialisation import expy, prody, rca
from clustermark.study.model import ORIGINS

METHOD = "position.trade_goods/1"
RCA, EXPY = "position.export_rca", "position.expy"
LEAST_CHAPTERS = 20  # of some hundred: fewer are a choice of goods, not the trade in goods
LEAST_INCOMES = 10  # economies of known income
LEAST_COVERED = 0.9  # of all exports, that come from economies of known income
INCOME = "income_per_person"  # free name of a claim on an economy of the study
HEADING = "="  # before a heading, so that it is never taken for a product
MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Goods:
    """Exports of a year: a row an exporter that reports all of it, a column a good; the subject is the last row."""

    year: int
    names: tuple[str, ...]
    economies: tuple[str, ...]
    values: NDArray[np.float64]
    own: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Income:
    """Income of an economy per person, with the row that says so."""

    value: float
    currency: str
    row: str
    origin: str


def find(context: Context, subjects: frozenset[str]) -> list[Finding]:
    """Advantage and income content of each cluster that has exports of its own, or why they cannot be told."""
    if not subjects:
        return []
    asked = [subject for subject in context.subjects if subject in subjects]
    chapters = _chapters(context)
    if chapters < LEAST_CHAPTERS:
        fields = {"n": chapters, "least": LEAST_CHAPTERS}
        return [_lacking(context, name, one, "trade-few-chapters", fields) for one in asked for name in (RCA, EXPY)]
    trade = cells(context, _group(context), prices=False)
    return [finding for subject in asked for finding in _of(context, trade, subject)]


def _lacking(context: Context, measure: str, subject: str, why: str, fields: Mapping[str, object]) -> Finding:
    unit = "" if measure == EXPY else measures()[measure].unit
    return replace(insufficient(context, measure, subject, unit, why, **fields), method=METHOD)


def _chapters(context: Context) -> int:
    """Chapters of the Harmonised System, two digits, in the table."""
    codes = context.evidence.tables[TABLE].filter(pl.col("flow") == "export")["hs"].drop_nulls().unique().to_list()
    return len({code[:2] for code in codes if code[:2].isdigit() and len(code) >= 4})


def _group(context: Context) -> Group:
    of = product_of(context.study) if any(product.hs for product in context.study.products) else None

    def good(hs: str) -> str | None:
        product = of(hs) if of is not None else None
        return product if product is not None else f"{HEADING}{hs[:4]}" if len(hs) >= 4 else None

    return good


def _of(context: Context, trade: Trade, subject: str) -> Iterator[Finding]:
    exporter = trade.own.get(subject)
    years = trade.values.filter(pl.col("exporter") == exporter)["year"].unique().to_list() if exporter else []
    at = nearest_year(sorted(years), context.study.period)
    found = None if at is None else _goods(trade, subject, at)
    if found is None:
        why, fields = ("trade-few-exporters", {"least": LEAST_EXPORTERS}) if at else ("no-own-trade", {})
        yield from (_lacking(context, name, subject, why, fields) for name in (RCA, EXPY))
        return
    yield from _advantage(context, trade, subject, found)
    yield _income_content(context, trade, subject, found)


def _goods(trade: Trade, subject: str, year: int) -> Goods | None:
    """None where the year is not whole, or too few economies report all of it."""
    own = trade.own[subject]
    months = (
        trade.months.filter(pl.col("year") == year)
        .group_by("exporter", maintain_order=True)
        .agg(pl.col("months").max())
    )
    whole = {int(one) for one, count in months.iter_rows() if count in (0, WHOLE_YEAR)}
    economies = sorted((one for one in whole if one >= 0), key=lambda one: trade.books.economies.texts[one])
    if own not in whole or len(economies) < LEAST_EXPORTERS:
        return None
    rows = trade.values.filter((pl.col("year") == year) & pl.col("exporter").is_in([*economies, own]))
    sums = rows.group_by("exporter", "product", maintain_order=True).agg(pl.col("value").sum())
    products = sorted(sums["product"].unique().to_list(), key=lambda one: trade.books.products.texts[one])
    place = {one: at for at, one in enumerate([*economies, own])}
    column = {one: at for at, one in enumerate(products)}
    values = np.zeros((len(place), len(products)))
    for one, product, value in sums.iter_rows():
        values[place[one], column[product]] = value
    return Goods(
        year,
        tuple(trade.books.products.texts[one] for one in products),
        tuple(trade.books.economies.texts[one] for one in economies),
        values,
        rows.filter(pl.col("exporter") == own),
    )


def _world(trade: Trade, subject: str, found: Goods) -> NDArray[np.float64]:
    """The rows of all exporters: the subject's own only where its economy does not report."""
    homes = {trade.books.economies.texts[one] for one in trade.homes[subject]}
    return found.values[:-1] if homes & set(found.economies) else found.values


def _advantage(context: Context, trade: Trade, subject: str, found: Goods) -> Iterator[Finding]:
    """RCA of each product of the study that the subject exports, against all exporters."""
    mine, world = found.values[-1], _world(trade, subject, found)
    advantage = rca(np.vstack([mine, np.maximum(world.sum(axis=0) - mine, 0.0)]))[0]
    main = main_product(subject, places(context.evidence))
    for at, name in enumerate(found.names):
        if name.startswith(HEADING) or mine[at] <= 0 or not np.isfinite(advantage[at]):
            continue
        said = {"goods": len(found.names), "exporters": len(found.economies), "digits": 4}
        dims = {"product": "" if name == main else name}
        yield _told(context, trade, RCA, subject, float(advantage[at]), found, said, dimensions=dims)


def _income_content(context: Context, trade: Trade, subject: str, found: Goods) -> Finding:
    """EXPY over the economies of known income; insufficient where they export too little of the whole."""
    known = _incomes(context, found.year)
    at = [place for place, name in enumerate(found.economies) if name in known]
    world = _world(trade, subject, found)
    covered = float(found.values[at].sum() / world.sum()) if at else 0.0
    if len(at) < LEAST_INCOMES or covered < LEAST_COVERED:
        return _lacking(context, EXPY, subject, "trade-no-incomes", {"n": len(at), "least": LEAST_INCOMES})
    incomes = [known[found.economies[place]] for place in at]
    content = prody(found.values[at], [one.value for one in incomes])
    mine = np.where(np.isnan(content), 0.0, found.values[-1])
    value = float(expy(mine[None, :], content)[0])
    own = trade.values.filter(pl.col("exporter") == trade.own[subject], pl.col("year") == found.year)
    regimes = float(own["known"].sum())
    said = {
        "exporters": len(at),
        "covered": f"{covered:.4g}",
        "goods": len(found.names),
        "processing": f"{float(own['processing'].sum()) / regimes:.4g}" if regimes > 0 else "unknown",
        "at-most": "leaning",
    }
    return _told(context, trade, EXPY, subject, value, found, said, incomes=incomes, unit=incomes[0].currency)


def _incomes(context: Context, year: int) -> dict[str, Income]:
    """Income per person by economy, of the year nearest to that of the trade, within three; one currency."""
    known = {text(row, "id"): row for row in open_rows(context.evidence, "places")}
    found: dict[str, tuple[int, Income]] = {}
    for row in open_rows(context.evidence, "claims"):
        value, at, place = number(row, "value"), number(row, "year"), known.get(text(row, "subject"))
        unit = parse_unit(text(row, "unit"))
        if text(row, "variable") != INCOME or not value or at is None or place is None or unit is None:
            continue
        if unit.family != "currency" or not within(int(at), year, year):
            continue
        key = economy(text(place, "id").upper(), text(place, "name_en")) or text(place, "id")
        origin = text(row, "origin") or "published"
        income = Income(value * float(unit.factor), unit.base.partition("/")[0], text(row, REFERENCE), origin)
        away = abs(int(at) - year)
        if key not in found or away < found[key][0]:
            found[key] = (away, income)
    currencies = [income.currency for _, income in found.values()]
    most = max(sorted(set(currencies)), key=currencies.count, default="")
    return {key: income for key, (_, income) in sorted(found.items()) if income.currency == most}


def _told(
    context: Context,
    trade: Trade,
    measure: str,
    subject: str,
    value: float,
    found: Goods,
    said: Mapping[str, object],
    *,
    dimensions: Mapping[str, str] | None = None,
    incomes: list[Income] | None = None,
    unit: str = "",
) -> Finding:
    rows = found.own.sort(["value", "first"], descending=[True, False])
    used = incomes or []
    references = context.evidence.tables[TABLE][REFERENCE].gather(rows["first"].head(MOST_ROWS - min(len(used), 2)))
    year = trade.values.filter(pl.col("year") == found.year)
    origins = {ORIGINS[one] for one in year["origin"].unique().to_list()} | {one.origin for one in used}
    cited = [*references.to_list(), *(one.row for one in used[:2])]
    stands = trade.stands[subject]
    made = measured(
        context,
        measure,
        subject,
        steady(value),
        Ground(cited, sorted(origins), int(rows["records"].sum()), "records", METHOD),
        dimensions=dimensions,
        parameters={**said, **({} if stands == subject else {"stands-for": stands, "at-most": "leaning"})},
        unit=unit,
        at_best="published",
    )
    return replace(made, years=str(found.year))
