"""How wrong a published figure may be, by the grade of its source: a convention of this program, not a measurement."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

# Coefficients of variation by grade: A statistics, B association or institution, C interview, D guess.
ERROR: Mapping[str, float] = {"A": 0.05, "B": 0.15, "C": 0.25, "D": 0.40}


def error_of(grade: str) -> float:
    """The coefficient of variation of a figure of this grade; without one that of a guess."""
    return ERROR.get(grade, ERROR["D"])


def graded_draws(values: Sequence[float], errors: Sequence[float], draws: int, seed: int) -> NDArray[np.float64]:
    """Draws (draws, k) of k positive figures: independent lognormals with the mean `values` and these errors.

    A figure of 0 stays 0. Raises ValueError for a negative figure or error.
    """
    mean, error = np.asarray(values, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    if (mean < 0).any() or (error < 0).any():
        raise ValueError("a negative figure")
    sigma = np.sqrt(np.log1p(error**2))
    z = np.random.default_rng(seed).standard_normal((draws, len(mean)))
    return np.asarray(mean * np.exp(sigma * z - sigma**2 / 2))
