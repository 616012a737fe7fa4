"""Volume, share of voice by channel and language, its excess over the market share, and rivals named beside a place."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import polars as pl

from clustermark.findings.model import Finding
from clustermark.lenses.communication.documents import in_period, matrix, naming, open_rows, stories
from clustermark.lenses.communication.market import OUTPUT, Market, market_of
from clustermark.lenses.communication.months import monthly
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.methods.intervals import bootstrap_shares, bootstrap_sums, wilson

METHOD = "communication.voice/1"
SHARE = "communication.share_of_voice"
EXCESS = "communication.excess_share_of_voice"
COUNTING = "1/k"  # a story that names k clusters counts 1/k for each
DRAWS = 1000
LEAST = 10  # stories of a channel or language below which no share is told
CHANNELS = {
    "subject": pl.String,
    "channel": pl.String,
    "language": pl.String,
    "stories": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def find(context: Context) -> Found:
    """Findings of the period, shares of past periods, and the monthly tables of the whole corpus."""
    assert context.corpus is not None
    named = naming(context.corpus, context.subjects)
    now = in_period(context, named)
    once = stories(now)
    findings = [*_volume(context, now, once), *_shares(context, once), *_excess(context, once), *_rivals(context, once)]
    for period in context.study.past:
        before = stories(in_period(context, named, period))
        if _several(before):
            findings += _share(context, before, {}, period)
    found, tables = monthly(context, context.corpus, named)
    return Found([*findings, *found], {**tables, "voice_by_channel": _by_channel(context, once)})


def _several(once: pl.DataFrame) -> bool:
    """Whether stories name more than one cluster: a share of one alone says nothing."""
    return once["subject"].n_unique() > 1


def _volume(context: Context, now: pl.DataFrame, once: pl.DataFrame) -> Iterator[Finding]:
    for subject in context.subjects:
        own, unique = now.filter(pl.col("subject") == subject), once.filter(pl.col("subject") == subject)
        yield measured(context, "communication.items", subject, float(own.height), Ground.of(own, "items", METHOD))
        ground = Ground.of(unique, "stories", METHOD)
        yield measured(context, "communication.stories", subject, float(unique.height), ground)
        if unique.height:
            copies = own.group_by("story").agg(items=pl.len()).sort("story")["items"].to_numpy().reshape(-1, 1)
            drawn = bootstrap_sums(copies, DRAWS, context.study.seed)[:, 0] / len(copies)
            low, high = np.quantile(drawn, [0.025, 0.975])
            yield measured(
                context,
                "communication.syndication",
                subject,
                own.height / unique.height,
                ground,
                interval=(float(low), float(high)),
                by="bootstrap",
            )


def _shares(context: Context, once: pl.DataFrame) -> Iterator[Finding]:
    """Share of voice in all, by channel and by language."""
    if not _several(once):
        n = once["story"].n_unique()
        yield from (insufficient(context, SHARE, name, "share", "few-subjects", n=n) for name in context.subjects)
        return
    for dimensions, frame in _cuts(once):
        if _several(frame) and frame["story"].n_unique() >= LEAST:
            yield from _share(context, frame, dimensions)


def _share(context: Context, once: pl.DataFrame, dimensions: dict[str, str], period: str = "") -> Iterator[Finding]:
    counts = matrix(once, context.subjects)
    low, high = bootstrap_shares(counts, DRAWS, context.study.seed)
    share = counts.sum(axis=0) / counts.sum()
    origins = once["origin"].unique().to_list()
    for place, subject in enumerate(context.subjects):
        rows = open_rows(once.filter(pl.col("subject") == subject)) or open_rows(once)
        yield measured(
            context,
            SHARE,
            subject,
            float(share[place]),
            Ground(rows, origins, len(counts), "stories", METHOD),
            interval=(float(low[place]), float(high[place])),
            by="bootstrap",
            dimensions=dimensions,
            parameters={"counting": COUNTING},
            period=period,
        )


def _cuts(once: pl.DataFrame) -> Iterator[tuple[dict[str, str], pl.DataFrame]]:
    yield {}, once
    for name in ("channel", "language"):
        for value in sorted(once[name].unique()):
            if value and value != "other":
                yield {name: str(value)}, once.filter(pl.col(name) == value)


def _excess(context: Context, once: pl.DataFrame) -> Iterator[Finding]:
    """Share of voice less share of market, both among the clusters with comparable output values."""
    if not _several(once):
        n = once["story"].n_unique()
        yield from (insufficient(context, EXCESS, name, "points", "few-subjects", n=n) for name in context.subjects)
        return
    market = market_of(context)
    for subject in context.subjects:
        if isinstance(market, str) or subject not in market.shares:
            why = market if isinstance(market, str) else "input-missing"
            yield insufficient(context, EXCESS, subject, "points", why, input=OUTPUT)
        else:
            yield _beside(context, subject, once, market)


def _beside(context: Context, subject: str, once: pl.DataFrame, market: Market) -> Finding:
    compared = tuple(market.shares)
    among = stories(once.filter(pl.col("subject").is_in(compared)))
    counts = matrix(among, compared)
    if not counts.sum():
        return insufficient(context, EXCESS, subject, "points", "few-subjects", n=0)
    place = compared.index(subject)
    low, high = bootstrap_shares(counts, DRAWS, context.study.seed)
    share = float(counts[:, place].sum() / counts.sum())
    point, least, most = market.shares[subject]
    output = market.outputs[subject]
    own = open_rows(among.filter(pl.col("subject") == subject))
    origins = [*among["origin"].unique().to_list(), *(finding.origin for finding in market.outputs.values())]
    found = measured(
        context,
        EXCESS,
        subject,
        share - (least if point is None else point),
        Ground([*output.evidence[:10], *own[:10]], origins, len(counts), "stories", METHOD),
        interval=(float(low[place]) - most, float(high[place]) - least),
        by="bootstrap",
        parameters={
            "counting": COUNTING,
            "voice": f"{share:.6g}",
            "market": f"{least:.6g}-{most:.6g}" if point is None else f"{point:.6g}",
            "clusters": " ".join(compared),
            "at-most": "leaning" if market.leaning else "",
        },
        inputs=[finding.id for finding in market.outputs.values()],
    )
    return found if point is not None else replace(found, value=None)


def _rivals(context: Context, once: pl.DataFrame) -> Iterator[Finding]:
    if len(context.subjects) < 2:
        yield insufficient(context, "communication.rival_noise", context.study.focus, "share", "few-subjects", n=1)
        return
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
            Ground.of(crowded if crowded.height else own, "stories", METHOD, own.height),
            interval=wilson(crowded.height, own.height),
            by="wilson",
        )


def _by_channel(context: Context, once: pl.DataFrame) -> pl.DataFrame:
    """Shares in all ("" and ""), by channel and by language, however few the stories."""
    rows: list[tuple[object, ...]] = []
    for dimensions, frame in _cuts(once):
        counts = matrix(frame, context.subjects)
        if not len(counts):
            continue
        low, high = bootstrap_shares(counts, DRAWS, context.study.seed)
        share = counts.sum(axis=0) / counts.sum()
        for place, subject in enumerate(context.subjects):
            own = frame.filter(pl.col("subject") == subject).height
            ends = (float(share[place]), float(low[place]), float(high[place]))
            rows.append((subject, dimensions.get("channel", ""), dimensions.get("language", ""), own, *ends))
    return table(CHANNELS, rows)
