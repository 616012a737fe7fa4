"""Shares corrected for the errors of whoever classified."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected share with its interval; `separation` is TPR - FPR."""

    value: float
    low: float
    high: float
    separation: float


def corrected_share(
    found: int, n: int, true_positive: int, positives: int, false_positive: int, negatives: int, *, draws: int = 20_000
) -> Corrected:
    """p = (q - FPR) / (TPR - FPR): the share behind q = found / n, cut to 0..1, from errors on hand-labelled cases.

    TPR = true_positive / positives, FPR = false_positive / negatives. The interval draws all three shares from their
    beta posteriors with Jeffreys' prior (seeded), so that it holds the sampling error of q and of both error rates.
    Raises ValueError where TPR - FPR is below .1: such a classifier says nothing about shares.

    Source: Rogan and Gladen (1978), American Journal of Epidemiology 107(1): 71-76; with q from another corpus than the
    labels it supposes equal errors in both, as Saerens, Latinne and Decaestecker (2002) discuss.
    """
    if not (0 <= found <= n and 0 <= true_positive <= positives and 0 <= false_positive <= negatives):
        raise ValueError("counts")
    if not (n and positives and negatives):
        raise ValueError("no cases")
    separation = true_positive / positives - false_positive / negatives
    if separation < 0.1:
        raise ValueError(f"the classifier hardly tells the classes apart: {separation:.2f}")
    value = (found / n - false_positive / negatives) / separation
    rng = np.random.default_rng(1)
    q, tpr, fpr = (
        stats.beta.rvs(k + 0.5, m - k + 0.5, size=draws, random_state=rng)
        for k, m in ((found, n), (true_positive, positives), (false_positive, negatives))
    )
    usable = tpr - fpr > 0.05
    drawn = np.clip((q[usable] - fpr[usable]) / (tpr[usable] - fpr[usable]), 0.0, 1.0)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Corrected(float(np.clip(value, 0.0, 1.0)), float(low), float(high), separation)


def combined(parts: Sequence[tuple[float, Corrected]]) -> Corrected:
    """The share of a whole made of parts (weight, share of the part), weights taken relative to their sum.

    p = sum w p_k; the ends lie sqrt(sum w^2 (p_k - low_k)^2) below and as much, with high_k, above: variances recovered
    from the parts' own intervals, after Zou and Donner (2008), Statistics in Medicine 27(10): 1693-1702. Raises
    ValueError where no weight is positive.
    """
    total = sum(weight for weight, _ in parts)
    if not total > 0:
        raise ValueError("no weight")
    shares = [(weight / total, part) for weight, part in parts]
    value = sum(weight * part.value for weight, part in shares)
    below = sum((weight * (part.value - part.low)) ** 2 for weight, part in shares) ** 0.5
    above = sum((weight * (part.high - part.value)) ** 2 for weight, part in shares) ** 0.5
    least = min(part.separation for _, part in shares)
    return Corrected(value, max(0.0, value - below), min(1.0, value + above), least)
