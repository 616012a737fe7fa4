"""Numbers that words give: five or six hundred, several tens, a third, half, 1:3, hundreds of, two and a half."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import cache

from clustermark.methods.number_english import english_number
from clustermark.methods.number_figures import Atom, figures_of, with_latin_scales
from clustermark.methods.number_words import FailureError, Style, number_words

_PRECISION = 28  # digits of a quotient, such as one third
_ONE, _TWO, _TEN = "\u4e00", "\u4e8c", "\u5341"
_ONE_TO_NINE = "\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
_NEXT = {3: (5,)}  # a pair names two numbers that follow one another; 3 and 5 are said of three to five
Read = Callable[[str], Atom]


def atom_of(text: str, style: Style, *, money: bool = False, bare: bool = False) -> Atom:
    """The number at the start of a text, without a sign. `bare`: a scale may stand without a figure, "over million"."""

    def read(part: str) -> Atom:
        return with_latin_scales(figures_of(part, style), money=money)

    for form in (_ratio, _part, _half, _several, _pair):
        found = form(text, read)
        if found is not None:
            return found
    spoken = english_number(text)
    if spoken is not None:
        return with_latin_scales(spoken)
    if _bare_scale().match(text) and (bare or _bare_scale_and_more().match(text)):
        text = _ONE + text
    return read(text)


@cache
def _signs() -> dict[str, str]:
    words = number_words()
    scales = "".join((*words.small, *words.large))
    return {"digits": "".join(words.digits), "scales": scales, "several": "".join(words.words["several"])}


@cache
def _bare_scale() -> re.Pattern[str]:
    words = number_words()
    hundred_and_more = "".join([sign for sign, scale in words.small.items() if scale > 10] + list(words.large))
    return re.compile(f"[{hundred_and_more}]")


@cache
def _bare_scale_and_more() -> re.Pattern[str]:
    more = "|".join(re.escape(word) for word, _ in number_words().infix)
    return re.compile(f"[{_signs()['scales']}]+(?:{more})")


def quotient(above: Decimal, below: Decimal) -> Decimal:
    """above / below, exact where it ends within 28 digits. Raises a failure where below is 0."""
    if not below:
        raise FailureError("number.unreadable")
    with localcontext() as context:
        context.prec = _PRECISION
        return above / below


def _ratio(text: str, read: Read) -> Atom | None:
    """1:3 and "1 [to] 3": a ratio; with a zero in front ("08:30") it is a time."""
    words = number_words()
    found = re.fullmatch(f"([^:]+?)\\s*(?:{words.one_of('ratio')})\\s*([^:]+)", text)
    if found is None:
        return None
    sides = [found.group(1), found.group(2)]
    if any(re.match("0[0-9]", side) for side in sides):
        return None
    try:
        above, below = (read(side) for side in sides)
    except FailureError:
        return None
    if above.rest or below.rest or above.bounds or below.bounds or below.value < 0:
        raise FailureError("number.unreadable")
    return Atom(quotient(above.value, below.value), "", suffix="ratio")


def _part(text: str, read: Read) -> Atom | None:
    """Five of a hundred parts is 5 %; of a thousand parts per mille; two of three parts 66.67 %."""
    words = number_words()
    found = re.match(f"([^\\s]+?)(?:{words.one_of('parts')})", text)
    if found is None:
        return None
    whole, rest = found.group(1), text[found.end() :]
    if _bare_scale().match(rest):
        rest = _ONE + rest
    amount = _several(rest, read) or _pair(rest, read) or read(rest)
    if whole in words.words["percent"] or whole in words.words["per_mille"]:
        return replace(amount, suffix="%" if whole in words.words["percent"] else "\u2030")
    below = read(_ONE + whole if _bare_scale().match(whole) else whole)
    if below.rest or below.bounds:
        raise FailureError("number.unreadable")
    high = None if amount.high is None else quotient(amount.high * 100, below.value)
    return replace(amount, value=quotient(amount.value * 100, below.value), high=high, suffix="%")


def _half(text: str, read: Read) -> Atom | None:
    """Half alone is 50 %; half a year is 0.5 years; "two and a half million" is 2,500,000."""
    and_half = re.match(r"([A-Za-z0-9]+) and a half\b", text)
    if and_half:
        whole = english_number(and_half.group(1)) or read(and_half.group(1))
        rest = text[and_half.end() :]
        return with_latin_scales(replace(whole, value=whole.value + Decimal("0.5"), rest=rest, scale=Decimal(1)))
    word = next((word for word in number_words().words["half"] if text.startswith(word)), None)
    if word is None:
        return None
    rest = text[len(word) :]
    if not rest:
        return Atom(Decimal(50), "", suffix="%", arabic=False)
    return Atom(Decimal("0.5"), rest, arabic=False) if rest in number_words().nouns else None


def _several(text: str, read: Read) -> Atom | None:
    """Several tens: from two tens to ten; ten and several: from eleven to twenty. The bounds hold whatever is meant.

    The number is read with 1 and with 2 in place of the word; what one more counts follows from the two.
    """
    signs = _signs()
    tens = re.match(f"([1-9])0([{signs['several']}])", text)
    if tens:
        text = f"{_ONE_TO_NINE[int(tens.group(1)) - 1]}{_TEN}{text[2:]}"
    at = re.match(f"[{signs['digits']}{signs['scales']}]*?(?=[{signs['several']}])", text)
    if at is None:
        return None
    before, behind = text[: at.end()], text[at.end() + 1 :]
    ones = before[-1:] in number_words().small and number_words().small[before[-1:]] == 10
    if before and not ones and behind[:1] not in number_words().small:
        raise FailureError("number.vague")
    first, second = read(f"{before}{_ONE}{behind}"), read(f"{before}{_TWO}{behind}")
    step = second.value - first.value
    low = first.value if ones else second.value
    return replace(first, value=low, high=first.value + 9 * step, bounds=(*first.bounds, "about"))


def _pair(text: str, read: Read) -> Atom | None:
    """Five or six hundred, written as two numerals beside one another: from 500 to 600."""
    words, signs = number_words(), _signs()
    digit = f"[{signs['digits']}]"
    points = "".join(words.words["point"])
    found = re.match(
        f"((?:[{signs['digits']}]?[{signs['scales']}]|[0-9.]+[{signs['scales']}])*[\u96f6\u3007]?)"
        f"({digit})\u3001?({digit})(?![{signs['digits']}{points}])",
        text,
    )
    if found is None:
        return None
    low, high = words.digits[found.group(2)], words.digits[found.group(3)]
    if low == 0 or high not in (low + 1, *_NEXT.get(low, ())) or (found.group(1) and high > low + 1):
        return None
    behind = text[found.end() :]
    if not found.group(1) and not behind:
        raise FailureError("number.ambiguous")  # 56, or 5 to 6
    ends = [read(f"{found.group(1)}{found.group(which)}{behind}") for which in (2, 3)]
    return replace(ends[0], high=ends[1].value)
