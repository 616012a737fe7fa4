"""A budget split so that the next unit of money brings the same everywhere."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

from clustermark.methods.allocation.response import Response

Array = NDArray[np.float64]


def water_filling(weights: ArrayLike, offsets: ArrayLike, budget: float) -> tuple[Array, float]:
    """x (n,) that maximises sum a ln(1 + x / k) with sum x = budget, x >= 0, and the common margin mu.

    x = max(a / mu - k, 0). Raises ValueError for weights or offsets that are not positive.
    """
    a, k = np.asarray(weights, dtype=np.float64), np.asarray(offsets, dtype=np.float64)
    if not ((a > 0).all() and (k > 0).all() and budget >= 0):
        raise ValueError("weights and offsets are positive")
    order = np.argsort(-a / k)
    for kept in range(len(a), 0, -1):
        chosen = order[:kept]
        mu = float(a[chosen].sum() / (budget + k[chosen].sum()))
        if (a[chosen] / mu - k[chosen] >= 0).all():
            break
    return np.maximum(a / mu - k, 0.0), mu


def best_split(curves: Sequence[Response], budget: float, *, joint: bool = False) -> Array:
    """Money (n,) for each curve that maximises the reach of all with the given total.

    The aim is the sum of reaches, or with `joint` the reach of all together by independent channels, 1 - prod(1 - r).
    Either is a sum of concave terms, r or -ln(1 - r), so that equal margins mu are the maximum. With r = a (1 - e^-x/b)

        sum    x = b ln(a / (b mu))                     joint    x = b ln((a / (b mu) - a) / (1 - a))

    and 0 where that is negative. Raises ValueError for a negative budget.
    """
    if budget < 0:
        raise ValueError("budget")
    a = np.array([curve.ceiling for curve in curves])
    b = np.array([curve.scale for curve in curves])
    if budget == 0 or not len(a):
        return np.zeros(len(a))
    a = np.minimum(a, 1 - 1e-9)  # a ceiling of everybody would make the joint margin constant

    def spent(log_mu: float) -> Array:
        steep = np.maximum(np.log(a / b) - log_mu, 0.0)  # ln(a / (b mu)), 0 where the first unit brings less than mu
        turned = np.log1p(-a * np.exp(-steep)) - np.log1p(-a) if joint else 0.0
        return np.asarray(b * (steep + turned))

    high = float(np.log(a / b).max())
    low = high - 1.0
    while spent(low).sum() < budget:
        low -= 2 * (high - low)
    log_mu = optimize.brentq(lambda value: float(spent(value).sum()) - budget, low, high, xtol=1e-14)
    found = spent(float(log_mu))
    return np.asarray(found * budget / found.sum())
