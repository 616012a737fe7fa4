"""Volume, share of voice, its excess over the market share, its trend, and bursts of attention."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from clustermark.evidence.corpus import Corpus
from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context, insufficient
from clustermark.lenses.communication.market import market_shares
from clustermark.lenses.communication.measured import (
    Ground,
    in_period,
    matrix,
    measured,
    months_of,
    naming,
    open_rows,
    stories,
    table,
)
from clustermark.lenses.protocol import Found
from clustermark.methods.intervals import bootstrap_shares, wilson
from clustermark.methods.trend import bursts, trend, volatility

METHOD = "communication.voice/1"
COUNTING = "1/k: a story that names k clusters counts 1/k for each"
LEAST = 10  # stories of a channel below which no share is told


def find(context: Context) -> Found:
    """Findings of the period and the monthly tables of the whole corpus."""
    assert context.corpus is not None
    named = naming(context.corpus, context.subjects)
    now = in_period(context, named)
    findings = [*_volume(context, now), *_shares(context, now), *_rivals(context, now)]
    monthly, found = _by_month(context, named)
    findings += found
    tables = {"voice_by_month": monthly, "voice_by_channel": _by_channel(context, now)}
    burst_table, found = _bursts(context, context.corpus, named)
    tables["bursts"] = burst_table
    return Found([*findings, *found], tables)


def _volume(context: Context, now: pl.DataFrame) -> Iterator[Finding]:
    for subject in context.subjects:
        own = now.filter(pl.col("subject") == subject)
        items, unique = own.height, own["story"].n_unique()
        ground = Ground.of(own, "items", METHOD)
        yield measured(context, "communication.items", subject, float(items), ground)
        yield measured(context, "communication.stories", subject, float(unique), ground)
        if unique:
            yield measured(context, "communication.syndication", subject, items / unique, ground)


def _shares(context: Context, now: pl.DataFrame) -> Iterator[Finding]:
    """Share of voice in all, by channel and by language; the excess over the market share."""
    once = stories(now)
    market = market_shares(context)
    for dimensions, frame in _cuts(once):
        counts = matrix(frame, context.subjects)
        if len(counts) < LEAST:
            continue
        low, high = bootstrap_shares(counts, seed=context.study.seed)
        share = counts.sum(axis=0) / counts.sum()
        for place, subject in enumerate(context.subjects):
            own = frame.filter(pl.col("subject") == subject)
            yield measured(
                context,
                "communication.share_of_voice",
                subject,
                float(share[place]),
                Ground(open_rows(own), frame["origin"].unique().to_list(), len(counts), "stories", METHOD),
                interval=(float(low[place]), float(high[place])),
                by="bootstrap",
                dimensions=dimensions,
                parameters={"counting": COUNTING},
            )
            if not dimensions:
                yield _excess(
                    context, subject, float(share[place]), (float(low[place]), float(high[place])), own, market
                )


def _cuts(once: pl.DataFrame) -> Iterator[tuple[dict[str, str], pl.DataFrame]]:
    yield {}, once
    for name in ("channel", "language"):
        for value in sorted(once[name].unique()):
            if value and value != "other":
                yield {name: str(value)}, once.filter(pl.col(name) == value)


def _excess(
    context: Context,
    subject: str,
    share: float,
    interval: tuple[float, float],
    own: pl.DataFrame,
    market: dict[str, tuple[float, tuple[str, ...]]] | str,
) -> Finding:
    name = "communication.excess_share_of_voice"
    if isinstance(market, str):
        return insufficient(context, name, subject, "points", market, input="situation.output_value")
    part, references = market[subject]
    return measured(
        context,
        name,
        subject,
        share - part,
        Ground([*references, *open_rows(own)[:10]], own["origin"].unique().to_list(), own.height, "stories", METHOD),
        interval=(interval[0] - part, interval[1] - part),
        by="bootstrap",
        parameters={"market-share": f"{part:.6g}", "market": "output value of the same clusters"},
    )


def _rivals(context: Context, now: pl.DataFrame) -> Iterator[Finding]:
    once = stories(now)
    for subject in context.subjects:
        own = once.filter(pl.col("subject") == subject)
        if own.is_empty():
            continue
        crowded = own.filter(pl.col("share") < 1)
        yield measured(
            context,
            "communication.rival_noise",
            subject,
            crowded.height / own.height,
            Ground.of(own, "stories", METHOD),
            interval=wilson(crowded.height, own.height),
            by="wilson",
        )


MONTHLY = {
    "subject": pl.String,
    "month": pl.String,
    "items": pl.Int64,
    "stories": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def _by_month(context: Context, named: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """Items, stories and share of voice of each month, and the trend of each subject's share."""
    months = months_of(named)
    rows: list[tuple[object, ...]] = []
    series: dict[str, list[float]] = {subject: [] for subject in context.subjects}
    volumes: dict[str, list[float]] = {subject: [] for subject in context.subjects}
    for month in months:
        frame = named.filter(pl.col("month") == month)
        once = stories(frame)
        counts = matrix(once, context.subjects)
        share = counts.sum(axis=0) / counts.sum() if len(counts) else np.full(len(context.subjects), np.nan)
        low, high = bootstrap_shares(counts, draws=200, seed=context.study.seed) if len(counts) else (share, share)
        for place, subject in enumerate(context.subjects):
            own = frame.filter(pl.col("subject") == subject)
            unique = own["story"].n_unique()
            volumes[subject].append(float(unique))
            series[subject].append(float(share[place]))
            ends = [None if np.isnan(value) else float(value) for value in (share[place], low[place], high[place])]
            rows.append((subject, month, own.height, unique, *ends))
    found: list[Finding] = []
    for subject in context.subjects:
        own = named.filter(pl.col("subject") == subject)
        found += _trends(context, subject, series[subject], volumes[subject], own, months)
    return table(MONTHLY, rows), found


def _trends(
    context: Context, subject: str, shares: list[float], volumes: list[float], own: pl.DataFrame, months: list[str]
) -> Iterator[Finding]:
    known = [share for share in shares if not np.isnan(share)]
    span = f"{months[0]}/{months[-1]}" if months else ""
    ground = Ground.of(own, "stories", METHOD, own["story"].n_unique())
    if len(known) < 4 or own.is_empty():
        yield insufficient(context, "communication.voice_trend", subject, "points", "few-months", n=len(known))
        return
    line = trend(known)
    yield measured(
        context,
        "communication.voice_trend",
        subject,
        line.slope,
        ground,
        interval=(line.low, line.high),
        by="sen",
        parameters={"p": f"{line.p:.3g}", "months": span},
    )
    wave = volatility(volumes)
    if not np.isnan(wave):
        name = "communication.attention_volatility"
        yield measured(context, name, subject, wave, ground, parameters={"months": span})


CHANNELS = {
    "subject": pl.String,
    "channel": pl.String,
    "language": pl.String,
    "stories": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def _by_channel(context: Context, now: pl.DataFrame) -> pl.DataFrame:
    once = stories(now)
    rows: list[tuple[object, ...]] = []
    for dimensions, frame in _cuts(once):
        counts = matrix(frame, context.subjects)
        if not len(counts):
            continue
        low, high = bootstrap_shares(counts, draws=400, seed=context.study.seed)
        share = counts.sum(axis=0) / counts.sum()
        for place, subject in enumerate(context.subjects):
            own = frame.filter(pl.col("subject") == subject).height
            ends = (float(share[place]), float(low[place]), float(high[place]))
            rows.append((subject, dimensions.get("channel", ""), dimensions.get("language", ""), own, *ends))
    return table(CHANNELS, rows)


BURSTS = {
    "subject": pl.String,
    "month": pl.String,
    "stories": pl.Int64,
    "usual": pl.Float64,
    "z": pl.Float64,
    "rows": pl.List(pl.String),
}


def _bursts(context: Context, corpus: Corpus, named: pl.DataFrame) -> tuple[pl.DataFrame, list[Finding]]:
    """Months with far more stories than usual, with the stories that were copied most and came first."""
    months = months_of(named)
    copies = corpus.documents.group_by("story").agg(copies=pl.len())
    rows: list[tuple[object, ...]] = []
    found: list[Finding] = []
    first, last = context.months
    for subject in context.subjects:
        own = stories(named.filter(pl.col("subject") == subject)).filter(pl.col("month") != "")
        counts = [own.filter(pl.col("month") == month).height for month in months]
        z, which = bursts(counts)
        hot = [place for place in range(len(months)) if which[place]]
        for place in hot:
            stories_then = own.filter(pl.col("month") == months[place]).join(copies, on="story")
            made_it = stories_then.sort(["copies", "date", "document"], descending=[True, False, False])
            rows.append(
                (
                    subject,
                    months[place],
                    counts[place],
                    float(np.median(counts)),
                    float(z[place]),
                    open_rows(made_it)[:5],
                )
            )
        in_time = [place for place in hot if first <= months[place] <= last]
        if own.height:
            peak = own.filter(pl.col("month").is_in([months[place] for place in in_time]))
            found.append(
                measured(
                    context,
                    "communication.bursts",
                    subject,
                    float(len(in_time)),
                    Ground.of(peak if peak.height else own, "stories", METHOD, own.height),
                    parameters={"months": " ".join(months[place] for place in in_time)},
                )
            )
    return table(BURSTS, rows), found
