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
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from clustermark.methods.number_figures import (
    Atom,
    Bound,
    FailureError,
    figures_of,
    narrow,
    number_words,
    with_latin_scales,
)

__all__ = ["Bound", "ParsedNumber", "Unreadable", "narrow", "parse_number"]

_LONGEST_TEXT = 80
_WIDEST_RANGE = 1000  # between ends of which only one has a scale
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


def parse_number(text: str) -> ParsedNumber | Unreadable:
    """Read one number, range or bound. Never raises: what cannot be read comes back as `Unreadable`."""
    plain = narrow(text).strip()
    if plain.lower() in number_words().words["missing"]:
        return Unreadable("number.empty")
    if len(plain) > _LONGEST_TEXT:
        return Unreadable("number.unreadable")
    try:
        return _parse(plain)
    except FailureError as failure:
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
    for word in number_words().words["percent"]:
        if text.startswith(word):
            text = text.removeprefix(word) + "%"
    low, high = _core(text)
    bound = _combined((*before, *behind, *low.bounds, *(high.bounds if high else ())))
    scaled = low.scaled or (high is not None and high.scaled)
    suffix = low.suffix or (high.suffix if high else "")
    return ParsedNumber(low.value, high.value if high else None, bound, prefix, suffix, scaled)


def _currency_word(text: str) -> re.Match[str] | None:
    words = "|".join(map(re.escape, number_words().words["currencies"]))
    return re.match(f"(?:{words})\\s*(?=[\\d.])", text)


def _strip_prefixes(text: str) -> tuple[tuple[Bound, ...], str]:
    found: list[Bound] = []
    while True:
        text = text.lstrip()
        word = next((item for item in number_words().prefix if text[: len(item[0])].lower() == item[0]), None)
        if word is None:
            return tuple(found), text
        found.append(word[1])
        text = text[len(word[0]) :]


def _strip_suffixes(text: str) -> tuple[tuple[Bound, ...], str]:
    found: list[Bound] = []
    while True:
        text = text.rstrip()
        word = next((item for item in number_words().suffix if text.lower().endswith(item[0])), None)
        if word is None:
            return tuple(found), text
        found.append(word[1])
        text = text[: -len(word[0])]


def _combined(bounds: Iterable[Bound]) -> Bound:
    named = {bound for bound in bounds if bound}
    if {"at least", "at most"} <= named:
        raise FailureError("number.bounds-contradict")
    for bound in ("at least", "at most", "about"):
        if bound in named:
            return bound
    return ""


def _core(text: str) -> tuple[Atom, Atom | None]:
    """One atom, or the two ends of a range."""
    try:
        return _whole_atom(text), None
    except FailureError as failure:
        first_failure = failure
    opener = next((word for word in number_words().words["range_openers"] if text.lower().startswith(word)), "")
    body = text[len(opener) :]
    for separator in number_words().words["ranges"]:
        if separator == " and " and not opener:
            continue
        at = body.lower().find(separator, 1)
        if at > 0:
            ends = _range(body[:at], body[at + len(separator) :])
            if ends is not None:
                return ends
    raise first_failure


def _range(left: str, right: str) -> tuple[Atom, Atom] | None:
    try:
        low, high = _whole_atom(left.strip()), _whole_atom(right.strip())
    except FailureError:
        return None
    if low.suffix and high.suffix and low.suffix != high.suffix:
        raise FailureError("number.range-units")
    if low.scale == 1 and high.scale > 1 and not low.suffix and low.value * high.scale <= high.value:
        low = replace(low, value=low.value * high.scale, scale=high.scale)
    elif low.scale == 1 and high.scale > 1 and low.value * _WIDEST_RANGE < high.value:
        raise FailureError("number.range-reversed")  # with the scale of the other end the range runs backwards
    if low.value > high.value:
        raise FailureError("number.range-reversed")
    return low, high


def _whole_atom(text: str) -> Atom:
    """An atom that fills the text but for a suffix without digits."""
    atom = _atom(text)
    rest = atom.rest.strip()
    words = number_words()
    if any(rest.startswith(word) for word in words.words["vague"]):
        raise FailureError("number.vague")
    figures = words.digits.keys() | words.small.keys() | words.large.keys()
    for sign in rest:
        if sign in figures or not (sign.isalpha() or sign in _SUFFIX_SIGNS):
            raise FailureError("number.unreadable")
    if rest[:1] in ("-", ".", "'", ")") or rest.count("(") != rest.count(")"):
        raise FailureError("number.unreadable")
    return replace(atom, rest="", suffix=rest)


def _atom(text: str) -> Atom:
    words = number_words()
    negative = False
    for sign in (*_MINUS, *words.words["minus"]):
        if text.lower().startswith(sign):
            negative, text = True, text[len(sign) :].lstrip()
            break
    text = text.removeprefix("+") if not negative else text
    for mark in words.words["ordinal"]:
        text = text.removeprefix(mark)
    if any(text.lower().startswith(word) for word in words.words["vague"]):
        raise FailureError("number.vague")
    atom = with_latin_scales(figures_of(text))
    return replace(atom, value=-atom.value) if negative else atom
