"""Tables made to meet known totals: RAS for tables without negative cells, GRAS for all."""

import numpy as np

from clustermark.methods.valuechain.errors import TableError
from clustermark.methods.valuechain.table import Array


def ras(
    prior: Array, row_totals: Array, column_totals: Array, *, tolerance: float = 1e-10, most: int = 10_000
) -> Array:
    """X (m, n) = diag(r) prior diag(s) with the given totals, nearest to the prior in relative entropy.

    prior >= 0; row totals (m,) and column totals (n,) >= 0 with equal sums. Rows and columns are scaled in turn until
    no total is missed by more than `tolerance` of the largest. Raises TableError "contradictory-totals" where the sums
    differ or an empty row or column should hold something, "negative-cells" where GRAS is needed, "not-converged".

    Source: Stone (1961); Bacharach (1970), Biproportional Matrices and Input-Output Change.
    """
    if np.any(prior < 0) or np.any(row_totals < 0) or np.any(column_totals < 0):
        raise TableError("negative-cells", "RAS keeps signs by not meeting any: use GRAS", [])
    return gras(prior, row_totals, column_totals, tolerance=tolerance, most=most)


def gras(
    prior: Array, row_totals: Array, column_totals: Array, *, tolerance: float = 1e-10, most: int = 10_000
) -> Array:
    """X (m, n) = r P s - N / (r s), the parts P >= 0 and -N <= 0 of the prior scaled apart: signs are kept.

    With p_j = sum_i r_i P_ij and n_j = sum_i N_ij / r_i the column factor solves p_j s^2 - v_j s - n_j = 0:
    s_j = (v_j + sqrt(v_j^2 + 4 p_j n_j)) / (2 p_j), and s_j = -n_j / v_j where p_j = 0; rows likewise. Raises
    TableError as `ras` does.

    Source: Junius and Oosterhaven (2003), Economic Systems Research 15(1): 87-96; Temurshoev, Miller and Bouwmeester
    (2013), Economic Systems Research 25(3): 361-367.
    """
    prior, rows, columns = (np.asarray(given, dtype=np.float64) for given in (prior, row_totals, column_totals))
    size = max(float(np.abs(rows).max(initial=0.0)), float(np.abs(columns).max(initial=0.0)), 1e-300)
    _require_possible(prior, rows, columns, tolerance * size * max(prior.shape))
    positive, negative = np.where(prior > 0, prior, 0.0), np.where(prior < 0, -prior, 0.0)
    by_row, by_column = np.ones(len(rows)), np.ones(len(columns))
    missed = np.inf
    for _ in range(most):
        by_column = _factors(by_row @ positive, (1 / by_row) @ negative, columns)
        by_row = _factors(positive @ by_column, negative @ (1 / by_column), rows)
        balanced = by_row[:, None] * positive * by_column - negative / (by_row[:, None] * by_column)
        missed = float(np.abs(balanced.sum(axis=0) - columns).max(initial=0.0))
        if missed <= tolerance * size:
            return np.asarray(balanced)
    raise TableError("not-converged", f"totals are missed by {missed:.3g} after {most} turns", [])


def _factors(above: Array, below: Array, totals: Array) -> Array:
    """The positive root s of above s^2 - totals s - below = 0; 1 where nothing is to be scaled."""
    root = np.sqrt(totals**2 + 4 * above * below)
    # the form of the root that does not cancel: a large negative total would lose all its digits
    upper = np.divide(totals + root, 2 * above, out=np.ones_like(totals), where=above > 0)
    lower = np.divide(2 * below, root - totals, out=np.ones_like(totals), where=root - totals > 0)
    found = np.where((totals < 0) & (below > 0), lower, upper)
    return np.where(found > 0, found, 1e-300)


def _require_possible(prior: Array, rows: Array, columns: Array, slack: float) -> None:
    if prior.shape != (len(rows), len(columns)):
        raise TableError("wrong-shape", f"a prior of {prior.shape} with {len(rows)} and {len(columns)} totals", [])
    if not all(np.isfinite(given).all() for given in (prior, rows, columns)):
        raise TableError("not-finite", "a cell or total is no number", [])
    if abs(rows.sum() - columns.sum()) > slack:
        said = f"the row totals add up to {rows.sum():.6g}, the column totals to {columns.sum():.6g}"
        raise TableError("contradictory-totals", said, [])
    for name, totals, cells in (("row", rows, prior), ("column", columns, prior.T)):
        wrong = ((totals > 0) & ~(cells > 0).any(axis=1)) | ((totals < 0) & ~(cells < 0).any(axis=1))
        if wrong.any():
            which = [f"{name} {place}" for place in np.flatnonzero(wrong)]
            raise TableError("contradictory-totals", f"the prior cannot reach the total of {', '.join(which)}", which)
