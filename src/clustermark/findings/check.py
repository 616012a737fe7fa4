"""What must hold for every finding, whatever lens or comparison made it."""

from collections.abc import Iterable, Iterator, Mapping

from clustermark.findings.catalogue import measures, unit_fits
from clustermark.findings.model import Finding, weakest
from clustermark.study.model import ORIGINS, Origin
from clustermark.study.problems import InputProblem, problem

SIGNED = (  # shares that leave 0..1
    *("claims.world_above_nation", "claims.ladder_gap", "claims.market_share_sum"),
    "associations.mark_premium",
)


def check_findings(findings: Iterable[Finding], rows: Mapping[str, Origin] | None = None) -> list[InputProblem]:
    """Every rule that a finding breaks, each with the finding's id.

    `rows` maps the reference of every accepted row to its origin; with it references are checked, and that no
    finding claims a stronger origin than a row that it rests on.
    """
    found = list(findings)
    by_id = {finding.id: finding for finding in found}
    out: list[InputProblem] = []
    seen: set[str] = set()
    for finding in found:
        broken = [*_shape(finding), *_numbers(finding), *_ground(finding, by_id, rows)]
        if finding.id in seen:
            broken.append("finding.id-twice")
        seen.add(finding.id)
        out += [problem(code, finding=finding.id) for code in broken]
    return out


def _shape(finding: Finding) -> Iterator[str]:
    """Measure known, unit and code its own, sorted dimensions, a reason where there is no answer."""
    measure = measures().get(finding.measure)
    if measure is None:
        yield "finding.measure-unknown"
        return
    answered = finding.value is not None or finding.low is not None or finding.high is not None
    if not unit_fits(finding.unit, measure) and (finding.unit or answered):
        yield "finding.unit"
    known = not measure.codes or finding.value in measure.codes  # without codes: a word of the texts themselves
    if isinstance(finding.value, str) and (measure.kind != "category" or not known):
        yield "finding.code"
    if measure.kind == "category" and isinstance(finding.value, float):
        yield "finding.code"
    if tuple(sorted(finding.dimensions)) != finding.dimensions:
        yield "finding.dimensions"
    if finding.status == "ok" and not answered:
        yield "finding.empty"
    if finding.status != "ok" and not finding.why:
        yield "finding.no-reason"
    if finding.status == "insufficient" and answered and measure.row != "comparison":
        yield "finding.unknown-with-value"


def _numbers(finding: Finding) -> Iterator[str]:
    """low <= value <= high; shares and memberships within 0..1."""
    value = finding.value if isinstance(finding.value, (int, float)) else None
    ends = [number for number in (finding.low, value, finding.high) if number is not None]
    if any(number != number or number in (float("inf"), float("-inf")) for number in ends):
        yield "finding.not-a-number"
    elif ends != sorted(ends):
        yield "finding.order"
    measure = measures().get(finding.measure)
    bounded = measure is not None and measure.unit in ("share", "membership") and finding.measure not in SIGNED
    if bounded and any(not 0 <= number <= 1 for number in ends):
        yield "finding.share"
    if finding.n < 0 or (finding.status == "ok" and finding.n < 1 and (finding.evidence or finding.inputs)):
        yield "finding.origins"


def _ground(finding: Finding, by_id: Mapping[str, Finding], rows: Mapping[str, Origin] | None) -> Iterator[str]:
    """Inputs and rows exist, and the origin is the weakest of them."""
    if finding.status == "ok" and not finding.evidence and not finding.inputs:
        yield "finding.no-ground"
    inputs = [by_id[name] for name in finding.inputs if name in by_id]
    if len(inputs) != len(finding.inputs):
        yield "finding.input-unknown"
    ground: list[Origin] = [one.origin for one in inputs if one.status != "insufficient"]
    if rows is not None:
        if any(reference not in rows for reference in finding.evidence):
            yield "finding.row-unknown"
        ground += [rows[reference] for reference in finding.evidence if reference in rows]
    if ground and ORIGINS.index(finding.origin) < ORIGINS.index(weakest(ground)):
        yield "finding.origin"
