"""One mark a place on one axis: values, intervals, bounds, and a hatched band where a value is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.charts import (
    ACCENT,
    HATCH,
    INK,
    INK2,
    NARROW,
    RULE,
    WIDE,
    Spec,
    canvas,
    haloed,
    nice_ticks,
    pixels,
    shorten,
    text_width,
)

ROW = 28.0
TWO_LINES = 46.0  # height of a row whose words stand above its mark
OPEN = 26.0  # the line of an "at least" that ends nowhere


@dataclass(frozen=True, slots=True)
class Dot:
    """A row: label, value or bounds, the words at the mark; `missing` is the reason where nothing stands."""

    label: str
    words: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    focus: bool = False
    missing: str = ""


def _points(dot: Dot) -> list[float]:
    return [each for each in (dot.value, dot.low, dot.high) if each is not None]


def chart(dots: Sequence[Dot], tick: Callable[[float], str], width: float) -> Spec:
    """The specification for a width; amounts start at zero."""
    gutter = min(max(text_width(dot.label) for dot in dots) + 14, 190 if width == WIDE else 120)
    right = 14.0
    plot = width - gutter - right
    values = [value for dot in dots for value in _points(dot)]
    ticks = nice_ticks(min([0.0, *values]), max([*values, 0.0]) or 1.0, 5 if width == WIDE else 3)

    def x(value: float) -> float:
        return gutter + (value - ticks[0]) / (ticks[-1] - ticks[0]) * plot

    tall = TWO_LINES if any(_side(dot, x, width) == "" for dot in dots) else ROW
    base = len(dots) * tall
    height = base + 26
    grid = [{"x": x(at), "y": 0, "y2": base + 4, "color": INK if at == 0 else RULE} for at in ticks]
    layers = [
        pixels(grid, {"type": "rule", "strokeWidth": 1}, width, height),
        pixels(_tick_words(ticks, tick, x, base, width), {"type": "text", "color": INK2}, width, height),
    ]
    layers += _bands(dots, gutter, plot, (width, height), tall)
    layers += _marks(dots, x, (width, height), tall)
    layers += _labels(dots, gutter, (width, height), tall)
    layers += _words(dots, x, (width, height), tall, gutter)
    return canvas(width, height, layers)


def _tick_words(
    ticks: Sequence[float], tick: Callable[[float], str], x: Callable[[float], float], base: float, width: float
) -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for at in ticks:
        words = tick(at)
        half = text_width(words) / 2
        out.append({"x": min(x(at), width - half), "y": base + 16, "text": words})
    return out


def _y(row: int, tall: float) -> float:
    """Where the mark of a row stands: in its middle, or below its words where these have a line of their own."""
    return row * tall + (ROW / 2 if tall == ROW else tall - 13)


def _bands(dots: Sequence[Dot], gutter: float, plot: float, size: tuple[float, float], tall: float) -> list[Spec]:
    """A hatched band for each missing value, outlined, with the reason on it."""
    width, height = size
    missing = [(row, dot) for row, dot in enumerate(dots) if dot.missing]
    if not missing:
        return []
    layers = []
    for focus in (True, False):
        boxes = [
            {"x": gutter, "x2": gutter + plot, "y": _y(row, tall) - 10, "y2": _y(row, tall) + 10}
            for row, dot in missing
            if dot.focus == focus
        ]
        if boxes:
            mark = {"type": "rect", "fill": HATCH, "stroke": ACCENT if focus else INK2, "strokeWidth": 1}
            layers.append(pixels(boxes, mark, width, height))
    words = [
        {
            "x": gutter + plot / 2,
            "y": _y(row, tall),
            "text": shorten(dot.missing, plot - 12),
            "color": ACCENT if dot.focus else INK,
        }
        for row, dot in missing
    ]
    return [*layers, *haloed(words, {"type": "text", "align": "center", "fontWeight": 700}, width, height)]


def _marks(dots: Sequence[Dot], x: Callable[[float], float], size: tuple[float, float], tall: float) -> list[Spec]:
    width, height = size
    lines, ends, points = [], [], []
    for row, dot in enumerate(dots):
        color = ACCENT if dot.focus else INK
        if dot.low is not None and dot.high is not None:
            lines.append({"x": x(dot.low), "x2": x(dot.high), "y": _y(row, tall), "color": color})
            closed = (dot.high,) if dot.value is None and dot.low == 0 else (dot.low, dot.high)
            ends += [{"x": x(at), "y": _y(row, tall) - 4, "y2": _y(row, tall) + 4, "color": color} for at in closed]
        elif dot.value is None and dot.high is not None:
            lines.append({"x": x(0), "x2": x(dot.high), "y": _y(row, tall), "color": color})
            ends.append({"x": x(dot.high), "y": _y(row, tall) - 4, "y2": _y(row, tall) + 4, "color": color})
        elif dot.value is None and dot.low is not None:
            lines.append({"x": x(dot.low), "x2": x(dot.low) + OPEN, "y": _y(row, tall), "color": color})
            points.append({"x": x(dot.low), "y": _y(row, tall), "color": color})
        if dot.value is not None:
            points.append({"x": x(dot.value), "y": _y(row, tall), "color": color})
    out = []
    if lines:
        out.append(pixels(lines, {"type": "rule", "strokeWidth": 2}, width, height))
        out.append(pixels(ends, {"type": "rule", "strokeWidth": 2}, width, height))
    if points:
        out.append(pixels(points, {"type": "point", "size": 80, "filled": True}, width, height))
    return out


def _labels(dots: Sequence[Dot], gutter: float, size: tuple[float, float], tall: float) -> list[Spec]:
    width, height = size
    out = []
    for focus in (True, False):
        rows = [
            {"x": 0, "y": _y(row, tall), "text": shorten(dot.label, gutter - 8)}
            for row, dot in enumerate(dots)
            if dot.focus == focus
        ]
        if rows:
            mark = {
                "type": "text",
                "align": "left",
                "fontWeight": 700 if focus else 400,
                "color": ACCENT if focus else INK,
            }
            out.append(pixels(rows, mark, width, height))
    return out


def _is_open(dot: Dot) -> bool:
    return dot.value is None and dot.low is not None and dot.high is None


def _reach(dot: Dot, x: Callable[[float], float]) -> tuple[float, float]:
    """Where the marks of a row begin and end."""
    at = [x(value) for value in _points(dot)]
    return min(at), max(at) + (OPEN if _is_open(dot) else 0)


def _side(dot: Dot, x: Callable[[float], float], width: float) -> str:
    """On which side of its mark the value stands in words: right, left where there is no room, "" where there is none.

    A wide drawing has room on one side for all that a figure says.
    """
    if not dot.words or dot.missing:
        return "right"
    start, end = _reach(dot, x)
    if end + 10 + text_width(dot.words) <= width:
        return "right"
    return "left" if width == WIDE or start - 10 - text_width(dot.words) >= 0 else ""


def _words(
    dots: Sequence[Dot], x: Callable[[float], float], size: tuple[float, float], tall: float, gutter: float
) -> list[Spec]:
    """The value in words beside its mark; above it where the rows have two lines."""
    width, height = size
    sides: dict[str, list[dict[str, object]]] = {"left": [], "right": []}
    for row, dot in enumerate(dots):
        if not dot.words or dot.missing:
            continue
        color = ACCENT if dot.focus else INK
        if tall != ROW:
            above = {"x": gutter, "y": row * tall + 11, "text": shorten(dot.words, width - gutter), "color": color}
            sides["left"].append(above)
            continue
        start, end = _reach(dot, x)
        side, at = ("left", end + 10) if _side(dot, x, width) == "right" else ("right", start - 10)
        sides[side].append({"x": at, "y": _y(row, tall), "text": dot.words, "color": color})
    return [
        layer
        for side, rows in sides.items()
        if rows
        for layer in haloed(rows, {"type": "text", "align": side, "fontWeight": 700}, width, height)
    ]


def both(dots: Sequence[Dot], tick: Callable[[float], str]) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(dots, tick, WIDE), chart(dots, tick, NARROW)
