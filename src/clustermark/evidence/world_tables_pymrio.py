"""World tables that pymrio parses: EXIOBASE, Eora26, GLORIA. Needs the extra: pip install "clustermark[pymrio]".

import pymrio
table = from_pymrio(pymrio.parse_exiobase3("IOT_2019_ixi.zip"), year=2019, unit="million EUR")
"""

from typing import Any

import numpy as np

from clustermark.evidence.readers.world_blocks import Blocks, Key, world_table
from clustermark.methods.valuechain import TableError, WorldTable


def from_pymrio(system: Any, *, year: int | None = None, unit: str | None = None) -> WorldTable:
    """The flows of a pymrio IOSystem (its Z and Y; run `calc_all` first where only A is there) as a world table.

    Regions and sectors stay in its order. pymrio merges the processing parts of China and Mexico when it reads OECD
    tables: read those with read_world_table. Its unit column is used where all rows share one. Raises TableError.
    """
    if getattr(system, "Z", None) is None or getattr(system, "Y", None) is None:
        raise TableError("layout", "the system has no Z or no Y; run its calc_all() first")
    rows, columns = _keys(system.Z.index), _keys(system.Z.columns)
    if rows != columns or rows != _keys(system.Y.index):
        raise TableError("labels", "Z and Y have not the same cells in the same order")
    z, y = (np.asarray(frame.to_numpy(), dtype=np.float64) for frame in (system.Z, system.Y))
    blocks = Blocks(rows, _keys(system.Y.columns), z, y)
    return world_table(blocks, year=year, unit=unit or _unit(system) or "unit not stated")


def _keys(labels: Any) -> list[Key]:
    """(region, sector) of each label; other levels of it are left out."""
    keys = [tuple(str(part) for part in (label if isinstance(label, tuple) else (label,))) for label in labels]
    short = [" ".join(key) for key in keys if len(key) < 2]
    if short:
        raise TableError("labels", "labels are not region and sector", short[:5])
    return [(key[0], key[1]) for key in keys]


def _unit(system: Any) -> str | None:
    """The unit of all rows, if it is one."""
    frame = getattr(system, "unit", None)
    if frame is None:
        return None
    units = {str(value) for value in np.asarray(frame.to_numpy()).ravel()}
    return units.pop() if len(units) == 1 else None
