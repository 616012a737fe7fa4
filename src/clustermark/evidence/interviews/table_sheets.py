"""Workbooks of one table: the sheet of speakers and the codebook, to be filled in and read like any other table."""

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from clustermark.evidence.labels import header_of, note_of
from clustermark.evidence.marks import explanation_mark
from clustermark.evidence.neutral import neutralised, write_atomically
from clustermark.evidence.specs import Column, TableSpec, table_specs

_CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
_LAST = 1000  # row down to which cells have drop-downs
_WIDE = ("definition", "include", "exclude", "example", "informs", "reason")


def write_table_sheet(path: Path, table: str, language: str, rows: Iterable[Mapping[str, object]] = ()) -> None:
    """Write a workbook for a table in `language`, with these rows; the same arguments give the same bytes."""
    spec = table_specs()[table]
    write_atomically(path, lambda partial: _write(partial, spec, language, list(rows)))


def _write(path: Path, spec: TableSpec, language: str, rows: list[Mapping[str, object]]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _CREATED, "title": spec.name.in_language(language), "author": "Clustermark"})
    sheet = book.add_worksheet(spec.name.in_language(language))
    wrap = {"text_wrap": True, "valign": "top"}
    header = book.add_format({**wrap, "bold": True, "bg_color": "#CFE3EA", "border": 1})
    explained = book.add_format({**wrap, "font_color": "#4A4A4A"})
    plain = book.add_format({**wrap, "num_format": "@"})
    for at, column in enumerate(spec.columns):
        sheet.set_column(at, at, 36 if column.id.startswith(_WIDE) else 18, plain)
        sheet.write_string(0, at, header_of(column, language), header)
        sheet.write_comment(0, at, note_of(column, language), {"author": "Clustermark", "x_scale": 2, "y_scale": 1.4})
        opening = explanation_mark(language) if at == 0 else ""
        text = column.description.in_language(language) or column.name.in_language(language)
        sheet.write_string(1, at, opening + text, explained)
        _offer(sheet, at, column, language)
    for line, row in enumerate(rows, start=2):
        for at, column in enumerate(spec.columns):
            cell = row.get(column.id)
            if cell not in (None, ""):
                sheet.write_string(line, at, neutralised(str(cell)), plain)
    sheet.freeze_panes(1, 1)
    book.close()


def _offer(sheet: Any, at: int, column: Column, language: str) -> None:
    if column.type == "choice":
        labels = [column.label(str(value), language) for value in column.allowed]
        sheet.data_validation(2, at, _LAST, at, {"validate": "list", "source": labels, "error_type": "information"})
