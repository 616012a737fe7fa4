"""World tables as long lists: a line a cell, in blocks of bounded size; FIGARO's flat files are one kind.

Columns (any order, other columns are left): year, if there is one; the selling country and its sector; the buying
country and its item, a sector or a category of final demand; the value. Cells that are not listed are 0.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from clustermark.evidence.readers.world_blocks import Blocks, Key, Progress
from clustermark.evidence.readers.world_csv import Lines, cells_of, lines_of
from clustermark.methods.valuechain import TableError

BLOCK = 2**24  # characters of text held at once
NAMES = {
    "year": ("year", "time", "time_period"),
    "row_country": ("row_country", "origin", "refarea"),
    "row_item": ("row_item", "row_sector", "origin_sector", "rowii", "rowpi"),
    "col_country": ("col_country", "destination", "counterpartarea"),
    "col_item": ("col_item", "col_sector", "destination_item", "colii", "colpi"),
    "value": ("value", "obsvalue", "obs_value"),
}
BELOW = ("W2", "TOT")  # "countries" of the rows of value added and totals


@dataclass
class Header:
    """The names of a file's columns, and which of them are ours."""

    names: list[str]
    ours: dict[str, str]


def read_long(path: Path, *, year: int | None, progress: Progress | None) -> Blocks:
    """Read a long list twice: once for its labels, once for its numbers. Raises TableError."""
    sellers, columns = _labels(path, year, progress)
    regions, sectors = (list(dict.fromkeys(key[i] for key in sellers)) for i in (0, 1))
    rows = {key: place for place, key in enumerate((region, sector) for region in regions for sector in sectors)}
    with_demand = dict.fromkeys(country for country, item in columns if item not in sectors)
    categories = dict.fromkeys(item for _, item in columns if item not in sectors)
    finals = [(country, category) for country in with_demand for category in categories]
    unknown = [" ".join(key) for key in columns if key[1] in sectors and key not in rows]
    if unknown or not finals:
        raise TableError("labels", "buyers sell nothing, or there is no final demand", unknown)
    both = np.zeros((len(rows), len(rows) + len(finals)))
    seen = np.zeros(both.shape, dtype=bool)
    column_of = {key: place for place, key in enumerate([*rows, *finals])}
    below: dict[Key, float] = {}
    for block in _blocks(path, year, progress):
        _fill(block, rows, column_of, both, seen, below)
    n = len(rows)
    added = np.array([below.get(key, 0.0) for key in rows])
    return Blocks(list(rows), finals, both[:, :n], both[:, n:], {"value_added": added} if below else {})


def _labels(path: Path, year: int | None, progress: Progress | None) -> tuple[list[Key], list[Key]]:
    """The selling cells and the buying cells, in the order of the file."""
    rows: dict[Key, None] = {}
    columns: dict[Key, None] = {}
    years: set[str] = set()
    for block in _blocks(path, year, progress):
        if year is None and "year" in block.columns:
            years |= set(block["year"].unique().drop_nulls())
        for key in block.select("row_country", "row_item").unique(maintain_order=True).iter_rows():
            if key[0] not in BELOW:
                rows.setdefault(key)
        for key in block.select("col_country", "col_item").unique(maintain_order=True).iter_rows():
            columns.setdefault(key)
    if len(years) > 1:
        raise TableError("year", "the file has several years; name one", sorted(years))
    if not rows:
        raise TableError("year", "the file has no rows" + (f" of {year}" if year is not None else ""))
    return list(rows), list(columns)


def _fill(
    block: pl.DataFrame,
    rows: dict[Key, int],
    column_of: dict[Key, int],
    both: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    seen: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    below: dict[Key, float],
) -> None:
    lower = block["row_country"].is_in(list(BELOW))
    for _, _, country, item, value in block.filter(lower).select(*_KEYS, "value").iter_rows():
        below[country, item] = below.get((country, item), 0.0) + value
    cells = block.filter(~lower)
    at = _places(cells, "row", rows)
    to = _places(cells, "col", column_of)
    flat, (keys, counts) = at * both.shape[1] + to, np.unique(at * both.shape[1] + to, return_counts=True)
    twice = seen[at, to] | np.isin(flat, keys[counts > 1])
    if twice.any():
        named = cells.filter(pl.Series(twice)).head(20).select(*_KEYS)
        raise TableError("repeated", "cells come twice", [" ".join(row) for row in named.iter_rows()])
    both[at, to], seen[at, to] = cells["value"].to_numpy(), True


_KEYS = ("row_country", "row_item", "col_country", "col_item")


def _places(cells: pl.DataFrame, side: str, place: dict[Key, int]) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    keys = cells.select(pl.struct(f"{side}_country", f"{side}_item").alias("key"))["key"]
    unique = keys.unique(maintain_order=True)
    known = pl.DataFrame(
        {
            f"{side}_country": [item[f"{side}_country"] for item in unique],
            f"{side}_item": [item[f"{side}_item"] for item in unique],
            "place": [place[item[f"{side}_country"], item[f"{side}_item"]] for item in unique],
        },
        schema={f"{side}_country": pl.String, f"{side}_item": pl.String, "place": pl.Int64},
    )
    joined = cells.join(known, on=[f"{side}_country", f"{side}_item"], how="left", maintain_order="left")
    return np.asarray(joined["place"].to_numpy(), dtype=np.intp)


def _blocks(path: Path, year: int | None, progress: Progress | None) -> Iterator[pl.DataFrame]:
    """The file as frames of our columns, those of `year` only."""
    with lines_of(path, year, progress) as lines:
        first = next(iter(lines), "")
        separator = next((mark for mark in "\t;," if mark in first), ",")
        header = _header(cells_of(first, separator))
        start = lines.number
        for text in _pieces(lines):
            frame = pl.read_csv(
                io.StringIO(text), has_header=False, new_columns=header.names, separator=separator, infer_schema=False
            ).select(**{name: pl.col(column).str.strip_chars() for name, column in header.ours.items()})
            yield _numbers(frame, start, year)
            start += len(frame)


def _pieces(lines: Lines) -> Iterator[str]:
    while text := lines.file.read(BLOCK):
        text += lines.rest_of_line()
        if lines.progress:
            lines.progress(min(lines.tell(), lines.size), lines.size)
        yield text


def _header(names: list[str]) -> Header:
    lower = {name.strip().lower().removeprefix("\ufeff"): name.strip() for name in names}
    ours = {}
    for name, known in NAMES.items():
        found = [lower[other] for other in known if other in lower]
        if found:
            ours[name] = found[0]
        elif name != "year":
            raise TableError(
                "layout", f"the file has no column {name!r}; it may be called {', '.join(known)}", names[:8]
            )
    return Header([name.strip() for name in names], ours)


def _numbers(frame: pl.DataFrame, start: int, year: int | None) -> pl.DataFrame:
    if year is not None and "year" in frame.columns:
        frame = frame.with_row_index("line", offset=start + 1).filter(pl.col("year") == str(year))
    else:
        frame = frame.with_row_index("line", offset=start + 1)
    value = frame["value"].cast(pl.Float64, strict=False)
    bad = frame.filter(value.is_null())
    if len(bad):
        named = [f"line {line}: {text!r}" for line, text in bad.head(20).select("line", "value").iter_rows()]
        raise TableError("numbers", f"{len(bad)} cells hold no number", named)
    return frame.with_columns(value, pl.col("row_item", "col_item").str.strip_prefix("CPA_")).drop("line")
