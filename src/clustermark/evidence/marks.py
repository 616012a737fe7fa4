"""Marks of rows and cells that are no data: example, note, total, missing, yes and no."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from clustermark.evidence.fold import fold
from clustermark.methods.numbers import narrow

RowKind = Literal["example", "note", "total", "blank", ""]


@cache
def _raw() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = tomllib.loads(
        (files("clustermark.evidence") / "marks.toml").read_text(encoding="utf-8")
    )
    return found


@cache
def cell_marks(name: str) -> frozenset[str]:
    """The marks of cells ("missing", "yes", "no"), narrow and in lower case; "errors" as they stand."""
    return frozenset(word if name == "errors" else narrow(word).lower() for word in _raw()[name])


def words_of(name: str) -> Sequence[str]:
    """The words of one kind, longest first, narrow."""
    return sorted((narrow(word) for word in _raw()[name]), key=lambda word: (-len(word), word))


@cache
def _openings() -> re.Pattern[str]:
    kinds = (
        f"(?P<{kind}>{'|'.join(map(re.escape, sorted(_raw()[kind], key=len, reverse=True)))})"
        for kind in ("example", "explanation", "note")
    )
    return re.compile(rf"\s*(?:{'|'.join(kinds)})\s*\d{{0,2}}\s*:", re.IGNORECASE)


@cache
def opening_pattern() -> str:
    """A pattern, for other engines of patterns too, of what opens a row that may be an example or a note."""
    words = "|".join(re.escape(word.lower()) for kind in ("example", "explanation", "note") for word in words_of(kind))
    return rf"^\s*(?:{words})\s*\d{{0,2}}\s*:"


def kind_marks() -> frozenset[str]:
    """The folded first cells that make a row an example or a total by themselves."""
    return frozenset(_whole_cells())


@cache
def _whole_cells() -> Mapping[str, RowKind]:
    example: dict[str, RowKind] = {fold(word): "example" for word in _raw()["example"]}
    return example | {fold(word): "total" for word in _raw()["total"]}


def example_mark(language: str) -> str:
    """What opens the first cell of an example row in the template of a language."""
    return f"{_raw()['example'][0]}\uff1a" if language == "zh" else f"{_raw()['example'][-1].capitalize()}: "


def explanation_mark(language: str) -> str:
    """What opens the first cell of the row of explanations in the template of a language."""
    return f"{_raw()['explanation'][0]}\uff1a" if language == "zh" else f"{_raw()['explanation'][-1].capitalize()}: "


def row_kind(cells: Sequence[str]) -> RowKind:
    """What a row below the header is when it is no data; "" for a row of data.

    The first cell that holds something decides, the second where the first is a running number; a note must also be
    the only cell that holds something.
    """
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return "blank"
    found = _openings().match(narrow(filled[0]))
    if found:
        if found.lastgroup == "example":
            return "example"
        if found.lastgroup == "explanation" or len(filled) == 1:
            return "note"
    if len(filled) > 1 and filled[0].strip().isdecimal():  # a column of running numbers
        return "total" if _whole_cells().get(fold(filled[1])) == "total" else ""
    return _whole_cells().get(fold(filled[0]), "")
