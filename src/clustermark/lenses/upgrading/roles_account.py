"""Roles of makers from the cluster's account, where no firm survey tells them: shares of sales by channel."""

import numpy as np

from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.lenses.context import Context
from clustermark.lenses.position.drawn import DRAWS, pages_of, seed_of
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year
from clustermark.lenses.upgrading.accounts import graded
from clustermark.lenses.upgrading.change import ENDS
from clustermark.lenses.upgrading.definitions import MARKETS, ROLES, channels
from clustermark.lenses.upgrading.triangle import METHOD, Roles
from clustermark.methods.grades import error_of, graded_draws

TABLE = "cluster_accounts"


def accounted(context: Context, subject: str) -> list[Roles]:
    """The roles by year and market, both together first; the interval comes from the grades of the shares.

    A channel that names a market only says nothing of roles: its sales are told as unread.
    """
    by_year: dict[int, dict[str, Row]] = {}
    for row in sorted(open_rows(context.evidence, TABLE), key=graded):
        at = year(row)
        asked = text(row, "subject") == subject and text(row, "item") == "sales_share"
        if at is not None and asked and text(row, "of") in channels() and _share(row) is not None:
            by_year.setdefault(at, {}).setdefault(text(row, "of"), row)
    found = [_roles(context, subject, at, rows, market) for at, rows in by_year.items() for market in ("", *MARKETS)]
    return sorted((one for one in found if one is not None), key=lambda one: (one.year, one.market))


def _share(row: Row) -> float | None:
    unit, value, high = parse_unit(text(row, "unit")), number(row, "value"), number(row, "value_high")
    if unit is None or value is None or value < 0:
        return None
    return in_base((value + (value if high is None else high)) / 2, unit.factor)


def _roles(context: Context, subject: str, at: int, rows: dict[str, Row], market: str) -> Roles | None:
    here = {of: row for of, row in rows.items() if market in ("", channels()[of].market)}
    told = {of: row for of, row in sorted(here.items()) if channels()[of].role is not None}
    values = [_share(row) or 0.0 for row in told.values()]
    if not sum(values) > 0:
        return None
    corner = np.array([[channels()[of].role == role for role in ROLES] for of in told], dtype=np.float64)
    errors = [error_of(text(row, "reliability")) for row in told.values()]
    drawn = graded_draws(
        values, errors, DRAWS, seed_of(context.study.seed, METHOD, "account", subject, market, str(at))
    )
    score = np.array([0.0, 0.5, 1.0])
    shares, drawn_shares = np.array(values) @ corner / sum(values), drawn @ corner / drawn.sum(axis=1, keepdims=True)
    points = [*shares.tolist(), float(shares @ score)]
    ends = np.quantile(np.column_stack([drawn_shares, drawn_shares @ score]), ENDS, axis=0).tolist()
    total, sold = sum(values), sum(_share(row) or 0.0 for row in here.values())
    unmarked = sum(value for of, value in zip(told, values, strict=True) if not channels()[of].marked)
    return Roles(
        market=market,
        year=at,
        shares=shares,
        ends=tuple((min(low, point), max(high, point)) for low, high, point in zip(*ends, points, strict=True)),
        unmarked=unmarked / total,
        part=sold / sum(_share(row) or 0.0 for row in rows.values()),
        unread=max(0.0, 1 - total / sold),
        basis=TABLE,
        n=pages_of(list(told.values())),
        rows=tuple(text(row, REFERENCE) for row in told.values()),
        origins=tuple(origin_of(row) for row in told.values()),
    )
