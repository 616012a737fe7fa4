"""World tables as workbooks with headings above the numbers: WIOD 2013, WIOD 2016 and ADB MRIO (xlsx or xlsb).

Both put three heading rows above the columns (names, regions, codes) and code, name, region, code before the rows.
The row of codes is found by its content, so that files with a row more are read as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from clustermark.evidence.readers.world_blocks import Array, BadCells, Blocks, Key, Progress
from clustermark.methods.valuechain import TableError

TOP = 12  # rows among which the headings are
FIRST = 4  # column E: the first with numbers
_CODE = re.compile(r"[cr](\d+)")
_FINAL = re.compile(r"F\d+")


@dataclass
class Headings:
    """What each column from E on is."""

    rows: list[Key]
    finals: list[Key]
    of_rows: list[int]
    of_finals: list[int]


def read_sheet(path: Path, *, codes: str, blank_is_zero: bool, progress: Progress | None) -> tuple[Blocks, int | None]:
    """The blocks of the first sheet, and the year that its title ends in. Raises TableError.

    `codes` says which label a sector gets: "number" (c4) or "industry" (C13-C15, from column A).
    """
    rows = _rows(path)
    heads = [row for _, row in zip(range(TOP), rows, strict=False)]
    at = next((i for i, row in enumerate(heads) if sum(bool(_CODE.fullmatch(_text(c))) for c in row) >= 2), None)
    if at is None or at < 1:
        raise TableError(
            "layout", "no row of codes c1, c2, ... among the first twelve", [_text(heads[0][0])] if heads else []
        )
    body = [*heads[at + 1 :]]
    table = _Sheet(heads[at - 1], heads[at], at + 2, blank_is_zero)
    for number, row in enumerate(_chain(body, rows)):
        table.take(row)
        if progress and number % 200 == 0:
            progress(number, len(table.headings.rows))
    title = re.search(r"(19|20)\d\d\s*$", _text(heads[0][0]) if heads[0] else "")
    return table.blocks(codes), int(title[0]) if title else None


def _rows(path: Path) -> Iterator[list[object]]:
    try:
        book = CalamineWorkbook.from_path(path)
        sheet = book.get_sheet_by_index(0)
    except (CalamineError, OSError) as error:
        empty = " (0 bytes: the file may still be in the cloud)" if not path.stat().st_size else ""
        raise TableError("file", f"not a workbook that can be read{empty}", [str(error)[:80]]) from None
    start = sheet.start or (0, 0)
    for _ in range(start[0]):
        yield []
    for row in sheet.iter_rows():
        yield [*[""] * start[1], *row]


def _chain(first: Sequence[list[object]], rest: Iterator[list[object]]) -> Iterator[list[object]]:
    yield from first
    yield from rest


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():  # codes 19 and 20 are stored as numbers
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


class _Sheet:
    """Takes the rows below the headings, one at a time."""

    def __init__(self, regions: list[object], codes: list[object], line: int, blank_is_zero: bool) -> None:
        self.line = line
        self.codes = [_text(code) for code in codes]
        self.regions = [_text(region) for region in regions] + [""] * (len(codes) - len(regions))
        self.names = [f"{region} {code}" for region, code in zip(self.regions, self.codes, strict=True)]
        self.headings = self._headings()
        self.bad = BadCells(blank_is_zero)
        self.industry: dict[str, str] = {}
        self.cells: dict[Key, Array] = {}
        self.totals: dict[str, Array] = {}

    def _headings(self) -> Headings:
        out = Headings([], [], [], [])
        first = self.regions[FIRST] if len(self.regions) > FIRST else ""
        sectors = {c for r, c in zip(self.regions[FIRST:], self.codes[FIRST:], strict=True) if r == first}
        finals = _final_codes(list(zip(self.regions, self.codes, strict=True))[FIRST:], sectors)
        for place, (region, code) in enumerate(zip(self.regions, self.codes, strict=True)):
            if place < FIRST or not region or region.upper() == "TOT" or not code:
                continue
            if code in finals:
                out.finals.append((region, code))
                out.of_finals.append(place)
            else:
                out.rows.append((region, code))
                out.of_rows.append(place)
        if not out.rows or not out.finals:
            raise TableError("layout", "the headings have no sectors or no final demand")
        self.wanted = [*out.of_rows, *out.of_finals]
        self.wanted_names = [self.names[place] for place in self.wanted]
        return out

    def take(self, row: list[object]) -> None:
        line, self.line = self.line, self.line + 1
        if len(row) < FIRST or not any(_text(cell) for cell in row):
            return
        industry, name, region, code = (_text(cell) for cell in row[:FIRST])
        row = [*row, *[""] * (len(self.names) - len(row))]
        found = _CODE.fullmatch(code)
        if found and region and region.upper() != "TOT":
            key = (region, f"c{found[1]}")
            if key in self.cells:
                raise TableError("repeated", "rows come twice", [f"row {line}: {region} {code}"])
            self.cells[key] = self.bad.numbers([row[place] for place in self.wanted], line, self.wanted_names)
            self.industry[key[1]] = industry or key[1]
        elif name and not name.lower().startswith("total intermediate"):
            values = [row[place] for place in self.headings.of_rows]
            self.totals[name] = BadCells(True).numbers(values, line, ["total"] * len(values))

    def blocks(self, codes: str) -> Blocks:
        self.bad.tell()
        heads = self.headings
        missing = [" ".join(key) for key in heads.rows if key not in self.cells]
        known = set(heads.rows)
        left = [" ".join(key) for key in self.cells if key not in known]
        if missing or left:
            raise TableError("labels", "columns have no row, or rows no column", missing + left)
        both = np.stack([self.cells[key] for key in heads.rows])
        n = len(heads.rows)
        rows = [(r, self.industry[c]) for r, c in heads.rows] if codes == "industry" else heads.rows
        return Blocks(rows, heads.finals, both[:, :n], both[:, n:], self._given())

    def _given(self) -> dict[str, Array]:
        """Published output, and value added with taxes, margins and adjustments, as the residual has them in it."""
        output = {name for name in self.totals if name.lower() in ("output at basic prices", "total")}
        added = [total for name, total in self.totals.items() if name not in output]
        given = {"output": self.totals[next(iter(output))]} if output else {}
        return given | ({"value_added": np.sum(added, axis=0)} if added else {})


def _final_codes(columns: Sequence[Key], first: set[str]) -> set[str]:
    """Codes of final demand: F1, F2, ..., or those c-codes that come after the last sector of the first region.

    Sectors run region by region, then final demand does: so the first region comes back with other codes.
    """
    with_f = {code for _, code in columns if _FINAL.fullmatch(code)}
    if with_f:
        return with_f
    back, left, region = set(), False, columns[0][0]
    for name, code in columns:
        left = left or name != region
        if left and name == region:
            back.add(code)
    if not left:  # a single region: the gap in the numbers parts them
        numbers = sorted(int(found[1]) for code in first if (found := _CODE.fullmatch(code)))
        gap = next((i for i, number in enumerate(numbers) if number != i + 1), len(numbers))
        back = {f"c{number}" for number in numbers[gap:]}
    return back
