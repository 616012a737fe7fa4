"""The consumer's hundred by tier, a panel a channel: each bar begins where the tier before it ends.

The part of a tier that stays in the cluster is filled; what may stay there, as far as the evidence tells, has a dashed
outline; what others get is quiet. A filled part is hatched where the figures are illustrative.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from clustermark.report.chart_direct import SOFT, Sheet, text_width
from clustermark.report.charts import ACCENT, HATCH, INK, INK2, LINE, NARROW, RULE, WIDE, Spec, shorten

ROW, HEAD, KEY, AFTER = 23.0, 44.0, 26.0, 16.0
MOST_ACROSS = 4


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier: its name, its share of the consumer's price, what of it stays (from low to high), its figure."""

    name: str
    share: float
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """A channel: its name, what it keeps in words, its tiers from the consumer's end."""

    name: str
    words: str
    tiers: Sequence[Tier]


@dataclass(frozen=True, slots=True)
class Words:
    """The names of the three fills; "" for one that is not drawn."""

    kept: str
    maybe: str
    others: str


def both(ladders: Sequence[Ladder], words: Words, *, sketched: bool) -> tuple[Spec, Spec]:
    """The wide and the narrow drawing."""
    return wide(ladders, words, sketched=sketched), narrow(ladders, words, sketched=sketched)


def _gutter(ladders: Sequence[Ladder], most: float) -> float:
    return min(max(text_width(tier.name) for ladder in ladders for tier in ladder.tiers) * 1.04 + 10, most)


def wide(ladders: Sequence[Ladder], words: Words, *, sketched: bool) -> Spec:
    """Panels side by side, at most four to a line, the names of the tiers at the left of each line."""
    lines = [ladders[at : at + MOST_ACROSS] for at in range(0, len(ladders), MOST_ACROSS)]
    gutter = _gutter(ladders, 150.0)
    across = min(MOST_ACROSS, len(ladders))
    each = (WIDE - gutter) / across
    names = [list(dict.fromkeys(tier.name for ladder in line for tier in ladder.tiers)) for line in lines]
    keys = _keys(words, WIDE)
    top = keys[-1][1] + KEY - 9
    sheet = Sheet(WIDE, top + sum(HEAD + ROW * len(rows) + AFTER for rows in names) - AFTER + 2)
    _key(sheet, keys, sketched=sketched)
    for line, rows in zip(lines, names, strict=True):
        for n, name in enumerate(rows):
            row = {"x": 0, "y": top + HEAD + n * ROW + ROW / 2, "text": shorten(name, gutter - 6)}
            sheet.words([row], color=INK2)
        for at, ladder in enumerate(line):
            left = gutter + at * each
            _panel(sheet, ladder, rows, (left, left + each - 20), top, sketched=sketched)
        top += HEAD + ROW * len(rows) + AFTER
    return sheet.spec()


def narrow(ladders: Sequence[Ladder], words: Words, *, sketched: bool) -> Spec:
    """Panels one under another, each with the names of its own tiers."""
    gutter = _gutter(ladders, 120.0)
    keys = _keys(words, NARROW)
    top = keys[-1][1] + KEY - 9
    sheet = Sheet(NARROW, top + sum(HEAD + ROW * len(ladder.tiers) + AFTER for ladder in ladders) - AFTER + 2)
    _key(sheet, keys, sketched=sketched)
    for ladder in ladders:
        rows = [tier.name for tier in ladder.tiers]
        for n, name in enumerate(rows):
            row = {"x": 0, "y": top + HEAD + n * ROW + ROW / 2, "text": shorten(name, gutter - 6)}
            sheet.words([row], color=INK2)
        _panel(sheet, ladder, rows, (gutter, NARROW - 4.0), top, sketched=sketched)
        top += HEAD + ROW * len(rows) + AFTER
    return sheet.spec()


def _keys(words: Words, width: float) -> list[tuple[float, float, int, str]]:
    """Where the fills are named: x, y, number of the fill, name; a name that does not fit begins a line."""
    out, x, y = [], 1.0, 9.0
    for n, name in enumerate((words.kept, words.maybe, words.others)):
        long = 22 + text_width(name) * 1.08
        if name and x + long > width:
            x, y = 1.0, y + 20
        if name:
            out.append((x, y, n, name))
            x += long + 18
    return out


def _key(sheet: Sheet, keys: Sequence[tuple[float, float, int, str]], *, sketched: bool) -> None:
    for x, y, n, name in keys:
        box = (x, y - 6, x + 16, y + 6)
        if n == 2:
            _others(sheet, box)
        else:
            _kept(sheet, box, sketched=sketched, sure=n == 0)
        sheet.words([{"x": x + 22, "y": y, "text": name}], color=INK2)


def _panel(
    sheet: Sheet,
    ladder: Ladder,
    rows: Sequence[str],
    span: tuple[float, float],
    top: float,
    *,
    sketched: bool,
) -> None:
    left, right = span
    sheet.words([{"x": left, "y": top + 10, "text": shorten(ladder.name, right - left + 16)}], fontWeight=700)
    sheet.words([{"x": left, "y": top + 29, "text": ladder.words}], color=ACCENT, fontWeight=700)
    base = top + HEAD
    end = base + ROW * len(rows)
    whole = max(sum(tier.share for tier in ladder.tiers), 1.0)

    def x(value: float) -> float:
        return left + value / whole * (right - left)

    sheet.rules([{"x": x(at), "y": base, "y2": end} for at in (0.5 * whole, whole)], strokeWidth=1, color=RULE)
    starts = [0.0, *accumulate(tier.share for tier in ladder.tiers)]
    for tier, start in zip(ladder.tiers, starts, strict=False):
        y = base + rows.index(tier.name) * ROW
        _tier(sheet, tier, start, x, (y + 4, y + ROW - 4), (left, right), sketched=sketched)
    sheet.rules([{"x": left, "y": base, "y2": end}], strokeWidth=1, color=INK)


def _tier(
    sheet: Sheet,
    tier: Tier,
    start: float,
    x: Callable[[float], float],
    at: tuple[float, float],
    span: tuple[float, float],
    *,
    sketched: bool,
) -> None:
    top, bottom = at
    kept, maybe, end = start + tier.low, start + tier.high, start + tier.share
    _others(sheet, (x(maybe), top, x(end), bottom))
    _kept(sheet, (x(kept), top, x(maybe), bottom), sketched=sketched, sure=False)
    _kept(sheet, (x(start), top, x(kept), bottom), sketched=sketched, sure=True)
    long, middle = text_width(tier.words), (top + bottom) / 2
    if x(end) + 5 + long <= span[1] + 14:
        sheet.words([{"x": x(end) + 5, "y": middle, "text": tier.words}], halo=True)
    else:
        sheet.words([{"x": x(start) - 5, "y": middle, "text": tier.words}], align="right", halo=True)


def _others(sheet: Sheet, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    if right - left > 0.01:
        row = [{"x": left, "x2": right, "y": top, "y2": bottom}]
        sheet.add(row, type="rect", color=SOFT, stroke=LINE, strokeWidth=1)


def _kept(sheet: Sheet, box: tuple[float, float, float, float], *, sketched: bool, sure: bool) -> None:
    left, top, right, bottom = box
    if right - left <= 0.01:
        return
    row = [{"x": left, "x2": right, "y": top, "y2": bottom}]
    if sure:
        sheet.patch(box, sketched=sketched, color=ACCENT, bold=True)
    else:
        fill = "#fff" if sketched else HATCH
        sheet.add(row, type="rect", color=fill, stroke=ACCENT, strokeWidth=1.5, strokeDash=[4, 3])
