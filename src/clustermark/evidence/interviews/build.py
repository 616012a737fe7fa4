"""All interviews of a study from its evidence: documents, turns, speakers, coded passages, codebook, conflicts.

Pure: the same evidence and study give the same frames in the same order. A study without interviews has empty ones.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.codes import codes_frame, parts_of, starting_codebook
from clustermark.evidence.interviews.conflicts import conflicts_of
from clustermark.evidence.interviews.known import may_quote
from clustermark.evidence.interviews.model import DOCUMENTS, SEGMENTS, SPEAKERS, TURNS, Interviews
from clustermark.evidence.interviews.voices import ANALYSIS, Spoken, Voice, spoken_of
from clustermark.evidence.model import Evidence
from clustermark.study.model import Study

Row = Mapping[str, Any]
_OWN = ("stage", "size", "district", "position")


def interviews_of(evidence: Evidence, study: Study) -> Interviews:
    """Everything that the tables interviews, interview_speakers, codebook and segments come to.

    An interview without a cluster belongs to the focus where the study has no other cluster. Whoever is not known to
    agree to a quotation is taken to agree to the analysis only.
    """
    rows = evidence.rows("interviews")
    speakers = evidence.rows("interview_speakers")
    only = study.focus if len(study.all_clusters()) == 1 else ""
    settled: list[Row] = [{**row, "subject": row["subject"] or only} for row in rows]
    spoken = {str(row["hash"]): spoken_of(row, speakers) for row in settled}
    documents = [_document(row, spoken[row["hash"]], evidence) for row in settled]
    by_hash = {str(row["hash"]): row for row in settled}
    segments = pl.DataFrame(list(_segments(evidence, by_hash, spoken)), schema=SEGMENTS)
    documents_frame = pl.DataFrame(documents, schema=DOCUMENTS)
    return Interviews(
        documents=documents_frame,
        turns=pl.DataFrame([turn for row in settled for turn in _turns(row, spoken[row["hash"]])], schema=TURNS),
        speakers=pl.DataFrame(list(_speakers(settled, spoken)), schema=SPEAKERS),
        segments=segments,
        codebook=codes_frame(evidence.rows("codebook") or starting_codebook(), evidence.covered),
        conflicts=conflicts_of(segments, documents_frame),
        texts={digest: str(row["text"]) for digest, row in by_hash.items()},
    )


def _document(row: Row, spoken: Spoken, evidence: Evidence) -> dict[str, object]:
    answering = [(turn, voice) for turn, voice in zip(spoken.turns, spoken.voices, strict=True) if _answers(voice)]
    weights: dict[str, int] = defaultdict(int)
    for turn, voice in answering:
        weights[voice.role] += turn.end - turn.start
    known = sorted((role for role in weights if role), key=lambda role: (-weights[role], role))
    consents = {voice.consent for _, voice in answering} or {str(row["consent"] or ANALYSIS)}
    return {
        "row": row["row"],
        "document": row["hash"],
        "name": row["document"],
        "subject": row["subject"],
        "date": row["date"],
        "language": row["language"],
        "consent": next(name for name in ("analysis", "anonymous", "name") if name in consents),
        "role": known[0] if known else "",
        "signs": len(str(row["text"])),
        "open": row["row"] not in evidence.covered,
    }


def _answers(voice: Voice) -> bool:
    return voice.role != "interviewer"


def _turns(row: Row, spoken: Spoken) -> Iterator[dict[str, object]]:
    for turn, voice in zip(spoken.turns, spoken.voices, strict=True):
        yield {
            "document": row["hash"],
            "turn": turn.number,
            "speaker": turn.speaker,
            "role": voice.role,
            "firm": voice.firm,
            "subject": voice.subject,
            "consent": voice.consent,
            "start": turn.start,
            "end": turn.end,
            "line": turn.line,
            "since": turn.since,
            "until": turn.until,
        }


def _speakers(rows: Sequence[Row], spoken: Mapping[str, Spoken]) -> Iterator[dict[str, object]]:
    """Each speaker of each document once, in order of appearance."""
    for row in rows:
        found: dict[str, tuple[Voice, int, int]] = {}
        said = spoken[str(row["hash"])]
        for turn, voice in zip(said.turns, said.voices, strict=True):
            first, turns, signs = found.get(fold(turn.speaker), (voice, 0, 0))
            found[fold(turn.speaker)] = first, turns + 1, signs + turn.end - turn.start
        for voice, turns, signs in found.values():
            own = {name: getattr(voice, name) for name in ("role", "firm", "subject", "consent", *_OWN)}
            yield {"document": row["hash"], "speaker": voice.label, **own, "turns": turns, "signs": signs}


def _segments(
    evidence: Evidence, documents: Mapping[str, Row], spoken: Mapping[str, Spoken]
) -> Iterator[dict[str, object]]:
    """A row for each code of each coded passage; "" as code where a passage was read and nothing applies."""
    ends = {digest: [turn.end for turn in said.turns] for digest, said in spoken.items()}
    for row in evidence.rows("segments"):
        digest = str(row["document"])
        if digest not in documents:
            continue
        said = spoken[digest]
        start, end = int(float(str(row["start"]))), int(float(str(row["end"])))
        at = bisect_right(ends[digest], start)
        turn = said.turns[at] if at < len(said.turns) and said.turns[at].start < end else None
        voice = said.voices[at] if turn is not None else Voice("")
        shown = bool(row["cleared"]) and row["row"] not in evidence.covered and may_quote(said, start, end)
        fixed = {
            "row": row["row"],
            "document": digest,
            "start": start,
            "end": end,
            "turn": turn.number if turn else None,
            "role": voice.role,
            "subject": voice.subject or documents[digest]["subject"],
            "coder": row["coder"],
            "time": row["coded_at"],
            "stance": row["stance"] or "",
            "memo": row["memo"],
            "key_quote": bool(row["key_quote"]),
            "cleared": shown,
            "text": str(documents[digest]["text"])[start:end],
            "since": turn.since if turn else None,
        }
        for code in parts_of(str(row["codes"] or "")) or [""]:
            yield {**fixed, "code": code}
