"""The cells of accepted rows as they were read, without a dictionary for each of millions of rows."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from clustermark.evidence.reference import split_reference


@dataclass(frozen=True, slots=True)
class RawSheet:
    """The rows of one sheet: what each column is called, the rows, and the lines (from 1) that were accepted."""

    prefix: str  # "source" or "source/sheet"
    keys: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: pl.Series  # sorted
    headless: frozenset[int] = frozenset()  # columns without a header, told only where something stands in them
    private: frozenset[int] = frozenset()  # columns that are never told

    def cells(self, line: int) -> Mapping[str, str] | None:
        """The cells of an accepted line, None for any other."""
        at = bisect_left(self.lines, line)
        if at == len(self.lines) or self.lines[at] != line:
            return None
        return {
            key: cell
            for position, (key, cell) in enumerate(zip(self.keys, self.rows[line - 1], strict=False))
            if position not in self.private and (position not in self.headless or cell.strip())
        }


class RawCells(Mapping[str, Mapping[str, str]]):
    """Reference -> header -> cell as read, over all sheets."""

    def __init__(self, sheets: Sequence[RawSheet]) -> None:
        self._sheets: dict[str, list[RawSheet]] = {}
        for sheet in sheets:
            self._sheets.setdefault(sheet.prefix, []).append(sheet)

    def __getitem__(self, reference: str) -> Mapping[str, str]:
        try:
            source, name, line = split_reference(reference)
        except ValueError:
            raise KeyError(reference) from None
        for sheet in self._sheets.get(f"{source}/{name}" if name else source, ()):
            cells = sheet.cells(line)
            if cells is not None:
                return cells
        raise KeyError(reference)

    def __iter__(self) -> Iterator[str]:
        for prefix, sheets in self._sheets.items():
            for sheet in sheets:
                yield from (f"{prefix}:{line}" for line in sheet.lines)

    def __len__(self) -> int:
        return sum(len(sheet.lines) for sheets in self._sheets.values() for sheet in sheets)
