"""Published statements about three clusters, held against this evidence: met, contested, or cannot be judged."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Literal

from clustermark.comparison.pairs import STANDARD, Lines, compare_row
from clustermark.comparison.rows import comparison_rows
from clustermark.comparison.sides import index
from clustermark.findings.catalogue import Row
from clustermark.findings.model import Finding
from clustermark.study.model import Frozen, Study

Answer = Literal["met", "contested", "cannot judge"]
SIMILAR = ("identical", "same-direction")
OTHER_LINES = (Lines(membership=0.33), Lines(membership=0.67), Lines(ratio=1.25))  # what the docs page tries


class Statement(Frozen):
    """What the thesis says about one of the seven rows; `measures` narrows the row to those it speaks of."""

    row: Row
    says: Literal["similar", "different"]
    measures: tuple[str, ...] = ()


class Thesis(Frozen):
    """The statements and the clusters that they speak of."""

    places: tuple[str, ...]
    statement: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ThesisRow:
    """One statement held against the evidence.

    `verdicts` are the findings of the deciding measure (or the first), pair by pair; `reasons` the pairs that make
    the answer: those that contest it, or those without evidence or not distinguishable where it cannot be judged.
    """

    statement: Statement
    answer: Answer
    verdicts: tuple[Finding, ...]
    reasons: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict, and the answer to its statement, before and after a line is moved."""

    lines: Lines
    row: Row
    before: Finding
    after: Finding
    answer_before: Answer
    answer_after: Answer


@cache
def thesis() -> Thesis:
    """The statements of `thesis.toml`."""
    raw = (files("clustermark.comparison") / "thesis.toml").read_text(encoding="utf-8")
    return Thesis.model_validate(tomllib.loads(raw))


def thesis_rows(findings: Iterable[Finding], study: Study, lines: Lines = STANDARD) -> list[ThesisRow]:
    """Every statement with its answer; empty where the study does not ask about all its places."""
    places = [place for place in thesis().places if place in study.all_clusters()]
    if len(places) < len(thesis().places):
        return []
    known = index(findings, study.period)
    rows = {row.id: row for row in comparison_rows()}
    out = []
    for statement in thesis().statement:
        row = rows[statement.row]
        row = row.model_copy(update={"measures": statement.measures or row.measures})
        verdicts = [
            finding
            for one, other in combinations(places, 2)
            for finding in compare_row(one, other, row, known, lines)
            if dict(finding.parameters).get("decides") == "yes"
        ]
        out.append(_answered(statement, verdicts))
    return out


def _answered(statement: Statement, verdicts: Sequence[Finding]) -> ThesisRow:
    """similar: met when every pair is alike, contested when one differs. different: met when one pair differs,
    contested when every pair is alike. Otherwise nothing can be said: a pair is without evidence or not clear.
    """
    apart = tuple(finding for finding in verdicts if finding.value == "different")
    alike = tuple(finding for finding in verdicts if finding.value in SIMILAR)
    every = len(alike) == len(verdicts)
    answer: Answer = "cannot judge"
    reasons = tuple(finding for finding in verdicts if finding not in (*apart, *alike))
    if apart:
        answer = "met" if statement.says == "different" else "contested"
        reasons = apart
    elif every:
        answer = "met" if statement.says == "similar" else "contested"
        reasons = alike
    return ThesisRow(statement, answer, tuple(verdicts), reasons)


def changes(findings: Iterable[Finding], study: Study, tried: Sequence[Lines] = OTHER_LINES) -> list[Change]:
    """The verdicts that would change with another line, each with the answer to its statement before and after."""
    known = list(findings)
    before = thesis_rows(known, study)
    out = []
    for lines in tried:
        for one, other in zip(before, thesis_rows(known, study, lines), strict=True):
            later = {finding.id: finding for finding in other.verdicts}
            for finding in one.verdicts:
                changed = later.get(finding.id)
                if changed is not None and changed.value != finding.value:
                    out.append(Change(lines, one.statement.row, finding, changed, one.answer, other.answer))
    return out
