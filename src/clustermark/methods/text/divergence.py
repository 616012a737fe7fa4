"""How far two bodies of text lie apart in their words."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def jensen_shannon(one: ArrayLike, other: ArrayLike) -> float:
    """JSD in bits of two distributions given as counts (m,): 0 the same, 1 nothing in common.

    H((p + q) / 2) - (H(p) + H(q)) / 2 with logarithms to base 2. Raises ValueError where one has no words.

    Source: Lin (1991), IEEE Transactions on Information Theory 37(1): 145-151.
    """
    return float(contributions(one, other).sum())


def contributions(one: ArrayLike, other: ArrayLike) -> Array:
    """What each word adds to the divergence, in bits, (m,), none negative."""
    p, q = (np.asarray(given, dtype=np.float64) for given in (one, other))
    if not (p.sum() > 0 and q.sum() > 0):
        raise ValueError("one side has no words")
    p, q = p / p.sum(), q / q.sum()
    middle = (p + q) / 2
    parts = [
        np.where(side > 0, side * np.log2(np.divide(side, middle, out=np.ones_like(side), where=side > 0)), 0.0)
        for side in (p, q)
    ]
    return np.maximum((parts[0] + parts[1]) / 2, 0.0)
