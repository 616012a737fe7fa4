"""Reliability of scales that several people of one firm, or one firm for several channels, have answered."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustermark.methods.governance.power import within_group_agreement

Array = NDArray[np.float64]


def alpha_draws(items: ArrayLike, firm: ArrayLike, times: ArrayLike) -> Array:
    """Cronbach's alpha (d,) of full answers (n, k) in samples of firms, all answers of a firm drawn together.

    firm (n,): number of the firm 0..f-1; times (d, f): how often each firm is drawn. NaN where the sum does not vary.
    Feldt's interval supposes independent rows, which those of one firm are not.
    """
    x = np.asarray(items, dtype=np.float64)
    if x.ndim != 2 or np.isnan(x).any():
        raise ValueError("full answers (n, k) are needed")
    k = x.shape[1]
    often = np.asarray(times, dtype=np.float64)[:, np.asarray(firm, dtype=np.intp)]
    n = often.sum(axis=1)
    columns = np.column_stack([x, x.sum(axis=1)])
    columns = columns - columns.mean(axis=0)  # squares of small numbers lose fewer digits
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = often @ columns / n[:, None]
        variance = (often @ columns**2 / n[:, None] - mean**2) * (n / (n - 1))[:, None]
        found = k / (k - 1) * (1 - variance[:, :k].sum(axis=1) / variance[:, k])
    return np.asarray(np.where((n > 1) & (variance[:, k] > 1e-12), found, np.nan))


def mean_agreement(ratings: Sequence[ArrayLike], low: float, high: float) -> float:
    """Mean r_wg over the items of a scale (k lists of the ratings of one firm's people); NaN where none has two."""
    found = [one for one in within_group_agreement(ratings, low, high) if one == one]
    return float(np.mean(found)) if found else float("nan")


def scale_means(items: ArrayLike) -> Array:
    """Mean of the answered items (n,) of a scale (n, k); NaN where fewer than half of them are answered."""
    x = np.asarray(items, dtype=np.float64)
    known = ~np.isnan(x)
    enough = known.sum(axis=1) * 2 >= x.shape[1]
    sums = np.where(known, x, 0.0).sum(axis=1)
    return np.asarray(np.divide(sums, known.sum(axis=1), out=np.full(len(x), np.nan), where=enough & known.any(axis=1)))
