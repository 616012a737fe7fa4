"""Intervals of shares of sales among few and uneven firms, and of their change among the same firms.

Percentiles of a bootstrap hold such shares too rarely where few firms have what is counted: docs/methods/upgrading.md
has what was measured.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustermark.methods.intervals import Z, wilson
from clustermark.methods.surveys.weights import effective_size

Array = NDArray[np.float64]
HOLDERS = 10.0  # effective number of units that have what is counted, below which their variance is not trusted


def share_interval(parts: ArrayLike, weights: ArrayLike) -> tuple[float, float, float]:
    """(share, low, high) of v = sum w x / sum w, each unit having the part x (n,) in 0..1, with weights w (n,) >= 0.

    Wilson's interval for an effective number of units. It is Kish's, (sum w)^2 / sum w^2; or, where at least ten
    effective units have some of what is counted, v (1 - v) / var v if that is more (parts that are not all or nothing
    vary less), times (z / t)^2 for the error of the variance after Korn and Graubard (1998), Survey Methodology 24(2):
    193-201. var v = n / (n - 1) sum m^2 (x - v)^2, m = w / sum w. Raises ValueError without weight or for parts outside
    0..1.
    """
    x, w = _checked(parts, weights)
    m = w / w.sum()
    value = min(max(float(m @ x), 0.0), 1.0)
    low, high = wilson(value * (size := _effective(x, m, value)), size)
    return value, min(low, value), max(high, value)


def change_interval(
    first: ArrayLike, last: ArrayLike, first_weights: ArrayLike, last_weights: ArrayLike
) -> tuple[float, float, float]:
    """(change, low, high) of a share among the same units, d = sum b x' - sum a x, a and b the weights over their sums.

    Where at least ten effective units moved, t times the error of d by linearisation: n / (n - 1) sum u^2, with
    u = b (x' - sum b x') - a (x - sum a x). Fewer do not tell how much others may move: what the units gain and what
    they lose are then two shares g and l of max(a, b) with Wilson's intervals, joined by squares after Newcombe (1998),
    Statistics in Medicine 17(22): 2635-2650: d - sqrt((g - g_low)^2 + (l_high - l)^2), and the other way round. All of
    shape (n,); a unit of one year only has no weight in the other. Raises ValueError as `share_interval`.
    """
    (x, a), (y, b) = _checked(first, first_weights), _checked(last, last_weights)
    a, b = a / a.sum(), b / b.sum()
    scale, moved = np.maximum(a, b), b * y - a * x
    change, size = float(moved.sum()), np.abs(moved)
    if size.sum() ** 2 >= HOLDERS * float(size @ size) > 0:
        error = b * (y - b @ y) - a * (x - a @ x)
        half = _t(effective_size(scale[scale > 0])) * float(np.sqrt(error @ error * len(x) / (len(x) - 1)))
        return change, change - half, change + half
    parts = np.divide(moved, scale, out=np.zeros_like(moved), where=scale > 0)
    gained, *gain = (one * scale.sum() for one in share_interval(np.clip(parts, 0, 1), scale))
    lost, *loss = (one * scale.sum() for one in share_interval(np.clip(-parts, 0, 1), scale))
    low = change - float(np.hypot(gained - gain[0], loss[1] - lost))
    return change, low, change + float(np.hypot(gain[1] - gained, lost - loss[0]))


def widened(low: float, value: float, high: float, effective: float) -> tuple[float, float]:
    """Percentiles of a bootstrap for few units: each end t / z sqrt(n / (n - 1)) times as far from the value.

    n is the effective number of units; below two it is taken as two. After Hesterberg (2015), The American Statistician
    69(4): 371-386.
    """
    n = max(effective, 2.0)
    times = _t(n) / Z * np.sqrt(n / (n - 1))
    return float(value - times * max(value - low, 0.0)), float(value + times * max(high - value, 0.0))


def _checked(parts: ArrayLike, weights: ArrayLike) -> tuple[Array, Array]:
    x, w = np.asarray(parts, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if (w < 0).any() or not w.sum() > 0 or (x < -1e-9).any() or (x > 1 + 1e-9).any():
        raise ValueError("parts and weights")
    return np.clip(x, 0.0, 1.0), w


def _effective(x: Array, m: Array, value: float) -> float:
    kish = effective_size(m[m > 0])
    held = m * x
    if not 0 < value < 1 or held.sum() ** 2 < HOLDERS * float(held @ held):
        return kish
    variance = float((m**2) @ (x - value) ** 2) * len(x) / (len(x) - 1)
    return max(kish, value * (1 - value) / variance * (Z / _t(kish)) ** 2) if variance > 0 else kish


def _t(n: float) -> float:
    """The 97.5 percent point of Student's distribution with n - 1 degrees of freedom."""
    from scipy import stats  # only a study with a firm survey needs it

    return float(stats.t.ppf(0.975, max(n - 1, 1.0)))
