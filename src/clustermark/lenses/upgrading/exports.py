"""Changes in a cluster's exports between two years: prices and quality against rivals, and what lies outside its trade.

Only codes and markets that the cluster served in both years tell prices, so that no shift between them can look like a
change. The interval draws these anew: it tells how much hangs on single ones, no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.model import REFERENCE
from clustermark.lenses.context import Context
from clustermark.lenses.measured import MOST_ROWS
from clustermark.lenses.places import main_product, places
from clustermark.lenses.position import trade_prices as priced
from clustermark.lenses.position.drawn import seed_of
from clustermark.lenses.position.trade_cells import WHOLE_YEAR, Trade, cells
from clustermark.lenses.position.trade_names import regions
from clustermark.lenses.position.trade_rows import TABLE
from clustermark.lenses.position.trade_years import LEAST_CELLS, trade_of
from clustermark.lenses.upgrading.change import Array, Change, Lack, drawn, yearly
from clustermark.lenses.upgrading.definitions import Ground, Indicator
from clustermark.methods.upgrading import span
from clustermark.study.model import ORIGINS, Origin

CELL = ["code", "market", "unit"]
QUALITY = f"quality_{priced.SIGMA:g}"


@dataclass(frozen=True, slots=True)
class Exported:
    """Prices of each cluster against its rivals, and its exports by chapter of the Harmonised System."""

    prices: Mapping[str, pl.DataFrame]  # subject -> its own cells of its main product that can be compared
    chapters: Mapping[str, pl.DataFrame]  # subject -> chapter, code, market, year, value, records; whole years only
    origins: tuple[Origin, ...]
    rows: Mapping[str, tuple[str, ...]]  # subject -> the largest of its records


def exported(context: Context) -> Exported:
    """What the table `trade` says of every cluster that its records name; empty where it names none."""
    trade = trade_of(context)
    if trade is None or not trade.own:
        return Exported({}, {}, (), {})
    drawn_in, moved = priced.drawn_in(trade)
    prices = {}
    for subject in trade.own:
        found = priced.prices_of(trade, subject, drawn_in, moved).cells.filter("own")
        main = trade.books.products.numbers.get(main_product(subject, places(context.evidence)), -1)
        alone = len(trade.books.products.texts) == 1
        prices[subject] = found if alone else found.filter(pl.col("product") == main)
    broad = cells(context, lambda hs: hs[:2])
    sources = context.evidence.sources.values()
    origins = {one.origin for one in sources if one.table == TABLE}
    return Exported(
        prices,
        {subject: _chapters(broad, exporter) for subject, exporter in broad.own.items()},
        tuple(one for one in ORIGINS if one in origins),
        {subject: _largest(context, subject, place) for subject, place in trade.stands.items()},
    )


def _largest(context: Context, subject: str, place: str) -> tuple[str, ...]:
    """References of the largest open records whose region is the place, to look at."""
    frame = context.evidence.tables[TABLE]
    if "trader_region" not in frame.columns:
        return ()
    names = regions(context.evidence, (subject,))[subject]
    written = [one for one in frame["trader_region"].unique().to_list() if names.get(fold(one or "")) == place]
    own = frame.filter(pl.col("trader_region").is_in(written), ~pl.col(REFERENCE).is_in(list(context.evidence.covered)))
    return tuple(own.sort(["value", REFERENCE], descending=[True, False])[REFERENCE].head(MOST_ROWS).to_list())


def _chapters(trade: Trade, exporter: int) -> pl.DataFrame:
    """The exports of whole years by chapter, code and market."""
    own = trade.values.filter(pl.col("exporter") == exporter)
    whole = trade.months.filter(pl.col("exporter") == exporter, pl.col("months").is_in([0, WHOLE_YEAR]))
    kept = own.join(whole.select("product", "year"), on=["product", "year"], how="semi")
    return kept.select("product", "code", "market", "year", "value", "records").sort(
        "year", "product", "code", "market"
    )


def traded(known: Exported, subject: str, indicator: Indicator, ground: Ground, last: int, seed: int) -> Change | Lack:
    """The change of the relative unit value, of quality, or of the share of exports outside the main chapter."""
    frame = (known.chapters if ground.how == "outside" else known.prices).get(subject)
    if frame is None or frame.is_empty():
        return Lack.of("no-rows")
    years = span(frame["year"].unique().to_list(), last)
    if years is None:
        return Lack.of("no-earlier-year")
    made = _outside(frame, years) if ground.how == "outside" else _against_rivals(frame, years, ground)
    if made is None:
        return Lack.of("no-rows")
    sums, records = made
    first, final = (float(sums[:, side].sum() / sums[:, side + 1].sum()) for side in (0, 2))
    change = yearly(indicator, years, first, final)
    if not np.isfinite(change):
        return Lack.of("no-number")
    if ground.how == "quality":
        first, final = float(np.exp(first)), float(np.exp(final))  # against rivals, whose mean is 1
    interval = drawn(indicator, years, sums, seed_of(seed, "upgrading", indicator.id, subject))
    return Change(
        indicator=indicator,
        ground=ground,
        years=years,
        first=first,
        last=final,
        unit="share" if ground.how == "outside" else "ratio",
        value=change,
        interval=None if interval is None else (min(interval[0], change), max(interval[1], change)),
        n=records,
        sample="records",
        rows=known.rows.get(subject, ()),
        origins=known.origins,
        by="cells",
        said={"cells": len(sums)},
    )


def _against_rivals(frame: pl.DataFrame, years: tuple[int, int], ground: Ground) -> tuple[Array, int] | None:
    """Sums of the codes and markets of both years, in the unit in which most is sold; fixed weights of both years.

    relative  price and mean price of all exporters, times the mean quantity of both years
    quality   log quality times the mean value of both years, and that value
    """
    ends = [frame.filter(pl.col("year") == at) for at in years]
    both = ends[0].join(ends[1], on=CELL, how="inner", suffix="_last").sort(CELL)
    if both.is_empty():
        return None
    sold = both.group_by("unit").agg((pl.col("value") + pl.col("value_last")).sum().alias("sold"))
    unit = sold.sort(["sold", "unit"], descending=[True, False])["unit"][0]
    both = both.filter(pl.col("unit") == unit)
    if both.height < LEAST_CELLS:
        return None
    records = int(both.select((pl.col("records") + pl.col("records_last")).sum()).item())
    if ground.how == "relative":
        weight = (pl.col("quantity") + pl.col("quantity_last")) / 2
        columns = [weight * pl.col(name) for name in ("price", "mean", "price_last", "mean_last")]
    else:
        weight = (pl.col("value") + pl.col("value_last")) / 2
        columns = [weight * pl.col(QUALITY) / priced.POINTS, weight, weight * pl.col(f"{QUALITY}_last") / priced.POINTS]
        columns.append(weight)
    sums = both.select(column.alias(str(at)) for at, column in enumerate(columns)).to_numpy()
    return np.asarray(sums, dtype=np.float64), records


def _outside(frame: pl.DataFrame, years: tuple[int, int]) -> tuple[Array, int] | None:
    """Exports outside the chapter that was the largest in the first year, and all exports, by code and market.

    None where the records hold one chapter only: they were taken out by code then, and say nothing of others.
    """
    kept = frame.filter(pl.col("year").is_in(years))
    if kept["product"].n_unique() < 2:
        return None
    first = kept.filter(pl.col("year") == years[0]).group_by("product").agg(pl.col("value").sum())
    main = first.sort(["value", "product"], descending=[True, False])["product"][0]
    outside = pl.col("product") != main
    parts = []
    for at in years:
        here = pl.when(pl.col("year") == at).then(pl.col("value")).otherwise(0.0)
        parts += [pl.when(outside).then(here).otherwise(0.0).sum(), here.sum()]
    cells_ = kept.group_by("code", "market").agg(part.alias(str(at)) for at, part in enumerate(parts))
    sums = cells_.sort("code", "market").select("0", "1", "2", "3").to_numpy()
    return np.asarray(sums, dtype=np.float64), int(kept["records"].sum())
