"""The generated pages on the example: what its evidence can answer, and what it says of the second thesis."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from clustermark.comparison.pairs import STANDARD, Lines
from clustermark.comparison.thesis import ThesisRow, changes, thesis_rows
from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.findings.coverage import CoverageCell, CoverageRow, coverage
from clustermark.findings.model import Finding
from clustermark.pipeline.run import analyse
from clustermark.study.load import load_study
from clustermark.study.model import Study
from docs_markdown import code, table, title

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "four-clusters"
MARKS: Mapping[str, str] = {"ok": "yes", "conflicting": "contradicted", "not applicable": "n/a", "insufficient": "-"}


@cache
def example() -> tuple[Study, Evidence, tuple[Finding, ...]]:
    """The example's study, evidence and findings."""
    study = load_study(EXAMPLE)
    evidence = read_evidence(study)
    return study, evidence, tuple(analyse(evidence, study))


def names(evidence: Evidence, ids: Iterable[str]) -> list[str]:
    """English names of places."""
    known = {str(row["id"]): str(row["name_en"]) for row in evidence.rows("places")}
    return [known.get(identifier, identifier) for identifier in ids]


def coverage_page() -> str:
    """Measure by place: what the evidence of the example can answer."""
    study, evidence, findings = example()
    rows = coverage(findings, study)
    places = names(evidence, study.subjects())
    lead = (
        f"What the evidence of `examples/four-clusters` can answer for {study.period}. *yes*: a finding, its years; "
        "*contradicted*: sources of one year and scope say different things; *(past)*: only an earlier period "
        f"({', '.join(study.past)}) has an answer; *-*: nothing usable."
    )
    lines = title("Coverage", lead)
    lines += table(("Place", "Answered", "Contradicted", "Unanswered"), _totals(rows, places))
    for row, entries in _by_row(rows):
        lines += ["", f"## {row}", ""]
        lines += table(("Measure", *places), [(code(item.measure.id), *map(_mark, item.cells)) for item in entries])
    return "\n".join(lines)


def _totals(rows: Sequence[CoverageRow], places: Sequence[str]) -> list[tuple[str, ...]]:
    totals = []
    for index, place in enumerate(places):
        statuses = [row.cells[index].status for row in rows]
        counts = [statuses.count("ok"), statuses.count("conflicting"), statuses.count("insufficient")]
        totals.append((place, *map(str, counts)))
    return totals


def _by_row(rows: Sequence[CoverageRow]) -> list[tuple[str, list[CoverageRow]]]:
    grouped: dict[str, list[CoverageRow]] = {}
    for row in rows:
        grouped.setdefault(row.measure.row, []).append(row)
    return list(grouped.items())


def _mark(cell: CoverageCell) -> str:
    if cell.status == "insufficient":
        return "(past)" if cell.past else MARKS["insufficient"]
    return f"{MARKS[cell.status]} {cell.years}".strip()


def thesis_page() -> str:
    """What an earlier study found about three of the clusters, held against this evidence."""
    study, evidence, findings = example()
    known = {finding.id: finding for finding in findings}
    rows = thesis_rows(findings, study)
    lead = (
        "An earlier study of Shengzhou, Dalang and Jinjiang found mechanism, government and associations similar, and "
        "situation, status, governance and the role of big enterprises different. This page holds each statement "
        f"against the evidence of `examples/four-clusters` for {study.period}."
    )
    lines = title("The thesis held against the evidence", lead)
    lines += [
        "*Similar* is met when every pair is identical or points in the same direction, and contested when one pair "
        "differs. *Different* is met when one pair differs, and contested when all are alike. Otherwise nothing can be "
        "said: a pair is without evidence or cannot be told apart. The rule was fixed before the results were read.",
        "",
        "The first measure of a row decides it. Values from 0 to 1 are conditions that one person coded from published "
        "pages, with the year and the reliability of the page in brackets; \u2020 marks a pair whose years are more "
        "than three apart.",
        "",
    ]
    lines += table(
        ("Row", "The study says", "This evidence", "Because of"),
        [(row.statement.row, row.statement.says, row.answer, _because(row, evidence)) for row in rows],
    )
    for row in rows:
        lines += ["", f"## {row.statement.row}: {row.answer}", ""]
        head = ("Pair", "Measure", "Verdict", "First", "Second")
        lines += table(head, [_pair(verdict, known, evidence) for verdict in row.verdicts])
    return "\n".join([*lines, "", "## If a line were drawn elsewhere", "", *_changes(study, evidence, findings)])


def _because(row: ThesisRow, evidence: Evidence) -> str:
    parts = [f"{_names_of_pair(item, evidence)}: {_verdict(item)}" for item in row.reasons]
    return "; ".join(parts) or "no pair could be compared"


def _names_of_pair(verdict: Finding, evidence: Evidence) -> str:
    return " and ".join(names(evidence, verdict.subject.split("~")))


def _verdict(verdict: Finding) -> str:
    words = str(verdict.value).replace("-", " ") if verdict.value is not None else "no evidence"
    return words + (" \u2020" if dict(verdict.parameters).get("years-apart") == "yes" else "")


def _pair(verdict: Finding, known: Mapping[str, Finding], evidence: Evidence) -> tuple[str, ...]:
    sides = [_side(known.get(identifier)) for identifier in verdict.inputs]
    first, second = [*sides, "", ""][:2]
    of = verdict.dimension("of") + (f", {verdict.dimension('channel')}" if verdict.dimension("channel") else "")
    return (_names_of_pair(verdict, evidence), code(of) if of else "", _verdict(verdict), first, second)


def _side(finding: Finding | None) -> str:
    if finding is None or finding.status == "insufficient":
        return f"none ({finding.why})" if finding else "none"
    shown = (
        finding.value if isinstance(finding.value, str) else f"{finding.value:g}" if finding.value is not None else ""
    )
    interval = f" [{finding.low:g}, {finding.high:g}]" if finding.low is not None and finding.high is not None else ""
    return f"{shown}{interval} ({finding.years}, {finding.reliability})".strip()


def _changes(study: Study, evidence: Evidence, findings: Sequence[Finding]) -> list[str]:
    found = changes(findings, study)
    if not found:
        return ["No verdict would change with .33 or .67 instead of .5, or with 1.25 instead of 1.1."]
    head = ("Line", "Row", "Pair", "Verdict", "Would be", "Answer", "Would be")
    rows = [
        (
            _line_moved(item.lines),
            item.row,
            _names_of_pair(item.before, evidence),
            _verdict(item.before),
            _verdict(item.after),
            item.answer_before,
            item.answer_after,
        )
        for item in found
    ]
    return table(head, rows)


def _line_moved(lines: Lines) -> str:
    if lines.membership != STANDARD.membership:
        return f"memberships at {lines.membership:g} instead of {STANDARD.membership:g}"
    return f"numbers at {lines.ratio:g} times instead of {STANDARD.ratio:g}"
