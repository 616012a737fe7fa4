"""Findings as sides of a pair: what may be compared as it is, what only per worker, what not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clustermark.findings.catalogue import Measure
from clustermark.findings.model import Finding, Pairs, pairs
from clustermark.methods.verdicts import Side

EMPLOYMENT = "situation.employment"
SIZE_FREE = (
    *("share", "membership", "code", "currency/item", "ratio", "rank", "years", "standard-deviations", "year"),
    *("points", "balance", "bits", "score", "index", "distance"),
)
ANSWERED = ("ok", "conflicting")


@dataclass(frozen=True, slots=True)
class Index:
    """The findings of one period, by measure and subject, and the employment by subject, scope and product."""

    by_question: Mapping[tuple[str, str], tuple[Finding, ...]]
    workers: Mapping[tuple[str, Pairs], Finding]
    period: str


def index(findings: Iterable[Finding], period: str) -> Index:
    """Index the findings of a period; scenarios are left out."""
    questions: dict[tuple[str, str], list[Finding]] = {}
    workers: dict[tuple[str, Pairs], Finding] = {}
    for finding in findings:
        if finding.period != period or finding.scenario:
            continue
        questions.setdefault((finding.measure, finding.subject), []).append(finding)
        if finding.measure == EMPLOYMENT and finding.status in ANSWERED:
            workers[(finding.subject, plain(finding.dimensions))] = finding
    ordered = {key: tuple(sorted(found, key=lambda one: one.id)) for key, found in questions.items()}
    return Index(ordered, workers, period)


Key = tuple[Pairs, str]  # dimensions without the unit, and the unit


def answers(known: Index, measure: str, subject: str) -> dict[Key, Finding]:
    """The answered findings of a question by dimensions and unit."""
    found = known.by_question.get((measure, subject), ())
    return {(plain(one.dimensions), one.unit): one for one in found if one.status in ANSWERED}


def plain(dimensions: Pairs) -> Pairs:
    """Dimensions without `unit`: it only tells a place's findings apart, the unit itself is compared."""
    return tuple(pair for pair in dimensions if pair[0] != "unit")


def shared(here: Mapping[Key, Finding], there: Mapping[Key, Finding]) -> list[tuple[Finding, Finding, Pairs]]:
    """The findings of both sides that may be compared, with the dimensions of the comparison.

    `unit` is one of them only where the two have several units in common.
    """
    keys = sorted(set(here) & set(there))
    dims = [key[0] for key in keys]
    return [
        (here[key], there[key], key[0] if dims.count(key[0]) == 1 else pairs(**dict(key[0]), unit=_named(key[1])))
        for key in keys
    ]


def _named(unit: str) -> str:
    return unit.replace("/", "-per-")


def difference(here: Mapping[Key, Finding], there: Mapping[Key, Finding]) -> str:
    """Why two answered questions do not meet: their units, or their scopes and other dimensions."""
    return "units-differ" if {key[0] for key in here} & {key[0] for key in there} else "scopes-differ"


def side(finding: Finding) -> Side:
    """A finding as a side: its point or code, and its interval with open ends opened."""
    open_ends = dict(finding.parameters).get("open", "").split("/")
    if finding.low is None and finding.high is None:
        return Side(finding.value)
    infinite = float("inf")
    low = -infinite if finding.low is None or "low" in open_ends else finding.low
    high = infinite if finding.high is None or "high" in open_ends else finding.high
    return Side(finding.value, low, high)


def size_free(measure: Measure) -> bool:
    """Whether places of different size may be compared by this measure as it stands."""
    return measure.unit in SIZE_FREE


def per_worker(finding: Finding, known: Index) -> tuple[Side, Finding] | None:
    """A finding divided by the employment of its place (equal scope and product), and that employment; None without.

    Ends are divided so that the interval holds every quotient. Both must be positive.
    """
    kept = plain(finding.dimensions)
    workers = known.workers.get((finding.subject, kept))
    if workers is None or {name for name, _ in kept} - {"scope", "product"} or finding.measure == EMPLOYMENT:
        return None
    above, below = side(finding), side(workers)
    if not isinstance(above.value, (int, float)) or not isinstance(below.value, (int, float)) or below.value <= 0:
        return None
    value = above.value / below.value
    if not (above.has_interval or below.has_interval):
        return Side(value), workers
    low, high = (above.value, above.value) if not above.has_interval else (above.low, above.high)
    least, most = (below.value, below.value) if not below.has_interval else (below.low, below.high)
    infinite = float("inf")
    bottom = 0.0 if most in (None, infinite) or low in (None, -infinite) else float(low or 0.0) / float(most or 1.0)
    unbounded = least is None or least <= 0 or high in (None, infinite)
    top = infinite if unbounded else float(high or 0.0) / float(least or 1.0)
    return Side(value, min(bottom, value), max(top, value)), workers
