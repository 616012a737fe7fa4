"""The lines above a transcript that say who, where and when: "Date: 12 May 2021", "Speakers: Li (enterprise, ...)"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from clustermark.evidence.fold import fold
from clustermark.evidence.specs import match_headers, table_specs

_SAID = re.compile("\\s*[#*-]*\\s*([^:\uff1a]{1,30}?)\\s*[:\uff1a]\\s*(.+?)\\s*")
_PERSON = re.compile("\\s*([^(\uff08]+?)\\s*[(\uff08]([^)\uff09]*)[)\uff09]\\s*")
_BETWEEN = re.compile("[;\uff1b\u3001]")
_WITHIN = re.compile("[,\uff0c\u3001]")
_SAYS = ("title", "subject", "date", "language", "consent", "interviewer", "speakers")
_SENTENCE = re.compile("[?\uff1f!\uff01\u3002]")
_LINES = 30  # from the top, within which such lines are looked for
_LONGEST_NAMES = 60
LONGEST_LINE = 80  # signs of a line above the first turn that is a heading and nothing that was said


@dataclass(frozen=True, slots=True)
class Person:
    """Who a label stands for, as far as a line above the transcript says."""

    label: str
    role: str = ""
    firm: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """What the lines on top say, by column of the table `interviews`, and which lines these are (from 0)."""

    said: Mapping[str, str] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()


def front_of(text: str) -> Front:
    """What the first lines say. A label that comes again further down is a speaker's and says nothing here."""
    lines = text.split("\n")
    said: dict[str, str] = {}
    taken: set[int] = set()
    for at, line in enumerate(lines[:_LINES]):
        found = _SAID.fullmatch(line)
        if found is None:
            if len(line) > LONGEST_LINE:
                break
            continue
        places, _ = match_headers("interviews", [found[1]])
        column = places.get(0, "")
        if column not in _SAYS or column in said or not _fits(column, found[2]):
            if column not in _SAYS:
                continue
            break
        if any(_begins(later, found[1]) for later in lines[at + 1 :]):
            break
        said[column] = found[2]
        taken.add(at)
    return Front(said, frozenset(taken))


def _begins(line: str, label: str) -> bool:
    found = _SAID.fullmatch(line)
    return found is not None and fold(found[1]) == fold(label)


def _fits(column: str, value: str) -> bool:
    """Whether what stands behind the colon can be meant for the column: what somebody says is neither."""
    if column == "speakers":
        return bool(people(value))
    if column == "interviewer":
        return len(value) <= _LONGEST_NAMES and not _SENTENCE.search(value)
    return len(value) <= LONGEST_LINE


def people(value: str) -> list[Person]:
    """The people of a line such as "Li (enterprise, Sample Ltd); Q (interviewer)"; none where it is no such line."""
    found = []
    for part in _parts(value):
        person = _PERSON.fullmatch(part)
        if person is None:
            return []
        said = [item.strip() for item in _WITHIN.split(person[2]) if item.strip()]
        roles = [role_of(item) for item in said]
        role = next((role for role in roles if role), "")
        if not role:
            return []
        firm = ", ".join(item for item, own in zip(said, roles, strict=True) if not own)
        found.append(Person(person[1], role, firm))
    return found


def _parts(value: str) -> list[str]:
    """The parts between semicolons that stand outside brackets."""
    parts, depth, begin = [], 0, 0
    for at, sign in enumerate(value):
        depth += (sign in "(\uff08") - (sign in ")\uff09")
        if depth <= 0 and _BETWEEN.fullmatch(sign):
            parts.append(value[begin:at])
            begin = at + 1
    return [part for part in (*parts, value[begin:]) if part.strip()]


def names_in(value: str) -> list[str]:
    """Names parted by semicolons, commas or enumeration marks."""
    return [name.strip() for name in re.split("[;\uff1b\u3001,\uff0c]", value) if name.strip()]


def role_of(word: str) -> str:
    """The role that a word means, "" for none: role_of("firm") = "enterprise"."""
    column = table_specs()["interview_speakers"].column("role")
    folded = fold(word)
    for value in column.allowed:
        label = column.labels[str(value)]
        if folded in {fold(item) for item in (str(value), label.zh, label.en, *label.also)}:
            return str(value)
    return ""
