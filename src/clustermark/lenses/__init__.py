"""Evidence in, findings out: lenses on published figures, coded conditions, price ladders, and checks on figures."""

from collections.abc import Iterable, Mapping

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.findings.store import rounded
from clustermark.lenses import checks, claims_findings, industry, judgements, ladders
from clustermark.lenses.protocol import Lens
from clustermark.lenses.unanswered import unanswered
from clustermark.study.model import Study

LENSES: Mapping[str, Lens] = {
    "claims": claims_findings,
    "judgements": judgements,
    "ladders": ladders,
    "position": industry,
    "checks": checks,
}


def run_lenses(evidence: Evidence, study: Study) -> list[Finding]:
    """All findings about single subjects, sorted by id.

    Every measure of the catalogue has a finding for the focus, the other clusters and the benchmark places: where
    the evidence cannot answer, one with status `insufficient` that says why. Raises ValueError where two findings
    share an id, which would be a fault of a lens.
    """
    found = [finding for lens in LENSES.values() for finding in lens.run(evidence, study)]
    found += unanswered(found, evidence, study)
    return sorted((rounded(finding) for finding in _unique(found)), key=lambda finding: finding.id)


def _unique(found: Iterable[Finding]) -> Iterable[Finding]:
    seen: set[str] = set()
    for finding in found:
        if finding.id in seen:
            raise ValueError(f"two findings share an id: {finding.id}")
        seen.add(finding.id)
        yield finding
