"""Reads the vectors, lists and data frames of an .RData or .rds file; it never runs or builds anything else.

The format is R's own serialisation (XDR, versions 2 and 3), whole or compressed with gzip, bzip2 or xz.
"""

import bz2
import gzip
import lzma
import struct
from pathlib import Path
from typing import IO, Any, cast

import numpy as np

from clustermark.methods.valuechain import TableError

LARGEST = 2**32  # bytes unpacked; the largest world table of the releases read here needs 60 MB
DEEPEST = 200
_NULL, _GLOBAL, _BASE, _EMPTY, _MISSING, _UNBOUND = 254, 253, 241, 242, 251, 252
_SYMBOL, _PAIRS, _CHARS, _LOGICAL, _INTEGER, _REAL, _STRING, _VECTOR, _REFERENCE, _ALTREP = (
    1, 2, 9, 10, 13, 14, 16, 19, 255, 238,
)  # fmt: skip
_NA_INTEGER = -(2**31)


class RVector:
    """A vector of R with its attributes: `values` an array or a list."""

    def __init__(self, values: Any, attributes: dict[str, Any]) -> None:
        self.values, self.attributes = values, attributes

    @property
    def names(self) -> list[str]:
        """The names of a list or the columns of a data frame."""
        names = self.attributes.get("names")
        return [str(name) for name in names.values] if names is not None else []

    def __getitem__(self, name: str) -> "RVector":
        item = self.values[self.names.index(name)]
        if not isinstance(item, RVector):
            raise TableError("r-data", f"{name!r} is empty")
        return item


def read_r_data(path: Path) -> dict[str, RVector]:
    """The objects of an .RData file by name; of an .rds file one named "". Raises TableError."""
    try:
        with _opened(path) as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise TableError("r-data", "the file unpacks to more than 4 GiB")
        return _Reader(raw).objects()
    except (OSError, EOFError, lzma.LZMAError, struct.error, UnicodeDecodeError, IndexError, ValueError) as error:
        if isinstance(error, TableError):
            raise
        raise TableError("r-data", f"not a whole R data file ({error})") from None


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        head = file.read(6)
    if head.startswith(b"BZh"):
        return cast(IO[bytes], bz2.open(path))
    if head.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.open(path))
    if head.startswith(b"\xfd7zXZ"):
        return cast(IO[bytes], lzma.open(path))
    return path.open("rb")


class _Reader:
    def __init__(self, raw: bytes) -> None:
        self.raw = memoryview(raw)
        self.at = 0
        self.symbols: list[str] = []

    def objects(self) -> dict[str, RVector]:
        magic = bytes(self.raw[:5])
        whole = magic in (b"RDX2\n", b"RDX3\n")
        if whole:
            self.at = 5
        if bytes(self._take(2)) != b"X\n":
            raise TableError("r-data", "not an R data file in binary XDR form")
        version, _, _ = self._integers(3)
        if version == 3:
            self._take(self._integers(1)[0])  # the name of the encoding
        top = self._item(0)
        if not whole:
            return {"": top} if isinstance(top, RVector) else {}
        return {name: item for name, item in top if isinstance(item, RVector)}

    def _take(self, count: int) -> memoryview:
        if count < 0 or self.at + count > len(self.raw):
            raise TableError("r-data", "the file ends too early")
        piece = self.raw[self.at : self.at + count]
        self.at += count
        return piece

    def _integers(self, count: int) -> tuple[int, ...]:
        return struct.unpack(f">{count}i", self._take(4 * count))

    def _length(self) -> int:
        (length,) = self._integers(1)
        if length == -1:
            high, low = self._integers(2)
            length = (high << 32) + (low & 0xFFFFFFFF)
        return length

    def _item(self, depth: int) -> Any:
        if depth > DEEPEST:
            raise TableError("r-data", "the file nests too deeply")
        (flags,) = self._integers(1)
        kind, has_attributes, has_tag = flags & 0xFF, bool(flags & 0x200), bool(flags & 0x400)
        if kind in (_NULL, _GLOBAL, _BASE, _EMPTY, _MISSING, _UNBOUND, 0):
            return None
        if kind == _SYMBOL:
            self.symbols.append(str(self._item(depth + 1)))
            return self.symbols[-1]
        if kind == _REFERENCE:
            index = flags >> 8 or self._integers(1)[0]
            return self.symbols[index - 1]
        if kind == _CHARS:
            length = self._length()
            return None if length == -1 else bytes(self._take(length)).decode("utf-8" if flags & 0x8000 else "latin-1")
        if kind == _PAIRS:
            return self._pairs(has_attributes, has_tag, depth)
        if kind == _ALTREP:
            return self._compact(depth)
        values = self._values(kind, depth)
        return RVector(values, dict(self._item(depth + 1) or []) if has_attributes else {})

    def _pairs(self, has_attributes: bool, has_tag: bool, depth: int) -> list[tuple[str, Any]]:
        """A pair list, read in a loop as it can be long."""
        pairs = []
        while True:
            if has_attributes:
                self._item(depth + 1)
            tag = str(self._item(depth + 1)) if has_tag else ""
            pairs.append((tag, self._item(depth + 1)))
            (flags,) = self._integers(1)
            if flags & 0xFF != _PAIRS:
                return pairs
            has_attributes, has_tag = bool(flags & 0x200), bool(flags & 0x400)

    def _values(self, kind: int, depth: int) -> Any:
        if kind not in (_LOGICAL, _INTEGER, _REAL, _STRING, _VECTOR):
            raise TableError("r-data", f"the file holds an object of R's type {kind}, which no table needs")
        length = self._length()
        if kind in (_LOGICAL, _INTEGER):
            integers = np.frombuffer(self._take(4 * length), dtype=">i4")
            missing = integers == _NA_INTEGER
            return np.where(missing, np.nan, integers) if missing.any() else integers.astype(np.int64)
        if kind == _REAL:
            return np.frombuffer(self._take(8 * length), dtype=">f8").astype(np.float64)
        if 4 * length > len(self.raw) - self.at:
            raise TableError("r-data", "the file ends too early")
        return [self._item(depth + 1) for _ in range(length)]

    def _compact(self, depth: int) -> Any:
        """The two short forms that tables have: a run of integers, and a vector with a wrapper around it."""
        info, state = self._item(depth + 1), self._item(depth + 1)
        attributes = dict(self._item(depth + 1) or [])
        name = info[0][1] if info else ""
        if name == "compact_intseq":
            length, first, step = (int(value) for value in state.values)
            if not 0 <= length <= LARGEST // 8:
                raise TableError("r-data", "the file holds a run of impossible length")
            return RVector(first + step * np.arange(length), attributes)
        if str(name).startswith("wrap_"):
            inner = state.values[0] if isinstance(state, RVector) else state[0][1]
            return RVector(inner.values, inner.attributes | attributes)
        raise TableError("r-data", f"the file holds R's short form {name}, which is not read")


def matrix(vector: RVector) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A matrix or a data frame of numbers as an array."""
    if isinstance(vector.values, list):
        return np.column_stack([np.asarray(column.values, dtype=np.float64) for column in vector.values])
    shape = vector.attributes.get("dim")
    values = np.asarray(vector.values, dtype=np.float64)
    return values.reshape([int(size) for size in shape.values], order="F") if shape is not None else values


def text(vector: RVector) -> list[str]:
    """A vector of text, or a factor, as strings."""
    levels = vector.attributes.get("levels")
    if levels is not None:
        return [str(levels.values[int(code) - 1]) for code in vector.values]
    return [str(value) for value in vector.values]


__all__ = ["RVector", "matrix", "read_r_data", "text"]
