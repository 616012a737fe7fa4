"""Pieces that several charts are put together from: layers of lines, bars, words and intervals in pixels."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clustermark.report.charts import HATCH, INK, RULE, Spec, pixels, text_width

Rows = Sequence[Mapping[str, Any]]
Box = tuple[float, float, float, float]  # left, top, right, bottom
TICK = 4.0  # half the end of an interval


class Board:
    """Layers on a plot of a fixed size; a layer without rows vanishes."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.layers: list[Spec] = []

    def add(self, rows: Rows, **mark: Any) -> None:
        """A layer of marks; rows carry x and y in pixels, y downwards."""
        if rows:
            self.layers.append(pixels(rows, mark, self.width, self.height))

    def words(self, rows: Rows, *, halo: bool = False, **mark: Any) -> None:
        """Words; with `halo` they stay readable on what lies below."""
        style = {"align": "left", "color": INK} | mark
        if halo:
            self.add(rows, type="text", **(style | {"stroke": "white", "strokeWidth": 4, "color": "white"}))
        self.add(rows, type="text", **style)

    def rules(self, rows: Rows, **mark: Any) -> None:
        """Lines from x, y to x2, y2."""
        self.add(rows, type="rule", **({"color": INK, "strokeWidth": 2} | mark))

    def line(self, points: Rows, **mark: Any) -> None:
        """One line through points from left to right."""
        self.add(points, type="line", **({"color": INK, "strokeWidth": 2, "strokeCap": "round"} | mark))

    def grid(self, heights: Sequence[float], left: float, right: float) -> None:
        """Level lines of a panel."""
        self.rules([{"x": left, "x2": right, "y": y} for y in heights], strokeWidth=1, color=RULE)

    def interval(self, low: float, high: float, y: float, color: str = INK) -> None:
        """A level interval with its two ends."""
        self.rules([{"x": low, "x2": high, "y": y}], strokeWidth=1.5, color=color)
        ends = [{"x": x, "y": y - TICK, "y2": y + TICK} for x in (low, high)]
        self.rules(ends, strokeWidth=1.5, color=color)

    def bar(self, box: Box, *, color: str, sketched: bool, bold: bool = False) -> None:
        """A bar in a colour; hatched within its outline where its figures are illustrative."""
        left, top, right, bottom = box
        row = [{"x": left, "x2": max(right, left + 0.5), "y": top, "y2": bottom}]
        if sketched:
            self.add(row, type="rect", color=HATCH)
            self.add(row, type="rect", filled=False, stroke=color, strokeWidth=2 if bold else 1)
        else:
            self.add(row, type="rect", color=color)


def touch(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def free_place(text: str, at: tuple[float, float], away: float, taken: Sequence[Box], within: Box) -> Box | None:
    """Where a name of 13 pixels can stand beside a mark: right, left, above or below it; None where nowhere."""
    x, y = at
    long = text_width(text)
    spots: Sequence[tuple[float, float]] = (
        (x + away + 4, y),
        (x - away - 4 - long, y),
        (x - long / 2, y - away - 10),
        (x - long / 2, y + away + 10),
        (x + away, y - away - 7),
        (x + away, y + away + 7),
        (x - away - long, y - away - 7),
        (x - away - long, y + away + 7),
        (x - long / 2, y - away - 24),
        (x - long / 2, y + away + 24),
        (x + away + 18, y - away - 16),
        (x + away + 18, y + away + 16),
        (x - long - away - 18, y - away - 16),
        (x - long - away - 18, y + away + 16),
    )
    for left, middle in spots:
        box = (left, middle - 7.5, left + long, middle + 7.5)
        inside = box[0] >= within[0] and box[1] >= within[1] and box[2] <= within[2] and box[3] <= within[3]
        if inside and not any(touch(box, other) for other in taken):
            return box
    return None


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """A linear scale from values to pixels."""
    span = (high - low) or 1.0
    return lambda value: start + (value - low) / span * (end - start)
