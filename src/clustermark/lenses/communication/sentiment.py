"""How the clauses near a name speak of it: net sentiment, coverage of the word list, the corrected positive share."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.communication.clauses import (
    LANGUAGES,
    LEAST_LABELS,
    Counted,
    Labeller,
    counted,
    labeller,
    places_of,
    settled,
    some_clauses,
)
from clustermark.lenses.communication.documents import in_period, naming, stories
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.methods.intervals import bootstrap_sums
from clustermark.methods.text.correction import Corrected, combined, corrected_share

METHOD = "communication.sentiment/1"
NET = "communication.net_sentiment"
COVERAGE = "communication.sentiment_coverage"
POSITIVE = "communication.positive_share"
DRAWS = 1000
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
Labellers = Mapping[str, Labeller]
Share = Corrected | str  # a share, or the reason why there is none


def find(context: Context) -> Found:
    """Net sentiment, coverage and corrected positive share of each subject; net sentiment of past periods too."""
    assert context.corpus is not None
    seed = context.study.seed
    labellers = {language: labeller(context.evidence, language, seed) for language in LANGUAGES}
    named = naming(context.corpus, context.subjects)
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for period in (context.study.period, *context.study.past):
        once = stories(in_period(context, named, period))
        places = places_of(context.corpus, once)
        if period == context.study.period:
            read = some_clauses(context.corpus, once, places, seed)
            labellers = {name: settled(how, read[name], name) for name, how in labellers.items()}
        for subject in context.subjects:
            own = once.filter(pl.col("subject") == subject)
            if own.is_empty():
                continue
            clauses = counted(context.corpus, own, subject, places, labellers, seed)
            present = period == context.study.period
            findings += _findings(context, subject, own, clauses, labellers, period, present)
            rows += _rows(context, subject, clauses, labellers) if present else []
    return Found(findings, {"sentiment": table(TABLE, rows)})


def _findings(
    context: Context,
    subject: str,
    own: pl.DataFrame,
    clauses: Counted,
    labellers: Labellers,
    period: str,
    present: bool,
) -> Iterator[Finding]:
    by_story = clauses.listed.sum(axis=1)
    n = int(by_story.sum())
    ground = Ground.of(own, "clauses", METHOD, n)
    net = _net(by_story, context.study.seed)
    own_words = "sentiment_words" in context.evidence.tables
    said: dict[str, object] = {
        "lexicon": "default+own" if own_words else "default",
        "stories": f"{len(by_story)}/{clauses.of}",
    }
    if net is not None:
        yield measured(
            context, NET, subject, net[0], ground, interval=net[1:], by="bootstrap", parameters=said, period=period
        )
    elif present:
        yield insufficient(context, NET, subject, "balance", "no-sentiment", n=n)
    if present and n:
        worded = clauses.worded.sum(axis=1)
        drawn = bootstrap_sums(np.column_stack([worded, by_story.sum(axis=1)]), DRAWS, context.study.seed)
        low, high = np.nanquantile(drawn[:, 0] / np.maximum(drawn[:, 1], 1), [0.025, 0.975])
        interval = (float(low), float(high))
        yield measured(
            context,
            COVERAGE,
            subject,
            float(worded.sum()) / n,
            ground,
            interval=interval,
            by="bootstrap",
            parameters=said,
        )
    if present:
        yield from _positive(context, subject, ground, clauses, labellers)


def _net(by_story: NDArray[np.int64], seed: int) -> tuple[float, float, float] | None:
    """(P - N) / (P + N) of clauses (stories, 3), interval over stories; None without a positive or negative one."""
    positive, negative = int(by_story[:, 0].sum()), int(by_story[:, 1].sum())
    if positive + negative == 0:
        return None
    sums = bootstrap_sums(by_story[:, :2], DRAWS, seed)
    both = sums.sum(axis=1)
    low, high = np.quantile((sums[:, 0] - sums[:, 1])[both > 0] / both[both > 0], [0.025, 0.975])
    return (positive - negative) / (positive + negative), float(low), float(high)


def _share(clauses: Counted, place: int, how: Labeller) -> Share:
    """The corrected share of one language, or the reason why there is none."""
    by_label = clauses.corrected[:, place].sum(axis=0)
    if how.errors is None:
        return "few-labels"
    try:
        return corrected_share(int(by_label[0]), int(by_label.sum()), *how.errors.rates("positive"))
    except ValueError:
        return "classifier-weak"


def _positive(
    context: Context, subject: str, ground: Ground, clauses: Counted, labellers: Labellers
) -> Iterator[Finding]:
    """The corrected share of each language, and of all where every language that is spoken has one."""
    if "sentiment_labels" not in context.evidence.tables:
        yield insufficient(context, POSITIVE, subject, "share", "no-table", table="sentiment_labels")
        return
    spoken = [(at, name) for at, name in enumerate(LANGUAGES) if clauses.corrected[:, at].sum()]
    shares = {name: _share(clauses, at, labellers[name]) for at, name in spoken}
    weights = {name: float(clauses.corrected[:, at].sum()) for at, name in spoken}
    known = {name: share for name, share in shares.items() if isinstance(share, Corrected)}
    for name, share in known.items() if len(shares) > 1 else ():
        yield _corrected(context, subject, ground, share, int(weights[name]), {name: labellers[name]}, clauses, name)
    if known and len(known) == len(shares):
        whole = combined([(weights[name], share) for name, share in known.items()])
        used = {name: labellers[name] for name in known}
        yield _corrected(context, subject, ground, whole, int(sum(weights.values())), used, clauses, "")
        return
    reasons = {name: share for name, share in shares.items() if isinstance(share, str)}
    for name, why in list(reasons.items())[:1]:
        have = labellers[name].labels
        yield insufficient(context, POSITIVE, subject, "share", why, n=have, least=LEAST_LABELS, language=name)


def _corrected(
    context: Context,
    subject: str,
    ground: Ground,
    share: Corrected,
    n: int,
    used: Labellers,
    clauses: Counted,
    language: str,
) -> Finding:
    labels = sum(how.labels for how in used.values())
    rows = context.evidence.rows("sentiment_labels")
    origins = sorted({*ground.origins, *(str(row.get("origin") or "judged") for row in rows)})
    return measured(
        context,
        POSITIVE,
        subject,
        share.value,
        Ground(ground.rows, origins, n, "clauses", METHOD),
        interval=(share.low, share.high),
        by="beta",
        dimensions={"language": language},
        parameters={
            "labels": labels,
            "separation": f"{share.separation:.3g}",
            "by": "/".join(sorted({"trained" if how.trained else "lexicon" for how in used.values()})),
            "at-most": "leaning" if any(_unlike(clauses, name, how) for name, how in used.items()) else "",
        },
        at_best="judged",
    )


def _unlike(clauses: Counted, language: str, how: Labeller) -> bool:
    """Whether words of the list are twice as common, or half as common, in the labelled clauses as in the corpus.

    Labelled clauses that were picked for their tone are no sample of the corpus, and their errors may not be its own.
    """
    at = LANGUAGES.index(language)
    here = float(clauses.worded[:, at].sum()) / max(float(clauses.listed[:, at].sum()), 1.0)
    return not here / 2 <= how.worded <= 2 * here


def _rows(context: Context, subject: str, clauses: Counted, labellers: Labellers) -> Iterator[tuple[object, ...]]:
    """By language, and of both together ("")."""
    shares: dict[str, Share] = {}
    for at, language in enumerate(LANGUAGES):
        if not clauses.listed[:, at].sum():
            continue
        shares[language] = _share(clauses, at, labellers[language])
        yield _row(context, subject, language, clauses.listed[:, at], shares[language])
    known = [
        (float(clauses.corrected[:, LANGUAGES.index(name)].sum()), share)
        for name, share in shares.items()
        if isinstance(share, Corrected)
    ]
    whole: Share = combined(known) if known and len(known) == len(shares) else "few-labels"
    if shares:
        yield _row(context, subject, "", clauses.listed.sum(axis=1), whole)


def _row(
    context: Context, subject: str, language: str, by_story: NDArray[np.int64], share: Share
) -> tuple[object, ...]:
    positive, negative, neutral = (int(n) for n in by_story.sum(axis=0))
    net = _net(by_story, context.study.seed) or (None, None, None)
    ends = (share.value, share.low, share.high) if isinstance(share, Corrected) else (None, None, None)
    return (subject, language, positive, negative, neutral, positive + negative + neutral, *net, *ends)
