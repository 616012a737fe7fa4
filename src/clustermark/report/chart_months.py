"""A share month by month, a small panel a place with the same axes: its line, its interval, the focus in the accent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.chart_parts import Board, scale
from clustermark.report.charts import ACCENT, INK, INK2, NARROW, RULE, WIDE, Spec, canvas, nice_ticks, text_width

PANEL, HEAD, FOOT, BETWEEN = 104.0, 24.0, 24.0, 18.0
ACROSS = {WIDE: 3, NARROW: 2}


@dataclass(frozen=True, slots=True)
class Panel:
    """A place: (month counted from 0, share, low, high) in order; low and high None where no interval is known."""

    name: str
    points: Sequence[tuple[int, float, float | None, float | None]]
    focus: bool = False
    note: str = ""  # beside the name: the value of the whole period


def chart(panels: Sequence[Panel], ends: tuple[str, str], tick: Callable[[float], str], width: int) -> Spec:
    """The specification for a width; `ends` name the first and the last month."""
    across = min(ACROSS[width], len(panels))
    down = -(-len(panels) // across)
    height = down * (HEAD + PANEL + FOOT)
    top = max(max(high or share for _, share, _, high in panel.points) for panel in panels if panel.points)
    ticks = nice_ticks(0, top, 3)
    left = 16 + max(text_width(tick(at)) for at in ticks)
    each = (width - left - BETWEEN * (across - 1)) / across
    last = max((month for panel in panels for month, *_ in panel.points), default=1)
    board = Board(width, height)
    for at, panel in enumerate(panels):
        x0 = left + (at % across) * (each + BETWEEN)
        base = (at // across) * (HEAD + PANEL + FOOT) + HEAD + PANEL
        y = scale(0, ticks[-1], base, base - PANEL)
        board.grid([y(value) for value in ticks], x0, x0 + each)
        if at % across == 0:
            board.words([{"x": left - 8, "y": y(v), "text": tick(v)} for v in ticks], align="right", color=INK2)
        _ends(board, ends, x0, x0 + each, base)
        _panel(board, panel, scale(0, last, x0 + 2, x0 + each - 4), y)
        own = ACCENT if panel.focus else INK
        board.words([{"x": x0, "y": base - PANEL - 14, "text": panel.name}], fontWeight=700, color=own)
        noted = [{"x": x0 + each, "y": base - PANEL - 14, "text": panel.note}] if panel.note else []
        board.words(noted, align="right", color=own)
    return canvas(width, height, board.layers)


def _ends(board: Board, ends: tuple[str, str], left: float, right: float, base: float) -> None:
    board.words([{"x": left, "y": base + 13, "text": ends[0]}], color=INK2)
    board.words([{"x": right, "y": base + 13, "text": ends[1]}], align="right", color=INK2)


def _panel(board: Board, panel: Panel, x: Callable[[float], float], y: Callable[[float], float]) -> None:
    """The interval as a band, the shares as a line broken where months lack."""
    band = [
        {"x": x(month), "y": y(low), "y2": y(high)}
        for month, _, low, high in panel.points
        if low is not None and high is not None
    ]
    if len(band) > 1:
        board.add(band, type="area", color=RULE)
    for run in _runs([point[0] for point in panel.points]):
        line = [{"x": x(month), "y": y(share)} for month, share, *_ in panel.points if month in run]
        board.line(line, color=ACCENT if panel.focus else INK)


def _runs(months: Sequence[int]) -> list[range]:
    """Stretches of months without a gap."""
    runs: list[range] = []
    for month in months:
        if runs and month == runs[-1].stop:
            runs[-1] = range(runs[-1].start, month + 1)
        else:
            runs.append(range(month, month + 1))
    return runs


def both(panels: Sequence[Panel], ends: tuple[str, str], tick: Callable[[float], str]) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(panels, ends, tick, WIDE), chart(panels, ends, tick, NARROW)
