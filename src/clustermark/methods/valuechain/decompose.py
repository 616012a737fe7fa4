"""Every decomposition of gross trade by one call: which method, for which exporters, how finely."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from clustermark.methods.valuechain import borin_mancini as bm
from clustermark.methods.valuechain import kww, wwz
from clustermark.methods.valuechain.decomposition import TOTAL, WORLD, Decomposition
from clustermark.methods.valuechain.errors import TableError
from clustermark.methods.valuechain.exporter import Exporter, exporter_of
from clustermark.methods.valuechain.self_perimeter import self_perimeter
from clustermark.methods.valuechain.system import System, as_system
from clustermark.methods.valuechain.table import Array, WorldTable

LEVELS = ("country", "sector", "bilateral", "bilateral-sector")
Exporters = Sequence[str] | Mapping[str, Sequence[str]] | str
Members = dict[str, tuple[int, ...]]
Compute = Callable[[Exporter, str], Array]


@dataclass(frozen=True)
class Method:
    """Its terms at each level it has, and what computes them: (terms, cells or N or 1, C or 1) for one exporter."""

    terms: Mapping[str, tuple[str, ...]]
    compute: Compute


def _by_name(function: Callable[[Exporter], bm.Terms], names: tuple[str, ...]) -> Compute:
    return lambda exporter, _: bm.stack(function(exporter), names)


def _whole(function: Callable[[Exporter], Array]) -> Compute:
    return lambda exporter, _: function(exporter)[:, None, None]


def _sink(exporter: Exporter, level: str) -> Array:
    return bm.stack(bm.sink(exporter), bm.SINK_TERMS if level.startswith("bilateral") else bm.NINE_TERMS)


def _world(approach: str) -> Compute:
    return lambda exporter, _: bm.stack(bm.world(exporter, approach), bm.NINE_TERMS)[:, :, None]


def _self(exporter: Exporter, level: str) -> Array:
    return bm.stack(self_perimeter(exporter, level), bm.NINE_TERMS)


METHODS: Mapping[str, Method] = {
    "kww": Method({"country": kww.TERMS}, _whole(kww.kww)),
    "wwz": Method(dict.fromkeys(LEVELS, wwz.TERMS), lambda exporter, _: wwz.wwz(exporter)),
    "bm-exporter-source": Method(dict.fromkeys(LEVELS, bm.SOURCE_TERMS), _by_name(bm.source, bm.SOURCE_TERMS)),
    "my": Method(dict.fromkeys(LEVELS, bm.MY_TERMS), _by_name(bm.source, bm.MY_TERMS)),
    "bm-exporter-sink": Method(
        dict.fromkeys(LEVELS[:2], bm.NINE_TERMS) | dict.fromkeys(LEVELS[2:], bm.SINK_TERMS), _sink
    ),
    "bm-self": Method(dict.fromkeys(LEVELS[1:], bm.NINE_TERMS), _self),
    "bm-world-source": Method({"country": bm.NINE_TERMS}, _world("source")),
    "bm-world-sink": Method({"country": bm.NINE_TERMS}, _world("sink")),
    "bm-importer": Method({"country": bm.IMPORT_TERMS}, _whole(bm.importer)),
    "bmt": Method(dict.fromkeys(LEVELS, bm.TRIPARTITE_TERMS), _by_name(bm.tripartite, bm.TRIPARTITE_TERMS)),
}


def decompose(
    table: WorldTable | System,
    method: str,
    *,
    exporters: Exporters | None = None,
    level: str = "country",
    partners: Sequence[str] | str | None = None,
) -> Decomposition:
    """Decompose gross exports (imports with "bm-importer") of a table.

    method     a key of METHODS: "kww", "wwz", "bm-exporter-source" (five of its terms: "my"), "bm-exporter-sink",
               "bm-self", "bm-world-source", "bm-world-sink", "bm-importer", "bmt"
    exporters  None for all, labels, or {"EU": ["DEU", ...]}: a group is one exporter whose inner trade is domestic.
               For the importer's perimeter these are the importing countries
    level      "country", "sector", "bilateral" (by partner) or "bilateral-sector"
    partners   None for all, or labels; only for the two bilateral levels

    All methods but "bm-self" are additive: coarser levels are sums of finer ones. For few exporters an LU
    factorisation is used and the inverse is never made; pass a System to use either again.
    """
    chosen = METHODS.get(method)
    if chosen is None:
        raise TableError("method", f"there is no method {method!r}; the methods are {', '.join(METHODS)}")
    if level not in chosen.terms:
        raise TableError("level", f"{method} has no level {level!r}; its levels are {', '.join(chosen.terms)}")
    system = as_system(table)
    members = members_of(system.table, exporters)
    to = _partners(system.table, partners, level)
    _prepare(system, members)
    terms = chosen.terms[level]
    by_sector, by_partner = level.endswith("sector"), level.startswith("bilateral")
    sectors = system.table.sectors if by_sector else (TOTAL,)
    names = tuple(system.table.economies[i] for i in to) if by_partner else (WORLD,)
    values = np.empty((len(terms), len(members), len(sectors), len(names)))
    for place, indices in enumerate(members.values()):
        part = chosen.compute(exporter_of(system, indices), level)
        values[:, place] = _at_level(part, len(system.table.sectors), by_sector, to if by_partner else None)
    if system is not table:
        system.exporters.clear()  # they refer to the system: let go of its arrays at once
    notes = exports_without_output(system.table, members)
    year, unit = system.table.year, system.table.unit
    return Decomposition(values, terms, tuple(members), sectors, names, notes, method, level, year, unit)


def members_of(table: WorldTable, exporters: Exporters | None) -> Members:
    """The exporters asked for: label, and the places of its members among the economies."""
    if exporters is None:
        exporters = table.economies
    if isinstance(exporters, str):
        exporters = (exporters,)
    groups = exporters if isinstance(exporters, Mapping) else {label: (label,) for label in exporters}
    if not isinstance(exporters, Mapping) and len(groups) != len(exporters):
        raise TableError("labels", "exporters named twice", sorted({e for e in exporters if exporters.count(e) > 1}))
    place = {label: position for position, label in enumerate(table.economies)}
    asked = [member for members in groups.values() for member in members]
    unknown = sorted({member for member in asked if member not in place})
    repeated = sorted({m for members in groups.values() for m in members if list(members).count(m) > 1})
    empty = sorted(name for name, members in groups.items() if not members or isinstance(members, str))
    if unknown or repeated or empty or not groups:
        raise TableError(
            "labels", "exporters that the table does not have, twice, or groups of none", unknown + repeated + empty
        )
    return {str(name): tuple(sorted(place[member] for member in members)) for name, members in groups.items()}


def _partners(table: WorldTable, partners: Sequence[str] | str | None, level: str) -> list[int]:
    if partners is None:
        return list(range(len(table.economies)))
    if not level.startswith("bilateral"):
        raise TableError("level", f"level {level!r} sums over partners; ask for bilateral or bilateral-sector")
    asked = [partners] if isinstance(partners, str) else list(partners)
    unknown = sorted({label for label in asked if label not in table.economies or asked.count(label) > 1})
    if unknown or not asked:
        raise TableError("labels", "partners that the table does not have, or twice", unknown)
    return [table.economies.index(label) for label in asked]


def _prepare(system: System, members: Members) -> None:
    """Make the inverse for many exporters, since a third of its columns cost as much by LU; never for one."""
    rows = sum(len(system.rows_of[i]) for indices in members.values() for i in indices)
    if not system.has_inverse and len(members) > 1 and 3 * rows > len(system.table.output):
        system.make_inverse()


def _at_level(part: Array, n_sectors: int, by_sector: bool, to: list[int] | None) -> Array:
    """(terms, cells, C) summed over regions, and over the axes that the level does not have."""
    if part.shape[1] > n_sectors:
        part = part.reshape(len(part), -1, n_sectors, part.shape[2]).sum(axis=1)
    if not by_sector and part.shape[1] > 1:
        part = part.sum(axis=1, keepdims=True)
    if to is None:
        return part.sum(axis=2, keepdims=True) if part.shape[2] > 1 else part
    return part if to == list(range(part.shape[2])) else part[:, :, to]


def exports_without_output(table: WorldTable, members: Members) -> tuple[str, ...]:
    """A note for each cell of the exporters that exports without output: its exports are in no term."""
    asked = {index for indices in members.values() for index in indices}
    return tuple(
        f"{table.cell(row)} exports {value:g} {table.unit} without output: in no term of value added"
        for row, value in table.idle_exports
        if int(table.economy_of_row[row]) in asked
    )
