"""Brand importance of the clusters in the study's own corpus, with its components and the rank's interval."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.communication.words import Texts, stories_naming, texts_by_language
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.methods.text.importance import (
    LEAST,
    WINDOW,
    Importance,
    bootstrap_importance,
    brand_importance,
    ranks,
)

Array = NDArray[np.float64]
METHOD = "communication.importance/2"
DRAWS, PIVOTS = 100, 100  # corpora of stories drawn anew; sources of betweenness in each
MOST_STORIES = 50_000  # that are drawn from
MOST_WORDS = 2_000  # the commonest words of a language, and the names
FEW_PEERS = 5  # clusters below which a rank leans at most
SCORE, RANK = "communication.brand_importance", "communication.importance_rank"
PARTS = ("prevalence", "diversity", "connectivity")
TABLE = {
    "subject": pl.String,
    "language": pl.String,
    "prevalence": pl.Float64,
    "diversity": pl.Float64,
    "connectivity": pl.Float64,
    "score": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "rank": pl.Float64,
    "rank_low": pl.Float64,
    "rank_high": pl.Float64,
    "stories": pl.Int64,
    "words": pl.Int64,
}


def find(context: Context) -> Found:
    """Importance in the language of most stories, and with the dimension `language` in the other.

    Each language has its own network: in one network of two languages the names would be the only links between them.
    """
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for place, texts in enumerate(texts_by_language(context)):
        found, told = _in_language(context, texts, {"language": texts.language} if place else {})
        findings += found
        rows += told
    if not findings:
        named = stories_naming(context)
        for subject in context.subjects:
            findings += _unknown(context, "few-texts", [subject], n=named[subject])
    return Found(findings, {"importance": table(TABLE, rows)} if rows else {})


def _unknown(context: Context, why: str, subjects: Sequence[str] = (), **fields: object) -> Iterator[Finding]:
    for subject in subjects or context.subjects:
        yield insufficient(context, SCORE, subject, "standard-deviations", why, **fields)
        yield insufficient(context, RANK, subject, "rank", why, **fields)


def _in_language(
    context: Context, texts: Texts, dimensions: dict[str, str]
) -> tuple[list[Finding], list[tuple[object, ...]]]:
    present = [subject for subject in context.subjects if subject in texts.subjects]
    absent = [subject for subject in context.subjects if subject not in texts.subjects]
    if len(present) < 2:
        return ([] if dimensions else list(_unknown(context, "few-subjects"))), []
    names = [texts.subjects[subject] for subject in present]
    corpus = (texts.document, texts.term, len(texts.words), names)
    try:
        found = brand_importance(*corpus, most=MOST_WORDS, seed=context.study.seed)
    except ValueError:
        return ([] if dimensions else list(_unknown(context, "few-texts", n=texts.frame.height))), []
    drawn = _drawn(texts, names, context.study.seed)
    findings = list(_unknown(context, "no-rows", absent)) if absent and not dimensions else []
    told, rows = _told(context, texts, present, found, drawn, dimensions)
    return [*findings, *told], rows


def _drawn(texts: Texts, names: list[int], seed: int) -> Array:
    """Importance (draws, 3, names) in corpora of stories drawn anew, from 50,000 of them where there are more.

    Fewer stories spread more widely, so that intervals of a large corpus are rather too wide than too narrow. A name
    that none of the 50,000 holds is NaN.
    """
    document, term, many = texts.document, texts.term, texts.frame.height
    if many > MOST_STORIES:
        chosen = np.zeros(many, dtype=np.bool_)
        chosen[np.random.default_rng(seed).choice(many, MOST_STORIES, replace=False)] = True
        document, term = document[chosen[document]], term[chosen[document]]
    there = [place for place, name in enumerate(names) if (term == name).any()]
    out = np.full((DRAWS, len(PARTS), len(names)), np.nan)
    out[:, :, there] = bootstrap_importance(
        document,
        term,
        len(texts.words),
        [names[place] for place in there],
        most=MOST_WORDS,
        draws=DRAWS,
        pivots=PIVOTS,
        seed=seed,
    )
    return out


def _told(
    context: Context,
    texts: Texts,
    present: list[str],
    found: Importance,
    drawn: Array,
    dimensions: dict[str, str],
) -> tuple[list[Finding], list[tuple[object, ...]]]:
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    said = {"language": texts.language, "words": found.words, "window": WINDOW, "least": LEAST, "draws": DRAWS}
    scores, rank = drawn.sum(axis=1), ranks(found.score)
    rank_low, rank_high = np.quantile(ranks(np.nan_to_num(scores, nan=-np.inf)), [0.025, 0.975], axis=0)
    for place, subject in enumerate(present):
        own = texts.frame[texts.naming(subject)]
        ground = Ground.of(own, "stories", METHOD)
        for name, value, draws in (
            (SCORE, float(found.score[place]), scores[:, place]),
            *(
                (f"communication.{part}", float(getattr(found, part)[place]), drawn[:, at, place])
                for at, part in enumerate(PARTS)
            ),
        ):
            findings.append(
                measured(
                    context, name, subject, value, ground, interval=centred(value, draws), by="bootstrap",
                    dimensions=dimensions, parameters=said,
                )
            )  # fmt: skip
        ends = (min(float(rank_low[place]), float(rank[place])), max(float(rank_high[place]), float(rank[place])))
        peers = {"of": len(present)} | ({"at-most": "leaning"} if len(present) < FEW_PEERS else {})
        findings.append(
            measured(
                context, RANK, subject, float(rank[place]), ground, interval=ends, by="bootstrap",
                dimensions=dimensions, parameters=said | peers,
            )
        )  # fmt: skip
        parts = [float(getattr(found, name)[place]) for name in PARTS]
        score = float(found.score[place])
        middle = (*parts, score, *centred(score, scores[:, place]))
        rows.append((subject, texts.language, *middle, float(rank[place]), *ends, own.height, found.words))
    return findings, rows


def centred(value: float, draws: Array) -> tuple[float, float]:
    """The middle 95 % of the draws, moved so that their median is the value.

    Corpora drawn anew hold some stories twice and others not at all, which shifts a network's measures as a whole; the
    shift is no uncertainty.
    """
    known = draws[~np.isnan(draws)]
    if not known.size:
        return value, value
    low, middle, high = np.quantile(known, [0.025, 0.5, 0.975])
    return value + float(low - middle), value + float(high - middle)
