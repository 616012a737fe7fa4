"""Tables of a web page, which many portals hand out under the ending .xls."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from clustermark.evidence.readers.encoding import encoding_of, without_mark
from clustermark.evidence.readers.sheet import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Merge,
    Sheet,
    UnreadableFileError,
    check_size,
)

_LINE_BREAKS = re.compile(r"\s+")
_HIDDEN = ("style", "script", "title", "head")
_MOST_NESTED = 20


@dataclass
class _Table:
    """A table that is being read: its rows, its merged cells, and cells that a cell above reaches down into."""

    rows: list[list[str]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    reached: set[tuple[int, int]] = field(default_factory=set)  # (row, column) from 0
    text: list[str] | None = None
    spans: tuple[int, int] = (1, 1)

    def open_row(self) -> None:
        self.close_cell()
        self.rows.append([])
        check_size(len(self.rows), 1)

    def open_cell(self, rows: int, columns: int) -> None:
        self.close_cell()
        if not self.rows:
            self.open_row()
        self.text, self.spans = [], (rows, columns)

    def close_cell(self) -> None:
        if self.text is None:
            return
        row, at = self.rows[-1], len(self.rows) - 1
        while (at, len(row)) in self.reached:
            row.append("")
        first, (down, across) = len(row), self.spans
        row.append(_LINE_BREAKS.sub(" ", "".join(self.text)).strip())
        row.extend([""] * (across - 1))
        check_size(len(self.rows), len(row))
        for line in range(at + 1, at + down):
            self.reached.update((line, first + step) for step in range(across))
        check_size(len(self.reached) // MOST_COLUMNS, 1)
        if down > 1 or across > 1:
            self.merged.append(Merge(at + 1, first + 1, at + down, first + across))
        self.text = None

    def sheet(self, name: str, encoding: str) -> Sheet:
        self.close_cell()
        last = len(self.rows)
        merged = (Merge(m.first_row, m.first_column, min(m.last_row, last), m.last_column) for m in self.merged)
        return Sheet(name, self.rows, merged=tuple(merged), encoding=encoding)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.finished: list[_Table] = []
        self._open: list[_Table] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += tag in ("style", "script", "title")
        elif tag == "table":
            if len(self._open) >= _MOST_NESTED:
                raise UnreadableFileError("file.damaged")
            self._open.append(_Table())
        elif self._open and tag == "tr":
            self._open[-1].open_row()
        elif self._open and tag in ("td", "th"):
            known = dict(attrs)
            self._open[-1].open_cell(_span(known.get("rowspan")), _span(known.get("colspan")))
        elif tag in ("br", "p", "div"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "title"):
            self._hidden = max(0, self._hidden - 1)
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].close_cell()
        elif self._open and tag == "table":
            self.finished.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._open and not self._hidden and self._open[-1].text is not None:
            self._open[-1].text.append(data)

    def tables(self) -> list[_Table]:
        return [table for table in (*self.finished, *self._open) if table.rows]


def _span(text: str | None) -> int:
    number = int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return max(1, min(number, MOST_ROWS))


def read_html(data: bytes, encoding: str = "") -> Iterator[Sheet]:
    """The tables of a page, numbered where there are several. Raises `UnreadableFileError` where it has none."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("file.too-large", megabytes=len(data) // 1024**2, most=MOST_BYTES // 1024**2)
    body, marked = without_mark(data, encoding)
    found = marked or encoding_of(body, encoding)
    parser = _Parser()
    parser.feed(body.decode("utf-8" if marked else found, errors="replace"))
    parser.close()
    tables = parser.tables()
    if not tables:
        raise UnreadableFileError("file.no-table")
    for number, table in enumerate(tables, start=1):
        yield table.sheet(str(number) if len(tables) > 1 else "", found)
