"""Three shares that add up to one, as a path over years in a triangle: contract work, own products, own brands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from clustermark.report.chart_direct import Sheet, text_width
from clustermark.report.chart_parts import Box, free_place
from clustermark.report.charts import ACCENT, INK, INK2, NARROW, RULE, WIDE, Spec

SIDE = {WIDE: 380.0, NARROW: 312.0}
ABOVE, BELOW = 26.0, 44.0
GRID = (0.25, 0.5, 0.75)
SHAPES = ("circle", "diamond", "square", "triangle-up")


@dataclass(frozen=True, slots=True)
class Stop:
    """A year of a path: its shares at the left, top and right corner; they add up to one."""

    year: str
    left: float
    top: float
    right: float


@dataclass(frozen=True, slots=True)
class Path:
    """A market: its name and its years in order."""

    name: str
    stops: Sequence[Stop]


def both(paths: Sequence[Path], corners: tuple[str, str, str], half: str) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing; `half` is what 50 % is called on the sides."""
    return chart(paths, corners, half, WIDE), chart(paths, corners, half, NARROW)


def place(stop: Stop, side: float, origin: tuple[float, float]) -> tuple[float, float]:
    """Where shares lie: the mean of the corners weighted by them; origin is the left corner, y downwards."""
    x, y = origin
    return x + side * (stop.right + stop.top / 2), y - side * stop.top * math.sqrt(3) / 2


def chart(paths: Sequence[Path], corners: tuple[str, str, str], half: str, width: int) -> Spec:
    """The specification for a width; corners are named left, top, right."""
    side = SIDE[width]
    tall = side * math.sqrt(3) / 2
    sheet = Sheet(width, ABOVE + tall + BELOW)
    left = (width - side) / 2
    origin = (left, ABOVE + tall)
    taken = _frame(sheet, corners, half, side, origin)
    spots = [(path, [place(stop, side, origin) for stop in path.stops]) for path in paths]
    for _, at in spots:
        taken += [(x - 7, y - 7, x + 7, y + 7) for x, y in at]
    for n, (_, at) in enumerate(spots):
        _path(sheet, at, SHAPES[n % len(SHAPES)])
    within = (0.0, ABOVE - 4, float(width), ABOVE + tall + BELOW)
    for path, at in spots:
        last = f"{path.name} {path.stops[-1].year}"
        _name(sheet, last, at[-1], taken, within, bold=True)
        if len(at) > 1:
            _name(sheet, path.stops[0].year, at[0], taken, within, bold=False)
    return sheet.spec()


def _frame(
    sheet: Sheet, corners: tuple[str, str, str], half: str, side: float, origin: tuple[float, float]
) -> list[Box]:
    """Outline, quarters and names of the corners; the boxes that the names take."""
    ends = [place(Stop("", *shares), side, origin) for shares in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))]
    rules = []
    for share in GRID:
        rest = 1 - share
        for first, second in (
            ((share, rest, 0.0), (share, 0.0, rest)),
            ((rest, share, 0.0), (0.0, share, rest)),
            ((rest, 0.0, share), (0.0, rest, share)),
        ):
            a, b = place(Stop("", *first), side, origin), place(Stop("", *second), side, origin)
            rules.append({"x": a[0], "y": a[1], "x2": b[0], "y2": b[1]})
    sheet.rules(rules, strokeWidth=1, color=RULE)
    outline = [{"x": a[0], "y": a[1], "x2": b[0], "y2": b[1]} for a, b in zip(ends, [*ends[1:], ends[0]], strict=True)]
    sheet.rules(outline, strokeWidth=1, color=INK)
    (lx, ly), (tx, ty), (rx, _) = ends
    foot = ly + 17
    sheet.words([{"x": max(lx - 20, 0), "y": foot, "text": corners[0]}], fontWeight=700)
    sheet.words([{"x": tx, "y": ty - 14, "text": corners[1]}], align="center", fontWeight=700)
    far = min(rx + 20, sheet.width)
    sheet.words([{"x": far, "y": foot, "text": corners[2]}], align="right", fontWeight=700)
    sheet.words([{"x": (lx + rx) / 2, "y": foot + 1, "text": half}], align="center", color=INK2)
    long = text_width(corners[1])
    return [(tx - long / 2, ty - 24, tx + long / 2, ty - 4), (0.0, foot - 9, sheet.width, foot + 9)]


def _path(sheet: Sheet, at: Sequence[tuple[float, float]], shape: str) -> None:
    sheet.line([{"x": x, "y": y} for x, y in at] if len(at) > 1 else [], color=ACCENT)
    for n, spot in enumerate(at):
        sheet.point(spot, shape, color=ACCENT, hollow=n < len(at) - 1)


def _name(sheet: Sheet, text: str, at: tuple[float, float], taken: list[Box], within: Box, *, bold: bool) -> None:
    box = free_place(text, at, 7, taken, within)
    if box is None:
        return
    taken.append(box)
    style = {"fontWeight": 700 if bold else 400, "color": ACCENT if bold else INK2}
    sheet.words([{"x": box[0], "y": (box[1] + box[3]) / 2, "text": text}], halo=True, **style)
