"""Who speaks in each turn of an interview: from the sheet of speakers, or from the lines on top of the transcript."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.front import Front, front_of, names_in, people
from clustermark.evidence.interviews.labels import answers, asks
from clustermark.evidence.interviews.times import read
from clustermark.evidence.interviews.turns import Turn, turns_of

Row = Mapping[str, object]
ANALYSIS = "analysis"
_NOBODY = "none"
_OWN = ("role", "firm", "subject", "consent", "stage", "size", "district", "position")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who a label stands for; "" for what is not known."""

    label: str
    role: str = ""
    firm: str = ""
    subject: str = ""
    consent: str = ""
    stage: str = ""
    size: str = ""
    district: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An interview: its turns, who speaks in each of them, and whether it is said to what those who answer agreed."""

    turns: Sequence[Turn]
    voices: Sequence[Voice]
    consent_said: bool = False


def spoken_of(interview: Row, speakers: Iterable[Row]) -> Spoken:
    """The turns of a row of the table `interviews`, with their voices.

    `speakers` are rows of `interview_speakers`. A row that names the document goes before one for all documents, and
    both before the lines on top of the text. Who only answers ("A:") is the one person declared who does not ask.
    """
    text = str(interview["text"])
    front = front_of(text)
    voices = _declared(interview, speakers, front)
    roles = {name: voice.role for name, voice in voices.items() if voice.role}
    turns = turns_of(text, read(str(interview.get("times") or "")), roles, front.lines)
    answering = [voice for voice in _people(voices) if voice.role not in ("interviewer", _NOBODY, "")]
    only = answering[0] if len(answering) == 1 else None
    heard = [_voice(turn.speaker, voices, only) for turn in turns]
    said = bool(interview.get("consent")) or any(voice.consent for voice in heard if voice.role != "interviewer")
    return Spoken(turns, [_settled(voice, interview) for voice in heard], said)


def _people(voices: Mapping[str, Voice]) -> list[Voice]:
    """Each person once, whatever labels stand for them."""
    return list({id(voice): voice for voice in voices.values()}.values())


def _voice(label: str, voices: Mapping[str, Voice], only: Voice | None) -> Voice:
    found = voices.get(fold(label))
    if found is not None and found.role:
        return found
    if asks(label):
        return Voice(label, "interviewer")
    if only is not None and (not label or answers(label)):
        return replace(only, label=label)
    return Voice(label)


def _settled(voice: Voice, interview: Row) -> Voice:
    """The voice with what the interview says where the speaker's own row says nothing."""
    subject = voice.subject or str(interview.get("subject") or "")
    return replace(voice, subject=subject, consent=voice.consent or str(interview.get("consent") or "") or ANALYSIS)


def _declared(interview: Row, speakers: Iterable[Row], front: Front) -> dict[str, Voice]:
    """Voices by folded label."""
    said = str(interview.get("speakers") or front.said.get("speakers", ""))
    asking = str(interview.get("interviewer") or front.said.get("interviewer", ""))
    found = {fold(person.label): Voice(person.label, person.role, person.firm) for person in people(said)}
    found |= {fold(name): Voice(name, "interviewer") for name in names_in(asking)}
    name = str(interview["document"])
    called = {fold(name), fold(PurePosixPath(name).stem), str(interview.get("hash") or "")}
    rows = list(speakers)
    for own in (False, True):
        for row in rows:
            document = str(row.get("document") or "")
            if bool(document) == own and (not document or fold(document) in called or document in called):
                voice = _of_row(row)
                found[fold(voice.label)] = voice
    return found


def _of_row(row: Row) -> Voice:
    return Voice(str(row["speaker"]), *(str(row.get(name) or "") for name in _OWN))
