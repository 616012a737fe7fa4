"""From trade records to cells: exporter, product, code, market and year, each counted once.

A year and its months, a heading and its codes, a whole and its regimes, and two files that hold one record are not
added up: the coarser period and the six-digit code count, and of two files the first of the study.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from clustermark.lenses.context import Context
from clustermark.lenses.places import ancestors, places
from clustermark.lenses.position.trade_money import CELL, in_one_currency
from clustermark.lenses.position.trade_names import UNKNOWN_VERSION
from clustermark.lenses.position.trade_rows import Books, Group, exports
from clustermark.methods.currencies import Rate

_DIGITS = {6: 0, 8: 1, 9: 2, 10: 3}  # of codes of six digits and more, which one counts first
WHOLE_YEAR = 12


@dataclass(frozen=True, slots=True)
class Trade:
    """Cells of exporters, and what a reader must know about them. Exporters below 0 are clusters: `own` names them.

    values   exporter, product, code, market, year: value, records, processing, known (value whose regime is known),
             first (the place of its first row in the table), origin (the weakest, its place in ORIGINS)
    prices   the same and unit: value, quantity, records of those that have a quantity in that unit
    months   exporter, product, year: how many months have records, 0 where the figures are of whole years
    """

    values: pl.DataFrame
    prices: pl.DataFrame
    months: pl.DataFrame
    books: Books
    currency: str
    own: Mapping[str, int] = field(default_factory=dict)  # subject -> exporter
    stands: Mapping[str, str] = field(default_factory=dict)  # subject -> the place whose records stand for it
    homes: Mapping[str, frozenset[int]] = field(default_factory=dict)  # subject -> the economies that report for it
    levels: Mapping[int, int] = field(default_factory=dict)  # product -> digits at which its codes are compared
    versions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # product -> versions of its codes
    left: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # subject -> reason -> rows left out
    no_rate: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # currency without a rate -> target, years
    rates: Mapping[int, Rate] = field(default_factory=dict)  # year -> the rate that money was converted by


def cells(context: Context, group: Group, *, prices: bool = True) -> Trade:
    """The cells of the table `trade`, for the goods that `group` names; without `prices` only their values."""
    told, books, left = exports(context, group)
    owned, own, stands, homes = _owned(context, told, books)
    rows = _once(pl.concat([owned, _of_economies(told)]), books, context)
    months = _months(rows, told, homes, own)
    levels = _levels(rows)
    versions = {
        product: tuple(sorted(books.versions.texts[one].partition(":")[0] for one in set(found)))
        for product, found in rows.group_by("product").agg(pl.col("version").unique()).iter_rows()
    }
    values, priced = _added(rows, levels, prices)
    money = in_one_currency(values, priced, books, context)
    reasons: dict[str, dict[str, int]] = {}
    names = {books.places.numbers[place]: subject for subject, place in stands.items()}
    for place, why, count in left.iter_rows():
        if place in names:
            reasons.setdefault(names[place], {})[why] = count
    return Trade(
        money.values,
        money.prices,
        months,
        books,
        money.currency,
        own,
        stands,
        homes,
        levels,
        versions,
        reasons,
        money.no_rate,
        money.rates,
    )


def _owned(
    context: Context, rows: pl.DataFrame, books: Books
) -> tuple[pl.DataFrame, dict[str, int], dict[str, str], dict[str, frozenset[int]]]:
    """The records of each subject as those of an exporter of its own, below 0.

    Those whose region names the subject; only where there is none, those of the nearest place that it lies within.
    """
    known = places(context.evidence)
    named = set(rows.filter(pl.col("place") >= 0)["place"].unique().to_list())
    frames, own, stands = [rows.clear()], {}, {}
    homes: dict[str, frozenset[int]] = {}
    for at, subject in enumerate(context.subjects):
        for place in (subject, *ancestors(subject, known)):
            number = books.places.numbers.get(place, -1)
            if number in named:
                mine = rows.filter(pl.col("place") == number)
                own[subject], stands[subject] = -1 - at, place
                homes[subject] = frozenset(mine["exporter"].unique().to_list())
                frames.append(mine.with_columns(pl.lit(own[subject], pl.Int32).alias("exporter")))
                break
    return pl.concat(frames), own, stands, homes


def _months(
    rows: pl.DataFrame, told: pl.DataFrame, homes: Mapping[str, frozenset[int]], own: Mapping[str, int]
) -> pl.DataFrame:
    """How many months of a year an exporter's records cover, 0 for records of whole years.

    A small cluster may sell nothing in a month: its months are those for which its economy tells the region at all.
    """
    covered = pl.when((pl.col("month") == 0).any()).then(0).otherwise(pl.col("month").n_unique()).cast(pl.Int64)
    months = rows.group_by("exporter", "product", "year").agg(months=covered)
    for subject, exporter in own.items():
        here = pl.col("exporter").is_in(list(homes[subject])) & pl.col("region") & (pl.col("month") > 0)
        of_year = told.filter(here).group_by("year").agg(pl.col("month").n_unique().cast(pl.Int64).alias("told"))
        months = months.join(of_year, on="year", how="left").with_columns(
            pl.when((pl.col("exporter") == exporter) & (pl.col("months") > 0))
            .then(pl.max_horizontal("months", "told"))
            .otherwise("months")
            .alias("months")
        )
        months = months.drop("told")
    return months


def _of_economies(rows: pl.DataFrame) -> pl.DataFrame:
    """The records of economies: those without a region where an economy has some, else all its regions."""
    if not rows["region"].any():
        return rows
    keys = ["exporter", "product", "year"]
    whole = rows.filter(~pl.col("region")).select(keys).unique()
    regional = rows.filter("region").join(whole, on=keys, how="anti")
    return pl.concat([rows.filter(~pl.col("region")), regional])


def _once(rows: pl.DataFrame, books: Books, context: Context) -> pl.DataFrame:
    """The rows without those that hold again what others hold; nothing is sold to oneself."""
    rows = _finest(rows.filter(pl.col("exporter") != pl.col("market")))
    order = pl.col("digits").replace_strict(_DIGITS, default=0, return_dtype=pl.Int8) * 2
    rows = _first(rows, ["exporter", "product", "year", "code"], order + (pl.col("month") != 0))
    rows = _without_parts(rows, books, context)
    return _of_one_file(rows)


def _finest(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without headings of which there are codes, and without chapters of which there is anything finer."""
    if rows["digits"].min() is None or int(rows.select(pl.col("digits").min()).item()) >= 6:
        return rows
    group = ["exporter", "product", "year"]
    heading = pl.col("code") // 100
    fine = rows.filter(pl.col("digits") >= 6)
    codes = fine.select(*group, heading.alias("heading")).unique()
    four = rows.filter(pl.col("digits") == 4).with_columns(heading.alias("heading"))
    headings = four.join(codes, on=[*group, "heading"], how="anti").drop("heading")
    finer = pl.concat([fine.select(group), headings.select(group)]).unique()
    chapters = rows.filter(pl.col("digits") == 2).join(finer, on=group, how="anti")
    return pl.concat([fine, headings, chapters])


def _first(rows: pl.DataFrame, keys: list[str], rank: pl.Expr) -> pl.DataFrame:
    """The rows of the lowest rank within their group; all at once where every row has the same."""
    ranked = rows.with_columns(rank.alias("rank"))
    if ranked["rank"].n_unique() < 2:
        return rows
    least = ranked.group_by(keys).agg(least=pl.col("rank").min())
    return (
        ranked.join(least, on=keys, maintain_order="left")
        .filter(pl.col("rank") == pl.col("least"))
        .drop("rank", "least")
    )


def _without_parts(rows: pl.DataFrame, books: Books, context: Context) -> pl.DataFrame:
    """In files of UN Comtrade a regime is a part of the row without one: it counts only where that row is absent."""
    sources = context.evidence.sources
    parted = [n for n, name in enumerate(books.sources.texts) if name in sources and "comtrade" in sources[name].layout]
    parts = rows.filter(pl.col("source").is_in(parted) & (pl.col("regime") != 0))
    if parts.is_empty():
        return rows
    keys = ["exporter", "code", "market", "year", "month", "source"]
    whole = rows.filter(pl.col("regime") == 0).select(keys).unique()
    kept = parts.join(whole, on=keys, how="anti")
    return pl.concat([rows.filter(~(pl.col("source").is_in(parted) & (pl.col("regime") != 0))), kept])


def _of_one_file(rows: pl.DataFrame) -> pl.DataFrame:
    """Of records that stand in several files those of the first file of the study."""
    keys = ["exporter", "product", "year"]
    several = rows.group_by(keys).agg(files=pl.col("source").n_unique()).filter(pl.col("files") > 1)
    if several.is_empty():
        return rows
    shared = rows.join(several.select(keys), on=keys, how="semi")
    once = _first(shared, ["exporter", "line", "digits", "market", "year", "month", "regime"], pl.col("source"))
    return pl.concat([rows.join(several.select(keys), on=keys, how="anti"), once])


def _levels(rows: pl.DataFrame) -> dict[int, int]:
    """Digits at which the codes of each product are compared.

    Six where all are of one version of the Harmonised System, else four: a six-digit code of one version may hold other
    goods in the next. Fewer where some records have no more.
    """
    found = rows.group_by("product").agg(versions=pl.col("version").n_unique(), digits=pl.col("digits").min())
    return {
        int(product): min(6 if versions == 1 else 4, int(digits)) for product, versions, digits in found.iter_rows()
    }


def _added(rows: pl.DataFrame, levels: Mapping[int, int], prices: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Values by cell and currency, and value and quantity by cell, currency and unit; the second unit counts too."""
    step = pl.col("product").replace_strict(
        list(levels), [10 ** (6 - level) for level in levels.values()], default=1, return_dtype=pl.Int32
    )
    rows = rows.with_columns(pl.col("code") // step)
    keys = [*CELL, "currency"]
    known = pl.col("regime").is_in([1, 2, 3])
    values = rows.group_by(keys, maintain_order=True).agg(
        pl.col("value").sum(),
        records=pl.len(),
        unpriced=(pl.col("measure") < 0).sum(),
        processing=pl.col("value").filter(pl.col("regime") == 1).sum(),
        known=pl.col("value").filter(known).sum(),
        first=pl.col("at").min(),
        origin=pl.col("origin").max(),
    )
    priced = [
        rows.filter((pl.col(unit) >= 0) & again & prices)
        .group_by(*keys, pl.col(unit).alias("unit"), maintain_order=True)
        .agg(pl.col("value").sum(), pl.col(quantity).sum().alias("quantity"), records=pl.len())
        for unit, quantity, again in (
            ("measure", "quantity", pl.lit(True)),
            ("measure_2", "quantity_2", pl.col("measure_2") != pl.col("measure")),
        )
    ]
    both = pl.concat(priced)
    if priced[1].height:
        both = both.group_by(*keys, "unit", maintain_order=True).agg(pl.col("value", "quantity", "records").sum())
    return values, both


def version_of(trade: Trade, product: int) -> str:
    """The versions of the codes of a product, "HS2012/HS2017"; "unknown" among them where one is not written."""
    return "/".join(dict.fromkeys(trade.versions.get(product, (UNKNOWN_VERSION,))))
