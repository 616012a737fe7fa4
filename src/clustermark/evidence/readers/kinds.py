"""What a file is, decided by its bytes; names and endings are changed by people and by download sites."""

import io
import zipfile
from typing import Literal

Kind = Literal["xlsx", "xlsb", "xls", "html", "xml", "text", "other", "empty"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (  # of files that are neither workbooks nor text
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"$FL2", "SPSS"),
    (b"$FL3", "SPSS"),
    (b"<stata_dta>", "Stata"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"),
    (b"MIME-Version:", "MHTML"),
    (b"\x80\x02", "pickle"),  # a program, not data: to read it would run it
    (b"\x80\x03", "pickle"),
    (b"\x80\x04", "pickle"),
    (b"\x80\x05", "pickle"),
)
_HEAD = 4096
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes) -> tuple[Kind, str]:
    """The kind of a file, and for "other" and archives what it is called: (b"PK...", ...) -> ("xlsx", "")."""
    if not data:
        return "empty", ""
    if data.startswith(OLE):
        return "xls", ""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive(data)
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return "other", name
    head = _head(data)
    if head.startswith("<"):
        if "urn:schemas-microsoft-com:office:spreadsheet" in head:
            return "xml", ""
        if any(tag in head for tag in ("<html", "<table", "<!doctype html", "<meta", "<style", "<head")):
            return "html", ""
    return "text", ""


def _head(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in _MARKS_OF_UTF16 else "utf-8-sig"
    return data[:_HEAD].decode(encoding, errors="replace").lstrip().lower()


def _archive(data: bytes) -> tuple[Kind, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "xlsx", ""  # a damaged one is told by the reader of workbooks
    if "xl/workbook.bin" in names:
        return "xlsb", ""
    if "xl/workbook.xml" in names:
        return "xlsx", ""
    if "word/document.xml" in names:
        return "other", "Word"
    if "content.xml" in names:
        return "other", "OpenDocument"
    return "xlsx", ""
