"""Production factors of the clusters: technology, talent, information, capital, service, beside each other.

Every factor is the plain mean of the standard scores of its indicators. Who thinks otherwise about weights is answered
by the interval: scores and ranks over weights drawn evenly from all possible ones. A study that has neither the
cluster's account nor a figure of a factor is not asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.model import Evidence
from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding, pairs
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.factors.indicators import Scored, complete, matrix, scored, settings, unstated
from clustermark.lenses.measured import Ground, table
from clustermark.lenses.position.drawn import drawn_finding, seed_of, steady
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import text
from clustermark.methods.composite import Stability, rank_stability
from clustermark.study.model import Study

METHOD = "factors/1"
RANK = "factors.rank"
ALL = "all"  # factors together, in the result table
needs = ("cluster_accounts", "claims")
measures: Sequence[str] = (*(f"factors.{factor.id}" for factor in settings().factor), RANK)
SCORES = {
    "subject": pl.String,
    "factor": pl.String,
    **dict.fromkeys(("score", "score_low", "score_high", "rank", "rank_low", "rank_high"), pl.Float64),
    "indicators": pl.Int64,
    "places": pl.Int64,
}
INDICATORS = {
    **dict.fromkeys(("subject", "factor", "indicator"), pl.String),
    "value": pl.Float64,
    **dict.fromkeys(("unit", "per", "year"), pl.String),
    "z": pl.Float64,
    "rows": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A factor, or all together: the places that are complete, their stability, and the indicators used."""

    factor: str  # "" all together
    places: tuple[str, ...]
    stability: Stability
    used: tuple[Scored, ...]
    left: int  # indicators that were left out
    columns: int  # what the weights are drawn over: indicators, or factors


def run(evidence: Evidence, study: Study) -> Found:
    """Scores and ranks of every cluster, and the tables of scores and of indicators."""
    if not asked(evidence):
        return Found([])
    context = Context(evidence, study)
    known = scored(context)
    ranked = {factor: _ranked(context, factor, found) for factor, found in known.items()}
    together = _together(context, [one for one in ranked.values() if one is not None])
    findings = [finding for factor in ranked for finding in _of_factor(context, factor, ranked[factor], known[factor])]
    findings += _ranks(context, together, "") if together else _lacking_all(context, RANK, _most(known))
    claimed = {text(row, "variable") for row in evidence.rows("claims")}
    findings = [_apart(finding) if finding.measure in claimed else finding for finding in findings]
    filled = {
        "factor_scores": table(
            SCORES, (row for one in (*ranked.values(), together) if one for row in _score_rows(one))
        ),
        "factor_indicators": table(INDICATORS, _indicator_rows(context, known)),
    }
    return Found(findings, {name: frame for name, frame in filled.items() if frame.height})


def _apart(finding: Finding) -> Finding:
    """A computed finding whose question a published figure answers too has a dimension of its own: ids must differ."""
    return replace(finding, dimensions=pairs(**dict(finding.dimensions), basis="computed"))


def asked(evidence: Evidence) -> bool:
    """Whether the study has the cluster's account, or a published figure of a factor."""
    if needs[0] in evidence.tables:
        return True
    claims = evidence.tables.get("claims")
    if claims is None or "variable" not in claims.columns:
        return False
    return bool(claims["variable"].str.starts_with("factors.").any())


def _ranked(context: Context, factor: str, found: Sequence[Scored]) -> Ranked | None:
    """None where fewer than two indicators have five places that are complete."""
    used, places = complete(found)
    if len(used) < settings().least_indicators:
        return None
    values = matrix(used, places)
    left = sum(bool(one.readings) for one in found) - len(used)
    return Ranked(factor, tuple(places), _stability(context, factor, values), tuple(used), left, len(used))


def _stability(context: Context, name: str, values: NDArray[np.float64]) -> Stability:
    seed = seed_of(context.study.seed, METHOD, name or ALL)
    return rank_stability(values, draws=settings().draws, seed=seed)


def _together(context: Context, ranked: Sequence[Ranked]) -> Ranked | None:
    """All factors in one: the places that every factor has; a factor that leaves fewer than five is left out."""
    used = list(ranked)
    while len(used) >= settings().least_indicators:
        places = [place for place in used[0].places if all(place in one.places for one in used)]
        if len(places) >= settings().least_places:
            scores = np.array([[one.stability.score[one.places.index(place)] for one in used] for place in places])
            indicators = tuple(each for one in used for each in one.used)
            return Ranked(
                "", tuple(places), _stability(context, "", scores), indicators, len(ranked) - len(used), len(used)
            )
        fewest = min(range(len(used)), key=lambda at: (len(used[at].places), -at))
        used = [one for at, one in enumerate(used) if at != fewest]
    return None


def _of_factor(context: Context, factor: str, ranked: Ranked | None, found: Sequence[Scored]) -> Iterator[Finding]:
    measure = f"factors.{factor}"
    if ranked is None:
        yield from _lacking_all(context, measure, _most({factor: found}), found)
        return
    of = ranked.stability
    for subject in context.subjects:
        if subject not in ranked.places:
            yield _incomplete(context, measure, subject, ranked)
            continue
        at = ranked.places.index(subject)
        ends = (float(of.score_low[at]), float(of.score_high[at]))
        yield _told(context, measure, subject, float(of.score[at]), ends, ranked)
    yield from _ranks(context, ranked, factor)


def _ranks(context: Context, ranked: Ranked, factor: str) -> Iterator[Finding]:
    of = ranked.stability
    for subject in context.subjects:
        dims = {"segment": factor}
        if subject not in ranked.places:
            yield replace(_incomplete(context, RANK, subject, ranked), dimensions=pairs(**dims))
            continue
        at = ranked.places.index(subject)
        ends = (float(of.low[at]), float(of.high[at]))
        said = {"came-first": f"{of.first[at]:.4g}"}
        yield _told(context, RANK, subject, float(of.rank[at]), ends, ranked, dims, said)


def _told(
    context: Context,
    measure: str,
    subject: str,
    value: float,
    ends: tuple[float, float],
    ranked: Ranked,
    dimensions: Mapping[str, str] | None = None,
    said: Mapping[str, object] | None = None,
) -> Finding:
    """A score or rank: it rests on the figures of the place, and is as weak as the weakest figure of any."""
    own = [one.readings[subject] for one in ranked.used]
    pages = {(record.page or record.rows[0]) for reading in own for record in reading.records}
    origins = {origin for one in ranked.used for place in ranked.places for origin in one.readings[place].origins}
    years = sorted(record.year for reading in own for record in reading.records if record.year is not None)
    grades = {
        grade for reading in own for record in reading.records for grade in record.reliability.split("/") if grade
    }
    rows = [row for reading in own for row in reading.rows]
    return drawn_finding(
        context,
        measure,
        subject,
        value,
        ends,
        Ground(rows, sorted(origins), len(pages), "", METHOD),
        years=str(years[0]) if years[0] == years[-1] else f"{years[0]}-{years[-1]}",
        reliability="/".join(sorted(grades)),
        by="random weights",
        dimensions=dimensions,
        parameters={
            "places": len(ranked.places),
            "indicators" if ranked.factor else "factors": ranked.columns,
            "left-out": ranked.left or "",
            "draws": settings().draws,
            "at-most": "leaning" if unstated(ranked.used, ranked.places) else "",
            **(said or {}),
        },
    )


def _incomplete(context: Context, measure: str, subject: str, ranked: Ranked) -> Finding:
    """A place that lacks a figure which the others have, or what that figure is divided by."""
    missing = next(
        (one.lacking[subject] for one in ranked.used if subject in one.lacking), ranked.used[0].indicator.measure
    )
    made = insufficient(context, measure, subject, catalogue()[measure].unit, "input-missing", input=missing)
    return replace(made, method=METHOD)


def _most(known: Mapping[str, Sequence[Scored]]) -> int:
    """The most places that any indicator has."""
    return max((len(one.readings) for found in known.values() for one in found), default=0)


def _lacking_all(context: Context, measure: str, places: int, found: Sequence[Scored] = ()) -> Iterator[Finding]:
    """Why no place has a score: no figures at all, too few places, or too few indicators."""
    of = settings()
    enough = sum(bool(one.scores) for one in found)
    why, fields = "factor-few-places", {"n": places, "least": of.least_places}
    if not places:
        why, fields = "no-rows", {}
    elif enough:
        why, fields = "factor-few-indicators", {"n": enough, "least": of.least_indicators}
    for subject in context.subjects:
        made = insufficient(context, measure, subject, catalogue()[measure].unit, why, **fields)
        yield replace(made, method=METHOD)


def _score_rows(one: Ranked) -> Iterator[tuple[object, ...]]:
    of = one.stability
    for at, place in enumerate(one.places):
        scores = (of.score[at], of.score_low[at], of.score_high[at], of.rank[at], of.low[at], of.high[at])
        yield place, one.factor or ALL, *(steady(float(each)) for each in scores), one.columns, len(one.places)


def _indicator_rows(context: Context, known: Mapping[str, Sequence[Scored]]) -> Iterator[tuple[object, ...]]:
    for factor, found in known.items():
        for one in found:
            for subject in context.subjects:
                reading = one.readings.get(subject)
                if reading is None:
                    continue
                z = one.scores.get(subject)
                yield (
                    subject,
                    factor,
                    one.indicator.measure,
                    steady(reading.value),
                    reading.unit,
                    one.indicator.per,
                    str(reading.year),
                    None if z is None else steady(z),
                    reading.rows,
                )
