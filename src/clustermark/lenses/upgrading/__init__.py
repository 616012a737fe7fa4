"""Whether the cluster moves up: indicators of upgrading over years, whose product and whose mark, signs of lock-in.

The parts stand in one file each; a part says only what the evidence can answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from clustermark.evidence.model import Evidence
from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding, pairs
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import text
from clustermark.study.model import Study

CHAIN = ("firm_survey", "cluster_accounts", "firms", "trade")  # a study with none of these is not asked
needs = (*CHAIN, "payroll_by_function", "price_ladders", "claims", "judgements")
SIGNS = ("position.lock_in_sign", "position.lock_in_signs")
measures: Sequence[str] = tuple(
    entry.id
    for entry in catalogue().values()
    if entry.id in SIGNS or (entry.id.startswith("upgrading.") and entry.tables)
)


def run(evidence: Evidence, study: Study) -> Found:
    """Findings and long results of every part; nothing for a study without a table of the cluster in its chain."""
    context = Context(evidence, study)
    if not any(name in evidence.tables for name in CHAIN):
        return Found([])
    from clustermark.lenses.upgrading import kinds, lock_in, roles
    from clustermark.lenses.upgrading.reading import read

    reading = read(context)
    found = [part(context, reading) for part in (kinds.find, roles.find, lock_in.find)]
    claimed = frozenset(text(row, "variable") for row in evidence.rows("claims"))
    findings = [_apart(finding, claimed) for each in found for finding in each.findings]
    return Found(findings, {name: frame for each in found for name, frame in each.tables.items()})


def _apart(finding: Finding, claimed: frozenset[str]) -> Finding:
    """A computed finding whose question published figures answer too has a dimension of its own: ids must differ."""
    if finding.measure not in claimed:
        return finding
    return replace(finding, dimensions=pairs(**dict(finding.dimensions), basis="computed"))
