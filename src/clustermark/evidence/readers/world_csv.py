"""World tables as one matrix in a CSV file, alone or in a zip: OECD ICIO, FIGARO, and the user table of Stata's icio.

The file is read line by line into the arrays of the table; nothing else of it is kept in memory.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from clustermark.evidence.readers.world_blocks import Array, BadCells, Blocks, Key, Progress
from clustermark.methods.valuechain import TableError, WorldTable

STEP = 2**24  # bytes between two words on progress
LONGEST = 2**26  # characters of a line; 20,000 columns need half a million
_ICIO_FINAL = re.compile(r"HFCE|NPISH|NPS|GGFC|GFCF|INVNT|INV|DIRP|P33|DPABR")
_FIGARO_FINAL = re.compile(r"P[35]\w*")  # P85 is an industry


@dataclass
class Columns:
    """What each column of a file is: the place in the table of those that are in it."""

    names: list[str]
    rows: list[Key]
    finals: list[Key]
    of_rows: list[int]
    of_finals: list[int]


@dataclass
class Lines:
    """Lines of text with their numbers, and how far the file is read."""

    file: io.TextIOBase
    size: int
    progress: Progress | None
    tell: Callable[[], int]
    number: int = 0
    told: int = field(default=0)

    def rest_of_line(self) -> str:
        """The text up to the end of the line. Raises TableError for one longer than any table's."""
        line = self.file.readline(LONGEST)
        if len(line) == LONGEST:
            raise TableError("file", f"line {self.number + 1} is longer than {LONGEST} characters")
        return line

    def __iter__(self) -> Iterator[str]:
        while line := self.rest_of_line():
            self.number += 1
            if self.progress and self.tell() - self.told >= STEP:
                self.told = self.tell()
                self.progress(min(self.told, self.size), self.size)
            if line.strip():
                yield line.rstrip("\r\n")
        if self.progress:
            self.progress(self.size, self.size)


@contextmanager
def lines_of(path: Path, year: int | None, progress: Progress | None) -> Iterator[Lines]:
    """The lines of a CSV file, or of the one of a zip that is meant. Raises TableError."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            member = _member(archive, year)
            with archive.open(member) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
                yield Lines(text, member.file_size, progress, raw.tell)
    else:
        with path.open("rb") as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
            yield Lines(text, path.stat().st_size, progress, raw.tell)


def _member(archive: zipfile.ZipFile, year: int | None) -> zipfile.ZipInfo:
    found = [item for item in archive.infolist() if item.filename.lower().endswith(".csv")]
    if year is not None and len(found) > 1:
        found = [item for item in found if str(year) in Path(item.filename).name]
    if len(found) != 1:
        names = [item.filename for item in archive.infolist()]
        raise TableError("file", "the archive does not hold the one CSV file that is meant; name a year", names)
    return found[0]


def cells_of(line: str, separator: str = ",") -> list[str]:
    """The cells of a line; quotes are honoured."""
    return next(csv.reader([line], delimiter=separator)) if '"' in line else line.split(separator)


def read_icio(path: Path, *, year: int | None, blank_is_zero: bool, progress: Progress | None) -> Blocks:
    """OECD ICIO, editions 2016 to 2025: labels REGION_SECTOR, totals in the last rows and column."""
    return _read_labelled(path, _icio_final, _icio_total, year, blank_is_zero, progress)


def read_figaro(path: Path, *, year: int | None, blank_is_zero: bool, progress: Progress | None) -> Blocks:
    """FIGARO matrix: labels REGION_SECTOR, rows of region W2 are value added and taxes."""
    return _read_labelled(path, _figaro_final, lambda label: label.startswith("W2_"), year, blank_is_zero, progress)


def _icio_final(label: str) -> Key | None:
    first, _, rest = label.partition("_")
    if _ICIO_FINAL.fullmatch(rest):
        return first, rest
    return (rest, first) if _ICIO_FINAL.fullmatch(first) else None  # 2016 has the component first


def _icio_total(label: str) -> bool:
    return label in ("OUT", "OUTPUT", "TOTAL", "DISC", "VA", "VALU", "TLS", "VA+TAXSUB") or label.endswith("_TAXSUB")


def _figaro_final(label: str) -> Key | None:
    region, _, code = label.partition("_")
    return (region, code) if _FIGARO_FINAL.fullmatch(code) else None


def cell_key(label: str) -> Key:
    """Region and sector of a label, parted at its first underscore; CPA_ before a product is left out."""
    region, mark, sector = label.partition("_")
    if not mark or not region or not sector:
        raise TableError("labels", "labels are not REGION_SECTOR", [label])
    return region, sector.removeprefix("CPA_")


def _columns(header: Sequence[str], final: Callable[[str], Key | None], total: Callable[[str], bool]) -> Columns:
    names = [name.strip() for name in header]
    out = Columns(names, [], [], [], [])
    for place, name in enumerate(names[1:], start=1):
        if not name or total(name):
            continue
        demand = final(name)
        if demand is not None:
            out.finals.append(demand)
            out.of_finals.append(place - 1)
        else:
            out.rows.append(cell_key(name))
            out.of_rows.append(place - 1)
    if not out.rows or not out.finals:
        raise TableError("layout", "the header has no sectors or no final demand of this layout", names[:5])
    return out


def _read_labelled(
    path: Path,
    final: Callable[[str], Key | None],
    total: Callable[[str], bool],
    year: int | None,
    blank_is_zero: bool,
    progress: Progress | None,
) -> Blocks:
    with lines_of(path, year, progress) as lines:
        source = iter(lines)
        columns = _columns(cells_of(next(source, "")), final, total)
        place = {key: position for position, key in enumerate(columns.rows)}
        z = np.zeros((len(place), len(columns.rows)))
        y = np.zeros((len(place), len(columns.finals)))
        seen = np.zeros(len(place), dtype=bool)
        totals: dict[str, Array] = {}
        bad = BadCells(blank_is_zero)
        for line in source:
            cells = cells_of(line)
            label = cells[0].strip()
            if len(cells) != len(columns.names):
                message = f"line {lines.number} has {len(cells)} cells where the header has {len(columns.names)}"
                raise TableError("shape", message, [label[:40]])
            if total(label):
                values = BadCells(True).numbers(cells[1:], lines.number, columns.names[1:])
                totals[label] = values[columns.of_rows]
                continue
            at = place.get(cell_key(label))
            if at is None or seen[at]:
                raise TableError("labels", "rows have no column, or come twice", [f"line {lines.number}: {label[:40]}"])
            values = bad.numbers(cells[1:], lines.number, columns.names[1:])
            z[at], y[at], seen[at] = values[columns.of_rows], values[columns.of_finals], True
    bad.tell()
    missing = [" ".join(columns.rows[i]) for i in np.flatnonzero(~seen)]
    if missing:
        raise TableError("labels", "columns have no row", missing)
    return Blocks(columns.rows, columns.finals, z, y, _given(totals))


def _given(totals: dict[str, Array]) -> dict[str, Array]:
    """Published output, and value added with the taxes, as the residual of the table has them in it."""
    output = [total for label, total in totals.items() if label in ("OUT", "OUTPUT")]
    added = [total for label, total in totals.items() if label not in ("OUT", "OUTPUT", "TOTAL", "DISC")]
    given = {"output": output[0]} if output else {}
    return given | ({"value_added": np.sum(added, axis=0)} if added else {})


def read_bare(path: Path, *, year: int | None, unit: str, blank_is_zero: bool, progress: Progress | None) -> WorldTable:
    """The user table of Stata's, R's and Julia's icio: numbers only, [Z | final demand], labels beside it.

    Final demand has one or more columns (uses) a country. Beside table.csv lies table_countries.csv or countries.csv,
    one code a line, and perhaps sectors likewise; without them the sectors are sector1, sector2, ...
    """
    countries = _beside(path, "countries")
    if countries is None:
        raise TableError("file", "no file of country codes lies beside the table", [f"{path.stem}_countries.csv"])
    bad, rows = BadCells(blank_is_zero), []
    with lines_of(path, year, progress) as lines:
        separator = ""
        for line in lines:
            separator = separator or next((mark for mark in ";\t," if mark in line), ",")
            cells = cells_of(line, separator)
            rows.append(bad.numbers(cells, lines.number, [str(i + 1) for i in range(len(cells))]))
            if len(rows[-1]) != len(rows[0]):
                message = f"line {lines.number} has {len(rows[-1])} cells where the first has {len(rows[0])}"
                raise TableError("shape", message)
    bad.tell()
    n, width = len(rows), len(rows[0]) if rows else 0
    if not n or n % len(countries) or width <= n or (width - n) % len(countries):
        wanted = "rows x (rows + countries x uses)"
        raise TableError("shape", f"{n} rows and {width} columns are no table of {len(countries)} countries: {wanted}")
    sectors = _beside(path, "sectors") or [f"sector{i + 1}" for i in range(n // len(countries))]
    values = np.array(rows)
    return WorldTable(values[:, :n], values[:, n:], countries, sectors, year=year, unit=unit)


def _beside(path: Path, what: str) -> list[str] | None:
    for name in (f"{path.stem}_{what}.csv", f"{what}.csv"):
        file = path.with_name(name)
        if file.is_file() and file != path:
            with lines_of(file, None, None) as lines:
                return [cells_of(line)[0].strip() for line in lines]
    return None
