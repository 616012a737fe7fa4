"""Shares of market among the clusters of a study, to set the share of voice beside."""

from collections.abc import Mapping
from dataclasses import dataclass

from clustermark.findings.model import Finding, Pairs
from clustermark.lenses import claims_findings
from clustermark.lenses.context import Context

OUTPUT = "situation.output_value"


@dataclass(frozen=True, slots=True)
class Market:
    """Clusters with comparable output values: share of each (point or None, low, high) and the findings behind it."""

    shares: Mapping[str, tuple[float | None, float, float]]
    outputs: Mapping[str, Finding]

    @property
    def leaning(self) -> bool:
        """Whether the figures carry a leaning verdict at most: no stated scope, or claims that contradict."""
        return any(
            dict(finding.parameters).get("scope") == "unstated" or finding.status == "conflicting"
            for finding in self.outputs.values()
        )


def market_of(context: Context) -> Market | str:
    """The market among the clusters whose output values share scope and unit, the focus one of them.

    Of several such groups the one with most clusters counts, one of a stated scope before others. A value that is a
    range or has several claims gives the share a low and a high end. A reason where fewer than two clusters have one.
    """
    groups: dict[tuple[Pairs, str], dict[str, Finding]] = {}
    for finding in claims_findings.run(context.evidence, context.study):
        fits = finding.measure == OUTPUT and finding.period == context.study.period
        if fits and finding.subject in context.subjects and ends(finding) is not None:
            dims = tuple(pair for pair in finding.dimensions if pair[0] != "unit")
            groups.setdefault((dims, finding.unit), {}).setdefault(finding.subject, finding)
    usable = {key: group for key, group in groups.items() if len(group) > 1 and context.study.focus in group}
    if not usable:
        having = {subject for group in groups.values() for subject in group}
        units = {unit for _, unit in groups}
        if len(having) < 2 or context.study.focus not in having:
            return "input-missing"
        return "units-differ" if len(units) > 1 and len({dims for dims, _ in groups}) == 1 else "scopes-differ"
    best = min(usable, key=lambda key: (-len(usable[key]), "scope" not in dict(key[0]), key))
    outputs = {name: usable[best][name] for name in context.subjects if name in usable[best]}
    return Market(_shares(outputs), outputs)


def ends(finding: Finding) -> tuple[float, float] | None:
    """The smallest and largest output value that claims name; None without a usable number."""
    known = [end for end in (finding.low, finding.high, finding.value) if isinstance(end, float | int)]
    bounded = finding.uncertainty == "bound" and finding.value is None
    return (min(known), max(known)) if known and not bounded and min(known) > 0 else None


def _shares(outputs: Mapping[str, Finding]) -> dict[str, tuple[float | None, float, float]]:
    found: dict[str, tuple[float | None, float, float]] = {}
    points = {subject: finding.value for subject, finding in outputs.items()}
    numbers = [float(point) for point in points.values() if isinstance(point, float | int)]
    span = {subject: ends(finding) or (0.0, 0.0) for subject, finding in outputs.items()}
    for subject, (low, high) in span.items():
        rest_low = sum(other[0] for name, other in span.items() if name != subject)
        rest_high = sum(other[1] for name, other in span.items() if name != subject)
        own = points[subject]
        whole = len(numbers) == len(outputs) and isinstance(own, float | int)
        point = float(own) / sum(numbers) if whole and isinstance(own, float | int) else None
        found[subject] = (point, low / (low + rest_high), high / (high + rest_low))
    return found
