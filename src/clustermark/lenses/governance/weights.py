"""How much each answer of a firm stands for: its sales in the channel."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.units import parse_unit
from clustermark.findings.model import AGREEMENT
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import Row, number, text

Weighing = Literal["sales", "share", "equal"]
Cells = Sequence[tuple[str, Row]]  # channel and cells of the lines of one firm
ENOUGH = 2 / 3  # of the firms must state a figure, or it weighs nobody
WHOLE = 1.01  # shares of channels may add up to so much: they are rounded


def weigh(firms: Sequence[Cells]) -> tuple[NDArray[np.float64], Weighing, Counter[str]]:
    """Weights of the lines of all firms in their order (NaN: unknown), what they are made of, and what to say of them.

    Sales times the share of the channel where two thirds of the firms state both and all sales are of one currency:
    nothing is converted. Else the share of the channel alone, each firm counting 1; else every firm and channel 1.
    People of one firm who are kept apart share the weight of its line.
    """
    notes: Counter[str] = Counter()
    shares = [_shares(lines, notes) for lines in firms]
    sales = [_sales(lines, notes) for lines in firms]
    parts = [1 / (number(cells, "respondents") or 1) for lines in firms for _, cells in lines]
    split = np.array(parts, dtype=np.float64)
    flat = np.array([share for own in shares for share in own], dtype=np.float64)
    stated = [not np.isnan(own).all() for own in shares]
    currencies = {currency for currency, _ in sales if currency}
    known = sum(1 for (currency, _), share in zip(sales, stated, strict=True) if currency and share)
    if not firms or sum(stated) < ENOUGH * len(firms):
        return split, "equal", notes
    if known < ENOUGH * len(firms) or len(currencies) != 1:
        notes["currencies"] = len(currencies) if len(currencies) > 1 else 0
        return flat * split, "share", +notes
    amounts = [amount for (_, amount), lines in zip(sales, firms, strict=True) for _ in lines]
    return np.array(amounts, dtype=np.float64) * flat * split, "sales", +notes


def _shares(lines: Cells, notes: Counter[str]) -> list[float]:
    """The share of sales of each line's channel, 0..1; 1 for the only channel of a firm.

    Shares outside 0..100, and those of a firm that add up to more than the whole, are unknown and counted.
    """
    channels = {channel for channel, _ in lines}
    by_channel: dict[str, list[float]] = {}
    for channel, cells in lines:
        given = number(cells, "channel_share")
        if given is not None and 0 <= given <= 100:
            by_channel.setdefault(channel, []).append(given / 100)
        elif given is not None:
            notes["shares-off"] += 1
    means = {channel: sum(given) / len(given) for channel, given in by_channel.items()}
    if sum(means.values()) > WHOLE:
        notes["shares-off"] += 1
        return [float("nan")] * len(lines)
    alone = 1.0 if len(channels) == 1 else float("nan")
    return [means.get(channel, alone) for channel, _ in lines]


def _sales(lines: Cells, notes: Counter[str]) -> tuple[str, float]:
    """Currency and sales of a firm, ("", NaN) where its rows state none or contradict each other."""
    stated: dict[str, list[float]] = {}
    for _, cells in lines:
        given, unit = number(cells, "sales"), parse_unit(text(cells, "unit"))
        amount = None if given is None or unit is None or unit.family != "currency" else in_base(given, unit.factor)
        if amount is not None and amount > 0 and unit is not None:
            stated.setdefault(unit.base.removesuffix("/year"), []).append(amount)
    given_by_one = [amount for amounts in stated.values() for amount in amounts]
    if not given_by_one:
        notes["sales-missing"] += 1
        return "", float("nan")
    if len(stated) > 1 or max(given_by_one) >= AGREEMENT * min(given_by_one):
        notes["sales-differ"] += 1
        return "", float("nan")
    return next(iter(stated)), sum(given_by_one) / len(given_by_one)
