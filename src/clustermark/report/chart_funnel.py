"""A funnel: a bar a step with its share and interval, between two steps the share of those who went on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.chart_parts import Board, scale
from clustermark.report.charts import ACCENT, INK, INK2, NARROW, WIDE, Spec, canvas, nice_ticks, text_width

BAR, BETWEEN, HEAD, FOOT = 24.0, 26.0, 4.0, 24.0


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, its share with interval, the words at the bar, and the words of the conversion into it."""

    name: str
    share: float
    low: float | None
    high: float | None
    words: str
    conversion: str = ""
    weakest: bool = False
    peer: float | None = None  # the share of the peer with the most, as a mark


def chart(steps: Sequence[Step], tick: Callable[[float], str], width: int, *, sketched: bool) -> Spec:
    """The specification for a width; the axis is a share from zero."""
    left = 18 + max(text_width(step.name) for step in steps)
    right = 16 + max(text_width(step.words) for step in steps)
    most = max(max(step.high or step.share, step.peer or 0.0) for step in steps)
    ticks = nice_ticks(0, most, 4)
    x = scale(0, ticks[-1], left, width - right)
    height = HEAD + len(steps) * BAR + (len(steps) - 1) * BETWEEN + FOOT
    board = Board(width, height)
    base = height - FOOT
    board.rules([{"x": x(at), "y": 0, "y2": base} for at in ticks], strokeWidth=1, color="#d6d3cb")
    board.words([{"x": x(at), "y": base + 14, "text": tick(at)} for at in ticks], align="center", color=INK2)
    for at, step in enumerate(steps):
        top = HEAD + at * (BAR + BETWEEN)
        middle = top + BAR / 2
        board.bar((left, top, x(step.share), top + BAR), color=ACCENT, sketched=sketched, bold=True)
        board.words([{"x": left - 12, "y": middle, "text": step.name}], align="right", fontWeight=700)
        if step.low is not None and step.high is not None:
            board.interval(x(step.low), x(step.high), middle)
        if step.peer is not None:
            board.add([{"x": x(step.peer), "y": middle}], type="point", shape="diamond", size=90, color="white",
                      stroke=INK, strokeWidth=1.5)  # fmt: skip
        end = x(max(step.high or 0.0, step.share))
        if step.peer is not None and -8 < x(step.peer) - end < 18 + text_width(step.words):
            end = x(step.peer)
        board.words([{"x": end + 10, "y": middle, "text": step.words}], halo=True)
        if step.conversion:
            row = {"x": left + 6, "y": top - BETWEEN / 2, "text": "↓ " + step.conversion}
            board.words([row], fontWeight=700 if step.weakest else 400, color=INK if step.weakest else INK2, halo=True)
    return canvas(width, height, board.layers)


def both(steps: Sequence[Step], tick: Callable[[float], str], *, sketched: bool) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(steps, tick, WIDE, sketched=sketched), chart(steps, tick, NARROW, sketched=sketched)
