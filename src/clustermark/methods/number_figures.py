"""The figures of a number as people write it: digits or numerals, with the scales between and behind them."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from clustermark.methods.number_words import Bound, FailureError, Style, number_words

_MOST_DIGITS = 24
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]{1,2})(?![\w.])")
_POWER = re.compile(r"\s*[x\u00d7*\u00b7]\s*10\s*(?:\^|\*\*)\s*([+-]?[0-9]{1,2})(?![\w.])")
_RAISED = re.compile("\\s*[x\u00d7*\u00b7]\\s*10([\u207b\u207a]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,2})")
_RAISED_DIGITS = str.maketrans(
    "\u207b\u207a\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "-+0123456789"
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A number that was read from the start of a text, and the rest of the text.

    `high` is set where words allow several numbers ("five or six hundred"); `arabic` says whether a digit 0 to 9
    was part of it.
    """

    value: Decimal
    rest: str
    scale: Decimal = Decimal(1)  # what its only figure was multiplied by
    scaled: bool = False  # whether a scale of 10^4 or more, or a word such as "million", was part of it
    bounds: tuple[Bound, ...] = ()
    suffix: str = ""
    high: Decimal | None = None
    arabic: bool = True


def with_latin_scales(atom: Atom, *, money: bool = False) -> Atom:
    """The atom times the words such as "million" that follow it; after a currency also times "m" and "b"."""
    words = number_words()
    while True:
        found = re.match(r"\s*([^\W\d_]+)\.?(?![^\W_])", atom.rest)
        word = found.group(1).lower() if found else ""
        factor = words.latin.get(word) or (words.money.get(word) if money else None)
        if found is None or factor is None:
            return atom
        high = None if atom.high is None else atom.high * factor
        rest = atom.rest[found.end() :]
        atom = replace(atom, value=atom.value * factor, high=high, scale=atom.scale * factor, scaled=True, rest=rest)


def arabic(text: str, style: Style) -> tuple[Decimal, str] | None:
    """The digits at the start of a text and the rest of it."""
    found = style.run.match(text)
    if found is None:
        return None
    digits, rest = found.group(0), text[found.end() :]
    if not style.grouped.fullmatch(digits) or style.foreign.match(rest):
        raise FailureError("number.grouping")
    bare = "".join("." if sign == style.decimal else sign for sign in digits if sign.isdigit() or sign == style.decimal)
    if sum(sign != "." for sign in bare) > _MOST_DIGITS:
        raise FailureError("number.unreadable")
    value = Decimal(bare)
    raised = _RAISED.match(rest)
    if raised:
        return value.scaleb(int(raised.group(1).translate(_RAISED_DIGITS))), rest[raised.end() :]
    exponent = _EXPONENT.match(rest) or _POWER.match(rest)
    if exponent:
        return value.scaleb(int(exponent.group(1))), rest[exponent.end() :]
    return value, rest


def numerals(text: str) -> tuple[Decimal, str] | None:
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


def figures_of(text: str, style: Style) -> Atom:
    """Digits or numerals with the scales between and behind them: 3 [10^4] 5 [10^3] is 35,000.

    A scale of 10^4 gathers what stands before it, one of 10^8 all that was gathered. A single figure behind a scale
    counts the next lower one, as people speak: 3 [10^4] 5 is 35,000; behind a written zero it counts ones.
    """
    words = number_words()
    sum_ = _Sum()
    rest = text
    while True:
        rest = rest.lstrip() if sum_.begun else rest
        infix = next((item for item in words.infix if sum_.begun and rest.startswith(item[0])), None)
        if infix is not None:
            sum_.bounds += (infix[1],)
            rest = rest[len(infix[0]) :]
        elif rest[:1] in words.small and (sum_.begun or words.small[rest[0]] == 10):
            sum_.small(words.small[rest[0]])
            rest = rest[1:]
        elif rest[:1] in words.large and sum_.begun:
            sum_.large(words.large[rest[0]])
            rest = rest[1:]
        else:
            zero = sum_.begun and words.digits.get(rest[:1]) == 0
            if zero and rest[1:2].isdigit():
                rest = rest[1:]
            found = None if sum_.full else _figure(rest, style, sum_, zero)
            if found is None:
                break
            rest = found
    return Atom(sum_.total(), rest, sum_.only_scale, sum_.scaled, sum_.bounds, arabic=sum_.arabic)


def _figure(text: str, style: Style, sum_: "_Sum", literal: bool) -> str | None:
    """Put the next figure into the sum and give the rest of the text; None where no figure stands."""
    digits = arabic(text, style)
    if digits is not None:
        sum_.arabic = True
        sum_.figure(digits[0], literal=literal)
        return digits[1]
    if sum_.begun and text[:1] in number_words().words["point"] and not sum_.full:  # ten point five
        literal, text = True, "\u3007" + text
    written = numerals(text)
    if written is None:
        return None
    run = text[: len(text) - len(written[1])]
    whole = re.split(f"[{''.join(number_words().words['point'])}]", run)[0]
    sum_.figure(written[0], literal=literal, digits=len(whole) - (1 if literal else 0))
    return written[1]


class _Sum:
    """The running sum of a number with scales."""

    def __init__(self) -> None:
        self.begun = False
        self.bounds: tuple[Bound, ...] = ()
        self.scaled = False
        self.arabic = False
        self._figures = 0
        self._scale = Decimal(1)
        self._hundred_millions = self._ten_thousands = self._section = Decimal(0)
        self._current: Decimal | None = None
        self._literal = False
        self._digits = 0  # numerals in the last figure; 0 where it was written in digits
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

    def figure(self, value: Decimal, *, literal: bool, digits: int = 0) -> None:
        if self._fraction or (self._last and digits > 1):
            raise FailureError("number.unreadable")
        self.begun = True
        self._figures += 1
        self._current, self._literal, self._digits = value, literal, digits
        self._fraction = value != value.to_integral_value()

    def small(self, scale: int) -> None:
        if (self._current is None and self._last) or self._digits > 1:
            raise FailureError("number.unreadable")
        if 0 < self._last <= scale and self._section:
            raise FailureError("number.unreadable")
        self._section += (Decimal(1) if self._current is None else self._current) * scale
        self._seen(scale)

    def large(self, scale: int) -> None:
        if self._digits == 2 and self._current is not None and self._current % 10:
            raise FailureError("number.unreadable")
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
        self._current, self._last, self._digits = None, scale, 0
        self._scale *= scale
        self.scaled = self.scaled or scale >= 10**4

    def total(self) -> Decimal:
        """The number. Raises a failure where nothing was read."""
        if not self.begun:
            raise FailureError("number.unreadable")
        gathered = self._hundred_millions + self._ten_thousands + self._section
        if self._current is None:
            return gathered
        if self._last and self._current >= self._last:
            raise FailureError("number.unreadable")
        spoken = self._last and not self._literal and self._current < 10
        return gathered + self._current * (Decimal(self._last) / 10 if spoken else 1)
