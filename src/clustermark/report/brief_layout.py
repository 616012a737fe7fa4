"""How much of the brief fits on its two pages: heights estimated from the type, the same on every machine.

Word breaks lines with the fonts that it finds, so heights are estimated a little too large and never too small.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from clustermark.report.word_file import Type

PAGE = (210.0, 297.0)  # millimetres
MARGINS = (33.0, 28.0, 28.0, 26.0)  # top, bottom, left, right
POINTS = 72 / 25.4
WIDTH = (PAGE[0] - MARGINS[2] - MARGINS[3]) * POINTS
HEIGHT = (PAGE[1] - MARGINS[0] - MARGINS[1]) * POINTS
SLACK = 1.04  # lines are broken before words, and no font is as wide as the estimate everywhere
CELL_MARGINS = 11.0  # left and right of a cell's text
CELL_PADDING = 5.0  # above and below it


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page: its height in points, and that of the notes that it brings to the foot."""

    height: float
    notes: float = 0.0


def em(text: str) -> float:
    """The width of a text in units of its size: Chinese characters are square, Latin letters about half."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def lines(text: str, size: float, width: float, indent: float = 0.0) -> int:
    """How many lines a text takes; `indent` is that of the first line, in characters."""
    return max(1, math.ceil((em(text) * SLACK + indent) * size / width))


def paragraph_height(text: str, kind: Type) -> float:
    """The height of a paragraph across the page."""
    return kind.before + kind.after + kind.line * lines(text, kind.size, WIDTH, kind.first_line)


def row_height(texts: Sequence[str], widths: Sequence[float], kind: Type) -> float:
    """The height of a table row."""
    most = max(lines(text, kind.size, width - CELL_MARGINS) for text, width in zip(texts, widths, strict=True))
    return most * kind.line + CELL_PADDING


def fitting(blocks: Sequence[Block], room: float) -> list[int]:
    """Indices of the blocks that fit into `room`, taken in the order given; one that is too high is passed over."""
    taken: list[int] = []
    for index, block in enumerate(blocks):
        if block.height + block.notes <= room:
            taken.append(index)
            room -= block.height + block.notes
    return taken
