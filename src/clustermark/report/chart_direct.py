"""Drawings written as SVG without a compiler: the same layers in pixels, a quarter of the bytes, and free shapes.

A report with twenty more figures in two languages and two widths has room for these only. What is drawn stays data: a
`Sheet` gathers layers as `Board` does, adds filled shapes, and `written` turns them into marks of few letters.
"""

import html
import math
from collections.abc import Mapping, Sequence
from typing import Any

from clustermark.report.chart_parts import Board, Rows
from clustermark.report.charts import HATCH, INK, LETTER, RULE, Spec
from clustermark.report.charts import text_width as narrow_width

DIRECT = "direct"
WIDE_SIGNS = "\u2014\u2026\u201c\u201d\u2018\u2019\u00b7"  # as wide as a Chinese letter in a Chinese face
RADIUS = 4.7  # of a point
SOFT = "#ebe8e0"  # a quiet fill that holds black words
_MIDDLE = 0.35  # of the size of letters: from the middle of a line down to the foot of its letters
_ANCHOR = {"left": "", "center": "middle", "right": "end"}
_CORNERS = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-up": ((0, -1.25), (1.2, 0.95), (-1.2, 0.95)),
}


def text_width(text: str, size: float = LETTER) -> float:
    """An estimate of a text's width that knows signs as wide as they are set: dashes of Chinese, per cent."""
    wider = sum(0.44 if letter in WIDE_SIGNS else 0.32 if letter == "%" else 0.0 for letter in text)
    return narrow_width(text, size) + wider * size


class Sheet(Board):
    """A board whose layers may also be filled shapes given as paths."""

    def words(self, rows: Rows, *, halo: bool = False, **mark: Any) -> None:
        """Words; with `halo` their outline is white, drawn under the letters."""
        self.add(rows, type="text", **({"align": "left", "color": INK} | mark), **({"halo": True} if halo else {}))

    def shape(self, paths: Sequence[str], **mark: Any) -> None:
        """Filled shapes; `d` in pixels as in SVG."""
        if paths:
            self.layers.append({"mark": {"type": "shape", **mark}, "data": {"values": [{"d": d} for d in paths]}})

    def point(self, at: tuple[float, float], shape: str = "circle", *, color: str = INK, hollow: bool = False) -> None:
        """One mark, filled or a ring with white within."""
        row = [{"x": at[0], "y": at[1]}]
        self.add(row, type="point", shape=shape, color=color, filled=not hollow)

    def patch(self, box: tuple[float, float, float, float], *, sketched: bool, color: str, bold: bool = False) -> None:
        """A filled box from left, top to right, bottom; hatched within its outline where `sketched`."""
        left, top, right, bottom = box
        if right - left < 0.01 or bottom - top < 0.01:
            return
        row = [{"x": left, "x2": right, "y": top, "y2": bottom}]
        fill = {"color": HATCH, "stroke": color, "strokeWidth": 2 if bold else 1} if sketched else {"color": color}
        self.add(row, type="rect", **fill)

    def spec(self) -> Spec:
        """The drawing as data."""
        return {"drawn": DIRECT, "width": self.width, "height": self.height, "layer": packed(self.layers)}


def direct(spec: Mapping[str, Any]) -> Spec:
    """A drawing of pixel layers that `written` takes in the place of the compiler; what lies on what stays."""
    if spec.get("drawn") == DIRECT:
        return dict(spec)
    return {"drawn": DIRECT, "width": spec["width"], "height": spec["height"], "layer": spec["layer"]}


def written(spec: Mapping[str, Any], *, alternative: str, css: str, language: str) -> str:
    """The drawing as one `<svg>` with role="img", read out by `alternative`."""
    width, height = _short(spec["width"]), _short(spec["height"])
    body = "".join(_layer(layer) for layer in _joined(spec["layer"]))
    label = html.escape(alternative, quote=True)
    lang = "zh-CN" if language == "zh" else language
    return (
        f'<svg class="{css}" lang="{lang}" role="img" aria-label="{label}" viewBox="0 0 {width} {height}"'
        f' preserveAspectRatio="xMinYMin" font-size="{LETTER}px" font-weight="400" style="max-width:{width}px">'
        f"{body}</svg>"
    )


def packed(layers: Sequence[Spec]) -> list[Spec]:
    """Layers of one style in one, each kind of mark at its depth."""
    found: dict[str, tuple[Mapping[str, Any], list[Any]]] = {}
    for layer in layers:
        mark = layer["mark"]
        key = repr(sorted(mark.items())) if mark["type"] != "line" else f"line {len(found)}"
        found.setdefault(key, (mark, []))[1].extend(layer["data"]["values"])
    ordered = sorted(found.values(), key=lambda one: _depth(one[0]))
    return [{"mark": mark, "data": {"values": rows}} for mark, rows in ordered]


def _joined(layers: Sequence[Spec]) -> list[Spec]:
    """Layers of one style that follow one another in one."""
    out: list[Spec] = []
    for layer in (one for each in layers for one in _one_color(each)):
        if out and layer["mark"] == out[-1]["mark"] and layer["mark"]["type"] not in ("line", "area"):
            rows = [*out[-1]["data"]["values"], *layer["data"]["values"]]
            out[-1] = {"mark": layer["mark"], "data": {"values": rows}}
        else:
            out.append(layer)
    return out


def _one_color(layer: Spec) -> list[Spec]:
    """A layer whose rows carry colours of their own as layers of one colour each."""
    rows = layer["data"]["values"]
    colors = dict.fromkeys(row.get("color") for row in rows)
    if len(colors) < 2 and None in colors:
        return [layer]
    return [
        {
            "mark": layer["mark"] | ({"color": color} if color else {}),
            "data": {"values": [row for row in rows if row.get("color") == color]},
        }
        for color in colors
    ]


def _depth(mark: Mapping[str, Any]) -> int:
    """What lies below what: lines of a grid, fills, other lines, points, words."""
    if mark["type"] == "rule" and mark.get("color") == RULE:
        return 0
    return {"rect": 1, "shape": 1, "rule": 2, "line": 2, "area": 1, "point": 3, "text": 4}[mark["type"]]


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _layer(layer: Mapping[str, Any]) -> str:
    rows, mark = layer["data"]["values"], layer["mark"]
    kind = mark["type"]
    if kind == "text":
        return _words(rows, mark)
    if kind == "shape":
        return _path("".join(row["d"] for row in rows), mark, filled=True)
    if kind == "rect":
        return _path("".join(_box(row) for row in rows), mark, filled=mark.get("filled", True))
    if kind == "rule":
        return _path("".join(_rule(row) for row in rows), mark, filled=False)
    if kind == "line":
        points = "L".join(f"{_short(row['x'])} {_short(row['y'])}" for row in rows)
        return _path(f"M{points}", mark, filled=False)
    if kind == "area":
        upper = "L".join(f"{_short(row['x'])} {_short(row['y2'])}" for row in rows)
        lower = "L".join(f"{_short(row['x'])} {_short(row['y'])}" for row in reversed(rows))
        return _path(f"M{upper}L{lower}z", mark, filled=True)
    if (
        kind == "point"
        and mark.get("shape", "circle") == "circle"
        and mark.get("filled", True)
        and not mark.get("stroke")
    ):
        return _discs(rows, mark)
    if kind == "point":
        return _path("".join(_mark(row, mark) for row in rows), mark, filled=mark.get("filled", True))
    raise ValueError(f"no such mark: {kind}")


def _path(d: str, mark: Mapping[str, Any], *, filled: bool) -> str:
    """One path: its fill (a ring is white within, or nothing where `bare`), its line, its dash, how opaque it is."""
    ring = mark["type"] == "point" and not mark.get("bare")
    color = mark.get("color") or mark.get("fill") or INK
    fill = _fill(color) if filled else mark.get("fill", "#fff") if ring else "none"
    said = f' fill="{fill}"'
    if not filled or mark.get("stroke"):
        said += f' stroke="{mark.get("stroke", color)}"'
        wide = mark.get("strokeWidth", 2)
        said += f' stroke-width="{_short(wide)}"' if wide != 1 else ""
    if mark.get("strokeDash"):
        said += f' stroke-dasharray="{" ".join(map(str, mark["strokeDash"]))}"'
    if mark.get("opacity", 1) != 1:
        said += f' opacity="{mark["opacity"]}"'
    return f'<path{said} d="{d}"/>'


def _fill(color: str) -> str:
    return "url(#hatch)" if color == HATCH else color


def _box(row: Mapping[str, float]) -> str:
    width, height = row["x2"] - row["x"], row["y2"] - row["y"]
    return f"M{_short(row['x'])} {_short(row['y'])}h{_short(width)}v{_short(height)}h{_short(-width)}z"


def _rule(row: Mapping[str, float]) -> str:
    return f"M{_short(row['x'])} {_short(row['y'])}L{_short(row.get('x2', row['x']))} {_short(row.get('y2', row['y']))}"


def _mark(row: Mapping[str, float], mark: Mapping[str, Any]) -> str:
    x, y, shape, r = row["x"], row["y"], mark.get("shape", "circle"), _radius(mark)
    if shape in _CORNERS:
        corners = [(x + r * 0.9 * dx, y + r * 0.9 * dy) for dx, dy in _CORNERS[shape]]
        return "M" + "L".join(f"{_short(cx)} {_short(cy)}" for cx, cy in corners) + "z"
    half = f"a{_short(r)} {_short(r)} 0 1 0 "
    return f"M{_short(x - r)} {_short(y)}{half}{_short(2 * r)} 0{half}{_short(-2 * r)} 0"


def _radius(mark: Mapping[str, Any]) -> float:
    """Half the width of a point; `size` is its area as the compiler takes it."""
    if "size" not in mark:
        return float(mark.get("radius", RADIUS))
    return math.sqrt(mark["size"]) / (2.34 if mark.get("shape") == "diamond" else math.sqrt(math.pi))


def _discs(rows: Rows, mark: Mapping[str, Any]) -> str:
    """Filled circles as the round caps of lines without length."""
    d = "".join(f"M{_short(row['x'])} {_short(row['y'])}h0" for row in rows)
    wide = _short(2 * _radius(mark))
    return f'<path stroke="{mark.get("color", INK)}" stroke-width="{wide}" stroke-linecap="round" d="{d}"/>'


def _words(rows: Rows, mark: Mapping[str, Any]) -> str:
    size = mark.get("fontSize", LETTER)
    style = f' fill="{mark.get("color", INK)}"'
    style += ' font-weight="700"' if mark.get("fontWeight", 400) == 700 else ""
    anchor = _ANCHOR[mark.get("align", "center")]
    style += f' text-anchor="{anchor}"' if anchor else ""
    style += f' font-size="{_short(size)}px"' if size != LETTER else ""
    if mark.get("stroke"):
        style += f' stroke="{mark["stroke"]}" stroke-width="{_short(mark.get("strokeWidth", 1))}"'
    if mark.get("halo"):
        style += ' stroke="#fff" stroke-width="4" paint-order="stroke" stroke-linejoin="round"'
    said = "".join(
        f'<text x="{_short(row["x"])}" y="{_short(row["y"] + _MIDDLE * size)}">{html.escape(str(row["text"]))}</text>'
        for row in rows
    )
    return f"<g{style}>{said}</g>"
