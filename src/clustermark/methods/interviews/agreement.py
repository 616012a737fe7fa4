"""Agreement of coders: Krippendorff's alpha, Cohen's kappa and the F1 of segments, with bootstrap intervals."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
Span = tuple[int, int]  # [start, end) in code points


def alpha(ratings: ArrayLike, level: Level = "nominal") -> float:
    """Krippendorff's alpha = 1 - D_o / D_e of ratings (coders, units), NaN where a coder gave none.

    Coincidences o_ck = sum over units of pairs (c, k) / (m_u - 1), m_u ratings of the unit; units with fewer than two
    are left out. D_o = sum o_ck d_ck, D_e = sum n_c n_k d_ck / (n - 1), with the difference d of the level: nominal
    c != k; ordinal (sum of n_g from c to k, less half of both ends)^2; interval (c - k)^2; ratio ((c - k) / (c + k))^2.
    NaN where no unit has two ratings or all ratings are one value: agreement cannot be told from having no choice.

    Source: Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of Pennsylvania.
    """
    values, coincidences = coincidence_matrix(ratings)
    return alpha_of(values, coincidences, level)


def coincidence_matrix(ratings: ArrayLike) -> tuple[Array, Array]:
    """The values (v,) in order, and the coincidences (v, v) of all units."""
    given = np.asarray(ratings, dtype=np.float64)
    values = np.unique(given[~np.isnan(given)])
    return values, coincidences_by_unit(given, values).sum(axis=0)


def coincidences_by_unit(ratings: Array, values: Array) -> Array:
    """Coincidences (u, v, v) of each unit; zeros where a unit has fewer than two ratings."""
    counts = (ratings.T[:, :, None] == values).sum(axis=1).astype(np.float64)  # (u, v)
    m = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(len(values))
    pairs[:, diagonal, diagonal] -= counts
    weight = np.divide(1.0, m - 1, out=np.zeros_like(m), where=m > 1)
    return np.asarray(pairs * weight[:, None, None])


def alpha_of(values: Array, coincidences: Array, level: Level) -> float:
    """Alpha of a coincidence matrix."""
    totals = coincidences.sum(axis=1)
    n = totals.sum()
    if n < 2:
        return float("nan")
    distance = _distances(values, totals, level)
    expected = float((np.outer(totals, totals) * distance).sum() / (n - 1))
    return float("nan") if expected == 0 else 1 - float((coincidences * distance).sum()) / expected


def _distances(values: Array, totals: Array, level: Level) -> Array:
    if level == "nominal":
        return np.asarray(np.not_equal.outer(values, values), dtype=np.float64)
    if level == "ordinal":
        upto = np.cumsum(totals)
        between = np.abs(np.subtract.outer(upto - totals / 2, upto - totals / 2))
        return np.asarray(between**2)
    apart = np.subtract.outer(values, values)
    if level == "interval":
        return np.asarray(apart**2)
    sums = np.add.outer(values, values)
    return np.asarray(np.divide(apart, sums, out=np.zeros_like(apart), where=sums != 0) ** 2)


def alpha_interval(
    ratings: ArrayLike,
    level: Level = "nominal",
    *,
    groups: ArrayLike | None = None,
    draws: int = 1000,
    seed: int = 1,
    share: float = 0.95,
) -> tuple[float, float]:
    """Percentile interval of alpha over bootstrapped units; (NaN, NaN) where alpha cannot be computed.

    `groups` (units,) are drawn together where units hang together, such as the turns of one interview: single turns
    drawn apart would make the interval too narrow. The expected disagreement is drawn again with the units, so that few
    units give wide intervals.
    """
    given = np.asarray(ratings, dtype=np.float64)
    values = np.unique(given[~np.isnan(given)])
    by_unit = coincidences_by_unit(given, values)
    if groups is not None:
        _, at = np.unique(np.asarray(groups), return_inverse=True)
        summed = np.zeros((at.max(initial=-1) + 1, *by_unit.shape[1:]))
        np.add.at(summed, at, by_unit)
        by_unit = summed
    by_unit = by_unit[by_unit.sum(axis=(1, 2)) > 0]
    if not len(by_unit):
        return float("nan"), float("nan")
    weights = np.random.default_rng(seed).multinomial(len(by_unit), np.full(len(by_unit), 1 / len(by_unit)), size=draws)
    drawn = np.tensordot(weights.astype(np.float64), by_unit, axes=1)
    found = np.array([alpha_of(values, one, level) for one in drawn])
    return _percentiles(found, share)


def kappa(one: ArrayLike, other: ArrayLike) -> float:
    """Cohen's kappa = (p_o - p_e) / (1 - p_e) of two coders' codes for the same units, (n,) each.

    NaN without units or where both use one code only. Over characters of a text it is inflated by all that nobody
    coded: count units that someone could have coded, and show the F1 of segments beside it.

    Source: Cohen (1960), Educational and Psychological Measurement 20(1): 37-46.
    """
    a, b = np.asarray(one), np.asarray(other)
    if a.shape != b.shape:
        raise ValueError("two coders of different units")
    if not a.size:
        return float("nan")
    codes = np.unique(np.concatenate([a, b]))
    first, second = (np.array([(x == code).mean() for code in codes]) for x in (a, b))
    expected = float(first @ second)
    return float("nan") if expected == 1 else (float((a == b).mean()) - expected) / (1 - expected)


def segment_f1(one: Sequence[Span], other: Sequence[Span], *, overlap: float = 0.5) -> float:
    """F1 of two coders' segments of one code: 2 m / (a + b), m matched pairs whose overlap is at least `overlap` of
    their union; each segment is matched once, the closest first. NaN where both coded nothing.
    """
    if not one and not other:
        return float("nan")
    candidates = sorted(
        ((_jaccard(x, y), i, j) for i, x in enumerate(one) for j, y in enumerate(other) if x[0] < y[1] and y[0] < x[1]),
        key=lambda item: (-item[0], item[1], item[2]),
    )
    used_one, used_other = set[int](), set[int]()
    for share, i, j in candidates:
        if share >= overlap and i not in used_one and j not in used_other:
            used_one.add(i)
            used_other.add(j)
    return 2 * len(used_one) / (len(one) + len(other))


def _jaccard(one: Span, other: Span) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0]))


def _percentiles(found: Array, share: float) -> tuple[float, float]:
    known = found[~np.isnan(found)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)
