"""Names found in raw text: the longest alias wins, and what must not count does not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_FEW = 250  # literals up to which one alternation is the quicker way


@dataclass(frozen=True, slots=True)
class Entry:
    """An alias of a name; phrases in which it does not count; words of which one must stand in the text."""

    name: str
    alias: str
    exclude: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A name at [start, end) of a text, in code points."""

    name: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text without case and with simplified characters, of the same length, so that offsets hold."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals have two small letters
        lowered = "".join(one if len(one) == 1 else letter for letter in text for one in (letter.lower(),))
    if lowered.isascii() or not _traditional().search(lowered):
        return lowered
    return lowered.translate(simplified())


@cache
def simplified() -> Mapping[int, int]:
    """Traditional character -> simplified, those that are one character each, by OpenCC."""
    from opencc import OpenCC

    codes = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)]
    turned = OpenCC("t2s").convert("\n".join(map(chr, codes))).split("\n")
    return {code: ord(new) for code, new in zip(codes, turned, strict=True) if len(new) == 1 and ord(new) != code}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile("[" + "".join(map(chr, sorted(simplified()))) + "]")


class _Literals:
    """Finds the longest of many literals, leftmost first.

    Few are one alternation. Of many a set of first letters finds where one may begin, and an alternation of those with
    that letter which it is, so that the time hardly grows with their number.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        ordered = sorted(literals, key=lambda literal: (-len(literal), literal))
        self._few = re.compile("|".join(map(re.escape, ordered)) or "(?!)") if len(ordered) <= _FEW else None
        by_first: dict[str, list[str]] = {}
        for literal in ordered if self._few is None else ():
            by_first.setdefault(literal[0], []).append(re.escape(literal))
        self._first = re.compile("[" + "".join(map(re.escape, sorted(by_first))) + "]" if by_first else "(?!)")
        self._rest = {letter: re.compile("|".join(found)) for letter, found in by_first.items()}

    def search(self, text: str, at: int, stop: int) -> re.Match[str] | None:
        if self._few is not None:
            return self._few.search(text, at, stop)
        while (first := self._first.search(text, at, stop)) is not None:
            hit = self._rest[first.group()].match(text, first.start(), stop)
            if hit is not None:
                return hit
            at = first.end()
        return None


class NameMatcher:
    """Finds names: leftmost first, then longest; case and traditional characters make no difference.

    An alias that begins or ends with a Latin letter or digit counts as a whole word only. A phrase that excludes a name
    is a longer match in which that name does not count; another name within the phrase does. Two names with one alias
    are told apart by their context words; where both fit, or none has context, the first in the order given counts.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._named: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        void: dict[str, set[str]] = {}
        for entry in entries:
            alias = fold(entry.alias.strip())
            if not alias:
                continue
            context = tuple(fold(word.strip()) for word in entry.context if word.strip())
            known = self._named.setdefault(alias, [])
            if (entry.name, context) not in known:
                known.append((entry.name, context))
            for phrase in entry.exclude:
                void.setdefault(fold(phrase.strip()), set()).add(entry.name)
        self._void = {phrase: names for phrase, names in void.items() if phrase and phrase not in self._named}
        self._all, self._names_only = _Literals({*self._named, *self._void}), _Literals(self._named)

    def find(self, text: str) -> list[Match]:
        """The names in a text, in order, none overlapping another."""
        folded = fold(text)
        return list(self._found(self._all, folded, 0, len(folded)))

    def _found(self, literals: _Literals, folded: str, at: int, stop: int) -> Iterator[Match]:
        while (hit := literals.search(folded, at, stop)) is not None:
            literal, start, end = hit.group(), hit.start(), hit.end()
            if not _whole(folded, start, end):
                shorter = self._shorter(folded, start, end)
                if shorter is None:
                    at = start + 1
                    continue
                literal, end = shorter, start + len(shorter)
            at = end
            if literal in self._void:
                within = self._found(self._names_only, folded, start, end)
                yield from (match for match in within if match.name not in self._void[literal])
                continue
            name = self._name(literal, folded)
            if name:
                yield Match(name, start, end)

    def _shorter(self, folded: str, start: int, end: int) -> str | None:
        """A shorter alias at the same place that is a whole word, where the longest is not one."""
        for stop in range(end - 1, start, -1):
            literal = folded[start:stop]
            if literal in self._named and _whole(folded, start, stop):
                return literal
        return None

    def _name(self, literal: str, folded: str) -> str:
        for name, context in self._named.get(literal, ()):
            if not context or any(word in folded for word in context):
                return name
        return ""


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin word is cut at either end."""
    before = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    after = end < len(text) and _latin(text[end - 1]) and _latin(text[end])
    return not (before or after)


def _latin(letter: str) -> bool:
    return letter.isalnum() and ord(letter) < 0x250


def entries_of(rows: Iterable[Mapping[str, object]]) -> list[Entry]:
    """Entries from rows with name, alias, exclude and context, the latter two parted by semicolons."""
    return [
        Entry(str(row["name"]), str(row["alias"] or ""), _parted(row.get("exclude")), _parted(row.get("context")))
        for row in rows
    ]


def _parted(cell: object) -> tuple[str, ...]:
    parts: Sequence[str] = re.split("[;\uff1b]", str(cell or ""))
    return tuple(part.strip() for part in parts if part.strip())
