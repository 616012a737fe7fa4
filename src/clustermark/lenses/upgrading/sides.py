"""Whose product and whose mark: the role and the market of each line of a firm survey."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from clustermark.lenses.governance.survey import Line
from clustermark.lenses.rows import text
from clustermark.lenses.upgrading.definitions import Market, Role, channels, owners


@dataclass(frozen=True, slots=True)
class Side:
    """A line with its sales (in the weights of the survey), its market, and its role; None where nobody can tell."""

    line: Line
    market: Market
    role: Role | None
    marked: bool
    weight: float


def placed(lines: Sequence[Line]) -> list[Side]:
    """The lines that name a market and have a weight; a channel that names a market only gives way to those that say
    more of that market, since a firm that states both states its sales twice."""
    told = {(line.firm, channels()[line.channel].market) for line in lines if _named(line)}
    return [side for line in lines for side in _side(line, told)]


def _named(line: Line) -> bool:
    return line.channel in channels() and channels()[line.channel].role is not None


def _side(line: Line, told: Iterable[tuple[str, Market]]) -> list[Side]:
    channel, weight = channels().get(line.channel), float(np.nan_to_num(line.weight))
    if channel is None or weight <= 0:
        return []
    if channel.role is not None:
        ours = channel.asks_design and text(line.cells, "design_owner") == "buyer"
        role, marked = ("contract" if ours else channel.role), channel.marked or ours
        return [Side(line, channel.market, role, marked, weight)]
    if (line.firm, channel.market) in told:
        return []
    given = (text(line.cells, "mark_owner"), text(line.cells, "design_owner"))
    for owner in owners():
        if owner.mark in ("", given[0]) and owner.design in ("", given[1]):
            return [Side(line, channel.market, owner.role, owner.marked, weight)]
    return [Side(line, channel.market, None, True, weight)]
