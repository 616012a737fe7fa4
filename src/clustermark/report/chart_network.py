"""Words that go with the focus and up to two peers: words in their places, ties between them by width."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clustermark.report.chart_parts import Board
from clustermark.report.charts import ACCENT, INK, INK2, LINE, NARROW, WIDE, Spec, canvas, text_width
from clustermark.report.layout import positions

HEIGHT = {WIDE: 430.0, NARROW: 480.0}
HUB, WORD = 15.0, 13.0
BROAD = 5.0  # width of the strongest tie


@dataclass(frozen=True, slots=True)
class Node:
    """A word, or a place as its hub ("focus", "place")."""

    name: str
    kind: str = "word"


def chart(nodes: Sequence[Node], ties: Mapping[tuple[str, str], float], width: int) -> Spec:
    """The specification for a width; hubs come first in `nodes`, then the words, the strongest first."""
    names = [node.name for node in nodes]
    within = {pair: weight for pair, weight in ties.items() if pair[0] in names and pair[1] in names and weight > 0}
    sizes = {node.name: text_width(node.name, WORD if node.kind == "word" else HUB) for node in nodes}
    height = HEIGHT[width]
    at = positions(names, within, sizes, (width, height))
    board = Board(width, height)
    strongest = max(within.values(), default=1.0)
    hubs = {node.name: node.kind for node in nodes if node.kind != "word"}
    drawn: dict[tuple[bool, float], list[dict[str, float]]] = {}
    for (one, other), weight in sorted(within.items()):
        own = "focus" in (hubs.get(one), hubs.get(other))
        row = {"x": at[one][0], "y": at[one][1], "x2": at[other][0], "y2": at[other][1]}
        drawn.setdefault((own, max(1.0, round(BROAD * weight / strongest))), []).append(row)
    for (own, broad), rows in sorted(drawn.items()):
        board.rules(rows, strokeWidth=broad, color=ACCENT if own else LINE, opacity=0.55 if own else 0.4)
    for node in nodes:
        x, y = at[node.name]
        half = sizes[node.name] / 2 + 4
        board.add(
            [{"x": x - half, "x2": x + half, "y": y - 10, "y2": y + 10}], type="rect", color="white", opacity=0.88
        )
        size = WORD if node.kind == "word" else HUB
        color = ACCENT if node.kind == "focus" else INK if node.kind == "place" else INK2
        weight_ = 400 if node.kind == "word" else 700
        row_ = {"x": x, "y": y, "text": node.name}
        board.words([row_], align="center", fontSize=size, fontWeight=weight_, color=color)
    return canvas(width, height, board.layers)


def both(nodes: Mapping[int, Sequence[Node]], ties: Mapping[tuple[str, str], float]) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing; the narrow one has fewer words."""
    return chart(nodes[WIDE], ties, WIDE), chart(nodes[NARROW], ties, NARROW)
