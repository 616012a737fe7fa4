"""The cluster's functions from the firm survey: how each firm splits its pay, weighted by size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.units import parse_unit
from clustermark.lenses.communication.context import Context
from clustermark.lenses.communication.measured import Ground
from clustermark.lenses.position.drawn import DRAWS, FEWEST_FIRMS, nearest_year, of_year, origins_of, seed_of
from clustermark.lenses.position.side import METHOD, Side, Why
from clustermark.lenses.rows import Row, number, text, year
from clustermark.methods.comparable import span
from clustermark.methods.functional import FUNCTIONS
from clustermark.methods.intervals import bootstrap_weights

ENOUGH_SIZES = 0.8  # of the firms that must state a size for it to weigh them
NEAR = 2.0  # percentage points by which the four shares may miss 100
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm: how it splits its pay (4,), its people and its sales in base units ("CNY"), None where not stated."""

    shares: Array
    employees: float | None
    sales: float | None
    currency: str
    rows: tuple[Row, ...]


def surveyed(context: Context, subject: str) -> Side | Why:
    """Income of the functions as shares of pay, each firm weighted by its people, else its sales, else equally.

    Pay itself is not asked; people come nearest to it. Rows of confidential sources are counted like all others: no
    single firm is shown, and fewer than five answers give none. Firms are drawn with replacement.
    """
    asked = [row for row in context.evidence.rows("firm_survey") if text(row, "subject") == subject]
    stated = [row for row in asked if _shares(row) is not None]
    if not stated:
        return Why.of("no-rows") if not asked else Why.of("not-asked")
    at = nearest_year(map(year, stated), context.study.period)
    if at is None:
        return Why.of("outside-years", years=span((one, one) for one in map(year, stated) if one is not None))
    firms = _firms(of_year(asked, at))
    weights, kept, said = _weights(firms)
    if len(kept) < FEWEST_FIRMS:
        return Why.of("few-answers", n=len(kept))
    shares = np.array([one.shares for one in kept])
    seed = seed_of(context.study.seed, METHOD, subject, "survey")
    times = bootstrap_weights(len(kept), DRAWS, seed).astype(np.float64)
    rows = [row for one in kept for row in one.rows]
    ground = Ground([text(row, "row") for row in rows], origins_of(rows), len(kept), "firms", METHOD)
    drawn = (times * weights) @ shares
    return Side(at, "survey", weights @ shares, drawn, ground, "", len(kept), 0, said)


def _shares(row: Row) -> Array | None:
    """The four shares of pay; None where one lacks, is negative, or they miss 100 per cent."""
    stated = [number(row, f"payroll_{name}") for name in FUNCTIONS]
    known = np.array([one for one in stated if one is not None])
    if len(known) < len(FUNCTIONS) or (known < 0).any() or abs(known.sum() - 100) > NEAR:
        return None
    return np.asarray(known / known.sum())


def _firms(rows: Sequence[Row]) -> list[Firm]:
    """The firms that split their pay, in the order of their names; of several rows of a firm the mean counts."""
    by_firm: dict[str, list[Row]] = {}
    for row in rows:
        by_firm.setdefault(text(row, "firm"), []).append(row)
    found = []
    for _, own in sorted(by_firm.items()):
        split = [(row, shares) for row in own if (shares := _shares(row)) is not None]
        if split:
            sales, currency = _sales(own)
            people = next((one for row in own if (one := number(row, "employees")) is not None and one > 0), None)
            mean = np.mean([shares for _, shares in split], axis=0)
            found.append(Firm(mean, people, sales, currency, tuple(row for row, _ in split)))
    return found


def _sales(rows: Sequence[Row]) -> tuple[float | None, str]:
    for row in rows:
        amount, unit = number(row, "sales"), parse_unit(text(row, "unit"))
        if amount is not None and amount > 0 and unit is not None and unit.family == "currency":
            return amount * float(unit.factor), unit.base
    return None, ""


def _weights(firms: Sequence[Firm]) -> tuple[Array, list[Firm], str]:
    """Weights of the firms that have one, these firms, and what weighs them: employees, sales, or none."""
    currencies = [one.currency for one in firms if one.currency]
    main = max(sorted(set(currencies)), key=currencies.count, default="")
    sizes = {
        "employees": [one.employees for one in firms],
        "sales": [one.sales if one.currency == main else None for one in firms],
    }
    for said, stated in sizes.items():
        kept = [(one, size) for one, size in zip(firms, stated, strict=True) if size is not None]
        if kept and len(kept) >= ENOUGH_SIZES * len(firms):
            return np.array([size for _, size in kept]), [one for one, _ in kept], said
    return np.ones(len(firms)), list(firms), "none"
