"""Who adds the value of a final product: value added against the distance to the product, a mark an industry.

Circles are industries at home, diamonds industries abroad, the own industry in the accent colour; areas grow with the
value added. Value is spaced by ratio, for one industry adds a hundred times what another does. No curve is drawn.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from clustermark.report.charts import (
    ACCENT,
    INK,
    INK2,
    NARROW,
    RULE,
    WIDE,
    Spec,
    canvas,
    haloed,
    pixels,
    text_width,
)

HEIGHT, HEAD, FOOT = 380.0, 34.0, 46.0
LARGEST, SMALLEST = 1500.0, 28.0  # areas of marks
NAMED = {WIDE: 9, NARROW: 5}  # the most marks with a name
LINE = 13.0  # height of a name
KINDS = {"own": ("circle", ACCENT), "home": ("circle", INK2), "abroad": ("diamond", INK)}
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Mark:
    """An industry: its name, value added, distance to the product, and "own", "home" or "abroad"."""

    name: str
    gain: float
    distance: float
    kind: str


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around the marks: names of the kinds, of both ends of the distance, and of a tick of value."""

    home: str
    abroad: str
    near: str
    far: str
    tick: Callable[[float], str]


def decades(low: float, high: float) -> tuple[list[float], float, float]:
    """Powers of ten to mark, two at least, and the ends of the axis, for values from low to high, all positive."""
    start, end = low / 1.6, high * 1.6
    inside = list(range(math.ceil(math.log10(start)), math.floor(math.log10(end)) + 1))
    if len(inside) < 2:
        first = math.floor(math.log10(start))
        inside = list(range(first, max(math.ceil(math.log10(end)), first + 1) + 1))
        start, end = 10.0 ** inside[0], 10.0 ** inside[-1]
    return [10.0**power for power in inside], start, end


def chart(marks: Sequence[Mark], words: Words, width: int) -> Spec:
    """The specification for a width; every mark has a positive gain, the largest comes first."""
    ticks, start, end = decades(min(mark.gain for mark in marks), max(mark.gain for mark in marks))
    stages = _stages(marks)
    wide, base = width == WIDE, HEIGHT - FOOT
    left = 16 + max(text_width(words.tick(at)) for at in ticks) if wide else 0.0

    def x(distance: float) -> float:
        return left + 14 + (stages[-1] - distance) / (stages[-1] - stages[0]) * (width - left - 42)

    def y(gain: float) -> float:
        return base - (math.log(gain) - math.log(start)) / math.log(end / start) * (base - HEAD)

    def layer(rows: list[dict[str, object]], **mark: object) -> Spec:
        return pixels(rows, dict(mark), width, HEIGHT)

    layers = [
        layer([{"x": left, "x2": width, "y": y(at)} for at in ticks], type="rule", strokeWidth=1, color=RULE),
        layer(
            [{"x": max(left - 8, 0), "y": y(at) - (0 if wide else 9), "text": words.tick(at)} for at in ticks],
            type="text",
            align="right" if wide else "left",
            color=INK2,
        ),
        layer([{"x": x(at), "y": base + 14, "text": str(at)} for at in stages], type="text", color=INK2),
        layer([{"x": left, "y": base + 34, "text": words.far}], type="text", align="left", color=INK2),
        layer([{"x": width - 2, "y": base + 34, "text": words.near}], type="text", align="right", color=INK2),
    ]
    at = [(x(mark.distance), y(mark.gain)) for mark in marks]
    sizes = [max(LARGEST * mark.gain / marks[0].gain, SMALLEST) for mark in marks]
    for kind in KINDS:
        rows: list[dict[str, object]] = [
            {"x": px, "y": py, "size": round(size, 1)}
            for mark, (px, py), size in zip(marks, at, sizes, strict=True)
            if mark.kind == kind
        ]
        layers += [_points(rows, kind, width)] if rows else []
    return canvas(width, HEIGHT, [*layers, *_key(marks, words, left, width), *_names(marks, at, sizes, width)])


def _stages(marks: Sequence[Mark]) -> list[int]:
    first, last = (math.floor(min(m.distance for m in marks)), math.ceil(max(m.distance for m in marks)))
    step = max(1, math.ceil((last - first) / 8))
    return list(range(first, max(last, first + 1) + step, step))


def _points(rows: list[dict[str, object]], kind: str, width: int) -> Spec:
    """Marks of a kind: filled at home, hollow abroad."""
    shape, color = KINDS[kind]
    mark = {"type": "point", "shape": shape, "color": color, "opacity": 1, "filled": kind != "abroad"}
    if kind == "abroad":
        mark |= {"strokeWidth": 1.5, "fill": "white", "stroke": color}
    elif kind == "home":
        mark |= {"stroke": "white", "strokeWidth": 1}
    spec = pixels(rows, mark, width, HEIGHT)
    spec["encoding"]["size"] = {"field": "size", "type": "quantitative", "scale": None}
    return spec


def _key(marks: Sequence[Mark], words: Words, left: float, width: int) -> list[Spec]:
    """The two shapes with their names, above the plot."""
    layers, at = [], left + 6
    for kind, name in (("home", words.home), ("abroad", words.abroad)):
        if any(mark.kind == kind for mark in marks):
            layers.append(_points([{"x": at, "y": 10, "size": 80}], kind, width))
            layers.append(
                pixels([{"x": at + 10, "y": 10, "text": name}], {"type": "text", "align": "left"}, width, HEIGHT)
            )
            at += 34 + text_width(name)
    return layers


def _names(marks: Sequence[Mark], at: Sequence[tuple[float, float]], sizes: Sequence[float], width: int) -> list[Spec]:
    """Names of the largest marks, each where it touches no other name and no large mark; left out where none fits."""
    radii = [math.sqrt(size / math.pi) for size in sizes]
    taken: list[Box] = [(px - r, py - r, px + r, py + r) for (px, py), r in zip(at, radii, strict=True) if r > 3.5]
    layers: list[Spec] = []
    for mark, (px, py), r in list(zip(marks, at, radii, strict=True))[: NAMED[width]]:
        length = text_width(mark.name)
        places = {
            "right": (px + r + 5, py),
            "left": (px - r - 5 - length, py),
            "above": (px - length / 2, py - r - 9),
            "below": (px - length / 2, py + r + 9),
        }
        for start, middle in places.values():
            box = (start, middle - LINE / 2, start + length, middle + LINE / 2)
            inside = box[0] >= 0 and box[2] <= width and box[1] >= HEAD - 12 and box[3] <= HEIGHT - FOOT
            if inside and not any(_touch(box, other) for other in taken):
                taken.append(box)
                own = mark.kind == "own"
                style = {"type": "text", "align": "left", "fontWeight": 700 if own else 400}
                style["color"] = ACCENT if own else INK
                layers += haloed([{"x": start, "y": middle, "text": mark.name}], style, width, HEIGHT)
                break
    return layers


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def both(marks: Sequence[Mark], words: Words) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    assert all(one.gain >= other.gain > 0 for one, other in pairwise(marks))
    return chart(marks, words, WIDE), chart(marks, words, NARROW)
