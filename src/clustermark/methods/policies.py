"""Policy texts by instrument: supply, environment and demand side, by a transparent dictionary.

Source of the three sides: Rothwell and Zegveld (1985), as used for Chinese policy texts by Zhou and Zhang (2019). The
dictionary is this program's own and not validated: a check sample goes with every result.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from clustermark.methods.text.names import fold

SIDES = ("supply", "environment", "demand")
_PASSAGE = re.compile("[^\u3002\uff1b;\n.]*(?:[\u3002\uff1b;\n]|\\.(?=\\s|$)|$)|[^\n]+")
_HEAD = re.compile(
    "^(?:\u7b2c[\u4e00-\u9fff\\d]{1,4}[\u7ae0\u8282]|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]+\u3001)\\S{0,12}$"
)
LEAST = 6  # characters of a passage


@dataclass(frozen=True, slots=True)
class Instrument:
    """A type of instrument, its side, its names, and the terms that point to it."""

    id: str
    side: str
    zh: str
    en: str
    terms: tuple[str, ...]


@cache
def instruments() -> Mapping[str, Instrument]:
    """The dictionary by id."""
    raw = (files("clustermark.methods") / "policy_instruments.toml").read_text(encoding="utf-8")
    found = {}
    for entry in tomllib.loads(raw)["instrument"]:
        terms = tuple(sorted({fold(term) for term in (*entry["terms_zh"], *entry["terms_en"])}))
        found[entry["id"]] = Instrument(entry["id"], entry["side"], entry["zh"], entry["en"], terms)
    return found


def passages(text: str) -> list[str]:
    """The passages of a policy text: sentences and items, without headings, which only name what follows."""
    pieces = [hit.group().strip() for hit in _PASSAGE.finditer(text)]
    return [piece for piece in pieces if len(piece) >= LEAST and not _HEAD.match(piece)]


def instruments_of(passage: str) -> tuple[str, ...]:
    """The instruments that a passage names, in the order of the dictionary; a passage may hold several."""
    folded = fold(passage)
    return tuple(one.id for one in instruments().values() if any(_stands(term, folded) for term in one.terms))


def _stands(term: str, text: str) -> bool:
    if not term[:1].isascii():
        return term in text
    at = text.find(term)
    while at >= 0:
        end = at + len(term)
        whole_end = text[end : end + 1] in ("", "s") or not text[end : end + 1].isalnum()
        if whole_end and not (at and text[at - 1].isalnum()):
            return True
        at = text.find(term, at + 1)
    return False


def agreement(coded: Sequence[tuple[str, str]]) -> tuple[int, int, int]:
    """True, false and missed: of (passage, side coded by a person, "" for none) what the dictionary says of the side."""
    right = wrong = missed = 0
    for passage, side in coded:
        sides = {instruments()[one].side for one in instruments_of(passage)}
        right += side in sides
        missed += bool(side) and side not in sides
        wrong += bool(sides - {side})
    return right, wrong, missed
