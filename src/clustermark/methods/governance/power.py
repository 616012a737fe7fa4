"""Power between a maker and its buyers: who depends on whom, and how much both do."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def dependence(share: float, substitutability: float) -> float:
    """D = share of one's trade with the other times (1 - substitutability of the other), both 0..1."""
    if not (0 <= share <= 1 and 0 <= substitutability <= 1):
        raise ValueError("shares lie between 0 and 1")
    return share * (1 - substitutability)


def imbalance(mine: float, theirs: float) -> tuple[float, float]:
    """Power imbalance (mine - theirs; positive: the other is the stronger) and mutual dependence (mine + theirs).

    Source: Casciaro and Piskorski (2005), Administrative Science Quarterly 50(2): 167-199; the measure of dependence
    from shares and substitutability is this program's.
    """
    return mine - theirs, mine + theirs


def within_group_agreement(ratings: Sequence[ArrayLike], low: float, high: float) -> list[float]:
    """r_wg of each item (ratings of several people about one thing): 1 - s^2 / sigma_E^2, floored at 0.

    sigma_E^2 = (A^2 - 1) / 12 for A = high - low + 1 steps answered at random. NaN for fewer than two ratings.

    Source: James, Demaree and Wolf (1984), Journal of Applied Psychology 69(1): 85-98.
    """
    steps = high - low + 1
    if steps < 2:
        raise ValueError("a scale needs two steps")
    random = (steps**2 - 1) / 12
    found = []
    for item in ratings:
        given = np.asarray(item, dtype=np.float64)
        given = given[~np.isnan(given)]
        found.append(max(0.0, 1 - float(given.var(ddof=1)) / random) if len(given) > 1 else float("nan"))
    return found
