"""Bars with their values: a panel a kind with a bar a place, or groups of bars one under another; columns by year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.chart_parts import Board, scale
from clustermark.report.charts import (
    ACCENT,
    INK,
    INK2,
    NARROW,
    RULE,
    WIDE,
    Spec,
    canvas,
    nice_ticks,
    shorten,
    text_width,
)

ROW, TITLE, AFTER = 24.0, 24.0, 12.0
ACROSS = {WIDE: 4, NARROW: 1}
COLUMNS, HEAD, FOOT = 190.0, 22.0, 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: name, value, words at its end, interval."""

    name: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under a heading, and what stands beside the heading."""

    title: str
    bars: Sequence[Bar]
    note: str = ""


def _color(bar: Bar) -> str:
    return ACCENT if bar.focus else INK2


def panels(groups: Sequence[Group], width: int, *, sketched: bool) -> Spec:
    """Groups side by side with the same rows and the same scale; on a phone one under another."""
    across = min(ACROSS[width], len(groups))
    return _laid_out(groups, width, across, sketched=sketched, names_once=across > 1)


def stacked(groups: Sequence[Group], width: int, *, sketched: bool) -> Spec:
    """Groups one under another, each bar with its own name."""
    return _laid_out(groups, width, 1, sketched=sketched, names_once=False)


def _laid_out(groups: Sequence[Group], width: int, across: int, *, sketched: bool, names_once: bool) -> Spec:
    most = 250.0 if width == WIDE else 190.0
    gutter = min(max(text_width(bar.name) for group in groups for bar in group.bars) + 12, most)
    room = 16 + max(text_width(bar.words) for group in groups for bar in group.bars)
    top = max(bar.high or bar.value for group in groups for bar in group.bars) or 1.0
    down = [list(groups[at : at + across]) for at in range(0, len(groups), across)]
    tall = [TITLE + ROW * max(len(group.bars) for group in line) + AFTER for line in down]
    board = Board(width, sum(tall))
    each = (width - gutter) / across
    y0 = 0.0
    for line, height in zip(down, tall, strict=True):
        for at, group in enumerate(line):
            left = gutter + at * each
            x = scale(0, top, left, left + each - room - (10 if across > 1 else 0))
            head = left if names_once else 0.0
            board.words([{"x": head, "y": y0 + 11, "text": group.title}], fontWeight=700)
            beside = {"x": head + text_width(group.title) * 1.06 + 12, "y": y0 + 11, "text": group.note}
            board.words([beside] if group.note else [], color=INK2)
            _bars(board, group, (left, y0 + TITLE), x, sketched=sketched)
            if at == 0 or not names_once:
                _names(board, group, gutter, y0 + TITLE)
        y0 += height
    return canvas(width, sum(tall), board.layers)


def _names(board: Board, group: Group, gutter: float, top: float) -> None:
    for at, bar in enumerate(group.bars):
        row = {"x": gutter - 10, "y": top + at * ROW + ROW / 2, "text": shorten(bar.name, gutter - 12)}
        board.words([row], align="right", color=ACCENT if bar.focus else INK, fontWeight=700 if bar.focus else 400)


def _bars(board: Board, group: Group, at: tuple[float, float], x: Callable[[float], float], *, sketched: bool) -> None:
    left, top = at
    board.rules([{"x": left, "y": top, "y2": top + ROW * len(group.bars)}], strokeWidth=1, color=INK)
    for n, bar in enumerate(group.bars):
        middle = top + n * ROW + ROW / 2
        board.bar((left, middle - 8, x(bar.value), middle + 8), color=_color(bar), sketched=sketched, bold=bar.focus)
        if bar.low is not None and bar.high is not None and bar.high > bar.low:
            board.interval(x(bar.low), x(bar.high), middle)
        end = x(max(bar.value, bar.high or 0.0)) + 7
        board.words([{"x": end, "y": middle, "text": bar.words}], color=ACCENT if bar.focus else INK)


def columns(bars: Sequence[Bar], tick: Callable[[float], str], width: int, *, sketched: bool) -> Spec:
    """A column a year with its number above it."""
    ticks = nice_ticks(0, max(max(bar.value for bar in bars), 1), 3)
    left = 16 + max(text_width(tick(at)) for at in ticks)
    base = COLUMNS - FOOT
    y = scale(0, ticks[-1], base, HEAD)
    step = (width - left) / len(bars)
    board = Board(width, COLUMNS)
    board.grid([y(at) for at in ticks], left, width)
    board.words([{"x": left - 8, "y": y(at), "text": tick(at)} for at in ticks], align="right", color=INK2)
    every = max(1, -(-int(text_width("0000") + 10) // max(int(step), 1)))
    for at, bar in enumerate(bars):
        x0 = left + at * step
        box = (x0 + step * 0.18, y(bar.value), x0 + step * 0.82, base)
        board.bar(box, color=_color(bar), sketched=sketched, bold=bar.focus)
        middle = x0 + step / 2
        if step >= text_width(bar.words) + 2 and bar.value:
            board.words([{"x": middle, "y": y(bar.value) - 10, "text": bar.words}], align="center", halo=True)
        if at % every == 0:
            board.words([{"x": middle, "y": base + 15, "text": bar.name}], align="center", color=INK2)
    board.rules([{"x": left, "x2": width, "y": base}], strokeWidth=1, color=RULE)
    return canvas(width, COLUMNS, board.layers)
