"""Who stands where: the names of all coded clusters stacked over the four codes, or over the codes of a category."""

from collections.abc import Sequence
from dataclasses import dataclass

from clustermark.report.charts import (
    ACCENT,
    INK,
    INK2,
    NARROW,
    WIDE,
    Spec,
    canvas,
    pixels,
    shorten,
    text_width,
    wrapped,
)

LINE_HEIGHT = 21.0


@dataclass(frozen=True, slots=True)
class Column:
    """A code with its meaning and the names of the places that have it; `kinds` are focus, study or other."""

    code: str
    meaning: str
    names: tuple[str, ...]
    kinds: tuple[str, ...]


def _color(kind: str) -> str:
    return {"focus": ACCENT, "study": INK}.get(kind, INK2)


def _names(at: Sequence[tuple[float, float, str, str]], width: float, height: float) -> list[Spec]:
    """Dots and names: the focus in the accent and bold, clusters of the study bold."""
    dots = [{"x": x + 4, "y": y, "color": _color(kind)} for x, y, _, kind in at]
    layers = [pixels(dots, {"type": "point", "size": 42, "filled": True}, width, height)]
    for bold in (True, False):
        rows = [
            {"x": x + 13, "y": y, "text": name, "color": _color(kind)}
            for x, y, name, kind in at
            if (kind != "other") == bold
        ]
        if rows:
            mark = {"type": "text", "align": "left", "fontWeight": 700 if bold else 400}
            layers.append(pixels(rows, mark, width, height))
    return layers


def wide(columns: Sequence[Column]) -> Spec:
    """Columns side by side, the names stacked upwards from the axis."""
    step = WIDE / len(columns)
    most = max((len(column.names) for column in columns), default=1) or 1
    base = most * LINE_HEIGHT + 6
    meanings = [wrapped(column.meaning, step - 14) for column in columns]
    height = base + 30 + 18 * max(len(lines) for lines in meanings)
    names = [
        (at * step, base - 14 - row * LINE_HEIGHT, shorten(name, step - 22), kind)
        for at, column in enumerate(columns)
        for row, (name, kind) in enumerate(zip(column.names, column.kinds, strict=True))
    ]
    axis = [{"x": 0, "x2": WIDE, "y": base}]
    ticks = [{"x": at * step, "y": base, "y2": base + 6} for at in range(len(columns))]
    codes = [{"x": at * step, "y": base + 18, "text": column.code} for at, column in enumerate(columns)]
    words = [
        {"x": at * step, "y": base + 36 + 18 * row, "text": line}
        for at, lines in enumerate(meanings)
        for row, line in enumerate(lines)
    ]
    layers = [
        pixels(axis, {"type": "rule", "strokeWidth": 1, "color": INK}, WIDE, height),
        pixels(ticks, {"type": "rule", "strokeWidth": 1, "color": INK}, WIDE, height),
        *_names(names, WIDE, height),
        pixels(codes, {"type": "text", "align": "left", "fontWeight": 700}, WIDE, height),
        pixels(words, {"type": "text", "align": "left", "color": INK2}, WIDE, height),
    ]
    return canvas(WIDE, height, layers)


def narrow(columns: Sequence[Column]) -> Spec:
    """One code below the other, the names in two columns."""
    names: list[tuple[float, float, str, str]] = []
    heads: list[dict[str, object]] = []
    words: list[dict[str, object]] = []
    rules: list[dict[str, float]] = []
    y = 0.0
    for column in reversed(columns):
        rules.append({"x": 0, "x2": NARROW, "y": y + 1})
        heads.append({"x": 0, "y": y + 16, "text": column.code})
        start = 12 + text_width(column.code)
        words.append({"x": start, "y": y + 16, "text": shorten(column.meaning, NARROW - start)})
        y += 38
        for at, (name, kind) in enumerate(zip(column.names, column.kinds, strict=True)):
            here = (at % 2) * NARROW / 2, y + (at // 2) * LINE_HEIGHT
            names.append((*here, shorten(name, NARROW / 2 - 18), kind))
        y += ((len(column.names) + 1) // 2) * LINE_HEIGHT + 2
    layers = [
        pixels(rules, {"type": "rule", "strokeWidth": 1, "color": INK}, NARROW, y),
        *_names(names, NARROW, y),
        pixels(heads, {"type": "text", "align": "left", "fontWeight": 700}, NARROW, y),
        pixels(words, {"type": "text", "align": "left", "color": INK2}, NARROW, y),
    ]
    return canvas(NARROW, y, layers)
