"""Sheets of an xlsx workbook, bounded before anything is unpacked."""

import datetime
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from clustermark.evidence.readers.sheet import MOST_BYTES, Sheet, UnreadableFileError, check_size

_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_PARTS = 5_000
_LAST_ROW = 1_048_576
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


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
            wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
            if (name.startswith("xl/worksheets/") and name.endswith(".xml")) or b"sheetData" in content or wide:
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
    """The lowest row and the rightmost column that a sheet names, formatted blanks apart.

    The sheet must be well-formed, and every cell's address of the usual form: a reader that is laxer than this one
    could be led to a cell that was not counted here.
    """
    bounds = _Bounds()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = bounds.start
    parser.EndElementHandler = bounds.end
    parser.StartDoctypeDeclHandler = bounds.refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise UnreadableFileError("file.damaged") from None
    return bounds.rows, bounds.columns


class _Bounds:
    """Counts rows and columns while a sheet is parsed."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0
        self._in_cell = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row sets the row, a cell the column; what stands in a cell makes it count."""
        local = name.rpartition(" ")[2]
        address = attributes.get("r")
        if local == "row":
            self._row, self._column = self._row + 1, 0
            if address is not None:
                self._row = self._number(address)
        elif local == "c":
            self._column += 1
            self._in_cell = True
            if address is not None:
                found = _ADDRESS.fullmatch(address)
                if found is None:
                    raise UnreadableFileError("file.damaged")
                self._column, self._row = _column_number(found.group(1)), self._number(found.group(2))
        elif self._in_cell:
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)

    def end(self, name: str) -> None:
        """A cell ends."""
        if name.rpartition(" ")[2] == "c":
            self._in_cell = False

    def refuse(self, *_declaration: object) -> None:
        """No sheet declares a document type."""
        raise UnreadableFileError("file.damaged")

    @staticmethod
    def _number(digits: str) -> int:
        if not (digits.isascii() and digits.isdecimal()) or not 0 < int(digits[:9]) <= _LAST_ROW or len(digits) > 7:
            raise UnreadableFileError("file.damaged")
        return int(digits)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


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
