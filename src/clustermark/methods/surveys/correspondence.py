"""An image map: places and attributes in one plane, by correspondence analysis."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Map:
    """rows (r, d) and columns (c, d): principal coordinates; inertia (d,) of the axes; masses of both."""

    rows: Array
    columns: Array
    inertia: Array
    row_masses: Array
    column_masses: Array

    @property
    def total(self) -> float:
        """Total inertia, chi-squared / n."""
        return float(self.inertia.sum())


def correspondence(counts: ArrayLike) -> Map:
    """Correspondence analysis of a table of counts (r, c), by the singular values of the standardised residuals.

    P = N / n, S = D_r^-1/2 (P - r c') D_c^-1/2 = U diag(s) V'; rows D_r^-1/2 U s, columns D_c^-1/2 V s, inertia s^2.
    Each axis points so that its largest row coordinate in size is positive: the same table gives the same picture.
    Raises ValueError where a row or column is empty or a count negative.

    Source: Greenacre (2017), Correspondence Analysis in Practice, appendix A.
    """
    n = np.asarray(counts, dtype=np.float64)
    if (n < 0).any() or (n.sum(axis=0) == 0).any() or (n.sum(axis=1) == 0).any():
        raise ValueError("an empty row or column, or a negative count")
    p = n / n.sum()
    r, c = p.sum(axis=1), p.sum(axis=0)
    u, s, vt = np.linalg.svd((p - np.outer(r, c)) / np.sqrt(np.outer(r, c)), full_matrices=False)
    d = min(n.shape) - 1
    u, s, v = u[:, :d], s[:d], vt[:d].T
    signs = np.sign(u[np.abs(u).argmax(axis=0), np.arange(d)])
    signs[signs == 0] = 1
    return Map(u * signs * s / np.sqrt(r)[:, None], v * signs * s / np.sqrt(c)[:, None], s**2, r, c)
