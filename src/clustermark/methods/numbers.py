"""Numbers as people write them, in Chinese and English, read exactly.

    1,234.5   (1,234)   1.2e5   three and a half hundred million in numerals   20~30 with one scale for both   60%

The grammar, from the outside in:

    number  = bound* currency? core suffix? bound*          a word of approximation may stand before or behind
    core    = atom | atom separator atom                    a range; an end without a scale takes the other's
    atom    = sign? (digits | numerals) (more scale)*       "more" says that a little is added: 3500 and some
    suffix  = letters, %, currency signs: the unit, left to the reader; a digit in it makes the text unreadable

Values are exact (`Decimal`). What cannot be read is told by a code, never guessed: a comma that groups no thousands, a
range that runs backwards, "several tens". The words stand in `number_words.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Bound = Literal["", "about", "at least", "at most"]
_LONGEST_TEXT = 80
_MOST_DIGITS = 24
_ARABIC = re.compile(r"\d[\d,'\u00a0\u2009\u202f ]*(?:\.\d+)?|\.\d+")
_EXPONENT = re.compile(r"[eE]([+-]?\d{1,2})(?![\w.])")
_GROUPED = re.compile(r"\d{1,3}([,'\u00a0\u2009\u202f ])\d{3}(?:\1\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
_NEGATIVE = re.compile(r"\(\s*([\d.,]+\s*%?)\s*\)")
_CURRENCY = re.compile(r"(?:[A-Za-z]{0,3}[$\u20ac\u00a3\u00a5\u20a9\u20b9\uffe5]|[A-Z]{3})\s*(?=[\d.])")
_SUFFIX_SIGNS = frozenset(" %\u2030$\u20ac\u00a3\u00a5\u20a9\u20b9\uffe5/.()-'\u00b2\u33a1")
_MINUS = "-\u2212"


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number that was read: `value`, or `value` to `value_high`; `bound` is the word of approximation.

    `prefix` and `suffix` are the text around it (a currency, a unit, "%"); `scaled` says whether a scale such as
    "million" was part of the number, so that a unit of "million ..." beside it would count the scale twice.
    """

    value: Decimal
    value_high: Decimal | None = None
    bound: Bound = ""
    prefix: str = ""
    suffix: str = ""
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that is no number, with the code of the reason: "number.empty", "number.grouping", ..."""

    code: str


class _FailureError(Exception):
    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class _Words:
    digits: Mapping[str, int]
    small: Mapping[str, int]
    large: Mapping[str, int]
    latin: Mapping[str, int]
    words: Mapping[str, tuple[str, ...]]
    prefix: tuple[tuple[str, Bound], ...]  # longest first
    suffix: tuple[tuple[str, Bound], ...]
    infix: tuple[tuple[str, Bound], ...]


@dataclass(frozen=True, slots=True)
class _Atom:
    value: Decimal
    rest: str
    scale: Decimal = Decimal(1)  # what its only figure was multiplied by
    scaled: bool = False  # whether a scale of 10^4 or more, or a word such as "million", was part of it
    bounds: tuple[Bound, ...] = ()
    suffix: str = ""


def _longest_first(groups: Mapping[Bound, Sequence[str]]) -> tuple[tuple[str, Bound], ...]:
    found = [(narrow(word), bound) for bound, words in groups.items() for word in words]
    return tuple(sorted(found, key=lambda item: (-len(item[0]), item[0])))


@cache
def _words() -> _Words:
    raw = (files("clustermark.methods") / "number_words.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(raw)
    return _Words(
        digits=data["digits"],
        small=data["small_scales"],
        large=data["large_scales"],
        latin=data["latin_scales"],
        words={name: tuple(sorted(map(narrow, words), key=lambda w: -len(w))) for name, words in data["words"].items()},
        prefix=_longest_first(data["prefix"]),
        suffix=_longest_first(data["suffix"]),
        infix=_longest_first(data["infix"]),
    )


def narrow(text: str) -> str:
    """Full-width letters, digits and signs, and the wide blank, as their narrow forms; nothing else changes."""
    return "".join(
        chr(ord(sign) - 0xFEE0) if "\uff01" <= sign <= "\uff5e" else " " if sign == "\u3000" else sign for sign in text
    )


def parse_number(text: str) -> ParsedNumber | Unreadable:
    """Read one number, range or bound. Never raises: what cannot be read comes back as `Unreadable`."""
    plain = narrow(text).strip()
    if plain.lower() in _words().words["missing"]:
        return Unreadable("number.empty")
    if len(plain) > _LONGEST_TEXT:
        return Unreadable("number.unreadable")
    try:
        return _parse(plain)
    except _FailureError as failure:
        return Unreadable(failure.code)


def _parse(plain: str) -> ParsedNumber:
    in_brackets = _NEGATIVE.fullmatch(plain)
    if in_brackets:
        read = _parse(in_brackets.group(1))
        return replace(read, value=-read.value)
    before, text = _strip_prefixes(plain)
    prefix = ""
    currency = _CURRENCY.match(text) or _currency_word(text)
    if currency:
        prefix, text = currency.group(0).strip(), text[currency.end() :]
        again, text = _strip_prefixes(text)
        before += again
    behind, text = _strip_suffixes(text)
    for word in _words().words["percent"]:
        if text.startswith(word):
            text = text.removeprefix(word) + "%"
    low, high = _core(text)
    bound = _combined((*before, *behind, *low.bounds, *(high.bounds if high else ())))
    scaled = low.scaled or (high is not None and high.scaled)
    suffix = low.suffix or (high.suffix if high else "")
    return ParsedNumber(low.value, high.value if high else None, bound, prefix, suffix, scaled)


def _currency_word(text: str) -> re.Match[str] | None:
    words = "|".join(map(re.escape, _words().words["currencies"]))
    return re.match(f"(?:{words})\\s*(?=[\\d.])", text)


def _strip_prefixes(text: str) -> tuple[tuple[Bound, ...], str]:
    found: list[Bound] = []
    while True:
        text = text.lstrip()
        word = next((item for item in _words().prefix if text[: len(item[0])].lower() == item[0]), None)
        if word is None:
            return tuple(found), text
        found.append(word[1])
        text = text[len(word[0]) :]


def _strip_suffixes(text: str) -> tuple[tuple[Bound, ...], str]:
    found: list[Bound] = []
    while True:
        text = text.rstrip()
        word = next((item for item in _words().suffix if text.lower().endswith(item[0])), None)
        if word is None:
            return tuple(found), text
        found.append(word[1])
        text = text[: -len(word[0])]


def _combined(bounds: Iterable[Bound]) -> Bound:
    named = {bound for bound in bounds if bound}
    if {"at least", "at most"} <= named:
        raise _FailureError("number.bounds-contradict")
    for bound in ("at least", "at most", "about"):
        if bound in named:
            return bound
    return ""


def _core(text: str) -> tuple[_Atom, _Atom | None]:
    """One atom, or the two ends of a range."""
    try:
        return _whole_atom(text), None
    except _FailureError as failure:
        first_failure = failure
    opener = next((word for word in _words().words["range_openers"] if text.lower().startswith(word)), "")
    body = text[len(opener) :]
    for separator in _words().words["ranges"]:
        if separator == " and " and not opener:
            continue
        at = body.lower().find(separator, 1)
        if at > 0:
            ends = _range(body[:at], body[at + len(separator) :])
            if ends is not None:
                return ends
    raise first_failure


def _range(left: str, right: str) -> tuple[_Atom, _Atom] | None:
    try:
        low, high = _whole_atom(left.strip()), _whole_atom(right.strip())
    except _FailureError:
        return None
    if low.suffix and high.suffix and low.suffix != high.suffix:
        raise _FailureError("number.range-units")
    if low.scale == 1 and high.scale > 1 and not low.suffix and low.value * high.scale <= high.value:
        low = replace(low, value=low.value * high.scale, scale=high.scale)
    if low.value > high.value:
        raise _FailureError("number.range-reversed")
    return low, high


def _whole_atom(text: str) -> _Atom:
    """An atom that fills the text but for a suffix without digits."""
    atom = _atom(text)
    rest = atom.rest.strip()
    words = _words()
    if any(rest.startswith(word) for word in words.words["vague"]):
        raise _FailureError("number.vague")
    figures = words.digits.keys() | words.small.keys() | words.large.keys()
    for sign in rest:
        if sign in figures or not (sign.isalpha() or sign in _SUFFIX_SIGNS):
            raise _FailureError("number.unreadable")
    if rest[:1] in ("-", ".", "'", ")") or rest.count("(") != rest.count(")"):
        raise _FailureError("number.unreadable")
    return replace(atom, rest="", suffix=rest)


def _atom(text: str) -> _Atom:
    words = _words()
    negative = False
    for sign in (*_MINUS, *words.words["minus"]):
        if text.lower().startswith(sign):
            negative, text = True, text[len(sign) :].lstrip()
            break
    text = text.removeprefix("+") if not negative else text
    for mark in words.words["ordinal"]:
        text = text.removeprefix(mark)
    if any(text.lower().startswith(word) for word in words.words["vague"]):
        raise _FailureError("number.vague")
    atom = _latin_scales(_figures(text))
    return replace(atom, value=-atom.value) if negative else atom


def _latin_scales(atom: _Atom) -> _Atom:
    """The atom times the words such as "million" that follow it."""
    while True:
        found = re.match(r"\s*([A-Za-z]+)(?![A-Za-z])", atom.rest)
        factor = _words().latin.get(found.group(1).lower()) if found else None
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
        raise _FailureError("number.grouping")
    bare = re.sub(r"[^\d.]", "", digits)
    if sum(sign.isdigit() for sign in bare) > _MOST_DIGITS or not bare.isascii():
        raise _FailureError("number.unreadable")
    rest = text[len(digits) :]
    value = Decimal(bare)
    exponent = _EXPONENT.match(rest)
    if exponent:
        return value.scaleb(int(exponent.group(1))), rest[exponent.end() :]
    return value, rest


def _numerals(text: str) -> tuple[Decimal, str] | None:
    """A run of numerals, perhaps with a point, and the rest of the text."""
    words = _words()
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


def _figures(text: str) -> _Atom:
    """Digits or numerals with the scales between and behind them: 3 [10^4] 5 [10^3] is 35,000.

    A scale of 10^4 gathers what stands before it, one of 10^8 all that was gathered. A single figure behind a scale
    counts the next lower one, as people speak: 3 [10^4] 5 is 35,000; behind a written zero it counts ones.
    """
    sum_ = _Sum()
    rest = text
    while True:
        rest = rest.lstrip() if sum_.begun else rest
        infix = next((item for item in _words().infix if sum_.begun and rest.startswith(item[0])), None)
        if infix is not None:
            sum_.bounds += (infix[1],)
            rest = rest[len(infix[0]) :]
        elif rest[:1] in _words().small and (sum_.begun or _words().small[rest[0]] == 10):
            sum_.small(_words().small[rest[0]])
            rest = rest[1:]
        elif rest[:1] in _words().large and sum_.begun:
            sum_.large(_words().large[rest[0]])
            rest = rest[1:]
        else:
            zero = sum_.begun and _words().digits.get(rest[:1]) == 0
            if zero and rest[1:2].isdigit():
                rest = rest[1:]
            found = None if sum_.full else (_arabic(rest) or _numerals(rest))
            if found is None:
                break
            sum_.figure(found[0], literal=zero)
            rest = found[1]
    return _Atom(sum_.total(), rest, sum_.only_scale, sum_.scaled, sum_.bounds)


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
            raise _FailureError("number.unreadable")
        self.begun = True
        self._figures += 1
        self._current, self._literal = value, literal
        self._fraction = value != value.to_integral_value()

    def small(self, scale: int) -> None:
        if self._current is None and self._last:
            raise _FailureError("number.unreadable")
        if 0 < self._last <= scale and self._section:
            raise _FailureError("number.unreadable")
        self._section += (Decimal(1) if self._current is None else self._current) * scale
        self._seen(scale)

    def large(self, scale: int) -> None:
        gathered = self._section + (self._current or 0)
        if scale == 10**4:
            if self._ten_thousands or (not gathered and self._last):
                raise _FailureError("number.unreadable")
            self._ten_thousands = gathered * scale
        else:
            gathered += self._ten_thousands
            if self._hundred_millions:
                raise _FailureError("number.unreadable")
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
            raise _FailureError("number.unreadable")
        gathered = self._hundred_millions + self._ten_thousands + self._section
        if self._current is None:
            return gathered
        spoken = self._last and not self._literal and self._current < 10
        return gathered + self._current * (Decimal(self._last) / 10 if spoken else 1)
