"""Money of trade records in one currency, by published rates of the same year."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from clustermark.evidence.currencies import rates
from clustermark.lenses.context import Context
from clustermark.lenses.position.trade_rows import Books
from clustermark.methods.currencies import Rate, exchange

CELL = ("exporter", "product", "code", "market", "year")
MONEY = ("value", "processing", "known")


@dataclass(frozen=True, slots=True)
class Money:
    """Cells without a column of the currency, in the order of the records; which one it is, and how it came about.

    `no_rate` names the currencies whose cells were left out, with the currency and the years that a rate is lacking
    for; `rates` the rate that each year was converted by, where there was something to convert.
    """

    values: pl.DataFrame
    prices: pl.DataFrame
    currency: str
    no_rate: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rates: Mapping[int, Rate] = field(default_factory=dict)


def in_one_currency(values: pl.DataFrame, prices: pl.DataFrame, books: Books, context: Context) -> Money:
    """All money in the currency that most cells have; cells without a rate of their year are left out."""
    found = values.group_by("currency").agg(cells=pl.len()).sort(["cells", "currency"], descending=[True, False])
    if found.is_empty():
        return Money(values.drop("currency"), prices.drop("currency"), "")
    target = books.currencies.texts[found["currency"][0]]
    if found.height == 1:
        return Money(values.drop("currency"), prices.drop("currency"), target)
    known = rates(context.evidence)
    factors: list[tuple[int, int, float]] = []
    lacking: dict[str, list[int]] = {}
    used: dict[int, Rate] = {}
    for currency, year in values.select("currency", "year").unique().sort("currency", "year").iter_rows():
        name = books.currencies.texts[currency]
        rate = exchange(known, name, target, year) if name != target else None
        if rate is None:
            factors.append((currency, year, 1.0))
        elif isinstance(rate, str):
            lacking.setdefault(name, []).append(year)
        else:
            factors.append((currency, year, float(rate.factor)))
            used.setdefault(year, rate.rates[0])
    frame = pl.DataFrame(factors, schema={"currency": pl.Int16, "year": pl.Int16, "rate": pl.Float64}, orient="row")
    no_rate = {name: (target, ", ".join(map(str, years))) for name, years in lacking.items()}
    return Money(
        _added(_converted(values, frame), CELL),
        _added(_converted(prices, frame), (*CELL, "unit")),
        target,
        no_rate,
        used,
    )


def _converted(frame: pl.DataFrame, factors: pl.DataFrame) -> pl.DataFrame:
    """The cells whose currency and year have a rate, their money times it."""
    money = [pl.col(name) * pl.col("rate") for name in MONEY if name in frame.columns]
    return frame.join(factors, on=["currency", "year"], maintain_order="left").with_columns(money).drop("rate")


def _added(frame: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """Cells of two currencies become one: the first row and the weakest origin of both."""
    least, most = pl.col("^first$").min(), pl.col("^origin$").max()
    sums = pl.exclude(*keys, "currency", "first", "origin").sum()
    return frame.group_by(keys, maintain_order=True).agg(sums, least, most)
