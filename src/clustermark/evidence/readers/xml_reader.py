"""Sheets of a workbook saved as one XML file (SpreadsheetML 2003), another thing that hides under the ending .xls."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.parsers import expat

from clustermark.evidence.readers.sheet import MOST_BYTES, Merge, Sheet, UnreadableFileError, check_size
from clustermark.evidence.readers.xlsx_scan import shows_percent

_NAMED_PERCENT = "Percent"


@dataclass
class _Reading:
    sheets: list[Sheet] = field(default_factory=list)
    percent: set[str] = field(default_factory=set)
    style: str = ""
    name: str = ""
    hidden: bool = False
    rows: list[list[str]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = 0
    across: int = 0
    cell: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    text: list[str] | None = None
    path: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        known = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        tag = name.rpartition(" ")[2]
        self.path.append(tag)
        if tag == "Style":
            self.style = known.get("ID", "")
        elif tag == "NumberFormat":
            code = known.get("Format", "")
            if code == _NAMED_PERCENT or shows_percent(code):
                self.percent.add(self.style)
        elif tag == "Worksheet":
            self.name, self.hidden = known.get("Name", ""), False
            self.rows, self.merged, self.formulas, self.row = [], [], set(), 0
        elif tag == "Row":
            self.row = _number(known.get("Index")) or self.row + 1
            self.column = self.across = 0
            check_size(self.row, 1)
        elif tag == "Cell":
            self.column = _number(known.get("Index")) or self.column + self.across + 1
            self.across = _number(known.get("MergeAcross"))
            check_size(self.row, self.column + self.across)
            self.cell, self.kind = known, ""
        elif tag == "Data" and self.path[-2:-1] == ["Cell"]:
            self.kind, self.text = known.get("Type", ""), []
        elif tag == "Visible":
            self.text = []

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        self.path.pop()
        if tag == "Data" and self.text is not None:
            self._put("".join(self.text))
            self.text = None
        elif tag == "Visible" and self.text is not None:
            self.hidden = "".join(self.text).strip() in ("SheetHidden", "SheetVeryHidden")
            self.text = None
        elif tag == "Cell":
            down = _number(self.cell.get("MergeDown"))
            if down or self.across:
                ends = (min(self.row + down, 1_048_576), self.column + self.across)
                self.merged.append(Merge(self.row, self.column, *ends))
            if self.cell.get("Formula") and not self.kind:
                self._put(self.cell["Formula"])
                self.formulas.add((self.row, self.column))
        elif tag == "Worksheet":
            sheet = Sheet(self.name, self.rows, self.hidden, tuple(self.merged), frozenset(self.formulas))
            self.sheets.append(sheet)

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _put(self, text: str) -> None:
        if self.kind == "Number" and self.cell.get("StyleID") in self.percent:
            with suppress(InvalidOperation):
                text = f"{(Decimal(text) * 100).normalize():f}%"
        elif self.kind == "DateTime":
            text = text.removesuffix("T00:00:00.000")
        elif self.kind == "Boolean":
            text = "TRUE" if text == "1" else "FALSE"
        while len(self.rows) < self.row:
            self.rows.append([])
        line = self.rows[self.row - 1]
        line.extend([""] * (self.column - len(line)))
        line[self.column - 1] = text


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 0


def read_xml(data: bytes) -> Iterator[Sheet]:
    """The sheets of the workbook. Raises `UnreadableFileError` where it is malformed or declares a type."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("file.too-large", megabytes=len(data) // 1024**2, most=MOST_BYTES // 1024**2)
    reading = _Reading()

    def refuse(*_declaration: object) -> None:
        raise UnreadableFileError("file.damaged")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError):
        raise UnreadableFileError("file.damaged") from None
    yield from reading.sheets
