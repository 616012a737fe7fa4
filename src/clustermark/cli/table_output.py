"""Frames of results as CSV, Parquet and Excel files, put in place as a whole; text is never taken for a formula."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from clustermark.evidence.neutral import neutralised, write_atomically
from clustermark.study.problems import ClustermarkError, Where, problem

MOST = 1_048_575  # rows of an Excel sheet below its header


def csv_text(frame: pl.DataFrame) -> str:
    """The frame as CSV; NaN as an empty cell."""
    return _safe(frame).write_csv()


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Write the frame in the form that the ending of `path` names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ending = path.suffix.lower()
    if ending == ".parquet":
        write_atomically(path, lambda partial: frame.write_parquet(partial))
    elif ending == ".xlsx":
        if len(frame) > MOST:
            raise ClustermarkError([problem("world-table.rows", Where(file=str(path)), rows=len(frame), most=MOST)])
        write_atomically(path, lambda partial: _write_sheet(_safe(frame), partial))
    else:
        text = csv_text(frame)
        write_atomically(path, lambda partial: partial.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8")))


def _safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Labels as text that no spreadsheet takes for a formula, and numbers without NaN."""
    columns = []
    for column in frame.iter_columns():
        if column.dtype.is_float():
            columns.append(column.fill_nan(None))
            continue
        words = column.cast(pl.String)
        unique = words.unique(maintain_order=True)
        columns.append(words.replace_strict(unique, [neutralised(word) for word in unique], return_dtype=pl.String))
    return pl.DataFrame(columns)


def _write_sheet(frame: pl.DataFrame, path: Path) -> None:
    import xlsxwriter

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("value_chain")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, frame.columns)
    for number, row in enumerate(frame.iter_rows(), start=1):
        sheet.write_row(number, 0, row)
    book.close()
