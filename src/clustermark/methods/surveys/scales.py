"""Scales of several items: reliability before any mean is taken."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Array = NDArray[np.float64]
ROUNDS = 2000  # of principal axes


def alpha(items: ArrayLike) -> float:
    """Cronbach's alpha of answers (respondents, k items): k/(k-1) (1 - sum var_i / var of the sum); full rows only.

    NaN for fewer than two items or three full rows, or without variance. Source: Cronbach (1951), Psychometrika 16(3):
    297-334.
    """
    x = full_rows(items)
    k = x.shape[1]
    if k < 2 or len(x) < 3:
        return float("nan")
    whole = float(x.sum(axis=1).var(ddof=1))
    return float("nan") if whole <= 1e-15 else k / (k - 1) * (1 - float(x.var(axis=0, ddof=1).sum()) / whole)


def alpha_interval(items: ArrayLike, level: float = 0.95) -> tuple[float, float]:
    """Feldt's interval of alpha: 1 - (1 - alpha) F, with n - 1 and (n - 1)(k - 1) degrees of freedom.

    NaN where alpha is. Source: Feldt (1965), Psychometrika 30(3): 357-370.
    """
    x = full_rows(items)
    n, k = x.shape
    value = alpha(x)
    if np.isnan(value):
        return float("nan"), float("nan")
    d1, d2 = n - 1, (n - 1) * (k - 1)
    tail = (1 - level) / 2
    low, high = (1 - (1 - value) * float(stats.f.ppf(end, d1, d2)) for end in (1 - tail, tail))
    return low, high


def omega(items: ArrayLike) -> float:
    """McDonald's omega of one factor: (sum l)^2 / ((sum l)^2 + sum u); full rows only.

    The loadings l and unique variances u are those of one factor by iterated principal axes on the covariances, a
    unique variance never below 1e-9. NaN for fewer than three items or three full rows, or where an item does not
    vary: one factor cannot be told then. Source: McDonald (1999), Test Theory: A Unified Treatment.
    """
    x = full_rows(items)
    if x.shape[1] < 3 or len(x) < 3 or np.any(x.std(axis=0) < 1e-12):
        return float("nan")
    covariance = np.cov(x, rowvar=False)
    unique = np.diag(covariance) * 0.5
    loadings = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        values, vectors = np.linalg.eigh(covariance - np.diag(unique))
        loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
        new = np.clip(np.diag(covariance) - loadings**2, 1e-9, None)
        done = np.abs(new - unique).max() < 1e-12
        unique = new
        if done:
            break
    common = float(loadings.sum()) ** 2
    return common / (common + float(unique.sum()))


def item_total(items: ArrayLike) -> Array:
    """Correlation of each item with the sum of the others (k,); full rows only, NaN where one of the two does not vary.

    A negative one points to an item that is worded the other way round and was not turned.
    """
    x = full_rows(items)
    k = x.shape[1]
    out = np.full(k, np.nan)
    for place in range(k if k > 1 and len(x) > 2 else 0):
        own, rest = x[:, place], np.delete(x, place, axis=1).sum(axis=1)
        if own.std() > 1e-12 and rest.std() > 1e-12:
            out[place] = np.corrcoef(own, rest)[0, 1]
    return out


def alpha_without(items: ArrayLike) -> Array:
    """Alpha of the scale without each of its items (k,), from the full rows of the whole scale."""
    x = full_rows(items)
    return np.array([alpha(np.delete(x, place, axis=1)) for place in range(x.shape[1])])


def full_rows(items: ArrayLike) -> Array:
    """The rows of answers (n, k) without a missing one."""
    x = np.asarray(items, dtype=np.float64)
    return np.asarray(x[~np.isnan(x).any(axis=1)])
