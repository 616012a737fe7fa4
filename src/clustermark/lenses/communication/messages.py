"""Whether what the cluster wants to say is said by others, and how far its own words lie from theirs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.findings.model import Finding
from clustermark.lenses.communication.documents import in_period, naming, stories
from clustermark.lenses.communication.words import told_terms
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import text
from clustermark.methods.intervals import wilson
from clustermark.methods.text.divergence import contributions, gap_above_chance

METHOD = "communication.messages/1"
PULL = "communication.message_pull_through"
GAP = "communication.message_gap"
OTHERS = ("earned", "shared")
LEAST = 20  # stories on either side below which no gap is told
TOLD = 30  # words a subject in the table
MOST = 4_000  # stories of a side that are compared; of more a sample is drawn with the study's seed
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


@dataclass(frozen=True, slots=True)
class Side:
    """The stories of a subject that are its own, or those that others tell (earned and shared)."""

    owned: pl.DataFrame
    others: pl.DataFrame


def find(context: Context) -> Found:
    """Pull-through of each place's messages, and the gap between owned and earned words."""
    corpus = context.corpus
    assert corpus is not None
    once = stories(in_period(context, naming(corpus, context.subjects)))
    carried, since = _carried(corpus), _since(context)
    language = _main_language(once)
    terms = told_terms(corpus)
    findings: list[Finding] = []
    messages: list[tuple[object, ...]] = []
    words: list[tuple[object, ...]] = []
    for subject in context.subjects:
        own = once.filter(pl.col("subject") == subject)
        if own.is_empty():
            continue
        side = Side(own.filter(pl.col("channel") == "owned"), own.filter(pl.col("channel").is_in(OTHERS)))
        said, rows = _pull_through(context, corpus, subject, side, carried, since)
        findings += said
        messages += rows
        gap, rows = _gap(context, corpus, subject, side, language, terms)
        findings.append(gap)
        words += rows
    return Found(findings, {"messages": table(MESSAGES, messages), "message_words": table(WORDS, words)})


def _carried(corpus: Corpus) -> pl.DataFrame:
    """story, id: which messages a story carries in any of its copies."""
    names = corpus.names.filter(pl.col("kind") == "message").select("name", "id")
    told = corpus.mentions_of.join(names, on="name").join(corpus.documents.select("document", "story"), on="document")
    return told.select("story", "id").unique().sort("story", "id")


def _since(context: Context) -> Mapping[str, str]:
    """From which day on a message is used, where the table says so."""
    rows = context.evidence.rows("owned_messages")
    return {text(row, "id"): text(row, "since") for row in rows if text(row, "since")}


def _owners(context: Context, corpus: Corpus) -> Mapping[str, str]:
    """The place of each message that has phrases: as the names say, else as the table of messages says."""
    listed = {text(row, "id"): text(row, "subject") for row in context.evidence.rows("owned_messages")}
    named = corpus.names.filter(pl.col("kind") == "message").select("id", "subject")
    return {name: subject or listed.get(name, "") for name, subject in named.iter_rows()}


def _main_language(once: pl.DataFrame) -> str:
    """The language in which the gap is told, one for all places: words of two languages always lie apart."""
    counted = once.filter(pl.col("language").is_in(["zh", "en"])).group_by("language").agg(n=pl.len())
    ordered = counted.sort(["n", "language"], descending=[True, False])
    return str(ordered["language"][0]) if ordered.height else ""


def _pull_through(
    context: Context,
    corpus: Corpus,
    subject: str,
    side: Side,
    carried: pl.DataFrame,
    since: Mapping[str, str],
) -> tuple[list[Finding], list[tuple[object, ...]]]:
    ids = sorted(name for name, place in _owners(context, corpus).items() if place == subject)
    wanted = any(text(row, "subject") == subject for row in context.evidence.rows("owned_messages"))
    if not ids:
        return ([insufficient(context, PULL, subject, "share", "no-phrases")] if wanted else []), []
    mine = carried.filter(pl.col("id").is_in(ids))
    first = min((since.get(name, "") for name in ids), default="")
    outside = _from(side.others, first)
    if outside.is_empty():
        return [insufficient(context, PULL, subject, "share", "few-texts", n=0)], []
    hits = outside.join(mine.select("story").unique(), on="story", how="semi")
    found = measured(
        context,
        PULL,
        subject,
        hits.height / outside.height,
        Ground.of(hits if hits.height else outside, "stories", METHOD, outside.height),
        interval=wilson(hits.height, outside.height),
        by="wilson",
        parameters={"messages": len(ids), "from": first},
    )
    return [found], list(_by_message(subject, side, mine, ids, since))


def _from(frame: pl.DataFrame, day: str) -> pl.DataFrame:
    """The stories since a day, a month or a year."""
    return frame.filter(pl.col("date").str.slice(0, len(day)) >= day) if day else frame


def _by_message(
    subject: str, side: Side, mine: pl.DataFrame, ids: Sequence[str], since: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    """Of each message its share of the owned and of the others' stories since it is used."""
    for message in ids:
        with_it = mine.filter(pl.col("id") == message).select("story")
        owned, others = (_from(frame, since.get(message, "")) for frame in (side.owned, side.others))
        n_owned, n_others = (frame.join(with_it, on="story", how="semi").height for frame in (owned, others))
        owned_share = n_owned / owned.height if owned.height else None
        if others.height:
            share = n_others / others.height
            yield (subject, message, n_owned, n_others, owned_share, share, *wilson(n_others, others.height))
        else:
            yield (subject, message, n_owned, 0, owned_share, None, None, None)


def _gap(
    context: Context, corpus: Corpus, subject: str, side: Side, language: str, terms: pl.DataFrame
) -> tuple[Finding, list[tuple[object, ...]]]:
    """The gap of words above chance, in the main language of the study."""
    spoken = [frame.filter(pl.col("language") == language) for frame in (side.owned, side.others)]
    least = min(frame.height for frame in spoken)
    if least < LEAST:
        return insufficient(context, GAP, subject, "bits", "few-texts", n=least), []
    owned, others = (_drawn(frame, context.study.seed) for frame in spoken)
    both = pl.concat([owned, others])
    texts, counts = word_counts(corpus, both["document"].to_list(), terms)
    is_owned = np.arange(both.height) < owned.height
    sums = np.stack([counts[is_owned].sum(axis=0), counts[~is_owned].sum(axis=0)])
    if not sums.any(axis=1).all():
        return insufficient(context, GAP, subject, "bits", "few-texts", n=0), []
    gap = gap_above_chance(counts, is_owned, seed=context.study.seed)
    finding = measured(
        context,
        GAP,
        subject,
        gap.value,
        Ground.of(both, "stories", METHOD),
        interval=(gap.low, gap.high),
        by="bootstrap",
        parameters={
            "owned": owned.height,
            "earned": others.height,
            "language": language,
            "plain": f"{gap.plain:.4g}",
            "chance": f"{gap.chance:.4g}",
        },
    )
    parts = contributions(sums[0], sums[1])
    top = [int(i) for i in np.argsort(-parts, kind="stable")[:TOLD] if parts[i] > 0]
    rows: list[tuple[object, ...]] = [
        (subject, texts[i], int(sums[0, i]), int(sums[1, i]), float(parts[i])) for i in top
    ]
    return finding, rows


def _drawn(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    if frame.height <= MOST:
        return frame
    return frame[np.sort(np.random.default_rng(seed).choice(frame.height, MOST, replace=False))]


def word_counts(corpus: Corpus, documents: Sequence[int], terms: pl.DataFrame) -> tuple[list[str], sp.csr_array]:
    """Words and their counts (documents, words), sparse, of the terms (term, text) that occur in the documents."""
    place = pl.DataFrame(
        {"document": documents, "line": np.arange(len(documents), dtype=np.int64)},
        schema_overrides={"document": pl.Int32},
    )
    held = corpus.tokens.join(place, on="document").join(terms, on="term").select("line", "term")
    used = held.select("term").unique().join(terms, on="term").sort("term")
    column = used.with_columns(column=pl.int_range(pl.len(), dtype=pl.Int64)).select("term", "column")
    cells = held.join(column, on="term")
    ones: NDArray[np.float64] = np.ones(cells.height)
    at = (cells["line"].to_numpy(), cells["column"].to_numpy())
    return used["text"].to_list(), sp.coo_array((ones, at), shape=(len(documents), used.height)).tocsr()
