"""Exports of a cluster year by year: what each year, product and unit comes to. Other lenses may read series from here.

A year's figures are of whole years, or of twelve months; a part of a year has prices, but no share of the market.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from clustermark.lenses.context import Context
from clustermark.lenses.places import main_product, places
from clustermark.lenses.position import trade_prices as priced
from clustermark.lenses.position.drawn import DRAWS, seed_of
from clustermark.lenses.position.trade_cells import WHOLE_YEAR, Trade, cells
from clustermark.lenses.position.trade_rows import TABLE, Group
from clustermark.methods.concentration import herfindahl, top_share
from clustermark.study.model import Study

LEAST_EXPORTERS = 3  # that a market share needs
LEAST_CELLS = 5  # that an interval by drawing cells anew needs
METHOD = "position.traded/1"


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit of quantity says of a year. `relative` and the rest are None where nothing can be compared."""

    unit: str
    value: float
    quantity: float
    records: int
    compared: float = 0.0  # the value of the cells that can be compared
    cells: int = 0
    rivals: float = 0.0  # median number in those cells
    relative: float | None = None
    interval: tuple[float, float] | None = None
    quality: tuple[float, float, float] | None = None  # point, least and most over the elasticities


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a subject's exports of one product; `months` 0 for figures of the whole year."""

    subject: str
    product: str
    year: int
    currency: str
    value: float
    records: int
    without_quantity: int
    months: int
    markets: int
    concentration: float | None = None
    top_three: float | None = None
    market_share: float | None = None
    exporters: int = 0
    processing: float | None = None
    regime_known: float = 0.0  # share of the value
    prices: tuple[Price, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of the year is covered."""
        return self.months in (0, WHOLE_YEAR)

    def price(self, unit: str) -> Price | None:
        """What a unit says."""
        return next((price for price in self.prices if price.unit == unit), None)


@dataclass(frozen=True, slots=True)
class Exports:
    """A subject's exports of one product: its years, the unit that says most, and what stands behind."""

    subject: str
    product: str  # "" the main one
    number: int  # of the product in the cells
    years: tuple[Year, ...]
    unit: str  # "" where no unit can be compared
    moved: int = 0  # prices that were drawn in, of all exporters
    by_market: pl.DataFrame = field(default_factory=pl.DataFrame)
    rivals: pl.DataFrame = field(default_factory=pl.DataFrame)


def product_of(study: Study) -> Group:
    """The product of the study that a code belongs to, by the longest of its codes; all goods are one without codes."""
    codes = {code: product.id for product in study.products for code in product.hs if code}
    longest = sorted(codes, key=lambda code: (-len(code), code))
    if not codes:
        return lambda _: ""
    return lambda hs: next((codes[code] for code in longest if hs.startswith(code)), None)


def trade_of(context: Context) -> Trade | None:
    """The cells of the study's products; None where the study has no trade records."""
    frame = context.evidence.tables.get(TABLE)
    return None if frame is None or frame.is_empty() else cells(context, product_of(context.study))


def exports_of(context: Context, trade: Trade) -> list[Exports]:
    """The exports of every cluster that records name, product by product, the focus first."""
    prices, moved = priced.drawn_in(trade)
    return [
        one
        for subject in context.subjects
        if subject in trade.own
        for one in _exports(context, trade, priced.prices_of(trade, subject, prices, moved), subject)
    ]


def yearly(context: Context) -> list[Exports]:
    """The same from the evidence, for other lenses: series of prices, quality and shares."""
    trade = trade_of(context)
    return [] if trade is None else exports_of(context, trade)


def _exports(context: Context, trade: Trade, prices: priced.Prices, subject: str) -> Iterator[Exports]:
    own = trade.values.filter(pl.col("exporter") == trade.own[subject])
    main = main_product(subject, places(context.evidence))
    for number in sorted(own["product"].unique().to_list(), key=lambda one: trade.books.products.texts[one]):
        name = trade.books.products.texts[number]
        product = "" if name == main else name
        here = pl.col("product") == number
        mine = priced.Prices(prices.cells.filter(here), prices.own.filter(here), prices.moved.filter(here))
        known = list(_by_unit(context, trade, mine, subject, product))
        years = tuple(
            _year(trade, subject, product, number, year, tuple(price for at, price in known if at == year))
            for year in sorted(own.filter(here)["year"].unique().to_list())
        )
        unit = _best_unit(years)
        at = trade.books.units.numbers.get(unit, -1)
        moved = int(mine.moved.filter(pl.col("unit") == at)["moved"].sum())
        markets = priced.compared(mine, ["product", "market", "year", "unit"])
        yield Exports(subject, product, number, years, unit, moved, _with_own(mine, markets), priced.ladder(mine))


def _with_own(prices: priced.Prices, compared: pl.DataFrame) -> pl.DataFrame:
    """All markets of the subject by year and unit, with what can be compared."""
    keys = ["product", "market", "year", "unit"]
    sums = prices.own.group_by(keys, maintain_order=True).agg(pl.col("value", "quantity", "records").sum())
    return sums.join(compared, on=keys, how="left").sort(keys)


def _by_unit(
    context: Context, trade: Trade, prices: priced.Prices, subject: str, product: str
) -> Iterator[tuple[int, Price]]:
    keys = ["year", "unit"]
    found = {(year, unit): row for year, unit, *row in priced.compared(prices, keys).iter_rows()}
    sums = prices.own.group_by(keys, maintain_order=True).agg(pl.col("value", "quantity", "records").sum()).sort(keys)
    for year, unit, value, quantity, records in sums.iter_rows():
        name = trade.books.units.texts[unit]
        if (year, unit) not in found:
            yield year, Price(name, value, quantity, records)
            continue
        compared, count, relative, quality, low, high, rivals = found[year, unit]
        here = prices.cells.filter("own", pl.col("year") == year, pl.col("unit") == unit)
        seed = seed_of(context.study.seed, METHOD, subject, product, str(year), name)
        ends = priced.interval(here, DRAWS, seed, LEAST_CELLS)
        yield (
            year,
            Price(name, value, quantity, records, compared, count, rivals, relative, ends, (quality, low, high)),
        )


def _year(trade: Trade, subject: str, product: str, number: int, year: int, prices: tuple[Price, ...]) -> Year:
    exporter = trade.own[subject]
    rows = trade.values.filter(pl.col("product") == number, pl.col("year") == year)
    own = rows.filter(pl.col("exporter") == exporter)
    months = _months(trade, number, year)
    value = float(own["value"].sum())
    markets = (
        own.filter(pl.col("market") >= 0)
        .group_by("market", maintain_order=True)
        .agg(pl.col("value").sum())
        .sort("market")["value"]
    )
    known = float(own["known"].sum())
    share, exporters = _share(trade, subject, rows, months)
    return Year(
        subject,
        product,
        year,
        trade.currency,
        value,
        int(own["records"].sum()),
        int(own["unpriced"].sum()),
        months.get(exporter, 0),
        len(markets),
        herfindahl(markets) if len(markets) else None,
        top_share(markets, 3) if len(markets) else None,
        share,
        exporters,
        float(own["processing"].sum()) / known if known > 0 else None,
        known / value if value > 0 else 0.0,
        prices,
    )


def _months(trade: Trade, product: int, year: int) -> dict[int, int]:
    found = trade.months.filter(pl.col("product") == product, pl.col("year") == year)
    return {int(exporter): int(months) for exporter, months in found.select("exporter", "months").iter_rows()}


def _share(trade: Trade, subject: str, rows: pl.DataFrame, months: dict[int, int]) -> tuple[float | None, int]:
    """The subject's part of all exports, and of how many economies; None for a part of a year or too few of them.

    Economies that report only a part of the year are left out; the subject is added where its economy does not report
    as a whole.
    """
    own = trade.own[subject]
    whole = [exporter for exporter, count in months.items() if exporter >= 0 and count in (0, WHOLE_YEAR)]
    if months.get(own, 0) not in (0, WHOLE_YEAR) or len(whole) < LEAST_EXPORTERS:
        return None, len(whole)
    value = float(rows.filter(pl.col("exporter") == own)["value"].sum())
    total = float(rows.filter(pl.col("exporter").is_in(whole))["value"].sum())
    if not trade.homes[subject] & set(whole):
        total += value
    return (value / total if value <= total else None), len(whole)


def _best_unit(years: Sequence[Year]) -> str:
    """The unit in which most value can be compared, then the first by name; "" where none can."""
    sums: dict[str, float] = {}
    for year in years:
        for price in year.prices:
            if price.relative is not None:
                sums[price.unit] = sums.get(price.unit, 0.0) + price.compared
    return min(sums, key=lambda unit: (-sums[unit], unit), default="")
