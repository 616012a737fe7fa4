"""Suggested codes: what the nearest passages of the coder bear, what a person decided, and what comes of it.

A coder is shown nearest passages of their own alone: those of others would make two coders one. Nothing counts before a
person took it, by name; what was taken are passages of the coder `model.SUGGESTER`.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from clustermark.evidence.interviews.model import SUGGESTER, Interviews
from clustermark.evidence.neutral import neutralised, write_atomically

MOST = 2  # nearest passages of a turn
SHORTEST = 8  # signs of a turn below which likeness says nothing
ACCEPT, REJECT, OPEN = "accept", "reject", ""
_LOG = ("for", "document", "start", "end", "code", "likeness", "resembles", "decision", "decided_by")
_SEGMENTS = ("document", "start", "end", "codes", "coder")
Place = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code suggested for a turn, since a passage that the coder gave this code resembles it."""

    document: str  # hash of the text
    turn: int
    start: int
    end: int
    code: str
    likeness: float
    resembles: str  # reference of the row of the passage
    passage: str  # its words
    decision: str = OPEN
    decided_by: str = ""

    @property
    def place(self) -> Place:
        """What a decision is about."""
        return self.document, self.start, self.end, self.code


def suggestable(interviews: Interviews, coder: str) -> bool:
    """Whether the coder has coded anything that other turns could resemble."""
    return not _coded_by(interviews, coder).is_empty()


def _coded_by(interviews: Interviews, coder: str) -> pl.DataFrame:
    return interviews.segments.filter((pl.col("coder") == coder) & (pl.col("code") != ""))


def suggestions(interviews: Interviews, coder: str) -> list[Suggestion]:
    """For every turn that the coder has not coded, the codes of their nearest passages, by document and turn.

    Questions and very short turns are left out. A code is suggested once for a turn, by the passage most like it.
    """
    from clustermark.methods.interviews.nearest import nearest

    mine = _coded_by(interviews, coder)
    passages = mine.group_by("document", "start", "end", "text", maintain_order=True).agg("code", pl.col("row").first())
    turns = _not_coded(interviews, mine)
    texts = [interviews.texts[turn[0]][turn[2] : turn[3]] for turn in turns]
    coded = passages["text"].to_list()
    known = list(passages.select("code", "row").iter_rows())
    found = []
    for (document, turn, start, end), near in zip(turns, nearest(texts, coded, most=MOST), strict=True):
        taken: set[str] = set()
        for one in near:
            codes, row = known[one.passage]
            for code in codes:
                if code not in taken:
                    taken.add(code)
                    likeness = round(one.likeness, 2)
                    found.append(Suggestion(document, turn, start, end, code, likeness, row, coded[one.passage]))
    return found


def _not_coded(interviews: Interviews, mine: pl.DataFrame) -> list[tuple[str, int, int, int]]:
    """Turns of those who answer on which no passage of the coder lies."""
    coded: dict[str, list[tuple[int, int]]] = {}
    for document, start, end in mine.select("document", "start", "end").iter_rows():
        coded.setdefault(document, []).append((start, end))
    answers = interviews.turns.filter(~pl.col("role").is_in(["interviewer"]))
    return [
        (document, turn, start, end)
        for document, turn, start, end in answers.select("document", "turn", "start", "end").iter_rows()
        if len(interviews.texts[document][start:end].strip()) >= SHORTEST
        and not any(first < end and start < last for first, last in coded.get(document, ()))
    ]


def with_decisions(found: Iterable[Suggestion], decided: Iterable[Suggestion]) -> list[Suggestion]:
    """What is suggested now, with the decisions of before; what was decided stays, suggested again or not."""
    before = {one.place: one for one in decided if one.decision or one.decided_by}
    now = [
        replace(one, decision=old.decision, decided_by=old.decided_by) if (old := before.pop(one.place, None)) else one
        for one in found
    ]
    return sorted([*now, *before.values()], key=lambda one: (one.document, one.start, one.end, -one.likeness, one.code))


def logged(log: Sequence[Mapping[str, str]], coder: str, decided: Iterable[Suggestion]) -> list[dict[str, str]]:
    """The log with a line for each decision that is new, changed or taken back; lines are never changed.

    No clock is read: the order of lines is the order in time, and the same calls give the same log.
    """
    lines = [dict(line) for line in log]
    last = {_key(line): line for line in lines}
    for one in decided:
        line = _line(coder, one)
        before = last.get(_key(line))
        same = before is not None and all(before[name] == line[name] for name in ("decision", "decided_by"))
        if not same and (one.decision or before is not None):
            lines.append(line)
    return lines


def _line(coder: str, one: Suggestion) -> dict[str, str]:
    place = (one.document, str(one.start), str(one.end), one.code)
    values = (coder, *place, f"{one.likeness:.2f}", one.resembles, one.decision or "open", one.decided_by)
    return dict(zip(_LOG, values, strict=True))


def _key(line: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(line[name] for name in _LOG[:5])


def accepted(log: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows of the table `segments` that the last decisions come to, by place; a place that two took counts once."""
    last = {_key(line): line for line in log}
    places = {_key(line)[1:] for line in last.values() if line["decision"] == ACCEPT and line["decided_by"]}
    ordered = sorted(places, key=lambda place: (place[0], int(place[1]), int(place[2]), place[3]))
    return [dict(zip(_SEGMENTS, (*place, SUGGESTER), strict=True)) for place in ordered]


def read_log(path: Path) -> list[dict[str, str]]:
    """The lines of the log; none where there is no log yet. A line that lacks its place is passed over."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [{name: _plain(line.get(name) or "") for name in _LOG} for line in csv.DictReader(file)]
    return [line for line in lines if line["document"] and line["start"].isdecimal() and line["end"].isdecimal()]


def _plain(cell: str) -> str:
    """A cell as it was before `neutralised`."""
    return cell[1:] if cell.startswith("'") and neutralised(cell[1:]) == cell else cell


def write_log(path: Path, lines: Sequence[Mapping[str, str]]) -> None:
    """Write the log, readable by its owner alone."""
    _write(path, _LOG, lines)


def write_accepted(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write what was accepted as a table `segments`: places and codes, no words."""
    _write(path, _SEGMENTS, rows)


def _write(path: Path, header: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    def write(partial: Path) -> None:
        partial.touch(mode=0o600)
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows([[neutralised(row[name]) for name in header] for row in rows])

    write_atomically(path, write)
