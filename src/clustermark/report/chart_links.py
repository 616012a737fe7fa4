"""Who is linked with whom, a panel a layer: firms, associations, public bodies and the outside by shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from clustermark.report.chart_direct import Sheet, text_width
from clustermark.report.charts import INK, INK2, LINE, NARROW, WIDE, Spec, shorten
from clustermark.report.layout import positions

PANEL, TALL, HEAD, KEY = 346.0, 262.0, 26.0, 24.0
DOT, LABEL = 7.0, 108.0
SHAPES: Mapping[str, tuple[str, bool]] = {
    "firm": ("circle", False),
    "association": ("square", False),
    "government": ("diamond", False),
    "outside": ("circle", True),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A firm or body: code, kind, its name where it is printed; `broker` where most paths run through it."""

    code: str
    kind: str = "firm"
    name: str = ""
    broker: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: heading, nodes with the most linked first, links."""

    title: str
    nodes: Sequence[Node]
    links: Sequence[tuple[str, str]]


def both(layers: Sequence[Layer], key: Mapping[str, str]) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing; `key` names the kinds and, as "broker", the broker."""
    return chart(layers, key, WIDE), chart(layers, key, NARROW)


def chart(layers: Sequence[Layer], key: Mapping[str, str], width: int) -> Spec:
    """Panels two to a line, on a phone one under another; every panel has the same size."""
    across = min(2 if width == WIDE else 1, len(layers))
    lines = -(-len(layers) // across)
    keys = _key_rows(key, width)
    sheet = Sheet(width, KEY * len(keys) + lines * (HEAD + TALL))
    for n, row in enumerate(keys):
        for x, kind, name in row:
            _mark(sheet, (x + 6, KEY * n + 9), kind, broker=kind == "broker")
            sheet.words([{"x": x + 18, "y": KEY * n + 9, "text": name}], color=INK2)
    for at, layer in enumerate(layers):
        left = (at % across) * (width / across)
        top = KEY * len(keys) + (at // across) * (HEAD + TALL)
        sheet.words([{"x": left, "y": top + 11, "text": layer.title}], fontWeight=700)
        _layer(sheet, layer, (left, top + HEAD))
    return sheet.spec()


def _key_rows(key: Mapping[str, str], width: float) -> list[list[tuple[float, str, str]]]:
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = 0.0
    for kind, name in key.items():
        long = 18 + text_width(name) * 1.05
        if x + long > width and rows[-1]:
            rows.append([])
            x = 0.0
        rows[-1].append((x, kind, name))
        x += long + 18
    return rows


@lru_cache(maxsize=16)
def _placed(
    names: tuple[str, ...], links: tuple[tuple[str, str], ...], long: tuple[float, ...]
) -> dict[str, tuple[float, float]]:
    """The same places in every drawing of a layer."""
    boxes = dict(zip(names, long, strict=True))
    return positions(names, dict.fromkeys(links, 1.0), boxes, (PANEL, TALL - 10))


def _layer(sheet: Sheet, layer: Layer, corner: tuple[float, float]) -> None:
    left, top = corner
    codes = tuple(node.code for node in layer.nodes)
    pairs = tuple(sorted({(min(pair), max(pair)) for pair in layer.links if pair[0] != pair[1]}))
    long = tuple(min(text_width(node.name) * 1.04, LABEL) + 2 * DOT if node.name else DOT for node in layer.nodes)
    at = _placed(codes, pairs, long)
    dots = {
        node.code: (left + at[node.code][0] - (wide / 2 - DOT if node.name else 0), top + at[node.code][1])
        for node, wide in zip(layer.nodes, long, strict=True)
    }
    rules = [{"x": dots[a][0], "y": dots[a][1], "x2": dots[b][0], "y2": dots[b][1]} for a, b in pairs]
    sheet.rules(rules, strokeWidth=1, color=LINE, opacity=0.6)
    for kind in SHAPES:
        own = [dots[node.code] for node in layer.nodes if node.kind == kind and not node.broker]
        shape, hollow = SHAPES[kind]
        rows = [{"x": x, "y": y} for x, y in own]
        sheet.add(rows, type="point", shape=shape, color=INK, filled=not hollow, radius=4.2)
    for node in layer.nodes:
        x, y = dots[node.code]
        if node.broker:
            _mark(sheet, (x, y), node.kind, broker=True)
        if node.name:
            style = {"fontWeight": 700 if node.broker else 400, "color": INK}
            sheet.words([{"x": x + 11, "y": y, "text": shorten(node.name, LABEL)}], halo=True, **style)


def _mark(sheet: Sheet, at: tuple[float, float], kind: str, *, broker: bool) -> None:
    if broker:
        sheet.add([{"x": at[0], "y": at[1]}], type="point", color=INK, filled=False, bare=True, radius=7.5)
    shape, hollow = SHAPES.get(kind, ("circle", False))
    sheet.add([{"x": at[0], "y": at[1]}], type="point", shape=shape, color=INK, filled=not hollow, radius=4.2)
