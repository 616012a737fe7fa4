"""Twelve interviews in the forms that people keep them in, and the coding sheets of two coders with known agreement."""

import html
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import polars as pl

from clustermark.evidence.interviews.build import interviews_of
from clustermark.evidence.interviews.codes import starting_codebook
from clustermark.evidence.interviews.coding_write import write_coding_sheet
from clustermark.evidence.interviews.model import SEGMENTS, Interviews
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Source, Study, Text
from sample_cluster.grammar import words
from sample_cluster.plan import FOCUS
from sample_cluster.write import put, put_csv

FOLDER = "interviews"
TRANSCRIPTS = f"{FOLDER}/transcripts"
SPEAKERS = f"{FOLDER}/speakers.csv"
CODERS = ("1", "2")
LATIN = re.compile(r"[A-Za-z]")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ASKED, SAID = 4.0, 11.0  # seconds that a question and an answer last in the recordings


@dataclass(frozen=True)
class Turn:
    """A question, the answer to it, and the codes that each coder set on it."""

    question: str
    answer: str
    codes: Mapping[str, Sequence[str]]
    part: str  # what the second coder marked; "" for the whole answer
    stance: str
    cleared: bool
    key: bool


@dataclass(frozen=True)
class Talk:
    """An interview as planned."""

    file: str
    form: str
    title: str
    date: str
    consent: str
    person: tuple[str, str, str]  # label, role, firm
    asks: str
    answers: str
    turns: Sequence[Turn]

    @property
    def english(self) -> bool:
        return bool(LATIN.match(self.turns[0].question))


@cache
def talks() -> tuple[Talk, ...]:
    """Every interview, in the order of the files."""
    return tuple(_talk(one) for one in words("interviews")["interview"])


def _talk(one: Mapping[str, Any]) -> Talk:
    (person,) = one["people"]
    turns = [_turn(turn) for turn in one["turn"]]
    told = (one[name] for name in ("file", "form", "title", "date", "consent"))
    return Talk(*told, tuple(person), one["asks"], one["answers"], turns)


def _turn(turn: Mapping[str, Any]) -> Turn:
    codes = {coder: [*turn["agree"], *turn.get(own, [])] for coder, own in zip(CODERS, ("one", "two"), strict=True)}
    marks = (turn.get("part_two", ""), turn.get("stance", ""), turn.get("cleared", False), turn.get("key", False))
    return Turn(turn["q"], turn["a"], codes, *marks)


def put_interviews(folder: Path) -> None:
    """Transcripts, the sheet of speakers, the coding sheets."""
    for talk in talks():
        put(folder / TRANSCRIPTS / talk.file, _FORMS[talk.form](talk))
    put_csv(folder / SPEAKERS, ("文件", "称呼", "角色", "单位", "同意范围"), list(_speakers()))
    read = _read(folder)
    for coder in CODERS:
        coded = replace(read, segments=pl.DataFrame(list(_coded(read, coder)), schema=SEGMENTS))
        path = folder / FOLDER / f"coding-{coder}.xlsx"
        write_coding_sheet(path, coded, starting_codebook(), coder, "zh")
        path.chmod(0o644)


def _speakers() -> Iterator[tuple[str, str, str, str, str]]:
    """Who speaks where the transcript cannot say it."""
    for talk in talks():
        if talk.form not in ("labels", "table"):
            label, role, firm = talk.person
            yield talk.file, talk.asks, "访谈人", "", ""
            yield talk.file, label, role, firm, talk.consent


def _top(talk: Talk) -> list[str]:
    """The lines above a transcript."""
    label, role, firm = talk.person
    if talk.english:
        who = f"Speakers: {label} ({role}, {firm})"
        return [f"# {talk.title}", f"Date: {talk.date}", f"Consent: {talk.consent}", who, ""]
    who = f"受访人：{label}（{role}，{firm}）"
    return [f"# {talk.title}", f"日期：{talk.date}", f"同意：{talk.consent}", who, ""]


def _labels(talk: Talk) -> bytes:
    colon = ": " if talk.english else "："
    lines = _top(talk)
    for turn in talk.turns:
        lines += [f"{talk.asks}{colon}{turn.question}", f"{talk.answers}{colon}{turn.answer}"]
    return ("\n".join(lines) + "\n").encode()


def _times(talk: Talk) -> bytes:
    """As programs write that turn speech into text."""
    lines = [f"{talk.date.replace('-', '年', 1).replace('-', '月', 1)}日 访谈录音", ""]
    for speaker, text, start, _ in _spoken(talk):
        lines += [f"{speaker} {int(start) // 60:02d}:{int(start) % 60:02d}", text, ""]
    return "\n".join(lines).encode()


def _spoken(talk: Talk) -> Iterator[tuple[str, str, float, float]]:
    """Speaker, words, start and end of each turn."""
    at = 2.0
    for turn in talk.turns:
        for speaker, text, length in ((talk.asks, turn.question, ASKED), (talk.person[0], turn.answer, SAID)):
            yield speaker, text, at, at + length
            at += length + 0.5


def _clock(at: float, mark: str) -> str:
    return f"00:{int(at) // 60:02d}:{int(at) % 60:02d}{mark}{round(at % 1 * 1000):03d}"


def _srt(talk: Talk) -> bytes:
    cues = (
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{speaker}: {text}\n"
        for number, (speaker, text, start, end) in enumerate(_spoken(talk), start=1)
    )
    return "\n".join(cues).encode()


def _vtt(talk: Talk) -> bytes:
    cues = (
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n<v {speaker}>{html.escape(text)}</v>\n"
        for speaker, text, start, end in _spoken(talk)
    )
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def _table(talk: Talk) -> bytes:
    """A Word document with a table of turns; its parts are stored as they are, so that the bytes are the same."""

    def paragraph(text: str) -> str:
        return f'<w:p><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'

    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    rows = [row("时间", "说话人", "内容")]
    rows += [row(_clock(start, ".")[:8], speaker, text) for speaker, text, start, _ in _spoken(talk)]
    top = "".join(paragraph(line.lstrip("# ")) for line in _top(talk))
    body = f"{top}<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl><w:sectPr/>"
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-"
    main = f"{kind}officedocument.wordprocessingml.document.main+xml"
    default = f'<Default Extension="rels" ContentType="{kind}package.relationships+xml"/>'
    override = f'<Override PartName="/word/document.xml" ContentType="{main}"/>'
    relation = f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{default}{override}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">{relation}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    return _stored({name: f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode() for name, xml in parts.items()})


def _stored(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, (2024, 1, 15, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


_FORMS = {"labels": _labels, "times": _times, "srt": _srt, "vtt": _vtt, "table": _table}


def _read(folder: Path) -> Interviews:
    """What the program reads in the files that were written."""
    given = (("interviews", TRANSCRIPTS), ("interview_speakers", SPEAKERS))
    sources = [Source(id=table, path=path, table=table, origin="illustrative") for table, path in given]
    title = Text(zh="示例", en="Sample")
    study = Study(title=title, focus=FOCUS, period="2023", sources=tuple(sources), folder=folder)
    return interviews_of(read_evidence(study), study)


def _coded(read: Interviews, coder: str) -> Iterator[dict[str, object]]:
    """What a coder marks, as rows of codings."""
    names = dict(read.documents.select("name", "document").iter_rows())
    for talk in talks():
        document = names[talk.file]
        answers = read.turns.filter((pl.col("document") == document) & (pl.col("role") != "interviewer"))
        for turn, row in zip(talk.turns, answers.iter_rows(named=True), strict=True):
            text = read.texts[document][row["start"] : row["end"]]
            assert text == turn.answer, (talk.file, text)
            part = turn.part if coder == CODERS[1] else ""
            start = row["start"] + (text.index(part) if part else 0)
            fixed = {"document": document, "start": start, "end": start + len(part or text), "coder": coder}
            marks = {"stance": turn.stance, "key_quote": turn.key and coder == CODERS[0], "cleared": turn.cleared}
            yield from ({**fixed, **marks, "code": code} for code in turn.codes[coder])


def planted_interviews() -> dict[str, Any]:
    """What was planted: interviews by role, answers, codings by code and coder, and how often both set the same."""
    answers = [turn for talk in talks() for turn in talk.turns]
    both: Counter[str] = Counter()
    only = {coder: Counter[str]() for coder in CODERS}
    for turn in answers:
        first, second = (set(turn.codes[coder]) for coder in CODERS)
        both.update(first & second)
        only[CODERS[0]].update(first - second)
        only[CODERS[1]].update(second - first)
    codes = sorted({*both, *only[CODERS[0]], *only[CODERS[1]]})
    quoted = [turn for talk in talks() if talk.consent != "只供分析" for turn in talk.turns if turn.cleared]
    return {
        "roles": dict(Counter(ROLES[talk.person[1]] for talk in talks())),
        "answers": len(answers),
        "codes": {code: [both[code], *(only[coder][code] for coder in CODERS)] for code in codes},
        "parts": sum(bool(turn.part) for turn in answers),
        "quotable": len(quoted),
        "cleared_against_consent": sum(turn.cleared for turn in answers) - len(quoted),
    }


ROLES = {
    "企业": "enterprise",
    "政府": "government",
    "协会": "association",
    "enterprise": "enterprise",
    "buyer": "buyer",
}
