"""Streams of a compound file (OLE), the shell of old office files; nothing in it is trusted."""

import struct
from collections.abc import Sequence

from clustermark.evidence.readers.sheet import UnreadableFileError

_FREE = 0xFFFFFFFA  # sector numbers from here on are marks
_MINI = 64


def stream(data: bytes, names: Sequence[str]) -> bytes:
    """The first stream of one of the names. Raises `UnreadableFileError` where there is none, or damage."""
    try:
        return _stream(data, names)
    except (struct.error, IndexError, ValueError, OverflowError):
        raise UnreadableFileError("file.damaged") from None


def _stream(data: bytes, names: Sequence[str]) -> bytes:
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    fat = _fat(data, size)
    folder = _chain(data, fat, struct.unpack_from("<I", data, 48)[0], size)
    entries = [folder[at : at + 128] for at in range(0, len(folder) - 127, 128)]
    for name in names:
        for entry in entries:
            length = struct.unpack_from("<H", entry, 64)[0]
            if entry[: max(length - 2, 0)] == name.encode("utf-16-le"):
                return _content(data, fat, size, entries[0], entry)
    raise UnreadableFileError("file.old-or-locked")


def _fat(data: bytes, size: int) -> list[int]:
    """The table that names the next sector of each sector."""
    parts = list(struct.unpack_from("<109I", data, 76))
    following, seen = struct.unpack_from("<I", data, 68)[0], 0
    per_sector = size // 4
    while following < _FREE and seen <= len(data) // size:
        more = struct.unpack_from(f"<{per_sector}I", data, (following + 1) * size)
        parts.extend(more[:-1])
        following, seen = more[-1], seen + 1
    fat: list[int] = []
    for sector in parts:
        if sector < _FREE:
            fat.extend(struct.unpack_from(f"<{per_sector}I", data, (sector + 1) * size))
        if len(fat) > len(data) // size + per_sector:
            break
    return fat


def _chain(data: bytes, fat: Sequence[int], first: int, size: int, offset: int = 1) -> bytes:
    found: list[bytes] = []
    sector = first
    while sector < _FREE and len(found) <= len(data) // size:
        found.append(data[(sector + offset) * size : (sector + offset + 1) * size])
        sector = fat[sector]
    return b"".join(found)


def _content(data: bytes, fat: Sequence[int], size: int, root: bytes, entry: bytes) -> bytes:
    first, length = struct.unpack_from("<II", entry, 116)
    if length >= struct.unpack_from("<I", data, 56)[0]:
        return _chain(data, fat, first, size)[:length]
    table = _chain(data, fat, struct.unpack_from("<I", data, 60)[0], size)
    small = list(struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4]))
    within = _chain(data, fat, struct.unpack_from("<I", root, 116)[0], size)
    return _chain(within, small, first, _MINI, offset=0)[:length]


_SECTOR = 4096
_END, _IS_FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


def shell(name: str, content: bytes) -> bytes:
    """A sound compound file that holds one stream, for readers that a damaged shell would lead in circles."""
    content += b"\0" * (max(_SECTOR, -len(content) % _SECTOR + len(content)) - len(content))
    sectors, tables = len(content) // _SECTOR, 1
    while tables * (_SECTOR // 4) < tables + 1 + sectors:
        tables += 1
    first = tables + 1
    chain = [*range(first + 1, first + sectors), _END]
    fat = [*([_IS_FAT] * tables), _END, *chain]
    fat += [_NONE] * (tables * (_SECTOR // 4) - len(fat))
    numbers = (1, tables, tables, 0, _SECTOR, _END, 0, _END, 0)
    where = [*range(tables), *([_NONE] * (109 - tables))]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 4, 0xFFFE, 12, 6)
    head += struct.pack("<9I", *numbers) + struct.pack("<109I", *where)
    entries = _entry("Root Entry", 5, 1, first, 0) + _entry(name, 2, _NONE, first, len(content))
    folder = entries.ljust(_SECTOR, b"\0")
    return head.ljust(_SECTOR, b"\0") + struct.pack(f"<{len(fat)}I", *fat) + folder + content


def _entry(name: str, kind: int, child: int, first: int, length: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, _NONE, _NONE, child)
        + b"\0" * 36
        + struct.pack("<IQ", first, length)
    )
