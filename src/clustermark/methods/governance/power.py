"""Power between a maker and its buyers: who depends on whom, and how much both do."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def dependence(share: ArrayLike, substitutability: ArrayLike) -> Array:
    """D = share of one's trade with the other times (1 - substitutability of the other), both 0..1; NaN stays NaN."""
    s, z = np.asarray(share, dtype=np.float64), np.asarray(substitutability, dtype=np.float64)
    if ((s < 0) | (s > 1)).any() or ((z < 0) | (z > 1)).any():
        raise ValueError("shares lie between 0 and 1")
    return np.asarray(s * (1 - z))


def substitutability(months: ArrayLike, never: float) -> Array:
    """How easily a partner is replaced, from the months it takes: max(0, 1 - months / never); NaN stays NaN.

    A convention of this program: 1 where it takes no time, 0 from `never` months on. Raises ValueError for negative
    months.
    """
    m = np.asarray(months, dtype=np.float64)
    if (m < 0).any() or never <= 0:
        raise ValueError("negative months")
    return np.asarray(np.maximum(0.0, 1 - m / never))


def imbalance(mine: ArrayLike, theirs: ArrayLike) -> tuple[Array, Array]:
    """Power imbalance (mine - theirs; positive: the other is the stronger) and mutual dependence (mine + theirs).

    Source: Casciaro and Piskorski (2005), Administrative Science Quarterly 50(2): 167-199; the measure of dependence
    from shares and substitutability is this program's.
    """
    one, other = np.asarray(mine, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    return np.asarray(one - other), np.asarray(one + other)


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
