"""Contract work, own products, own brands: shares of sales by market and year, as the three corners of a triangle.

One firm may have different roles in different chains, so that markets are told apart (Bazan and Navas-Aleman 2003).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.governance.part import SMALL
from clustermark.lenses.governance.survey import TABLE
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.position.drawn import nearest_year
from clustermark.lenses.protocol import Found
from clustermark.lenses.upgrading.change import FEWEST
from clustermark.lenses.upgrading.definitions import ROLES
from clustermark.lenses.upgrading.panel import Waves
from clustermark.lenses.upgrading.reading import Reading, read
from clustermark.lenses.upgrading.sides import placed
from clustermark.lenses.upgrading.triangle import METHOD, Roles
from clustermark.methods.comparable import span
from clustermark.study.model import first_and_last_year

SHARES = {role: f"upgrading.{role}_share" for role in ROLES}
SCORE = "upgrading.role_score"
MEASURES = (*SHARES.values(), SCORE)
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
    """Roles of every cluster: findings of the present and of past periods, and the table of all years."""
    known = read(context) if reading is None else reading
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for subject, found in known.roles.items():
        rows += [_row(subject, one) for one in found]
        findings += _findings(context, subject, found)
        if not found and known.waves[subject]:
            findings += _lacking(context, subject, *_too_few(known.waves[subject]))
    return Found(findings, {"product_roles": table(COLUMNS, rows)} if rows else {})


def _row(subject: str, one: Roles) -> tuple[object, ...]:
    shares: list[float | None] = []
    for at in range(len(ROLES)):
        shares += [float(one.shares[at]), *(one.interval(at) or (None, None))]
    firms = one.n if one.basis == TABLE else None
    return (subject, one.market, one.year, *shares, one.unmarked, one.score, one.part, one.basis, firms)


def _findings(context: Context, subject: str, found: Sequence[Roles]) -> Iterator[Finding]:
    """The shares and the score of each market: in the year nearest the period, and in the last of each past period.

    A year of a past period never stands in for the present: no answer is counted twice.
    """
    past = {period: first_and_last_year(period) for period in context.study.past}
    first, last = first_and_last_year(context.study.period)
    years = {one.year for one in found}
    taken = {at for at in years for start, end in past.values() if start <= at <= end and not first <= at <= last}
    now = nearest_year(years - taken, context.study.period)
    told = {context.study.period: now} | {
        period: max((at for at in years if start <= at <= end), default=None) for period, (start, end) in past.items()
    }
    for period, at in told.items():
        for one in found:
            if at is not None and one.year == at and one.market:
                yield from (_finding(context, subject, one, place, period) for place in range(len(MEASURES)))
    if found and now is None:
        yield from _lacking(context, subject, "outside-years", {"years": span((at, at) for at in years)})


def _too_few(known: Waves) -> tuple[str, dict[str, object]]:
    """Why the survey tells no roles: too few firms, or one that would be given away."""
    firms = [{side.line.firm for side in placed(wave.lines) if side.role is not None} for wave in known.values()]
    most = max(len(one) for one in firms)
    return ("few-answers", {"n": most}) if most < FEWEST else ("one-firm", {})


def _lacking(context: Context, subject: str, why: str, fields: Mapping[str, object]) -> Iterator[Finding]:
    for measure in MEASURES:
        made = insufficient(context, measure, subject, catalogue()[measure].unit, why, **fields)
        yield replace(made, method=METHOD)


def _finding(context: Context, subject: str, one: Roles, place: int, period: str) -> Finding:
    measure, surveyed = MEASURES[place], one.basis == TABLE
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
            "small": "yes" if surveyed and one.n < SMALL else "",
            "convention": "half-for-own-products" if measure == SCORE else "",
        },
        at_best="surveyed" if surveyed else "published",
        period=period,
    )
    return replace(made, years=str(one.year))
