"""The result tables on trade: prices by market, years, and the exporters in the same markets."""

from collections.abc import Iterator, Sequence

import polars as pl

from clustermark.lenses.measured import table
from clustermark.lenses.position.trade_cells import Trade
from clustermark.lenses.position.trade_years import Exports, Price, Year
from clustermark.methods.trade.quality import band

MOST_RIVALS = 12  # exporters of a year that the table holds beside the cluster, the largest first
_ENDS = {"quality": pl.Float64, "quality_low": pl.Float64, "quality_high": pl.Float64}
PRODUCTS = {
    **dict.fromkeys(("subject", "product", "market", "market_name", "year", "unit", "currency"), pl.String),
    "records": pl.Int64,
    **dict.fromkeys(("value", "quantity", "unit_value", "relative"), pl.Float64),
    "band": pl.String,
    **_ENDS,
    "rivals": pl.Int64,
}
YEARS = {
    **dict.fromkeys(("subject", "product", "year", "unit", "currency"), pl.String),
    **dict.fromkeys(("records", "months"), pl.Int64),
    **dict.fromkeys(("value", "unit_value", "relative", "relative_low", "relative_high"), pl.Float64),
    "band": pl.String,
    "market_share": pl.Float64,
    **_ENDS,
    **dict.fromkeys(("processing_share", "concentration"), pl.Float64),
    "markets": pl.Int64,
}
RIVALS = {
    **dict.fromkeys(("subject", "product", "year", "unit", "currency", "exporter", "exporter_name"), pl.String),
    "own": pl.Boolean,
    "markets": pl.Int64,
    **dict.fromkeys(("value", "unit_value", "relative"), pl.Float64),
    **_ENDS,
    "rank": pl.Int64,
}


def tables(trade: Trade, found: Sequence[Exports]) -> dict[str, pl.DataFrame]:
    """The three tables, one row a line of each; empty ones are left out."""
    filled = {
        "trade_products": table(PRODUCTS, (row for one in found for row in _markets(trade, one))),
        "trade_years": table(YEARS, (row for one in found for year in one.years for row in _years(one, year))),
        "trade_rivals": table(RIVALS, (row for one in found for row in _rivals(trade, one))),
    }
    return {name: frame for name, frame in filled.items() if frame.height}


def _markets(trade: Trade, one: Exports) -> Iterator[tuple[object, ...]]:
    economies = trade.books.economies.texts
    for row in one.by_market.sort("year", "unit", "market").iter_rows(named=True):
        market = economies[row["market"]]
        relative = row["relative"]
        yield (
            one.subject,
            one.product,
            market,
            trade.books.labels.get(market, ""),
            str(row["year"]),
            trade.books.units.texts[row["unit"]],
            trade.currency,
            row["records"],
            row["value"],
            row["quantity"],
            row["value"] / row["quantity"],
            relative,
            "" if relative is None else band(relative),
            row["quality"],
            row["quality_low"],
            row["quality_high"],
            None if row["rivals"] is None else round(row["rivals"]),
        )


def _years(one: Exports, year: Year) -> Iterator[tuple[object, ...]]:
    """A row a unit of quantity; one without unit where no record has a quantity."""
    for price in year.prices or (Price("", year.value, 0.0, year.records),):
        low, high = price.interval or (None, None)
        yield (
            one.subject,
            one.product,
            str(year.year),
            price.unit,
            year.currency,
            price.records,
            year.months,
            year.value,
            price.value / price.quantity if price.quantity else None,
            price.relative,
            low,
            high,
            "" if price.relative is None else band(price.relative),
            year.market_share,
            *(price.quality or (None, None, None)),
            year.processing,
            year.concentration,
            year.markets,
        )


def _rivals(trade: Trade, one: Exports) -> Iterator[tuple[object, ...]]:
    """The cluster and its largest rivals of each year, in the unit that says most, ranked by quality among all."""
    if not one.unit:
        return
    here = one.rivals.filter(pl.col("unit") == trade.books.units.numbers[one.unit]).with_columns(
        rank=pl.col("quality").rank("min", descending=True).over("year").cast(pl.Int64)
    )
    economies = trade.books.economies.texts
    for _, rows in here.group_by("year", maintain_order=True):
        largest = rows.sort(["own", "value", "exporter"], descending=[True, True, False]).head(MOST_RIVALS + 1)
        for row in largest.sort("rank", "exporter").iter_rows(named=True):
            exporter = one.subject if row["own"] else economies[row["exporter"]]
            yield (
                one.subject,
                one.product,
                str(row["year"]),
                one.unit,
                trade.currency,
                exporter,
                "" if row["own"] else trade.books.labels.get(exporter, ""),
                row["own"],
                row["markets"],
                row["value"],
                row["value"] / row["quantity"],
                row["relative"],
                row["quality"],
                row["quality_low"],
                row["quality_high"],
                row["rank"],
            )
