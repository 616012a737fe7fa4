"""Shares moved by one number so that what they take adds up to a known total."""

import numpy as np
from numpy.typing import ArrayLike

from clustermark.methods.valuechain.table import Array


def logistic(odds: ArrayLike) -> Array:
    """1 / (1 + exp(-odds)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * np.asarray(odds, dtype=np.float64))))


def logit(share: ArrayLike) -> Array:
    """ln(p / (1 - p)) for 0 < p < 1."""
    p = np.asarray(share, dtype=np.float64)
    return np.asarray(np.log(p) - np.log1p(-p))


def tilt(amounts: Array, logits: Array, totals: Array, *, most: int = 200) -> Array:
    """lambda (S,) with sum_i amounts_si logistic(logits_si + lambda_s) = totals_s, amounts >= 0 of shape (S, m).

    The least relative entropy of both parts to the prior shares logistic(logits) under a known total. The sum rises in
    lambda: Newton steps kept within a bracket. A total of nothing or all is met as nearly as floating point can.
    """
    low, high = np.full(len(totals), -80.0), np.full(len(totals), 80.0)
    low -= logits.max(axis=1, initial=0.0)
    high -= logits.min(axis=1, initial=0.0)
    found = np.zeros(len(totals))
    scale = np.maximum(amounts.sum(axis=1), 1e-300)
    for _ in range(most):
        shares = logistic(logits + found[:, None])
        taken = amounts * shares
        excess = taken.sum(axis=1) - totals
        if np.all(np.abs(excess) <= 1e-15 * scale):
            break
        high = np.where(excess > 0, found, high)
        low = np.where(excess <= 0, found, low)
        slope = (taken * (1 - shares)).sum(axis=1)
        step = found - np.divide(excess, slope, out=np.full_like(excess, np.inf), where=slope > 0)
        moved = np.where((step > low) & (step < high), step, (low + high) / 2)
        if np.all(np.abs(moved - found) <= 1e-15 * np.maximum(np.abs(found), 1.0)):
            break
        found = moved
    return found
