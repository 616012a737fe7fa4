"""The communication plan as a workbook: a sheet a language, ready to print, no cell that acts as a formula."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from clustermark.evidence.neutral import neutralised, write_atomically
from clustermark.report.document import Cell, Document, Page, Paragraph, Table
from clustermark.report.plan_page import PLAN
from clustermark.words.catalogue import text
from clustermark.words.inline import plain

WIDTHS = (14, 24, 24, 12, 16, 10, 26, 22)  # in letters of the sheet
LINE = 14.0  # height of a line in points
FACE = {"zh": "Microsoft YaHei", "en": "Arial"}
MADE = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same bytes for the same plan


def write_plan(documents: Mapping[str, Document], path: Path) -> None:
    """Write the plan of each language to a sheet of its own, atomically; nothing where the report has no plan."""
    pages = {language: plan_of(document) for language, document in documents.items()}
    if not any(pages.values()):
        return
    titles = {language: document.first.title for language, document in documents.items()}

    def write(target: Path) -> None:
        import xlsxwriter

        with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            book.set_properties({"created": MADE})
            for language, page in pages.items():
                if page is not None:
                    _sheet(book, language, page, titles[language])

    write_atomically(path, write)


def plan_of(document: Document) -> Page | None:
    """The page of the plan, None where the report has none."""
    return next((page for page in document.pages if page.id == PLAN), None)


def table_of(page: Page) -> Table:
    """The table of the plan."""
    return next(block for block in page.blocks if isinstance(block, Table))


def _sheet(book: Any, language: str, page: Page, place: str) -> None:
    sheet = book.add_worksheet(text("communication.plan.file.sheet", language))
    face = {"font_name": FACE[language], "font_size": 10, "valign": "top", "text_wrap": True}
    body = book.add_format({**face, "bottom": 1, "bottom_color": "#d6d3cb"})
    empty = book.add_format(
        {**face, "bottom": 1, "bottom_color": "#d6d3cb", "font_color": "#4d4d49", "bg_color": "#f4f2ec"}
    )
    head = book.add_format({**face, "bold": True, "bottom": 2})
    title = book.add_format({**face, "bold": True, "font_size": 14, "text_wrap": False})
    note = book.add_format({**face, "text_wrap": False, "font_color": "#4d4d49"})
    sheet.write_string(0, 0, neutralised(text("communication.plan.file.title", language, place=place)), title)
    table = table_of(page)
    for column, words in enumerate(table.head):
        sheet.set_column(column, column, WIDTHS[min(column, len(WIDTHS) - 1)])
        sheet.write_string(2, column, neutralised(words), head)
    for at, row in enumerate(table.rows, 3):
        said = (plain(row.name), *(cell_text(cell) for cell in row.cells))
        sheet.set_row(at, LINE * max(_lines(words, column) for column, words in enumerate(said)) + 4)
        sheet.write_string(at, 0, neutralised(plain(row.name)), body)
        for column, cell in enumerate(row.cells, 1):
            sheet.write_string(at, column, neutralised(cell_text(cell)), empty if cell.missing else body)
    below = [text("communication.plan.file.note", language)]
    below += [plain(block.runs) for block in page.blocks if isinstance(block, Paragraph)]
    for at, words in enumerate(below, 4 + len(table.rows)):
        sheet.write_string(at, 0, neutralised(words), note)
    _for_print(sheet, 3 + len(table.rows) + len(below), len(table.head) - 1)


def _lines(words: str, column: int) -> int:
    """Lines that a text takes in its column; a Chinese character is as wide as two letters."""
    wide = sum(2 if ord(letter) > 0x2E7F else 1.1 for letter in words)
    return max(1, -(-int(wide) // (WIDTHS[min(column, len(WIDTHS) - 1)] - 2)))


def cell_text(cell: Cell) -> str:
    """What stands in a cell, or what it lacks."""
    return " ".join(plain(line) for line in cell.lines) or cell.missing


def _for_print(sheet: Any, last: int, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 1)
    sheet.print_area(0, 0, last, columns)
    sheet.hide_gridlines(2)
