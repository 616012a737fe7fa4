"""Prices and quality of a cluster's exports against others in the same markets, by market, by year and by exporter.

A group is one product code in one market, one year and one unit of quantity; it counts where at least two other
economies sell. Its mean price is that of all exporters, weighted by quantity. What is compared with the cluster are
economies other than its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from clustermark.lenses.position.trade_cells import Trade
from clustermark.methods.trade.quality import quality_against_rivals, winsorised

LEAST_RIVALS = 2
SIGMA = 5.0
SIGMAS = (3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
POINTS = 100.0  # log points: 100 times the logarithm
GROUP = ["product", "code", "market", "year", "unit"]
AT = [f"quality_{sigma:g}" for sigma in SIGMAS]


@dataclass(frozen=True, slots=True)
class Prices:
    """Of one subject. `cells`: its own and its rivals' cells in groups that count; `moved`: prices drawn in, by product
    and unit.

    cells  GROUP, exporter, own, value, quantity, records, price (drawn in), mean, rivals, and quality for each sigma
    own    all its cells that have a quantity, whether they can be compared or not
    """

    cells: pl.DataFrame
    own: pl.DataFrame
    moved: pl.DataFrame


def drawn_in(trade: Trade) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Prices of all cells, drawn in to the first and last hundredth within product code and unit, and how many were."""
    frame = trade.prices.filter(pl.col("market") >= 0).with_columns(price=pl.col("value") / pl.col("quantity"))
    if frame.is_empty():
        return frame, frame.select("product", "unit").with_columns(moved=pl.lit(0, pl.Int64))
    label = frame.select(pl.struct("product", "code", "unit").rank("dense").cast(pl.Int64))["product"]
    prices, _ = winsorised(frame["price"].to_numpy(), label.to_numpy())
    new = frame.with_columns(pl.Series("drawn", prices))
    told = new.filter(pl.col("exporter") >= 0).group_by("product", "unit", maintain_order=True)
    moved = told.agg(moved=(pl.col("drawn") != pl.col("price")).sum().cast(pl.Int64))
    return new.drop("price").rename({"drawn": "price"}), moved


def prices_of(trade: Trade, subject: str, priced: pl.DataFrame, moved: pl.DataFrame) -> Prices:
    """The cells of a subject and of its rivals, with mean prices and quality."""
    exporter, homes = trade.own[subject], list(trade.homes[subject])
    own = priced.filter(pl.col("exporter") == exporter)
    others = priced.filter(pl.col("exporter") >= 0).join(own.select(GROUP), on=GROUP, how="semi")
    told = others.with_columns(home=pl.col("exporter").is_in(homes))
    mine = own.with_columns(home=pl.lit(False))
    # the cluster is part of its economy: it is added to the mean only where no record of that economy is
    alone = mine.join(told.filter("home").select(GROUP).unique(), on=GROUP, how="anti")
    fetched = (pl.col("price") * pl.col("quantity")).sum()
    groups = (
        pl.concat([told, alone.select(told.columns)])
        .group_by(GROUP, maintain_order=True)
        .agg(
            mean=fetched / pl.col("quantity").sum(),
            rivals=((pl.col("exporter") >= 0) & ~pl.col("home")).sum().cast(pl.Int64),
        )
        .filter(pl.col("rivals") >= LEAST_RIVALS)
    )
    cells = pl.concat([mine, told.filter(~pl.col("home")).select(mine.columns)]).drop("home")
    cells = cells.join(groups, on=GROUP).with_columns(own=pl.col("exporter") == exporter)
    cells = cells.sort(*GROUP, "exporter")
    return Prices(_with_quality(cells), own, moved)


def _with_quality(cells: pl.DataFrame) -> pl.DataFrame:
    """Quality of each cell against the mean of the rivals in its group, in log points, for each sigma."""
    if cells.is_empty():
        return cells.with_columns(pl.lit(None, pl.Float64).alias(name) for name in AT)
    label = cells.select(pl.struct(GROUP).rank("dense").cast(pl.Int64))["product"].to_numpy()
    price, quantity = cells["price"].to_numpy(), cells["quantity"].to_numpy()
    rival = ~cells["own"].to_numpy()
    found = [POINTS * quality_against_rivals(price, quantity, label, rival, sigma) for sigma in SIGMAS]
    return cells.with_columns(pl.Series(name, values) for name, values in zip(AT, found, strict=True))


def compared(prices: Prices, keys: Sequence[str]) -> pl.DataFrame:
    """The subject's cells that can be compared, added up by some keys: relative unit value, quality and its ends.

    relative  sum p q / sum (mean q): `price_index` of the cells
    quality   mean over the cells, weighted by value, for sigma 5; low and high the least and most over sigma 3 to 10
    """
    own = prices.cells.filter("own")
    return own.group_by(*keys, maintain_order=True).agg(*_level(), rivals=pl.col("rivals").median()).sort(*keys)


def _level() -> list[pl.Expr]:
    weight = pl.col("value")
    fetched = pl.col("price") * pl.col("quantity")
    qualities = [(pl.col(name) * weight).sum() / weight.sum() for name in AT]
    return [
        pl.col("value").sum().alias("compared"),
        pl.len().alias("cells"),
        (fetched.sum() / (pl.col("mean") * pl.col("quantity")).sum()).alias("relative"),
        qualities[SIGMAS.index(SIGMA)].alias("quality"),
        pl.min_horizontal(qualities).alias("quality_low"),
        pl.max_horizontal(qualities).alias("quality_high"),
    ]


def ladder(prices: Prices) -> pl.DataFrame:
    """Each exporter in the subject's markets: price and quality, its cells weighed as the subject's in the same group.

    By product, year, unit and exporter; the mean of the rivals is 0 within each group, so the subject's own line is
    `compared`.
    """
    weights = prices.cells.filter("own").select(*GROUP, pl.col("value").alias("weight"))
    cells = prices.cells.join(weights, on=GROUP, maintain_order="left")
    of = pl.col("weight")
    qualities = [(pl.col(name) * of).sum() / of.sum() for name in AT]
    keys = ["product", "year", "unit", "exporter"]
    return (
        cells.group_by(*keys, "own", maintain_order=True)
        .agg(
            pl.col("market").n_unique().cast(pl.Int64).alias("markets"),
            pl.col("value").sum(),
            pl.col("quantity").sum(),
            ((of * pl.col("price") / pl.col("mean")).sum() / of.sum()).alias("even"),
            (pl.col("price") * pl.col("quantity")).sum().alias("fetched"),
            (pl.col("mean") * pl.col("quantity")).sum().alias("at_mean"),
            qualities[SIGMAS.index(SIGMA)].alias("quality"),
            pl.min_horizontal(qualities).alias("quality_low"),
            pl.max_horizontal(qualities).alias("quality_high"),
        )
        .with_columns(relative=pl.col("fetched") / pl.col("at_mean"))
        .drop("even", "fetched", "at_mean")
        .sort(*keys)
    )


def interval(cells: pl.DataFrame, draws: int, seed: int, least: int) -> tuple[float, float] | None:
    """Where the relative unit value lies when the cells are drawn anew with replacement, 95 percent of the time.

    None for fewer cells than `least`. It says how much hangs on single markets and codes, no more.
    """
    if cells.height < least:
        return None
    ordered = cells.sort(GROUP)
    above = (ordered["price"] * ordered["quantity"]).to_numpy()
    below = (ordered["mean"] * ordered["quantity"]).to_numpy()
    times = np.random.default_rng(seed).multinomial(len(above), np.full(len(above), 1 / len(above)), size=draws)
    low, high = np.quantile((times @ above) / (times @ below), [0.025, 0.975])
    return float(low), float(high)
