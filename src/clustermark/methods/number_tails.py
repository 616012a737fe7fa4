"""What stands behind a number and still belongs to it: and a half, five tenths more, jiao and fen."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from clustermark.methods.number_figures import Atom
from clustermark.methods.number_words import FailureError, number_words


def with_half(atom: Atom) -> Atom:
    """Three tenths and a half is 3.5 tenths, and so are three tenths five; two years and a half are 2.5 years."""
    words = number_words()
    rest = atom.rest.strip()
    half = words.words["half"][-1]
    added = None
    if rest.endswith(half) and rest.removesuffix(half) in words.nouns:
        rest, added = rest.removesuffix(half), Decimal("0.5")
    elif rest[:-1] in words.words["tenths"] and (rest[-1:] in words.digits or rest[-1:].isdecimal()):
        added = Decimal(words.digits.get(rest[-1:], 0) or int(rest[-1:] if rest[-1:].isascii() else 0)) / 10
        rest = rest[:-1]
    if added is None:
        return atom
    if atom.scale != 1 or atom.value != atom.value.to_integral_value() or atom.bounds or atom.high is not None:
        raise FailureError("number.unreadable")
    return replace(atom, value=atom.value + added, rest=rest)


def with_small_money(atom: Atom) -> Atom:
    """3 yuan 5 jiao is 3.5 yuan."""
    words = number_words()
    found = _small_money().fullmatch(atom.rest.strip())
    if found is None or not (found.group(2) or found.group(3)):
        return atom
    tenths, hundredths = (
        Decimal(words.digits[sign] if sign in words.digits else int(sign or 0))
        for sign in (found.group(2), found.group(3))
    )
    added = tenths / 10 + hundredths / 100
    return replace(atom, value=atom.value + added, rest=found.group(1))


@cache
def _small_money() -> re.Pattern[str]:
    words = number_words()
    digit = f"([{''.join(words.digits)}0-9])"
    dimes = f"(?:{digit}(?:{words.one_of('dimes')})?)?"
    return re.compile(f"({words.one_of('main_money')}){dimes}(?:{digit}(?:{words.one_of('cents')}))?")
