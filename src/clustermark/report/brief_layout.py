"""How much of the brief fits on its two pages: heights estimated from the type, the same on every machine.

Word breaks lines with the fonts that it finds, so heights are estimated a little too large and never too small.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from clustermark.report.word_file import CELL_MARGIN, Type

PAGE = (210.0, 297.0)  # millimetres
MARGINS = (33.0, 28.0, 28.0, 26.0)  # top, bottom, left, right
POINTS = 72 / 25.4
WIDTH = (PAGE[0] - MARGINS[2] - MARGINS[3]) * POINTS
HEIGHT = (PAGE[1] - MARGINS[0] - MARGINS[1]) * POINTS
SLACK = 1.03  # no font is exactly as wide as the estimate
_WORDS = re.compile(
    r"[\u2e80-\u9fff\uf900-\uffef\u2014\u2018-\u201d]|[^\s\u2e80-\u9fff\uf900-\uffef\u2014\u2018-\u201d]+\s*|\s+"
)
CELL_PADDING = 5.0  # above and below it


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page: its height in points, and that of the notes that it brings to the foot."""

    height: float
    notes: float = 0.0


def em(text: str) -> float:
    """The width of a text in units of its size: Chinese characters are square, Latin letters narrower."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character.isupper():
        return 0.7
    if character.islower():
        return 0.46
    return 0.5 if character.isalnum() else 0.3


def lines(text: str, size: float, width: float, indent: float = 0.0) -> int:
    """How many lines a text takes, broken between words and Chinese characters; `indent` is that of the first line."""
    room = width / size / SLACK
    count, used = 1, indent
    for word in _WORDS.findall(text):
        wide = em(word)
        if used + em(word.rstrip()) > room and used > 0:
            count, used = count + 1, 0.0
        while wide > room:  # a word longer than a line is broken anywhere
            count, wide = count + 1, wide - room
        used += wide
    return count


def paragraph_height(text: str, kind: Type) -> float:
    """The height of a paragraph across the page."""
    return kind.before + kind.after + kind.line * lines(text, kind.size, WIDTH, kind.first_line)


def row_height(texts: Sequence[str], widths: Sequence[float], kind: Type) -> float:
    """The height of a table row."""
    most = max(lines(text, kind.size, width - 2 * CELL_MARGIN) for text, width in zip(texts, widths, strict=True))
    return most * kind.line + CELL_PADDING


def fitting(blocks: Sequence[Block], room: float) -> list[int]:
    """Indices of the blocks that fit into `room`, taken in the order given; one that is too high is passed over."""
    taken: list[int] = []
    for index, block in enumerate(blocks):
        if block.height + block.notes <= room:
            taken.append(index)
            room -= block.height + block.notes
    return taken
