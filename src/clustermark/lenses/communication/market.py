"""Shares of market among the clusters of a study, to set the share of voice beside."""

from clustermark.lenses import claims_findings
from clustermark.lenses.communication.context import Context

OUTPUT = "situation.output_value"


def market_shares(context: Context) -> dict[str, tuple[float, tuple[str, ...]]] | str:
    """Each cluster's share of the clusters' output value, with the rows behind it; a reason where there is none.

    Every cluster needs one output value in the period, of the same unit; scopes are the clusters' own.
    """
    found: dict[str, tuple[float, str, tuple[str, ...]]] = {}
    for finding in claims_findings.run(context.evidence, context.study):
        fits = finding.measure == OUTPUT and finding.period == context.study.period and not finding.scenario
        if fits and isinstance(finding.value, float) and finding.subject in context.subjects:
            found.setdefault(finding.subject, (finding.value, finding.unit, finding.evidence))
    if set(found) != set(context.subjects):
        return "input-missing"
    if len({unit for _, unit, _ in found.values()}) > 1:
        return "units-differ"
    total = sum(value for value, _, _ in found.values())
    return (
        {subject: (value / total, rows) for subject, (value, _, rows) in found.items()}
        if total > 0
        else "input-missing"
    )
