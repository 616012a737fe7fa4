"""The archive of a workbook, unpacked within bounds before any other reader sees it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from clustermark.evidence.readers.sheet import MOST_BYTES, UnreadableFileError

_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_PARTS = 5_000
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"


def xml_parts(data: bytes) -> Mapping[str, bytes]:
    """The parts of an xlsx workbook that matter for reading it, by lower-case name; every part is checked.

    Raises `UnreadableFileError` where the file is no workbook, is damaged, or would unpack to more than is sensible.
    """
    if data.startswith(_OLD_OR_LOCKED):
        raise UnreadableFileError("file.old-or-locked")
    named = (WORKBOOK, RELATIONS, STYLES)
    return unpacked_parts(data, lambda name, content: name in named or is_sheet(name, content), WORKBOOK)


def unpacked_parts(data: bytes, wanted: Callable[[str, bytes], bool], needed: str = "") -> Mapping[str, bytes]:
    """The wanted parts of an archive by lower-case name, all of them unpacked within bounds; `needed` must be there."""
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("file.too-large", megabytes=len(data) // 1024**2, most=MOST_BYTES // 1024**2)
    if not data:
        raise UnreadableFileError("file.empty")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
        if len(listed) > _MOST_PARTS or sum(part.file_size for part in listed) > _MOST_UNPACKED:
            raise UnreadableFileError("file.unpacks-too-large", most=_MOST_UNPACKED // 1024**2)
        names = [part.filename.lower() for part in listed]
        if needed and needed not in names:
            raise UnreadableFileError("file.not-a-workbook")
        found = {}
        for part, name in zip(listed, names, strict=True):
            content = _unpacked(data, part)
            if wanted(name, content):
                found[name] = content
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError):
        raise UnreadableFileError("file.damaged") from None
    return found


def is_sheet(name: str, content: bytes) -> bool:
    """Whether a part may be a worksheet, wherever it lies in the archive."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return (name.startswith("xl/worksheets/") and name.endswith(".xml")) or b"sheetData" in content or wide


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """A part of the archive. Raises where it does not hold what the directory says, so that no directory can lie."""
    names, extra = struct.unpack_from("<HH", data, part.header_offset + 26)
    start = part.header_offset + 30 + names + extra
    packed = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
    else:
        raise UnreadableFileError("file.damaged")
    if len(content) != part.file_size:
        raise UnreadableFileError("file.damaged")
    return content
