"""What a reader of a table's results should know about the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from clustermark.methods.valuechain.table import Array, WorldTable

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
    x, z = table.output, table.intermediate
    exports = table.exports()
    deliveries, inputs = np.abs(z).sum(axis=1), np.abs(z).sum(axis=0)
    idle, final = x == 0, np.abs(table.final).sum(axis=1) > 0
    exporting = np.abs(exports).sum(axis=1) > 0
    found = [
        _where(table, "zero-output-deliveries", idle & (deliveries > 0), deliveries, error=True),
        _where(table, "zero-output-inputs", idle & (inputs > 0), inputs),
        _where(table, "zero-output-exports", idle & exporting, exports.sum(axis=1)),
        _where(table, "zero-output-final", idle & (deliveries == 0) & final, table.final.sum(axis=1)),
        _where(table, "zero-output", idle & (deliveries == 0) & ~final, x),
        _where(table, "negative-output", np.asarray(x < 0), x),
        _where(table, "negative-value-added", np.asarray(table.value_added < 0), table.value_added),
        _where(table, "negative-final", _negative(table.final), np.minimum(table.final, 0).sum(axis=1)),
        _where(table, "negative-intermediate", _negative(z), np.minimum(z, 0).sum(axis=1)),
        *(_differences(table, name, given) for name, given in table.published.items()),
    ]
    return [oddity for oddity in found if oddity.cells]


def _negative(array: Array) -> NDArray[np.bool_]:
    return np.asarray((array < 0).any(axis=1))


def _where(table: WorldTable, code: str, where: NDArray[np.bool_], values: Array, *, error: bool = False) -> Oddity:
    rows = np.flatnonzero(where)
    return Oddity(code, tuple(table.cell(i) for i in rows), tuple(float(values[i]) for i in rows), error)


def _differences(table: WorldTable, name: str, published: Array) -> Oddity:
    """The ten cells whose published total lies furthest from the sum, and published minus sum."""
    off = published - (table.output if name == "output" else table.value_added)
    scale = np.maximum(np.abs(published), 1.0)
    rows = [
        int(i) for i in np.argsort(-np.abs(off), kind="stable")[:LARGEST] if abs(off[i]) > table.tolerance * scale[i]
    ]
    code = "published-" + name.replace("_", "-")
    return Oddity(code, tuple(table.cell(i) for i in rows), tuple(float(off[i]) for i in rows))
