"""Brand importance of the clusters in the study's own corpus, with its components and the rank's interval."""

import numpy as np
import polars as pl

from clustermark.evidence.corpus import Corpus
from clustermark.findings.model import Finding
from clustermark.lenses.communication.context import Context, insufficient
from clustermark.lenses.communication.measured import Ground, in_period, measured, naming, stories, table
from clustermark.lenses.communication.words import is_content
from clustermark.lenses.protocol import Found
from clustermark.methods.networks.betweenness import EXACT
from clustermark.methods.networks.cooccurrence import cooccurrence, filtered
from clustermark.methods.networks.distinctiveness import distinctiveness
from clustermark.methods.text.importance import LEAST, WINDOW, Importance, brand_importance, ranks, standardised
from clustermark.methods.text.segment import NAME

METHOD = "communication.importance/1"
DRAWS = 60  # of documents, for the rank: each counts a network
MOST_WORDS = 3_000  # the commonest words and the names
PARTS = ("prevalence", "diversity", "connectivity")
TABLE = {
    "subject": pl.String,
    "prevalence": pl.Float64,
    "diversity": pl.Float64,
    "connectivity": pl.Float64,
    "score": pl.Float64,
    "rank": pl.Float64,
    "rank_low": pl.Float64,
    "rank_high": pl.Float64,
    "stories": pl.Int64,
}


def find(context: Context) -> Found:
    """Importance over the stories of the period in all languages; insufficient for one cluster or without a network."""
    assert context.corpus is not None
    once = stories(in_period(context, naming(context.corpus, context.subjects)))
    present = [one for one in context.subjects if once.filter(pl.col("subject") == one).height]
    if len(present) < 2:
        why = "few-subjects" if present else "no-rows"
        return Found(
            [
                insufficient(context, "communication.brand_importance", one, "standard-deviations", why)
                for one in context.subjects
            ]
            if present
            else []
        )
    document, term, size, names = _tokens(context.corpus, once, present)
    try:
        found = brand_importance(document, term, size, names, seed=context.study.seed)
    except ValueError:
        lacking = [
            insufficient(
                context, "communication.brand_importance", one, "standard-deviations", "few-texts", n=once.height
            )
            for one in present
        ]
        return Found(lacking)
    low, high = _rank_interval(document, term, size, names, context.study.seed)
    return Found(*_told(context, once, present, found, low, high))


def _tokens(corpus: Corpus, once: pl.DataFrame, present: list[str]) -> tuple[np.ndarray, np.ndarray, int, list[int]]:
    """Document and term of the tokens that count; a cluster and its brands are one term."""
    kept = corpus.tokens.join(once.select("document").unique(), on="document", how="semi")
    words = corpus.terms.filter(pl.col("text").map_elements(is_content, return_dtype=pl.Boolean))
    common = (
        (
            kept.join(words, on="term", how="semi")
            .group_by("term")
            .agg(n=pl.len())
            .sort(["n", "term"], descending=[True, False])
        )
        .head(MOST_WORDS)["term"]
        .to_list()
    )
    number = {term: place for place, term in enumerate(sorted(common))}
    place_of = {subject: len(number) + place for place, subject in enumerate(present)}
    of_name = {
        NAME + row["id"]: row["subject"] for row in corpus.names.iter_rows(named=True) if row["kind"] != "message"
    }
    for term, text in corpus.terms.filter(pl.col("text").str.starts_with(NAME)).iter_rows():
        if of_name.get(text) in place_of:
            number[term] = place_of[of_name[text]]
    turned = pl.DataFrame(
        {"term": list(number), "number": list(number.values())}, schema={"term": pl.Int32, "number": pl.Int64}
    )
    counted = kept.join(turned, on="term", how="inner").sort("document", "position")
    size = len(common) + len(present)
    return counted["document"].to_numpy(), counted["number"].to_numpy(), size, list(place_of.values())


def _rank_interval(
    document: np.ndarray,
    term: np.ndarray,
    size: int,
    names: list[int],
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """5th and 95th percentile of the ranks over documents drawn anew, by prevalence and diversity.

    Betweenness is left out of the draws: its time would be that of the whole for each of them.
    """
    rng = np.random.default_rng(seed)
    starts = np.flatnonzero(np.concatenate([[True], document[1:] != document[:-1]]))
    stops = np.append(starts[1:], len(document))
    drawn = []
    for _ in range(DRAWS):
        chosen = rng.integers(0, len(starts), len(starts))
        where = np.concatenate([np.arange(starts[one], stops[one]) for one in chosen])
        new = np.repeat(np.arange(len(chosen)), (stops - starts)[chosen])
        counts = np.bincount(term[where], minlength=size).astype(float)
        network, kept = filtered(cooccurrence(new, term[where], size, WINDOW), LEAST, names)
        place = np.searchsorted(kept, names)
        score = standardised(counts[counts > 0])[np.searchsorted(np.flatnonzero(counts > 0), names)]
        drawn.append(ranks(score + standardised(distinctiveness(network, "D2"))[place]))
    low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
    return low, high


def _told(
    context: Context,
    once: pl.DataFrame,
    present: list[str],
    found: Importance,
    low: np.ndarray,
    high: np.ndarray,
) -> tuple[list[Finding], dict[str, pl.DataFrame]]:
    rank = ranks(found.score)
    sources = "all" if found.sources == found.words else f"{found.sources} of {found.words}"
    said = {"words": found.words, "sources": sources, "window": WINDOW, "exact-up-to": EXACT}
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for place, subject in enumerate(present):
        own = once.filter(pl.col("subject") == subject)
        ground = Ground.of(own, "stories", METHOD)
        score = float(found.score[place])
        findings.append(measured(context, "communication.brand_importance", subject, score, ground, parameters=said))
        for name in PARTS:
            value = float(getattr(found, name)[place])
            findings.append(measured(context, f"communication.{name}", subject, value, ground, parameters=said))
        ends = (float(min(low[place], rank[place])), float(max(high[place], rank[place])))
        findings.append(
            measured(
                context,
                "communication.importance_rank",
                subject,
                float(rank[place]),
                ground,
                interval=ends,
                by="bootstrap",
                parameters={"of": len(present), "draws": DRAWS, "level": "90%"},
            )
        )
        parts = [float(getattr(found, name)[place]) for name in PARTS]
        rows.append((subject, *parts, score, float(rank[place]), *ends, own.height))
    return findings, {"importance": table(TABLE, rows)}
