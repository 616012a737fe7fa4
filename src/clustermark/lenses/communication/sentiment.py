"""How the clauses near a name speak of it, by word list, and the share corrected by hand-labelled clauses."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context, insufficient
from clustermark.lenses.communication.measured import Ground, in_period, measured, naming, stories, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import number, open_rows, text
from clustermark.methods.intervals import bootstrap_weights, wilson
from clustermark.methods.text.correction import corrected_share
from clustermark.methods.text.sentiment import Lexicon, default_lexicon, label, near, score

Counts = NDArray[np.int64]
METHOD = "communication.sentiment/1"
LEAST_LABELS = 40  # hand-labelled clauses of a language below which nothing is corrected
TABLE = {
    "subject": pl.String,
    "language": pl.String,
    "positive": pl.Int64,
    "negative": pl.Int64,
    "neutral": pl.Int64,
    "clauses": pl.Int64,
    "net": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "corrected": pl.Float64,
    "corrected_low": pl.Float64,
    "corrected_high": pl.Float64,
}
LANGUAGES = ("zh", "en")


def find(context: Context) -> Found:
    """Net sentiment, coverage and corrected positive share of each subject, all stories of the period."""
    assert context.corpus is not None
    lexicons = {language: _lexicon(context, language) for language in LANGUAGES}
    errors = {language: _errors(context, language, lexicons[language]) for language in LANGUAGES}
    once = stories(in_period(context, naming(context.corpus, context.subjects)))
    once = once.filter(pl.col("language").is_in([*LANGUAGES, "mixed"]))
    places = _places(context.corpus)
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for subject in context.subjects:
        own = once.filter(pl.col("subject") == subject)
        counted = np.array(
            [
                _counts(context.corpus, document, language, places, subject, lexicons)
                for document, language in _pairs(own)
            ]
        ).reshape(-1, 2, 3)
        findings += _findings(context, subject, own, counted, errors)
        rows += _rows(context, subject, counted, errors)
    return Found(findings, {"sentiment": table(TABLE, rows)})


def _lexicon(context: Context, language: str) -> Lexicon:
    rows = [
        (text(row, "word"), number(row, "value") or 0.0, text(row, "kind"))
        for row in open_rows(context.evidence, "sentiment_words")
        if text(row, "word") and _language(text(row, "language")) in ("", language)
    ]
    return default_lexicon(language).with_words(rows)


def _language(said: str) -> str:
    folded = said.strip().lower()
    if not folded:
        return ""
    return (
        "zh"
        if folded.startswith(("zh", "ch", "cn", "\u4e2d", "\u6c49"))
        else "en"
        if folded.startswith(("en", "\u82f1"))
        else "other"
    )


Errors = tuple[int, int, int, int] | None  # true positives, positives, false positives, others


def _errors(context: Context, language: str, lexicon: Lexicon) -> Errors:
    """How the word list does on the clauses that people labelled."""
    rows = [
        (text(row, "label"), label(score(text(row, "text"), lexicon, language)))
        for row in open_rows(context.evidence, "sentiment_labels")
        if _language(text(row, "language")) == language
    ]
    positives = [found for truth, found in rows if truth == "positive"]
    others = [found for truth, found in rows if truth != "positive"]
    if len(rows) < LEAST_LABELS or not positives or not others:
        return None
    return positives.count("positive"), len(positives), others.count("positive"), len(others)


def _places(corpus: Corpus) -> dict[tuple[int, str], list[tuple[int, int]]]:
    """Where each document names each subject."""
    named = corpus.names.filter((pl.col("subject") != "") & (pl.col("kind") != "message")).select("name", "subject")
    found: dict[tuple[int, str], list[tuple[int, int]]] = {}
    joined = corpus.mentions_of.join(named, on="name").select("document", "subject", "start", "end")
    for document, subject, start, end in joined.iter_rows():
        found.setdefault((document, subject), []).append((start, end))
    return found


def _pairs(own: pl.DataFrame) -> Iterator[tuple[int, str]]:
    yield from own.select("document", "language").iter_rows()


def _counts(
    corpus: Corpus,
    document: int,
    language: str,
    places: dict[tuple[int, str], list[tuple[int, int]]],
    subject: str,
    lexicons: dict[str, Lexicon],
) -> Counts:
    """Clauses near the name by language (zh, en) and label (positive, negative, neutral)."""
    found = np.zeros((2, 3), dtype=np.int64)
    words = corpus.text(document)
    for start, end in near(words, places[document, subject]):
        clause = words[start:end]
        spoken = language if language != "mixed" else "en" if clause.isascii() else "zh"
        kind = label(score(clause, lexicons[spoken], spoken))
        found[LANGUAGES.index(spoken), ("positive", "negative", "neutral").index(kind)] += 1
    return found


def _net(counted: Counts, seed: int) -> tuple[float, float, float] | None:
    """(P - N) / (P + N) over stories (n, 3), with a bootstrap interval over stories."""
    positive, negative, _ = counted.sum(axis=0)
    if positive + negative == 0:
        return None
    sums = bootstrap_weights(len(counted), 600, seed) @ counted
    both = sums[:, 0] + sums[:, 1]
    drawn = (sums[:, 0] - sums[:, 1])[both > 0] / both[both > 0]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float((positive - negative) / (positive + negative)), float(low), float(high)


def _findings(
    context: Context,
    subject: str,
    own: pl.DataFrame,
    counted: Counts,
    errors: dict[str, Errors],
) -> Iterator[Finding]:
    name = "communication.net_sentiment"
    total = counted.sum(axis=(0, 1)) if len(counted) else np.zeros(3)
    net = _net(counted.sum(axis=1), context.study.seed) if len(counted) else None
    clauses = int(total.sum())
    ground = Ground.of(own, "clauses", METHOD, clauses)
    if net is None:
        yield insufficient(context, name, subject, "balance", "no-sentiment", n=clauses)
        return
    listed = {"lexicon": "default" + ("+own" if "sentiment_words" in context.evidence.tables else "")}
    yield measured(context, name, subject, net[0], ground, interval=net[1:], by="bootstrap", parameters=listed)
    covered = int(total[0] + total[1])
    yield measured(
        context,
        "communication.sentiment_coverage",
        subject,
        covered / clauses,
        ground,
        interval=wilson(covered, clauses),
        by="wilson",
        parameters=listed,
    )
    yield from _corrected(context, subject, counted, ground, errors)


def _corrected(
    context: Context,
    subject: str,
    counted: Counts,
    ground: Ground,
    errors: dict[str, Errors],
) -> Iterator[Finding]:
    for place, language in enumerate(LANGUAGES):
        known, own = errors[language], counted[:, place].sum(axis=0)
        if known is None or not own.sum():
            continue
        try:
            share = corrected_share(int(own[0]), int(own.sum()), *known)
        except ValueError:
            why = "classifier-weak"
            yield insufficient(context, "communication.positive_share", subject, "share", why, language=language)
            continue
        labels = known[1] + known[3]
        yield measured(
            context,
            "communication.positive_share",
            subject,
            share.value,
            Ground(ground.rows, ground.origins, int(own.sum()), "clauses", METHOD),
            interval=(share.low, share.high),
            by="beta",
            dimensions={"language": language},
            parameters={"labels": labels, "separation": f"{share.separation:.3g}"},
        )


def _rows(
    context: Context,
    subject: str,
    counted: Counts,
    errors: dict[str, Errors],
) -> Iterator[tuple[object, ...]]:
    for place, language in enumerate(LANGUAGES):
        own = counted[:, place]
        net = _net(own, context.study.seed) if len(own) else None
        positive, negative, neutral = (int(one) for one in own.sum(axis=0)) if len(own) else (0, 0, 0)
        corrected: tuple[float | None, float | None, float | None] = (None, None, None)
        known, all_clauses = errors[language], positive + negative + neutral
        if known is not None and all_clauses:
            try:
                share = corrected_share(positive, all_clauses, *known)
                corrected = (share.value, share.low, share.high)
            except ValueError:
                pass
        ends = net or (None, None, None)
        yield (subject, language, positive, negative, neutral, all_clauses, *ends, *corrected)
