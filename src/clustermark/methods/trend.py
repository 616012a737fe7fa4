"""Trends and bursts of monthly series. Months without items are zeros, never gaps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Array = NDArray[np.float64]
BURST = 3.0  # robust z above which a month is a burst
_TO_SIGMA = 1.4826  # median absolute deviation -> standard deviation of a normal


@dataclass(frozen=True, slots=True)
class Trend:
    """Median slope a month with its 95 percent interval, and the p of Mann and Kendall's test."""

    slope: float
    low: float
    high: float
    p: float


def trend(values: ArrayLike) -> Trend:
    """Theil and Sen's slope of monthly values, and whether they rise or fall at all.

    Slope: median of (y_j - y_i) / (j - i); interval after Sen (1968), Journal of the American Statistical Association
    63(324): 1379-1389. Test: Mann (1945) and Kendall (1975) with the correction for ties, two-sided. A month of which
    nothing is known (NaN: a share of nothing) counts for neither, the others keep their places. Raises ValueError for
    fewer than four known values, which can show no trend.
    """
    y = np.asarray(values, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(y))
    if len(known) < 4:
        raise ValueError("at least four months are needed")
    found = stats.theilslopes(y[known], known, alpha=0.95)
    return Trend(float(found.slope), float(found.low_slope), float(found.high_slope), mann_kendall(y[known]))


def mann_kendall(values: ArrayLike) -> float:
    """p of the two-sided test that a series has no trend: S = sum sign(y_j - y_i), variance corrected for ties.

    z = (S - sign S) / sqrt(var S), var S = (n(n-1)(2n+5) - sum t(t-1)(2t+5)) / 18.
    """
    y = np.asarray(values, dtype=np.float64)
    n = len(y)
    upper = np.triu_indices(n, 1)
    s = float(np.sign(y[upper[1]] - y[upper[0]]).sum())
    _, ties = np.unique(y, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18
    if variance <= 0:
        return 1.0
    return float(2 * stats.norm.sf(abs(s - np.sign(s)) / np.sqrt(variance)))


def bursts(counts: ArrayLike, z: float = BURST) -> tuple[Array, NDArray[np.bool_]]:
    """Robust z of each month, (y - median) / (1.4826 MAD), and which months are bursts.

    Where half of the months are equal, the deviation is floored at that of a Poisson count of the median, sqrt(median),
    and at 1: two items after months of none are no burst.
    """
    y = np.asarray(counts, dtype=np.float64)
    if not len(y):
        return np.zeros(0), np.zeros(0, dtype=np.bool_)
    middle = float(np.median(y))
    spread = max(_TO_SIGMA * float(np.median(np.abs(y - middle))), np.sqrt(middle), 1.0)
    found = (y - middle) / spread
    return found, found > z


def volatility(values: ArrayLike) -> float:
    """Coefficient of variation, standard deviation (n - 1) over mean; NaN for fewer than two values or a mean of 0."""
    y = np.asarray(values, dtype=np.float64)
    return float(y.std(ddof=1) / y.mean()) if len(y) > 1 and y.mean() > 0 else float("nan")
