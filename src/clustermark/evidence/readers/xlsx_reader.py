"""Sheets of an xlsx workbook, as people see them."""

import datetime
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from clustermark.evidence.readers.calamine import guarded
from clustermark.evidence.readers.sheet import Merge, Sheet, check_size
from clustermark.evidence.readers.xlsx_archive import RELATIONS, STYLES, WORKBOOK, is_sheet, xml_parts
from clustermark.evidence.readers.xlsx_quick import quick_scan
from clustermark.evidence.readers.xlsx_scan import Scan, percent_styles, scan_sheet, sheet_parts


def read_xlsx(data: bytes) -> Sequence[Sheet]:
    """The worksheets of a workbook in their order, each from cell A1 to the last cell that holds something.

    Raises `UnreadableFileError` where the file is no workbook, is damaged, or would unpack to more than is sensible.
    """
    scans = _scans(xml_parts(data))
    found = []
    with guarded():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in workbook.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            scan = scans.get(meta.name, Scan())
            sheet = workbook.get_sheet_by_name(meta.name)
            rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            correct(rows, scan)
            hidden = meta.visible != SheetVisibleEnum.Visible
            found.append(Sheet(meta.name, rows, hidden, merges(sheet.merged_cell_ranges), frozenset(scan.formulas)))
    return found


def _scans(parts: Mapping[str, bytes]) -> dict[str, Scan]:
    """What the XML of each sheet says, by the sheet's name. Raises where a sheet is too large to lay out."""
    percent = percent_styles(parts[STYLES]) if STYLES in parts else frozenset()
    by_part = {}
    for name, content in parts.items():
        if name not in (WORKBOOK, RELATIONS, STYLES) or is_sheet(name, content):
            scan = by_part[name] = quick_scan(content, percent) or scan_sheet(content, percent)
            check_size(scan.rows, scan.columns)
    if RELATIONS not in parts:
        return {}
    sheets = sheet_parts(parts[WORKBOOK], parts[RELATIONS])
    return {sheet: by_part[part] for sheet, part in sheets.items() if part in by_part}


def merges(ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]] | None) -> tuple[Merge, ...]:
    """Merged ranges, counted from 1 instead of 0."""
    return tuple(Merge(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1) for first, last in sorted(ranges or ()))


def correct(rows: list[list[str]], scan: Scan) -> None:
    """Write percentages as percentages; put errors and formulas without a value where nothing else stands."""
    for row, column in scan.percent:
        if row <= len(rows) and column <= len(rows[row - 1]) and rows[row - 1][column - 1]:
            rows[row - 1][column - 1] = _percent(rows[row - 1][column - 1])
    for (row, column), text in scan.texts.items():
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        line.extend([""] * (column - len(line)))
        line[column - 1] = line[column - 1] or text


def _percent(number: str) -> str:
    """("0.2") -> "20%", exactly."""
    return f"{(Decimal(number) * 100).normalize():f}%"


def cell_text(cell: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO, booleans as TRUE and FALSE."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)
