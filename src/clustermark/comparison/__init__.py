"""Findings in, findings out: the only room that sees two subjects."""

from collections.abc import Iterable

from clustermark.comparison.benchmarks import compare_benchmarks
from clustermark.comparison.pairs import compare_clusters
from clustermark.findings.model import Finding
from clustermark.study.model import Study


def compare(findings: Iterable[Finding], study: Study) -> list[Finding]:
    """The clusters pair by pair over the seven rows, and the focus against each benchmark place, sorted by id."""
    known = list(findings)
    found = [*compare_clusters(known, study), *compare_benchmarks(known, study)]
    return sorted(found, key=lambda finding: finding.id)
