"""Files as people have them, the same bytes for the same rows."""

import csv
import datetime
import io
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

MADE = datetime.datetime(2024, 1, 15, tzinfo=datetime.UTC)  # the day that workbooks say they were made on
Cell = str | int | float | None


def put(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)


def put_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[Cell]], encoding: str = "utf-8") -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    put(path, out.getvalue().encode(encoding))


def put_lines(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    put(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())


def put_sheet(path: Path, name: str, rows: Sequence[Sequence[Cell]]) -> None:
    """A workbook of one sheet; the rows hold title and header too."""
    put_book(path, {name: rows})


def put_book(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """A workbook of several sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": MADE, "title": next(iter(sheets))})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None and cell != "":
                    sheet.write(at, place, cell)
    book.close()
    put(path, out.getvalue())
