"""The turns of a transcript: who speaks from where to where.

    Name: what was said            a label in front of a colon, with or without a time
    Name 00:02                     a line of a label and a time, what was said below it
    00:02                          a line of a time: the same person goes on

The lines that follow belong to the turn. Labels and times are in no turn. A text without labels has a turn a line.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.front import LONGEST_LINE
from clustermark.evidence.interviews.labels import LONGEST, speakers_among, words
from clustermark.evidence.interviews.times import CLOCK, Times, seconds


def _time(name: str) -> str:
    """A time, also in brackets, as a group of this name."""
    return rf"[\[(\uff08\u3010]?(?P<{name}>{CLOCK})[\])\uff09\u3011]?"


_INLINE = re.compile(
    rf"\s*(?:{_time('before')}\s*)?(?P<label>[^:\uff1a\n]{{1,{LONGEST}}}?)"
    rf"\s*(?:{_time('behind')})?\s*[:\uff1a][ \t\u3000]*"
)
_HEADER = re.compile(
    rf"\s*(?P<label>\S[^:\uff1a\n]{{0,{LONGEST - 1}}}?)[ \t\u3000]+{_time('time')}(?:\s*-->\s*{_time('until')})?\s*"
)
_ALONE = re.compile(rf"\s*{_time('time')}(?:\s*-->\s*{_time('until')})?\s*")
_MARKUP = "#*_ \t\u3000"  # around labels in texts with markup


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn: `start` to `end` in the text, the end excluded; `line` from 1; times in seconds."""

    number: int
    speaker: str
    start: int
    end: int
    line: int
    since: float | None = None
    until: float | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: where it begins, what of it was said (from `said`), and what it says of the speaker and the time."""

    at: int
    begin: int
    text: str
    label: str = ""
    said: int = 0
    time: float | None = None
    until: float | None = None
    header: bool = False  # a line of a label or a time, and nothing else


def turns_of(
    text: str, times: Times = (), declared: Mapping[str, str] | None = None, front: frozenset[int] = frozenset()
) -> list[Turn]:
    """The turns of a text.

    `declared` are roles by folded label ("none" for no speaker), `front` the lines that say something of the interview,
    `times` those of subtitles. The work is in proportion to the text.
    """
    roles = declared or {}
    lines = [line for line in _lines(text) if line.at not in front]
    names = speakers_among([line.label for line in lines if line.label], roles)
    found = [_settled(line, names) for line in lines]
    labelled = any(line.label for line in found)
    starts = [at for at, _, _ in times]
    made: list[Turn] = []
    for part in _grouped(found, labelled):
        first, last = part[0], part[-1]
        start, end = first.begin + first.said, last.begin + len(last.text.rstrip())
        since, until = first.time, first.until
        if times:
            since, until = _within(times, starts, start, end, since, until)
        made.append(Turn(len(made) + 1, first.label.strip(_MARKUP), start, end, first.at + 1, since, until))
    return made


def _lines(text: str) -> Iterator[_Line]:
    begin = 0
    for at, line in enumerate(text.split("\n")):
        if line.strip() and not _is_footer(line):
            yield _read(at, begin, line)
        begin += len(line) + 1


def _is_footer(line: str) -> bool:
    return fold(line[:60]).startswith(tuple(words()["footers"]))


def _read(at: int, begin: int, line: str) -> _Line:
    """What a line may say of its speaker; whether it does is settled when all lines are known."""
    alone = _ALONE.fullmatch(line[:80]) if len(line) <= 80 else None
    if alone:
        return _Line(at, begin, line, "", len(line), seconds(alone["time"]), _seconds(alone["until"]), header=True)
    header = _HEADER.fullmatch(line) if len(line) <= 80 else None
    if header:
        label = header["label"].strip(_MARKUP)
        return _Line(at, begin, line, label, len(line), seconds(header["time"]), _seconds(header["until"]), header=True)
    inline = _INLINE.match(line[:90])
    if inline:
        time = _seconds(inline["before"] or inline["behind"])
        return _Line(at, begin, line, inline["label"].strip(_MARKUP), inline.end(), time)
    return _Line(at, begin, line)


def _seconds(clock: str | None) -> float | None:
    return None if clock is None else seconds(clock)


def _settled(line: _Line, names: frozenset[str]) -> _Line:
    """The line with its label if that names a speaker, else as a line of what was said."""
    if line.label in names or (line.header and not line.label):
        return line
    return _Line(line.at, line.begin, line.text) if line.label else line


def _grouped(lines: Sequence[_Line], labelled: bool) -> Iterator[list[_Line]]:
    """Lines that make a turn together; the first has the label and the time of the turn."""
    group: list[_Line] = []
    speaker: _Line | None = None  # who goes on where no label stands
    above: _Line | None = None  # a line of a label or a time whose words are still to come
    for line in lines:
        if line.header:
            yield from [group] * bool(group)
            group, above = [], line
            speaker = line if line.label else speaker
        elif line.label or above is not None or not labelled or not group:
            if labelled and not line.label and speaker is None and len(line.text) <= LONGEST_LINE:
                continue  # a heading above the first turn
            yield from [group] * bool(group)
            speaker = line if line.label else speaker
            group, above = [_opened(line, speaker, above)], None
        else:
            group.append(line)
        if group and group[-1] is not line and len(group) == 1 and len(group[0].text.rstrip()) <= group[0].said:
            above, group = group[0], []  # "Name:" with its words below
    yield from [group] * bool(group)


def _opened(line: _Line, speaker: _Line | None, above: _Line | None) -> _Line:
    """The first line of a turn, with the label and the time that stand above it."""
    label = line.label or (speaker.label if speaker else "")
    time, until = (line.time, line.until) if above is None or line.time is not None else (above.time, above.until)
    said = line.said if line.label else len(line.text) - len(line.text.lstrip())
    return _Line(line.at, line.begin, line.text, label, said, time, until)


def _within(
    times: Times, starts: Sequence[int], start: int, end: int, since: float | None, until: float | None
) -> tuple[float | None, float | None]:
    """The first and the last time of the stretch."""
    inside = times[bisect_left(starts, start) : bisect_left(starts, end)]
    if not inside:
        return since, until
    return (inside[0][1] if since is None else since), (inside[-1][2] if until is None else until)
