"""What the cluster does, by function, from pay and bought services, against the industry of the country.

Its own figures come from `payroll_by_function`, or where that has none from the firm survey; the industry's always from
`payroll_by_function`. Every amount has the error of its grade; firms of a survey are drawn with replacement.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, table
from clustermark.lenses.position.drawn import ENDS, drawn_finding
from clustermark.lenses.position.functions_surveyed import surveyed
from clustermark.lenses.position.side import METHOD, Array, Side, Why, published
from clustermark.lenses.protocol import Found
from clustermark.methods.functional import FUNCTIONS, function_shares, specialisation_against

SHARE, SPECIALISATION = "position.function_share", "position.functional_specialisation"
TABLE = {
    "subject": pl.String,
    "function": pl.String,
    "year": pl.Int64,
    "basis": pl.String,
    "weights": pl.String,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "sector_year": pl.Int64,
    "sector_share": pl.Float64,
    "specialisation": pl.Float64,
    "specialisation_low": pl.Float64,
    "specialisation_high": pl.Float64,
    "firms": pl.Int64,
    "rows": pl.List(pl.String),
}
Figures = tuple[Array, Array, Array]  # points, low and high ends of the four functions


def find(context: Context) -> Found:
    """Shares and specialisation of every cluster that has figures of its own."""
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for subject in context.subjects:
        own = own_side(context, subject)
        if isinstance(own, Why):
            if own.code != "no-rows":
                findings += [_lacking(context, name, subject, own) for name in (SHARE, SPECIALISATION)]
            continue
        shares = _figures(function_shares(own.income), function_shares(own.draws), own)
        findings += _findings(context, SHARE, subject, shares, own, {})
        against = _against(context, subject, own)
        if isinstance(against, Why):
            findings.append(_lacking(context, SPECIALISATION, subject, against))
            rows += _rows(subject, own, shares, None, None)
            continue
        like, sector = against
        points = specialisation_against(like.income, sector.income)
        special = _figures(points, specialisation_against(like.draws, sector.draws), like)
        findings += _findings(context, SPECIALISATION, subject, special, _both(like, sector), _told(like, sector))
        rows += _rows(subject, own, shares, sector, special)
    return Found(findings, {"functions": table(TABLE, rows)} if rows else {})


def own_side(context: Context, subject: str) -> Side | Why:
    """The cluster's own functions: as published, else as the firms of the survey split their pay."""
    told = published(context, subject, "cluster")
    if isinstance(told, Side):
        return told
    asked = surveyed(context, subject)
    return asked if isinstance(asked, Side) or told.code == "no-rows" else told


def _against(context: Context, subject: str, own: Side) -> tuple[Side, Side] | Why:
    """The cluster and its industry on one footing: people with people, services only where both have them."""
    sector = published(context, subject, "sector", basis="pay" if own.basis == "survey" else "")
    if isinstance(sector, Why):
        return Why.of("no-sector") if sector.code in ("no-rows", "few-functions") else sector
    if own.basis == "survey":
        bare = published(context, subject, "sector", "pay", services=False)
        return bare if isinstance(bare, Why) else (own, bare)
    if own.basis == sector.basis and bool(own.services) == bool(sector.services):
        return own, sector
    basis = own.basis if own.basis == sector.basis else "employees"
    sides = [published(context, subject, scope, basis, services=False) for scope in ("cluster", "sector")]
    if isinstance(sides[0], Why) or isinstance(sides[1], Why):
        return Why.of("no-sector")
    return sides[0], sides[1]


def _both(own: Side, sector: Side) -> Side:
    """The ground of a comparison: the rows of both sides, the weaker origin; n is the cluster's."""
    rows, origins = [*own.ground.rows, *sector.ground.rows], [*own.ground.origins, *sector.ground.origins]
    grades = "/".join(sorted({*own.reliability.split("/"), *sector.reliability.split("/")} - {""}))
    ground = Ground(rows, origins, own.ground.n, own.ground.sample, METHOD)
    return replace(own, ground=ground, reliability=grades, services=min(own.services, sector.services))


def _figures(points: Array, draws: Array, side: Side) -> Figures:
    low, high = np.nanquantile(draws, (0.025, 0.975) if side.basis == "survey" else ENDS, axis=0)
    return points, low, high


def _findings(
    context: Context, measure: str, subject: str, figures: Figures, side: Side, more: dict[str, object]
) -> Iterator[Finding]:
    points, low, high = figures
    for at, name in enumerate(FUNCTIONS):
        if np.isnan(points[at]):  # a function that the industry does not have
            continue
        yield drawn_finding(
            context,
            measure,
            subject,
            float(points[at]),
            (float(low[at]), float(high[at])),
            side.ground,
            years=str(side.year),
            reliability=side.reliability,
            by="bootstrap" if side.basis == "survey" else "draws",
            dimensions={"segment": name},
            parameters=_parameters(side) | more,
        )


def _parameters(side: Side) -> dict[str, object]:
    """What a reader must know: what is counted, how firms are weighted, whether services are added."""
    return {"basis": side.basis, "weights": side.weights, "services": side.services or ""}


def _told(own: Side, sector: Side) -> dict[str, object]:
    return {"sector-year": sector.year if sector.year != own.year else ""}


def _lacking(context: Context, measure: str, subject: str, why: Why) -> Finding:
    unit = "share" if measure == SHARE else "ratio"
    return insufficient(context, measure, subject, unit, why.code, **dict(why.fields))


def _rows(
    subject: str, own: Side, shares: Figures, sector: Side | None, special: Figures | None
) -> Iterator[tuple[object, ...]]:
    whole = None if sector is None else function_shares(sector.income)
    for at, name in enumerate(FUNCTIONS):
        told = [None if special is None or np.isnan(special[0][at]) else float(one[at]) for one in special or (())]
        yield (
            subject, name, own.year, own.basis, own.weights, *(float(one[at]) for one in shares),
            None if sector is None else sector.year, None if whole is None else float(whole[at]),
            *(told or [None] * 3), own.firms, list(own.ground.rows if own.basis != "survey" else ()),
        )  # fmt: skip
