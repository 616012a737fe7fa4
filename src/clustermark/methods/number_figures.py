"""The figures of a number as people write it: digits or numerals, with the scales between and behind them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Bound = Literal["", "about", "at least", "at most"]
_MOST_DIGITS = 24
_ARABIC = re.compile(r"[0-9][0-9,'\u00a0\u2009\u202f ]*(?:\.[0-9]+)?|\.[0-9]+")
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]{1,2})(?![\w.])")
_GROUPED = re.compile(
    r"[0-9]{1,3}([,'\u00a0\u2009\u202f ])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
)


class FailureError(Exception):
    """A text that is no number, with the code of the reason."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of numbers, narrow; those that stand around a number longest first."""

    digits: Mapping[str, int]
    small: Mapping[str, int]
    large: Mapping[str, int]
    latin: Mapping[str, int]
    words: Mapping[str, tuple[str, ...]]
    prefix: tuple[tuple[str, Bound], ...]
    suffix: tuple[tuple[str, Bound], ...]
    infix: tuple[tuple[str, Bound], ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """A number that was read from the start of a text, and the rest of the text."""

    value: Decimal
    rest: str
    scale: Decimal = Decimal(1)  # what its only figure was multiplied by
    scaled: bool = False  # whether a scale of 10^4 or more, or a word such as "million", was part of it
    bounds: tuple[Bound, ...] = ()
    suffix: str = ""


def narrow(text: str) -> str:
    """Full-width letters, digits and signs, and the wide blank, as their narrow forms; nothing else changes."""
    return "".join(
        chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else " " if sign == "\u3000" else sign for sign in text
    )


def _longest_first(groups: Mapping[Bound, Sequence[str]]) -> tuple[tuple[str, Bound], ...]:
    found = [(narrow(word), bound) for bound, words in groups.items() for word in words]
    return tuple(sorted(found, key=lambda item: (-len(item[0]), item[0])))


@cache
def number_words() -> Words:
    """The words of `number_words.toml`."""
    raw = (files("clustermark.methods") / "number_words.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(raw)
    return Words(
        digits=data["digits"],
        small=data["small_scales"],
        large=data["large_scales"],
        latin=data["latin_scales"],
        words={name: tuple(sorted(map(narrow, words), key=lambda w: -len(w))) for name, words in data["words"].items()},
        prefix=_longest_first(data["prefix"]),
        suffix=_longest_first(data["suffix"]),
        infix=_longest_first(data["infix"]),
    )


def with_latin_scales(atom: Atom) -> Atom:
    """The atom times the words such as "million" that follow it."""
    while True:
        found = re.match(r"\s*([A-Za-z]+)(?![A-Za-z])", atom.rest)
        factor = number_words().latin.get(found.group(1).lower()) if found else None
        if found is None or factor is None:
            return atom
        rest = atom.rest[found.end() :]
        atom = replace(atom, value=atom.value * factor, scale=atom.scale * factor, scaled=True, rest=rest)


def _arabic(text: str) -> tuple[Decimal, str] | None:
    """The digits at the start of a text and the rest of it."""
    found = _ARABIC.match(text)
    if found is None:
        return None
    digits = found.group(0).rstrip(" \u00a0\u2009\u202f,'")
    if not _GROUPED.fullmatch(digits):
        raise FailureError("number.grouping")
    bare = re.sub(r"[^0-9.]", "", digits)
    if sum(sign != "." for sign in bare) > _MOST_DIGITS:
        raise FailureError("number.unreadable")
    rest = text[len(digits) :]
    value = Decimal(bare)
    exponent = _EXPONENT.match(rest)
    if exponent:
        return value.scaleb(int(exponent.group(1))), rest[exponent.end() :]
    return value, rest


def _numerals(text: str) -> tuple[Decimal, str] | None:
    """A run of numerals, perhaps with a point, and the rest of the text."""
    words = number_words()
    points = words.words["point"]
    digits, at = "", 0
    while at < len(text) and len(digits) <= _MOST_DIGITS:
        if text[at] in words.digits:
            digits += str(words.digits[text[at]])
        elif text[at] in points and digits and "." not in digits and text[at + 1 : at + 2] in words.digits:
            digits += "."
        else:
            break
        at += 1
    return (Decimal(digits), text[at:]) if digits else None


def figures_of(text: str) -> Atom:
    """Digits or numerals with the scales between and behind them: 3 [10^4] 5 [10^3] is 35,000.

    A scale of 10^4 gathers what stands before it, one of 10^8 all that was gathered. A single figure behind a scale
    counts the next lower one, as people speak: 3 [10^4] 5 is 35,000; behind a written zero it counts ones.
    """
    sum_ = _Sum()
    rest = text
    while True:
        rest = rest.lstrip() if sum_.begun else rest
        infix = next((item for item in number_words().infix if sum_.begun and rest.startswith(item[0])), None)
        if infix is not None:
            sum_.bounds += (infix[1],)
            rest = rest[len(infix[0]) :]
        elif rest[:1] in number_words().small and (sum_.begun or number_words().small[rest[0]] == 10):
            sum_.small(number_words().small[rest[0]])
            rest = rest[1:]
        elif rest[:1] in number_words().large and sum_.begun:
            sum_.large(number_words().large[rest[0]])
            rest = rest[1:]
        else:
            zero = sum_.begun and number_words().digits.get(rest[:1]) == 0
            if zero and rest[1:2].isdigit():
                rest = rest[1:]
            found = None if sum_.full else (_arabic(rest) or _numerals(rest))
            if found is None:
                break
            sum_.figure(found[0], literal=zero)
            rest = found[1]
    return Atom(sum_.total(), rest, sum_.only_scale, sum_.scaled, sum_.bounds)


class _Sum:
    """The running sum of a number with scales."""

    def __init__(self) -> None:
        self.begun = False
        self.bounds: tuple[Bound, ...] = ()
        self.scaled = False
        self._figures = 0
        self._scale = Decimal(1)
        self._hundred_millions = self._ten_thousands = self._section = Decimal(0)
        self._current: Decimal | None = None
        self._literal = False
        self._last = 0  # the last scale seen, 0 before any
        self._fraction = False

    @property
    def full(self) -> bool:
        """Whether no further figure may follow."""
        return self._current is not None or bool(self.bounds)

    @property
    def only_scale(self) -> Decimal:
        """What the figure was multiplied by; 0 where there are several figures."""
        return self._scale if self._figures == 1 else Decimal(0)

    def figure(self, value: Decimal, *, literal: bool) -> None:
        if self._fraction:
            raise FailureError("number.unreadable")
        self.begun = True
        self._figures += 1
        self._current, self._literal = value, literal
        self._fraction = value != value.to_integral_value()

    def small(self, scale: int) -> None:
        if self._current is None and self._last:
            raise FailureError("number.unreadable")
        if 0 < self._last <= scale and self._section:
            raise FailureError("number.unreadable")
        self._section += (Decimal(1) if self._current is None else self._current) * scale
        self._seen(scale)

    def large(self, scale: int) -> None:
        gathered = self._section + (self._current or 0)
        if scale == 10**4:
            if self._ten_thousands or (not gathered and self._last):
                raise FailureError("number.unreadable")
            self._ten_thousands = gathered * scale
        else:
            gathered += self._ten_thousands
            if self._hundred_millions:
                raise FailureError("number.unreadable")
            self._hundred_millions, self._ten_thousands = gathered * scale, Decimal(0)
        self._section = Decimal(0)
        self._seen(scale)

    def _seen(self, scale: int) -> None:
        self.begun = True
        self._current, self._last = None, scale
        self._scale *= scale
        self.scaled = self.scaled or scale >= 10**4

    def total(self) -> Decimal:
        """The number. Raises a failure where nothing was read."""
        if not self.begun:
            raise FailureError("number.unreadable")
        gathered = self._hundred_millions + self._ten_thousands + self._section
        if self._current is None:
            return gathered
        spoken = self._last and not self._literal and self._current < 10
        return gathered + self._current * (Decimal(self._last) / 10 if spoken else 1)
