"""Sheets of the older and rarer workbooks: xls (BIFF) and xlsb, read by their values."""

import io
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from clustermark.evidence.readers.biff import biff_scans
from clustermark.evidence.readers.sheet import Sheet, UnreadableFileError, check_size
from clustermark.evidence.readers.xlsb_scan import xlsb_scans
from clustermark.evidence.readers.xlsx_reader import cell_text, correct, merges
from clustermark.evidence.readers.xlsx_scan import Scan

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


def read_old(data: bytes, kind: str) -> Iterator[Sheet]:
    """The worksheets of an xls or xlsb file. Raises `UnreadableFileError` where it has a password or is damaged."""
    if kind == "xls" and _LOCKED in data:
        raise UnreadableFileError("file.locked")
    if kind == "xls" and not any(name in data for name in _WORKBOOKS):
        raise UnreadableFileError("file.old-or-locked")
    scans = biff_scans(data) if kind == "xls" else xlsb_scans(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            check_size(sheet.total_height, sheet.total_width)
            rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            scan = scans.get(meta.name, Scan())
            correct(rows, scan)
            hidden = meta.visible != SheetVisibleEnum.Visible
            merged = tuple(dict.fromkeys((*merges(sheet.merged_cell_ranges), *scan.merged)))
            yield Sheet(meta.name, rows, hidden, merged, frozenset(scan.formulas))
    except PasswordError:
        raise UnreadableFileError("file.locked") from None
    except (CalamineError, OSError, ValueError, KeyError, IndexError, OverflowError):
        raise UnreadableFileError("file.damaged") from None
