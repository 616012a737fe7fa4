"""Themes found after so many interviews: the median over orders as a line, the middle nine tenths as a band."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from clustermark.report.chart_direct import SOFT, Sheet
from clustermark.report.charts import ACCENT, INK, INK2, NARROW, WIDE, Spec, nice_ticks, text_width

HEIGHT, FOOT, HEAD = 250.0, 42.0, 22.0
Point = tuple[int, float, float, float]  # interviews, 5th, 50th, 95th percentile of themes


@dataclass(frozen=True, slots=True)
class Words:
    """What the axes count."""

    across: str
    up: str


def both(points: Sequence[Point], words: Words, reached: float | None) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing; `reached` is where saturation stands, None where it was not reached."""
    return chart(points, words, reached, WIDE), chart(points, words, reached, NARROW)


def chart(points: Sequence[Point], words: Words, reached: float | None, width: int) -> Spec:
    """The specification for a width."""
    sheet = Sheet(width, HEIGHT)
    ticks = nice_ticks(0, max(point[3] for point in points), 4)
    left = 16 + max(text_width(f"{at:g}") for at in ticks)
    base, last = HEIGHT - FOOT, points[-1][0]

    def x(n: float) -> float:
        return left + (n - 1) / max(last - 1, 1) * (width - left - 14)

    def y(themes: float) -> float:
        return base - themes / ticks[-1] * (base - HEAD)

    above = " ".join(f"{x(n):.1f},{y(high):.1f}" for n, _, _, high in points)
    below = " ".join(f"{x(n):.1f},{y(low):.1f}" for n, low, _, _ in reversed(points))
    sheet.shape([f"M{above} {below}Z".replace(" ", " L")], color=SOFT)
    sheet.grid([y(at) for at in ticks], left, width)
    sheet.words([{"x": left - 8, "y": y(at), "text": f"{at:g}"} for at in ticks], align="right", color=INK2)
    every = 1 if width == WIDE and last <= 20 else max(1, -(-last // 8))
    feet = [{"x": x(n), "y": base + 14, "text": str(n)} for n, *_ in points if (n - 1) % every == 0]
    sheet.words(feet, align="center", color=INK2)
    sheet.words([{"x": 0, "y": 8, "text": words.up}], color=INK2)
    sheet.words([{"x": width - 4, "y": base + 32, "text": words.across}], align="right", color=INK2)
    line = [{"x": x(one[0]), "y": y(one[2]), "x2": x(other[0]), "y2": y(other[2])} for one, other in pairwise(points)]
    sheet.rules(line, color=ACCENT, strokeWidth=2.5)
    if reached is not None and reached <= last:
        sheet.rules([{"x": x(reached), "y": HEAD, "y2": base}], color=INK, strokeWidth=1.5)
    return sheet.spec()
