"""What the evidence can answer: a table of measures by places, and what to collect first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clustermark.findings.catalogue import OF_PLACES_NOT, Measure, measures
from clustermark.findings.model import Finding
from clustermark.study.model import Study

_BETTER: tuple[str, ...] = ("ok", "conflicting", "insufficient", "not applicable")


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """How far one question about one place can be answered.

    `status` is that of the best finding of the study period, `why` its reason where it is none; `findings` are all
    ids; `past` is whether an earlier period of the study has an answer.
    """

    status: str
    why: str = ""
    years: str = ""
    findings: tuple[str, ...] = ()
    past: bool = False


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One measure, with a cell for each asked place in the order of the study."""

    measure: Measure
    cells: tuple[CoverageCell, ...]


def coverage(findings: Iterable[Finding], study: Study) -> list[CoverageRow]:
    """Measure by place, in the order of the catalogue; comparisons are left out."""
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_cell.setdefault((finding.measure, finding.subject), []).append(finding)
    return [
        CoverageRow(
            measure,
            tuple(_cell(by_cell.get((measure.id, place), []), study) for place in study.subjects()),
        )
        for measure in measures().values()
        if measure.row not in OF_PLACES_NOT
    ]


def _cell(found: Sequence[Finding], study: Study) -> CoverageCell:
    now = [finding for finding in found if finding.period == study.period and not finding.scenario]
    past = any(finding.period in study.past and finding.status in ("ok", "conflicting") for finding in found)
    if not now:
        return CoverageCell("insufficient", "no-rows", past=past)
    best = min(now, key=lambda finding: (_BETTER.index(finding.status), -finding.n, finding.id))
    years = best.years or dict(best.why_fields).get("years", "")
    why = "" if best.status == "ok" else best.why
    return CoverageCell(best.status, why, years, tuple(sorted(finding.id for finding in now)), past)


@dataclass(frozen=True, slots=True)
class ToCollect:
    """A question about a place that nothing answers yet: how many rules it alone holds up, how many with others."""

    measure: str
    subject: str
    why: str
    alone: int = 0
    among: int = 0


def to_collect(
    findings: Iterable[Finding],
    study: Study,
    subject: str = "",
    alone: Mapping[str, int] | None = None,
    among: Mapping[str, int] | None = None,
) -> list[ToCollect]:
    """The unanswered measures of one place (the focus), the most decisive first.

    `alone` counts by measure the rules for which it is the only unknown, `among` those where it is one of several;
    both come from the rules. Measures of equal weight stand in the order of the catalogue.
    """
    place = subject or study.focus
    solo, shared = alone or {}, among or {}
    index = study.subjects().index(place)
    found = []
    for row in coverage(findings, study):
        cell = row.cells[index]
        if cell.status == "insufficient" and row.measure.row != "checks":
            name = row.measure.id
            found.append(ToCollect(name, place, cell.why, solo.get(name, 0), shared.get(name, 0)))
    return sorted(found, key=lambda item: (-item.alone, -item.among))
