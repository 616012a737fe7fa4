"""Keeps the inverse of a table on disk, so that the second question about it costs almost nothing."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import numpy as np

from clustermark.evidence.neutral import write_atomically
from clustermark.methods.valuechain import System, WorldTable

VERSION = "1"
CLOSE = 1e-8


def cached_system(table: WorldTable, folder: str | Path) -> System:
    """The system of `table` with its inverse from `folder`, or made and kept there.

    The file is named by the content of the table (deliveries and output), so that no other table can be mistaken for
    it; a file that does not invert this table is made again. The inverse is memory-mapped.
    """
    path = Path(folder) / f"inverse-{key_of(table)}.npy"
    kept = _kept(path, table)
    if kept is not None:
        return System(table, inverse=kept)
    system = System(table)
    inverse = system.make_inverse()

    def save(partial: Path) -> None:
        with partial.open("wb") as file:
            np.save(file, inverse)

    with suppress(OSError):  # a full disk, or another process at the same file: the answer is at hand all the same
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, save)
    return system


def key_of(table: WorldTable) -> str:
    """A name for what the inverse depends on."""
    digest = sha256(f"{VERSION} {table.intermediate.shape}".encode())
    for array in (table.intermediate, table.output):
        digest.update(np.ascontiguousarray(array).view(np.uint8).data)
    return digest.hexdigest()[:32]


def _kept(path: Path, table: WorldTable) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]] | None:
    """The inverse in the file, if it is one of this table: B (x - A x) = x."""
    try:
        inverse = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    x = table.output
    if inverse.shape != table.intermediate.shape or inverse.dtype != np.float64:
        return None
    at_hand = x - table.intermediate @ (x != 0).astype(np.float64)
    return inverse if np.allclose(inverse @ at_hand, x, rtol=CLOSE, atol=CLOSE * np.abs(x).max()) else None
