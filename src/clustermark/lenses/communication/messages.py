"""Whether what the cluster wants to say is said by others, and how far its own words lie from theirs."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context, insufficient
from clustermark.lenses.communication.measured import Ground, in_period, measured, naming, stories, table
from clustermark.lenses.communication.words import content_words
from clustermark.lenses.protocol import Found
from clustermark.methods.intervals import wilson
from clustermark.methods.text.divergence import contributions

METHOD = "communication.messages/1"
OTHERS = ("earned", "shared")
LEAST = 30  # stories on either side below which no gap is told
MESSAGES = {
    "subject": pl.String,
    "message": pl.String,
    "owned": pl.Int64,
    "earned": pl.Int64,
    "owned_share": pl.Float64,
    "earned_share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
WORDS = {"subject": pl.String, "word": pl.String, "owned": pl.Int64, "earned": pl.Int64, "contribution": pl.Float64}


def find(context: Context) -> Found:
    """Pull-through of each place's messages, and the gap between owned and earned words."""
    assert context.corpus is not None
    once = stories(in_period(context, naming(context.corpus, context.subjects)))
    carried = _carried(context.corpus)
    findings: list[Finding] = []
    messages: list[tuple[object, ...]] = []
    words: list[tuple[object, ...]] = []
    for subject in context.subjects:
        own = once.filter(pl.col("subject") == subject)
        said, rows = _pull_through(context, context.corpus, subject, own, carried)
        findings += said
        messages += rows
        gap, rows = _gap(context, context.corpus, subject, own)
        findings += gap
        words += rows
    return Found(findings, {"messages": table(MESSAGES, messages), "message_words": table(WORDS, words)})


def _carried(corpus: Corpus) -> pl.DataFrame:
    """document, id: which messages each document carries."""
    names = corpus.names.filter(pl.col("kind") == "message").select("name", "id")
    return corpus.mentions_of.join(names, on="name").select("document", "id").unique()


def _pull_through(
    context: Context, corpus: Corpus, subject: str, own: pl.DataFrame, carried: pl.DataFrame
) -> tuple[list[Finding], list[tuple[object, ...]]]:
    names = corpus.names.filter((pl.col("kind") == "message") & (pl.col("subject") == subject))
    ids = names["id"].to_list()
    outside, inside = own.filter(pl.col("channel").is_in(OTHERS)), own.filter(pl.col("channel") == "owned")
    if not ids or outside.is_empty():
        return [], []
    mine = carried.filter(pl.col("id").is_in(ids))
    hits = outside.join(mine.select("document").unique(), on="document", how="semi")
    found = [
        measured(
            context,
            "communication.message_pull_through",
            subject,
            hits.height / outside.height,
            Ground.of(hits if hits.height else outside, "stories", METHOD, outside.height),
            interval=wilson(hits.height, outside.height),
            by="wilson",
        )
    ]
    rows: list[tuple[object, ...]] = []
    for message in sorted(ids):
        with_it = mine.filter(pl.col("id") == message).select("document")
        owned, earned = (side.join(with_it, on="document", how="semi").height for side in (inside, outside))
        share = owned / inside.height if inside.height else None
        rows.append((subject, message, owned, earned, share, earned / outside.height, *wilson(earned, outside.height)))
    return found, rows


def _gap(
    context: Context, corpus: Corpus, subject: str, own: pl.DataFrame
) -> tuple[list[Finding], list[tuple[object, ...]]]:
    name = "communication.message_gap"
    outside, inside = own.filter(pl.col("channel").is_in(OTHERS)), own.filter(pl.col("channel") == "owned")
    if inside.is_empty() and outside.is_empty():
        return [], []
    if min(inside.height, outside.height) < LEAST:
        n = min(inside.height, outside.height)
        return [insufficient(context, name, subject, "bits", "few-texts", n=n, least=LEAST)], []
    texts, sides, where = content_words(corpus, pl.concat([inside, outside]))
    owned_rows = where < inside.height
    counts = np.stack([sides[owned_rows].sum(axis=0), sides[~owned_rows].sum(axis=0)])
    parts = contributions(counts[0], counts[1])
    low, high = _interval(sides, owned_rows, context.study.seed)
    everything = pl.concat([inside, outside])
    found = measured(
        context,
        name,
        subject,
        float(parts.sum()),
        Ground.of(everything, "stories", METHOD),
        interval=(low, high),
        by="bootstrap",
        parameters={"owned": inside.height, "earned": outside.height},
    )
    top = np.argsort(-parts, kind="stable")[:30]
    rows: list[tuple[object, ...]] = [
        (subject, texts[i], int(counts[0, i]), int(counts[1, i]), float(parts[i])) for i in top
    ]
    return [found], rows


def _interval(sides: NDArray[np.int64], owned: NDArray[np.bool_], seed: int, draws: int = 200) -> tuple[float, float]:
    """Interval of the divergence over stories drawn anew on both sides, moved by the bias that drawing adds."""
    rng = np.random.default_rng(seed)
    one, other = np.flatnonzero(owned), np.flatnonzero(~owned)
    point = float(contributions(sides[one].sum(axis=0), sides[other].sum(axis=0)).sum())
    drawn = []
    for _ in range(draws):
        left, right = (sides[rng.choice(rows, len(rows))].sum(axis=0) for rows in (one, other))
        drawn.append(float(contributions(left, right).sum()))
    low, high = np.quantile(drawn, [0.025, 0.975])
    shift = float(np.mean(drawn)) - point
    return max(0.0, float(low) - shift), min(1.0, float(high) - shift)
