"""Where an embedded cluster stands: the embedded table itself, and its indicators for many draws at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clustermark.methods.valuechain.account_faults import AccountError, Fault
from clustermark.methods.valuechain.embedding import (
    CLUSTER,
    Account,
    Figures,
    Parent,
    Pieces,
    figures_of,
    parent_of,
    pieces_of,
)
from clustermark.methods.valuechain.system import System, as_system
from clustermark.methods.valuechain.table import Array, Indices, WorldTable

CLOSE = 1e-6  # of output: a total missed by less is met
INDICATORS = ("upstreamness", "downstreamness", "domestic_share", "backward", "forward", "vax")


@dataclass(frozen=True, slots=True)
class EmbeddedTable:
    """A table in which the cluster is a sector of its own: `table` has one sector more, empty in other countries.

    `cluster` and `rest` name the cells; `pieces` are the cluster's own deliveries; summing the two sectors gives the
    parent's table again.
    """

    table: WorldTable
    country: str
    cluster: str
    rest: str
    pieces: Pieces

    @property
    def row(self) -> int:
        """The row of the cluster."""
        sectors = self.table.sectors
        return self.table.countries.index(self.country) * len(sectors) + sectors.index(self.cluster)


def embed(table: WorldTable, country: str, sector: str, account: Account) -> EmbeddedTable:
    """Split the parent cell into cluster and rest. Raises TableError that names every figure which does not fit."""
    parent = parent_of(table, country, sector)
    figures = figures_of(account, parent, table)
    pieces = pieces_of(parent, figures, table.economies)
    _require_met(figures, pieces)
    n_sectors, n = len(table.sectors), len(table.output)
    kept = np.arange(n) + np.arange(n) // n_sectors  # place of every old row
    cluster = kept[parent.row] - table.sectors.index(sector) + n_sectors
    size = n + len(table.countries)
    intermediate, final = np.zeros((size, size)), np.zeros((size, table.final.shape[1]))
    intermediate[np.ix_(kept, kept)] = table.intermediate
    final[kept] = table.final
    rest, bought, sold = kept[parent.row], pieces.bought[0], pieces.sold[0]
    intermediate[kept, cluster] = bought
    intermediate[cluster, kept] = sold[:n]
    final[cluster] = sold[n:]
    intermediate[kept, rest] -= bought
    intermediate[rest, kept] -= sold[:n]
    final[rest] -= sold[n:]
    within, from_rest, to_rest = float(pieces.within[0]), float(pieces.from_rest[0]), float(pieces.to_rest[0])
    intermediate[cluster, cluster], intermediate[rest, cluster] = within, from_rest
    intermediate[cluster, rest] = to_rest
    intermediate[rest, rest] = parent.own - within - from_rest - to_rest
    name = f"{sector}:{CLUSTER}"
    made = WorldTable(
        intermediate,
        final,
        table.countries,
        [*table.sectors, name],
        year=table.year,
        unit=table.unit,
        split=table.split,
    )
    return EmbeddedTable(made, country, name, sector, pieces)


def _require_met(figures: Figures, pieces: Pieces) -> None:
    """Raise where purchases or sales could not reach their totals: the parent has too little of what is needed."""
    if pieces.clipped:
        bought = float((pieces.bought.sum(axis=1) + pieces.within + pieces.from_rest)[0])
        sold = float((pieces.sold.sum(axis=1) + pieces.within + pieces.to_rest)[0])
        wanted = float((figures.output - figures.value_added)[0]), float(figures.output[0])
        inputs = Fault("no-room-for-inputs", wanted[0], bought)
        sales = Fault("no-room-for-sales", wanted[1], sold)
        missed = [abs(fault.figure - fault.limit) > CLOSE * wanted[1] for fault in (inputs, sales)]
        raise AccountError([fault for fault, so in zip((inputs, sales), missed, strict=True) if so] or [inputs, sales])


def indicators_of(source: WorldTable | System, country: str, sector: str, account: Account) -> dict[str, float]:
    """The INDICATORS of one account, without making the embedded table. Raises as `embed` does."""
    system = as_system(source)
    parent = parent_of(system.table, country, sector)
    figures = figures_of(account, parent, system.table)
    pieces = pieces_of(parent, figures, system.table.economies)
    _require_met(figures, pieces)
    found = indicators(system, parent, figures, pieces)
    return {name: float(found[name][0]) for name in INDICATORS}


def indicators(source: WorldTable | System, parent: Parent, figures: Figures, pieces: Pieces) -> Mapping[str, Array]:
    """Indicators (S,) of the cluster in S embedded tables, without making one: the rest of the world is solved once.

    upstreamness, downstreamness; domestic_share of its exports (perimeter of the country), backward = 1 minus it,
    forward = share of its value added in chains across borders (Wang, Wei, Yu and Zhu 2017), vax = value added that
    foreign final demand absorbs (Johnson and Noguera 2012), in the unit of the table. The factorised system is taken
    without the parent and bordered by cluster and rest: two products of (S, n) by (n, n).
    """
    system = as_system(source)
    table, n = system.table, len(system.table.output)
    others = np.delete(np.arange(n), parent.row)
    per, x = system.per_output[others], table.output[others]
    bought, sold = (
        _both(pieces.bought[:, others], parent.bought[others]),
        _both(pieces.sold[:, others], parent.sold[others]),
    )
    outputs = np.stack([figures.output, parent.output - figures.output])
    own = _own_block(parent, pieces)
    left = _without_parent(system, parent.row, others)  # (I - G)^-1 of the others, G_ij = Z_ij / x_i
    forward = _Border((bought * per) @ left.T, sold / outputs[:, :, None], own / outputs[:, None])
    backward = _Border((sold @ left) * per, bought / outputs[:, :, None], own.swapaxes(0, 1) / outputs[:, None])
    ones = np.ones_like(outputs)
    final = _final_of(parent, pieces, abroad=True)
    abroad = table.final_by_country.sum(axis=1) - table.final_by_country[:, parent.economy]
    share_abroad = forward.solve(left @ (per * abroad[others]), final / outputs)
    home = _at_home(system, parent, figures, pieces)
    return {
        "upstreamness": forward.solve(left.sum(axis=1), ones),
        "downstreamness": backward.solve(np.where(x > 0, (x @ left) * per, 1.0), ones),
        **home,
        "vax": figures.value_added * share_abroad,
    }


@dataclass(frozen=True, slots=True)
class _Border:
    """u_o = h + sum_b pushed_b u_b, u_b = base_b + taken_b . u_o + sum_a own_ba u_a, for b in (cluster, rest).

    pushed, taken (2, S, m); own (2, 2, S): own[b, a] weighs u_a in the equation of u_b.
    """

    pushed: Array
    taken: Array
    own: Array

    def solve(self, solved: Array, base: Array) -> Array:
        """u of the cluster (S,), from h (m,) and base (2, S)."""
        m = self.own + np.einsum("bsm,asm->bas", self.taken, self.pushed)
        right = base + self.taken @ solved
        determinant = (1 - m[0, 0]) * (1 - m[1, 1]) - m[0, 1] * m[1, 0]
        return np.asarray(((1 - m[1, 1]) * right[0] + m[0, 1] * right[1]) / determinant)


def _both(cluster: Array, parent: Array) -> Array:
    """Deliveries of cluster and rest (2, S, m)."""
    return np.stack([cluster, parent - cluster])


def _own_block(parent: Parent, pieces: Pieces) -> Array:
    """Deliveries from a to b within the parent cell (2, 2, S), cluster first."""
    rest = parent.own - pieces.within - pieces.from_rest - pieces.to_rest
    return np.array([[pieces.within, pieces.to_rest], [pieces.from_rest, rest]])


def _final_of(parent: Parent, pieces: Pieces, *, abroad: bool = False) -> Array:
    """Final demand for the products of cluster and rest (2, S): all of it, or that of other countries."""
    n = len(parent.bought)
    wanted = parent.buyer[n:] != parent.economy if abroad else np.ones(len(parent.buyer) - n, dtype=np.bool_)
    cluster = pieces.sold[:, n:][:, wanted].sum(axis=1)
    return np.stack([cluster, parent.sold[n:][wanted].sum() - cluster])


def _without_parent(system: System, k: int, others: Indices) -> Array:
    """(I - G)^-1 of the others: with B~ = x^-1 B x of the whole, B~_oo - B~_ok B~_ko / B~_kk."""
    inverse, x, per = system.inverse, system.table.output, system.per_output
    column, row = inverse[others, k], inverse[k, others]
    kept = inverse[np.ix_(others, others)]
    kept -= np.outer(column, row / inverse[k, k])
    kept *= per[others, None]
    kept *= x[others]
    idle = x[others] == 0
    kept[idle, idle] = 1.0
    return np.asarray(kept)


def _at_home(system: System, parent: Parent, figures: Figures, pieces: Pieces) -> Mapping[str, Array]:
    """Domestic share, backward and forward participation: solved within the country's own industries."""
    table = system.table
    home = np.delete(system.rows_of[parent.economy], system.rows_of[parent.economy] == parent.row)
    local = np.linalg.inv(np.eye(len(home)) - system.block(home, home))
    per = system.per_output[home]
    bought, sold = _both(pieces.bought[:, home], parent.bought[home]), _both(pieces.sold[:, home], parent.sold[home])
    outputs = np.stack([figures.output, parent.output - figures.output])
    added = np.stack([figures.value_added, parent.value_added - figures.value_added])
    own = _own_block(parent, pieces)
    backward = _Border((sold * per) @ local, bought / outputs[:, :, None], own.swapaxes(0, 1) / outputs[:, None])
    forward = _Border((bought @ local.T) * per, sold / outputs[:, :, None], own / outputs[:, None])
    domestic = backward.solve(system.value_added_share[home] @ local, added / outputs)
    final = table.final.sum(axis=1)[home]
    at_home = forward.solve((local @ final) * per, _final_of(parent, pieces) / outputs)
    return {"domestic_share": domestic, "backward": 1 - domestic, "forward": 1 - at_home}
