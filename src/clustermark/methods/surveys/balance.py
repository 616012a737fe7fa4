"""Those who would recommend less those who would warn."""

import numpy as np
from numpy.typing import NDArray

from clustermark.methods.surveys.weights import effective_size

Array = NDArray[np.float64]
PROMOTERS, DETRACTORS = 9, 6  # from, up to: on the scale of 0 to 10


def balance(scores: Array, weights: Array) -> tuple[float, float, float]:
    """Net promoter balance in -1..1: share of 9 and 10 less share of 0 to 6, with its interval (95 %).

    scores (n,) in 0..10 or NaN; weights (n,). Variance of the difference of two shares of one sample:
    (p + q - (p - q)^2) / n_effective, taken at shares with one half added to each of promoters, passives and
    detractors, so that a sample in which all agree still has an interval; cut to -1..1. NaN without answers.

    Source of the balance: Reichheld (2003), Harvard Business Review 81(12): 46-54.
    """
    known = ~np.isnan(scores)
    if not known.any() or not weights[known].sum() > 0:
        return float("nan"), float("nan"), float("nan")
    w = weights[known] / weights[known].sum()
    p, q = float(w[scores[known] >= PROMOTERS].sum()), float(w[scores[known] <= DETRACTORS].sum())
    size = effective_size(w)
    up, down = (p * size + 0.5) / (size + 1.5), (q * size + 0.5) / (size + 1.5)
    half = 1.959963984540054 * float(np.sqrt((up + down - (up - down) ** 2) / size))
    return p - q, max(-1.0, p - q - half), min(1.0, p - q + half)
