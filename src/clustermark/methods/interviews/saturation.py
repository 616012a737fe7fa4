"""When interviews stop telling anything new (Guest, Namey and Chen 2020)."""

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Saturation:
    """Where saturation was reached in an order of interviews: at `at` interviews plus the run; None if nowhere.

    `ratios` (n - base - run + 1,): new themes in the run after 0, 1, ... further interviews, over those of the base.
    """

    at: int | None
    ratios: tuple[float, ...]


def saturation(
    themes: Sequence[AbstractSet[Hashable]], *, base: int = 4, run: int = 2, threshold: float = 0.05
) -> Saturation:
    """Saturation in the given order: the first run of `run` interviews with new themes of at most `threshold` of base.

    The base holds the themes of the first `base` interviews and stays the denominator; a run counts what none of the
    interviews before it said. Reported as at + run interviews, "6+2". Raises ValueError for sizes below 1; nothing is
    reached where there are fewer than base + run interviews, or where the base has no theme.

    Source: Guest, Namey and Chen (2020), PLoS ONE 15(5): e0232076.
    """
    if base < 1 or run < 1 or not 0 <= threshold < 1:
        raise ValueError("base, run or threshold")
    first = set[Hashable]().union(*themes[:base]) if themes else set()
    if len(themes) < base + run or not first:
        return Saturation(None, ())
    ratios, seen = [], set(first)
    for start in range(base, len(themes) - run + 1):
        new = set[Hashable]().union(*themes[start : start + run]) - seen
        ratios.append(len(new) / len(first))
        seen |= themes[start]
    at = next((base + place for place, ratio in enumerate(ratios) if ratio <= threshold), None)
    return Saturation(at, tuple(ratios))


@dataclass(frozen=True, slots=True)
class SaturationCurve:
    """Over many orders: the share of orders saturated by each number of interviews, and quantiles of themes found."""

    reached: float  # share of orders in which saturation was reached at all
    at: tuple[float, float, float] | None  # 5th, 50th, 95th percentile of where; None if fewer than half reached it
    found: NDArray[np.float64]  # (n, 3): 5th, 50th, 95th percentile of themes after 1..n interviews


def saturation_over_orders(
    themes: Sequence[AbstractSet[Hashable]],
    *,
    base: int = 4,
    run: int = 2,
    threshold: float = 0.05,
    orders: int = 1000,
    seed: int = 1,
) -> SaturationCurve:
    """Saturation over seeded random orders of the interviews: the order in which people were met is an accident.

    Orders are permutations, not samples with replacement: an interview met twice could bring nothing new.
    """
    if base < 1 or run < 1 or not 0 <= threshold < 1:
        raise ValueError("base, run or threshold")
    n = len(themes)
    names = sorted({theme for one in themes for theme in one}, key=str)
    held = np.array([[theme in one for theme in names] for one in themes], dtype=np.bool_).reshape(n, len(names))
    rng = np.random.default_rng(seed)
    counts = np.zeros((orders, n))
    where = np.full(orders, np.nan)
    for turn in range(orders):
        seen = np.logical_or.accumulate(held[rng.permutation(n)], axis=0).sum(axis=1)
        counts[turn] = seen
        if n >= base + run and seen[base - 1]:
            ratios = (seen[base + run - 1 :] - seen[base - 1 : n - run]) / seen[base - 1]
            hits = np.flatnonzero(ratios <= threshold)
            if hits.size:
                where[turn] = base + hits[0]
    reached = float(np.mean(~np.isnan(where))) if orders else 0.0
    known = where[~np.isnan(where)]
    at = None if reached < 0.5 else tuple(float(value) for value in np.quantile(known, [0.05, 0.5, 0.95]))
    found = np.quantile(counts, [0.05, 0.5, 0.95], axis=0).T if n else np.zeros((0, 3))
    return SaturationCurve(reached, at, found)  # type: ignore[arg-type]
