"""The whole way: the pipeline, with everything that people read as its last step."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from clustermark.evidence.model import Evidence, QuarantinedRow
from clustermark.evidence.quarantine import write_quarantine
from clustermark.findings.model import Finding
from clustermark.pipeline.run import Tables, run
from clustermark.report.write import write_reports
from clustermark.study.model import Study
from clustermark.study.problems import Where
from clustermark.suggestions.model import Outcome
from clustermark.words.problems import told_code


def present(
    study: Study,
    evidence: Evidence,
    findings: Sequence[Finding],
    outcomes: Sequence[Outcome],
    tables: Tables,
    folder: Path,
) -> dict[str, tuple[str, ...]]:
    """Report and brief, and the list of quarantined rows with words beside its codes."""

    def tell(row: QuarantinedRow) -> tuple[str, str]:
        told = told_code(row.rule, row.fields, Where(), study.language)
        return told.what, told.remedy

    write_quarantine(evidence, folder / "quarantine.csv", tell)
    return write_reports(study, evidence, findings, outcomes, folder, tables)


run_study = partial(run, present=present)
