"""Cases by themes: how often each interview speaks of each theme, how many speak of it, and by whom it is covered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.methods.intervals import wilson

Counts = NDArray[np.int64]
LEAST = 3  # interviews below which a cell could point at a person


def case_matrix(cases: Sequence[int], themes: Sequence[int], n_cases: int, n_themes: int) -> Counts:
    """Passages of each theme in each case (n_cases, n_themes), from the case and the theme of every passage (n,).

    A zero is "no evidence": nobody asked or nobody spoke of it. It never says that the thing is absent.
    """
    counts = np.zeros((n_cases, n_themes), dtype=np.int64)
    np.add.at(counts, (np.asarray(cases, dtype=np.intp), np.asarray(themes, dtype=np.intp)), 1)
    return counts


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many of n interviews hold a theme, the share and its 95 % interval (Wilson)."""

    interviews: int
    n: int
    share: float
    low: float
    high: float


def frequencies(matrix: Counts) -> list[Frequency]:
    """The frequency of each theme over the cases of a matrix (cases, themes); empty without cases.

    Interviews are chosen for what they can tell and are no random sample: the interval says how much so few cases could
    vary, not what a population thinks.
    """
    n = len(matrix)
    held = (matrix > 0).sum(axis=0) if n else []
    return [Frequency(int(k), n, int(k) / n, *wilson(int(k), n)) for k in held]


def coverage(matrix: Counts, roles: Sequence[str]) -> dict[str, Counts]:
    """For each role, in order of name, how many of its interviews hold each theme (themes,); roles (cases,)."""
    if len(roles) != len(matrix):
        raise ValueError("a role for each case is needed")
    given = np.array(roles, dtype=object)
    return {role: (matrix[given == role] > 0).sum(axis=0) for role in sorted(set(roles))}


def suppressed(counts: Counts, least: int = LEAST) -> NDArray[np.bool_]:
    """Which cells of a table of interviews must not be printed: 1 to least - 1, which could point at a person."""
    return np.asarray((counts > 0) & (counts < least))
