"""Calls into the reader of workbooks, which is written in another language and may panic on a hostile file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineError, PasswordError

from clustermark.evidence.readers.sheet import UnreadableFileError

_PANIC = "PanicException"  # derives from BaseException and is exported nowhere


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever goes wrong inside is a damaged file; what the reader prints about a panic is swallowed."""
    try:
        with _silence():
            yield
    except UnreadableFileError:
        raise
    except PasswordError:
        raise UnreadableFileError("file.locked") from None
    except (CalamineError, OSError, ValueError, KeyError, IndexError, OverflowError):
        raise UnreadableFileError("file.damaged") from None
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableFileError("file.damaged") from None


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing reaches standard error; where there is none, nothing need be done."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
