"""The four clusters over seven rows: a verdict for every pair."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from clustermark.comparison.rows import ComparisonRow, comparison_rows
from clustermark.comparison.sides import (
    ANSWERED,
    Index,
    answers,
    difference,
    index,
    per_worker,
    plain,
    shared,
    side,
    size_free,
)
from clustermark.comparison.thresholds import comparators
from clustermark.findings.catalogue import Measure, measures
from clustermark.findings.model import Finding, Pairs, pairs, weakest
from clustermark.methods.comparable import YEARS, years_apart
from clustermark.methods.verdicts import (
    MEMBERSHIP_LINE,
    RATIO,
    Verdict,
    median_line,
    verdict_of_codes,
    verdict_of_memberships,
    verdict_of_numbers,
)
from clustermark.study.model import Study

MEASURE = "comparison.verdict"
METHOD = "pairs/1"


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines are drawn; the defaults were fixed before the results were read."""

    membership: float = MEMBERSHIP_LINE
    ratio: float = RATIO


STANDARD = Lines()


def compare_clusters(findings: Iterable[Finding], study: Study, lines: Lines = STANDARD) -> list[Finding]:
    """A verdict for each pair of clusters, row, measure and channel, in the order of the study and of the rows."""
    known = index(findings, study.period)
    out: list[Finding] = []
    for one, other in combinations(study.all_clusters(), 2):
        for row in comparison_rows():
            out += compare_row(one, other, row, known, lines)
    return out


def compare_row(one: str, other: str, row: ComparisonRow, known: Index, lines: Lines) -> Iterator[Finding]:
    """The verdicts on all measures of a row; the first decides, or the second choice where it has no evidence."""
    by_measure = [(name, list(_verdicts(one, other, row, measures()[name], known, lines))) for name in row.measures]
    answered = {name for name, found in by_measure if any(f.value != "no-evidence" for f in found)}
    deciding = next((name for name in row.deciding() if name in answered), row.measures[0])
    for name, found in by_measure:
        decides = name == deciding
        yield from (_with(finding, decides="yes") if decides else finding for finding in found)


def _with(finding: Finding, **more: str) -> Finding:
    return replace(finding, parameters=pairs(**dict(finding.parameters), **more))


def _verdicts(
    one: str, other: str, row: ComparisonRow, measure: Measure, known: Index, lines: Lines
) -> Iterator[Finding]:
    """One verdict for each set of equal dimensions and unit with answers on both sides; one without evidence else."""
    here, there = answers(known, measure.id, one), answers(known, measure.id, other)
    both = shared(here, there)
    if not both:
        apart = difference(here, there) if here and there else ""
        yield _no_evidence(one, other, row.id, measure, known, apart)
    for left, right, dims in both:
        yield _verdict(left, right, row.id, dims, measure, known, lines)


def _no_evidence(one: str, other: str, row: str, measure: Measure, known: Index, apart: str) -> Finding:
    """The verdict where a side has no answer, or none that speaks of the same channel, scope and unit."""
    sides = [known.by_question.get((measure.id, place), ()) for place in (one, other)]
    mute = next((found for found in sides if not any(f.status in ANSWERED for f in found)), None)
    why = apart if mute is None else mute[0].why if mute else "no-rows"
    fields = mute[0].why_fields if mute else ()
    inputs = tuple(finding.id for found in sides for finding in found)
    grounds = [finding.origin for found in sides for finding in found]
    return Finding(
        measure=MEASURE,
        subject=f"{one}~{other}",
        period=known.period,
        dimensions=pairs(row=row, of=measure.id),
        value="no-evidence",
        unit="code",
        uncertainty="none",
        origin=weakest(grounds),
        inputs=inputs,
        method=METHOD,
        status="insufficient",
        why=why,
        why_fields=fields,
    )


def _verdict(
    one: Finding, other: Finding, row: str, dims: Pairs, measure: Measure, known: Index, lines: Lines
) -> Finding:
    """The verdict on two answered findings of equal dimensions and unit."""
    code, line, extra, workers = judge(one, other, measure, known, lines)
    clash = "conflicting" in (one.status, other.status)
    apart = years_apart(one.years, other.years) > YEARS
    unstated = any(dict(finding.parameters).get("scope") == "unstated" for finding in (one, other))
    inputs = (one, other, *workers)
    clear = code != "no-evidence"
    return Finding(
        measure=MEASURE,
        subject=f"{one.subject}~{other.subject}",
        period=known.period,
        dimensions=pairs(row=row, of=measure.id, **dict(dims)),
        value=code,
        unit="code",
        uncertainty="none",
        n=min(finding.n for finding in inputs) if clear else 0,
        years=_union(inputs),
        origin=weakest(finding.origin for finding in inputs),
        reliability="/".join(sorted({grade for f in inputs for grade in f.reliability.split("/") if grade})),
        inputs=tuple(finding.id for finding in inputs),
        method=METHOD,
        parameters=pairs(
            line="" if line is None else f"{line:.12g}",
            **{"years-apart": "yes" if apart and clear else "", "at-most": "leaning" if unstated and clear else ""},
        ),
        status="insufficient" if not clear else "conflicting" if clash else "ok",
        why=extra if not clear else "conflicting" if clash else "",
    )


def _union(findings: Iterable[Finding]) -> str:
    years = [part for finding in findings if finding.years for part in finding.years.split("-")]
    if not years:
        return ""
    return min(years) if min(years) == max(years) else f"{min(years)}-{max(years)}"


def judge(
    one: Finding, other: Finding, measure: Measure, known: Index, lines: Lines
) -> tuple[Verdict, float | None, str, tuple[Finding, ...]]:
    """The verdict, the line it used, why there is none, and the employment findings that it divided by."""
    if measure.kind == "category":
        if None in (one.value, other.value):  # sources contradict: there is evidence, and it does not decide
            return "not-distinguishable", None, "", ()
        return verdict_of_codes(str(one.value), str(other.value)), None, "", ()
    if measure.kind == "membership":
        return verdict_of_memberships(side(one), side(other), lines.membership, lines.ratio), lines.membership, "", ()
    if size_free(measure):
        found = comparators(_all(known, measure.id), one, (one.subject, other.subject))
        line = median_line(list(found.values()))
        return verdict_of_numbers(side(one), side(other), line, lines.ratio), line, "", ()
    left, right = per_worker(one, known), per_worker(other, known)
    if left is None or right is None:
        return "no-evidence", None, "sizes-differ", ()
    line = _median_per_worker(one, other, known)
    return verdict_of_numbers(left[0], right[0], line, lines.ratio), line, "", (left[1], right[1])


def _all(known: Index, measure: str) -> list[Finding]:
    return [finding for (name, _), found in known.by_question.items() if name == measure for finding in found]


def _median_per_worker(one: Finding, other: Finding, known: Index) -> float | None:
    """The median per worker of at least five other clusters."""
    others = comparators(_all(known, one.measure), one, (one.subject, other.subject))
    points = []
    for finding in _all(known, one.measure):
        if finding.subject in others and (plain(finding.dimensions), finding.unit) == (plain(one.dimensions), one.unit):
            divided = per_worker(finding, known)
            if divided is not None and isinstance(divided[0].value, float):
                points.append(divided[0].value)
    return median_line(points)
