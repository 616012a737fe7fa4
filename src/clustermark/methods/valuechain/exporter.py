"""One exporter (a country, or a group whose inner trade is domestic) seen from its border."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from clustermark.methods.valuechain.system import System, rows_of_members
from clustermark.methods.valuechain.table import Array


class Exporter:
    """The blocks of a system that concern one exporter s; k = its rows, C = countries.

    Arrays over flows are (k, C): from each of its cells to each country, 0 to its members.
    """

    def __init__(self, system: System, members: Sequence[int]) -> None:
        self.system = system
        self.members = tuple(members)
        self.rows = rows_of_members(system, members)
        self.size = len(self.rows)
        first, last = int(self.rows[0]), int(self.rows[-1])
        contiguous = last - first + 1 == self.size
        self._slice: slice | np.ndarray = slice(first, last + 1) if contiguous else self.rows

    @cached_property
    def foreign_countries(self) -> Array:
        """(C,): 1 for partners, 0 for members."""
        mask = np.ones(len(self.system.table.economies))
        mask[list(self.members)] = 0.0
        return mask

    @cached_property
    def deliveries(self) -> Array:
        """Z_s (k, n): the intermediates that its cells deliver to every cell."""
        return self.system.table.intermediate[self._slice]

    @cached_property
    def own_inputs(self) -> Array:
        """A_ss (k, k)."""
        return self.system.block(self.rows, self.rows)

    @cached_property
    def local_inverse(self) -> Array:
        """L = (I - A_ss)^-1."""
        if len(self.members) == 1:
            return self.system.local_inverses[self.members[0]]
        return np.asarray(np.linalg.inv(np.eye(self.size) - self.own_inputs))

    @cached_property
    def columns(self) -> Array:
        """B_.s (n, k)."""
        return self.system.inverse_columns(self.rows)

    @cached_property
    def own(self) -> Array:
        """B_ss (k, k)."""
        return self.columns[self._slice]

    @cached_property
    def share(self) -> Array:
        """v_s (k)."""
        return self.system.value_added_share[self._slice]

    @cached_property
    def domestic_once(self) -> Array:
        """v_s L (k): domestic value added per unit of exports, counted at its first crossing of the border."""
        return np.asarray(self.share @ self.local_inverse)

    @cached_property
    def content(self) -> Array:
        """(k, C): value that each country's cells add per unit of the exporter's product, v_t B_ts."""
        return self.system.by_economy(self.system.value_added_share, self.columns).T

    @cached_property
    def domestic(self) -> Array:
        """v_s B_ss (k)."""
        return np.asarray(self.content[:, list(self.members)].sum(axis=1))

    @cached_property
    def foreign(self) -> Array:
        """Sum of v_t B_ts over the partners t (k)."""
        return np.asarray(self.content @ self.foreign_countries)

    @cached_property
    def final(self) -> Array:
        """Y_sr (k, C): final goods to each partner."""
        return np.asarray(self.system.table.final_by_country[self._slice] * self.foreign_countries)

    @cached_property
    def final_at_home(self) -> Array:
        """Y_ss (k)."""
        return np.asarray(self.system.table.final_by_country[self._slice][:, list(self.members)].sum(axis=1))

    @cached_property
    def exports(self) -> Array:
        """E_sr (k, C)."""
        return np.asarray(self.system.exports[self._slice] * self.foreign_countries)

    @cached_property
    def total_exports(self) -> Array:
        """E_s (k)."""
        return np.asarray(self.exports.sum(axis=1))

    def deliver(self, vectors: Array) -> Array:
        """A_sr t_r for every partner r: vectors (n,) -> (k, C), or (n, m) -> (k, C, m)."""
        n_sectors = len(self.system.table.sectors)
        scaled = (vectors.T * self.system.per_output).T
        stacked = scaled.reshape(-1, n_sectors, 1 if vectors.ndim == 1 else vectors.shape[1])
        blocks = self.deliveries.reshape(self.size, -1, n_sectors).transpose(1, 0, 2)
        by_country = self.system.sum_regions(np.matmul(blocks, stacked))  # (C, k, m)
        out = by_country.transpose(1, 0, 2) * self.foreign_countries[:, None]
        return out[:, :, 0] if vectors.ndim == 1 else out

    @cached_property
    def absorbed_by_importer(self) -> Array:
        """Y_sr + A_sr L_rr Y_rr (k, C): exports that end in the importing country without leaving it again."""
        return self.final + self.deliver(self.system.made_for_home)

    @cached_property
    def sent_onward(self) -> Array:
        """A_sr L_rr E_r (k, C): exports that the importing country sends on."""
        return self.deliver(self.system.made_for_exports)

    @cached_property
    def returning(self) -> Array:
        """A_sr [B Y_s]_r (k, C): exports of intermediates that end in the exporter's own final demand."""
        return self.deliver(self.ends_at_home)

    @cached_property
    def ends_at_home(self) -> Array:
        """X (n): output of every cell that ends in the exporter's own final demand."""
        return np.asarray(self.system.absorbed[:, list(self.members)].sum(axis=1))

    @cached_property
    def own_loops(self) -> Array:
        """The entries of A_sr B_rs that stay in a sector (C, N, regions, regions): it has a cell in each region."""
        n_sectors = len(self.system.table.sectors)
        regions = self.size // n_sectors
        deliveries = self.deliveries.reshape(regions, n_sectors, -1)
        columns = (self.columns * self.system.per_output[:, None]).T.reshape(regions, n_sectors, -1)
        loops = np.empty((len(self.foreign_countries), n_sectors, regions, regions))
        for seller in range(regions):
            for buyer in range(regions):
                products = (deliveries[seller] * columns[buyer]).reshape(n_sectors, -1, n_sectors).sum(axis=2)
                loops[:, :, seller, buyer] = self.system.sum_regions(products.T)
        return loops * self.foreign_countries[:, None, None, None]

    def to_sectors(self, by_cell: Array) -> Array:
        """(k, ...) summed over the exporter's regions to (N, ...)."""
        n_sectors = len(self.system.table.sectors)
        return np.asarray(by_cell.reshape(-1, n_sectors, *by_cell.shape[1:]).sum(axis=0))


def exporter_of(system: System, members: Sequence[int]) -> Exporter:
    """The exporter with these members, kept with the system so that its blocks are made once for all methods.

    No more are kept than twice the countries, so that a long list of groups needs no memory without end.
    """
    key = tuple(members)
    if key not in system.exporters:
        if len(system.exporters) >= 2 * len(system.table.economies):
            system.exporters.clear()
        system.exporters[key] = Exporter(system, key)
    return system.exporters[key]
