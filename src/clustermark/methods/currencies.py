"""Money of one currency in another, by a published rate of the same year.

    1 currency = r per      a in `currency` is a r in `per`;      a in `per` is a / r in `currency`

Rates of other years, and rates through a third currency, are never used: each would be an assumption of ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

KINDS = ("average", "", "year-end")  # what a year's money is converted with, best first
_PRECISION = 28
_NEAR = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rate:
    """A published rate: one unit of `currency` costs `value` of `per` in `year`; `row` is where it stands."""

    currency: str
    per: str
    year: int
    value: Decimal
    kind: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What money is multiplied by, and the rows of the rates that say so."""

    factor: Decimal
    rates: tuple[Rate, ...]


def exchange(rates: Iterable[Rate], currency: str, per: str, year: int) -> Exchange | str:
    """How much of `per` one of `currency` was in `year`, or why that is not known: "no-rate", "rates-differ".

    Rates of the pair in either direction count. An average of the year goes before a rate of unstated kind, and that
    before one of the year's end. Two rates of the best kind that differ contradict each other, and none is chosen; of
    two that agree within their last printed digit (6.45 and 6.4515, or 6.67 and its inverse 0.15) the longer is used.
    """
    found = [(rate, _factor(rate, currency, per)) for rate in rates if rate.year == year]
    usable = [(rate, factor) for rate, factor in found if factor is not None]
    for kind in KINDS:
        best = [(rate, factor) for rate, factor in usable if rate.kind == kind]
        if not best:
            continue
        best.sort(key=lambda item: (-len(item[0].value.normalize().as_tuple().digits), item[0].row))
        first = best[0]
        if any(not _agree(first[0], rate) for rate, _ in best[1:]):
            return "rates-differ"
        return Exchange(first[1], tuple(rate for rate, _ in best))
    return "no-rate"


def convert(amount: Decimal, found: Exchange) -> Decimal:
    """Money times the factor, with 28 digits."""
    with localcontext() as context:
        context.prec = _PRECISION
        return amount * found.factor


def _factor(rate: Rate, currency: str, per: str) -> Decimal | None:
    if (rate.currency, rate.per) == (currency, per):
        return rate.value
    if (rate.per, rate.currency) == (currency, per):
        with localcontext() as context:
            context.prec = _PRECISION
            return 1 / rate.value
    return None


def _agree(one: Rate, other: Rate) -> bool:
    """Whether two rates of a pair are one rate, rounded to their last printed digits (and within a hundredth)."""
    said = other.value if one.currency == other.currency else 1 / other.value
    back = one.value if one.currency == other.currency else 1 / one.value
    if abs(said / one.value - 1) > _NEAR:
        return False
    (low, high), (start, end) = _rounded(one.value), _rounded(other.value)
    return low <= said <= high or start <= back <= end


def _rounded(value: Decimal) -> tuple[Decimal, Decimal]:
    """The numbers that are printed as this one."""
    exponent = value.normalize().as_tuple().exponent
    half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
    return value - half, value + half
