"""The Leontief system of a table: one factorisation, from which every method takes what it needs."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import lu_factor, lu_solve
from scipy.linalg.lapack import dgetri, dgetri_lwork

from clustermark.methods.valuechain.errors import TableError
from clustermark.methods.valuechain.table import Array, Indices, WorldTable

if TYPE_CHECKING:
    from clustermark.methods.valuechain.exporter import Exporter


class System:
    """(I - A) of a table, factorised once.

    A = Z / x by columns, v = va / x; 1/x is 0 where x is 0. `inverse` B = (I - A)^-1 (n, n) is made when it is first
    asked for; without it `solve` and `solve_left` use an LU factorisation, which costs about a third of an inverse.
    `inverse` and `factors` may be given (also memory-mapped) from an earlier run on the same table.
    """

    def __init__(
        self,
        table: WorldTable,
        *,
        inverse: Array | None = None,
        factors: tuple[Array, Indices] | None = None,
    ) -> None:
        self.table = table
        idle = table.output == 0
        if np.any(idle):
            self._require_no_deliveries(np.flatnonzero(idle))
        self.per_output = np.divide(1.0, table.output, out=np.zeros_like(table.output), where=~idle)
        self.value_added_share = table.value_added * self.per_output
        self._inverse = inverse
        self._factors = factors
        self.exporters: dict[tuple[int, ...], Exporter] = {}
        self._made: dict[str, Array] = {}

    def _require_no_deliveries(self, idle: Indices) -> None:
        delivering = idle[np.abs(self.table.intermediate[idle]).sum(axis=1) > 0]
        if delivering.size:
            cells = [self.table.cell(i) for i in delivering]
            raise TableError("zero-output-deliveries", "cells without output deliver intermediates", cells)

    @cached_property
    def coefficients(self) -> Array:
        """A (n, n): inputs per unit of output, by column. The methods scale vectors instead and never need it whole."""
        return np.asarray(self.table.intermediate * self.per_output)

    def needs(self, output: Array) -> Array:
        """A output: the intermediates that the output (n,) of every cell needs."""
        return np.asarray(self.table.intermediate @ (output * self.per_output))

    def block(self, rows: Indices, columns: Indices) -> Array:
        """Part of A."""
        return np.asarray(self.table.intermediate[np.ix_(rows, columns)] * self.per_output[columns])

    def _leontief(self) -> Array:
        matrix = self.table.intermediate * -self.per_output
        matrix[np.diag_indices_from(matrix)] += 1.0
        return np.asarray(matrix)

    @property
    def inverse(self) -> Array:
        """B (n, n) = (I - A)^-1."""
        return self.make_inverse() if self._inverse is None else self._inverse

    def make_inverse(self) -> Array:
        """Make B now, where many columns of it will be needed: from the factors, in their place, for 2 n^3 operations.

        Solving for the columns of the identity, as numpy.linalg.inv does, takes 8/3 n^3.
        """
        given = self._factors is not None
        lu, pivots = self.factors
        size = int(dgetri_lwork(len(lu))[0].real)
        transposed, _ = dgetri(lu, pivots, lwork=size, overwrite_lu=not given)  # the factors are of (I - A)'
        if not given:
            self._factors = None  # overwritten; nothing needs them beside B
        self._inverse = np.asarray(transposed.T, dtype=np.float64)
        return self._inverse

    @property
    def has_inverse(self) -> bool:
        """Whether B is at hand."""
        return self._inverse is not None

    @property
    def factors(self) -> tuple[Array, Indices]:
        """LU factors and pivots of I - A, as scipy.linalg.lu_factor gives them."""
        if self._factors is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a zero pivot is told below
                lu, pivots = lu_factor(self._leontief().T, overwrite_a=True, check_finite=False)  # transposed: no copy
            if not np.all(np.diagonal(lu)):
                raise TableError("singular", "I - A has no inverse: some cells' inputs are all of their output")
            self._factors = lu, pivots
        return self._factors

    def solve(self, right: Array) -> Array:
        """B right, for right (n,) or (n, k)."""
        if self.has_inverse:
            return np.asarray(self.inverse @ right)
        return np.asarray(lu_solve(self.factors, right, trans=1, check_finite=False))

    def solve_left(self, left: Array) -> Array:
        """left B, for left (n,) or (k, n)."""
        if self.has_inverse:
            return np.asarray(left @ self.inverse)
        return np.asarray(lu_solve(self.factors, left.T, check_finite=False).T)

    def weighted_rows(self, rows: Indices, weights: Array) -> Array:
        """weights B[rows] (n,): a left solve with weights in these rows only."""
        if self.has_inverse:
            first, last = int(rows[0]), int(rows[-1])
            contiguous = last - first + 1 == len(rows)
            return np.asarray(weights @ (self.inverse[first : last + 1] if contiguous else self.inverse[rows]))
        left = np.zeros(len(self.table.output))
        left[rows] = weights
        return self.solve_left(left)

    def inverse_columns(self, rows: Indices) -> Array:
        """B[:, rows] (n, k)."""
        if self.has_inverse:
            first, last = int(rows[0]), int(rows[-1])
            contiguous = last - first + 1 == len(rows)
            return self.inverse[:, first : last + 1] if contiguous else self.inverse[:, rows]
        unit = np.zeros((len(self.table.output), len(rows)))
        unit[rows, np.arange(len(rows))] = 1.0
        return self.solve(unit)

    @cached_property
    def rows_of(self) -> tuple[Indices, ...]:
        """The rows of each economy."""
        return tuple(np.flatnonzero(self.table.economy_of_row == c) for c in range(len(self.table.economies)))

    @cached_property
    def local_inverses(self) -> tuple[Array, ...]:
        """L_rr = (I - A_rr)^-1 of each economy."""
        blocks = (self.block(rows, rows) for rows in self.rows_of)
        return tuple(np.asarray(np.linalg.inv(np.eye(len(block)) - block), dtype=np.float64) for block in blocks)

    def local(self, right: Array) -> Array:
        """L_rr right_r of every economy r, stacked; right (n,) or (n, k)."""
        out = np.empty_like(right)
        for rows, inverse in zip(self.rows_of, self.local_inverses, strict=True):
            out[rows] = inverse @ right[rows]
        return out

    @cached_property
    def local_share(self) -> Array:
        """g (n): v_r L_rr of every economy r, stacked; domestic value added per unit of exports."""
        out = np.empty(len(self.table.output))
        for rows, inverse in zip(self.rows_of, self.local_inverses, strict=True):
            out[rows] = self.value_added_share[rows] @ inverse
        return out

    def own_blocks(self, right: Array) -> Array:
        """B_rr right_r of every economy r, stacked; right (n, k)."""
        out = np.empty_like(right)
        if self.has_inverse:
            for rows in self.rows_of:
                out[rows] = self.inverse[np.ix_(rows, rows)] @ right[rows]
            return out
        width = right.shape[1]
        apart = np.zeros((len(right), len(self.rows_of) * width))
        for place, rows in enumerate(self.rows_of):
            apart[rows, place * width : (place + 1) * width] = right[rows]
        solved = self.solve(apart)
        for place, rows in enumerate(self.rows_of):
            out[rows] = solved[rows, place * width : (place + 1) * width]
        return out

    @cached_property
    def exports(self) -> Array:
        """E (n, C): what each cell delivers to each other country."""
        return self.table.exports()

    @cached_property
    def final_at_home(self) -> Array:
        """Y_rr (n): final demand for each cell's product at home."""
        rows = np.arange(len(self.table.output))
        return np.asarray(self.table.final_by_country[rows, self.table.economy_of_row])

    @cached_property
    def absorbed(self) -> Array:
        """X (n, C) = B Y: output of each cell that ends in the final demand of each country."""
        return self.solve(self.table.final_by_country)

    @cached_property
    def made_for_home(self) -> Array:
        """L_rr Y_rr (n): output that serves final demand at home without crossing a border."""
        return self.local(self.final_at_home)

    @cached_property
    def made_for_exports(self) -> Array:
        """L_rr E_r (n): output that serves exports."""
        return self.local(self.exports.sum(axis=1))

    @cached_property
    def absorbed_at_home(self) -> Array:
        """B Y_rr (n): output of each cell that ends in final goods used where they are made."""
        return self.solve(self.final_at_home)

    @cached_property
    def own_final(self) -> Array:
        """B_rr Y_rc (n, C): by country of final demand c."""
        return self.own_blocks(self.table.final_by_country)

    def own_parts(self, members: Sequence[int]) -> tuple[Array, Array, Array]:
        """B_rr times Y_rr, all of Y_r, and what of Y_r goes to the members given: three times (n,)."""
        y, home = self.table.final_by_country, self.final_at_home
        if self.has_inverse:
            own = self.own_final
            at_home = np.take_along_axis(own, self.table.economy_of_row[:, None], axis=1)[:, 0]
            return at_home, own.sum(axis=1), own[:, list(members)].sum(axis=1)
        parts = self.own_blocks(np.column_stack([home, y.sum(axis=1), y[:, list(members)].sum(axis=1)]))
        return parts[:, 0], parts[:, 1], parts[:, 2]

    @cached_property
    def directly_absorbed(self) -> Array:
        """D (n): exports of each cell that the importing country absorbs without sending them on."""
        home = self.made_for_home
        return np.asarray(self.table.final_by_country.sum(axis=1) + self.needs(home) - home)

    @cached_property
    def value_content(self) -> Array:
        """v B (n): value added of all origins per unit of product; 1 where the cell has output."""
        return self.solve_left(self.value_added_share)

    def once(self, name: str, make: Callable[[], Array]) -> Array:
        """The vector `name`, made when it is first asked for."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def by_economy(self, weights: Array, columns: Array) -> Array:
        """For columns (n, k) the sums of weights_i columns_ij over the rows of each economy: (C, k)."""
        n_sectors = len(self.table.sectors)
        weighted = np.einsum(
            "gn,gnk->gk", weights.reshape(-1, n_sectors), columns.reshape(-1, n_sectors, columns.shape[1])
        )
        return self.sum_regions(weighted)

    def sum_regions(self, by_region: Array) -> Array:
        """Sums over the producing regions of each economy along axis 0."""
        if not self.table.split:
            return by_region
        out = np.zeros((len(self.table.economies), *by_region.shape[1:]))
        np.add.at(out, self.table.economy_of_region, by_region)
        return out


def as_system(source: WorldTable | System) -> System:
    """The system of a table; a system as it is."""
    return source if isinstance(source, System) else System(source)


def rows_of_members(system: System, members: Sequence[int]) -> Indices:
    """The rows of several economies, in the order of the table."""
    return np.sort(np.concatenate([system.rows_of[member] for member in members]))
