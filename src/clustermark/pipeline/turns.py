"""Runs beside each other: whose turn it is to change a folder, and which folders a run that lives still fills.

Both are locks of the system, which end with the process that holds them, however it ends.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_TURN, _LOCK = ".turn", ".lock"

if sys.platform == "win32":
    import msvcrt

    def _taken(stream: IO[bytes], *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                return True
            except OSError:  # LK_LOCK gives up after ten seconds
                if not wait:
                    return False

else:
    import fcntl

    def _taken(stream: IO[bytes], *, wait: bool) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a network drive without locks: as if this run were alone
            return wait
        return True


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Wait until no other run changes `folder`, and keep others out meanwhile.

    Where the folder cannot be written there is nothing to wait for; what follows will tell why.
    """
    try:
        stream = (folder / _TURN).open("ab")
    except OSError:
        yield
        return
    with stream:
        _taken(stream, wait=True)
        yield


@contextmanager
def building(folder: Path, prefix: str) -> Iterator[Path]:
    """A new folder in `folder` to fill, removed at the end where it still stands; `clear` leaves it alone till then."""
    with turn(folder):
        number, name = tempfile.mkstemp(prefix=prefix, suffix=_LOCK, dir=folder)
        stream = os.fdopen(number, "wb")
        _taken(stream, wait=False)
        made = Path(name.removesuffix(_LOCK))
    try:
        made.mkdir()
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        stream.close()
        Path(name).unlink(missing_ok=True)


def clear(folder: Path, prefix: str) -> None:
    """Remove what killed runs left under `prefix`; to be called in one's turn."""
    for item in sorted(folder.glob(f"{prefix}*")):
        lock = item if item.suffix == _LOCK else item.with_name(item.name + _LOCK)
        if lock.exists() and not _free(lock):
            continue
        if item.is_dir():
            shutil.rmtree(item, ignore_errors=True)
        else:
            item.unlink(missing_ok=True)


def _free(lock: Path) -> bool:
    try:
        with lock.open("ab") as stream:
            return _taken(stream, wait=False)
    except OSError:
        return False
