"""The archive of a REFI-QDA project, unpacked in memory and within bounds; nothing in it is ever used as a path."""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise

from clustermark.evidence.readers.sheet import MOST_BYTES, UnreadableFileError

MOST_UNPACKED = 300 * 1024 * 1024
MOST_ENTRIES = 5_000
MOST_RATIO = 200  # unpacked to packed, of an entry of more than SMALL bytes
SMALL = 1024 * 1024
_ENCRYPTED, _UTF8 = 0x1, 0x800
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_OFFICE = (".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".odt", ".ods", ".odp", ".epub")
_ARCHIVES = (".zip", ".qdpx", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".zst")
_ARCHIVE_HEADS = (
    b"PK\x03\x04",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
)


def entries(data: bytes) -> dict[str, bytes]:
    """The entries of the archive by name, in the order of its directory; a folder's name ends with a slash.

    Raises `UnreadableFileError`: `refi.empty`, `refi.too-large`, `refi.damaged`, `refi.locked`, `refi.ratio`,
    `refi.entries`, `refi.path`, `refi.link`, `refi.twice`, `refi.overlap`, `refi.nested`.
    """
    if not data:
        raise UnreadableFileError("refi.empty")
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("refi.too-large", most=MOST_BYTES // 1024**2)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
        if len(listed) > MOST_ENTRIES:
            raise UnreadableFileError("refi.entries", n=len(listed), most=MOST_ENTRIES)
        names = [_name(part) for part in listed]
        _check_names(names)
        for part, name in zip(listed, names, strict=True):
            _check_part(part, name)
        if sum(part.file_size for part in listed) > MOST_UNPACKED:
            raise UnreadableFileError("refi.too-large", most=MOST_UNPACKED // 1024**2)
        starts = [_start(data, part) for part in listed]
        _check_overlap(listed, starts)
        found = {}
        for part, name, start in zip(listed, names, starts, strict=True):
            found[name] = _unpacked(data, part, start)
            _check_nested(name, found[name])
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError):
        raise UnreadableFileError("refi.damaged") from None
    return found


def packed(files: Mapping[str, bytes]) -> bytes:
    """An archive of these entries in their order, the same bytes each time. Raises as `entries` for unsafe names."""
    _check_names(list(files))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 3
            entry.external_attr = (0o40755 << 16) | 0x10 if name.endswith("/") else 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if not content else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def folded(name: str) -> str:
    """A name as it is compared: one that differs by case or by composed signs only is the same on some systems."""
    return unicodedata.normalize("NFC", name).casefold()


def _name(part: zipfile.ZipInfo) -> str:
    """The name of an entry; older Windows programs wrote backslashes, others UTF-8 without saying so."""
    name = part.orig_filename
    if not part.flag_bits & _UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = part.orig_filename
    return name.replace("\\", "/")


def _check_names(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        steps = name.removesuffix("/").split("/")
        strange = any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)
        if strange or ":" in name or any(step.strip(" .") == "" for step in steps):
            raise UnreadableFileError("refi.path", value=_shown(name))
        key = folded(name.removesuffix("/"))
        if key in seen:
            raise UnreadableFileError("refi.twice", value=_shown(name))
        seen.add(key)
    files = {folded(name) for name in names if not name.endswith("/")}
    for name in names:
        steps = folded(name.removesuffix("/")).split("/")
        if any("/".join(steps[:depth]) in files for depth in range(1, len(steps))):
            raise UnreadableFileError("refi.twice", value=_shown(name))


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:80])


def _check_part(part: zipfile.ZipInfo, name: str) -> None:
    if part.flag_bits & _ENCRYPTED:
        raise UnreadableFileError("refi.locked")
    kind = stat.S_IFMT(part.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UnreadableFileError("refi.link", value=_shown(name))
    if part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        raise UnreadableFileError("refi.ratio", value=_shown(name), most=MOST_RATIO)


def _start(data: bytes, part: zipfile.ZipInfo) -> int:
    """Where the content of an entry begins. Raises where the entry's own head names another file than the directory."""
    head = part.header_offset
    signature, names, extra = struct.unpack_from("<4s22xHH", data, head)
    own = data[head + 30 : head + 30 + names]
    told = part.orig_filename.encode("utf-8" if part.flag_bits & _UTF8 else "cp437")
    if signature != b"PK\x03\x04" or own != told:
        raise UnreadableFileError("refi.damaged")
    return head + 30 + int(names) + int(extra)


def _check_overlap(listed: Sequence[zipfile.ZipInfo], starts: Sequence[int]) -> None:
    """Raise where two entries share bytes: the way a small archive holds the same content thousands of times."""
    spans = sorted((part.header_offset, start + part.compress_size) for part, start in zip(listed, starts, strict=True))
    for (_, end), (head, _) in pairwise(spans):
        if head < end:
            raise UnreadableFileError("refi.overlap")


def _unpacked(data: bytes, part: zipfile.ZipInfo, start: int) -> bytes:
    """The content of an entry. Raises where it is not of the length and checksum that the directory says."""
    raw = data[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        content = raw
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, part.file_size + 1)
    else:
        raise UnreadableFileError("refi.damaged")
    if len(content) != part.file_size or zlib.crc32(content) != part.CRC:
        raise UnreadableFileError("refi.damaged")
    return content


def _check_nested(name: str, content: bytes) -> None:
    """Raise where an entry is an archive itself; office documents are kept as they are and never opened."""
    lower = name.lower()
    if lower.endswith(_ARCHIVES) or (content.startswith(_ARCHIVE_HEADS) and not lower.endswith(_OFFICE)):
        raise UnreadableFileError("refi.nested", value=_shown(name))
