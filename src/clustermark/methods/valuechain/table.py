"""An inter-country input-output table: deliveries between industries, and to final demand, of all countries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


class TableError(ValueError):
    """A table or a request that cannot be used; `cells` names where, `code` what is wrong."""

    def __init__(self, code: str, message: str, cells: Sequence[str] = ()) -> None:
        self.code = code
        self.cells = tuple(cells)
        named = ", ".join(self.cells[:8]) + (f" and {len(self.cells) - 8} more" if len(self.cells) > 8 else "")
        super().__init__(f"{message}: {named}" if named else message)


@dataclass(frozen=True)
class Oddity:
    """Something of a table that a reader of its results should know: what, in which cells, how large."""

    code: str
    cells: tuple[str, ...]
    values: tuple[float, ...]
    error: bool = False


def _labels(names: Sequence[str], what: str) -> tuple[str, ...]:
    labels = tuple(str(name) for name in names)
    repeated = sorted({label for label in labels if labels.count(label) > 1})
    if repeated or not labels:
        raise TableError("labels", f"repeated or missing {what} labels", repeated)
    return labels


def _numbers(values: ArrayLike, what: str, shape: tuple[int, ...] | None = None) -> Array:
    array = np.asarray(values)
    if not np.issubdtype(array.dtype, np.number) or np.issubdtype(array.dtype, np.complexfloating):
        raise TableError("type", f"{what} holds {array.dtype}, not numbers")
    array = np.asarray(array, dtype=np.float64)
    if shape is not None and array.shape != shape:
        raise TableError("shape", f"{what} has shape {array.shape}, not {shape}")
    return array


class WorldTable:
    """Deliveries of G producing regions with N sectors each to one another and to the final demand of C countries.

    intermediate  Z (G*N, G*N): what the row cell delivers to the column cell; rows country-major
    final         Y (G*N, C*F): what the row cell delivers to each country's F categories of final demand
    countries     the G labels of the producing regions; sectors: the N labels
    output        x (G*N); the row sums of Z and Y unless given
    value_added   va (G*N); x minus the column sums of Z unless given
    split         {"CHN": ["CN1", "CN2"]}: these regions belong to one country, which takes the place of the first in
                  `economies`; final demand stays with the country, so that C may be less than G
    tolerance     how far given totals may lie from the sums, relative to the cell's output

    Raises TableError with the cells for NaN and infinities, shapes, repeated labels, and unbalanced totals.
    """

    def __init__(
        self,
        intermediate: ArrayLike,
        final: ArrayLike,
        countries: Sequence[str],
        sectors: Sequence[str],
        *,
        year: int | None = None,
        unit: str = "million USD",
        output: ArrayLike | None = None,
        value_added: ArrayLike | None = None,
        split: Mapping[str, Sequence[str]] | None = None,
        tolerance: float = 1e-6,
    ) -> None:
        self.countries = _labels(countries, "country")
        self.sectors = _labels(sectors, "sector")
        self.year, self.unit, self.tolerance = year, unit, tolerance
        self.split = {country: tuple(regions) for country, regions in (split or {}).items()}
        self.economies, self.economy_of_region = self._economies()
        n = len(self.countries) * len(self.sectors)
        self.intermediate = _numbers(intermediate, "intermediate", (n, n))
        self.final = _numbers(final, "final")
        if self.final.ndim != 2 or self.final.shape[0] != n or self.final.shape[1] % len(self.economies):
            expected = f"({n}, {len(self.economies)} x categories)"
            raise TableError("shape", f"final has shape {self.final.shape}, not {expected}")
        self._require_finite()
        self.given_output = None if output is None else _numbers(output, "output", (n,))
        self.given_value_added = None if value_added is None else _numbers(value_added, "value_added", (n,))
        self._require_balance()

    def _economies(self) -> tuple[tuple[str, ...], Indices]:
        country_of = {region: country for country, regions in self.split.items() for region in regions}
        unknown = sorted(region for region in country_of if region not in self.countries)
        clash = sorted(country for country in self.split if country in self.countries)
        if unknown or clash or sum(map(len, self.split.values())) != len(country_of):
            raise TableError(
                "labels", "split names regions that the table does not have, twice, or a region's own", unknown + clash
            )
        names = tuple(dict.fromkeys(country_of.get(region, region) for region in self.countries))
        place = {name: position for position, name in enumerate(names)}
        of_region = np.array([place[country_of.get(region, region)] for region in self.countries], dtype=np.intp)
        return names, of_region

    def _require_finite(self) -> None:
        for what, array in (("intermediate", self.intermediate), ("final", self.final)):
            if not np.isfinite(np.sum(array)):  # one pass; a NaN or infinity anywhere shows in the sum
                rows, columns = np.nonzero(~np.isfinite(array))
                cells = [f"{self.cell(row)} column {column + 1}" for row, column in zip(rows, columns, strict=True)]
                if cells:
                    raise TableError("not-finite", f"{what} holds NaN or infinite values", cells)

    def _require_balance(self) -> None:
        scale = np.maximum(np.abs(self.row_sums), 1.0)
        for code, given, summed in (
            ("output", self.given_output, self.row_sums),
            ("value_added", self.given_value_added, self.output - self.intermediate.sum(axis=0)),
        ):
            if given is not None:
                off = np.flatnonzero(~(np.abs(given - summed) <= self.tolerance * scale))
                if off.size:
                    raise TableError("unbalanced", f"given {code} differs from the sums", [self.cell(i) for i in off])

    def cell(self, index: int | np.integer[Any]) -> str:
        """The name of a row: "CHN:c4"."""
        region, sector = divmod(int(index), len(self.sectors))
        return f"{self.countries[region]}:{self.sectors[sector]}"

    @cached_property
    def row_sums(self) -> Array:
        """Row sums of Z and Y."""
        return np.asarray(self.intermediate.sum(axis=1) + self.final.sum(axis=1))

    @property
    def output(self) -> Array:
        """x (G*N): gross output."""
        return self.row_sums if self.given_output is None else self.given_output

    @cached_property
    def value_added(self) -> Array:
        """va (G*N): output minus intermediate inputs."""
        if self.given_value_added is not None:
            return self.given_value_added
        return np.asarray(self.output - self.intermediate.sum(axis=0))

    @cached_property
    def final_by_country(self) -> Array:
        """Y (G*N, C): final demand summed over its categories."""
        n, c = self.final.shape[0], len(self.economies)
        return np.asarray(self.final.reshape(n, c, -1).sum(axis=2))

    @cached_property
    def economy_of_row(self) -> Indices:
        """For each row the index of its country in `economies`."""
        return np.repeat(self.economy_of_region, len(self.sectors))

    @cached_property
    def sector_of_row(self) -> Indices:
        """For each row the index of its sector."""
        return np.tile(np.arange(len(self.sectors), dtype=np.intp), len(self.countries))

    def check(self) -> list[Oddity]:
        """What a reader of this table's results should know, worst first.

        zero-output-deliveries  no output, yet intermediate deliveries (an error: such a table cannot be solved)
        zero-output-exports     no output, yet exports, which therefore cannot be decomposed
        zero-output             no output
        negative-value-added, negative-output, negative-final: as they say
        """
        x, exports = self.output, self.exports()
        deliveries = np.abs(self.intermediate).sum(axis=1)
        with_final = np.abs(self.final).sum(axis=1)
        idle = x == 0
        found = [
            self._oddity("zero-output-deliveries", idle & (deliveries > 0), deliveries, error=True),
            self._oddity("zero-output-exports", idle & (np.abs(exports).sum(axis=1) > 0), exports.sum(axis=1)),
            self._oddity("zero-output", idle & (deliveries == 0) & (with_final == 0), x),
            self._oddity("zero-output-final", idle & (deliveries == 0) & (with_final > 0), self.final.sum(axis=1)),
            self._oddity("negative-output", np.asarray(x < 0), x),
            self._oddity("negative-value-added", np.asarray(self.value_added < 0), self.value_added),
            self._oddity(
                "negative-final", np.asarray((self.final < 0).any(axis=1)), np.minimum(self.final, 0).sum(axis=1)
            ),
        ]
        return [oddity for oddity in found if oddity.cells]

    def _oddity(self, code: str, where: NDArray[np.bool_], values: Array, *, error: bool = False) -> Oddity:
        rows = np.flatnonzero(where)
        return Oddity(code, tuple(self.cell(i) for i in rows), tuple(float(values[i]) for i in rows), error)

    def exports(self) -> Array:
        """E (G*N, C): what each cell delivers to each country, intermediate and final; 0 to its own country."""
        c = len(self.economies)
        deliveries = np.zeros((self.intermediate.shape[0], c))
        sums = np.add.reduceat(self.intermediate, np.arange(0, len(self.economy_of_row), len(self.sectors)), axis=1)
        for region, economy in enumerate(self.economy_of_region):
            deliveries[:, economy] += sums[:, region]
        deliveries += self.final_by_country
        deliveries[np.arange(len(deliveries)), self.economy_of_row] = 0.0
        return deliveries

    def aggregate(
        self,
        countries: Mapping[str, Sequence[str]] | None = None,
        sectors: Mapping[str, Sequence[str]] | None = None,
    ) -> "WorldTable":
        """The table with members summed under the names given; what is in no group stays as it is."""
        names_c, to_c = _grouping(self.countries, countries or {}, "country")
        names_s, to_s = _grouping(self.sectors, sectors or {}, "sector")
        if self.split and countries:
            raise TableError("labels", "aggregate the countries of a table without a split", tuple(self.split))
        rows = (to_c[:, None] * len(names_s) + to_s[None, :]).ravel()
        n = len(names_c) * len(names_s)
        z = _sum_groups(_sum_groups(self.intermediate, rows, n).T, rows, n).T
        categories = self.final.shape[1] // len(self.economies)
        to_economy = to_c if not self.split else np.arange(len(self.economies), dtype=np.intp)
        columns = (to_economy[:, None] * categories + np.arange(categories)[None, :]).ravel()
        width = (int(to_economy.max()) + 1) * categories
        y = _sum_groups(_sum_groups(self.final, rows, n).T, columns, width).T
        return WorldTable(z, y, names_c, names_s, year=self.year, unit=self.unit, split=self.split)


def _grouping(
    labels: tuple[str, ...], groups: Mapping[str, Sequence[str]], what: str
) -> tuple[tuple[str, ...], Indices]:
    group_of = {member: name for name, members in groups.items() for member in members}
    unknown = sorted(member for member in group_of if member not in labels)
    if unknown or sum(map(len, groups.values())) != len(group_of):
        raise TableError("labels", f"groups name a {what} twice, or one that the table does not have", unknown)
    names = tuple(dict.fromkeys(group_of.get(label, label) for label in labels))
    place = {name: position for position, name in enumerate(names)}
    return names, np.array([place[group_of.get(label, label)] for label in labels], dtype=np.intp)


def _sum_groups(array: Array, to: Indices, size: int) -> Array:
    out = np.zeros((size, array.shape[1]))
    np.add.at(out, to, array)
    return out
