"""Which words stand in the same stories as a name, what sets it apart from its peers, and the network of its words."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.corpus import Corpus
from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context
from clustermark.lenses.communication.measured import Ground, in_period, measured, naming, stories, table
from clustermark.lenses.communication.words import content_words
from clustermark.lenses.protocol import Found
from clustermark.methods.text.associations import false_discovery, keyness, log_dice, npmi

METHOD = "communication.associations/1"
TOP = 20
TOLD = 40  # words a subject and language in the table
LEAST_TOGETHER = 5  # stories
LEAST_STORIES = 30
TABLE = {
    "subject": pl.String,
    "language": pl.String,
    "word": pl.String,
    "together": pl.Int64,
    "alone": pl.Int64,
    "log_dice": pl.Float64,
    "npmi": pl.Float64,
    "g2": pl.Float64,
    "log_ratio": pl.Float64,
    "q": pl.Float64,
    "rank": pl.Int64,
}
NETWORK = {"subject": pl.String, "word": pl.String, "other": pl.String, "weight": pl.Int64}


def find(context: Context) -> Found:
    """Associations by language; the first of them, and the overlap with those of the peers, in the main language."""
    assert context.corpus is not None
    once = stories(in_period(context, naming(context.corpus, context.subjects)))
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    edges: list[tuple[object, ...]] = []
    for language in ("zh", "en"):
        spoken = once.filter(pl.col("language") == language)
        if spoken.height < LEAST_STORIES:
            continue
        top: dict[str, list[str]] = {}
        words, counts = _presence(context.corpus, spoken)
        for subject in context.subjects:
            mine = np.array([one == subject for one in spoken["subject"]])
            if mine.sum() < LEAST_STORIES:
                continue
            found = _ranked(subject, language, words, counts, mine)
            rows += found
            top[subject] = [str(row[2]) for row in found[:TOP]]
            if language == _main(once):
                edges += _edges(subject, top[subject], words, counts[mine])
        findings += _findings(context, spoken, language, top)
    return Found(findings, {"associations": table(TABLE, rows), "association_network": table(NETWORK, edges)})


def _main(once: pl.DataFrame) -> str:
    counted = once.group_by("language").agg(n=pl.len()).sort(["n", "language"], descending=[True, False])
    return str(counted["language"][0]) if counted.height else ""


def _presence(corpus: Corpus, spoken: pl.DataFrame) -> tuple[list[str], NDArray[np.bool_]]:
    """Content words, and whether each row's document holds them."""
    words, counts, _ = content_words(corpus, spoken.unique(subset="document", keep="first", maintain_order=True))
    place = {
        document: row
        for row, document in enumerate(spoken.unique(subset="document", keep="first", maintain_order=True)["document"])
    }
    rows = np.array([place[document] for document in spoken["document"]], dtype=np.intp)
    return words, (counts > 0)[rows]


def _ranked(
    subject: str, language: str, words: list[str], counts: NDArray[np.bool_], mine: NDArray[np.bool_]
) -> list[tuple[object, ...]]:
    together, everywhere = counts[mine].sum(axis=0), counts.sum(axis=0)
    alone = everywhere - together
    dice = log_dice(together, np.full(len(words), mine.sum()), everywhere)
    mutual = npmi(together, np.full(len(words), mine.sum()), everywhere, len(mine))
    g2, ratio, p = keyness(together, float(mine.sum()), alone, float((~mine).sum()) or 1.0)
    q = false_discovery(p)
    kept = np.flatnonzero(together >= LEAST_TOGETHER)
    order = kept[np.argsort(-dice[kept], kind="stable")][:TOLD]
    return [
        (
            subject, language, words[i], int(together[i]), int(alone[i]), float(dice[i]), float(mutual[i]),
            float(g2[i]), float(ratio[i]), float(q[i]), rank,
        )
        for rank, i in enumerate(order, start=1)
    ]  # fmt: skip


def _edges(subject: str, top: list[str], words: list[str], counts: NDArray[np.bool_]) -> list[tuple[object, ...]]:
    """How often two of the strongest associations stand in one story."""
    place = [words.index(word) for word in top]
    chosen = counts[:, place].astype(np.int64)
    pairs = chosen.T @ chosen
    return [
        (subject, top[i], top[j], int(pairs[i, j]))
        for i in range(len(top))
        for j in range(i + 1, len(top))
        if pairs[i, j] >= LEAST_TOGETHER
    ]


def _findings(context: Context, spoken: pl.DataFrame, language: str, top: dict[str, list[str]]) -> list[Finding]:
    found = []
    for subject, words in top.items():
        if not words:
            continue
        own = spoken.filter(pl.col("subject") == subject)
        ground = Ground.of(own, "stories", METHOD)
        dimensions = {"language": language}
        found.append(
            measured(
                context,
                "communication.first_association",
                subject,
                words[0],
                ground,
                dimensions=dimensions,
                parameters={"word": words[0], "next": " ".join(words[1:5])},
            )
        )
        others = {word for other, theirs in top.items() if other != subject for word in theirs}
        if len(top) > 1:
            share = len(others & set(words)) / len(words)
            found.append(
                measured(
                    context,
                    "communication.image_overlap",
                    subject,
                    share,
                    ground,
                    dimensions=dimensions,
                    parameters={"words": len(words), "peers": len(top) - 1},
                )
            )
    return found
