"""Plain text in columns, counting Chinese characters as two."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

WIDTH = 100  # columns, where lines are wrapped


class Branch(Protocol):
    """A text with texts below it."""

    @property
    def label(self) -> str:
        """What its line says."""
        ...

    @property
    def parts(self) -> Sequence["Branch"]:
        """What stands below it."""
        ...


def width(text: str) -> int:
    """How many columns a terminal needs for `text`."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """`text` filled with spaces to `columns`."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def wrapped(text: str, columns: int) -> list[str]:
    """`text` in lines of at most `columns`: between words, and between Chinese characters (not before a full stop)."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> Iterable[str]:
    """The pieces between which a line may break: a word with the space behind it, or one wide character; a closing
    mark stays with what it closes, an opening one with what it opens."""
    piece = ""
    for sign in text:
        if piece and _may_break(piece[-1], sign):
            yield piece
            piece = ""
        piece += sign
    yield piece


def _may_break(before: str, after: str) -> bool:
    wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in (before, after))
    closes = unicodedata.category(after) in ("Pe", "Po", "Pf")
    opens = unicodedata.category(before) in ("Ps", "Pi")
    if after == " ":  # spaces stay with what they follow
        return False
    if before == " ":
        return not (wide and closes)
    return wide and not closes and not opens


def listed(rows: Iterable[tuple[str, str]], *, indent: int = 2, widest: int = 30, columns: int = WIDTH) -> list[str]:
    """Terms with their explanations in a second column; a long term stands on a line of its own."""
    kept = list(rows)
    left = min(widest, max((width(term) for term, _ in kept), default=0)) + 2
    lines = []
    for term, explanation in kept:
        parts = wrapped(explanation, columns - indent - left) if explanation else [""]
        head = " " * indent + padded(term, left)
        if width(term) > left - 2:
            lines.append(" " * indent + term)
            head = " " * (indent + left)
        lines.append((head + parts[0]).rstrip())
        lines += [" " * (indent + left) + part for part in parts[1:]]
    return lines


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[int] = (), indent: int = 2
) -> list[str]:
    """A table of short cells; the columns in `numbers` are set right."""
    kept = [list(head), *(list(row) for row in rows)]
    widths = [max(width(row[at]) for row in kept) for at in range(len(head))]
    right = set(numbers)
    return [
        " " * indent + "  ".join(padded(cell, widths[at], right=at in right) for at, cell in enumerate(row)).rstrip()
        for row in kept
    ]


def tree(label: str, parts: Sequence["Branch"], columns: int = WIDTH) -> list[str]:
    """A tree of texts as lines: each part below its own guide, long texts wrapped beside it."""
    lines = wrapped(label, columns)
    for at, part in enumerate(parts):
        last = at == len(parts) - 1
        first, *rest = tree(part.label, part.parts, max(columns - 4, 20))
        lines.append(("└── " if last else "├── ") + first)
        lines += [("    " if last else "│   ") + line for line in rest]
    return lines
