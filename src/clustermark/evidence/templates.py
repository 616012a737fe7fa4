"""The Excel template: a sheet a table, made from the table specifications, that can be filled and read back.

Row 1 is the header, row 2 explains each column, rows 3 to 5 are grey examples. Rows 2 to 5 open with a mark in their
first cell ("example: ..."), by which reading sets them aside; they may stay or be deleted. What is typed from row 6 on
is evidence. Cells with a fixed choice have a drop-down; places and measures do too, and other text may be typed there.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from clustermark.evidence.dictionary import dictionary
from clustermark.evidence.labels import cell_example, header_of, measure_names, note_of, type_name, unit_name, word
from clustermark.evidence.marks import example_mark, explanation_mark
from clustermark.evidence.migration import STAMP, stamp_lines
from clustermark.evidence.neutral import write_atomically
from clustermark.evidence.readers.sheet import column_letter
from clustermark.evidence.specs import Column, TableSpec, table_specs
from clustermark.findings.catalogue import Measure, measures
from clustermark.study.model import Study, Text

FIRST_DATA_ROW = 6  # as a spreadsheet counts
LAST_ROW = 2000  # down to which cells have drop-downs
_CREATED = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
_EXAMPLES = 3
_LONGEST_LIST = 250  # letters of a drop-down that may stand in its cell; longer ones stand on the sheet of lists
_KEPT_AS_TYPED = ("number", "unit", "text", "id")  # else 3-5 would become a date, and 20% a fraction
_WIDTHS = {"text": 24, "number": 14, "level": 14, "year": 14, "boolean": 16, "unit": 14, "measure": 24}


@dataclass(frozen=True, slots=True)
class _Book:
    """The workbook that is being written, its formats, and the ranges that drop-downs point to."""

    book: Any
    formats: Mapping[str, Any]
    language: str
    ranges: Mapping[str, str]


def write_template(
    path: Path, language: str, study: Study | None = None, places: Mapping[str, Text] | None = None
) -> None:
    """Write the template in `language` ("zh" or "en"); with a study its places and products are in the drop-downs.

    `places` gives the names of the study's places; without it their ids are offered. The same arguments give the same
    bytes.
    """
    write_atomically(path, lambda partial: _write(partial, language, study, places or {}))


def _write(path: Path, language: str, study: Study | None, places: Mapping[str, Text]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _CREATED, "title": word("title", language), "author": "Clustermark"})
    formats = {
        "header": book.add_format({"bold": True, "bg_color": "#EAF1F4", "border": 1, "border_color": "#B8C4CA"}),
        "required": book.add_format(
            {"bold": True, "bg_color": "#CFE3EA", "border": 1, "border_color": "#8FA9B3", "font_color": "#0B3B4C"}
        ),
        "explanation": book.add_format({"font_color": "#4A4A4A", "text_wrap": True, "valign": "top"}),
        "example": book.add_format({"font_color": "#6B6B6B", "bg_color": "#F2F2F2"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "typed": book.add_format({"num_format": "@"}),
        "bold": book.add_format({"bold": True}),
    }
    sheets = {name: book.add_worksheet(spec.name.in_language(language)) for name, spec in table_specs().items()}
    listed = _lists(study, places, language)
    made = _Book(book, formats, language, _ranges(listed, language))
    for name, spec in table_specs().items():
        _table_sheet(made, sheets[name], spec)
    _dictionary_sheet(made)
    _measures_sheet(made)
    _list_sheet(made, listed)
    book.close()


def _lists(study: Study | None, places: Mapping[str, Text], language: str) -> dict[str, list[str]]:
    """What drop-downs offer beside the fixed choices: places, products, measures, conditions."""
    ids = study.subjects() if study else ()
    products = study.products if study else ()
    found = {
        "place": [places[place].in_language(language) if place in places else place for place in ids],
        "product": [product.name.in_language(language) for product in products],
        "measure": measure_names(language, of_membership=False),
        "condition": measure_names(language, of_membership=True),
    }
    for column in (column for spec in table_specs().values() for column in spec.columns if column.type == "choice"):
        if len(",".join(_choices(column, language))) > _LONGEST_LIST:
            found[column.id] = _choices(column, language)
    return {name: entries for name, entries in found.items() if entries}


def _ranges(listed: Mapping[str, Sequence[str]], language: str) -> dict[str, str]:
    sheet = word("lists", language)
    return {
        name: f"='{sheet}'!${chr(65 + at)}$2:${chr(65 + at)}${len(entries) + 1}"
        for at, (name, entries) in enumerate(listed.items())
    }


def _table_sheet(made: _Book, sheet: Any, spec: TableSpec) -> None:
    language = made.language
    sheet.freeze_panes(1, 1)
    last = column_letter(len(spec.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_DATA_ROW}:{last}{LAST_ROW}"})
    explained: list[tuple[str, float]] = []
    for position, column in enumerate(spec.columns):
        width = _WIDTHS.get(column.type, 18)
        sheet.set_column(position, position, width, made.formats["typed"] if column.type in _KEPT_AS_TYPED else None)
        header = header_of(column, language)
        sheet.write_string(0, position, header, made.formats["required" if column.required else "header"])
        note = note_of(column, language)
        sheet.write_comment(0, position, note, {"author": "Clustermark", "x_scale": 2, "y_scale": 1.4})
        opening = explanation_mark(language) if position == 0 else ""
        explanation = column.description.in_language(language) or column.name.in_language(language)
        sheet.write_string(1, position, opening + explanation, made.formats["explanation"])
        explained.append((opening + explanation, width))
        for at in range(_EXAMPLES):
            mark = example_mark(language) if position == 0 else ""
            sheet.write_string(2 + at, position, mark + cell_example(column, at, language), made.formats["example"])
        _drop_down(made, sheet, position, column)
    sheet.set_row(1, _height(explained))


def _height(cells: Sequence[tuple[str, float]]) -> float:
    """The height of a row whose (text, column width) cells wrap, in points: not every program works it out itself."""
    lines = 1
    for text, width in cells:
        wide = sum(2 if sign > "\u2e80" else 1 for sign in text)
        lines = max(lines, math.ceil(wide * 1.15 / width))
    return 15.0 * lines


def _drop_down(made: _Book, sheet: Any, position: int, column: Column) -> None:
    """The choices of a column: fixed ones must be kept to, names of places and measures are an offer."""
    language = made.language
    rows = (FIRST_DATA_ROW - 1, position, LAST_ROW - 1, position)
    title, message = word("choose-title", language), word("choose", language)
    strict = {"validate": "list", "error_title": title, "error_message": message}
    if column.type == "boolean":
        sheet.data_validation(*rows, strict | {"source": [word("yes", language), word("no", language)]})
    elif column.type == "level":
        sheet.data_validation(*rows, strict | {"source": [f"{value:g}" for value in map(float, column.allowed)]})
    elif column.type == "choice":
        source = made.ranges.get(column.id, _choices(column, language))
        sheet.data_validation(*rows, strict | {"source": source})
    elif column.type == "year":
        sheet.data_validation(
            *rows,
            strict | {"validate": "integer", "criteria": "between", "minimum": 1800, "maximum": 2100},
        )
    else:
        offered = {"place": "place", "product": "product", "measure": "condition"}.get(column.type, "")
        name = "measure" if column.id == "variable" else offered
        if name in made.ranges:
            open_ = {"validate": "list", "source": made.ranges[name], "error_type": "information"}
            sheet.data_validation(*rows, open_ | {"error_title": title, "error_message": word("offer", language)})


def _choices(column: Column, language: str) -> list[str]:
    return [column.label(str(value), language) for value in column.allowed]


def _dictionary_sheet(made: _Book) -> None:
    """The data dictionary: a row a column of every table."""
    language = made.language
    sheet = made.book.add_worksheet(word("dictionary", language))
    sheet.freeze_panes(1, 0)
    widths = (16, 20, 12, 8, 46, 60)
    for position, name in enumerate(("table", "column", "type", "required", "allowed", "description")):
        sheet.write_string(0, position, word(f"head-{name}", language), made.formats["bold"])
        sheet.set_column(position, position, widths[position])
    for at, entry in enumerate(dictionary(), start=1):
        cells = (
            entry.table_name.in_language(language),
            entry.name.in_language(language),
            type_name(entry.type, language),
            word("yes", language) if entry.required else "",
            entry.allowed.in_language(language),
            entry.description.in_language(language),
        )
        sheet.set_row(at, _height(list(zip(cells, widths, strict=True))))
        for position, text in enumerate(cells):
            sheet.write_string(at, position, text, made.formats["wrap"])


def _measures_sheet(made: _Book) -> None:
    """The catalogue of measures, for whoever looks for the name of a figure."""
    language = made.language
    sheet = made.book.add_worksheet(word("measures", language))
    sheet.freeze_panes(1, 0)
    entries: list[Measure] = [measure for measure in measures().values() if measure.row not in ("checks", "comparison")]
    widths = (40, 26, 16, 90)
    for position, name in enumerate(("measure-id", "measure-name", "measure-unit", "measure-definition")):
        sheet.write_string(0, position, word(f"head-{name}", language), made.formats["bold"])
        sheet.set_column(position, position, widths[position])
    for at, measure in enumerate(entries, start=1):
        unit = unit_name(measure.unit, language)
        cells = (measure.id, measure.name.in_language(language), unit, measure.definition.in_language(language))
        sheet.set_row(at, _height(list(zip(cells, widths, strict=True))))
        for position, text in enumerate(cells):
            sheet.write_string(at, position, text, made.formats["wrap"])


def _list_sheet(made: _Book, listed: Mapping[str, Sequence[str]]) -> None:
    """What the drop-downs offer, on a hidden sheet, and the versions of the tables."""
    sheet = made.book.add_worksheet(word("lists", made.language))
    sheet.hide()
    stamp = {STAMP: stamp_lines(table_specs())}
    for position, (name, entries) in enumerate({**listed, **stamp}.items()):
        sheet.write_string(0, position, name)
        for at, text in enumerate(entries, start=1):
            sheet.write_string(at, position, text)
