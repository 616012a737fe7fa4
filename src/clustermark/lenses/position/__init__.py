"""Where the cluster stands: its place in the world table, what it keeps of the consumer's price, what it is good at.

The parts stand in one file each; a part says only what the evidence can answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from clustermark.evidence.model import Evidence
from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding, pairs
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import text
from clustermark.study.model import Study

needs = ("cluster_accounts", "payroll_by_function", "trade", "firm_survey", "price_ladders")
measures: Sequence[str] = tuple(
    entry.id
    for entry in catalogue().values()
    if entry.id.startswith("position.") and entry.tables and entry.tables[0] in needs
)


def run(evidence: Evidence, study: Study, *, quick: bool = False) -> Found:
    """Findings and long results of every part that has its tables; `quick` leaves the world table unread."""
    context = Context(evidence, study)
    found = [part(context) for part in _parts(context, quick)]
    claimed = frozenset(text(row, "variable") for row in evidence.rows("claims"))
    findings = [_apart(finding, claimed) for each in found for finding in each.findings]
    tables = {name: frame for each in found for name, frame in each.tables.items()}
    return Found(findings, tables, tuple(told for each in found for told in each.problems))


def _parts(context: Context, quick: bool) -> Sequence[Callable[[Context], Found]]:
    """The parts whose tables are there; loaded only then, for the sake of the libraries behind them."""
    tables = context.evidence.tables
    parts: list[Callable[[Context], Found]] = []
    if "cluster_accounts" in tables:
        from clustermark.lenses.position import embedded

        parts.append(embedded.postponed if quick else embedded.find)
    if "cluster_accounts" in tables or "firm_survey" in tables:
        from clustermark.lenses.position import kept

        parts.append(kept.find)
    if "payroll_by_function" in tables or "firm_survey" in tables:
        from clustermark.lenses.position import functions

        parts.append(functions.find)
    if "cluster_accounts" in tables:
        from clustermark.lenses.position import specialisation

        parts.append(specialisation.find)
    if "trade" in tables:
        from clustermark.lenses.position import traded

        parts.append(traded.find)
    return parts


def _apart(finding: Finding, claimed: frozenset[str]) -> Finding:
    """A computed finding whose question published figures answer too has a dimension of its own: ids must differ."""
    if finding.measure not in claimed:
        return finding
    return replace(finding, dimensions=pairs(**dict(finding.dimensions), basis="computed"))
