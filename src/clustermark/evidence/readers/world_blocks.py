"""What every reader of world tables ends in: labelled blocks of numbers, put in one order and checked."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clustermark.methods.valuechain import TableError, WorldTable

Array = NDArray[np.float64]
Key = tuple[str, str]  # region and sector, or country and category of final demand
Progress = Callable[[int, int], None]  # done and all, in bytes or rows
LISTED = 50  # bad cells that a message can name

_PART_OF = re.compile(r"(CN|MX)\d")
_WHOLE = {"CN": "CHN", "MX": "MEX"}


@dataclass
class Blocks:
    """Intermediate (rows, rows) and final (rows, finals) with the labels of their rows and columns.

    `given` has the totals that a publisher prints, by the cells of `rows`; they are told by `check`, never used.
    """

    rows: Sequence[Key]
    finals: Sequence[Key]
    intermediate: Array
    final: Array
    given: Mapping[str, Array] = field(default_factory=dict)


def world_table(blocks: Blocks, *, year: int | None, unit: str) -> WorldTable:
    """The blocks as a table: country-major rows, final demand in the order of the countries, splits found.

    Raises TableError for cells that are missing or come twice.
    """
    regions = tuple(dict.fromkeys(region for region, _ in blocks.rows))
    sectors = tuple(dict.fromkeys(sector for _, sector in blocks.rows))
    order = _order(blocks.rows, [(region, sector) for region in regions for sector in sectors], "rows")
    with_demand = tuple(dict.fromkeys(country for country, _ in blocks.finals))
    split = _split(regions, with_demand)
    country_of = {region: country for country, members in split.items() for region in members}
    economies = tuple(dict.fromkeys(country_of.get(region, region) for region in regions))
    categories = tuple(dict.fromkeys(category for _, category in blocks.finals))
    columns = _order(blocks.finals, [(c, f) for c in economies for f in categories], "columns of final demand")
    in_order = np.array_equal(order, np.arange(len(order)))
    z = blocks.intermediate if in_order else blocks.intermediate[np.ix_(order, order)]
    return WorldTable(
        z,
        blocks.final[order][:, columns],
        regions,
        sectors,
        year=year,
        unit=unit,
        split=split or None,
        published={name: total[order] for name, total in blocks.given.items()},
    )


def _order(keys: Sequence[Key], wanted: Sequence[Key], what: str) -> NDArray[np.intp]:
    place = {key: position for position, key in enumerate(keys)}
    missing = [" ".join(key) for key in wanted if key not in place]
    if missing or len(place) != len(keys):
        twice = sorted({" ".join(key) for key in keys if keys.count(key) > 1}) if len(place) != len(keys) else []
        raise TableError("labels", f"{what} are missing or come twice", missing + twice)
    known = set(wanted)
    left = [" ".join(key) for key in keys if key not in known]
    if left:
        raise TableError("labels", f"{what} belong to no country of the table", left)
    return np.array([place[key] for key in wanted], dtype=np.intp)


def _split(regions: Sequence[str], with_demand: Sequence[str]) -> dict[str, list[str]]:
    """Producing regions without final demand of their own: parts of China and Mexico."""
    split: dict[str, list[str]] = {}
    for region in regions:
        if region not in with_demand:
            found = _PART_OF.fullmatch(region)
            if not found or _WHOLE[found[1]] not in with_demand:
                raise TableError("labels", "regions have no columns of final demand", [region])
            split.setdefault(_WHOLE[found[1]], []).append(region)
    return {country: [*([country] if country in regions else []), *members] for country, members in split.items()}


class BadCells:
    """Collects the cells of a file that are no numbers, to tell them together."""

    def __init__(self, blank_is_zero: bool) -> None:
        self.blank_is_zero = blank_is_zero
        self.found: list[str] = []
        self.count = 0

    def number(self, cell: object, row: int, column: str) -> float:
        """The number in a cell; 0 and a note for what is none."""
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return float(cell)
        written = "" if cell is None else str(cell).strip()
        if not written and self.blank_is_zero:
            return 0.0
        try:
            return float(written)
        except ValueError:
            self.count += 1
            if len(self.found) < LISTED:
                self.found.append(
                    f"row {row} column {column}: {written[:40]!r}" if written else f"row {row} column {column}: blank"
                )
            return 0.0

    def numbers(self, cells: Sequence[Any], row: int, columns: Sequence[str]) -> Array:
        """A row of cells as numbers, fast where all are."""
        try:
            return np.array(cells, dtype=np.float64)
        except (TypeError, ValueError):
            return np.array([self.number(cell, row, name) for cell, name in zip(cells, columns, strict=True)])

    def tell(self) -> None:
        """Raises TableError where there were any."""
        if self.found:
            more = f" ({self.count} cells)" if self.count > len(self.found) else ""
            raise TableError("numbers", f"cells hold no number{more}", self.found)
