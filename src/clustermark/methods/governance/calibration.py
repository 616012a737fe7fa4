"""From a scale to a degree of membership."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FULL = math.log(0.95 / 0.05)  # log odds of the anchors: .95 in, .05 out


def calibrate(values: ArrayLike, out: float, crossover: float, full: float) -> NDArray[np.float64]:
    """Degree of membership by the direct method: out -> .05, crossover -> .5, full -> .95, logistic between.

    mu = 1 / (1 + exp(-d)), d = ln 19 (x - crossover) / (full - crossover) above the crossover and by (crossover - out)
    below it. Scales that run downwards have out > full. NaN stays NaN. Raises ValueError where the anchors are not in
    order.

    Source: Ragin (2008), Redesigning Social Inquiry, chapter 5.
    """
    if not (out < crossover < full or out > crossover > full):
        raise ValueError(f"anchors out of order: {out}, {crossover}, {full}")
    x = np.asarray(values, dtype=np.float64) - crossover
    towards_full = x * (full - crossover) >= 0
    odds = FULL * np.where(towards_full, x / (full - crossover), x / (crossover - out))
    return np.asarray(1 / (1 + np.exp(-odds)))
