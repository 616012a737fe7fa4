"""Sum the rows and columns of a table into larger countries and sectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from clustermark.methods.valuechain.errors import TableError

if TYPE_CHECKING:
    from clustermark.methods.valuechain.table import Array, Indices, WorldTable

Groups = Mapping[str, Sequence[str]]


def aggregated(table: WorldTable, countries: Groups, sectors: Groups) -> WorldTable:
    """The table with the members of each group summed under its name; what is in no group stays as it is.

    A country of a split stands for all its regions; regions of one country may be merged, and those of different
    countries only with their whole countries, since final demand is known by country.
    """
    regions, to_region = _grouping(table.countries, _by_region(table, countries), "country")
    names, to_sector = _grouping(table.sectors, sectors, "sector")
    split, to_economy = _economies(table, regions, to_region)
    rows = (to_region[:, None] * len(names) + to_sector[None, :]).ravel()
    n = len(regions) * len(names)
    z = _summed(_summed(table.intermediate, rows, n).T, rows, n).T
    categories = table.final.shape[1] // len(table.economies)
    columns = (to_economy[:, None] * categories + np.arange(categories)[None, :]).ravel()
    y = _summed(_summed(table.final, rows, n).T, columns, (int(to_economy.max()) + 1) * categories).T
    given = (table.given_output, table.given_value_added)
    output, value_added = (None if total is None else _summed(total[:, None], rows, n)[:, 0] for total in given)
    published = {name: _summed(total[:, None], rows, n)[:, 0] for name, total in table.published.items()}
    return type(table)(
        z,
        y,
        regions,
        names,
        year=table.year,
        unit=table.unit,
        output=output,
        value_added=value_added,
        split=split,
        tolerance=table.tolerance,
        published=published,
    )


def _by_region(table: WorldTable, groups: Groups) -> dict[str, list[str]]:
    """The groups with each split country replaced by its regions."""
    regions_of: dict[str, list[str]] = {}
    for region, economy in zip(table.countries, table.economy_of_region, strict=True):
        regions_of.setdefault(table.economies[economy], []).append(region)
    split = {country: regions_of[country] for country in table.split}
    return {
        name: [region for member in members for region in split.get(member, [member])]
        for name, members in groups.items()
    }


def _economies(table: WorldTable, regions: tuple[str, ...], to_region: Indices) -> tuple[dict[str, list[str]], Indices]:
    """The split that is left, and for each old economy the place of the new one."""
    members: dict[int, set[int]] = {}
    for old, new in zip(table.economy_of_region, to_region, strict=True):
        members.setdefault(int(new), set()).add(int(old))
    places: dict[int, set[int]] = {}
    for new, olds in members.items():
        for old in olds:
            places.setdefault(old, set()).add(new)
    torn = sorted(
        table.economies[old] for old, news in places.items() if len(news) > 1 for new in news if len(members[new]) > 1
    )
    if torn:
        raise TableError("labels", "groups take some regions of a country together with other countries", torn)
    name_of = {old: regions[min(news)] if len(news) == 1 else table.economies[old] for old, news in places.items()}
    split = {table.economies[old]: [regions[i] for i in sorted(news)] for old, news in places.items() if len(news) > 1}
    order = list(dict.fromkeys(name_of[next(iter(members[new]))] for new in sorted(members)))
    return split, np.array([order.index(name_of[old]) for old in range(len(table.economies))], dtype=np.intp)


def _grouping(labels: tuple[str, ...], groups: Groups, what: str) -> tuple[tuple[str, ...], Indices]:
    group_of = {member: name for name, members in groups.items() for member in members}
    unknown = sorted(member for member in group_of if member not in labels)
    if unknown or sum(map(len, groups.values())) != len(group_of):
        raise TableError("labels", f"groups name a {what} twice, or one that the table does not have", unknown)
    clash = sorted(name for name in groups if name in labels and name not in group_of)
    if clash:
        raise TableError("labels", f"groups have the name of a {what} that is not among their members", clash)
    names = tuple(dict.fromkeys(group_of.get(label, label) for label in labels))
    place = {name: position for position, name in enumerate(names)}
    return names, np.array([place[group_of.get(label, label)] for label in labels], dtype=np.intp)


def _summed(array: Array, to: Indices, size: int) -> Array:
    """Rows of `array` summed into rows `to` of a new array of `size` rows."""
    order = np.argsort(to, kind="stable")
    starts = np.searchsorted(to[order], np.arange(size))
    return np.asarray(np.add.reduceat(array[order], starts, axis=0))
