"""What money buys in a channel: a panel a channel with its curve, a ring where it stands, a disc at the best split."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.chart_parts import Board, scale
from clustermark.report.charts import ACCENT, INK2, NARROW, RULE, WIDE, Spec, canvas, nice_ticks, text_width

PANEL, HEAD, FOOT, BETWEEN, KEY = 120.0, 26.0, 26.0, 26.0, 26.0
ACROSS = {WIDE: 3, NARROW: 1}
STEPS = 48


@dataclass(frozen=True, slots=True)
class Curve:
    """A channel: reach(x) = ceiling (1 - exp(-x / scale)), what is spent now and by the best split."""

    name: str
    ceiling: float
    scale: float
    now: float
    best: float
    note: str = ""  # beside the name: both shares of the budget

    def reach(self, spent: float) -> float:
        """Reach at an amount."""
        return self.ceiling * (1 - math.exp(-spent / self.scale))


@dataclass(frozen=True, slots=True)
class Words:
    """Names of both marks and ticks of both axes."""

    now: str
    best: str
    money: Callable[[float], str]
    reach: Callable[[float], str]


def chart(curves: Sequence[Curve], words: Words, width: int) -> Spec:
    """The specification for a width; all panels have the same axes."""
    across = min(ACROSS[width], len(curves))
    down = -(-len(curves) // across)
    height = KEY + down * (HEAD + PANEL + FOOT)
    most = 1.08 * max(max(curve.now, curve.best) for curve in curves) or 1.0
    ticks = nice_ticks(0, max(curve.reach(most) for curve in curves), 3)
    spent = nice_ticks(0, most, 2)
    left = 16 + max(text_width(words.reach(at)) for at in ticks)
    each = (width - left - BETWEEN * (across - 1) - 22) / across
    board = Board(width, height)
    _key(board, words, left)
    for at, curve in enumerate(curves):
        x0 = left + (at % across) * (each + BETWEEN)
        base = KEY + (at // across) * (HEAD + PANEL + FOOT) + HEAD + PANEL
        x, y = scale(0, most, x0, x0 + each), scale(0, ticks[-1], base, base - PANEL)
        board.grid([y(value) for value in ticks], x0, x0 + each)
        if at % across == 0:
            board.words([{"x": left - 8, "y": y(v), "text": words.reach(v)} for v in ticks], align="right", color=INK2)
        feet = [value for value in spent if value <= most]
        for n, value in enumerate(feet):
            side, told = "left" if n == 0 else "center", words.money(value)
            inside = x(value) if n == 0 else min(x(value), width - text_width(told) / 2 - 4)
            board.words([{"x": inside, "y": base + 14, "text": told}], align=side, color=INK2)
        board.words([{"x": x0, "y": base - PANEL - 14, "text": curve.name}], fontWeight=700)
        noted = [{"x": x0 + each, "y": base - PANEL - 14, "text": curve.note}] if curve.note else []
        board.words(noted, align="right", color=INK2)
        _curve(board, curve, most, x, y)
    return canvas(width, height, board.layers)


def _curve(board: Board, curve: Curve, most: float, x: Callable[[float], float], y: Callable[[float], float]) -> None:
    at = [most * step / STEPS for step in range(STEPS + 1)]
    board.line([{"x": x(spent), "y": y(curve.reach(spent))} for spent in at])
    for spent, hollow in ((curve.now, True), (curve.best, False)):
        _mark(board, x(spent), y(curve.reach(spent)), hollow=hollow)


def _mark(board: Board, x: float, y: float, *, hollow: bool) -> None:
    row = [{"x": x, "y": y}]
    if hollow:
        board.add(row, type="point", shape="circle", size=110, filled=False, fill="white", stroke=ACCENT, strokeWidth=2)
    else:
        board.add(row, type="point", shape="circle", size=110, color=ACCENT)


def _key(board: Board, words: Words, left: float) -> None:
    second = left + 18 + text_width(words.now) + 28
    _mark(board, left + 6, 9, hollow=True)
    _mark(board, second, 9, hollow=False)
    board.words([{"x": left + 18, "y": 9, "text": words.now}, {"x": second + 12, "y": 9, "text": words.best}])
    board.rules([{"x": 0, "x2": board.width, "y": KEY - 5}], strokeWidth=1, color=RULE)


def both(curves: Sequence[Curve], words: Words) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(curves, words, WIDE), chart(curves, words, NARROW)
