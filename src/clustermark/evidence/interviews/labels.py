"""Which words in front of a colon or a time name a speaker."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from clustermark.evidence.fold import fold

_SENTENCE = re.compile('[,\uff0c\u3002;\uff1b?\uff1f!\uff01<>\u201c\u201d"/\\\\=|]')
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
LONGEST = 30  # signs of a label
_LONGEST_WIDE, _LONGEST_ONCE = 12, 4  # Chinese signs of a label that comes again, of one that stands once
_MOST_WORDS, _MOST_WORDS_ONCE = 5, 3
_OFTEN = 3  # times from which a single word in small letters is a label too


@cache
def words() -> Mapping[str, frozenset[str]]:
    """The lists of `words.toml`, folded."""
    path = files("clustermark.evidence.interviews") / "words.toml"
    found: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: frozenset(fold(word) for word in listed) for name, listed in found.items()}


def asks(label: str) -> bool:
    """Whether a label by itself says that its speaker asks."""
    return fold(label) in words()["interviewer"]


def answers(label: str) -> bool:
    """Whether a label by itself says that its speaker answers."""
    return fold(label) in words()["respondent"]


def may_be_label(label: str) -> bool:
    """Whether a text could name a speaker at all."""
    name = label.strip()
    if not name or len(name) > LONGEST or not _LETTER.search(name) or _SENTENCE.search(name):
        return False
    return fold(name) not in words()["not_speakers"]


def speakers_among(candidates: Sequence[str], declared: Mapping[str, str]) -> frozenset[str]:
    """The labels, as they stand, that name speakers.

    `candidates` are what stands in front of a colon, once for each time; `declared` are roles by folded label, "none"
    for what is no speaker. A label that nobody declared counts where it is a usual one (Q, A), a voice that a program
    numbered, comes again and looks like a name, or stands once and looks very much like one.
    """
    counts = Counter(label for label in candidates if may_be_label(label))
    return frozenset(label for label, times in counts.items() if _is_speaker(label, times, declared))


def _is_speaker(label: str, times: int, declared: Mapping[str, str]) -> bool:
    said = declared.get(fold(label))
    if said is not None:
        return said != "none"
    return asks(label) or answers(label) or _is_voice(label) or _like_a_name(label, times)


def _is_voice(label: str) -> bool:
    """A voice that a program told apart and numbered, or could not tell."""
    return re.sub(r"\d+$", "", fold(label)) in words()["voice"]


def _like_a_name(label: str, times: int) -> bool:
    if _runs_on(label):
        return False
    if _WIDE.search(label):
        return len(label) <= (_LONGEST_WIDE if times > 1 else _LONGEST_ONCE)
    parts = label.split()
    capital = [part[0].isupper() or part[0].isdigit() for part in parts if part[0].isalnum()]
    if len(parts) == 1 and times >= _OFTEN:
        return True
    if not capital or not capital[0]:
        return False
    return len(parts) <= _MOST_WORDS if times > 1 else len(parts) <= _MOST_WORDS_ONCE and all(capital)


def _runs_on(label: str) -> bool:
    """Whether a text ends like a sentence that goes on behind the colon; in Latin letters whole words count."""
    if _WIDE.search(label):
        return fold(label).endswith(tuple(words()["running_on"]))
    last = [fold(word) for word in label.split()]
    return any("".join(last[at:]) in words()["running_on"] for at in range(len(last)))


def respondents(labels: Iterable[str], declared: Mapping[str, str]) -> list[str]:
    """The labels of those who answer, in order, each once."""
    kept = [label for label in labels if declared.get(fold(label), "") != "interviewer" and not asks(label)]
    return list(dict.fromkeys(kept))
