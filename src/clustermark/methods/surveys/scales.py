"""Scales of several items: reliability before any mean is taken."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Array = NDArray[np.float64]


def alpha(items: ArrayLike) -> float:
    """Cronbach's alpha of answers (respondents, k items): k/(k-1) (1 - sum var_i / var of the sum); full rows only.

    NaN for fewer than two items or three full rows, or without variance. Source: Cronbach (1951), Psychometrika 16(3).
    """
    x = full_rows(items)
    k = x.shape[1]
    if k < 2 or len(x) < 3:
        return float("nan")
    whole = float(x.sum(axis=1).var(ddof=1))
    return float("nan") if whole == 0 else k / (k - 1) * (1 - float(x.var(axis=0, ddof=1).sum()) / whole)


def alpha_interval(items: ArrayLike, level: float = 0.95) -> tuple[float, float]:
    """Feldt's interval of alpha from the F distribution. Source: Feldt (1965), Psychometrika 30(3): 357-370."""
    x = full_rows(items)
    n, k = x.shape
    value = alpha(x)
    if np.isnan(value):
        return float("nan"), float("nan")
    d1, d2 = n - 1, (n - 1) * (k - 1)
    tail = (1 - level) / 2
    return (
        float(1 - (1 - value) * stats.f.ppf(1 - tail, d1, d2)),
        float(1 - (1 - value) * stats.f.ppf(tail, d1, d2)),
    )


def omega(items: ArrayLike) -> float:
    """McDonald's omega of one factor: (sum l)^2 / ((sum l)^2 + sum u), loadings by principal axes on the covariances.

    NaN where alpha is. Source: McDonald (1999), Test Theory.
    """
    x = full_rows(items)
    if x.shape[1] < 3 or len(x) < 3 or np.any(x.std(axis=0) == 0):
        return float("nan") if x.shape[1] < 3 or len(x) < 3 else alpha(x)
    covariance = np.cov(x, rowvar=False)
    unique = np.diag(covariance) * 0.5
    for _ in range(500):
        values, vectors = np.linalg.eigh(covariance - np.diag(unique))
        loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        new = np.clip(np.diag(covariance) - loadings**2, 1e-9, None)
        if np.abs(new - unique).max() < 1e-10:
            break
        unique = new
    common = float(loadings.sum()) ** 2
    return common / (common + float(unique.sum()))


def full_rows(items: ArrayLike) -> Array:
    """The rows of answers without a missing one."""
    x = np.asarray(items, dtype=np.float64)
    return np.asarray(x[~np.isnan(x).any(axis=1)])
