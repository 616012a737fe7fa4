"""What money spent on channels reaches, and how the same money would reach more: a declared "what if".

The split supposes that the curves hold, that channels reach people independently, and that prices stay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.findings.model import Finding, pairs
from clustermark.lenses.communication.spend_points import Channel, Group, Point, groups
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import covered_rows, origin_of, text
from clustermark.methods.allocation.budget import best_split
from clustermark.methods.allocation.reach import joint_reach
from clustermark.methods.allocation.response import Response

METHOD = "communication.spending/1"
SPEND, REACH = "communication.spend", "communication.reach"
SPLIT, GAIN = "communication.best_split", "communication.reach_gain"
MOVED = 0.2  # how far ceilings and scales are moved to see how much hangs on them
ASSUMED = "curves hold; channels independent; prices stay"
UNITS = {SPEND: "", REACH: "share", SPLIT: "share", GAIN: "points"}
CURVES = {
    "subject": pl.String,
    "channel": pl.String,
    "audience": pl.String,
    "spent": pl.Float64,
    "reached": pl.Float64,
    "ceiling": pl.Float64,
    "scale": pl.Float64,
    "points": pl.Int64,
}
SPLITS = {
    "subject": pl.String,
    "audience": pl.String,
    "channel": pl.String,
    "actor": pl.String,
    "spent": pl.Float64,
    "share_now": pl.Float64,
    "share_best": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "reach_now": pl.Float64,
    "reach_best": pl.Float64,
    "marginal": pl.Float64,
}


def spending(context: Context) -> Found:
    """Spending by channel, curves through its points, joint reach and the best split, by place and target group."""
    findings: list[Finding] = []
    curves: list[tuple[object, ...]] = []
    splits: list[tuple[object, ...]] = []
    for group in groups(context):
        findings += [*_spent(context, group), *_reach(context, group)]
        findings += [_lacking(context, group, SPLIT, one.why, one.name) for one in group.channels if one.why]
        curves += [_curve_row(group, one) for one in group.channels if one.inside]
        found, rows = _split(context, group)
        findings += found
        splits += rows
    hidden = {text(row, "subject") for row in covered_rows(context.evidence, "channel_spend")}
    told = {finding.subject for finding in findings}
    for subject in context.subjects:
        if subject in hidden - told:
            findings += [insufficient(context, name, subject, unit, "confidential") for name, unit in UNITS.items()]
    return Found(findings, {"channel_response": table(CURVES, curves), "budget_split": table(SPLITS, splits)})


def _ground(points: Sequence[Point]) -> Ground:
    rows = [point.row for point in points]
    publishers = {(text(row, "publisher"), text(row, "url")) for row in rows}
    return Ground([text(row, "row") for row in rows], [origin_of(row) for row in rows], len(publishers), "", METHOD)


def _lacking(context: Context, group: Group, measure: str, why: str, channel: str = "") -> Finding:
    points = [point for one in group.channels if not channel or one.name == channel for point in one.points]
    years = sorted({point.period[:4] for point in points if point.period})
    span = "" if not years else years[0] if years[0] == years[-1] else f"{years[0]}-{years[-1]}"
    fields = {"years": span} if why == "outside-years" else {}
    found = insufficient(context, measure, group.subject, UNITS[measure], why, **fields)
    return replace(found, dimensions=pairs(**group.dimensions(channel)))


def _spent(context: Context, group: Group) -> Iterator[Finding]:
    """The money of the study period, periods added up."""
    for one in group.channels:
        if not one.inside:
            continue
        if not one.now.currency:
            yield _lacking(context, group, SPEND, "no-currency", one.name)
            continue
        periods = sorted({point.period for point in one.inside if point.period})
        yield measured(
            context,
            SPEND,
            group.subject,
            sum(point.amount for point in one.inside),
            _ground(one.inside),
            dimensions=group.dimensions(one.name),
            parameters={"periods": len(periods), "kind": text(one.now.row, "channel_kind")},
            unit=one.now.currency,
            at_best="published",
        )


def _reach(context: Context, group: Group) -> Iterator[Finding]:
    """Joint reach of the channels now: independent, and the bounds whatever the overlap."""
    known = [one for one in group.channels if one.inside and one.now.reached is not None]
    shares = [one.now.reached for one in known if one.now.reached is not None]
    if not known:
        yield _lacking(context, group, REACH, "no-reach")
        return
    if any(share > 1 for share in shares):
        yield _lacking(context, group, REACH, "no-curve-not-a-share")
        return
    low, middle, high = joint_reach(shares)
    yield measured(
        context,
        REACH,
        group.subject,
        middle,
        _ground([one.now for one in known]),
        interval=(low, high),
        by="bounds",
        dimensions=group.dimensions(),
        parameters={
            "channels": len(known),
            "overlap": "independent",
            "without-reach": len(group.channels) - len(known),
        },
        at_best="published",
    )


def _curve_row(group: Group, one: Channel) -> tuple[object, ...]:
    known = len({point.amount for point in one.points if point.reached is not None})
    ends = (one.curve.ceiling, one.curve.scale) if one.curve else (None, None)
    return (group.subject, one.name, group.audience, one.now.amount, one.now.reached, *ends, known)


def _split(context: Context, group: Group) -> tuple[list[Finding], list[tuple[object, ...]]]:
    """The split at which the next unit of money brings the same everywhere, and what it gains."""
    fitted = [one for one in group.channels if one.curve is not None]
    curves = [one.curve for one in fitted if one.curve is not None]
    money = np.array([one.now.amount for one in fitted])
    total = float(money.sum())
    if len(fitted) < 2 or total <= 0:
        why = "few-curves" if fitted else next((one.why for one in group.channels if one.why), "few-curves")
        return [_lacking(context, group, GAIN, why)], []
    if len({(one.now.currency, len(one.now.period)) for one in fitted}) > 1:
        return [_lacking(context, group, GAIN, "units-differ")], []
    best = best_split(curves, total, joint=True)
    others = [curves, *_moved(curves)]
    splits = np.stack([best_split(other, total, joint=True) / total for other in others])
    low, high = splits.min(axis=0), splits.max(axis=0)
    gains = [_joint(other, best) - _joint(other, money) for other in others]
    found = [_assumed(context, group, GAIN, gains[0], (min(gains), max(gains)), fitted)]
    for at, one in enumerate(fitted):
        ends, now = (float(low[at]), float(high[at])), f"{money[at] / total:.6g}"
        found.append(_assumed(context, group, SPLIT, float(best[at] / total), ends, fitted, one.name, now))
    return found, [
        _split_row(group, one, total, float(best[at]), (float(low[at]), float(high[at])))
        for at, one in enumerate(fitted)
    ]


def _split_row(group: Group, one: Channel, total: float, best: float, ends: tuple[float, float]) -> tuple[object, ...]:
    assert one.curve is not None
    spent, reach = one.now.amount, one.curve.reach
    actor = next((text(p.row, "actor") for p in reversed(one.points) if text(p.row, "actor")), "")
    next_percent = reach(spent + total / 100) - reach(spent)
    shares = (spent / total, best / total, *ends)
    return (group.subject, group.audience, one.name, actor, spent, *shares, reach(spent), reach(best), next_percent)


def _assumed(
    context: Context,
    group: Group,
    measure: str,
    value: float,
    interval: tuple[float, float],
    fitted: Sequence[Channel],
    channel: str = "",
    now: str = "",
) -> Finding:
    return measured(
        context,
        measure,
        group.subject,
        value,
        _ground([point for one in fitted for point in one.points]),
        interval=interval,
        by="sensitivity",
        dimensions=group.dimensions(channel),
        parameters={
            "budget": f"{sum(one.now.amount for one in fitted):.12g}",
            "currency": fitted[0].now.currency,
            "at": max(one.now.period for one in fitted),
            "now": now,
            "channels": len(fitted),
            "assumes": ASSUMED,
            "moved": f"{MOVED:g}",
        },
        at_best="assumed",
    )


def _joint(curves: Sequence[Response], money: NDArray[np.float64]) -> float:
    return joint_reach([min(curve.reach(float(x)), 1.0) for curve, x in zip(curves, money, strict=True)])[1]


def _moved(curves: Sequence[Response]) -> Iterator[list[Response]]:
    """The curves with the ceiling and the scale of each in turn a fifth lower and higher."""
    for place, curve in enumerate(curves):
        for ceiling in (1 - MOVED, 1.0, 1 + MOVED):
            for scale in (1 - MOVED, 1.0, 1 + MOVED):
                if (ceiling, scale) != (1.0, 1.0):
                    changed = list(curves)
                    changed[place] = Response(min(1.0, curve.ceiling * ceiling), curve.scale * scale)
                    yield changed
