"""Reads and keeps world input-output tables: published releases, matrices of one's own, and the factorisation.

Which readers have met a real release, and what each file looks like, is in docs/methods/valuechain-tables.md.
"""

import csv
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from clustermark.evidence.readers.r_data import read_r_data
from clustermark.evidence.readers.world_blocks import Progress, world_table
from clustermark.evidence.readers.world_csv import lines_of, read_bare, read_figaro, read_icio
from clustermark.evidence.readers.world_long import read_long
from clustermark.evidence.readers.world_npz import read_npz, write_npz
from clustermark.evidence.readers.world_r import has_wiod_list, wiod_frame, wiod_list
from clustermark.evidence.readers.world_sheet import read_sheet
from clustermark.evidence.world_tables_cache import cached_system
from clustermark.methods.valuechain import TableError, WorldTable
from clustermark.study.model import WORLD_LAYOUTS, WorldLayout

Layout = WorldLayout
LAYOUTS: tuple[str, ...] = WORLD_LAYOUTS
USD = "million USD"
R_FILES = (".rdata", ".rda", ".rds")


@dataclass(frozen=True)
class Asked:
    """What a reader is to read."""

    path: Path
    year: int | None
    unit: str | None
    blank_is_zero: bool
    progress: Progress | None


def read_world_table(
    path: str | Path,
    layout: Layout,
    year: int | None = None,
    *,
    unit: str | None = None,
    blank: Literal["error", "zero"] = "error",
    progress: Progress | None = None,
) -> WorldTable:
    """Read a world table.

    layout    "npz"         what write_world_table wrote (file or folder), or inter, final, countries, industries
              "wiod2013"    the workbook (WIOT09_ROW_Apr12.xlsx) or the wiod package's wiot_2009.RData
              "wiod2016"    the workbook (.xlsb, .xlsx) or WIOT2014_October16_ROW.RData
              "oecd-icio"   the CSV of any edition, also inside its zip; CN1, CN2, MX1, MX2 become a split
              "figaro"      the matrix or the flat CSV, also inside its zip
              "adb-mrio"    the workbook
              "matrix-csv"  numbers only, [Z | Y], as icio takes it, with the country codes in a file beside it
              "long"        a line a cell: row_country, row_item, col_country, col_item, value (and year)
    year      which year of a file or archive that holds several; for others a label
    unit      what the numbers are, where the layout does not say
    blank     what an empty cell is; a missing number is no zero unless you say so
    progress  is called with the bytes (of workbooks the rows) read and in all

    Given totals of a release are compared by `check()` and never used: output is the sum of a row, value added the rest
    of a column, so that it holds net taxes on products too. Raises TableError with the cells, or where the file is not
    of the layout.
    """
    file = Path(path)
    if layout not in LAYOUTS:
        raise TableError("layout", f"there is no layout {layout!r}; the layouts are {', '.join(LAYOUTS)}")
    if not file.exists():
        raise TableError("file", "there is no such file", [str(path)])
    try:
        return _READERS[layout](Asked(file, year, unit, blank == "zero", progress))
    except UnicodeDecodeError:
        raise TableError("file", "the file is not text in UTF-8", [file.name]) from None
    except (zipfile.BadZipFile, csv.Error, zlib.error, NotImplementedError, RuntimeError) as error:
        raise TableError("file", "the file is damaged or locked", [str(error)[:80]]) from None


def write_world_table(table: WorldTable, folder: str | Path) -> Path:
    """Write a table to a folder, for read_world_table(folder, "npz"); gives the file's path."""
    return write_npz(table, Path(folder))


def _npz(asked: Asked) -> WorldTable:
    return read_npz(asked.path, year=asked.year, unit=asked.unit)


def _wiod2013(asked: Asked) -> WorldTable:
    return _r_data(asked) if asked.path.suffix.lower() in R_FILES else _sheet(asked)


def _wiod2016(asked: Asked) -> WorldTable:
    return _r_data(asked) if asked.path.suffix.lower() in R_FILES else _sheet(asked, "industry")


def _r_data(asked: Asked) -> WorldTable:
    """Either form of WIOD as R data; what its objects are is told by their names."""
    try:
        objects = read_r_data(asked.path)
        if has_wiod_list(objects):
            return wiod_list(objects, year=asked.year, unit=asked.unit or USD)
        blocks, its_year = wiod_frame(objects, year=asked.year)
    except TableError:
        raise
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, OverflowError) as error:
        raise TableError("r-data", "the objects in the file are not those of a table", [str(error)[:80]]) from None
    return world_table(blocks, year=its_year, unit=asked.unit or USD)


def _sheet(asked: Asked, codes: str = "number") -> WorldTable:
    blocks, titled = read_sheet(asked.path, codes=codes, blank_is_zero=asked.blank_is_zero, progress=asked.progress)
    if asked.year is not None and titled is not None and titled != asked.year:
        raise TableError("year", f"the title of the sheet says {titled}, not {asked.year}")
    return world_table(blocks, year=titled if asked.year is None else asked.year, unit=asked.unit or USD)


def _icio(asked: Asked) -> WorldTable:
    blocks = read_icio(asked.path, year=asked.year, blank_is_zero=asked.blank_is_zero, progress=asked.progress)
    return world_table(blocks, year=asked.year, unit=asked.unit or USD)


def _figaro(asked: Asked) -> WorldTable:
    with lines_of(asked.path, asked.year, None) as lines:
        flat = "counterpartArea" in next(iter(lines), "")
    if flat:
        blocks = read_long(asked.path, year=asked.year, progress=asked.progress)
    else:
        blocks = read_figaro(asked.path, year=asked.year, blank_is_zero=asked.blank_is_zero, progress=asked.progress)
    return world_table(blocks, year=asked.year, unit=asked.unit or "million EUR")


def _matrix(asked: Asked) -> WorldTable:
    unit, blank = asked.unit or USD, asked.blank_is_zero
    return read_bare(asked.path, year=asked.year, unit=unit, blank_is_zero=blank, progress=asked.progress)


def _long(asked: Asked) -> WorldTable:
    blocks = read_long(asked.path, year=asked.year, progress=asked.progress)
    return world_table(blocks, year=asked.year, unit=asked.unit or USD)


_READERS: dict[str, Callable[[Asked], WorldTable]] = {
    "npz": _npz,
    "wiod2013": _wiod2013,
    "wiod2016": _wiod2016,
    "oecd-icio": _icio,
    "figaro": _figaro,
    "adb-mrio": _sheet,
    "matrix-csv": _matrix,
    "long": _long,
}

__all__ = ["LAYOUTS", "cached_system", "read_world_table", "write_world_table"]
