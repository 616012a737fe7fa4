"""Points with their intervals on one axis, several to a row: two sides of a relation, a cluster against its industry.

A row has a name, its marks and words at its right; on a phone the words stand above the marks. Shapes are named in a
line above, so that no mark needs its colour.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.chart_direct import Sheet, text_width
from clustermark.report.charts import (
    ACCENT,
    HATCH,
    INK,
    INK2,
    LINE,
    NARROW,
    RULE,
    WIDE,
    Spec,
    nice_ticks,
    shorten,
)

ROW, TALL, HEAD, KEY, FOOT, WORDS = 27.0, 46.0, 25.0, 26.0, 24.0, 18.0
OFF = 5.5  # two marks of a row stand so far above and below its middle


@dataclass(frozen=True, slots=True)
class Mark:
    """A point with its interval; without a value the interval alone."""

    value: float | None
    low: float | None = None
    high: float | None = None
    shape: str = "circle"
    hollow: bool = False
    accent: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row: name, marks, words; `missing` is the reason where nothing stands."""

    name: str
    marks: Sequence[Mark] = ()
    words: str = ""
    focus: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows under a heading ("" for none)."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis: its words, its ends (None: from zero to the largest), lines to read against with their names."""

    tick: Callable[[float], str]
    ends: tuple[float, float] | None = None
    against: Sequence[tuple[float, str]] = ()
    turned: bool = False  # small values to the right
    ticks: Sequence[float] = ()


def both(panels: Sequence[Panel], axis: Scale, key: Sequence[tuple[Mark, str]] = ()) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(panels, axis, key, WIDE), chart(panels, axis, key, NARROW)


def chart(panels: Sequence[Panel], axis: Scale, key: Sequence[tuple[Mark, str]], width: int) -> Spec:
    """The specification for a width."""
    lines = [line for panel in panels for line in panel.lines]
    names = max(text_width(line.name) for line in lines) * 1.04 + 14
    said = max(text_width(line.words) for line in lines) * 1.04 + 14
    tall = width == NARROW and names + said > 0.5 * width
    left = 8.0 if tall else min(names, 0.36 * width)
    right = width - 10.0 if tall else width - min(max(said, 14.0), 0.42 * width)
    apart = tall and any(1.05 * text_width(line.name + line.words) + 12 > width for line in lines)
    row = (TALL + WORDS if apart else TALL) if tall else ROW
    keys = _key_lines(key, width)
    top = KEY * len(keys) + (22.0 if any(name for _, name in axis.against) else 4.0)
    bottom = top + sum((HEAD if panel.title else 0.0) + row * len(panel.lines) for panel in panels)
    sheet = Sheet(width, bottom + FOOT)
    _draw_key(sheet, keys)
    ticks = list(axis.ticks) or _ticks(lines, axis, 5 if width == WIDE else 4)
    x = _scale(ticks, axis, left, right)
    _draw_axis(sheet, axis, ticks, x, (top, bottom))
    at = top
    for panel in panels:
        if panel.title:
            sheet.words([{"x": 0, "y": at + 13, "text": panel.title}], fontWeight=700, halo=True)
            at += HEAD
        for line in panel.lines:
            _draw_line(sheet, line, x, (at, row), (left, right), tall=tall)
            at += row
    return sheet.spec()


def _ticks(lines: Sequence[Line], axis: Scale, most: int) -> list[float]:
    if axis.ends is not None:
        return nice_ticks(*axis.ends, most)
    values = [each for line in lines for mark in line.marks for each in (mark.value, mark.low, mark.high)]
    known = [each for each in values if each is not None] + [value for value, _ in axis.against]
    return nice_ticks(min([0.0, *known]), max([0.0, *known]), most)


def _scale(ticks: Sequence[float], axis: Scale, left: float, right: float) -> Callable[[float], float]:
    low, high = ticks[0], ticks[-1]
    first, last = (right - 6, left) if axis.turned else (left, right - 6)
    return lambda value: first + (min(max(value, low), high) - low) / (high - low) * (last - first)


def _key_lines(key: Sequence[tuple[Mark, str]], width: float) -> list[list[tuple[float, Mark, str]]]:
    """The names of the shapes in as many lines as they need."""
    lines: list[list[tuple[float, Mark, str]]] = [[]] if key else []
    x = 0.0
    for mark, name in key:
        long = 20 + text_width(name) * 1.05
        if x + long > width and lines[-1]:
            lines.append([])
            x = 0.0
        lines[-1].append((x, mark, name))
        x += long + 22
    return lines


def _draw_key(sheet: Sheet, lines: Sequence[Sequence[tuple[float, Mark, str]]]) -> None:
    for at, line in enumerate(lines):
        y = KEY * at + 9
        for x, mark, _ in line:
            sheet.point((x + 6, y), mark.shape, color=ACCENT if mark.accent else INK, hollow=mark.hollow)
        sheet.words([{"x": x + 17, "y": y, "text": name} for x, _, name in line], color=INK2)


def _draw_axis(
    sheet: Sheet, axis: Scale, ticks: Sequence[float], x: Callable[[float], float], span: tuple[float, float]
) -> None:
    top, bottom = span
    sheet.rules([{"x": x(at), "y": top, "y2": bottom} for at in ticks], strokeWidth=1, color=RULE)
    words = [(x(at), axis.tick(at)) for at in ticks]
    placed = [{"x": _within(at, text, sheet.width), "y": bottom + 13, "text": text} for at, text in words]
    sheet.words(placed, align="center", color=INK2)
    sheet.rules([{"x": x(at), "y": top - 2, "y2": bottom} for at, _ in axis.against], strokeWidth=1.5, color=INK)
    named = [{"x": _within(x(at), name, sheet.width), "y": top - 11, "text": name} for at, name in axis.against if name]
    sheet.words(named, align="center", color=INK2)


def _within(at: float, text: str, width: float) -> float:
    """The middle of a centred word, moved so that it stays within the drawing."""
    half = 0.6 * text_width(text)
    return min(max(at, half), width - half)


def _draw_line(
    sheet: Sheet,
    line: Line,
    x: Callable[[float], float],
    at: tuple[float, float],
    plot: tuple[float, float],
    *,
    tall: bool,
) -> None:
    (top, height), (left, right) = at, plot
    style = {"color": ACCENT if line.focus else INK, "fontWeight": 700 if line.focus else 400}
    y = top + height - 14 if tall else top + height / 2
    if tall:
        sheet.words([{"x": 0, "y": top + 11, "text": line.name}], halo=True, **style)
        below = height > TALL
        said = {"x": 0 if below else sheet.width, "y": top + 11 + (WORDS if below else 0), "text": line.words}
        sheet.words([said], align="left" if below else "right", halo=True, color=INK2)
    else:
        sheet.words([{"x": 0, "y": y, "text": shorten(line.name, left - 8)}], halo=True, **style)
        words = shorten(line.words, sheet.width - right - 8)
        sheet.words([{"x": right + 8, "y": y, "text": words}] if words else [], color=INK2)
    if line.missing:
        row = [{"x": left, "x2": right - 6, "y": y - 9, "y2": y + 9}]
        sheet.add(row, type="rect", color=HATCH, stroke=LINE, strokeWidth=1)
        sheet.words([{"x": (left + right) / 2, "y": y, "text": line.missing}], align="center", halo=True)
    apart = OFF if len(line.marks) > 1 else 0.0
    for n, mark in enumerate(line.marks):
        _draw_mark(sheet, mark, x, y + apart * (2 * n - len(line.marks) + 1))


def _draw_mark(sheet: Sheet, mark: Mark, x: Callable[[float], float], y: float) -> None:
    color = ACCENT if mark.accent else INK
    if mark.low is not None and mark.high is not None and mark.high > mark.low:
        sheet.interval(x(mark.low), x(mark.high), y, color)
    if mark.value is not None:
        sheet.point((x(mark.value), y), mark.shape, color=color, hollow=mark.hollow)


def joined(parts: Sequence[Spec], between: float = 10.0) -> Spec:
    """Drawings of one width one below the other."""
    layers: list[Spec] = []
    down = 0.0
    for part in parts:
        layers += [_moved(layer, down) for layer in part["layer"]]
        down += part["height"] + between
    return {**parts[0], "height": down - between, "layer": layers}


def _moved(layer: Spec, down: float) -> Spec:
    rows = [
        {key: value + down if key in ("y", "y2") else value for key, value in row.items()}
        for row in layer["data"]["values"]
    ]
    return {**layer, "data": {"values": rows}}
