"""Contract work, own products, own brands: shares of sales by market and year, as the three corners of a triangle.

One firm may have different roles in different chains, so that markets are told apart (Bazan and Navas-Aleman 2003).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context, insufficient
from clustermark.lenses.communication.measured import Ground, measured, table
from clustermark.lenses.governance.survey import TABLE
from clustermark.lenses.position.drawn import nearest_year
from clustermark.lenses.protocol import Found
from clustermark.lenses.upgrading.definitions import ROLES
from clustermark.lenses.upgrading.reading import Reading, read
from clustermark.lenses.upgrading.triangle import METHOD, Roles

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


def find(context: Context, reading: Reading | None = None) -> Found:
    """Roles of every cluster: findings of the year nearest the period, and the table of all years."""
    known = read(context) if reading is None else reading
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for subject, found in known.roles.items():
        rows += [_row(subject, one) for one in found]
        asked = any(row.get("subject") == subject for row in context.evidence.rows(TABLE))
        if found or asked:
            findings += _findings(context, subject, found)
    return Found(findings, {"product_roles": table(COLUMNS, rows)} if rows else {})


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
        by="wilson" if surveyed else "grades",
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
