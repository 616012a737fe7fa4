"""Shares corrected for the errors of whoever classified."""

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
