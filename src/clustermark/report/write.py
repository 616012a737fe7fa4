"""Both writers at once: the report in every language of the study, the brief in its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.report.brief import write_brief
from clustermark.report.build import build_report
from clustermark.report.document import Document, three_sentences
from clustermark.report.html import write_html
from clustermark.report.material import NO_TABLES
from clustermark.report.plan_file import write_plan
from clustermark.study.model import Study
from clustermark.suggestions.model import Outcome


def write_reports(
    study: Study,
    evidence: Evidence,
    findings: Sequence[Finding],
    outcomes: Sequence[Outcome],
    folder: Path,
    tables: Mapping[str, pl.DataFrame] = NO_TABLES,
) -> dict[str, tuple[str, ...]]:
    """Write report.html, brief.docx and, where there is a plan, plan.xlsx to `folder`.

    Returns the three sentences of the first page by language.
    """
    languages = dict.fromkeys((study.language, *study.languages))
    documents: dict[str, Document] = {
        each: build_report(study, evidence, findings, outcomes, each, tables) for each in languages
    }
    write_html({each: documents[each] for each in study.languages}, folder / "report.html")
    write_brief(documents[study.language], folder / "brief.docx")
    write_plan(documents, folder / "plan.xlsx")
    return {each: three_sentences(document) for each, document in documents.items()}
