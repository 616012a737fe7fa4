"""The focus against benchmark places and peers: gap, advantage, level, or not comparable and why."""

from collections.abc import Iterable, Iterator

from clustermark.comparison.sides import Index, answers, difference, index, per_worker, shared, side, size_free
from clustermark.findings.catalogue import Measure, measures
from clustermark.findings.model import Finding, Pairs, pairs, sample, weakest
from clustermark.methods.comparable import YEARS, years_apart
from clustermark.methods.verdicts import Side, ends, verdict_of_memberships, verdict_of_numbers
from clustermark.study.model import Study

MEASURE = "comparison.benchmark"
METHOD = "benchmarks/1"
APART = ("checks", "comparison")
LEFT_OUT = ("category", "year")  # codes and dates have no distance


def compare_benchmarks(findings: Iterable[Finding], study: Study) -> list[Finding]:
    """One finding for each benchmark place and measure with evidence on both sides (and each of its dimensions).

    The other clusters are set beside the focus in the same way, in what is measured from texts, surveys and budgets;
    published figures of clusters are compared by pairs and rows.
    """
    known = index(findings, study.period)
    asked = [one for one in measures().values() if one.row not in APART and one.kind not in LEFT_OUT]
    measured = [one for one in asked if one.tables]
    places = [(place, asked) for place in study.benchmarks] + [(place, measured) for place in study.clusters]
    return [
        finding
        for place, compared in places
        if place != study.focus
        for measure in compared
        for finding in _against(study.focus, place, measure, known)
    ]


def _against(focus: str, place: str, measure: Measure, known: Index) -> Iterator[Finding]:
    here, there = answers(known, measure.id, focus), answers(known, measure.id, place)
    if not here or not there:
        return
    both = shared(here, there)
    if not both:
        inputs, why = (*here.values(), *there.values()), difference(here, there)
        yield _finding(focus, place, measure.id, (), known.period, inputs, "not-comparable", why)
    for one, other, dims in both:
        code, why, workers = judge(one, other, measure, known)
        yield _finding(focus, place, measure.id, dims, known.period, (one, other, *workers), code, why)


def judge(one: Finding, other: Finding, measure: Measure, known: Index) -> tuple[str, str, tuple[Finding, ...]]:
    """Gap, advantage or level for the focus (`one`), or not-comparable with the reason.

    Numbers of places of different size are compared per worker or not at all; where more is neither better nor
    worse, or where ranges overlap, no distance is named.
    """
    if measure.direction == "none":
        return "not-comparable", "no-direction", ()
    left, right = side(one), side(other)
    workers: tuple[Finding, ...] = ()
    if not size_free(measure):
        divided, beside = per_worker(one, known), per_worker(other, known)
        if divided is None or beside is None:
            return "not-comparable", "sizes-differ", ()
        left, right, workers = divided[0], beside[0], (divided[1], beside[1])
    test = verdict_of_memberships if measure.kind == "membership" else verdict_of_numbers
    if test(left, right) == "identical":
        return "level", "", workers
    order = _order(left, right)
    if order == 0:
        return "not-comparable", "ranges-overlap", workers
    better = order > 0 if measure.direction == "up" else order < 0
    return ("advantage" if better else "gap"), "", workers


def _order(one: Side, other: Side) -> int:
    """1 or -1 where the whole of one side lies above or below the whole of the other, else 0."""
    (low, high), (start, end) = ends(one), ends(other)
    return 1 if low > end else -1 if high < start else 0


def _finding(
    focus: str, place: str, of: str, dims: Pairs, period: str, inputs: tuple[Finding, ...], code: str, why: str
) -> Finding:
    comparable = code != "not-comparable"
    clash = any(finding.status == "conflicting" for finding in inputs)
    unstated = any(dict(finding.parameters).get("scope") == "unstated" for finding in inputs)
    apart = len(inputs) >= 2 and years_apart(inputs[0].years, inputs[1].years) > YEARS
    counted = {sample(finding) for finding in inputs}
    years = sorted(part for finding in inputs if finding.years for part in finding.years.split("-"))
    return Finding(
        measure=MEASURE,
        subject=f"{focus}~{place}",
        period=period,
        dimensions=pairs(of=of, **dict(dims)),
        value=code,
        unit="code",
        uncertainty="none",
        n=min(finding.n for finding in inputs),
        years="" if not years else years[0] if years[0] == years[-1] else f"{years[0]}-{years[-1]}",
        origin=weakest(finding.origin for finding in inputs),
        reliability="/".join(sorted({grade for f in inputs for grade in f.reliability.split("/") if grade})),
        inputs=tuple(finding.id for finding in inputs),
        method=METHOD,
        parameters=pairs(
            sample=counted.pop() if len(counted) == 1 else "",
            **{"years-apart": "yes" if apart else "", "at-most": "leaning" if unstated and comparable else ""},
        ),
        status="not applicable" if not comparable else "conflicting" if clash else "ok",
        why=why if not comparable else "conflicting" if clash else "",
    )
