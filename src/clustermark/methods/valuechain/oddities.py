"""What a reader of a table's results should know about the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from clustermark.methods.valuechain.table import Array, Indices, WorldTable

LARGEST = 10


@dataclass(frozen=True)
class Oddity:
    """Something odd of a table: what (`code`), in which cells, how large; `error` where no result can be right."""

    code: str
    cells: tuple[str, ...]
    values: tuple[float, ...]
    error: bool = False


def oddities(table: WorldTable) -> list[Oddity]:
    """The oddities of a table, errors first.

    zero-output-deliveries  no output, yet intermediate deliveries (an error: such a table cannot be solved)
    zero-output-inputs      no output, yet inputs, which are in no other cell's chain
    zero-output-exports     no output, yet exports (inventories that net to zero), which no method can decompose
    zero-output-final       no output, yet final deliveries that net to zero
    zero-output             no output and no deliveries
    negative-output, negative-value-added, negative-final, negative-intermediate: as they say
    published-output, published-value-added: the largest differences of the published totals from the sums
    """
    x, z, y = table.output, table.intermediate, table.final
    idle = np.asarray(x == 0)
    deliveries, inputs, final, exports = (np.zeros_like(x) for _ in range(4))
    rows = np.flatnonzero(idle)  # only these are looked at closely: no copy of a large table is made
    deliveries[rows] = np.abs(z[rows]).sum(axis=1)
    inputs[rows] = np.abs(z[:, rows]).sum(axis=0)
    final[rows] = np.abs(y[rows]).sum(axis=1)
    exporting = np.zeros_like(idle)
    for row, value in table.idle_exports:
        exports[row], exporting[row] = value, True
    found = [
        _where(table, "zero-output-deliveries", idle & (deliveries > 0), deliveries, error=True),
        _where(table, "zero-output-inputs", idle & (inputs > 0), inputs),
        _where(table, "zero-output-exports", exporting, exports),
        _where(table, "zero-output-final", idle & (deliveries == 0) & (final > 0), y[rows].sum(axis=1), at=rows),
        _where(table, "zero-output", idle & (deliveries == 0) & (final == 0), x),
        _where(table, "negative-output", np.asarray(x < 0), x),
        _where(table, "negative-value-added", np.asarray(table.value_added < 0), table.value_added),
        _negative(table, "negative-final", y),
        _negative(table, "negative-intermediate", z),
        *(_differences(table, name, given) for name, given in table.published.items()),
    ]
    return [oddity for oddity in found if oddity.cells]


def _negative(table: WorldTable, code: str, array: Array) -> Oddity:
    """Rows with negative numbers, and the sum of these."""
    rows = np.flatnonzero(array.min(axis=1, initial=0.0) < 0)
    values = np.minimum(array[rows], 0).sum(axis=1)
    return Oddity(code, tuple(table.cell(i) for i in rows), tuple(float(value) for value in values))


def _where(
    table: WorldTable,
    code: str,
    where: NDArray[np.bool_],
    values: Array,
    *,
    at: Indices | None = None,
    error: bool = False,
) -> Oddity:
    """The cells where something holds, with their values; `at` are the rows that `values` speak of."""
    rows = np.flatnonzero(where)
    place = rows if at is None else np.searchsorted(at, rows)
    return Oddity(code, tuple(table.cell(i) for i in rows), tuple(float(values[i]) for i in place), error)


def _differences(table: WorldTable, name: str, published: Array) -> Oddity:
    """The ten cells whose published total lies furthest from the sum, and published minus sum."""
    off = published - (table.output if name == "output" else table.value_added)
    scale = np.maximum(np.abs(published), 1.0)
    rows = [
        int(i) for i in np.argsort(-np.abs(off), kind="stable")[:LARGEST] if abs(off[i]) > table.tolerance * scale[i]
    ]
    code = "published-" + name.replace("_", "-")
    return Oddity(code, tuple(table.cell(i) for i in rows), tuple(float(off[i]) for i in rows))
