"""Sheets of the older and rarer workbooks: xls (BIFF) and xlsb, read by their values."""

import io
from collections.abc import Sequence

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from clustermark.evidence.readers.biff import biff_scans
from clustermark.evidence.readers.calamine import guarded
from clustermark.evidence.readers.ole import shell, stream
from clustermark.evidence.readers.sheet import MOST_BYTES, Sheet, UnreadableFileError, check_size
from clustermark.evidence.readers.xlsb_scan import xlsb_scans
from clustermark.evidence.readers.xlsx_reader import cell_text, correct, merges
from clustermark.evidence.readers.xlsx_scan import Scan

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS = ("Workbook", "Book")


def read_old(data: bytes, kind: str) -> Sequence[Sheet]:
    """The worksheets of an xls or xlsb file. Raises `UnreadableFileError` where it has a password or is damaged."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("file.too-large", megabytes=len(data) // 1024**2, most=MOST_BYTES // 1024**2)
    if kind == "xlsb":
        return _sheets(data, list(xlsb_scans(data).items()))
    if _LOCKED in data:
        raise UnreadableFileError("file.locked")
    if not any(name.encode("utf-16-le") in data for name in _WORKBOOKS):
        raise UnreadableFileError("file.old-or-locked")
    book = bytearray(stream(data, _WORKBOOKS))
    scans = biff_scans(book)
    return _sheets(shell("Workbook", bytes(book)), scans)


def _sheets(data: bytes, scans: Sequence[tuple[str, Scan]]) -> Sequence[Sheet]:
    """The sheets with what the scans know; names may be spelt in an unknown encoding, the order never differs."""
    found, named = [], dict(scans)
    with guarded():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        in_order = len(scans) == len(workbook.sheets_metadata)
        for at, meta in enumerate(workbook.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            check_size(sheet.total_height, sheet.total_width)
            rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            scan = scans[at][1] if in_order else named.get(meta.name, Scan())
            correct(rows, scan)
            hidden = meta.visible != SheetVisibleEnum.Visible
            merged = tuple(dict.fromkeys((*merges(sheet.merged_cell_ranges), *scan.merged)))
            found.append(Sheet(meta.name, rows, hidden, merged, frozenset(scan.formulas)))
    return found
