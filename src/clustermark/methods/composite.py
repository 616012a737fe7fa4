"""Several indicators beside each other: standardised, and how stable a ranking is when nobody agrees on the weights."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stability:
    """Of each place (n,): rank with equal weights; 5th and 95th percentile and mean of ranks over drawn weights; how
    often it came first; score with equal weights, and 5th and 95th percentile of scores over drawn weights."""

    rank: Array
    low: Array
    high: Array
    mean: Array
    first: Array
    score: Array
    score_low: Array
    score_high: Array


def standardised(values: ArrayLike, better: ArrayLike) -> Array:
    """z-scores of a matrix (places, indicators) by column, turned where less is better (`better` -1); NaN stays.

    A column without spread is 0. Standard deviation of the places (n), not of a sample.
    """
    x = np.asarray(values, dtype=np.float64)
    spread = np.nanstd(x, axis=0)
    z = np.divide(x - np.nanmean(x, axis=0), spread, out=np.zeros_like(x), where=spread > 0)
    return np.asarray(np.where(np.isnan(x), np.nan, z) * np.sign(np.asarray(better, dtype=np.float64)))


def rank_stability(scores: ArrayLike, *, draws: int = 5000, seed: int = 1) -> Stability:
    """Ranks of places (n) over weights drawn evenly from all possible ones (Dirichlet of ones).

    scores (n, k), more is better, without NaN: a place that lacks an indicator cannot be ranked beside one that has it
    (ValueError). Publish the interval, not the rank: entropy and similar weights reward spread, not importance.

    Source: Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168(2): 307-323, for
    uncertainty of composite indicators; Lahdelma, Hokkanen and Salminen (1998) for weights drawn evenly.
    """
    x = np.asarray(scores, dtype=np.float64)
    if np.isnan(x).any():
        raise ValueError("a place lacks an indicator")
    from scipy import stats  # slow to load: only where places are ranked

    weights = np.random.default_rng(seed).dirichlet(np.ones(x.shape[1]), draws)
    scores_drawn, even = x @ weights.T, x.mean(axis=1)
    ranks = stats.rankdata(-scores_drawn, axis=0)
    low, high = np.quantile(ranks, [0.05, 0.95], axis=1)
    ends = np.quantile(scores_drawn, [0.05, 0.95], axis=1)
    first = (ranks == 1).mean(axis=1)
    return Stability(np.asarray(stats.rankdata(-even)), low, high, ranks.mean(axis=1), first, even, *ends)
