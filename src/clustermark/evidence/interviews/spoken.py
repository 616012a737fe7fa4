"""What was said, as lines of text: the form into which subtitles and tables of turns are brought."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from clustermark.evidence.interviews.plain import MOST_SIGNS
from clustermark.evidence.interviews.times import MOST_TIMES, Times
from clustermark.evidence.readers.sheet import UnreadableFileError

_ENDS = (".", "?", "!", "\u3002", "\uff1f", "\uff01", "\u2026")
_LONGEST_LINE = 400  # signs after which a line ends where nobody is named
_WIDE = ("\u2e80", "\uffef")


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said: by whom ("" where it is not told), from when to when."""

    speaker: str
    text: str
    start: float | None = None
    end: float | None = None


@dataclass
class _Lines:
    """The text that grows, and the times in it."""

    parts: list[str] = field(default_factory=list)
    signs: int = 0
    times: list[tuple[int, float, float | None]] = field(default_factory=list)
    length: int = 0  # of the line that grows
    ended: bool = True

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.signs += len(text)
        if self.signs > MOST_SIGNS:
            raise UnreadableFileError("interview.too-long", most=MOST_SIGNS)


def spoken_text(cues: Iterable[Cue]) -> tuple[str, Times]:
    """The cues as text, and where each of them begins in it, with its times.

    A line begins with each other speaker ("Name: what was said"); a cue without a name goes on with the person before.
    Where nobody is named at all, a line ends with its sentence. Raises `UnreadableFileError` (`interview.too-long`).
    """
    lines = _Lines()
    speaker = ""
    for number, cue in enumerate(cues):
        if number >= MOST_TIMES:
            raise UnreadableFileError("interview.too-long", most=MOST_SIGNS)
        said = " ".join(cue.text.split())
        if not said:
            continue
        if cue.speaker and cue.speaker != speaker:
            speaker = cue.speaker
            _begin(lines, f"{speaker}: ")
        elif lines.ended:
            _begin(lines, "")
        elif lines.parts and not (_wide(lines.parts[-1][-1:]) and _wide(said[:1])):
            lines.add(" ")
        if cue.start is not None:
            lines.times.append((lines.signs, cue.start, cue.end))
        lines.add(said)
        lines.length += len(said)
        lines.ended = not speaker and (said.endswith(_ENDS) or lines.length > _LONGEST_LINE)
    return "".join(lines.parts), tuple(lines.times)


def _begin(lines: _Lines, opening: str) -> None:
    if lines.parts:
        lines.add("\n")
    if opening:
        lines.add(opening)
    lines.length = 0


def _wide(sign: str) -> bool:
    return bool(sign) and _WIDE[0] <= sign <= _WIDE[1]
