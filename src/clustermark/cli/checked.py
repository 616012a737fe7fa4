"""What `clustermark check` found, and the same for a machine."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from clustermark.cli.output import problem_json
from clustermark.cli.sheets import tables_of
from clustermark.evidence.model import REFERENCE, Evidence, QuarantinedRow
from clustermark.findings.catalogue import measures
from clustermark.findings.coverage import CoverageRow, coverage
from clustermark.findings.model import Finding
from clustermark.study.model import Study
from clustermark.study.problems import InputProblem, Where
from clustermark.suggestions.collect import ToCollect
from clustermark.suggestions.model import Outcome
from clustermark.words.problems import told_code

ANSWERED = ("ok", "conflicting")


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """What became of the rows of one source: read = accepted + set aside + quarantined."""

    source: str
    file: str
    sheet: str
    read: int
    accepted: int
    set_aside: int
    quarantined: int
    kind: str = ""  # what the file is, by its bytes: csv, xlsx, xls, html, ...
    encoding: str = ""  # of a text file

    @property
    def place(self) -> str:
        """The file, and the sheet of a workbook."""
        return f"{self.file}/{self.sheet}" if self.sheet else self.file


@dataclass(frozen=True, slots=True)
class Checked:
    """A study with everything that was made of it."""

    study: Study
    evidence: Evidence
    findings: Sequence[Finding]
    outcomes: Sequence[Outcome]
    unknown: Sequence[ToCollect]  # as the rules name them

    @property
    def to_collect(self) -> list[ToCollect]:
        """What to fill in, the most decisive first; checks on figures follow from the figures."""
        return [item for item in self.unknown if measures()[item.measure].row != "checks"]

    @property
    def fine(self) -> bool:
        """Whether nothing needs mending."""
        return not self.evidence.quarantined and not errors(self.evidence.problems)

    @property
    def questions(self) -> list[CoverageRow]:
        """Measure by place: what the evidence answers, without the checks on figures."""
        return [row for row in coverage(self.findings, self.study) if row.measure.row != "checks"]

    @property
    def sources(self) -> list[SourceCounts]:
        """The rows of each source by their fate."""
        evidence = self.evidence
        accepted = Counter(name for frame in evidence.tables.values() for name in frame["source"].to_list())
        aside = Counter(row.source for row in evidence.set_aside)
        bad = Counter(row.source for row in evidence.quarantined)
        return [
            SourceCounts(
                source.id,
                source.path,
                source.sheet,
                evidence.read.get(source.id, 0),
                accepted[source.id],
                aside[source.id],
                bad[source.id],
                source.reader,
                source.encoding,
            )
            for source in evidence.sources.values()
        ]


def errors(problems: Sequence[InputProblem]) -> list[InputProblem]:
    """The problems that are more than a note."""
    return [item for item in problems if item.severity == "error"]


def where_of(row: QuarantinedRow, evidence: Evidence) -> Where:
    """The place of a quarantined row in the user's file."""
    return Where(evidence.sources[row.source].path, row.sheet, row.row, row.column)


def answered(rows: Sequence[CoverageRow], at: int) -> int:
    """How many questions about the place at `at` have an answer."""
    return sum(row.cells[at].status in ANSWERED for row in rows)


def content(checked: Checked, language: str) -> dict[str, Any]:
    """Everything, for a machine."""
    study, evidence = checked.study, checked.evidence
    rows = checked.questions
    return {
        "study": {"title": study.title.in_language(language), "focus": study.focus, "period": study.period},
        "fine": checked.fine,
        "sources": [asdict(one) for one in checked.sources],
        "problems": [problem_json(item, language) for item in evidence.problems],
        "quarantined": [_quarantined(row, evidence, language) for row in evidence.quarantined],
        "set_aside": [asdict(row) for row in evidence.set_aside],
        "answered": {place: answered(rows, at) for at, place in enumerate(study.subjects())},
        "questions": [_question(row, study.subjects()) for row in rows],
        "collect": [{**asdict(item), "tables": tables_of(item.measure)} for item in checked.to_collect],
    }


def _question(row: CoverageRow, places: Sequence[str]) -> dict[str, Any]:
    answers = {
        place: {"status": cell.status, "why": cell.why, "years": cell.years, "findings": cell.findings}
        for place, cell in zip(places, row.cells, strict=True)
    }
    return {"measure": row.measure.id, "places": answers}


def _quarantined(row: QuarantinedRow, evidence: Evidence, language: str) -> dict[str, Any]:
    words = told_code(row.rule, row.fields, where_of(row, evidence), language)
    sheet = f"/{row.sheet}" if row.sheet else ""
    return {
        REFERENCE: f"{row.source}{sheet}:{row.row}",
        "file": evidence.sources[row.source].path,
        "sheet": row.sheet,
        "column": row.column,
        "raw": row.raw,
        "code": row.rule,
        "fields": dict(row.fields),
        "message": words.what,
        "remedy": words.remedy,
    }
