"""Units as people write them, read into a base unit and an exact factor.

    "million CNY"  -> CNY, 10^6        "USD per pair" -> USD/pair, 1        "percent" -> share, 0.01

A unit is  [scale] noun [per noun]  in words, or with a slash; a note in brackets is left out. Currencies stay what they
are: nothing is converted. The words are given by the caller.

A noun may be so many of another: a price per gram is read as one per kilogram, exactly or not at all.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from clustermark.methods.numbers import narrow

Family = Literal["currency", "item", "count", "share", "time", "other"]
_PER = re.compile(r"\s*/\s*|\s+per\s+|\s+an?\s+(?=\w)")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A base unit and what one of the written unit is in it: million pairs = ("pairs", 1000000).

    `scale` is what of the factor a word such as "million" makes, as against the size of the unit: of a thousand
    kilometres (1,000,000 metres) it is 1000.
    """

    base: str
    factor: Decimal
    family: Family
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: its base ("pairs"), what one of it is called ("pair"), its family, its factor to the base."""

    base: str
    one: str
    family: Family
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The words of units: scales, nouns, and what stands between the two parts of a ratio, all in folded form."""

    scales: Mapping[str, Decimal]
    nouns: Mapping[str, Noun]
    per: tuple[str, ...] = field(default_factory=tuple)  # words for "per" that need no blanks around them


def fold_unit(text: str) -> str:
    """The text of a unit for comparison: narrow, lower case, single blanks."""
    return re.sub(r"\s+", " ", narrow(text).strip().lower())


def parse_unit(text: str, words: UnitWords) -> Unit | None:
    """The base unit and factor of a written unit; None where a word of it is unknown."""
    plain = fold_unit(text)
    found = _ratio(plain, words)
    if found is None and "(" in plain:
        found = _ratio(_BRACKETS.sub(" ", plain).strip(), words)
    return found


def nearest_unit(text: str, words: UnitWords) -> str:
    """The known word that is written most like the text, with its scale; "" where none is close."""
    plain = fold_unit(text)
    scale = next((scale for scale in words.scales if plain.startswith(scale) and plain != scale), "")
    rest = plain[len(scale) :].strip()
    noun = difflib.get_close_matches(rest, list(words.nouns), n=1, cutoff=0.5 if scale else 0.6)
    if scale and not noun:
        scale, noun = "", difflib.get_close_matches(plain, list(words.nouns), n=1, cutoff=0.6)
    return f"{scale}{' ' if scale and scale.isascii() else ''}{noun[0]}" if noun else ""


def _ratio(plain: str, words: UnitWords) -> Unit | None:
    whole = _scaled(plain, words)
    if whole is not None:
        return whole
    for word in words.per:
        plain = plain.replace(word, "/")
    parts = [part.strip() for part in _PER.split(plain)]
    if len(parts) != 2 or not all(parts):
        return None
    above, below = _scaled(parts[0], words), words.nouns.get(parts[1])
    if above is None or below is None or below.family == "share":
        return None
    factor = above.factor / below.factor
    if factor * below.factor != above.factor:  # a price per pound has no exact price per kilogram
        return None
    named = next((noun for noun in words.nouns.values() if noun.base == below.base and noun.factor == 1), below)
    return Unit(f"{above.base}/{named.one}", factor, above.family, above.scale)


def _scaled(plain: str, words: UnitWords) -> Unit | None:
    noun = words.nouns.get(plain)
    if noun is not None:
        return Unit(noun.base, noun.factor, noun.family)
    for scale, factor in words.scales.items():
        for rest in (plain.removeprefix(scale), plain.removesuffix(" " + scale)):
            noun = words.nouns.get(rest.strip()) if rest != plain else None
            if noun is not None and noun.family != "share":
                return Unit(noun.base, factor * noun.factor, noun.family, factor)
    return None
