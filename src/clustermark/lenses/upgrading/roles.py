"""Contract work, own products, own brands: shares of sales by market and year, as the three corners of a triangle.

One firm may have different roles in different chains, so that markets are told apart (Bazan and Navas-Aleman 2003).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context, insufficient
from clustermark.lenses.communication.measured import Ground, measured, table
from clustermark.lenses.governance.survey import TABLE
from clustermark.lenses.position.drawn import DRAWS, nearest_year, seed_of
from clustermark.lenses.protocol import Found
from clustermark.lenses.upgrading.change import FEWEST
from clustermark.lenses.upgrading.definitions import MARKETS, ROLES
from clustermark.lenses.upgrading.panel import waves
from clustermark.lenses.upgrading.roles_account import accounted
from clustermark.lenses.upgrading.sides import Side, placed
from clustermark.lenses.upgrading.triangle import Roles
from clustermark.methods.intervals import bootstrap_sums

METHOD = "upgrading.roles/1"
SHARES = {role: f"upgrading.{role}_share" for role in ROLES}
SCORE = "upgrading.role_score"
COLUMNS = {
    "subject": pl.String,
    "channel": pl.String,
    "year": pl.Int64,
    **{f"{role}{end}": pl.Float64 for role in ROLES for end in ("", "_low", "_high")},
    "unmarked": pl.Float64,
    "score": pl.Float64,
    "market_share": pl.Float64,
    "basis": pl.String,
    "firms": pl.Int64,
}


def find(context: Context) -> Found:
    """Roles of every cluster: findings of the year nearest the period, and the table of all years."""
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for subject in context.subjects:
        found = roles_of(context, subject)
        rows += [_row(subject, one) for one in found]
        asked = any(row.get("subject") == subject for row in context.evidence.rows(TABLE))
        if found or asked:
            findings += _findings(context, subject, found)
    return Found(findings, {"product_roles": table(COLUMNS, rows)} if rows else {})


def roles_of(context: Context, subject: str) -> list[Roles]:
    """The roles by year and market, both together first: of the firm survey, else of the cluster's account."""
    found: list[Roles] = []
    for at, wave in waves(context.evidence, subject).items():
        sides = placed(wave.lines)
        for market in ("", *MARKETS):
            made = _surveyed(context, subject, at, sides, market)
            if made is not None:
                found.append(made)
    return found or accounted(context, subject)


def _surveyed(context: Context, subject: str, at: int, sides: Sequence[Side], market: str) -> Roles | None:
    """The roles of one market; None for fewer than five firms with a known role there."""
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
    total, sold = float(sums.sum()), sum(side.weight for side in here)
    drawn = bootstrap_sums(sums / total, DRAWS, seed_of(context.study.seed, METHOD, subject, market, str(at)))
    lines = [side.line for side in here if side.role is not None]
    return Roles(
        market=market,
        year=at,
        shares=sums.sum(axis=0) / total,
        draws=drawn / drawn.sum(axis=1, keepdims=True),
        unmarked=unmarked / total,
        part=sold / sum(side.weight for side in sides),
        unread=max(0.0, 1 - total / sold),
        basis="firm_survey",
        n=len(firms),
        rows=tuple(dict.fromkeys(row for line in lines for row in line.rows)),
        origins=tuple(dict.fromkeys(origin for line in lines for origin in line.origins)),
    )


def _row(subject: str, one: Roles) -> tuple[object, ...]:
    shares: list[float | None] = []
    for at in range(len(ROLES)):
        shares += [float(one.shares[at]), *(one.interval(at) or (None, None))]
    firms = one.n if one.basis == TABLE else None
    return (subject, one.market, one.year, *shares, one.unmarked, one.score, one.part, one.basis, firms)


def _findings(context: Context, subject: str, found: Sequence[Roles]) -> Iterator[Finding]:
    """The shares and the score of each market in the year nearest the period; why there are none."""
    at = nearest_year((one.year for one in found), context.study.period)
    present = [one for one in found if one.year == at and one.market]
    for one in present:
        for place, measure in enumerate((*SHARES.values(), SCORE)):
            yield _finding(context, subject, one, place, measure)
    if not present:
        years = sorted({one.year for one in found})
        why: Mapping[str, object] = {"years": f"{years[0]}-{years[-1]}"} if years else {"n": 0}
        for measure in (*SHARES.values(), SCORE):
            unit = "index" if measure == SCORE else "share"
            code = "outside-years" if years else "few-answers"
            yield replace(insufficient(context, measure, subject, unit, code, **why), method=METHOD)


def _finding(context: Context, subject: str, one: Roles, place: int, measure: str) -> Finding:
    surveyed = one.basis == TABLE
    made = measured(
        context,
        measure,
        subject,
        one.score if measure == SCORE else float(one.shares[place]),
        Ground(one.rows, one.origins, one.n, "firms" if surveyed else "", METHOD),
        interval=one.interval(place),
        by="" if one.draws is None else "bootstrap" if surveyed else "draws",
        dimensions={"channel": one.market},
        parameters={
            "basis": one.basis,
            "unmarked": f"{one.unmarked:.4g}" if one.unmarked and measure in (SHARES["design"], SCORE) else "",
            "unread": f"{one.unread:.4g}" if one.unread > 1e-9 else "",
            "market-share": f"{one.part:.4g}",
            "convention": "half-for-own-products" if measure == SCORE else "",
        },
        at_best="surveyed" if surveyed else "published",
    )
    return replace(made, years=str(one.year))
