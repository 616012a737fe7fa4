"""Evidence in, findings out: lenses on published figures, coded conditions, price ladders, and checks on figures."""

from collections.abc import Iterable, Mapping

import polars as pl

from clustermark.evidence.corpus import Progress
from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.findings.results import checked
from clustermark.findings.store import rounded
from clustermark.lenses import (
    actors,
    checks,
    claims_findings,
    communication,
    factors,
    governance,
    industry,
    interviews,
    judgements,
    ladders,
    position,
    upgrading,
)
from clustermark.lenses.protocol import Found, Lens
from clustermark.lenses.unanswered import unanswered
from clustermark.study.model import Study
from clustermark.study.problems import InputProblem

LENSES: Mapping[str, Lens] = {
    "claims": claims_findings,
    "judgements": judgements,
    "ladders": ladders,
    "industry": industry,
    "position": position,
    "factors": factors,
    "governance": governance,
    "actors": actors,
    "upgrading": upgrading,
    "communication": communication,
    "interviews": interviews,
    "checks": checks,
}


def run_lenses(evidence: Evidence, study: Study, *, quick: bool = False) -> list[Finding]:
    """The findings of `ask_lenses`, without the long results."""
    return ask_lenses(evidence, study, quick=quick).findings


def ask_lenses(evidence: Evidence, study: Study, progress: Progress | None = None, *, quick: bool = False) -> Found:
    """All findings about single subjects, sorted by id, and the long results that they point to.

    Every measure of the catalogue has a finding for the focus, the other clusters and the benchmark places: where
    the evidence cannot answer, one with status `insufficient` that says why. Raises ValueError where two findings
    share an id, or two lenses a result table, which would be a fault of a lens. `progress` hears how far texts are cut.
    `quick` leaves world tables unread: what is computed from them is then insufficient, "only-in-run".
    """
    found: list[Finding] = []
    tables: dict[str, pl.DataFrame] = {}
    problems: tuple[InputProblem, ...] = ()
    for lens in LENSES.values():
        answer: Found | list[Finding]
        if lens is communication:
            answer = communication.run(evidence, study, progress)
        elif lens is position:
            answer = position.run(evidence, study, quick=quick)
        else:
            answer = lens.run(evidence, study)
        if isinstance(answer, Found):
            found += answer.findings
            if tables.keys() & answer.tables.keys():
                raise ValueError(f"two lenses fill a result table: {sorted(tables.keys() & answer.tables.keys())}")
            tables |= answer.tables
            problems += answer.problems
        else:
            found += answer
    found += unanswered(found, evidence, study)
    ordered = sorted((rounded(finding) for finding in _unique(found)), key=lambda finding: finding.id)
    return Found(ordered, {name: checked(name, tables[name]) for name in sorted(tables)}, problems)


def _unique(found: Iterable[Finding]) -> Iterable[Finding]:
    seen: set[str] = set()
    for finding in found:
        if finding.id in seen:
            raise ValueError(f"two findings share an id: {finding.id}")
        seen.add(finding.id)
        yield finding
