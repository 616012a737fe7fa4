"""Shares as cells that hold their number: the darker the larger; the number alone says it all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clustermark.report.chart_direct import Sheet, text_width
from clustermark.report.charts import INK, INK2, NARROW, RULE, WIDE, Spec, shorten, wrapped

CELL, LINE_HEIGHT = 30.0, 16.0
LIGHTEST, DARK = 0.04, 0.45  # below the first a cell stays white; from the second on its number is white


@dataclass(frozen=True, slots=True)
class Cell:
    """A share with its number in words; `lead` where it is the largest of its row; None where nothing is known."""

    share: float | None
    words: str = ""
    lead: bool = False


def both(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]]) -> tuple[Spec, Spec]:
    """The wide drawing, and the narrow one with rows and columns exchanged where the columns do not fit."""
    turned = [list(column) for column in zip(*cells, strict=True)]
    narrow = chart(columns, rows, turned, NARROW) if len(columns) > len(rows) else chart(rows, columns, cells, NARROW)
    return chart(rows, columns, cells, WIDE), narrow


def chart(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]], width: int) -> Spec:
    """The specification for a width."""
    gutter = min(max(map(text_width, rows)) * 1.05 + 12, 190.0 if width == WIDE else 104.0)
    each = (width - gutter) / len(columns)
    heads = [wrapped(name, each - 8) for name in columns]
    lines = max(map(len, heads))
    top = LINE_HEIGHT * lines + 6
    sheet = Sheet(width, top + CELL * len(rows) + 2)
    for at, head in enumerate(heads):
        middle = gutter + (at + 0.5) * each
        words = [
            {"x": middle, "y": LINE_HEIGHT * (lines - len(head) + n) + 9, "text": line} for n, line in enumerate(head)
        ]
        sheet.words(words, align="center", color=INK2)
    for n, (name, line) in enumerate(zip(rows, cells, strict=True)):
        y = top + n * CELL
        sheet.words([{"x": 0, "y": y + CELL / 2, "text": shorten(name, gutter - 8)}], fontWeight=700)
        for at, cell in enumerate(line):
            left = gutter + at * each
            _cell(sheet, cell, (left + 1.5, y + 1.5, left + each - 1.5, y + CELL - 1.5))
    return sheet.spec()


def _cell(sheet: Sheet, cell: Cell, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    row = [{"x": left, "x2": right, "y": top, "y2": bottom}]
    share = cell.share or 0.0
    filled = share >= LIGHTEST
    if filled:
        sheet.add(row, type="rect", color=_shade(share))
    sheet.add(row, type="rect", filled=False, stroke=INK if cell.lead else RULE, strokeWidth=2 if cell.lead else 1)
    style: dict[str, Any] = {"color": "#fff" if share >= DARK else INK, "fontWeight": 700 if cell.lead else 400}
    middle = {"x": (left + right) / 2, "y": (top + bottom) / 2, "text": cell.words}
    sheet.words([middle] if cell.words else [], align="center", **style)


def _shade(share: float) -> str:
    """From nearly white to dark grey; words stay readable at every share."""
    light = round(240 - 175 * min(share, 1.0)) if share < DARK else round(96 - 60 * min(share, 1.0))
    return f"#{light:02x}{light:02x}{max(light - 3, 0):02x}"
