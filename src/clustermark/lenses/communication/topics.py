"""Topics of the stories that name a cluster: their words, their share, whether they hold, who has which."""

import numpy as np
import polars as pl
import scipy.sparse as sp
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.communication.words import ANY, Texts, stories_naming, texts_by_language
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.methods.text.topics import Topics, most_stable

METHOD = "communication.topics/2"
CHOICES = (4, 6, 8, 10)  # numbers of topics that are tried; the most stable is shown
STORIES = 200  # that name a cluster; with fewer no topics are told
MOST = 4_000  # stories that are read, drawn with the study's seed
MOST_WORDS = 2_000  # the commonest words
LEAST = 5  # stories that hold a word
NAME = "communication.topic_stability"
TABLE = {
    "topic": pl.Int64,
    "language": pl.String,
    "words": pl.String,
    "share": pl.Float64,
    "stability": pl.Float64,
}
SHARES = {"subject": pl.String, "topic": pl.Int64, "language": pl.String, "stories": pl.Int64, "share": pl.Float64}


def find(context: Context) -> Found:
    """Topics in each language, numbered through, the language of most stories first and without a dimension."""
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    shares: list[tuple[object, ...]] = []
    for texts in texts_by_language(context):
        stories = np.unique(np.concatenate([texts.naming(subject) for subject in sorted(texts.subjects)]))
        counted = _counted(texts, stories, context.study.seed)
        if counted is None:
            continue
        read, counts, words = counted
        found = most_stable(counts, CHOICES, seed=context.study.seed)
        for place, top in enumerate(found.top):
            said = " ".join(texts.words[words[word]] for word in top)
            rows.append((len(rows) + 1, texts.language, said, float(found.share[place]), float(found.stability[place])))
        shares += _of_subjects(context, texts, read, found, len(rows) - len(found.share))
        findings.append(_stability(context, texts, read, found, {"language": texts.language} if findings else {}))
    if not findings:
        few = insufficient(context, NAME, context.study.focus, "share", "few-texts", n=stories_naming(context)[ANY])
        return Found([few])
    return Found(findings, {"topics": table(TABLE, rows), "topic_shares": table(SHARES, shares)})


def _counted(
    texts: Texts, stories: NDArray[np.int64], seed: int
) -> tuple[NDArray[np.int64], sp.csr_array, NDArray[np.int64]] | None:
    """The stories read, how often each holds each word (stories, words), and the numbers of these words."""
    if len(stories) < STORIES:
        return None
    if len(stories) > MOST:
        stories = np.sort(np.random.default_rng(seed).choice(stories, MOST, replace=False))
    size = len(texts.words)
    ones = np.ones(len(texts.term))
    counts = sp.csr_array(sp.coo_array((ones, (texts.document, texts.term)), shape=(texts.frame.height, size)))[stories]
    held = np.asarray((counts > 0).sum(axis=0)).ravel()
    held[~texts.told] = 0
    held[list(texts.subjects.values())] = 0  # whom a story names is no topic
    order = np.argsort(-held, kind="stable")[:MOST_WORDS]
    words = np.sort(order[held[order] >= LEAST])
    if len(words) <= max(CHOICES):
        return None
    return stories, sp.csr_array(counts[:, words]), words


def _of_subjects(
    context: Context, texts: Texts, read: NDArray[np.int64], found: Topics, before: int
) -> list[tuple[object, ...]]:
    """What share of the stories of each cluster each topic has."""
    rows: list[tuple[object, ...]] = []
    for subject in context.subjects:
        if subject not in texts.subjects:
            continue
        own = np.isin(read, texts.naming(subject)) & (found.weights.sum(axis=1) > 0)
        mean = found.weights[own].mean(axis=0) if own.any() else np.zeros(len(found.share))
        rows += [
            (subject, before + place + 1, texts.language, int(own.sum()), float(share))
            for place, share in enumerate(mean)
        ]
    return rows


def _stability(
    context: Context, texts: Texts, read: NDArray[np.int64], found: Topics, dimensions: dict[str, str]
) -> Finding:
    focus = texts.frame[texts.naming(context.study.focus)] if context.study.focus in texts.subjects else None
    frame = texts.frame[read] if focus is None else focus
    return measured(
        context,
        NAME,
        context.study.focus,
        float(found.stability.mean()),
        Ground.of(frame, "stories", METHOD, len(read)),
        dimensions=dimensions,
        parameters={
            "language": texts.language,
            "topics": len(found.share),
            "seeds": 5,
            "stable": int((found.stability >= 0.5).sum()),
            "lowest": f"{found.stability.min():.3g}",
            "chosen-from": " ".join(map(str, CHOICES)),
        },
    )
