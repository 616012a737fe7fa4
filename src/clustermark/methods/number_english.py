"""Numbers in English words: three million, twenty-five, half a million, two thirds, hundreds of thousands."""

import re
from decimal import Decimal, localcontext

from clustermark.methods.number_figures import Atom
from clustermark.methods.number_words import FailureError, number_words

_WORD = re.compile(r"[\s-]*([A-Za-z]+)(?![A-Za-z0-9])")
_ARTICLES = ("a", "an")


def english_number(text: str) -> Atom | None:
    """The number in words at the start of a text; None where it does not begin with words of numbers.

    Several hundred lies between 200 and 1,000; "hundreds" is at least 200. Raises a failure for "several" alone
    and for words in an order that makes no number.
    """
    lower = text.lower()
    return _plurals(text, lower) or _several(text, lower) or _parts(text, lower) or _cardinal(text, lower)


def _cut(text: str, lower: str, length: int) -> str:
    """The rest of the text; the "of" of "hundreds of" goes."""
    rest = text[length:]
    return re.sub(r"^\s+of\b", "", rest) if lower else rest


def _plurals(text: str, lower: str) -> Atom | None:
    words = number_words()
    names = "|".join(words.english_plurals)
    found = re.match(f"({names})(?: of ({names}))?(?![a-z])", lower)
    if found is None:
        return None
    value = Decimal(words.english_plurals[found.group(1)])
    if found.group(2):
        value *= words.english_plurals[found.group(2)] // 2
    scaled = value >= 10**4
    return Atom(value, _cut(text, lower, found.end()), Decimal(1), scaled, ("at least",), arabic=False)


def _several(text: str, lower: str) -> Atom | None:
    words = number_words()
    found = re.match(f"(?:{words.one_of('english_several')}) ({'|'.join(words.english_scales)})(?![a-z])", lower)
    if found is None:
        return None
    scale = Decimal(words.english_scales[found.group(1)])
    rest = _cut(text, lower, found.end())
    return Atom(2 * scale, rest, scale, scale >= 10**4, ("about",), high=10 * scale, arabic=False)


def _parts(text: str, lower: str) -> Atom | None:
    """Half a million; a third, two thirds, half: parts of a hundred."""
    words = number_words()
    of_scale = re.match(f"half (?:an? |of an? )({'|'.join(words.english_scales)})(?![a-z])", lower)
    if of_scale:
        scale = Decimal(words.english_scales[of_scale.group(1)])
        rest = _cut(text, lower, of_scale.end())
        return Atom(scale / 2, rest, scale, scale >= 10**4, arabic=False)
    counts = "|".join(words.english)
    found = re.match(f"(?:({counts})[ -])?({'|'.join(words.english_parts)})(?![a-z])", lower)
    if found is None or (found.group(1) is None and found.group(2) != "half"):
        return None
    count = words.english[found.group(1)] if found.group(1) else 1
    with localcontext() as context:
        context.prec = 28
        value = Decimal(100 * count) / words.english_parts[found.group(2)]
    return Atom(value, _cut(text, lower, found.end()), suffix="%", arabic=False)


def _cardinal(text: str, lower: str) -> Atom | None:
    words = number_words()
    at, total, section, last, begun, scaled = 0, Decimal(0), 0, 0, False, False
    factor = 10**15
    while True:
        found = _WORD.match(lower, at)
        word = found.group(1) if found else ""
        joined = _WORD.match(lower, found.end()) if found and word == "and" and begun else None
        if joined and joined.group(1) in words.english and joined.group(1) not in _ARTICLES and last >= 100:
            found, word = joined, joined.group(1)
        if found is None or not (word in words.english or (begun and word in words.english_scales)):
            break
        at = found.end()
        if word in words.english:
            value = words.english[word]
            if begun and (word in _ARTICLES or 0 < last < 20 or value >= (last or factor) or value == 0):
                raise FailureError("number.unreadable")
            section, last = section + value, value
        else:
            scale = words.english_scales[word]
            if scale >= factor or not section:
                raise FailureError("number.unreadable")
            if scale == 100:
                section, last = section * 100, 100
            else:
                total, section, factor, last = total + section * scale, 0, scale, 1000
            scaled = scaled or scale >= 10**4
        begun = True
    if not begun or (lower[:at].strip() in _ARTICLES):
        return None
    only = Decimal(factor if total and not section else 100 if section % 100 == 0 and last == 100 else 1)
    return Atom(total + section, text[at:], only, scaled, arabic=False)
