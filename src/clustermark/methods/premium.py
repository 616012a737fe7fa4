"""By how much one group's prices lie above another's."""

import numpy as np
from numpy.typing import ArrayLike


def price_premium(
    prices: ArrayLike, others: ArrayLike, *, draws: int = 2000, seed: int = 1, level: float = 0.95
) -> tuple[float, float, float]:
    """exp(mean ln p - mean ln p') - 1 of two groups of prices, with its percentile interval (point, low, high).

    Both groups are drawn with replacement, each in its own size: how many firms bear a mark is not chance. A share: .09
    is nine in a hundred dearer. Geometric means, so that one firm with a very high price does not make the premium, and
    turning the groups round turns the ratio round. It is a difference, not an effect: groups differ in more than what
    they were divided by. Raises ValueError for an empty group or a price that is not positive.
    """
    ours, theirs = np.asarray(prices, dtype=np.float64), np.asarray(others, dtype=np.float64)
    if not ours.size or not theirs.size or not ((ours > 0).all() and (theirs > 0).all()):
        raise ValueError("positive prices of two groups")
    rng = np.random.default_rng(seed)
    logs = np.log(ours), np.log(theirs)
    drawn = [log[rng.integers(0, len(log), (draws, len(log)))].mean(axis=1) for log in logs]
    low, high = np.quantile(np.expm1(drawn[0] - drawn[1]), [(1 - level) / 2, (1 + level) / 2])
    return float(np.expm1(logs[0].mean() - logs[1].mean())), float(low), float(high)
