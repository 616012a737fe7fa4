"""Small panels of one figure over the years, on one scale, each with a line to read it against."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clustermark.report.chart_direct import Sheet, text_width
from clustermark.report.chart_parts import scale
from clustermark.report.charts import ACCENT, INK, INK2, NARROW, RULE, WIDE, Spec, nice_ticks, shorten

TALL, HEAD, FOOT, AFTER, BETWEEN = 96.0, 24.0, 20.0, 16.0, 26.0
ACROSS = {WIDE: 4, NARROW: 2}


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel: its name, its points (number of the year, value) in order, the last value in words."""

    name: str
    points: Sequence[tuple[int, float]]
    words: str


def both(
    panels: Sequence[Panel], ends: tuple[str, str], tick: Callable[[float], str], against: float, years: int
) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return chart(panels, ends, tick, against, years, WIDE), chart(panels, ends, tick, against, years, NARROW)


def chart(
    panels: Sequence[Panel],
    ends: tuple[str, str],
    tick: Callable[[float], str],
    against: float,
    years: int,
    width: int,
) -> Spec:
    """The specification for a width: all panels have the same axes; the line to read against is dark."""
    values = [value for panel in panels for _, value in panel.points]
    ticks = nice_ticks(min([*values, against]), max([*values, against]), 3)
    gutter = 10 + max(text_width(tick(at)) for at in ticks)
    across = min(ACROSS[width], len(panels))
    each = (width - gutter + BETWEEN) / across
    lines = -(-len(panels) // across)
    deep = HEAD + TALL + FOOT + AFTER
    sheet = Sheet(width, lines * deep - AFTER)
    for n, panel in enumerate(panels):
        left, top = gutter + (n % across) * each, (n // across) * deep
        right = left + each - BETWEEN
        y = scale(ticks[0], ticks[-1], top + HEAD + TALL, top + HEAD)
        sheet.rules([{"x": left, "x2": right, "y": y(at)} for at in ticks], strokeWidth=1, color=RULE)
        sheet.rules([{"x": left, "x2": right, "y": y(against)}], strokeWidth=1.5, color=INK)
        if n % across == 0:
            sheet.words([{"x": left - 7, "y": y(at), "text": tick(at)} for at in ticks], align="right", color=INK2)
        name = shorten(panel.name, right - left - text_width(panel.words) - 10)
        sheet.words([{"x": left, "y": top + 10, "text": name}], fontWeight=700)
        sheet.words([{"x": right, "y": top + 10, "text": panel.words}], align="right", color=ACCENT, fontWeight=700)
        _line(sheet, panel, scale(0, max(years - 1, 1), left + 6, right - 6), y)
        foot = top + HEAD + TALL + 13
        sheet.words([{"x": left, "y": foot, "text": ends[0]}], color=INK2)
        if years > 1:
            sheet.words([{"x": right, "y": foot, "text": ends[1]}], align="right", color=INK2)
    return sheet.spec()


def _line(sheet: Sheet, panel: Panel, x: Callable[[float], float], y: Callable[[float], float]) -> None:
    """Points joined where their years follow one another."""
    run: list[dict[str, float]] = []
    before: int | None = None
    for year, value in panel.points:
        if before is not None and year != before + 1:
            sheet.line(run if len(run) > 1 else [], color=ACCENT)
            run = []
        run.append({"x": x(year), "y": y(value)})
        before = year
    sheet.line(run if len(run) > 1 else [], color=ACCENT)
    spots = [{"x": x(year), "y": y(value)} for year, value in panel.points]
    sheet.add(spots, type="point", color=ACCENT, filled=True, radius=3.2)
