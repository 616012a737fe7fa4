"""What a workbook's own XML says that a reader of values leaves out: last cells, percent formats, errors.

A cell that shows 20 % holds 0.2, a cell that shows #N/A reads as empty, and so does a formula that was never worked
out. Read without this, the first would be wrong a hundredfold and the others would vanish.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

from clustermark.evidence.readers.sheet import Merge, UnreadableFileError

_LAST_ROW = 1_048_576
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
PERCENT_FORMATS = frozenset({"9", "10"})  # the formats 0% and 0.00% that every workbook knows
_QUOTED = re.compile(r'"[^"]*"|\\.')
Attributes = Mapping[str, str]


@dataclass
class Scan:
    """What a sheet's XML says: its last cell, and the cells that need a second look, by (row, column) from 1."""

    rows: int = 0
    columns: int = 0
    percent: set[tuple[int, int]] = field(default_factory=set)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)  # errors, and formulas without a value
    merged: tuple[Merge, ...] = ()  # where the reader of values does not know them
    formulas: set[tuple[int, int]] = field(default_factory=set)  # those of them that are formulas without a value


def _parse(
    xml: bytes,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Walk through XML; names come without their namespace. Raises where it is malformed or declares a type."""

    def refuse(*_declaration: object) -> None:
        raise UnreadableFileError("file.damaged")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
    parser.EndElementHandler = (lambda name: end(name.rpartition(" ")[2])) if end else None
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise UnreadableFileError("file.damaged") from None


def shows_percent(code: str) -> bool:
    """Whether a number format shows a number as a percentage."""
    return "%" in _QUOTED.sub("", code)


def percent_styles(styles: bytes) -> frozenset[str]:
    """The numbers of the cell styles that show a number as a percentage."""
    formats, found = set(PERCENT_FORMATS), set()
    inside: list[str] = []
    position = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal position
        if name == "numFmt" and shows_percent(attributes.get("formatCode", "")):
            formats.add(attributes.get("numFmtId", ""))
        elif name == "xf" and inside[-1:] == ["cellXfs"]:
            if attributes.get("numFmtId") in formats:
                found.add(str(position))
            position += 1
        inside.append(name)

    def end(_name: str) -> None:
        inside.pop()

    _parse(styles, start, end)
    return frozenset(found)


def relation_targets(relations: bytes) -> Mapping[str, str]:
    """Which part of the archive each relation of the workbook names: {id: lower-case name of the part}."""
    targets: dict[str, str] = {}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "").lower()
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    _parse(relations, relation)
    return targets


def sheet_parts(workbook: bytes, relations: bytes) -> Mapping[str, str]:
    """Which part of the archive holds each sheet: {name of the sheet: lower-case name of the part}."""
    targets = relation_targets(relations)
    sheets: dict[str, str] = {}

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            reference = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            sheets[attributes.get("name", "")] = targets.get(reference, "")

    _parse(workbook, sheet)
    return sheets


def scan_sheet(xml: bytes, percent: frozenset[str]) -> Scan:
    """Scan a sheet.

    It must be well-formed, and every cell's address of the usual form: a reader that is laxer than this one could be
    led to a cell that was not counted here. Formatted blanks do not count.
    """
    scanner = _Scanner(percent)
    _parse(xml, scanner.start, scanner.end, scanner.text)
    return scanner.scan


class _Scanner:
    """Follows rows and cells while a sheet is parsed."""

    def __init__(self, percent: frozenset[str]) -> None:
        self.scan = Scan()
        self._percent = percent
        self._row = self._column = 0
        self._kind: Literal["", "number", "error", "other"] = ""
        self._element = ""
        self._has_formula = False
        self._texts = {"v": "", "f": ""}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "row":
            self._row, self._column = self._row + 1, 0
            if "r" in attributes:
                self._row = _row_number(attributes["r"])
        elif name == "c":
            self._column += 1
            if "r" in attributes:
                self._column, self._row = _place(attributes["r"])
            kind = attributes.get("t", "n")
            self._kind = "error" if kind == "e" else "number" if kind == "n" else "other"
            self._texts = {"v": "", "f": ""}
            self._has_formula = False
            if kind == "n" and attributes.get("s") in self._percent:
                self.scan.percent.add((self._row, self._column))
        elif self._kind:
            self._element = name
            self._has_formula = self._has_formula or name == "f"
            self.scan.rows = max(self.scan.rows, self._row)
            self.scan.columns = max(self.scan.columns, self._column)

    def text(self, text: str) -> None:
        if self._element in self._texts:
            self._texts[self._element] += text

    def end(self, name: str) -> None:
        self._element = ""
        if name == "c":
            if self._kind == "error":
                self.scan.texts[self._row, self._column] = self._texts["v"]
            elif self._has_formula and not self._texts["v"] and self._kind == "number":
                self.scan.texts[self._row, self._column] = f"={self._texts['f']}"
                self.scan.formulas.add((self._row, self._column))
            self._kind = ""


def _row_number(digits: str) -> int:
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 7 or not 0 < int(digits) <= _LAST_ROW:
        raise UnreadableFileError("file.damaged")
    return int(digits)


def _place(address: str) -> tuple[int, int]:
    """("B3") -> (2, 3)."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise UnreadableFileError("file.damaged")
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, _row_number(found.group(2))
