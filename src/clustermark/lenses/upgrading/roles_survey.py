"""Roles of makers from the firm survey, by year and market; from the cluster's account where no survey tells them."""

from collections.abc import Sequence

import numpy as np

from clustermark.lenses.context import Context
from clustermark.lenses.governance.survey import TABLE
from clustermark.lenses.upgrading.change import FEWEST, given_away
from clustermark.lenses.upgrading.definitions import MARKETS, ROLES
from clustermark.lenses.upgrading.panel import Waves
from clustermark.lenses.upgrading.roles_account import accounted
from clustermark.lenses.upgrading.sides import Side, placed
from clustermark.lenses.upgrading.triangle import Roles
from clustermark.methods.share_intervals import share_interval


def roles_of(context: Context, subject: str, known: Waves) -> list[Roles]:
    """The roles by year and market, both together first: of the firm survey, else of the cluster's account."""
    found: list[Roles] = []
    for at, wave in known.items():
        sides = placed(wave.lines)
        for market in ("", *MARKETS):
            made = _surveyed(at, sides, market)
            if made is not None:
                found.append(made)
    return found or accounted(context, subject)


def _surveyed(at: int, sides: Sequence[Side], market: str) -> Roles | None:
    """The roles of one market; None for fewer than five firms with a known role there, and
    where the shares would give away a confidential firm."""
    here = [side for side in sides if market in ("", side.market)]
    firms = sorted({side.line.firm for side in here if side.role is not None})
    if len(firms) < FEWEST:
        return None
    place = {firm: row for row, firm in enumerate(firms)}
    sums = np.zeros((len(firms), len(ROLES)))
    unmarked = 0.0
    for side in here:
        if side.role is not None:
            sums[place[side.line.firm], ROLES.index(side.role)] += side.weight
            unmarked += 0.0 if side.marked else side.weight
    covered = {side.line.firm for side in here if side.line.covered}
    if given_away(sums.sum(axis=1), [firm in covered for firm in firms]):
        return None
    total, sold = float(sums.sum()), sum(side.weight for side in here)
    held = sums / sums.sum(axis=1, keepdims=True)
    parts = [*held.T, held @ np.array([0.0, 0.5, 1.0])]
    lines = [side.line for side in here if side.role is not None]
    return Roles(
        market=market,
        year=at,
        shares=sums.sum(axis=0) / total,
        ends=tuple(share_interval(one, sums.sum(axis=1))[1:] for one in parts),
        unmarked=unmarked / total,
        part=sold / sum(side.weight for side in sides),
        unread=max(0.0, 1 - total / sold),
        basis=TABLE,
        n=len(firms),
        rows=tuple(dict.fromkeys(row for line in lines for row in line.rows)),
        origins=tuple(dict.fromkeys(origin for line in lines for origin in line.origins)),
    )
