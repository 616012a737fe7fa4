"""A time line: stories month by month as bars, what is usual as a line, the peaks in black and numbered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.chart_parts import Board, scale
from clustermark.report.charts import INK, INK2, LINE, NARROW, RULE, WIDE, Spec, canvas, nice_ticks, text_width

HEIGHT, HEAD, FOOT = 210.0, 26.0, 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: its name for the axis ("" for none), its stories, what is usual, the number of its peak (0: none)."""

    label: str
    stories: int
    usual: float | None = None
    peak: int = 0


def chart(bars: Sequence[Bar], tick: Callable[[float], str], width: int, *, sketched: bool) -> Spec:
    """The specification for a width."""
    ticks = nice_ticks(0, max(max(bar.stories for bar in bars), 1), 4)
    left = 16 + max(text_width(tick(at)) for at in ticks)
    base = HEIGHT - FOOT
    y = scale(0, ticks[-1], base, HEAD)
    step = (width - left) / len(bars)
    board = Board(width, HEIGHT)
    board.grid([y(at) for at in ticks], left, width)
    board.words([{"x": left - 8, "y": y(at), "text": tick(at)} for at in ticks], align="right", color=INK2)
    for at, bar in enumerate(bars):
        x0 = left + at * step
        box = (x0 + step * 0.14, y(bar.stories), x0 + step * 0.86, base)
        high = bar.peak > 0
        board.bar(box, color=INK if high else LINE, sketched=sketched, bold=high)
        if bar.peak:
            over = {"x": x0 + step / 2, "y": y(bar.stories) - 11, "text": str(bar.peak)}
            board.words([over], align="center", fontWeight=700, halo=True)
    usual = [(left + at * step, bar.usual) for at, bar in enumerate(bars) if bar.usual is not None]
    board.rules([{"x": x0, "x2": x0 + step, "y": y(value)} for x0, value in usual], color=INK, strokeWidth=1.5)
    _feet(board, bars, left, step, base)
    return canvas(width, HEIGHT, board.layers)


def _feet(board: Board, bars: Sequence[Bar], left: float, step: float, base: float) -> None:
    """Names of months below the axis, as many as have room."""
    end = -1.0
    rows = []
    for at, bar in enumerate(bars):
        x0 = left + at * step
        if bar.label and x0 > end:
            rows.append({"x": x0, "y": base + 15, "text": bar.label})
            end = x0 + text_width(bar.label) + 12
            board.rules([{"x": x0, "y": base, "y2": base + 5}], strokeWidth=1, color=RULE)
    fits = [row for row in rows if float(str(row["x"])) + text_width(str(row["text"])) <= board.width]
    board.words(fits, color=INK2)


def both(bars: Sequence[Bar], tick: Callable[[float], str], *, sketched: bool) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(bars, tick, WIDE, sketched=sketched), chart(bars, tick, NARROW, sketched=sketched)
