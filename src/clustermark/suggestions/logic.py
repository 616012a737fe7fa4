"""Three-valued logic: whether a finding meets a test, and how firmly."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from clustermark.findings.catalogue import measures
from clustermark.findings.model import BOUND, Finding, well_founded
from clustermark.suggestions.grammar import Test
from clustermark.suggestions.model import Truth

FEWEST_COMPARATORS = 5
ALIKE = 1.1  # two figures without a stated range are told apart beyond this ratio


@dataclass(frozen=True, slots=True)
class Ground:
    """What rules are judged on, by measure: findings of the subject now, of the subject before, of other clusters."""

    here: Mapping[str, Sequence[Finding]]
    past: Mapping[str, Sequence[Finding]]  # latest period first
    others: Mapping[str, Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one test made of one finding; `firm` also where it firmly does not meet it."""

    truth: Truth
    firm: bool = False
    reference: float | None = None
    distance: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A threshold as a number; of an own past figure also its interval, and whether it could carry a firm verdict."""

    point: float
    low: float
    high: float
    own_past: bool = False
    contested: bool = False
    sure: bool = True


def negate(truth: Truth) -> Truth:
    """Not."""
    return {"true": "false", "false": "true", "unknown": "unknown"}[truth]  # type: ignore[return-value]


def every(truths: Iterable[Truth]) -> Truth:
    """And: false if any is false, else unknown if any is unknown, else true."""
    seen = set(truths)
    return "false" if "false" in seen else "unknown" if "unknown" in seen else "true"


def some(truths: Iterable[Truth]) -> Truth:
    """Or: true if any is true, else unknown if any is unknown, else false."""
    return negate(every(negate(truth) for truth in truths))


def rests_firmly(finding: Finding) -> bool:
    """Whether the evidence can carry a firm verdict: two independent origins, or a check computed from all rows."""
    if finding.status != "ok":
        return False
    measure = measures().get(finding.measure)
    computed = measure is not None and measure.row == "checks" and finding.uncertainty == "none"
    return well_founded(finding) or computed


def judge(test: Test, finding: Finding, ground: Ground) -> Judged:
    """Put one finding to a test."""
    if test.status is not None:
        holds = finding.status in test.status and (not test.why or finding.why == test.why)
        return Judged("true" if holds else "false", firm=finding.status == "conflicting")
    if finding.status not in ("ok", "conflicting"):
        return Judged("unknown", why=finding.why or finding.status)
    if test.among is not None:
        return _judge_code(test.among, finding)
    reference = _reference(test, finding, ground)
    if isinstance(reference, str):
        return Judged("unknown", why=reference)
    return _judge_number(test, finding, reference)


def _judge_code(codes: Sequence[str], finding: Finding) -> Judged:
    if finding.status == "conflicting":
        claimed = [code for code in dict(finding.parameters).get("codes", "").split("/") if code]
        inside = {code in codes for code in claimed}
        if len(inside) != 1:
            return Judged("unknown", why="conflicting")
        return Judged("true" if inside.pop() else "false")
    if not isinstance(finding.value, str):
        return Judged("unknown", why="no-code")
    return Judged("true" if finding.value in codes else "false", firm=rests_firmly(finding))


def _reference(test: Test, finding: Finding, ground: Ground) -> Reference | str | None:
    """The threshold as a number; None for `between`; a reason where a named one is unknown."""
    threshold = test.above if test.above is not None else test.below
    if threshold is None:
        return None
    if not isinstance(threshold, str):
        return Reference(threshold, threshold, threshold)
    if threshold == "own_past":
        return _own_past(finding, ground)
    values = [
        float(other.value)
        for other in ground.others.get(finding.measure, ())
        if other.dimensions == finding.dimensions
        and other.unit == finding.unit
        and other.status == "ok"
        and isinstance(other.value, int | float)
    ]
    if len(values) < FEWEST_COMPARATORS:
        return "few-comparators"
    point = median(values) if threshold == "benchmark_median" else quantiles(values, n=4, method="inclusive")[0]
    return Reference(point, point, point)


def _own_past(finding: Finding, ground: Ground) -> Reference | str:
    for before in ground.past.get(finding.measure, ()):
        if before.dimensions != finding.dimensions or before.unit != finding.unit:
            continue
        if before.status in ("ok", "conflicting") and isinstance(before.value, int | float):
            low, high = _ends(before)
            contested, sure = before.status == "conflicting", rests_firmly(before)
            return Reference(float(before.value), low, high, True, contested, sure)
    return "no-past"


def _ends(finding: Finding) -> tuple[float, float]:
    """The interval of a finding: its point where none is stated; unbounded on the side that a bound leaves open."""
    point = float(finding.value) if isinstance(finding.value, int | float) else None
    open_ended = point is None or finding.uncertainty == BOUND
    low = finding.low if finding.low is not None else -math.inf if open_ended or point is None else point
    high = finding.high if finding.high is not None else math.inf if open_ended or point is None else point
    ends = dict(finding.parameters).get("open", "").split("/")
    return -math.inf if "low" in ends else low, math.inf if "high" in ends else high


def _judge_number(test: Test, finding: Finding, reference: Reference | None) -> Judged:
    low, high = _ends(finding)
    point = float(finding.value) if isinstance(finding.value, int | float) else None
    if (low, high) == (-math.inf, math.inf) or isinstance(finding.value, str):
        return Judged("unknown", why="no-number")
    whole, apart = _whole(test, low, high, reference), _apart(test, low, high, reference)
    number = None if reference is None else reference.point
    contested = finding.status == "conflicting" or (reference is not None and reference.contested)
    sure = rests_firmly(finding) and not contested and (reference is None or reference.sure)
    if reference is not None and reference.own_past and _alike(low, high, reference):
        return Judged("unknown", reference=number, why="not-distinguishable")
    if point is None or finding.uncertainty == BOUND or contested:
        truth: Truth = "true" if whole else "false" if apart else "unknown"
        return Judged(truth, (whole or apart) and sure, number, why="ends-differ" if truth == "unknown" else "")
    distance = 0.0 if number is None else abs(point - number)
    if _meets(test, point, reference):
        return Judged("true", whole and sure, number, distance)
    return Judged("false", apart and sure, number, distance)


def _alike(low: float, high: float, past: Reference) -> bool:
    """Whether a figure and its own past cannot be told apart: intervals that meet, or two points within a tenth."""
    if low == high and past.low == past.high:
        small, large = sorted((low, past.low))
        return large < ALIKE * small or small == large
    return low <= past.high and past.low <= high


def _meets(test: Test, point: float, reference: Reference | None) -> bool:
    if test.between is not None:
        return test.between[0] <= point <= test.between[1]
    assert reference is not None  # above and below have one
    return point > reference.point if test.above is not None else point < reference.point


def _whole(test: Test, low: float, high: float, reference: Reference | None) -> bool:
    """Whether the whole interval meets the test, whatever the threshold's own interval holds."""
    if test.between is not None:
        return test.between[0] <= low and high <= test.between[1]
    assert reference is not None
    return low > reference.high if test.above is not None else high < reference.low


def _apart(test: Test, low: float, high: float, reference: Reference | None) -> bool:
    """Whether no point of the interval meets the test."""
    if test.between is not None:
        return high < test.between[0] or low > test.between[1]
    assert reference is not None
    return high <= reference.low if test.above is not None else low >= reference.high
