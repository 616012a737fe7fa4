"""Upgrading as a rule over indicators: how far each moved, what a kind of upgrading then is, and the roles of makers.

The four kinds are those of Humphrey and Schmitz (2002), Regional Studies 36(9): 1017-1027. That two indicators must
move over three years, the smallest change that counts, and the score of roles are conventions of this program.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Form = Literal["rate", "points", "log"]
Better = Literal["up", "down"]
SPAN_LEAST, SPAN_BEST, SPAN_MOST = 3, 5, 10  # years between the first and the last figure of an indicator
INDICATORS = 2  # that a verdict on a kind needs
MOVES = ("better", "worse", "standing")
LEANING = "-leaning"
FEW, UNCLEAR = "few-indicators", "indicators-unclear"


def span(years: Iterable[int], last: int) -> tuple[int, int] | None:
    """First and last year of a change: the last up to `last`, the first three to ten years earlier, nearest to five.

    Of two first years equally near to five years the shorter span counts. None where no two years are three apart.
    """
    known = sorted({year for year in years if year <= last}, reverse=True)
    for end in known[:1]:
        apart = [end - year for year in known if SPAN_LEAST <= end - year <= SPAN_MOST]
        if apart:
            return end - min(apart, key=lambda years_apart: (abs(years_apart - SPAN_BEST), years_apart)), end
    return None


def annual_change(first: ArrayLike, last: ArrayLike, years: float, form: Form) -> Array:
    """Change a year, elementwise: of a rate (last / first)^(1 / years) - 1, of points (last - first) / years.

    Form "log" is that of a rate whose values are logarithms: exp((last - first) / years) - 1. A rate is NaN where the
    first value is not positive or the last negative. Raises ValueError where `years` is not positive.
    """
    if not years > 0:
        raise ValueError("years")
    a, b = np.asarray(first, dtype=np.float64), np.asarray(last, dtype=np.float64)
    if form == "points":
        return np.asarray((b - a) / years)
    if form == "log":
        return np.asarray(np.exp((b - a) / years) - 1)
    a, b = np.broadcast_arrays(a, b)
    ratio = np.divide(b, a, out=np.full(a.shape, np.nan), where=(a > 0) & (b >= 0))
    return np.asarray(ratio ** (1 / years) - 1)


def state(change: float, low: float | None, high: float | None, least: float, better: Better = "up") -> str:
    """What an indicator did: a change a year and its interval against the smallest change that counts.

    better, worse, standing             the whole interval lies past the line, past the other, or between both
    unclear-better, unclear-worse   the interval crosses one line
    silent                              it crosses both: such an indicator says nothing
    better-leaning, ...                 there is no interval: the point decides
    A change equal to the smallest counts. Raises ValueError for a smallest change that is not positive, or an interval
    that does not hold its point.
    """
    if not least > 0:
        raise ValueError("smallest change")
    sign = 1 if better == "up" else -1
    if low is None or high is None:
        turned = sign * change
        return ("better" if turned >= least else "worse" if turned <= -least else "standing") + LEANING
    if not low <= change <= high:
        raise ValueError("interval")
    bottom, top = (low, high) if sign > 0 else (-high, -low)
    if bottom >= least:
        return "better"
    if top <= -least:
        return "worse"
    up, down = top >= least, bottom <= -least
    if up and down:
        return "silent"
    return "unclear-better" if up else "unclear-worse" if down else "standing"


def kind_verdict(states: Sequence[str]) -> tuple[str, str]:
    """(verdict, reason why there is none) of one kind of upgrading from the states of its indicators.

    moved     at least two better, none firmly worse, more better than worse
    falling   at least two worse, none firmly better, more worse than better
    mixed     otherwise, where any is better or worse: they do not agree
    standing  none is either
    Silent indicators are as if unread; fewer than two others: "few-indicators". An indicator whose interval crosses one
    line is tried on both sides of it; where that changes the verdict there is none: "indicators-unclear".
    """
    read = [one for one in states if one != "silent"]
    if len(read) < INDICATORS:
        return "", FEW
    firm = {name: read.count(name) for name in MOVES}
    leaning = {name: read.count(name + LEANING) for name in MOVES}
    found = {
        _rule(firm["better"] + up, leaning["better"], firm["worse"] + down, leaning["worse"])
        for up in range(read.count("unclear-better") + 1)
        for down in range(read.count("unclear-worse") + 1)
    }
    return (found.pop(), "") if len(found) == 1 else ("", UNCLEAR)


def firm_verdict(states: Sequence[str]) -> bool:
    """Whether the verdict stands on indicators with an interval alone."""
    firm = [one for one in states if not one.endswith(LEANING)]
    return kind_verdict(states)[0] != "" and kind_verdict(firm)[0] == kind_verdict(states)[0]


def _rule(better: int, better_leaning: int, worse: int, worse_leaning: int) -> str:
    ups, downs = better + better_leaning, worse + worse_leaning
    if ups >= INDICATORS and not worse and ups > downs:
        return "moved"
    if downs >= INDICATORS and not better and downs > ups:
        return "falling"
    return "mixed" if ups or downs else "standing"


def agreement(measured: str, published: Sequence[str]) -> str:
    """A measured verdict beside published codes "yes" and "no": agree, differ, or one-sided where one of them lacks.

    moved goes with yes; standing and falling go with no; mixed goes with neither, and so do published codes that
    contradict each other.
    """
    if not measured or not published:
        return "one-sided"
    said = {"moved": "yes", "standing": "no", "falling": "no"}.get(measured, "")
    return "agree" if set(published) == {said} else "differ"


def role_score(design: float, brand: float) -> float:
    """0.5 design + brand, 0 all contract work, 1 all own brands; the half is a convention of this program.

    Raises ValueError where the two are no shares of one whole.
    """
    if design < 0 or brand < 0 or design + brand > 1 + 1e-9:
        raise ValueError("shares")
    return 0.5 * design + brand
