"""An image map: places as circles, attributes as diamonds, on two axes of the same scale around their common centre."""

from collections.abc import Sequence
from dataclasses import dataclass

from clustermark.report.chart_parts import Board, Box, free_place
from clustermark.report.charts import ACCENT, INK, INK2, NARROW, RULE, WIDE, Spec, canvas

HEIGHT = {WIDE: 400.0, NARROW: 358.0}
EDGE = 34.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place or an attribute where the analysis puts it."""

    name: str
    x: float
    y: float
    kind: str  # focus, place, attribute


def chart(spots: Sequence[Spot], ends: tuple[str, str], width: int) -> Spec:
    """The specification for a width; `ends` name the axes with their shares of the inertia."""
    height = HEIGHT[width]
    xs, ys = [0.0, *(spot.x for spot in spots)], [0.0, *(spot.y for spot in spots)]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    unit = min((width - 2 * EDGE) / wide, (height - 2 * EDGE - 20) / high)
    x0 = width / 2 - unit * (max(xs) + min(xs)) / 2
    y0 = (height - 20) / 2 + unit * (max(ys) + min(ys)) / 2
    board = Board(width, height)
    board.rules([{"x": 0, "x2": width, "y": y0}], strokeWidth=1, color=RULE)
    board.rules([{"x": x0, "y": 0, "y2": height - 22}], strokeWidth=1, color=RULE)
    board.words([{"x": width, "y": height - 8, "text": ends[0]}], align="right", color=INK2)
    board.words([{"x": 0, "y": height - 8, "text": ends[1]}], color=INK2)
    taken: list[Box] = []
    at = [(x0 + unit * spot.x, y0 - unit * spot.y) for spot in spots]
    for spot, (x, y) in zip(spots, at, strict=True):
        size = 5.0 if spot.kind == "attribute" else 7.0
        taken.append((x - size, y - size, x + size, y + size))
        _mark(board, spot, x, y)
    order = sorted(range(len(spots)), key=lambda i: ("focus", "place", "attribute").index(spots[i].kind))
    for i in order:
        spot = spots[i]
        box = free_place(spot.name, at[i], 6, taken, (0, 0, width, height - 22))
        if box is not None:
            taken.append(box)
            style = {"color": ACCENT if spot.kind == "focus" else INK if spot.kind == "place" else INK2}
            weight = 400 if spot.kind == "attribute" else 700
            row = {"x": box[0], "y": (box[1] + box[3]) / 2, "text": spot.name}
            board.words([row], halo=True, fontWeight=weight, **style)
    return canvas(width, height, board.layers)


def _mark(board: Board, spot: Spot, x: float, y: float) -> None:
    row = [{"x": x, "y": y}]
    if spot.kind == "attribute":
        board.add(row, type="point", shape="diamond", size=60, filled=False, stroke=INK, strokeWidth=1.5, fill="white")
    else:
        board.add(row, type="point", shape="circle", size=110, color=ACCENT if spot.kind == "focus" else INK)


def both(spots: Sequence[Spot], ends: tuple[str, str]) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(spots, ends, WIDE), chart(spots, ends, NARROW)
