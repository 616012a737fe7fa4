"""Files for the bad inputs: rows of the made-up study, workbooks built part by part, archives that lie."""

import csv
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from clustermark.evidence.readers.ole import shell

Spoil = Callable[[Path], None]
HEADER = (
    *("subject", "variable", "value", "value_high", "bound", "code", "unit", "scope", "channel", "year"),
    *("publisher", "url", "locator_zh", "locator_en", "read_as", "reliability", "party"),
)
GOOD = {
    "subject": "sampleton",
    "variable": "situation.firms",
    "value": "510",
    "unit": "firms",
    "scope": "town",
    "year": "2021",
    "publisher": "示例日报",
    "url": "https://example.org/z",
    "locator_zh": "首段",
    "locator_en": "first paragraph",
    "read_as": "page",
    "reliability": "B",
}
STUDY, CLAIMS = "study.toml", "claims.csv"
BOOK = 'path = "claims.xlsx"'


def line(**cells: str) -> str:
    """A row of the claims, good but for `cells`."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([{**GOOD, **cells}.get(name, "") for name in HEADER])
    return out.getvalue()


def row(**cells: str) -> Spoil:
    """Add that row to the claims."""

    def spoil(folder: Path) -> None:
        with (folder / CLAIMS).open("a", encoding="utf-8") as file:
            file.write(line(**cells))

    return spoil


def lines(*given: str | bytes) -> Spoil:
    """Add lines, as they stand, to the claims."""
    data = b"".join(item if isinstance(item, bytes) else item.encode() for item in given)

    def spoil(folder: Path) -> None:
        with (folder / CLAIMS).open("ab") as file:
            file.write(data)

    return spoil


def claims(data: bytes) -> Spoil:
    """The claims are these bytes."""

    def spoil(folder: Path) -> None:
        (folder / CLAIMS).write_bytes(data)

    return spoil


def recoded(encoding: str, *more: bytes) -> Spoil:
    """The claims in another encoding, with more lines."""

    def spoil(folder: Path) -> None:
        text = (folder / CLAIMS).read_text(encoding="utf-8")
        (folder / CLAIMS).write_bytes(text.encode(encoding) + b"".join(more))

    return spoil


def study(old: str, new: str) -> Spoil:
    """Change the study file once."""

    def spoil(folder: Path) -> None:
        text = (folder / STUDY).read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(old)
        (folder / STUDY).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def study_bytes(change: Callable[[bytes], bytes]) -> Spoil:
    """Change the bytes of the study file."""

    def spoil(folder: Path) -> None:
        (folder / STUDY).write_bytes(change((folder / STUDY).read_bytes()))

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """One after the other."""

    def spoil(folder: Path) -> None:
        for each in spoils:
            each(folder)

    return spoil


def book(data: Callable[[], bytes], *, more: str = "") -> Spoil:
    """The claims are a workbook of these bytes."""

    def spoil(folder: Path) -> None:
        (folder / "claims.xlsx").write_bytes(data())
        study('path = "claims.csv"', BOOK + more)(folder)

    return spoil


_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_SPACE = "http://schemas.openxmlformats.org"
_ROOT = (
    f'<?xml version="1.0"?><Relationships xmlns="{_SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_SPACE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_SPACE}/spreadsheetml/2006/main" xmlns:r="{_SPACE}/officeDocument/2006/'
    'relationships"><sheets><sheet name="data" sheetId="1" {hidden}r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_SPACE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    "{more}</Relationships>"
)
EXTERNAL = (
    f'<Relationship Id="rId9" Type="{_SPACE}/officeDocument/2006/relationships/externalLink" '
    'Target="file:///etc/passwd" TargetMode="External"/>'
)


def text_cell(text: str) -> str:
    """A cell that holds its own text."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def sheet(cells: Sequence[Sequence[str]], *, head: str = "", inside: str = "") -> str:
    """The part of a sheet: rows of cells that are text, or XML where they begin with "<"."""
    rows = "".join(
        "<row>" + "".join(cell if cell.startswith("<c") else text_cell(cell) for cell in each) + "</row>"
        for each in cells
    )
    opening = f'<worksheet xmlns="{_SPACE}/spreadsheetml/2006/main">'
    return f'<?xml version="1.0"?>{head}{opening}{inside}<sheetData>{rows}</sheetData></worksheet>'


def good_rows(**cells: str) -> list[list[str]]:
    """The header and one row, good but for `cells`."""
    return [list(HEADER), [{**GOOD, **cells}.get(name, "") for name in HEADER]]


def parts(content: str, *, hidden: bool = False, relations: str = "", more: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook of one sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("xl/workbook.xml", _BOOK.replace("{hidden}", 'state="hidden" ' if hidden else ""))
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.replace("{more}", relations))
        archive.writestr("xl/worksheets/sheet1.xml", content)
        for name, text in more:
            archive.writestr(name, text)
    return out.getvalue()


def good_book() -> bytes:
    """A workbook without a fault."""
    return parts(sheet(good_rows()))


def bomb(megabytes: int) -> bytes:
    """A workbook with a part of zeros that unpacks to so much; the directory says so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", _BOOK.replace("{hidden}", ""))
        with archive.open("xl/media/zeros.bin", "w") as part:
            for _ in range(megabytes):
                part.write(bytes(1024 * 1024))
    return out.getvalue()


def lying_bomb() -> bytes:
    """A workbook whose directory says 100 bytes of a part that unpacks to 40 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(bytes(40 * 1024 * 1024)) + packer.flush()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", _BOOK.replace("{hidden}", ""))
        archive.writestr("xl/worksheets/sheet1.xml", packed)
        told = archive.infolist()[1]
        told.compress_type, told.file_size = zipfile.ZIP_DEFLATED, 100
    return out.getvalue()


def with_flag(data: bytes, flag: int = 1) -> bytes:
    """The archive with a flag (1: encrypted) set on all parts."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            struct.pack_into("<H", changed, at + offset, flag)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def archive_of(names: Sequence[str]) -> bytes:
    """An archive of small parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def locked_book() -> bytes:
    """The shell in which Excel puts a workbook with a password."""
    return shell("EncryptedPackage", os.urandom(0) + bytes(range(256)) * 40)


def old_word() -> bytes:
    """The shell of an old Word document."""
    return shell("WordDocument", b"x" * 5000)
