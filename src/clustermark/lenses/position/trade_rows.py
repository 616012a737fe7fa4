"""Which trade records count, whose they are, and what they say: rows of the table `trade` as a frame of numbers.

Counted are exports to one partner. Totals of all partners, parts of a whole (by transport, by second partner), imports
and re-exports are never added to them. Nothing of a confidential source that is not cleared is read.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.layouts.conversions import CONVERSIONS
from clustermark.evidence.model import REFERENCE
from clustermark.lenses.context import Context
from clustermark.lenses.position import trade_names as named
from clustermark.study.model import ORIGINS

TABLE = "trade"
COLUMNS: Mapping[str, pl.DataType] = {
    **dict.fromkeys(
        ("source", "origin", REFERENCE, "period", "reporter", "reporter_name", "partner", "partner_name", "flow", "hs",
         "classification", "regime", "part", "trader_region", "currency", "unit", "unit_2"),
        pl.String(),
    ),
    "year": pl.Int64(),
    **dict.fromkeys(("value", "quantity", "quantity_2"), pl.Float64()),
}  # fmt: skip
ALL_PARTNERS = "WLD"
REGIMES = ("", "processing", "ordinary", "other", "unread")
ODD_PERIOD = -1
LONGEST = 60  # letters of a code or name from outside
LEFT = ("re-exports", "imports", "totals", "parts", "no-currency", "odd-code", "odd-period", "not-positive")


@dataclass(slots=True)
class Codes:
    """Texts by number, in the order in which they are met."""

    texts: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, text: str) -> int:
        """The number of a text."""
        if text not in self.numbers:
            self.numbers[text] = len(self.texts)
            self.texts.append(text)
        return self.numbers[text]


@dataclass(slots=True)
class Books:
    """What the numbers in the frame mean."""

    sources: Codes = field(default_factory=Codes)
    economies: Codes = field(default_factory=Codes)
    labels: dict[str, str] = field(default_factory=dict)  # of an economy: its name as the records write it
    places: Codes = field(default_factory=Codes)
    products: Codes = field(default_factory=Codes)
    versions: Codes = field(default_factory=Codes)
    units: Codes = field(default_factory=Codes)
    currencies: Codes = field(default_factory=Codes)


Group = Callable[[str], str | None]  # the product, or other group of goods, of a code; None for goods left out


def exports(context: Context, group: Group) -> tuple[pl.DataFrame, Books, pl.DataFrame]:
    """The rows that count, the meaning of their numbers, and how many rows of each place were left out, by reason.

    Columns: exporter, market, place (-1 where no region names one), region (whether one is written), product, digits,
    code (six digits, shorter ones filled up), line (all digits), version, source, year, month (0 a whole year), regime,
    currency, value, twice a quantity with its unit (-1 where it cannot be read), origin (its place in ORIGINS), and at,
    the place of the row in the table.
    """
    books = Books()
    rows = open_records(context)
    for source in rows["source"].unique(maintain_order=True):  # in the order of the study
        books.sources.of(source)
    goods = _goods(rows, books, group)
    if goods["product"].min() == -1:  # some codes are of no group: fewer rows are quicker to read
        kept = goods.filter(pl.col("product") >= 0)["hs"].to_list()
        rows = rows.filter(pl.col("hs").is_in(kept))
    lazy = rows.lazy().join(goods.lazy(), on="hs", how="left", nulls_equal=True, maintain_order="left")
    for known, keys in _meanings(context, rows, books):
        lazy = lazy.join(known.lazy(), on=list(keys), how="left", nulls_equal=True, maintain_order="left")
    numbers = lazy.select(*_numbers(), why=_why()).collect()
    left = (
        numbers.filter((pl.col("why") != "") & (pl.col("place") >= 0))
        .group_by("place", "why")
        .agg(rows=pl.len())
        .sort("place", "why")
    )
    return numbers.filter(pl.col("why") == "").drop("why"), books, left


def open_records(context: Context) -> pl.DataFrame:
    """The open rows with the columns that are read, absent ones empty."""
    frame = context.evidence.tables[TABLE].with_row_index("at")
    covered = context.evidence.covered
    if covered:
        frame = frame.filter(~pl.col(REFERENCE).is_in(list(covered)))
    absent = [pl.lit(None, kind).alias(name) for name, kind in COLUMNS.items() if name not in frame.columns]
    return frame.with_columns(absent).select("at", *(name for name in COLUMNS if name != REFERENCE))


def _goods(rows: pl.DataFrame, books: Books, group: Group) -> pl.DataFrame:
    """The distinct codes with the number of their product, -1 for those left out, their digits and themselves."""

    def goods(hs: str) -> tuple[int, int, int, int]:
        digits, code = _code(hs)
        product = group(hs.strip()) if hs.strip().isdigit() else None
        return (books.products.of(product) if product is not None else -1, digits, code, int(hs) if digits else 0)

    return _known(rows, ("hs",), {"product": pl.Int32, "digits": pl.Int8, "code": pl.Int32, "line": pl.Int64}, goods)


def _meanings(context: Context, rows: pl.DataFrame, books: Books) -> Sequence[tuple[pl.DataFrame, tuple[str, ...]]]:
    """For each kind of text its distinct values with their numbers, and the columns to join on."""
    layouts = {name: source.layout for name, source in context.evidence.sources.items()}

    def economy(code: str, name: str, source: str) -> int:
        key = " ".join(named.economy(code, name, layouts.get(source, "")).split())[:LONGEST]
        if key and name:
            books.labels.setdefault(key, " ".join(name.split())[:LONGEST])
        return books.economies.of(key) if key else -1

    regions = {name: place for each in named.regions(context.evidence, context.subjects).values()
               for name, place in each.items()}  # fmt: skip

    def place(region: str) -> int:
        known = regions.get(fold(region))
        return books.places.of(known) if known else -1

    def measured(written: str) -> tuple[int, float]:
        unit, factor = named.quantity_unit(written)
        return (books.units.of(unit), factor) if unit else (-1, 0.0)

    def money(written: str) -> tuple[int, float]:
        currency, factor = named.money_unit(written)
        return (books.currencies.of(currency), factor) if currency else (-1, 0.0)

    return [
        (_known(rows, ("source",), {"file": pl.Int32}, lambda source: (books.sources.of(source),)), ("source",)),
        (_known(rows, ("origin",), {"strength": pl.Int8}, lambda origin: (_strength(origin),)), ("origin",)),
        (_known(rows, ("reporter", "reporter_name", "source"), {"exporter": pl.Int32}, lambda *r: (economy(*r),)),
         ("reporter", "reporter_name", "source")),
        (_known(rows, ("partner", "partner_name", "source"), {"market": pl.Int32},
                lambda code, name, source: (-2 if code == ALL_PARTNERS else economy(code, name, source),)),
         ("partner", "partner_name", "source")),
        (_known(rows, ("trader_region",), {"place": pl.Int32, "region": pl.Boolean},
                lambda region: (place(region), bool(region.strip()))), ("trader_region",)),
        (_known(rows, ("classification", "source"), {"version": pl.Int32},
                lambda written, source: (books.versions.of(named.version(written, source)),)),
         ("classification", "source")),
        (_known(rows, ("regime",), {"kind": pl.Int8}, lambda written: (_regime(written),)), ("regime",)),
        (_known(rows, ("period",), {"month": pl.Int8}, lambda written: (_month(written),)), ("period",)),
        (_known(rows, ("unit",), {"measure": pl.Int16, "times": pl.Float64}, measured), ("unit",)),
        (_known(rows, ("unit_2",), {"measure_2": pl.Int16, "times_2": pl.Float64}, measured), ("unit_2",)),
        (_known(rows, ("currency",), {"money": pl.Int16, "factor": pl.Float64}, money), ("currency",)),
    ]  # fmt: skip


def _known(
    rows: pl.DataFrame,
    keys: tuple[str, ...],
    schema: Mapping[str, type[pl.DataType]],
    meaning: Callable[..., tuple[object, ...]],
) -> pl.DataFrame:
    """The distinct texts of some columns, sorted, with what they mean; an empty cell means what an empty text does."""
    texts = rows.select(keys).unique().sort(*keys, nulls_last=True)
    told = [meaning(*("" if cell is None else cell for cell in row)) for row in texts.iter_rows()]
    values = pl.DataFrame(told, schema=dict(schema), orient="row")
    return pl.concat([texts, values], how="horizontal")


def _code(hs: str) -> tuple[int, int]:
    """Digits of a code and its first six as a number: "6302" -> (4, 630200); (0, 0) where it is no code."""
    plain = hs.strip()
    if not (plain.isascii() and plain.isdigit()) or len(plain) not in (2, 4, 6, 8, 9, 10):
        return 0, 0
    return len(plain), int(plain[:6].ljust(6, "0"))


def _strength(origin: str) -> int:
    known: Sequence[str] = ORIGINS
    return known.index(origin) if origin in known else known.index("published")


def _regime(written: str) -> int:
    if not fold(written):
        return 0
    return REGIMES.index(named.regimes().get(fold(written), "unread"))


def _month(written: str) -> int:
    """0 for a year, 1 to 12 for a month, -1 for a period of another kind: 2021, 2021-03, 202103."""
    year, _, month = CONVERSIONS["period"](written).partition("-")
    if not (year.isdigit() or not year) or (month and not month.isdigit()):
        return ODD_PERIOD
    return int(month or 0) if int(month or 0) <= 12 else ODD_PERIOD


def _numbers() -> list[pl.Expr]:
    """The row as numbers; a quantity that is not positive, or whose unit cannot be read, is none."""
    quantities = []
    for number, unit, times, name in (
        ("quantity", "measure", "times", "quantity"),
        ("quantity_2", "measure_2", "times_2", "quantity_2"),
    ):
        read = (pl.col(unit) >= 0) & (pl.col(number) > 0)
        quantities.append(pl.when(read).then(pl.col(number) * pl.col(times)).alias(name))
        quantities.append(pl.when(read).then(pl.col(unit)).otherwise(-1).alias(unit))
    return [
        *(pl.col(name) for name in ("exporter", "market", "place", "region", "product", "digits", "code", "line")),
        pl.col("version"),
        pl.col("file").alias("source"),
        pl.col("strength").alias("origin"),
        pl.col("at"),
        pl.col("year").cast(pl.Int16),
        pl.col("month"),
        pl.col("kind").alias("regime"),
        pl.col("money").alias("currency"),
        (pl.col("value") * pl.col("factor")).alias("value"),
        *quantities,
    ]


def _why() -> pl.Expr:
    """Why a row is left out, "" where it counts."""
    return (
        pl.when(pl.col("flow") == "re-export")
        .then(pl.lit("re-exports"))
        .when(pl.col("flow") != "export")
        .then(pl.lit("imports"))
        .when(pl.col("market") == -2)
        .then(pl.lit("totals"))
        .when(pl.col("part").is_not_null() & (pl.col("part") != ""))
        .then(pl.lit("parts"))
        .when(pl.col("money") < 0)
        .then(pl.lit("no-currency"))
        .when(pl.col("digits") == 0)
        .then(pl.lit("odd-code"))
        .when(pl.col("month") == ODD_PERIOD)
        .then(pl.lit("odd-period"))
        .when(~(pl.col("value") > 0) | ~pl.col("value").is_finite() | (pl.col("exporter") < 0))
        .then(pl.lit("not-positive"))
        .otherwise(pl.lit(""))
    )
