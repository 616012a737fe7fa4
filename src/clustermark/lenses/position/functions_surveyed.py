"""The cluster's functions from the firm survey: how each firm splits its pay, weighted by size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.lenses.context import Context
from clustermark.lenses.measured import Ground
from clustermark.lenses.position.drawn import DRAWS, FEWEST_FIRMS, nearest_year, of_year, origins_of, seed_of
from clustermark.lenses.position.side import METHOD, Side, Why
from clustermark.lenses.position.sizes import Size, by_firm, size_of, weigh
from clustermark.lenses.rows import Row, number, text, year
from clustermark.methods.comparable import span
from clustermark.methods.functional import FUNCTIONS
from clustermark.methods.intervals import bootstrap_weights

NEAR = 2.0  # percentage points by which the four shares may miss 100
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm: how it splits its pay (4,), its size, and the rows that say so."""

    shares: Array
    size: Size
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
    weights, places, said = weigh([one.size for one in firms], ("employees", "sales"))
    kept = [firms[place] for place in places]
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
    found = []
    for own in by_firm(rows).values():
        split = [(row, shares) for row in own if (shares := _shares(row)) is not None]
        if split:
            mean = np.mean([shares for _, shares in split], axis=0)
            found.append(Firm(mean, size_of(own), tuple(row for row, _ in split)))
    return found
