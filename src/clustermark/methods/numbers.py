"""Numbers as people write them, in Chinese and English, read exactly.

    1,234.5   (1,234)   1.2e5   three and a half hundred million in numerals   20~30 with one scale for both   60%

The grammar, from the outside in:

    number  = bound* currency? core suffix? bound*          a word of approximation may stand before or behind
    core    = atom | atom separator atom                    a range; an end without a scale takes the other's
    atom    = sign? (digits | numerals | words) (more scale)*   "more" says that a little is added: 3500 and some
    suffix  = letters, %, currency signs: the unit, left to the reader; a digit in it makes the text unreadable

Values are exact (`Decimal`; a quotient such as a third has 28 digits). Words of approximation give bounds, never
points: five or six hundred is 500 to 600, several tens is about 20 to 100, over three thousand at least 3000. What
cannot be read is told by a code, never guessed: a comma that groups no thousands, a range that runs backwards, "many".
A number in numerals must be followed by a known noun, since names begin with numerals. The words stand in
`number_words.toml`; `number_forms` reads what words say, `number_figures` the figures.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from clustermark.methods.number_figures import Atom
from clustermark.methods.number_forms import atom_of
from clustermark.methods.number_tails import with_half, with_small_money
from clustermark.methods.number_words import (
    Bound,
    FailureError,
    Style,
    decimal_comma,
    known_locale,
    known_locales,
    narrow,
    number_words,
    style_of,
)

__all__ = [
    "Bound",
    "ParsedNumber",
    "Unreadable",
    "decimal_comma",
    "known_locale",
    "known_locales",
    "narrow",
    "parse_number",
]

_LONGEST_TEXT = 240  # a number in words can be long
_WIDEST_RANGE = 1000  # between ends of which only one has a scale
_PLAIN = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")  # most cells; what follows would say the same, slower
_NEGATIVE = re.compile(r"\(\s*([A-Z$\u20ac\u00a3\u00a5\u20a9\u20b9]{0,3}\s*[\d.,' \u00a0]+\s*%?)\s*\)")
_CURRENCY = re.compile(
    r"(?:[A-Za-z]{0,3}[$\u20ac\u00a3\u00a5\u20a9\u20b9\uffe5]|[A-Z]{3}|Rs\.?)\s*(?=[\d.]|[-\u2212]\s*\d)"
)
_SUFFIX_SIGNS = frozenset(" %\u2030$\u20ac\u00a3\u00a5\u20a9\u20b9\uffe5/.()-'\u00b2\u00b3\u33a1")
_MINUS = "-\u2212"
_BAR = re.compile("(?<=[0-9])\u4e00(?=[0-9])")  # the numeral one between digits, typed for a dash
_NAME = re.compile("[A-Z][a-z]")
_JOINING = re.compile(r"\b(?:or|to|and|from|in|out)\b", re.IGNORECASE)
_UNSEEN = re.compile("[\u200b\u2060\ufeff]")


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


def parse_number(text: str, locale: str = "") -> ParsedNumber | Unreadable:
    """Read one number, range or bound. Never raises: what cannot be read comes back as `Unreadable`.

    `locale` is the language of the figures ("de": 1.234,5; "en-IN": 12,34,567); without it the point parts decimals.
    """
    if _PLAIN.fullmatch(text) and ("." not in text or style_of(locale).decimal == "."):
        return ParsedNumber(Decimal(text))
    plain = _tidy(text)
    words = number_words().words
    if plain.lower() in words["missing"]:
        return Unreadable("number.empty")
    if len(plain) > _LONGEST_TEXT or plain in words["names"]:
        return Unreadable("number.unreadable")
    try:
        return _parse(plain, style_of(locale))
    except FailureError as failure:
        vague = failure.code == "number.unreadable" and plain.lower().startswith(words["vague"])
        return Unreadable("number.vague" if vague else failure.code)


def _tidy(text: str) -> str:
    """Narrow, without signs that no one sees, other ways of writing a sign replaced."""
    plain = _UNSEEN.sub("", narrow(text)).strip()
    for written, sign in number_words().same.items():
        plain = plain.replace(written, sign)
    plain = _BAR.sub("-", plain)
    return _round_zero().sub("\u3007", plain)


@cache
def _round_zero() -> re.Pattern[str]:
    """The letter O among numerals, where a zero is meant."""
    return re.compile(f"(?<=[{''.join(number_words().digits)}])[Oo](?=[Oo{''.join(number_words().digits)}])")


def _parse(plain: str, style: Style) -> ParsedNumber:
    in_brackets = _NEGATIVE.fullmatch(plain)
    if in_brackets:
        read = _parse(in_brackets.group(1), style)
        if read.value < 0 or read.value_high is not None:
            raise FailureError("number.unreadable")
        return replace(read, value=-read.value)
    before, text = _strip_prefixes(plain)
    prefix = ""
    currency = _CURRENCY.match(text) or _currency_word(text)
    if currency:
        prefix, text = currency.group(0).strip(), text[currency.end() :]
        again, text = _strip_prefixes(text)
        before += again
    behind, text = _strip_suffixes(text)
    low, high = _core(text, _Reader(style, bool(prefix), bool(before)))
    bound = _combined((*before, *behind, *low.bounds, *(high.bounds if high else ())))
    scaled = low.scaled or (high is not None and high.scaled)
    suffix = low.suffix or (high.suffix if high else "")
    top = high.value if high else low.high
    return ParsedNumber(low.value, top, bound, prefix, suffix, scaled)


def _currency_word(text: str) -> re.Match[str] | None:
    return re.match(f"(?:{number_words().one_of('currencies')})\\s*(?=[\\d.])", text)


def _strip_prefixes(text: str) -> tuple[tuple[Bound, ...], str]:
    """The words of approximation before a number. "Up" counts before a bare scale alone."""
    found: list[Bound] = []
    words = number_words()
    for over in words.words["over_bare_scale"]:
        if text.startswith(over) and (text[1:2] in words.small or text[1:2] in words.large):
            return ("at least",), text[1:]
    while True:
        text = text.lstrip()
        word = next((item for item in words.prefix if text[: len(item[0])].lower() == item[0]), None)
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


@dataclass(frozen=True, slots=True)
class _Reader:
    """How an atom is read: the style of figures, whether a currency and whether a word stood before it."""

    style: Style
    money: bool
    bare: bool


def _core(text: str, reader: _Reader) -> tuple[Atom, Atom | None]:
    """One atom, or the two ends of a range."""
    try:
        return _whole_atom(text, reader), None
    except FailureError as failure:
        first_failure = failure
    words = number_words().words
    opener = next((word for word in words["range_openers"] if text.lower().startswith(word)), "")
    body = text[len(opener) :]
    for separator in words["ranges"]:
        if separator in words["needs_opener"] and not opener:
            continue
        at = body.lower().find(separator, 1)
        if at > 0:
            ends = _range(body[:at], body[at + len(separator) :], reader)
            if ends is not None:
                return ends
    raise first_failure


def _range(left: str, right: str, reader: _Reader) -> tuple[Atom, Atom] | None:
    try:
        low, high = _whole_atom(left.strip(), reader), _whole_atom(right.strip(), reader)
    except FailureError:
        return None
    if low.high is not None or high.high is not None or _NAME.match(right.strip()):
        raise FailureError("number.unreadable")  # several tens to several hundred
    if low.suffix and high.suffix and low.suffix != high.suffix:
        raise FailureError("number.range-units")
    if low.suffix and not high.suffix and not _may_follow_numerals(low.suffix):
        raise FailureError("number.unreadable")
    if low.scale == 1 and high.scale > 1 and not low.suffix and low.value * high.scale <= high.value:
        low = replace(low, value=low.value * high.scale, scale=high.scale)
    elif low.scale == 1 and high.scale > 1 and low.value * _WIDEST_RANGE < high.value:
        raise FailureError("number.range-reversed")  # with the scale of the other end the range runs backwards
    if low.value > high.value:
        raise FailureError("number.range-reversed")
    return low, high


def _whole_atom(text: str, reader: _Reader) -> Atom:
    """An atom that fills the text but for a suffix without digits."""
    atom = _with_bound_before_noun(_signed_atom(text, reader))
    rest = atom.rest.strip()
    words = number_words()
    figures = words.digits.keys() | words.small.keys() | words.large.keys()
    for sign in "" if rest in words.nouns else rest:
        if sign in figures or not (sign.isalpha() or sign in _SUFFIX_SIGNS):
            raise FailureError("number.unreadable")
    if _JOINING.search(rest):
        raise FailureError("number.unreadable")
    if rest[:1] in ("-", ".", "'", ")") or rest.count("(") != rest.count(")"):
        raise FailureError("number.unreadable")
    if atom.suffix and rest:
        raise FailureError("number.unreadable")
    if rest and not atom.arabic and not _may_follow_numerals(rest):
        raise FailureError("number.unreadable")
    return replace(atom, rest="", suffix=atom.suffix or rest)


def _with_bound_before_noun(atom: Atom) -> Atom:
    """A word of approximation may also stand between the number and what is counted."""
    rest = atom.rest.strip()
    for word, bound in number_words().suffix:
        if rest.startswith(word) and rest[len(word) :] in number_words().nouns:
            return replace(atom, rest=rest[len(word) :], bounds=(*atom.bounds, bound))
    return atom


def _may_follow_numerals(rest: str) -> bool:
    """Whether a suffix is a noun that is counted. A word with a capital behind a number in words makes a name."""
    if rest.isascii():
        return not rest[:1].isupper() or rest.isupper()
    return rest in number_words().nouns


def _signed_atom(text: str, reader: _Reader) -> Atom:
    words = number_words()
    negative = False
    for sign in (*_MINUS, *words.words["minus"]):
        if text.lower().startswith(sign):
            negative, text = True, text[len(sign) :].lstrip()
            break
    text = text.removeprefix("+") if not negative else text
    for mark in words.words["ordinal"]:
        text = text.removeprefix(mark)
    atom = with_small_money(with_half(atom_of(text, reader.style, money=reader.money, bare=reader.bare)))
    if not negative:
        return atom
    return replace(atom, value=-atom.value if atom.high is None else -atom.high, high=_minus(atom))


def _minus(atom: Atom) -> Decimal | None:
    return None if atom.high is None else -atom.value
