"""Distances, participation and value-added exports of every cell of a table, as frames.

Columns country and sector, then the measures. With a split the country is the producing region (CN1, CN2), since
these are measures of cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from clustermark.methods.valuechain import positions
from clustermark.methods.valuechain.frames import long_frame
from clustermark.methods.valuechain.system import System, as_system
from clustermark.methods.valuechain.table import Array, WorldTable

if TYPE_CHECKING:
    import polars as pl


def _frame(system: System, values: Mapping[str, Array]) -> pl.DataFrame:
    return long_frame({"country": system.table.countries, "sector": system.table.sectors}, values)


def upstreamness(table: WorldTable | System) -> pl.DataFrame:
    """Column upstreamness: mean number of stages from a cell's output to final demand; `positions` has the formula."""
    system = as_system(table)
    return _frame(system, {"upstreamness": positions.upstreamness(system)})


def downstreamness(table: WorldTable | System) -> pl.DataFrame:
    """Column downstreamness: mean number of stages that went into a cell's output."""
    system = as_system(table)
    return _frame(system, {"downstreamness": positions.downstreamness(system)})


def participation(table: WorldTable | System) -> pl.DataFrame:
    """Columns forward and backward: shares of value added and of final product in chains across borders."""
    system = as_system(table)
    return _frame(system, positions.participation(system))


def production_lengths(table: WorldTable | System) -> pl.DataFrame:
    """Columns plv, plv_domestic, plv_rt, plv_gvc, ply_gvc, position: lengths of a cell's chains."""
    system = as_system(table)
    return _frame(system, positions.production_lengths(system))


def vax(table: WorldTable | System) -> pl.DataFrame:
    """Column vax: value added of a cell that foreign final demand absorbs, in the table's unit."""
    system = as_system(table)
    return _frame(system, {"vax": positions.vax(system)})
