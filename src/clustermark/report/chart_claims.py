"""What was published, year by year: one mark a page, the claims of one year joined by a bar, a party's claim open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from clustermark.report.charts import (
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

ROW = 34.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One page's claim. `year_words` is the label of its row; pages that print equal values in one year are ringed."""

    year: str
    value: float
    high: float | None
    party: bool
    publisher: str


def chart(
    marks: Sequence[Mark], words: Callable[[float, float], str], tick: Callable[[float], str], width: float
) -> Spec:
    """The specification for a width: a row a year; `words` writes a value (both ends equal) or a range."""
    years = [
        (year, list(found)) for year, found in groupby(sorted(marks, key=lambda mark: mark.year), lambda m: m.year)
    ]
    publishers = 210.0 if width == WIDE else 0.0
    gutter, right = 60.0, publishers + 20
    plot = width - gutter - right
    values = [value for mark in marks for value in _ends(mark)]
    ticks = nice_ticks(0.0, max(values), 5 if width == WIDE else 4)
    base = len(years) * ROW + 8
    height = base + 24

    def x(value: float) -> float:
        return gutter + (value - ticks[0]) / (ticks[-1] - ticks[0]) * plot

    grid = [{"x": x(at), "y": 0, "y2": base, "color": INK if at == 0 else RULE} for at in ticks]
    heads = [{"x": 0, "y": _y(row), "text": year} for row, (year, _) in enumerate(years)]
    feet = [{"x": x(at), "y": base + 14, "text": tick(at)} for at in ticks]
    layers = [
        pixels(grid, {"type": "rule", "strokeWidth": 1}, width, height),
        pixels(feet, {"type": "text", "color": INK2}, width, height),
        pixels(heads, {"type": "text", "align": "left", "fontWeight": 700}, width, height),
    ]
    layers += _bars(years, x, width, height)
    layers += _points(years, x, width, height)
    layers += _words(years, words, x, width - publishers, (width, height))
    if publishers:
        said = [
            {"x": width - publishers + 10, "y": _y(row), "text": shorten(_named(found), publishers - 12)}
            for row, (_, found) in enumerate(years)
        ]
        layers.append(pixels(said, {"type": "text", "align": "left", "color": INK2}, width, height))
    return canvas(width, height, layers)


def _ends(mark: Mark) -> tuple[float, float]:
    return mark.value, mark.value if mark.high is None else mark.high


def _y(row: int) -> float:
    return row * ROW + 24


def _named(found: Sequence[Mark]) -> str:
    counts: dict[str, int] = {}
    for mark in found:
        counts[mark.publisher] = counts.get(mark.publisher, 0) + 1
    return "; ".join(name if n == 1 else f"{name} ×{n}" for name, n in counts.items())


Years = Sequence[tuple[str, list[Mark]]]


def _span(found: Sequence[Mark]) -> tuple[float, float]:
    return min(mark.value for mark in found), max(_ends(mark)[1] for mark in found)


def _bars(years: Years, x: Callable[[float], float], width: float, height: float) -> list[Spec]:
    bars = []
    for row, (_, found) in enumerate(years):
        low, high = _span(found)
        if low != high:
            bars.append({"x": x(low), "x2": x(high), "y": _y(row)})
    return [pixels(bars, {"type": "rule", "strokeWidth": 5, "color": INK}, width, height)] if bars else []


def _points(years: Years, x: Callable[[float], float], width: float, height: float) -> list[Spec]:
    filled: list[dict[str, float]] = []
    hollow: list[dict[str, float]] = []
    rings: list[dict[str, float]] = []
    for row, (_, found) in enumerate(years):
        for value in sorted({mark.value for mark in found} | {_ends(mark)[1] for mark in found}):
            here = [mark for mark in found if value in _ends(mark)]
            point = {"x": x(value), "y": _y(row)}
            (hollow if all(mark.party for mark in here) else filled).append(point)
            if len(here) > 1:
                rings.append(point)
    ring = {"type": "point", "filled": False, "size": 210, "strokeWidth": 1.5, "color": INK}
    out = [pixels(rings, ring, width, height)] if rings else []
    if filled:
        out.append(pixels(filled, {"type": "point", "filled": True, "size": 90, "color": INK}, width, height))
    if hollow:
        open_mark = {"type": "point", "filled": True, "size": 90, "fill": "white", "stroke": INK, "strokeWidth": 2}
        out.append(pixels(hollow, open_mark, width, height))
    return out


def _words(
    years: Years,
    words: Callable[[float, float], str],
    x: Callable[[float], float],
    edge: float,
    size: tuple[float, float],
) -> list[Spec]:
    """A range above its bar, a single value at the right of its mark."""
    sides: dict[str, list[dict[str, object]]] = {"center": [], "left": [], "right": []}
    for row, (_, found) in enumerate(years):
        low, high = _span(found)
        said = words(low, high)
        if low != high:
            half = text_width(said) / 2
            middle = min(max((x(low) + x(high)) / 2, 60 + half), edge - half)
            sides["center"].append({"x": middle, "y": _y(row) - 16, "text": said})
        elif x(high) + 14 + text_width(said) <= edge:
            sides["left"].append({"x": x(high) + 14, "y": _y(row), "text": said})
        else:
            sides["right"].append({"x": x(low) - 14, "y": _y(row), "text": said})
    return [
        layer
        for side, rows in sides.items()
        if rows
        for layer in haloed(rows, {"type": "text", "align": side, "fontWeight": 700}, *size)
    ]


def both(
    marks: Sequence[Mark], words: Callable[[float, float], str], tick: Callable[[float], str]
) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(marks, words, tick, WIDE), chart(marks, words, tick, NARROW)
