"""Prices and quality of traded goods: relative unit values with bands, and quality from demand."""

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
LOW, HIGH = 0.85, 1.15  # bands of relative unit values: plus or minus 15 percent


def unit_values(value: ArrayLike, quantity: ArrayLike) -> Array:
    """Value / quantity, elementwise; NaN where the quantity is not positive or the value is negative."""
    v, q = np.asarray(value, dtype=np.float64), np.asarray(quantity, dtype=np.float64)
    return np.divide(v, q, out=np.full_like(v, np.nan), where=(q > 0) & (v >= 0))


def winsorised(values: ArrayLike, groups: ArrayLike, share: float = 0.01) -> tuple[Array, int]:
    """Values drawn in to the `share` and 1 - `share` quantiles of their group, and how many were moved. NaN stays.

    A group of fewer than 1 / share known values is left as it is: less than one of them lies beyond either quantile.
    """
    given, labels = np.asarray(values, dtype=np.float64), np.asarray(groups)
    out = given.copy()
    _, where = np.unique(labels, return_inverse=True)
    order = np.argsort(where, kind="stable")
    starts = np.searchsorted(where[order], np.arange(where.max(initial=-1) + 2))
    for first, last in pairwise(starts):
        rows = order[first:last]
        known = given[rows][~np.isnan(given[rows])]
        if known.size * share >= 1:
            low, high = np.quantile(known, [share, 1 - share])
            out[rows] = np.clip(given[rows], low, high)
    return out, int(np.sum((out != given) & ~np.isnan(given)))


def relative_unit_value(unit_value: ArrayLike, weights: ArrayLike, groups: ArrayLike) -> Array:
    """Unit value over the weighted mean of its group (one product and unit in one market and year).

    All of shape (n,). The mean leaves out NaN; NaN where the group has none. Never mix units in a group: kilograms and
    pairs are different groups.
    """
    p, w = np.asarray(unit_value, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    _, where = np.unique(np.asarray(groups), return_inverse=True)
    known = ~np.isnan(p) & (w > 0)
    size = where.max(initial=-1) + 1
    total = np.bincount(where[known], weights=w[known], minlength=size)
    priced = np.bincount(where[known], weights=(w * p)[known], minlength=size)
    mean = np.divide(priced, total, out=np.full(size, np.nan), where=total > 0)
    return np.asarray(p / mean[where])


def band(relative: float) -> str:
    """low (under .85), middle, or high (over 1.15) of a relative unit value; "" for NaN.

    Source: the bands of 15 percent of Fontagne and Freudenberg (1997), CEPII working paper 97-02.
    """
    if np.isnan(relative):
        return ""
    return "low" if relative < LOW else "high" if relative > HIGH else "middle"


def log_quality(price: ArrayLike, quantity: ArrayLike, product: ArrayLike, market: ArrayLike, sigma: float) -> Array:
    """ln lambda: what demand says of quality beyond the price; e / (sigma - 1), e the residual of

    ln q + sigma ln p = a_product + a_market-year + e. Arrays (n,); `product` and `market` (destination and year)
    are labels; sigma > 1 the elasticity of substitution. With a single product and market the residual from the mean.
    NaN where price or quantity is not positive. Compare within one product and market only; show several sigma.

    Source: Khandelwal, Schott and Wei (2013), American Economic Review 103(6): 2169-2195.
    """
    if not sigma > 1:
        raise ValueError("sigma must exceed 1")
    p, q = np.asarray(price, dtype=np.float64), np.asarray(quantity, dtype=np.float64)
    kept = (p > 0) & (q > 0)
    left = np.log(q[kept]) + sigma * np.log(p[kept])
    out = np.full(p.shape, np.nan)
    labels = [np.unique(np.asarray(one)[kept], return_inverse=True)[1] for one in (product, market)]
    out[kept] = _residual(left, labels) / (sigma - 1)
    return out


def price_index(value: ArrayLike, quantity: ArrayLike, mean: ArrayLike) -> float:
    """What was sold over what the same quantities would fetch at the mean prices of their markets: Paasche's form.

    sum v / sum (q mean), arrays (n,) of markets and products; a weighted mean of relative unit values, each weighing as
    much as its goods would at mean prices. NaN where nothing can be compared.
    """
    v, q, m = (np.asarray(one, dtype=np.float64) for one in (value, quantity, mean))
    known = ~np.isnan(v) & ~np.isnan(q * m)
    whole = float((q * m)[known].sum())
    return float(v[known].sum()) / whole if whole > 0 else float("nan")


def quality_against_rivals(
    price: ArrayLike, quantity: ArrayLike, group: ArrayLike, rival: ArrayLike, sigma: float
) -> Array:
    """ln lambda of each exporter less the mean of the rivals in its group, all of shape (n,).

    (x - mean of x over the rivals) / (sigma - 1) with x = ln q + sigma ln p; a group is one product in one market and
    year, `rival` says who counts in the mean. The effects of product and market in `log_quality` are the same for all
    exporters of a group, so the difference of two of its residuals is the difference of these, whatever else is in the
    sample. NaN where price or quantity is not positive, and in groups without rivals.
    """
    if not sigma > 1:
        raise ValueError("sigma must exceed 1")
    p, q = np.asarray(price, dtype=np.float64), np.asarray(quantity, dtype=np.float64)
    kept = (p > 0) & (q > 0)
    x = np.full(p.shape, np.nan)
    x[kept] = np.log(q[kept]) + sigma * np.log(p[kept])
    _, where = np.unique(np.asarray(group), return_inverse=True)
    counted = kept & np.asarray(rival, dtype=bool)
    size = where.max(initial=-1) + 1
    count = np.bincount(where[counted], minlength=size)
    total = np.bincount(where[counted], weights=x[counted], minlength=size)
    mean = np.divide(total, count, out=np.full(size, np.nan), where=count > 0)
    return np.asarray((x - mean[where]) / (sigma - 1))


def _residual(values: Array, labels: list[NDArray[np.intp]], tolerance: float = 1e-12, most: int = 10_000) -> Array:
    """What is left of the values after the means of both labels, by turns (Gauss-Seidel of the normal equations)."""
    left = values.copy()
    counts = [np.bincount(label) for label in labels]
    scale = max(float(np.abs(values).max(initial=0.0)), 1.0)
    for _ in range(most):
        moved = 0.0
        for label, count in zip(labels, counts, strict=True):
            means = np.bincount(label, weights=left) / count
            left -= means[label]
            moved = max(moved, float(np.abs(means).max(initial=0.0)))
        if moved <= tolerance * scale:
            break
    return left
