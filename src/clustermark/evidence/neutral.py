"""Text for spreadsheets, and files put in place as a whole."""

import os
from collections.abc import Callable
from pathlib import Path

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutralised(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: an apostrophe stands before a sign that opens one."""
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(_FORMULA_SIGNS) else text


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `path`, then put it in place; a failure leaves `path` as it was."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        write(partial)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
