"""The way from knowing a brand to buying it again, step by step, weighted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.methods.intervals import wilson
from clustermark.methods.surveys.weights import effective_size

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: respondents asked, effective size, weighted share with interval, and conversion from the step before.

    The share is of all respondents; the conversion is of those who reached the step before, among those who answered
    both. NaN where nobody was asked.
    """

    name: str
    n: int
    effective: float
    share: float
    low: float
    high: float
    conversion: float
    conversion_low: float
    conversion_high: float


def funnel(answers: Sequence[tuple[str, Array]], weights: Array) -> list[Step]:
    """Steps in the order given: answers (n,) are 1, 0 or NaN (not asked, or no answer).

    Intervals are Wilson's with Kish's effective size in the place of n. A step is not cut to those who passed the one
    before: people buy what they would not name first, and the survey says so.
    """
    out: list[Step] = []
    before: Array | None = None
    for name, given in answers:
        asked = ~np.isnan(given)
        share = _share(given[asked], weights[asked])
        conversion = (float("nan"),) * 3
        if before is not None:
            both = asked & (before == 1)
            conversion = _share(given[both], weights[both])[:3]
        size = effective_size(weights[asked]) if asked.any() else 0.0
        out.append(Step(name, int(asked.sum()), size, *share, *conversion))
        before = given
    return out


def _share(values: Array, weights: Array) -> tuple[float, float, float]:
    """Weighted share with its interval; NaN without weights."""
    if not len(values) or weights.sum() <= 0:
        return float("nan"), float("nan"), float("nan")
    share = float((values * weights).sum() / weights.sum())
    size = effective_size(weights)
    return share, *wilson(share * size, size)


def balance(scores: Array, weights: Array) -> tuple[float, float, float]:
    """Share of 9 and 10 less share of 0 to 6 on a scale of 0 to 10, with its normal interval; NaN without answers.

    Variance of the difference of two shares of one sample: (p + q - (p - q)^2) / n_effective.
    """
    known = ~np.isnan(scores)
    if not known.any() or weights[known].sum() <= 0:
        return float("nan"), float("nan"), float("nan")
    w = weights[known] / weights[known].sum()
    p, q = float(w[scores[known] >= 9].sum()), float(w[scores[known] <= 6].sum())
    half = 1.959963984540054 * np.sqrt(max(p + q - (p - q) ** 2, 0.0) / effective_size(w))
    return p - q, max(-1.0, float(p - q - half)), min(1.0, float(p - q + half))
