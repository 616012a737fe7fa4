"""What interviews say: who speaks of what, how far coders agree, when nothing new was heard, what may be trusted.

One file each: the codings as numbers (coded), how many speak of a theme and by whom (frequencies), agreement,
saturation, cases by themes and what stands together (matrix), trust, cleared quotations.
"""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from clustermark.evidence.interviews.build import interviews_of
from clustermark.evidence.interviews.conflicts import told_conflicts
from clustermark.evidence.interviews.pseudonyms import key_of, pseudonymised
from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.interviews import agreement, frequencies, matrix, quotations, saturation, trust
from clustermark.lenses.interviews.coded import TABLE, Coded, coded_of
from clustermark.lenses.interviews.summaries import Summaries, summaries_of
from clustermark.lenses.protocol import Found
from clustermark.study.model import Study

needs = (TABLE, "interview_speakers", "segments", "codebook", "pseudonyms", "interview_summaries", "firms")
measures: Sequence[str] = tuple(entry.id for entry in catalogue().values() if entry.tables and entry.tables[0] == TABLE)
NO_SUMMARIES: Summaries = MappingProxyType({})


def run(evidence: Evidence, study: Study) -> Found:
    """Findings and long results of every place whose people were interviewed."""
    if not evidence.rows(TABLE):
        return Found([])
    interviews = interviews_of(evidence, study)
    key = key_of(evidence, interviews)

    def tell(text: str) -> str | None:
        return pseudonymised(text, key)

    coded = coded_of(interviews, study, _origins(evidence), tell)
    found = find(Context(evidence, study), coded, summaries_of(evidence, interviews, tell))
    differing = told_conflicts(interviews)
    return found if differing.is_empty() else replace(found, tables={**found.tables, "coding_conflicts": differing})


def find(context: Context, places: Sequence[Coded], summaries: Summaries = NO_SUMMARIES) -> Found:
    """The parts, place by place."""
    findings: list[Finding] = []
    tables: dict[str, list[tuple[object, ...]]] = {}
    for coded in places:
        agreed = agreement.agreement(coded, context.study.seed)
        heard = saturation.saturated(coded, context.study.seed)
        for found in (
            frequencies.find(context, coded),
            agreement.find(context, coded, agreed),
            saturation.find(context, coded, heard),
            matrix.find(coded, summaries),
            trust.find(context, coded, agreed, heard),
            quotations.find(coded),
        ):
            findings += found.findings
            for name, rows in found.rows.items():
                tables.setdefault(name, []).extend(rows)
    return Found(findings, {name: matrix.as_table(name, rows) for name, rows in tables.items() if rows})


def _origins(evidence: Evidence) -> dict[str, str]:
    return {str(row[REFERENCE]): str(row["origin"]) for row in evidence.rows(TABLE)}
