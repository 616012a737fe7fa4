"""Where the consumer's money goes: bands from the consumer to the channels and from these to whoever gets it.

Wide, three columns from left to right; on a phone a block a channel, one below another, on the same scale. A band is
as wide as its share: at every node the bands that leave it and those that reach it fill it exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clustermark.report.chart_direct import SOFT, Sheet, text_width
from clustermark.report.charts import ACCENT, HATCH, INK, INK2, LINE, NARROW, WIDE, Spec, shorten

TALL = {WIDE: 300.0, NARROW: 340.0}  # of the whole of the money
NODE, GAP, LABEL, LINES = 12.0, 12.0, 20.0, 40.0


@dataclass(frozen=True, slots=True)
class Party:
    """A channel or whoever gets money: code, name, what is printed after it; `kept` where it is the cluster."""

    code: str
    name: str
    words: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """Money from one to another as a share of all, with its figure in words."""

    source: str
    target: str
    share: float
    words: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A band between two columns: its upper edges left and right, and its width."""

    flow: Flow
    left: float
    right: float
    wide: float


def columns(parties: Sequence[Party], sizes: Mapping[str, float], unit: float, room: float) -> dict[str, float]:
    """Upper edge of each node of a column, with room for a label each; nodes as tall as their share."""
    at: dict[str, float] = {}
    y = 0.0
    for party in parties:
        tall = sizes[party.code] * unit
        air = max(room - tall, 0.0) / 2
        at[party.code] = y + air
        y += max(tall, room) + GAP
    return at


def bands(flows: Sequence[Flow], left: Mapping[str, float], right: Mapping[str, float], unit: float) -> list[Band]:
    """Every band with its edges: at each node in the order of the other side, without gap or overlap."""
    order = {code: n for n, code in enumerate([*left, *right])}
    leaves, reaches = dict(left), dict(right)
    ends: dict[tuple[str, str], float] = {}
    for flow in sorted(flows, key=lambda flow: (order[flow.target], order[flow.source])):
        ends[flow.source, flow.target] = reaches[flow.target]
        reaches[flow.target] += flow.share * unit
    made = []
    for flow in sorted(flows, key=lambda flow: (order[flow.source], order[flow.target])):
        made.append(Band(flow, leaves[flow.source], ends[flow.source, flow.target], flow.share * unit))
        leaves[flow.source] += flow.share * unit
    return made


def ribbon(band: Band, left: float, right: float) -> str:
    """The outline of a band from x = left to x = right: both edges are the same curve, one below the other."""
    half = (left + right) / 2
    a, b, wide = band.left, band.right, band.wide
    upper = f"M{left:.1f} {a:.2f}C{half:.1f} {a:.2f} {half:.1f} {b:.2f} {right:.1f} {b:.2f}"
    lower = f"v{wide:.2f}C{half:.1f} {b + wide:.2f} {half:.1f} {a + wide:.2f} {left:.1f} {a + wide:.2f}z"
    return upper + lower


def _sums(flows: Sequence[Flow], side: str) -> dict[str, float]:
    out: dict[str, float] = {}
    for flow in flows:
        code = flow.source if side == "source" else flow.target
        out[code] = out.get(code, 0.0) + flow.share
    return out


def _fill(sheet: Sheet, paths: Sequence[str], *, kept: bool, sketched: bool) -> None:
    """Bands: quiet for others; those of the cluster dark, or hatched within a dark outline where illustrative."""
    if not kept:
        sheet.shape(paths, color=SOFT, stroke=LINE, strokeWidth=0.5)
    elif sketched:
        sheet.shape(paths, color=HATCH, stroke=ACCENT, strokeWidth=1.5)
    else:
        sheet.shape(paths, color=ACCENT)


def wide(
    consumer: Party, channels: Sequence[Party], getters: Sequence[Party], flows: Sequence[Flow], *, sketched: bool
) -> Spec:
    """Three columns from left to right."""
    totals, sizes = _sums(flows, "target"), _sums(flows, "source")
    whole = sum(sizes[party.code] for party in channels)
    unit = TALL[WIDE] / whole
    middle = columns(channels, sizes, unit, LABEL)
    last = columns(getters, totals, unit, LABEL)
    gutter = min(max(text_width(f"{party.name} {party.words}") for party in getters) * 1.04 + 14, 230.0)
    at = (0.0, 0.40 * (WIDE - gutter), WIDE - gutter - NODE)
    tallest = max(
        middle[channels[-1].code] + sizes[channels[-1].code] * unit,
        last[getters[-1].code] + totals[getters[-1].code] * unit,
    )
    foot = 22.0
    sheet = Sheet(WIDE, tallest + foot + 10)
    start = {consumer.code: (tallest - TALL[WIDE]) / 2 + foot}
    middle, last = _centred(middle, tallest, sizes, unit, foot), {code: y + foot for code, y in last.items()}
    into = [Flow(consumer.code, party.code, sizes[party.code], "") for party in channels]
    first = bands(into, start, middle, unit)
    second = bands(flows, middle, last, unit)
    _fill(sheet, [ribbon(band, at[0] + NODE, at[1]) for band in first], kept=False, sketched=sketched)
    for kept in (False, True):
        paths = [ribbon(band, at[1] + NODE, at[2]) for band in second if band.flow.kept == kept]
        _fill(sheet, paths, kept=kept, sketched=sketched)
    _nodes(sheet, [(consumer, start[consumer.code], whole)], at[0], unit)
    _nodes(sheet, [(party, middle[party.code], sizes[party.code]) for party in channels], at[1], unit)
    _nodes(sheet, [(party, last[party.code], totals[party.code]) for party in getters], at[2], unit)
    sheet.words([{"x": 0, "y": start[consumer.code] - 11, "text": f"{consumer.name} {consumer.words}"}], fontWeight=700)
    for party in channels:
        y = middle[party.code] + sizes[party.code] * unit / 2
        beside = {"x": at[1] - 7, "y": y, "text": f"{party.name} {party.words}"}
        sheet.words([beside], align="right", halo=True)
    for party in getters:
        y = last[party.code] + totals[party.code] * unit / 2
        style: dict[str, Any] = {"color": ACCENT if party.kept else INK, "fontWeight": 700 if party.kept else 400}
        words = shorten(f"{party.name} {party.words}", gutter)
        sheet.words([{"x": at[2] + NODE + 7, "y": y, "text": words}], **style)
    return sheet.spec()


def _centred(
    at: Mapping[str, float], tallest: float, sizes: Mapping[str, float], unit: float, foot: float
) -> dict[str, float]:
    """A column moved to the middle of the drawing."""
    last = list(at)[-1]
    down = (tallest - at[last] - sizes[last] * unit) / 2
    return {code: y + down + foot for code, y in at.items()}


def _nodes(sheet: Sheet, nodes: Sequence[tuple[Party, float, float]], x: float, unit: float) -> None:
    for kept in (False, True):
        boxes = [
            {"x": x, "x2": x + NODE, "y": y, "y2": y + share * unit} for party, y, share in nodes if party.kept == kept
        ]
        sheet.add(boxes, type="rect", color=ACCENT if kept else INK)


def narrow(
    consumer: Party, channels: Sequence[Party], getters: Sequence[Party], flows: Sequence[Flow], *, sketched: bool
) -> Spec:
    """A block a channel, one below another: its money at the left, who gets it at the right, all on one scale."""
    sizes = _sums(flows, "source")
    unit = TALL[NARROW] / sum(sizes[party.code] for party in channels)
    blocks = []
    down = LINES + 16
    for party in channels:
        own = [flow for flow in flows if flow.source == party.code]
        here = [getter for getter in getters if any(flow.target == getter.code for flow in own)]
        right = columns(here, {flow.target: flow.share for flow in own}, unit, LABEL)
        shares = {flow.target: flow.share for flow in own}
        tall = max(right[here[-1].code] + shares[here[-1].code] * unit + 4, sizes[party.code] * unit)
        blocks.append((party, own, here, right, down))
        down += tall + LINES
    sheet = Sheet(NARROW, down - 8)
    sheet.words([{"x": 0, "y": 10, "text": f"{consumer.name} {consumer.words}"}], fontWeight=700)
    for party, own, here, right, y in blocks:
        _block(sheet, party, own, here, right, (y, unit), sizes[party.code], sketched=sketched)
    return sheet.spec()


def _block(
    sheet: Sheet,
    party: Party,
    own: Sequence[Flow],
    here: Sequence[Party],
    right: Mapping[str, float],
    at: tuple[float, float],
    size: float,
    *,
    sketched: bool,
) -> None:
    y, unit = at
    shares = {flow.target: flow for flow in own}
    placed = {code: top + y for code, top in right.items()}
    last = here[-1].code
    tall = placed[last] + shares[last].share * unit - y
    left = {party.code: y + max(tall - size * unit, 0.0) / 2}
    x1, x2 = 0.0, 150.0
    sheet.words([{"x": 0, "y": y - 12, "text": f"{party.name} {party.words}"}], fontWeight=700)
    made = bands(own, left, placed, unit)
    for kept in (False, True):
        paths = [ribbon(band, x1 + NODE, x2) for band in made if band.flow.kept == kept]
        _fill(sheet, paths, kept=kept, sketched=sketched)
    _nodes(sheet, [(party, left[party.code], size)], x1, unit)
    _nodes(sheet, [(getter, placed[getter.code], shares[getter.code].share) for getter in here], x2, unit)
    for getter in here:
        middle = placed[getter.code] + shares[getter.code].share * unit / 2
        words = shorten(f"{getter.name} {shares[getter.code].words}", NARROW - x2 - NODE - 7)
        style: dict[str, Any] = {"color": ACCENT if getter.kept else INK2, "fontWeight": 700 if getter.kept else 400}
        sheet.words([{"x": x2 + NODE + 7, "y": middle, "text": words}], **style)
