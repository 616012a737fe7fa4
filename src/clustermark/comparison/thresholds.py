"""Lines drawn by the other places: medians and percentiles of comparators, and a place's own past."""

from collections.abc import Iterable, Mapping

from clustermark.comparison.sides import plain
from clustermark.findings.model import BOUND, Finding, Pairs
from clustermark.methods.verdicts import median_line, percentile
from clustermark.study.model import Study, first_and_last_year

COMPARATOR = "cluster"  # the kind of place that clusters are measured against


def comparators(
    findings: Iterable[Finding], like: Finding, without: Iterable[str], kind: str = COMPARATOR
) -> dict[str, float]:
    """The points of other clusters: same measure, period, dimensions, unit and scenario; one number a place.

    "At least" and "at most" print no point.
    """
    left_out = set(without)
    return {
        finding.subject: float(finding.value)
        for finding in findings
        if finding.measure == like.measure
        and finding.period == like.period
        and plain(finding.dimensions) == plain(like.dimensions)
        and finding.unit == like.unit
        and finding.scenario == like.scenario
        and finding.subject not in left_out
        and dict(finding.parameters).get("place-kind") == kind
        and finding.status in ("ok", "conflicting")
        and isinstance(finding.value, (int, float))
        and finding.uncertainty != BOUND
    }


def benchmark_median(findings: Iterable[Finding], like: Finding, without: Iterable[str]) -> float | None:
    """The median of at least five comparators, else None."""
    return median_line(list(comparators(findings, like, without).values()))


def benchmark_percentile(
    findings: Iterable[Finding], like: Finding, without: Iterable[str], share: float
) -> float | None:
    """A percentile (share .25 is the lower quartile) of at least five comparators, else None."""
    return percentile(list(comparators(findings, like, without).values()), share)


def own_past(findings: Iterable[Finding], like: Finding, study: Study) -> Finding | None:
    """The same question answered for the latest earlier period of the study that has an answer."""
    by_period: Mapping[str, Finding] = {
        finding.period: finding
        for finding in findings
        if (finding.measure, finding.subject, finding.dimensions, finding.unit) == _question(like)
        and finding.period in study.past
        and finding.status in ("ok", "conflicting")
    }
    start, _ = first_and_last_year(like.period)
    earlier = [period for period in by_period if first_and_last_year(period)[1] < start]
    return by_period[max(earlier, key=first_and_last_year)] if earlier else None


def _question(finding: Finding) -> tuple[str, str, Pairs, str]:
    return (finding.measure, finding.subject, finding.dimensions, finding.unit)
