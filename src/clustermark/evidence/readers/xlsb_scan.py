"""What the records of an xlsb workbook say before a reader of values lays its cells out: size, percentages, merges."""

import struct
from collections.abc import Iterator, Mapping

from clustermark.evidence.readers.sheet import Merge, UnreadableFileError, check_size
from clustermark.evidence.readers.xlsx_archive import unpacked_parts
from clustermark.evidence.readers.xlsx_scan import PERCENT_FORMATS, Scan, relation_targets, shows_percent

_ROW, _FIRST_CELL, _LAST_CELL, _MERGED = 0, 1, 11, 176
_NUMBERS = frozenset({2, 5, 9})  # RK, real, formula that gives a number
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END, _SHEET = 44, 47, 617, 618, 156
_STRINGS = 159
_WORKBOOK = "xl/workbook.bin"
_RELATIONS = "xl/_rels/workbook.bin.rels"
_STYLES = "xl/styles.bin"


def xlsb_scans(data: bytes) -> dict[str, Scan]:
    """By the name of each sheet, its percentages and merged ranges.

    Raises `UnreadableFileError` where the file is damaged or a sheet is too large to lay out.
    """
    parts = unpacked_parts(data, lambda name, _content: name.startswith("xl/"))
    try:
        _check_strings(parts.get("xl/sharedstrings.bin", b""))
        percent = _percent_styles(parts.get(_STYLES, b""))
        scans = {name: _sheet(part, percent) for name, part in parts.items() if name.startswith("xl/worksheets/")}
        targets = relation_targets(parts.get(_RELATIONS, b"<a/>"))
        names = _sheet_names(parts.get(_WORKBOOK, b""))
    except (struct.error, UnicodeError, IndexError):
        raise UnreadableFileError("file.damaged") from None
    return {name: scans[targets[key]] for key, name in names.items() if targets.get(key) in scans}


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Records: a number of one or two bytes, a length of up to four, both in groups of seven bits."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | part[at] << 7
            at += 1
        length = 0
        for group in range(4):
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << 7 * group
            if not byte & 0x80:
                break
        yield kind, part[at : at + length]
        at += length


def _check_strings(part: bytes) -> None:
    """The number of strings that the part claims to hold must fit into it: readers make room for as many."""
    for kind, body in _records(part):
        if kind == _STRINGS and max(struct.unpack_from("<II", body)) > len(part):
            raise UnreadableFileError("file.damaged")


def _percent_styles(part: bytes) -> set[int]:
    formats, styles, inside = {int(name) for name in PERCENT_FORMATS}, [], False
    for kind, body in _records(part):
        if kind == _FORMAT and shows_percent(_text(body, 2)[0]):
            formats.add(struct.unpack_from("<H", body)[0])
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return {at for at, code in enumerate(styles) if code in formats}


def _text(body: bytes, at: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", body, at)[0]
    end = at + 4 + 2 * min(length, len(body))
    return body[at + 4 : end].decode("utf-16-le", errors="replace"), end


def _sheet_names(part: bytes) -> Mapping[str, str]:
    found = {}
    for kind, body in _records(part):
        if kind == _SHEET:
            key, end = _text(body, 8)
            found[key] = _text(body, end)[0]
    return found


def _sheet(part: bytes, percent: set[int]) -> Scan:
    scan, row, merged = Scan(), 0, []
    for kind, body in _records(part):
        if kind == _ROW and len(body) >= 4:
            row = struct.unpack_from("<I", body)[0] + 1
        elif _FIRST_CELL <= kind <= _LAST_CELL:
            column, style = struct.unpack_from("<II", body)
            scan.rows, scan.columns = max(scan.rows, row), max(scan.columns, column + 1)
            if kind in _NUMBERS and (style & 0xFFFFFF) in percent:
                scan.percent.add((row, column + 1))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            merged.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
    check_size(scan.rows, scan.columns)
    scan.merged = tuple(merged)
    return scan
