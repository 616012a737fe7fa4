"""Channels: the mix, outlets, platforms and places; what money reaches and how it would be split."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context, insufficient
from clustermark.lenses.communication.measured import Ground, in_period, measured, naming, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text
from clustermark.methods.allocation.budget import best_split
from clustermark.methods.allocation.reach import joint_reach
from clustermark.methods.allocation.response import Response, response
from clustermark.methods.concentration import effective_number, herfindahl
from clustermark.methods.intervals import wilson

METHOD = "communication.channels/1"
SPEND = "communication.spend/1"
PESO = ("paid", "earned", "shared", "owned")
MOVED = 0.2  # how far ceilings and scales are moved for the interval of the best split
PLATFORMS = {"subject": pl.String, "platform": pl.String, "items": pl.Int64, "share": pl.Float64}
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
SPLIT = {
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


def find(context: Context) -> Found:
    """The mix of channels from the corpus, and reach and split from the table of spending."""
    findings: list[Finding] = []
    tables: dict[str, pl.DataFrame] = {}
    if context.corpus is not None:
        now = in_period(context, naming(context.corpus, context.subjects))
        findings += _mix(context, now)
        tables["platforms"] = _platforms(context, now)
    if "channel_spend" in context.evidence.tables:
        found, more = _spending(context)
        findings += found
        tables |= more
    return Found(findings, tables)


def _mix(context: Context, now: pl.DataFrame) -> Iterator[Finding]:
    for subject in context.subjects:
        own = now.filter(pl.col("subject") == subject)
        known = own.filter(pl.col("channel") != "")
        for channel in PESO if known.height else ():
            with_it = known.filter(pl.col("channel") == channel)
            yield measured(
                context,
                "communication.channel_share",
                subject,
                with_it.height / known.height,
                Ground.of(with_it if with_it.height else known, "items", METHOD, known.height),
                interval=wilson(with_it.height, known.height),
                by="wilson",
                dimensions={"channel": channel},
            )
        named = own.filter(pl.col("outlet") != "")
        if named.height:
            counts = named.group_by("outlet").agg(n=pl.len()).sort("outlet")["n"].to_numpy()
            ground = Ground.of(named, "items", METHOD)
            said = {"outlets": len(counts), "without-outlet": own.height - named.height, "form": "plain"}
            yield measured(
                context, "communication.outlet_concentration", subject, herfindahl(counts), ground, parameters=said
            )
            yield measured(
                context, "communication.effective_outlets", subject, effective_number(counts), ground, parameters=said
            )
        placed = own.filter(pl.col("place") != "")
        if placed.height:
            reached = float(placed["place"].n_unique())
            yield measured(
                context, "communication.places_reached", subject, reached, Ground.of(placed, "items", METHOD)
            )
        for platform, share, part in _shares(own):
            yield measured(
                context,
                "communication.platform_share",
                subject,
                share,
                Ground.of(part, "items", METHOD, own.height),
                interval=wilson(part.height, own.filter(pl.col("platform") != "").height),
                by="wilson",
                dimensions={"platform": platform},
            )


def _shares(own: pl.DataFrame) -> Iterator[tuple[str, float, pl.DataFrame]]:
    """The five commonest platforms with their share of the items that name one."""
    known = own.filter(pl.col("platform") != "")
    counted = known.group_by("platform").agg(n=pl.len()).sort(["n", "platform"], descending=[True, False]).head(5)
    for platform, n in counted.iter_rows():
        yield str(platform), n / known.height, known.filter(pl.col("platform") == platform)


def _platforms(context: Context, now: pl.DataFrame) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for subject in context.subjects:
        known = now.filter((pl.col("subject") == subject) & (pl.col("platform") != ""))
        counted = known.group_by("platform").agg(n=pl.len()).sort(["n", "platform"], descending=[True, False])
        rows += [(subject, platform, n, n / known.height) for platform, n in counted.iter_rows()]
    return table(PLATFORMS, rows)


def _spending(context: Context) -> tuple[list[Finding], dict[str, pl.DataFrame]]:
    """Spending by channel, curves through its points, joint reach and the best split, by place and target group."""
    groups: dict[tuple[str, str], dict[str, list[Row]]] = {}
    for row in open_rows(context.evidence, "channel_spend"):
        group = groups.setdefault((text(row, "subject"), text(row, "audience")), {})
        group.setdefault(text(row, "channel"), []).append(row)
    findings: list[Finding] = []
    curves: list[tuple[object, ...]] = []
    splits: list[tuple[object, ...]] = []
    for (subject, audience), channels in sorted(groups.items()):
        if subject not in context.subjects:
            continue
        found, some, more = _group(context, subject, audience, channels)
        findings += found
        curves += some
        splits += more
    return findings, {"channel_response": table(CURVES, curves), "budget_split": table(SPLIT, splits)}


def _ground(rows: list[Row]) -> Ground:
    return Ground([text(row, "row") for row in rows], [origin_of(row) for row in rows], 1, "", SPEND)


def _group(
    context: Context, subject: str, audience: str, channels: Mapping[str, list[Row]]
) -> tuple[list[Finding], list[tuple[object, ...]], list[tuple[object, ...]]]:
    currencies = {text(row, "currency") or "CNY" for rows in channels.values() for row in rows}
    everything = [row for rows in channels.values() for row in rows]
    where = {"segment": audience}
    if len(currencies) > 1:
        why = "units-differ"
        return [_lacking(context, "communication.best_split", subject, "share", why, audience)], [], []
    findings: list[Finding] = []
    known: dict[str, tuple[Response, float]] = {}
    table_rows: list[tuple[object, ...]] = []
    for channel, rows in sorted(channels.items()):
        points = [(number(row, "amount") or 0.0, *_reached(row)) for row in rows]
        spent = points[-1][0]
        findings.append(
            measured(
                context,
                "communication.spend",
                subject,
                spent,
                _ground(rows),
                dimensions={"channel": channel, **where},
                unit=currencies.copy().pop(),
            )
        )
        try:
            curve = response([(point[0], point[1]) for point in points if len(point) > 1])
        except ValueError as error:
            said = _lacking(context, "communication.best_split", subject, "share", "no-curve", audience, channel)
            findings.append(_with_reason(said, str(error)))
            table_rows.append((subject, channel, audience, spent, None, None, None, len(points)))
            continue
        known[channel] = (curve, spent)
        table_rows.append(
            (subject, channel, audience, spent, curve.reach(spent), curve.ceiling, curve.scale, len(points))
        )
    if len(known) < 2:
        return findings, table_rows, []
    more, splits = _split(context, subject, audience, known, channels, everything)
    return [*findings, *more], table_rows, splits


def _reached(row: Row) -> tuple[float, ...]:
    """The share of the target group reached; nothing where reach or size is missing."""
    reach, population = number(row, "reach"), number(row, "population")
    return (reach / population,) if reach is not None and population else ()


def _lacking(
    context: Context, measure: str, subject: str, unit: str, why: str, audience: str, channel: str = ""
) -> Finding:
    from dataclasses import replace

    from clustermark.findings.model import pairs

    return replace(
        insufficient(context, measure, subject, unit, why),
        dimensions=pairs(channel=channel, segment=audience),
    )


def _with_reason(finding: Finding, code: str) -> Finding:
    from dataclasses import replace

    return replace(
        finding, why=f"no-curve-{code}" if code in ("one-point", "no-saturation", "not-a-share") else "no-curve"
    )


def _split(
    context: Context,
    subject: str,
    audience: str,
    known: Mapping[str, tuple[Response, float]],
    channels: Mapping[str, list[Row]],
    everything: list[Row],
) -> tuple[list[Finding], list[tuple[object, ...]]]:
    names = list(known)
    curves, money = [known[name][0] for name in names], np.array([known[name][1] for name in names])
    total = float(money.sum())
    best = best_split(curves, total)
    low, high = _moved(curves, total)
    ground = _ground(everything)
    where = {"segment": audience}
    now = joint_reach([curve.reach(x) for curve, x in zip(curves, money, strict=True)])
    then = joint_reach([curve.reach(x) for curve, x in zip(curves, best, strict=True)])
    said = {"channels": len(names), "overlap": "independent; the interval holds whatever the overlap"}
    found = [
        measured(
            context,
            "communication.reach",
            subject,
            now[1],
            ground,
            interval=(now[0], now[2]),
            by="bounds",
            dimensions=where,
            parameters=said,
            at_best="published",
        ),
        measured(
            context,
            "communication.reach_gain",
            subject,
            then[1] - now[1],
            ground,
            dimensions=where,
            parameters=said,
            at_best="assumed",
        ),
    ]
    rows: list[tuple[object, ...]] = []
    for place, name in enumerate(names):
        found.append(
            measured(
                context,
                "communication.best_split",
                subject,
                float(best[place] / total),
                ground,
                interval=(float(low[place]), float(high[place])),
                by="moved",
                dimensions={"channel": name, **where},
                parameters={"now": f"{money[place] / total:.4g}", "moved": f"ceilings and scales by {MOVED:.0%}"},
                at_best="assumed",
            )
        )
        curve = curves[place]
        actor = next((text(row, "actor") for row in reversed(channels[name]) if text(row, "actor")), "")
        rows.append(
            (
                subject, audience, name, actor, float(money[place]), float(money[place] / total),
                float(best[place] / total), float(low[place]), float(high[place]), curve.reach(float(money[place])),
                curve.reach(float(best[place])), curve.marginal(float(money[place])) * total / 100,
            )
        )  # fmt: skip
    return found, rows


def _moved(curves: list[Response], total: float) -> tuple[np.ndarray, np.ndarray]:
    """Smallest and largest share of each channel when each curve's ceiling and scale are moved up and down."""
    tried = []
    for place in range(len(curves)):
        for ceiling in (1 - MOVED, 1.0, 1 + MOVED):
            for scale in (1 - MOVED, 1.0, 1 + MOVED):
                changed = list(curves)
                curve = curves[place]
                changed[place] = Response(min(1.0, curve.ceiling * ceiling), curve.scale * scale)
                tried.append(best_split(changed, total) / total)
    return np.min(tried, axis=0), np.max(tried, axis=0)
