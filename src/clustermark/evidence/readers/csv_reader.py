"""CSV in UTF-8, with or without a byte order mark, parted by comma, semicolon or tab."""

import csv
import io
from collections.abc import Sequence

from clustermark.evidence.readers.sheet import MOST_BYTES, Sheet, UnreadableFileError, check_size
from clustermark.evidence.specs import match_headers

DELIMITERS = (",", ";", "\t")
_LINES_TO_SNIFF = 30
_LONGEST_CELL = 1_000_000


def read_csv(data: bytes, table: str) -> Sheet:
    """The rows of a CSV file for `table`; a row is a record, as a spreadsheet counts it.

    The delimiter is the one with which most headers of the table are found. Raises `UnreadableFileError` where the
    file is empty, is not UTF-8, is no text, or has a quotation mark that is never closed.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("file.too-large", megabytes=len(data) // 1024**2, most=MOST_BYTES // 1024**2)
    text = _decoded(data)
    if not text.strip():
        raise UnreadableFileError("file.empty")
    rows = _records(text, _delimiter(text, table))
    check_size(len(rows), max(map(len, rows), default=0))
    return Sheet("", rows)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4096]:
        raise UnreadableFileError("file.encoding" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "file.not-text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError("file.encoding", row=line) from None


def _delimiter(text: str, table: str) -> str:
    head = text.split("\n", _LINES_TO_SNIFF)[:_LINES_TO_SNIFF]
    sample = "\n".join(line[:20_000] for line in head)

    def headers_found(delimiter: str) -> tuple[int, int]:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        return max((len(match_headers(table, row)[0]) for row in rows), default=0), max(map(len, rows), default=0)

    try:
        csv.field_size_limit(_LONGEST_CELL)
        return max(DELIMITERS, key=headers_found)
    except csv.Error:
        return ","


def _records(text: str, delimiter: str) -> Sequence[Sequence[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Sequence[str]] = []
    try:
        for row in reader:
            rows.append(row)
    except csv.Error:
        raise UnreadableFileError("file.quotes", row=len(rows) + 1) from None
    return rows
