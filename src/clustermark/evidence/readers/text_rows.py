"""Rows of a text file, kept by column so that millions of them fit into memory."""

from collections.abc import Iterator, Sequence
from typing import overload

import polars as pl


class TextRows(Sequence[Sequence[str]]):
    """Rows over a frame of strings; a cell beyond the end of its row is null there and absent here."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, at: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[str]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[str] | Sequence[Sequence[str]]:
        if isinstance(at, slice):
            return [_cells(row) for row in self.frame[at].iter_rows()]
        return _cells(self.frame.row(at))

    def __iter__(self) -> Iterator[Sequence[str]]:
        for row in self.frame.iter_rows(buffer_size=10_000):
            yield _cells(row)


def _cells(row: tuple[str | None, ...]) -> Sequence[str]:
    return [cell for cell in row if cell is not None]


def frame_of(rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Rows of different lengths as a frame of strings, null beyond the end of each."""
    width = max(map(len, rows), default=0)
    columns = {name(at): [row[at] if at < len(row) else None for row in rows] for at in range(max(width, 1))}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def name(position: int) -> str:
    """The name of a column of the frame, by its position from 0."""
    return f"c{position}"
