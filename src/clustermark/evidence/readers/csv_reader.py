"""Text in columns, of any delimiter and encoding, read in pieces so that its size bounds the memory.

A line that cannot be read (of another encoding, endless, with quotation marks that do not pair) stands in its place
with a sign at its head that no text holds; reading quarantines it. Only an opening quotation mark that is never closed
refuses the file, since no one can say where its rows end.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from clustermark.evidence.readers.encoding import encoding_of, is_foreign, pieces, without_mark
from clustermark.evidence.readers.sheet import (
    MOST_COLUMNS,
    MOST_LINES,
    MOST_TEXT_BYTES,
    TOO_LONG,
    WRONG_ENCODING,
    WRONG_QUOTES,
    Sheet,
    UnreadableFileError,
    check_size,
)
from clustermark.evidence.readers.text_rows import TextRows, frame_of, name
from clustermark.evidence.specs import match_headers

DELIMITERS = (",", ";", "\t", "|", "\uff0c", "\uff1b", "\uff5c")  # narrow, then full width
_LINES_TO_SNIFF = 30
_LONGEST_CELL = 1_000_000
_LONGEST_LINE = 1_000_000
_LONGEST_RECORD = 8_000_000
_EXCERPT = 100
_SOMETHING = re.compile(rb"[^\x00\s,;]")
_FEW_ROWS = 20_000  # up to which rows are kept as they are
Progress = Callable[[int, int], None]  # bytes done, bytes in all


def read_csv(data: bytes, table: str, encoding: str = "", progress: Progress | None = None) -> Sheet:
    """The rows of a text file for `table`; a row is a record, as a spreadsheet counts it.

    The delimiter is the one with which most headers of the table are found. `encoding` is what the study declares.
    Raises `UnreadableFileError` where the file is empty, is no text, is in no known encoding, or has a quotation mark
    that is never closed.
    """
    if len(data) > MOST_TEXT_BYTES:
        raise UnreadableFileError("file.too-large", megabytes=len(data) // 1024**2, most=MOST_TEXT_BYTES // 1024**2)
    body, marked = without_mark(data, encoding)
    found = marked or encoding_of(body, encoding)
    inner = "utf-8" if marked else found
    if _SOMETHING.search(body) is None:
        raise UnreadableFileError("file.empty")
    delimiter = _delimiter(body[: _LINES_TO_SNIFF * 20_000].decode(inner, errors="replace"), table)
    frames: list[pl.DataFrame] = []
    height = 0
    for frame in _frames(body, inner, delimiter, progress):
        height += frame.height
        check_size(height, frame.width, MOST_LINES)
        frames.append(frame)
    rows = TextRows(pl.concat(frames, how="diagonal", rechunk=False) if frames else frame_of([]))
    return Sheet("", list(rows) if height <= _FEW_ROWS else rows, encoding=found)


def _delimiter(text: str, table: str) -> str:
    lines = io.StringIO(text, newline="").readlines()[:_LINES_TO_SNIFF]
    if lines and lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[-1]
    sample = [line[:20_000] for line in lines]
    csv.field_size_limit(_LONGEST_CELL)

    def headers_found(delimiter: str) -> tuple[int, int]:
        rows = list(csv.reader(sample, delimiter=delimiter))
        return max((len(match_headers(table, row)[0]) for row in rows), default=0), max(map(len, rows), default=0)

    try:
        return max(DELIMITERS, key=headers_found)
    except csv.Error:
        return ","


def _frames(data: bytes, encoding: str, delimiter: str, progress: Progress | None) -> Iterator[pl.DataFrame]:
    """The records of the file, a frame a piece."""
    rest, done, rows = "", 0, 0
    for piece in pieces(data):
        done += len(piece)
        text = rest + _text(piece, encoding)
        rest = ""
        if '"' in text:
            frame, rest = _parsed(text, delimiter, rows, last=done >= len(data))
        else:
            frame = _split(text, delimiter)
        rows += frame.height
        if progress:
            progress(done, len(data))
        yield frame


def _text(piece: bytes, encoding: str) -> str:
    """A piece decoded; a line of another encoding, or one that is too long, opens with a sign that says so."""
    suspect = encoding == "gb18030" and any(is_foreign(line, encoding) for line in piece.split(b"\n"))
    longest = len(piece) > _LONGEST_LINE and any(len(line) > _LONGEST_LINE for line in piece.split(b"\n"))
    if not suspect and not longest:
        try:
            return piece.decode(encoding)
        except UnicodeError:
            pass
    return "\n".join(_line(line, encoding) for line in piece.split(b"\n"))


def _line(line: bytes, encoding: str) -> str:
    if len(line) > _LONGEST_LINE:
        return TOO_LONG + line[:_EXCERPT].decode(encoding, errors="replace").replace('"', "")
    if is_foreign(line, encoding):
        return WRONG_ENCODING + _as_it_was_meant(line, encoding).replace('"', "")
    return line.decode(encoding)


def _as_it_was_meant(line: bytes, encoding: str) -> str:
    """A line of another encoding, for people to recognise it."""
    for other in ("utf-8", "gb18030"):
        try:
            return line.decode(other)
        except UnicodeError:
            continue
    return line.decode(encoding, errors="replace")


def _split(text: str, delimiter: str) -> pl.DataFrame:
    """Records of text without quotation marks: every line is one."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    lines = pl.Series("line", plain.removesuffix("\n").split("\n"), pl.String)
    if len(lines) == 1 and not plain:
        return frame_of([])
    most = max(lines.str.count_matches(delimiter, literal=True), default=0)
    if most >= MOST_COLUMNS:
        check_size(len(lines), most + 1)
    cells = lines.str.split_exact(delimiter, most).struct.unnest() if most else lines.to_frame()
    cells.columns = [name(at) for at in range(cells.width)]
    return cells


def _parsed(text: str, delimiter: str, before: int, *, last: bool) -> tuple[pl.DataFrame, str]:
    """Records of text with quotation marks, and the beginning of one that the next piece goes on with."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = io.StringIO(text, newline="").readlines()
    rows: list[Sequence[str]] = []
    done = 0
    while done < len(lines):
        reader = csv.reader(lines[done:] if done else lines, delimiter=delimiter, strict=True)
        start = done
        try:
            for row in reader:
                rows.append(row)
                done = start + reader.line_num
        except csv.Error:
            if start + reader.line_num >= len(lines) and _is_open(lines, done, delimiter):
                rest = "".join(lines[done:])
                if last or len(rest) > _LONGEST_RECORD:
                    raise UnreadableFileError("file.quotes", row=before + len(rows) + 1) from None
                return frame_of(rows), rest
            rows.append([WRONG_QUOTES + lines[done].rstrip("\r\n")[:_EXCERPT]])
            done += 1
        if len(rows) > MOST_LINES:
            break
    return frame_of(rows), ""


def _is_open(lines: Sequence[str], start: int, delimiter: str) -> bool:
    """Whether the record that begins at `start` only lacks its end."""
    try:
        for _row in csv.reader(lines[start:], delimiter=delimiter, strict=True):
            return False
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
