"""An inter-country input-output table: deliveries between industries, and to final demand, of all countries."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustermark.methods.valuechain.aggregation import aggregated
from clustermark.methods.valuechain.errors import TableError
from clustermark.methods.valuechain.oddities import Oddity, oddities

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


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
    split         {"CHN": ["CN1", "CN2"]}: these regions (and one of the country's own name) belong to one country,
                  which takes the place of the first in `economies`; final demand stays with the country, so that C may
                  be less than G
    tolerance     how far given totals may lie from the sums, relative to the cell's output
    published     {"output": x, "value_added": va}: totals as a publisher prints them, which only `check` looks at

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
        published: Mapping[str, ArrayLike] | None = None,
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
        self.published = {name: _numbers(total, name, (n,)) for name, total in (published or {}).items()}
        self._require_balance()

    def _economies(self) -> tuple[tuple[str, ...], Indices]:
        country_of = {region: country for country, regions in self.split.items() for region in regions}
        unknown = sorted(region for region in country_of if region not in self.countries)
        repeated = sum(map(len, self.split.values())) != len(country_of)
        nested = sorted(country for country in self.split if country_of.get(country, country) != country)
        if unknown or repeated or nested:
            raise TableError("labels", "split names regions that the table does not have, or twice", unknown + nested)
        names = tuple(dict.fromkeys(country_of.get(region, region) for region in self.countries))
        place = {name: position for position, name in enumerate(names)}
        of_region = np.array([place[country_of.get(region, region)] for region in self.countries], dtype=np.intp)
        return names, of_region

    def _require_finite(self) -> None:
        if np.all(np.isfinite(self.row_sums)):  # a NaN or infinity anywhere shows in its row's sum
            return
        for what, array in (("intermediate", self.intermediate), ("final", self.final)):
            rows, columns = np.nonzero(~np.isfinite(array))
            cells = [f"{self.cell(row)} column {column + 1}" for row, column in zip(rows, columns, strict=True)]
            if cells:
                raise TableError("not-finite", f"{what} holds NaN or infinite values", cells)
        raise TableError(
            "not-finite", "sums are infinite", [self.cell(i) for i in np.nonzero(~np.isfinite(self.row_sums))[0]]
        )

    def _require_balance(self) -> None:
        scale = np.maximum(np.abs(self.row_sums), 1.0)
        for code, given, summed in (
            ("output", self.given_output, self.row_sums),
            ("value_added", self.given_value_added, self.output - self.intermediate.sum(axis=0)),
        ):
            if given is not None:
                if not np.all(np.isfinite(given)):
                    cells = [self.cell(i) for i in np.flatnonzero(~np.isfinite(given))]
                    raise TableError("not-finite", f"{code} holds NaN or infinite values", cells)
                off = np.flatnonzero(~(np.abs(given - summed) <= self.tolerance * scale))
                if off.size:
                    raise TableError(
                        "unbalanced", f"unbalanced: given {code} differs from the sums", [self.cell(i) for i in off]
                    )

    def cell(self, index: int | np.integer[Any]) -> str:
        """The name of a row: "CHN:c4"."""
        region, sector = divmod(int(index), len(self.sectors))
        return f"{self.countries[region]}:{self.sectors[sector]}"

    @cached_property
    def row_sums(self) -> Array:
        """Row sums of Z and Y."""
        with np.errstate(invalid="ignore", over="ignore"):  # told as cells that are not finite
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
        """What a reader of this table's results should know, errors first; `oddities` lists the codes."""
        return oddities(self)

    def exports(self) -> Array:
        """E (G*N, C): what each cell delivers to each country, intermediate and final; 0 to its own country."""
        return self.exports_of(np.arange(len(self.economy_of_row), dtype=np.intp))

    def exports_of(self, rows: Indices) -> Array:
        """The rows asked for of E."""
        deliveries = self.final_by_country[rows].copy()
        z = self.intermediate if len(rows) == len(self.intermediate) else self.intermediate[rows]
        sums = np.add.reduceat(z, np.arange(0, len(self.economy_of_row), len(self.sectors)), axis=1)
        for region, economy in enumerate(self.economy_of_region):
            deliveries[:, economy] += sums[:, region]
        deliveries[np.arange(len(rows)), self.economy_of_row[rows]] = 0.0
        return deliveries

    @cached_property
    def idle_exports(self) -> tuple[tuple[int, float], ...]:
        """Rows without output that export all the same, and their exports: no method can decompose these."""
        idle = np.flatnonzero(self.output == 0)
        exports = self.exports_of(idle)
        return tuple((int(row), float(e.sum())) for row, e in zip(idle, exports, strict=True) if np.any(e))

    def aggregate(
        self,
        countries: Mapping[str, Sequence[str]] | None = None,
        sectors: Mapping[str, Sequence[str]] | None = None,
    ) -> "WorldTable":
        """The table with members summed under the names given; what is in no group stays as it is."""
        return aggregated(self, countries or {}, sectors or {})
