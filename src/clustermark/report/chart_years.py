"""A share over the years: a line a country, the own one in the accent colour, each named at its end."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from clustermark.report.charts import (
    ACCENT,
    INK2,
    INK3,
    NARROW,
    RULE,
    WIDE,
    Spec,
    canvas,
    haloed,
    nice_ticks,
    pixels,
    text_width,
)

Series = Mapping[str, Mapping[int, float]]
HEIGHT = 300.0
FOOT = 26.0
GAP = 17.0  # between the names of two lines


def chart(series: Series, own: str, tick: Callable[[float], str], width: float) -> Spec:
    """The specification for a width; `series` by the name of each line, the years in it and their shares."""
    years = sorted({year for line in series.values() for year in line})
    values = [value for line in series.values() for value in line.values()]
    ticks = nice_ticks(min(values), max(values), 5)
    left = 8 + max(text_width(tick(at)) for at in ticks)
    right = 12 + max(text_width(name) for name in series)
    base = HEIGHT - FOOT

    def x(year: int) -> float:
        return left + 8 + (year - years[0]) / max(years[-1] - years[0], 1) * (width - left - 8 - right)

    def y(value: float) -> float:
        return base - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (base - 12)

    grid = [{"x": left + 8, "x2": width - right, "y": y(at)} for at in ticks]
    marks = [{"x": left, "y": y(at), "text": tick(at)} for at in ticks]
    shown = years if width == WIDE and len(years) <= 9 else [years[0], years[len(years) // 2], years[-1]]
    feet = [{"x": x(year), "y": base + 16, "text": str(year)} for year in dict.fromkeys(shown)]
    layers = [
        pixels(grid, {"type": "rule", "strokeWidth": 1, "color": RULE}, width, HEIGHT),
        pixels(marks, {"type": "text", "align": "right", "color": INK2}, width, HEIGHT),
        pixels(feet, {"type": "text", "color": INK2}, width, HEIGHT),
    ]
    for name, line in sorted(series.items(), key=lambda item: item[0] == own):
        ends = sorted(line)
        pieces = [
            {"x": x(one), "y": y(line[one]), "x2": x(other), "y2": y(line[other])} for one, other in pairwise(ends)
        ]
        colour, stroke = (ACCENT, 3) if name == own else (INK3, 1.5)
        if pieces:
            layers.append(pixels(pieces, {"type": "rule", "strokeWidth": stroke, "color": colour}, width, HEIGHT))
    layers += _names(series, own, x, y, width)
    return canvas(width, HEIGHT, layers)


def _names(
    series: Series, own: str, x: Callable[[int], float], y: Callable[[float], float], width: float
) -> list[Spec]:
    """Each name at the right of its line, moved apart where two would touch."""
    ends = sorted((y(line[max(line)]), name, x(max(line))) for name, line in series.items())
    layers: list[Spec] = []
    last = -GAP
    for height, name, at in ends:
        last = max(height, last + GAP)
        bold = 700 if name == own else 400
        row = [{"x": at + 8, "y": last, "text": name}]
        mark = {"type": "text", "align": "left", "fontWeight": bold, "color": ACCENT if name == own else INK2}
        layers += haloed(row, mark, width, HEIGHT)
    return layers


def both(series: Series, own: str, tick: Callable[[float], str]) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(series, own, tick, WIDE), chart(series, own, tick, NARROW)
