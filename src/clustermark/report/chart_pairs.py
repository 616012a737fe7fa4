"""Two shares a row on one axis, joined: what is said (hollow) and what is carried on (filled, with its interval)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.chart_parts import Board, scale
from clustermark.report.charts import (
    ACCENT,
    INK2,
    LINE,
    NARROW,
    RULE,
    WIDE,
    Spec,
    canvas,
    nice_ticks,
    text_width,
    wrapped,
)

ROW, HEAD, FOOT, LINE_OF_TEXT = 44.0, 26.0, 24.0, 16.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: its name, the share said and the share carried with its interval."""

    name: str
    said: float
    carried: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Names of the two marks, and a tick of the axis."""

    said: str
    carried: str
    tick: Callable[[float], str]


def chart(pairs: Sequence[Pair], words: Words, width: int) -> Spec:
    """The specification for a width; long names run over lines, on a phone above their row."""
    wide = width == WIDE
    gutter = 250.0 if wide else 0.0
    names = [wrapped(pair.name, (gutter or width) - 14) for pair in pairs]
    ticks = nice_ticks(0, max(max(pair.said, pair.carried, pair.high or 0.0) for pair in pairs), 5)
    x = scale(0, ticks[-1], gutter + 16, width - 24)
    heights = [max(ROW, 14 + LINE_OF_TEXT * len(n)) if wide else 30 + LINE_OF_TEXT * len(n) for n in names]
    height = HEAD + sum(heights) + FOOT
    board = Board(width, height)
    base = height - FOOT
    board.rules([{"x": x(at), "y": HEAD, "y2": base} for at in ticks], strokeWidth=1, color=RULE)
    board.words([{"x": x(at), "y": base + 14, "text": words.tick(at)} for at in ticks], align="center", color=INK2)
    _key(board, words, gutter + 10)
    top = HEAD
    for pair, lines, tall in zip(pairs, names, heights, strict=True):
        middle = top + tall / 2 if wide else top + tall - 14
        first = middle - LINE_OF_TEXT * (len(lines) - 1) / 2 if wide else top + 10
        rows = [{"x": 0, "y": first + LINE_OF_TEXT * at, "text": line} for at, line in enumerate(lines)]
        board.words(rows, halo=not wide)
        _pair(board, pair, x, middle)
        top += tall
    return canvas(width, height, board.layers)


def _pair(board: Board, pair: Pair, x: Callable[[float], float], y: float) -> None:
    board.rules([{"x": x(pair.said), "x2": x(pair.carried), "y": y}], color=LINE, strokeWidth=3)
    if pair.low is not None and pair.high is not None:
        board.interval(x(pair.low), x(pair.high), y, ACCENT)
    _marks(board, x(pair.said), x(pair.carried), y)


def _marks(board: Board, said: float, carried: float, y: float) -> None:
    hollow = {"filled": False, "fill": "white", "stroke": ACCENT, "strokeWidth": 2}
    board.add([{"x": said, "y": y}], type="point", shape="circle", size=110, **hollow)
    board.add([{"x": carried, "y": y}], type="point", shape="circle", size=110, color=ACCENT)


def _key(board: Board, words: Words, left: float) -> None:
    second = left + 24 + text_width(words.said) + 22
    board.add([{"x": left + 6, "y": 9}], type="point", shape="circle", size=90, filled=False, fill="white",
              stroke=ACCENT, strokeWidth=2)  # fmt: skip
    board.add([{"x": second, "y": 9}], type="point", shape="circle", size=90, color=ACCENT)
    board.words([{"x": left + 18, "y": 9, "text": words.said}, {"x": second + 12, "y": 9, "text": words.carried}])


def both(pairs: Sequence[Pair], words: Words) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(pairs, words, WIDE), chart(pairs, words, NARROW)
