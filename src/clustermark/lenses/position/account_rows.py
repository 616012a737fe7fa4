"""Rows of a cluster's account as figures: the best row of an item and year, its error, money in one currency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from math import hypot

from clustermark.evidence.fold import fold
from clustermark.evidence.specs import table_specs
from clustermark.evidence.units import parse_unit
from clustermark.lenses.rows import Row, number, text, yes
from clustermark.methods.currencies import Rate, convert, exchange
from clustermark.methods.grades import ERROR, error_of

TABLE = "cluster_accounts"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: value in base units ("share", or a currency), its coefficient of variation, its year and its rows."""

    value: float
    error: float
    unit: str
    year: int
    rows: tuple[Row, ...]


def figure_of(rows: Sequence[Row], year: int) -> Figure | None:
    """The figure that rows of one item and year give; None where none has a number in a unit that is known.

    The best grade counts, of equal ones those of no party, then the first. The error is that of the grade, or how far
    the others of the same unit lie off, or the half of a stated range, whichever is largest. "At least" and "at most"
    bound a figure and do not state it: it then has the error of a guess.
    """
    ordered = sorted(rows, key=lambda row: (text(row, "reliability") or "Z", yes(row, "party"), text(row, "row")))
    read = [(one, row) for row in ordered if (one := _read(row)) is not None]
    if not read:
        return None
    (low, high, unit), best = read[0]
    middle = (low + high) / 2
    alike = [((a + b) / 2, row) for (a, b, of), row in read if of == unit]
    size = abs(middle) or 1.0
    errors = [error_of(text(best, "reliability")), (high - low) / 2 / size, *(abs(v - middle) / size for v, _ in alike)]
    if text(best, "bound") in ("at least", "at most"):
        errors.append(ERROR["D"])
    return Figure(middle, max(errors), unit, year, tuple(row for _, row in alike))


def _read(row: Row) -> tuple[float, float, str] | None:
    """Ends and base unit of the number of a row; a number without a unit is no figure."""
    low, high, unit = number(row, "value"), number(row, "value_high"), parse_unit(text(row, "unit"))
    if low is None or unit is None or (unit.family not in ("share", "currency")):
        return None
    factor = float(unit.factor)
    return low * factor, (low if high is None else high) * factor, unit.base


def in_currency(figure: Figure, currency: str, rates: Iterable[Rate], rows: Mapping[str, Row]) -> Figure | str:
    """An amount in another currency by a published rate of its year, whose rows it then rests on too; else why not."""
    if figure.unit == currency:
        return figure
    found = exchange(rates, figure.unit, currency, figure.year)
    if isinstance(found, str):
        return found
    cited = tuple(rows[rate.row] for rate in found.rates if rate.row in rows)
    amount = float(convert(Decimal(repr(figure.value)), found))
    return replace(figure, value=amount, unit=currency, rows=(*figure.rows, *cited))


def ratio(part: Figure, whole: Figure) -> Figure | None:
    """The share of one amount in another, with the errors of both; None where the whole is not positive."""
    if not whole.value > 0:
        return None
    rows = (*part.rows, *(row for row in whole.rows if row not in part.rows))
    return Figure(part.value / whole.value, hypot(part.error, whole.error), "share", part.year, rows)


@cache
def _channels() -> Mapping[str, str]:
    """Folded name -> code of the channels, as the sheets of ladders and of the survey know them."""
    column = table_specs()["price_ladders"].column("channel")
    found = {fold(str(code)): str(code) for code in column.allowed}
    for code, label in column.labels.items():
        found |= {fold(name): code for name in (label.zh, label.en, *label.also)}
    return found


@cache
def channels() -> tuple[str, ...]:
    """The codes of the channels, in the order of the sheets."""
    return tuple(str(code) for code in table_specs()["price_ladders"].column("channel").allowed)


def channel_of(name: str) -> str:
    """The code of a channel that a row names in words or by its code; "" for another name."""
    return _channels().get(fold(name), "")
