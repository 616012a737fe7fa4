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

    P = N / n, S = D_r^-1/2 (P - r c') D_c^-1/2 = U diag(s) V'; rows D_r^-1/2 U s, columns D_c^-1/2 V s, inertia s^2,
    d = min(r, c) - 1 axes. Each axis points so that its row coordinate of the largest size in U is positive: the same
    table gives the same picture. Raises ValueError where a row or column is empty, or a count negative or not finite.

    Source: Greenacre (2017), Correspondence Analysis in Practice, 3rd edition, appendix A.
    """
    n = np.asarray(counts, dtype=np.float64)
    if not np.isfinite(n).all() or (n < 0).any() or (n.sum(axis=0) == 0).any() or (n.sum(axis=1) == 0).any():
        raise ValueError("an empty row or column, or a count that is none")
    p = n / n.sum()
    r, c = p.sum(axis=1), p.sum(axis=0)
    u, s, vt = np.linalg.svd((p - np.outer(r, c)) / np.sqrt(np.outer(r, c)), full_matrices=False)
    d = min(n.shape) - 1
    u, s, v = u[:, :d], s[:d], vt[:d].T
    signs = np.sign(u[np.abs(u).argmax(axis=0), np.arange(d)])
    signs[signs == 0] = 1
    return Map(u * signs * s / np.sqrt(r)[:, None], v * signs * s / np.sqrt(c)[:, None], s**2, r, c)


def contributions(coordinates: Array, masses: Array, inertia: Array) -> Array:
    """How much of the inertia of each axis each point makes: mass x coordinate^2 / inertia (points, d).

    Columns sum to 1; 0 on an axis without inertia. Source: Greenacre (2017), chapter 11.
    """
    made = masses[:, None] * coordinates**2
    return np.divide(made, inertia, out=np.zeros_like(made), where=inertia > 1e-15)


def quality(coordinates: Array, axes: int = 2) -> Array:
    """How much of each point's squared distance from the centre the first axes show, 0..1 (points,).

    0 for a point at the centre. Source: Greenacre (2017), chapter 11.
    """
    squared = coordinates**2
    whole = squared.sum(axis=1)
    shown: Array = np.divide(squared[:, :axes].sum(axis=1), whole, out=np.zeros_like(whole), where=whole > 1e-15)
    return shown


def supplementary_rows(found: Map, counts: ArrayLike) -> Array:
    """Principal coordinates (m, d) of further rows of counts (m, c) that do not shape the map.

    Profile of the row times the standard coordinates of the columns. NaN for an empty row; 0 on an axis without
    inertia. Source: Greenacre (2017), chapter 12.
    """
    n = np.asarray(counts, dtype=np.float64)
    sums = n.sum(axis=1, keepdims=True)
    profiles = np.divide(n, sums, out=np.full_like(n, np.nan), where=sums > 0)
    scale = np.sqrt(found.inertia)
    standard = np.divide(found.columns, scale, out=np.zeros_like(found.columns), where=scale > 1e-12)
    return np.asarray(profiles @ standard)
