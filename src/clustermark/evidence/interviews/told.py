"""What must be told of interviews as a whole: speakers without a role, missing consent, missing cluster.

Messages name a transcript by its place in the folder and a speaker by the line: names are confidential.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.voices import Spoken, spoken_of
from clustermark.evidence.model import Evidence
from clustermark.evidence.reference import split_reference
from clustermark.study.model import Study
from clustermark.study.problems import InputProblem, Where, problem

Row = Mapping[str, Any]
_MOST_LINES = 8


def interview_problems(evidence: Evidence, study: Study) -> Iterator[InputProblem]:
    """Warnings, in the order of the interviews, then of the codes."""
    speakers = evidence.rows("interview_speakers")
    for row in evidence.rows("interviews"):
        yield from _of_interview(row, spoken_of(row, speakers), evidence, len(study.all_clusters()) > 1)
    codes = evidence.rows("codebook")
    known = {fold(str(row["id"])) for row in codes}
    for row in codes:
        if row["parent"] and fold(str(row["parent"])) not in known:
            yield problem("code.parent-unknown", _where(row, evidence), severity="warning")


def _where(row: Row, evidence: Evidence) -> Where:
    source, sheet, number = split_reference(str(row["row"]))
    return Where(evidence.sources[source].path, sheet, number)


def _of_interview(row: Row, said: Spoken, evidence: Evidence, several: bool) -> Iterator[InputProblem]:
    place = _where(row, evidence)
    where, number = Where(place.file, place.sheet), place.row
    unknown = {
        turn.speaker: turn.line
        for turn, voice in reversed(list(zip(said.turns, said.voices, strict=True)))
        if not voice.role and turn.speaker
    }
    lines = sorted(unknown.values())
    if lines:
        told = ", ".join(map(str, lines[:_MOST_LINES])) + (" …" if len(lines) > _MOST_LINES else "")
        yield problem("interview.speaker-unknown", where, severity="warning", number=number, n=len(lines), lines=told)
    if not any(turn.speaker for turn in said.turns) and not any(voice.role for voice in said.voices):
        yield problem("interview.no-speakers", where, severity="warning", number=number)
    if not said.consent_said:
        yield problem("interview.no-consent", where, severity="warning", number=number)
    if several and not row["subject"] and not all(voice.subject for voice in said.voices):
        yield problem("interview.no-cluster", where, severity="warning", number=number)
