"""Subtitles, srt and vtt, as cues; the work is in proportion to the file."""

import html
import re
from collections.abc import Iterator, Sequence

from clustermark.evidence.interviews.labels import LONGEST, speakers_among
from clustermark.evidence.interviews.spoken import Cue, spoken_text
from clustermark.evidence.interviews.times import CLOCK, MOST_TIMES, Times, seconds
from clustermark.evidence.readers.sheet import UnreadableFileError

_ARROW = re.compile(rf"\s*({CLOCK})\s*-->\s*({CLOCK})(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,60})>")
_TAG = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[.\s][^<>]{0,80})?>|<\d[\d:.]{4,12}>")
_NAMED = re.compile(f"\\s*([^:\uff1a]{{1,{LONGEST}}})[:\uff1a]\\s+(.*)", re.DOTALL)
_IN_BRACKETS = re.compile("\\s*[(\uff08]([^)\uff09]{1,30})[)\uff09]\\s*")
_HEAD = 4096


def looks_like_subtitles(text: str) -> bool:
    """Whether a text is srt or vtt: it says so, or its first lines are a number and two times."""
    head = text[:_HEAD].lstrip("\ufeff \n")
    if head.startswith("WEBVTT"):
        return True
    lines = [line for line in head.split("\n")[:4] if line.strip()]
    return any(_ARROW.fullmatch(line) for line in lines[:2])


def subtitle_text(text: str) -> tuple[str, Times]:
    """The text of subtitles and its times. Raises `UnreadableFileError` (`interview.too-long`)."""
    if text.count("-->") > MOST_TIMES:
        raise UnreadableFileError("interview.too-long", most=MOST_TIMES)
    cues = list(_cues(text.lstrip("\ufeff").split("\n")))
    named = [found[1].strip() for cue in cues if not cue.speaker and (found := _NAMED.match(cue.text))]
    names = speakers_among(named, {})
    return spoken_text(_with_name(cue, names) for cue in cues)


def _with_name(cue: Cue, names: frozenset[str]) -> Cue:
    found = None if cue.speaker else _NAMED.match(cue.text)
    if found is None or found[1].strip() not in names:
        return cue
    return Cue(found[1].strip(), found[2], cue.start, cue.end)


def _cues(lines: Sequence[str]) -> Iterator[Cue]:
    """The cues of a file: a line of two times, then lines of text up to a blank one."""
    at = 0
    while at < len(lines):
        arrow = _ARROW.fullmatch(lines[at][:200])
        at += 1
        if arrow is None:
            continue
        begin = at
        while at < len(lines) and lines[at].strip() and not _ARROW.fullmatch(lines[at][:200]):
            at += 1
        end = at
        if at < len(lines) and lines[at].strip() and lines[at - 1].strip().isdecimal():
            end = at - 1  # the number of the next cue, where no blank line parts them
        yield from _said(lines[begin:end], seconds(arrow[1]), seconds(arrow[2]))


def _said(lines: Sequence[str], start: float | None, end: float | None) -> Iterator[Cue]:
    """What a cue says; a voice that it names, or a name in brackets on a line of its own, speaks from there on."""
    speaker = ""
    said: list[str] = []
    for line in lines:
        voice = _VOICE.search(line)
        alone = _IN_BRACKETS.fullmatch(line)
        name = html.unescape(voice[1]).strip() if voice else alone[1].strip() if alone and len(lines) > 1 else ""
        if name and name != speaker:
            if said:
                yield Cue(speaker, " ".join(said), start, end)
            speaker, said = name, []
        if not alone or not name:
            said.append(html.unescape(_TAG.sub("", line)).strip())
    if any(said):
        yield Cue(speaker, " ".join(said), start, end)
