"""The words and signs of numbers, and how a declared language writes its figures."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Bound = Literal["", "about", "at least", "at most"]


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
    money: Mapping[str, int]
    english: Mapping[str, int]
    english_scales: Mapping[str, int]
    english_parts: Mapping[str, int]
    english_plurals: Mapping[str, int]
    same: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    nouns: frozenset[str]
    prefix: tuple[tuple[str, Bound], ...]
    suffix: tuple[tuple[str, Bound], ...]
    infix: tuple[tuple[str, Bound], ...]
    locales: Mapping[str, str]

    def one_of(self, name: str) -> str:
        """The words of a group as the alternatives of a pattern."""
        return "|".join(map(re.escape, self.words[name]))


@dataclass(frozen=True, slots=True)
class Style:
    """How figures are written: any run of digits and signs, and what of it is well formed."""

    decimal: str
    run: re.Pattern[str]
    grouped: re.Pattern[str]
    foreign: re.Pattern[str]  # what can only stand behind such a run where another language wrote it


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
        money=data["money_scales"],
        english=data["english"],
        english_scales=data["english_scales"],
        english_parts=data["english_parts"],
        english_plurals=data["english_plurals"],
        same=data["same"],
        words={name: tuple(sorted(map(narrow, words), key=lambda w: -len(w))) for name, words in data["words"].items()},
        nouns=frozenset(data["words"]["nouns"]),
        prefix=_longest_first(data["prefix"]),
        suffix=_longest_first(data["suffix"]),
        infix=_longest_first(data["infix"]),
        locales={name.lower(): style for name, style in data["locales"].items()},
    )


def known_locale(locale: str) -> bool:
    """Whether it is known how this language ("de", "pt-BR") writes numbers; "" stands for Chinese and English."""
    return not locale or _style_name(locale) != ""


def known_locales() -> tuple[str, ...]:
    """The languages whose way of writing numbers is known."""
    return tuple(sorted(number_words().locales))


def decimal_comma(locale: str) -> bool:
    """Whether this language parts decimals with a comma."""
    return _style_name(locale) == "comma"


def _style_name(locale: str) -> str:
    tag = locale.strip().replace("_", "-").lower()
    locales = number_words().locales
    return locales.get(tag) or locales.get(tag.partition("-")[0], "")


@cache
def style_of(locale: str) -> Style:
    """How a language writes figures; the decimal point for an unknown one."""
    name = _style_name(locale)
    decimal, other = (",", ".") if name == "comma" else (".", ",")
    point, group = re.escape(decimal), f"[{other}'\u2019\u00a0\u2009\u202f ]"
    run = f"[0-9](?:[0-9]|{group}(?=[0-9]))*(?:{point}[0-9]+)?|{point}[0-9]+"
    tail = f"(?:{point}[0-9]+)?"
    forms = [f"[0-9]{{1,3}}({group})[0-9]{{3}}(?:\\1[0-9]{{3}})*{tail}", f"[0-9]+{tail}", f"{point}[0-9]+"]
    if name == "indian":
        forms.append(f"[0-9]{{1,2}}(?:,[0-9]{{2}})*,[0-9]{{3}}{tail}")
    foreign = f"{re.escape(other)}[0-9]|{point}[0-9]{{3}}(?![0-9])"
    return Style(decimal, re.compile(run), re.compile("|".join(forms)), re.compile(foreign))
