"""Sheets of an xlsx workbook, bounded before anything is unpacked."""

import datetime
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from clustermark.evidence.readers.sheet import MOST_BYTES, Sheet, UnreadableFileError, check_size

_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_PARTS = 5_000
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*?[^/]>")


def read_xlsx(data: bytes) -> Iterator[Sheet]:
    """The worksheets of a workbook in their order, each from cell A1 to the last cell that holds something.

    Raises `UnreadableFileError` where the file is no workbook, is damaged, or would unpack to more than is sensible.
    """
    _check_archive(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            check_size(sheet.total_height, sheet.total_width)
            cells = sheet.to_python(skip_empty_area=False)
            rows = [[_text(cell) for cell in row] for row in cells]
            yield Sheet(meta.name, rows, meta.visible != SheetVisibleEnum.Visible)
    except UnreadableFileError:
        raise
    except (CalamineError, OSError, ValueError, KeyError, IndexError, OverflowError):
        raise UnreadableFileError("file.damaged") from None


def _check_archive(data: bytes) -> None:
    """Bound what the archive unpacks to, and the place of the last cell, before a reader lays out a grid for it."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("file.too-large", megabytes=len(data) // 1024**2, most=MOST_BYTES // 1024**2)
    if not data:
        raise UnreadableFileError("file.empty")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise UnreadableFileError("file.old-or-locked")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        names = [part.filename.lower() for part in parts]
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise UnreadableFileError("file.unpacks-too-large", most=_MOST_UNPACKED // 1024**2)
        if "xl/workbook.xml" not in names:
            raise UnreadableFileError("file.not-a-workbook")
        for part, name in zip(parts, names, strict=True):
            content = _unpacked(data, part)
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                check_size(*_last_cell(content))
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError):
        raise UnreadableFileError("file.damaged") from None


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """A part of the archive. Raises where it does not hold what the directory says, so that no directory can lie."""
    names, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
    start = part.header_offset + 30 + names + extra
    packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
    else:
        raise UnreadableFileError("file.damaged")
    if len(content) != part.file_size:
        raise UnreadableFileError("file.damaged")
    return content


def _last_cell(xml: bytes) -> tuple[int, int]:
    """The lowest row and the rightmost column of the cells that hold something."""
    rows, columns = 0, 0
    for letters, digits in _CELL.findall(xml):
        rows = max(rows, int(digits))
        position = 0
        for letter in letters:
            position = position * 26 + letter - ord("A") + 1
        columns = max(columns, position)
    return rows, columns


def _text(cell: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, booleans as TRUE and FALSE."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)
