"""What changes from month to month: volume, share of voice and its trend, volatility, bursts and their stories."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.findings.model import Finding
from clustermark.lenses.communication.documents import matrix, months_of, open_rows, stories
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.methods.intervals import bootstrap, bootstrap_shares
from clustermark.methods.trend import bursts, trend, volatility

METHOD = "communication.voice/1"
TREND = "communication.voice_trend"
VOLATILITY = "communication.attention_volatility"
BURSTS = "communication.bursts"
LEAST = 6  # months below which nothing is usual
FIRST = 5  # stories of a burst that are named
MONTHLY = {
    "subject": pl.String,
    "month": pl.String,
    "items": pl.Int64,
    "stories": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
PEAKS = {
    "subject": pl.String,
    "month": pl.String,
    "stories": pl.Int64,
    "usual": pl.Float64,
    "z": pl.Float64,
    "rows": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class Series:
    """Months without gaps, and of each subject items, stories and share of voice by month (NaN: a share of nothing).

    A story is counted in the month of its first item that names the subject.
    """

    months: Sequence[str]
    items: Mapping[str, NDArray[np.float64]]
    stories: Mapping[str, NDArray[np.float64]]
    share: Mapping[str, NDArray[np.float64]]
    low: Mapping[str, NDArray[np.float64]]
    high: Mapping[str, NDArray[np.float64]]


def monthly(context: Context, corpus: Corpus, named: pl.DataFrame) -> tuple[list[Finding], dict[str, pl.DataFrame]]:
    """Trend, volatility and bursts of each subject; the tables voice_by_month and bursts of the whole corpus."""
    dated = named.filter(pl.col("month") != "")
    once = stories(dated)
    series = _series(context, dated, once)
    peaks = {subject: _peaks(series, subject) for subject in context.subjects}
    findings: list[Finding] = []
    for subject in context.subjects:
        own = once.filter(pl.col("subject") == subject)
        if own.height:
            findings += [_trend(context, subject, series, own), _volatility(context, subject, series, own)]
            findings.append(_bursts(context, subject, series, own, peaks[subject]))
    rows = [
        (subject, month, int(series.items[subject][at]), int(series.stories[subject][at]), *_ends(series, subject, at))
        for subject in context.subjects
        for at, month in enumerate(series.months)
    ]
    hot = [row for subject in context.subjects for row in _stories_of(corpus, once, series, subject, peaks[subject])]
    return findings, {"voice_by_month": table(MONTHLY, rows), "bursts": table(PEAKS, hot)}


def _series(context: Context, dated: pl.DataFrame, once: pl.DataFrame) -> Series:
    months = months_of(dated)
    shape = (len(months), len(context.subjects))
    items, counted, share = np.zeros(shape), np.zeros(shape), np.full(shape, np.nan)
    low, high = share.copy(), share.copy()
    for at, month in enumerate(months):
        then, all_items = once.filter(pl.col("month") == month), dated.filter(pl.col("month") == month)
        for place, subject in enumerate(context.subjects):
            items[at, place] = (all_items["subject"] == subject).sum()
            counted[at, place] = (then["subject"] == subject).sum()
        counts = matrix(then, context.subjects)
        if len(counts):
            share[at] = counts.sum(axis=0) / counts.sum()
            low[at], high[at] = bootstrap_shares(counts, 1000, context.study.seed)
    of = [dict(zip(context.subjects, part.T, strict=True)) for part in (items, counted, share, low, high)]
    return Series(months, *of)


def _ends(series: Series, subject: str, at: int) -> list[float | None]:
    numbers = (float(part[subject][at]) for part in (series.share, series.low, series.high))
    return [None if np.isnan(number) else number for number in numbers]


def _trend(context: Context, subject: str, series: Series, own: pl.DataFrame) -> Finding:
    """The trend of the share over all months of the corpus."""
    rivals = any(series.stories[other].any() for other in context.subjects if other != subject)
    if not rivals:
        return insufficient(context, TREND, subject, "points", "few-subjects", n=own.height)
    known = int((~np.isnan(series.share[subject])).sum())
    if known < LEAST:
        return insufficient(context, TREND, subject, "points", "few-months", n=known, least=LEAST)
    line = trend(series.share[subject])
    return measured(
        context,
        TREND,
        subject,
        line.slope,
        Ground.of(own, "stories", METHOD),
        interval=(line.low, line.high),
        by="sen",
        parameters={"p": f"{line.p:.3g}", "months": known, "from": series.months[0], "to": series.months[-1]},
    )


def _in_period(context: Context, series: Series) -> list[int]:
    first, last = context.months
    return [at for at, month in enumerate(series.months) if first <= month <= last]


def _volatility(context: Context, subject: str, series: Series, own: pl.DataFrame) -> Finding:
    """Coefficient of variation of the months of the period; `chance` is that of a Poisson count of the same mean."""
    counts = series.stories[subject][_in_period(context, series)]
    value = volatility(counts) if len(counts) >= LEAST else float("nan")
    if np.isnan(value):
        return insufficient(context, VOLATILITY, subject, "index", "few-months", n=len(counts), least=LEAST)
    low, high = bootstrap(lambda places: volatility(counts[places]), len(counts), seed=context.study.seed)
    return measured(
        context,
        VOLATILITY,
        subject,
        value,
        Ground.of(own, "stories", METHOD, int(counts.sum())),
        interval=(low, high),
        by="bootstrap",
        parameters={"months": len(counts), "chance": f"{1 / np.sqrt(counts.mean()):.3g}"},
    )


def _peaks(series: Series, subject: str) -> list[tuple[int, float]]:
    """Places and robust z of the months that are bursts."""
    if len(series.months) < LEAST:
        return []
    z, which = bursts(series.stories[subject])
    return [(int(at), float(z[at])) for at in np.flatnonzero(which)]


def _bursts(
    context: Context, subject: str, series: Series, own: pl.DataFrame, peaks: Sequence[tuple[int, float]]
) -> Finding:
    if len(series.months) < LEAST:
        return insufficient(context, BURSTS, subject, "months", "few-months", n=len(series.months), least=LEAST)
    inside = set(_in_period(context, series))
    hot = [series.months[at] for at, _ in peaks if at in inside]
    then = own.filter(pl.col("month").is_in(hot))
    return measured(
        context,
        BURSTS,
        subject,
        float(len(hot)),
        Ground.of(then if then.height else own, "stories", METHOD, own.height),
        parameters={
            "months": " ".join(hot),
            "usual": f"{float(np.median(series.stories[subject])):g}",
            "of": len(series.months),
        },
    )


def _stories_of(
    corpus: Corpus, once: pl.DataFrame, series: Series, subject: str, peaks: Sequence[tuple[int, float]]
) -> Iterator[tuple[object, ...]]:
    """Of each burst the stories that made it: those copied most, then the earliest."""
    copies = corpus.documents.group_by("story").agg(copies=pl.len())
    usual = float(np.median(series.stories[subject])) if len(series.months) else 0.0
    for at, z in peaks:
        then = once.filter((pl.col("subject") == subject) & (pl.col("month") == series.months[at]))
        ranked = then.join(copies, on="story").sort(["copies", "date", "document"], descending=[True, False, False])
        count = int(series.stories[subject][at])
        yield subject, series.months[at], count, usual, z, open_rows(ranked)[:FIRST]
