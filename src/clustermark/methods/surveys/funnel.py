"""The way from knowing a brand to buying it again, step by step, weighted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.methods.intervals import wilson
from clustermark.methods.surveys.weights import effective_size

Array = NDArray[np.float64]
STRAYS = 0.05  # of those who failed a step: no more than these answered a later one that was not put to them


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its share among all respondents, and its conversion from the step before.

    n respondents count: those who answered, and those whom the questionnaire led past the step because they had failed
    an earlier one (`led_past` of them, counted as not reaching it). `effective` is n after Kish. The conversion is of
    `reached` respondents who reached the step before and answered this one. NaN where nobody counts.
    """

    name: str
    n: int
    led_past: int
    effective: float
    share: float
    low: float
    high: float
    reached: int
    conversion: float
    conversion_low: float
    conversion_high: float


def funnel(answers: Sequence[tuple[str, Array]], weights: Array) -> list[Step]:
    """Steps in the order given: answers (n,) are 1, 0 or NaN (not asked, or no answer).

    share_k = sum w y_k / sum w over all who count at step k; conversion_k the same over those with y_(k-1) = 1.
    The share is of all respondents, so that surveys with and without filter questions can be compared: where a step was
    put only to those who reached an earlier one (at most `STRAYS` of those who failed it answered), the others count as
    not reaching it. Otherwise a step is not cut to those who passed the one before: people buy what they would not name
    first, and the survey says so; the conversion shows the way on. Intervals are Wilson's (95 %) with Kish's effective
    size in the place of n. Weights (n,) are not negative.
    """
    out: list[Step] = []
    before: Array | None = None
    for (name, given), full in zip(answers, with_led_past(answers), strict=True):
        counts = ~np.isnan(full)
        share = weighted_share(full[counts], weights[counts])
        onward = counts & (before == 1) if before is not None else np.zeros(len(given), dtype=bool)
        led_past = int((counts & np.isnan(given)).sum())
        size = effective_size(weights[counts])
        conversion = weighted_share(full[onward], weights[onward])
        out.append(Step(name, int(counts.sum()), led_past, size, *share, int(onward.sum()), *conversion))
        before = full
    return out


def with_led_past(answers: Sequence[tuple[str, Array]]) -> list[Array]:
    """The answers (n,) of each step, with 0 for those who were led past it because they had failed an earlier one."""
    out: list[Array] = []
    for _, given in answers:
        full = given.copy()
        for step in out:
            failed = step == 0
            answered = failed & ~np.isnan(given)
            if failed.any() and answered.sum() <= STRAYS * failed.sum():
                full[failed & np.isnan(given)] = 0.0
        out.append(full)
    return out


def weighted_share(values: Array, weights: Array) -> tuple[float, float, float]:
    """Weighted share of ones with Wilson's interval at the effective size; NaN without positive weights."""
    if not len(values) or not weights.sum() > 0:
        return float("nan"), float("nan"), float("nan")
    share = min(1.0, float((values * weights).sum() / weights.sum()))
    size = effective_size(weights)
    return share, *wilson(share * size, size)


def weighted_mean(values: Array, weights: Array) -> tuple[float, float, float]:
    """Weighted mean of scores 0..1 with its normal interval (95 %) at the effective size, cut to 0..1.

    Variance: sum w (x - mean)^2 / sum w, over n_effective - 1. With one answer, or answers without spread, Wilson's
    interval of the mean as a share stands instead: equal answers of a few are no certainty. NaN without answers.
    """
    if not len(values) or not weights.sum() > 0:
        return float("nan"), float("nan"), float("nan")
    mean = min(1.0, float((values * weights).sum() / weights.sum()))
    size = effective_size(weights)
    spread = float((weights * (values - mean) ** 2).sum() / weights.sum())
    if size <= 1 or spread < 1e-15:
        return mean, *wilson(mean * size, size)
    half = 1.959963984540054 * float(np.sqrt(spread / (size - 1)))
    return mean, max(0.0, mean - half), min(1.0, mean + half)
