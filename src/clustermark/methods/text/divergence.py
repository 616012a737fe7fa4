"""How far two bodies of text lie apart in their words."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Counts = Any  # a dense or sparse array of counts (texts, words)


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


@dataclass(frozen=True, slots=True)
class Gap:
    """How far two groups of texts lie apart: `value` above chance, its interval; `plain` JSD, and that by `chance`."""

    value: float
    low: float
    high: float
    plain: float
    chance: float


def gap_above_chance(counts: Counts, one: ArrayLike, *, draws: int = 200, seed: int = 1) -> Gap:
    """(JSD - chance) / (1 - chance) of counts (texts, words), texts `one` (texts,) against the others.

    Two samples from one and the same source differ too, the more so the fewer texts and the more words they have.
    `chance` is the mean divergence when the texts are dealt out anew to two groups of the same sizes; 0 is then no
    farther apart than chance, 1 nothing in common. The interval draws texts of both groups with replacement and is
    moved back by the bias that drawing adds. Raises ValueError where one group has no words.
    """
    side = np.asarray(one, dtype=np.bool_)
    table = sp.csr_array(counts).astype(np.float64)

    def divergence(weights: Array, other: Array) -> float:
        left, right = weights @ table, other @ table
        return jensen_shannon(left, right) if left.sum() > 0 and right.sum() > 0 else float("nan")

    plain = jensen_shannon(side.astype(np.float64) @ table, (~side).astype(np.float64) @ table)
    rng = np.random.default_rng(seed)
    dealt = np.empty(draws)
    drawn = np.empty(draws)
    own, rest = np.flatnonzero(side), np.flatnonzero(~side)
    for turn in range(draws):
        mixed = rng.permutation(side)
        dealt[turn] = divergence(mixed.astype(np.float64), (~mixed).astype(np.float64))
        picked = (rng.choice(own, len(own)), rng.choice(rest, len(rest)))
        left, right = (np.bincount(rows, minlength=len(side)).astype(np.float64) for rows in picked)
        drawn[turn] = divergence(left, right)
    chance = min(float(np.nanmean(dealt)), 1 - 1e-9)
    low, high = np.nanquantile(drawn, [0.025, 0.975]) - np.nanmean(drawn) + plain
    value, low, high = (float(np.clip((end - chance) / (1 - chance), 0.0, 1.0)) for end in (plain, low, high))
    return Gap(value, low, high, plain, chance)
