"""In which encoding a text file is written, by a fixed policy and never by a guess about languages.

A byte order mark decides. Without one the file is UTF-8 if it is so to the last byte. Else it is in the encoding that
the study declares, where it declares one (Big5 is read in no other way), else in GB18030 if it is so to the last byte.
Where none of them holds throughout, the encoding of most lines is taken and the other lines are told.
"""

import re
from collections.abc import Iterator

from clustermark.evidence.readers.sheet import UnreadableFileError

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CHUNK = 4 * 1024 * 1024
_LONGEST = 2 * _CHUNK  # a piece that is longer is one endless line, which is not read
_MOST_BAD = 0.5  # share of the lines that are no plain ASCII
_MOST_NULS = 0.1
_THREE_BYTES = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")


def without_mark(data: bytes, declared: str = "") -> tuple[bytes, str]:
    """The text of a file in UTF-8 or whatever it is in, without its mark, and the encoding that the mark names ("").

    UTF-16 without a mark is read where it is declared.
    """
    for mark, name in (*_MARKS, *((b"", name) for name in (declared,) if name.startswith("utf-16"))):
        if data.startswith(mark):
            if name == "utf-8":
                return data[len(mark) :], name
            try:
                return data[len(mark) :].decode(name).encode("utf-8"), name
            except UnicodeError:
                raise UnreadableFileError("file.encoding") from None
    if data.count(b"\x00", 0, 65_536) > _MOST_NULS * min(len(data), 65_536):
        raise UnreadableFileError("file.not-text")
    return data, ""


def pieces(data: bytes) -> Iterator[bytes]:
    """The data in pieces that end with a line break, the last one excepted."""
    at = 0
    while at < len(data):
        end = min(at + _CHUNK, len(data))
        if end < len(data):
            cut = data.rfind(b"\n", at, end)
            if cut < 0:
                cut = data.rfind(b"\r", at, end - 1)
            if cut < 0:
                cut = data.find(b"\n", end)
            end = len(data) if cut < 0 else cut + 1
        yield data[at:end]
        at = end


def encoding_of(data: bytes, declared: str = "") -> str:
    """The encoding of text without a mark. Raises where too many lines are in none that may be assumed."""
    if data.isascii() or _holds(data, "utf-8"):
        return "utf-8"
    if declared and _holds(data, declared):
        return declared
    in_utf8 = [(row, _holds(line, "utf-8")) for row, line in _foreign_lines(data)]
    good = sum(holds for _, holds in in_utf8)
    if not declared and good * 2 <= len(in_utf8) and _holds(data, "gb18030"):
        return "gb18030"
    found = declared or ("utf-8" if good * 2 > len(in_utf8) else "gb18030")
    bad = [row for row, line in _foreign_lines(data) if not _holds(line, found)]
    if len(bad) > max(1, _MOST_BAD * len(in_utf8)):
        raise UnreadableFileError("file.encoding", row=bad[0])
    return found


def _foreign_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that are no plain ASCII, with their numbers."""
    row = 1
    for piece in pieces(data):
        lines = piece.split(b"\n")
        if not piece.isascii():
            yield from ((row + at, line) for at, line in enumerate(lines) if not line.isascii())
        row += len(lines) - 1


def _holds(data: bytes, encoding: str) -> bool:
    try:
        for piece in pieces(data):
            if len(piece) <= _LONGEST:
                piece.decode(encoding)
    except UnicodeError:
        return False
    return True


def is_foreign(line: bytes, encoding: str) -> bool:
    """Whether a line is not in `encoding`: it cannot be decoded, or in a file in GB18030 it is plainly UTF-8."""
    if line.isascii():
        return False
    if not _holds(line, encoding):
        return True
    return encoding == "gb18030" and len(_THREE_BYTES.findall(line)) > 1 and _holds(line, "utf-8")
