"""Policy texts by instrument: supply, environment and demand side, by a transparent dictionary.

The three sides are those of Rothwell and Zegveld as Zhou and Zhang (2019) use them for Chinese policy texts. The
dictionary is this program's own and not validated: a check sample goes with every result, and `agreement` tells how
well it does on passages that people coded.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustermark.methods.intervals import wilson
from clustermark.methods.interviews.agreement import kappa
from clustermark.methods.text.names import Entry, NameMatcher

Flags = NDArray[np.bool_]
SIDES = ("supply", "environment", "demand")
LEAST = 6  # characters of a passage
_ENDS = re.compile("(?<=[\u3002\uff1b;\uff01\uff1f!?])|(?<=[.])(?=\\s)|\n")
_TITLE = re.compile("\u300a[^\u300a\u300b\n]{1,80}\u300b")  # the name of another document
_NUMBER = "[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}"
_HEAD = re.compile(
    f"^(?:\u7b2c[\u4e00-\u9fff\\d]{{1,4}}[\u7ae0\u8282\u7bc7]|{_NUMBER}\u3001|[(\uff08]{_NUMBER}[)\uff09])"
    "[^\uff0c\uff1b\uff1a,;:]{0,20}$"
    "|^(?:chapter|part|section)\\s+[\\dIVXivx]{1,5}\\b[^.;]{0,80}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A type of instrument, its side and the side on which other studies place it ("" where none), names, terms."""

    id: str
    side: str
    other_side: str
    zh: str
    en: str
    terms: tuple[str, ...]


@cache
def instruments() -> Mapping[str, Instrument]:
    """The dictionary by id."""
    raw = (files("clustermark.methods") / "policy_instruments.toml").read_text(encoding="utf-8")
    found = {}
    for entry in tomllib.loads(raw)["instrument"]:
        terms = (*entry["terms_zh"], *entry["terms_en"])
        other = entry.get("also_seen_as", "")
        found[entry["id"]] = Instrument(entry["id"], entry["side"], other, entry["zh"], entry["en"], terms)
    return found


@cache
def _matcher() -> NameMatcher:
    return NameMatcher(
        Entry(one.id, form) for one in instruments().values() for term in one.terms for form in _forms(term)
    )


def _forms(term: str) -> Sequence[str]:
    """A term, and an English one also in the plural."""
    if not term.isascii() or term.endswith("s"):
        return (term,)
    plural = f"{term[:-1]}ies" if term.endswith("y") and term[-2] not in "aeiou" else f"{term}s"
    return term, plural


def passages(text: str, title: str = "") -> list[str]:
    """The passages of a normalised policy text: sentences and items, without its title and headings.

    A heading only names what follows; to count both would count twice.
    """
    pieces = (piece.strip() for piece in _ENDS.split(text))
    return [one for one in pieces if len(one) >= LEAST and one != title and not _HEAD.match(one.rstrip("\u3002."))]


def instruments_of(passage: str) -> tuple[str, ...]:
    """The instruments that a passage names, in the order of the dictionary; a passage may hold several.

    The longest term counts, in simplified or traditional characters, small or capital letters. What stands in the title
    of another document is not counted: to cite a plan is not to plan.
    """
    found = {match.name for match in _matcher().find(_TITLE.sub("\u300a\u300b", passage))}
    return tuple(one for one in instruments() if one in found)


def sides_of(named: Sequence[str]) -> frozenset[str]:
    """The sides of instruments."""
    return frozenset(instruments()[one].side for one in named)


def clustered_share(parts: ArrayLike, wholes: ArrayLike) -> tuple[float, float, float]:
    """Share sum(y) / sum(x) with its 95 % interval: passages y of x (documents,) in whole documents.

    Passages of one document resemble each other, so the interval is Wilson's with the effective size n / deff:
    deff = var_c / (p (1 - p) / n), var_c = D / (D - 1) sum (y_d - p x_d)^2 / n^2 over D documents (linearised variance
    of a ratio; Cochran 1977, Sampling Techniques), at least 1. With one document deff is 1. Raises ValueError where all
    x are 0 or a part exceeds its whole.
    """
    y, x = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    n, documents = float(x.sum()), int((x > 0).sum())
    if n <= 0 or (y > x).any():
        raise ValueError("parts and wholes")
    p = float(y.sum()) / n
    plain = p * (1 - p) / n
    deff = 1.0
    if documents > 1 and plain > 0:
        deff = max(1.0, documents / (documents - 1) * float(((y - p * x) ** 2).sum()) / n**2 / plain)
    low, high = wilson(p * n / deff, n / deff)
    return p, low, high


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the dictionary does on coded passages: (n) passages, kappa, and precision and recall by side (NaN: none)."""

    n: int
    kappa: float
    precision: Mapping[str, float]
    recall: Mapping[str, float]


def judged(coded: Sequence[tuple[str, frozenset[str]]]) -> tuple[Flags, Flags]:
    """Of (passage, sides that people gave it) whether people and the dictionary name each side: two (n, 3)."""
    said = [sides_of(instruments_of(passage)) for passage, _ in coded]
    given, named = (
        np.array([[side in sides for side in SIDES] for sides in each], dtype=np.bool_).reshape(-1, len(SIDES))
        for each in ([sides for _, sides in coded], said)
    )
    return given, named


def agreement(given: Flags, named: Flags) -> Agreement:
    """How the dictionary does: whether people (given) and dictionary (named) see each side in a passage, (n, 3) each.

    precision = right / named by the dictionary, recall = right / given by people, for each side; kappa is Cohen's over
    all pairs of passage and side, each yes or no; NaN where all pairs are alike. Raises ValueError for other shapes.
    """
    right = (given & named).sum(axis=0)
    return Agreement(
        len(given),
        kappa(given.ravel().astype(np.float64), named.ravel().astype(np.float64)),
        {side: _ratio(right[at], named[:, at].sum()) for at, side in enumerate(SIDES)},
        {side: _ratio(right[at], given[:, at].sum()) for at, side in enumerate(SIDES)},
    )


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else float("nan")
