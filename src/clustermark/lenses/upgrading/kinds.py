"""Whether process, product, functions and chain were upgraded: two indicators at least, over three years at least."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from clustermark.findings.model import Finding, pairs
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.governance.part import SMALL
from clustermark.lenses.measured import MOST_ROWS, Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.records import Record
from clustermark.lenses.upgrading.change import METHOD, Change
from clustermark.lenses.upgrading.definitions import Kind
from clustermark.lenses.upgrading.reading import Reading, read
from clustermark.lenses.upgrading.series import Series, by_kind, stands_on
from clustermark.methods.origins import count_origins
from clustermark.methods.upgrading import (
    INDICATORS,
    UNCLEAR,
    agreement,
    firm_verdict,
    kind_verdict,
)
from clustermark.study.model import Origin

KINDS: tuple[Kind, ...] = ("process", "product", "functional", "chain")
SHOWN: Mapping[str, str] = {kind: f"upgrading.{kind}_shown" for kind in KINDS}
RATE, POINTS = "upgrading.indicator_change", "upgrading.share_change"
FORMS = {"points": "points", "rate": "rate", "log": "rate"}
COLUMNS = {
    "subject": pl.String,
    "kind": pl.String,
    "indicator": pl.String,
    "basis": pl.String,
    "unit": pl.String,
    "form": pl.String,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
    "first": pl.Float64,
    "last": pl.Float64,
    "change": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "least": pl.Float64,
    "better": pl.String,
    "moved": pl.String,
    "counted": pl.Boolean,
    "n": pl.Int64,
    "rows": pl.List(pl.String),
}


def find(context: Context, reading: Reading | None = None) -> Found:
    """Indicators and kinds of upgrading of every cluster of which a table of the chain speaks."""
    known = read(context) if reading is None else reading
    if known.empty:
        return Found([])
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for subject, found in known.series.items():
        if subject not in known.asked and not any(one.changes for one in found):
            continue
        findings += [_indicator(context, subject, one.counted) for one in found if one.counted is not None]
        findings += [_kind(context, subject, kind, found, known.claims) for kind in KINDS]
        rows += [row for one in found for row in _rows(subject, one)]
    return Found(findings, {"upgrading_indicators": table(COLUMNS, rows)} if rows else {})


def _rows(subject: str, one: Series) -> Iterator[tuple[object, ...]]:
    for at, change in enumerate(one.changes):
        low, high = change.interval or (None, None)
        yield (
            subject, one.indicator.kind, one.indicator.id, change.ground.table, change.unit,
            FORMS[one.indicator.form], *change.years, change.first, change.last, change.value, low, high,
            one.indicator.least, one.indicator.better, change.state, at == 0, change.n, list(change.rows[:MOST_ROWS]),
        )  # fmt: skip


def _ground(changes: Sequence[Change], verdict: str) -> Ground:
    rows = [row for change in changes for row in change.rows]
    origins = [origin for change in changes for origin in change.origins]
    return Ground(rows, origins, *stands_on(changes, verdict), METHOD)


def _at_best(changes: Sequence[Change]) -> Origin:
    return "surveyed" if any(change.ground.table == "firm_survey" for change in changes) else "published"


def _indicator(context: Context, subject: str, change: Change) -> Finding:
    """How far one indicator moved a year, in points or as a rate."""
    indicator = change.indicator
    ground = Ground(change.rows, change.origins, change.n, change.sample, METHOD)
    made = measured(
        context,
        _measure(change),
        subject,
        change.value,
        ground,
        interval=change.interval,
        by="" if change.interval is None else change.by or "range",
        dimensions={"segment": indicator.id},
        parameters={
            "kind": indicator.kind,
            "first": f"{change.first:.6g}",
            "last": f"{change.last:.6g}",
            "of-unit": change.unit,
            "better": indicator.better,
            "least": f"{indicator.least:g}",
            "moved": change.state,
            "basis": change.ground.table,
            "small": "yes" if change.sample == "firms" and change.n < SMALL else "",
            "at-most": "leaning" if change.leans or change.interval is None else "",
            **change.said,
        },
        at_best=_at_best([change]),
    )
    return replace(made, years=change.span)


def _measure(change: Change) -> str:
    return POINTS if change.indicator.form == "points" else RATE


def _id(context: Context, subject: str, change: Change) -> str:
    """The id of the finding on an indicator."""
    return Finding(_measure(change), subject, context.study.period, pairs(segment=change.indicator.id)).id


def _kind(context: Context, subject: str, kind: Kind, found: Sequence[Series], judged: Sequence[Record]) -> Finding:
    """The verdict on one kind, or why there is none; what pages say of it stands beside."""
    changes = by_kind(found, kind)
    states = [change.state for change in changes]
    verdict, why = kind_verdict(states)
    said = _beside(verdict, subject, kind, judged)
    unread = sum(1 for one in found if one.indicator.kind == kind and not one.changes)
    if not verdict:
        open_ = [one for one in states if one.startswith("unclear")]
        n = len(open_) if why == UNCLEAR else sum(one != "silent" for one in states)
        made = insufficient(context, SHOWN[kind], subject, "code", why, n=n, least=INDICATORS)
        rows = dict.fromkeys(row for change in changes for row in change.rows)
        parameters = pairs(**_told(changes), unread=unread or "", **said)
        return replace(made, method=METHOD, parameters=parameters, evidence=tuple(list(rows)[:MOST_ROWS]))
    made = measured(
        context,
        SHOWN[kind],
        subject,
        verdict,
        _ground(changes, verdict),
        parameters={
            **_told(changes),
            "unread": unread or "",
            "at-most": "" if firm_verdict(states) else "leaning",
            **said,
        },
        at_best=_at_best(changes),
        inputs=[_id(context, subject, change) for change in changes],
    )
    first, last = min(change.years[0] for change in changes), max(change.years[1] for change in changes)
    return replace(made, years=f"{first}-{last}")


def _told(changes: Sequence[Change]) -> dict[str, str]:
    """The indicators by what they did: better=unit-price/new-models."""
    groups: dict[str, list[str]] = {}
    for change in changes:
        groups.setdefault(change.state, []).append(change.indicator.id)
    return {state: "/".join(names) for state, names in groups.items()}


def _beside(verdict: str, subject: str, kind: Kind, judged: Sequence[Record]) -> dict[str, str]:
    """What pages say of the same kind, and whether that agrees: published, published-n, agreement."""
    said = [one for one in judged if one.subject == subject and one.measure == f"upgrading.{kind}" and one.code]
    codes = sorted({one.code for one in said})
    told = {"agreement": agreement(verdict, codes)} if codes or verdict else {}
    if not codes:
        return told
    channels = sorted({one.channel for one in said} - {""})
    return {
        **told,
        "published": "/".join(codes),
        "published-n": str(count_origins([one.printing for one in said])),
        "published-channels": "/".join(channels),
    }
