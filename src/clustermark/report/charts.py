"""Charts as Vega-Lite specifications, and their drawing as inline SVG that needs no script.

Positions are set in pixels by the specification (autosize none, own padding), so that a drawing does not depend on the
fonts of the machine; the letters take the fonts of the page.
"""

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

Spec = dict[str, Any]

INK, INK2, INK3, LINE, RULE, ACCENT = "#1c1c1a", "#4d4d49", "#5f5f5a", "#85857f", "#d6d3cb", "#a62c0a"
HATCH = "#fefefd"  # a fill that the writer turns into the hatched pattern of the page
WIDE, NARROW = 730, 358
LETTER = 13  # size of labels in pixels

_THEME: Spec = {
    "aria": False,
    "background": None,
    "font": "inherit",
    "padding": 0,
    "view": {"stroke": None, "fill": None},
    "axis": {
        "labelFontSize": LETTER,
        "labelColor": INK2,
        "title": None,
        "gridColor": RULE,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
        "labelOverlap": False,
        "labelLimit": 400,
    },
    "point": {"filled": True, "opacity": 1, "size": 80, "color": INK},
    "text": {"fontSize": LETTER, "color": INK, "baseline": "middle"},
    "rule": {"color": INK, "strokeWidth": 2},
    "bar": {"color": INK},
}


def text_width(text: str, size: float = LETTER) -> float:
    """An estimate of a text's width in pixels: wide characters count one em, others a little over half."""
    return sum(size if ord(letter) > 0x2E7F else 0.56 * size for letter in text)


def shorten(text: str, width: float, size: float = LETTER) -> str:
    """A text cut to a width, with an ellipsis where it was cut."""
    if text_width(text, size) <= width:
        return text
    out = text
    while out and text_width(out + "…", size) > width:
        out = out[:-1]
    return out + "…"


def wrapped(text: str, width: float, size: float = LETTER) -> list[str]:
    """A text in lines no wider than `width`: at spaces where it has them, else between characters."""
    pieces = re.findall(r"\S+\s*", text) if " " in text else list(text)
    lines, line = [], ""
    for piece in pieces:
        if line and text_width((line + piece).rstrip(), size) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line else lines


def canvas(width: float, height: float, layers: Sequence[Spec], left: float = 0, right: float = 0) -> Spec:
    """A specification of layers on a plot of a fixed size; gutters left and right belong to `width`."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width - left - right,
        "height": height,
        "autosize": "none",
        "padding": {"left": left, "right": right, "top": 0, "bottom": 0},
        "config": _THEME,
        "layer": list(layers),
    }


def pixels(rows: Sequence[Mapping[str, Any]], mark: Spec, width: float, height: float) -> Spec:
    """A layer whose rows carry x and y in pixels, y downwards; x2 and y2 for rules and bars, `text` for words."""
    axis = {"axis": None, "type": "quantitative"}
    fields = {key for row in rows for key in row}
    encoding: Spec = {
        "x": {"field": "x", "scale": {"domain": [0, width], "nice": False, "zero": False}, **axis},
        "y": {"field": "y", "scale": {"domain": [height, 0], "nice": False, "zero": False}, **axis},
    }
    for second in ("x2", "y2"):
        if second in fields:
            encoding[second] = {"field": second}
    if "text" in fields:
        encoding["text"] = {"field": "text", "type": "nominal"}
    if "color" in fields:
        channel = "stroke" if mark["type"] == "rule" else "fill"
        encoding[channel] = {"field": "color", "type": "nominal", "scale": None}
    return {"data": {"values": [dict(row) for row in rows]}, "mark": mark, "encoding": encoding}


def haloed(rows: Sequence[Mapping[str, Any]], mark: Spec, width: float, height: float) -> list[Spec]:
    """Text that stays readable on a hatched band: first its outline in white, then the text."""
    plain = [{key: value for key, value in row.items() if key != "color"} for row in rows]
    outline = {**mark, "stroke": "white", "strokeWidth": 5, "strokeJoin": "round", "color": "white"}
    return [pixels(plain, outline, width, height), pixels(rows, mark, width, height)]


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers that cover low to high, at most `most` steps."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    step = 10.0 ** _magnitude((high - low) / most)
    for factor in (1, 2, 2.5, 5, 10):
        if (high - low) / (step * factor) <= most:
            step *= factor
            break
    first = int(low // step)
    ticks = [first * step]
    while ticks[-1] < high - 1e-9 * step:
        ticks.append((first + len(ticks)) * step)
    return [float(f"{tick:.10g}") for tick in ticks]


def _magnitude(value: float) -> int:
    return int(f"{value:e}".split("e")[1])


_NOISE = re.compile(
    r' (?:role|aria-[a-z]+|class|pointer-events|xmlns:xlink|version|stroke-miterlimit)="[^"]*"'
    r'| opacity="1"| font-family="inherit"'
    rf'| text-anchor="start"| font-size="{LETTER}px"| font-weight="400"'  # said once, on the drawing
)
_PLACED = re.compile(r' (?:transform|d|x2|y2)="[^"]*"')
_TAIL = re.compile(r"(\.\d\d)\d+")  # digits of a position beyond a hundredth of a pixel
_EMPTY = re.compile(r'<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>|<path d="M0,0h[\d.]+v[\d.]+h-[\d.]+Z"/>')


def draw(spec: Mapping[str, Any], *, alternative: str, css: str, language: str) -> str:
    """The chart as one `<svg>` with role="img", read out by `alternative`."""
    if spec.get("drawn") == "direct":
        from clustermark.report.chart_direct import written

        return written(spec, alternative=alternative, css=css, language=language)
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(json.loads(json.dumps(spec)))
    drawn = _PLACED.sub(lambda found: _TAIL.sub(r"\1", found.group()), drawn)
    drawn = _EMPTY.sub("", _NOISE.sub("", drawn)).replace(f'fill="{HATCH}"', 'fill="url(#hatch)"')
    drawn = re.sub(r"<g></g>|<g fill=\"none\"></g>", "", drawn)
    box = re.search(r'viewBox="([^"]*)"', drawn)
    body = drawn[drawn.index(">") + 1 :]
    shape = box.group(1) if box else "0 0 0 0"
    width = shape.split()[2]
    label = html.escape(alternative, quote=True)
    lang = "zh-CN" if language == "zh" else language
    return (
        f'<svg class="{css}" lang="{lang}" role="img" aria-label="{label}" viewBox="{shape}"'
        f' preserveAspectRatio="xMinYMin" font-size="{LETTER}px" font-weight="400" style="max-width:{width}px">{body}'
    )
