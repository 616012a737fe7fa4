"""What the records of an xls workbook say that a reader of values leaves out: percentages, merges, passwords."""

import struct
from collections.abc import Iterator

from clustermark.evidence.readers.sheet import Merge, UnreadableFileError, check_size
from clustermark.evidence.readers.xlsx_scan import PERCENT_FORMATS, Scan, shows_percent

_BOUNDSHEET, _FORMAT, _XF, _FILEPASS, _EOF = 0x85, 0x41E, 0xE0, 0x2F, 0x0A
_NUMBER, _RK, _MULRK, _FORMULA, _MERGED = 0x203, 0x27E, 0xBD, 0x06, 0xE5
_STRINGS = 0xFC
_OF_OLD = range(0x01, 0x07)  # cells of the oldest versions, and formulas of all
_MULBLANK = 0xBE
_CELLS = frozenset({*_OF_OLD, 0xBD, _MULBLANK, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x206, 0x27E, 0x406})
_DIMENSIONS, _WIDE_DIMENSIONS = 0x200, 14
_BIFF8 = 0x600
_MOST_SHEETS = 1000


def biff_scans(book: bytearray) -> list[tuple[str, Scan]]:
    """For each sheet its name, the cells shown as percentages and the merged ranges; `book` is the stream of records.

    The size that a sheet claims to have, for which readers make room, is written over with one cell; its real size is
    that of its cells. Raises `UnreadableFileError` where the workbook has a password, its records are damaged, or a
    sheet is too large to lay out.
    """
    try:
        wide = struct.unpack_from("<H", book, 4)[0] == _BIFF8
        formats, styles, sheets = {int(name) for name in PERCENT_FORMATS}, [], []
        for kind, _, body in _records(book, 0):
            if kind == _FILEPASS:
                raise UnreadableFileError("file.locked")
            if kind == _FORMAT and shows_percent(_format_code(body, wide)):
                formats.add(struct.unpack_from("<H", body)[0])
            elif kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(book) // 3:
                raise UnreadableFileError("file.damaged")
            elif kind == _XF:
                styles.append(struct.unpack_from("<H", body, 2)[0])
            elif kind == _BOUNDSHEET:
                sheets.append((_sheet_name(body, wide), struct.unpack_from("<I", body)[0]))
        if len(sheets) > _MOST_SHEETS:
            raise UnreadableFileError("file.damaged")
        percent = {at for at, code in enumerate(styles) if code in formats}
        return [(name, _sheet(book, start, percent)) for name, start in sheets]
    except (struct.error, UnicodeError):
        raise UnreadableFileError("file.damaged") from None


def _records(book: bytearray, at: int) -> Iterator[tuple[int, int, bytes]]:
    """The kind of each record, where its body begins, and the body."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, at + 4, bytes(book[at + 4 : at + 4 + length])
        if kind == _EOF:
            return
        at += 4 + length


def _format_code(body: bytes, wide: bool) -> str:
    if not wide:
        return body[3:].decode("latin-1")
    return body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", errors="replace") if len(body) > 4 else ""


def _sheet_name(body: bytes, wide: bool) -> str:
    length = body[6] if len(body) > 6 else 0
    if not wide:
        return body[7 : 7 + length].decode("gb18030", errors="replace")
    if len(body) > 7 and body[7] & 1:
        return body[8 : 8 + 2 * length].decode("utf-16-le", errors="replace")
    return body[8 : 8 + length].decode("latin-1")


def _sheet(book: bytearray, start: int, percent: set[int]) -> Scan:
    scan, merged = Scan(), []
    for kind, at, body in _records(book, start):
        if kind == _DIMENSIONS:
            one = (
                struct.pack("<IIHH", 0, 1, 0, 1) if len(body) >= _WIDE_DIMENSIONS else struct.pack("<HHHH", 0, 1, 0, 1)
            )
            book[at : at + len(body)] = one.ljust(len(body), b"\0")[: len(body)]
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", body)
            scan.rows, scan.columns = max(scan.rows, row + 1), max(scan.columns, column + 1)
        if kind in (_MULRK, _MULBLANK):
            scan.columns = max(scan.columns, struct.unpack_from("<H", body, len(body) - 2)[0] + 1)
        if kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", body)
            if style in percent:
                scan.percent.add((row + 1, column + 1))
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            for step in range(4, len(body) - 2, 6):
                if struct.unpack_from("<H", body, step)[0] in percent:
                    scan.percent.add((row + 1, first + (step - 4) // 6 + 1))
        elif kind == _MERGED:
            for step in range(2, len(body) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, step)
                merged.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
    check_size(scan.rows, scan.columns)
    scan.merged = tuple(merged)
    return scan
