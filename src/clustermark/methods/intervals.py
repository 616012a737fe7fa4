"""Intervals of shares and of anything computed from documents."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Z = 1.959963984540054  # of 95 percent


def wilson(successes: float, n: float, z: float = Z) -> tuple[float, float]:
    """Wilson's interval of a share, 0..1; (0, 1) where n is 0. Weighted counts come with their effective size as n.

    Source: Wilson (1927), Journal of the American Statistical Association 22(158): 209-212.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n}")
    if n == 0:
        return 0.0, 1.0
    share, squared = successes / n, z * z
    centre = (share + squared / (2 * n)) / (1 + squared / n)
    half = z / (1 + squared / n) * np.sqrt(share * (1 - share) / n + squared / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, float(centre - half))  # without the dust of binary fractions
    return low, 1.0 if successes == n else min(1.0, float(centre + half))


def bootstrap_weights(n: int, draws: int, seed: int) -> NDArray[np.float32]:
    """How often each of n units is drawn (draws, n) in samples of n with replacement."""
    rng = np.random.default_rng(seed)
    found = np.zeros((draws, n), dtype=np.float32)
    for row in range(draws):
        found[row] = np.bincount(rng.integers(0, n, n), minlength=n)
    return found


def bootstrap_sums(counts: ArrayLike, draws: int, seed: int) -> Array:
    """Column sums (draws, columns) of counts (units, columns) in samples of the units drawn with replacement.

    Equal units are drawn together: how often each distinct row comes up is multinomial, which is the same distribution
    at a cost that does not grow with the number of units but with that of distinct rows.
    """
    given = np.asarray(counts, dtype=np.float64)
    if not len(given):
        return np.zeros((draws, given.shape[1]))
    rows, times = np.unique(given, axis=0, return_counts=True)
    rng = np.random.default_rng(seed)
    return np.asarray(rng.multinomial(len(given), times / len(given), size=draws) @ rows)


def bootstrap_shares(counts: ArrayLike, draws: int = 1000, seed: int = 1, level: float = 0.95) -> tuple[Array, Array]:
    """Percentile intervals (low, high) of column shares of counts (units, columns), units drawn with replacement.

    The units are what was sampled: stories, not mentions, so that a story that names three places is drawn as one.
    """
    given = np.asarray(counts, dtype=np.float64)
    if not len(given):
        return np.zeros(given.shape[1]), np.ones(given.shape[1])
    sums = bootstrap_sums(given, draws, seed)
    totals = sums.sum(axis=1, keepdims=True)
    shares = np.divide(sums, totals, out=np.full_like(sums, np.nan), where=totals > 0)
    low, high = np.nanquantile(shares, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def bootstrap(
    statistic: Callable[[NDArray[np.intp]], float], n: int, draws: int = 1000, seed: int = 1, level: float = 0.95
) -> tuple[float, float]:
    """Percentile interval of a statistic of the places of units drawn with replacement; NaN results are left out."""
    rng = np.random.default_rng(seed)
    found = np.array([statistic(rng.integers(0, n, n)) for _ in range(draws)]) if n else np.array([])
    known = found[~np.isnan(found)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def median_interval(values: ArrayLike, z: float = Z) -> tuple[float, float]:
    """Interval of a median without any assumption on the distribution: two of the n ordered values, (1, n) at most.

    Ranks floor(n/2 - z sqrt(n)/2) and ceil(n/2 + 1 + z sqrt(n)/2), rounded outwards: at least the level of z, above it
    in small samples. Source: Conover (1999), Practical Nonparametric Statistics. Raises ValueError for no values.
    """
    x = np.sort(np.asarray(values, dtype=np.float64))
    n = len(x)
    if not n:
        raise ValueError("no values")
    half = z * np.sqrt(n) / 2
    low, high = max(1, int(np.floor(n / 2 - half))), min(n, int(np.ceil(n / 2 + 1 + half)))
    return float(x[low - 1]), float(x[high - 1])
