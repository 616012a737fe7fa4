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
