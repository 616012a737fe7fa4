"""Survey answers as one table a survey: respondents by items, read through the map of items."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.fold import fold
from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.lenses.rows import Row, number, open_rows, text, yes
from clustermark.methods.surveys.weights import rake, trimmed

Array = NDArray[np.float64]
_YES = frozenset(
    map(
        fold,
        (
            "1",
            "yes",
            "y",
            "true",
            "\u662f",
            "\u6709",
            "\u4f1a",
            "\u77e5\u9053",
            "\u4e70\u8fc7",
            "\u613f\u610f",
            "\u9009\u4e2d",
        ),
    )
)
_PARTS = re.compile("[;\uff1b|\u250b,\uff0c\u3001\n]")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a survey: what it asks (role), about whom, and how its answers count."""

    item: str
    role: str
    subject: str
    attribute: str
    low: float | None
    high: float | None
    reversed: bool
    options: frozenset[str]


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey: items, answers as written by item (n,), weights (n,) with mean 1, references, and what to know of it.

    notes: twice (respondents whose first answers were kept), weights (raked, given, none, refused), trimmed, and the
    reason where weights were refused.
    """

    source: str
    items: tuple[Item, ...]
    answers: Mapping[str, Sequence[str]]
    weights: Array
    rows: tuple[str, ...]
    origins: tuple[str, ...]
    notes: Mapping[str, str]

    @property
    def n(self) -> int:
        """Number of respondents."""
        return len(self.rows)

    def of(self, role: str, subject: str = "") -> list[Item]:
        """The items of a role, about a subject where one is named."""
        return [one for one in self.items if one.role == role and (not subject or one.subject == subject)]

    def counted(self, item: Item) -> Array:
        """1, 0 or NaN (n,): whether the answer counts as yes, for choices and for scales (the upper half)."""
        if item.low is not None and item.high is not None and not item.options:
            scores = self.scores(item)
            return np.where(np.isnan(scores), np.nan, (scores > 0.5).astype(float))
        wanted = item.options or _YES
        return np.array([_counts(answer, wanted) for answer in self.answers[item.item]])

    def scores(self, item: Item) -> Array:
        """Answers on a scale as 0..1 (n,), reversed items turned; NaN where no number of the scale stands."""
        low, high = item.low if item.low is not None else 1.0, item.high if item.high is not None else 5.0
        raw = np.array([_figure(answer) for answer in self.answers[item.item]])
        inside = (raw >= low) & (raw <= high)
        scaled = np.where(inside, (raw - low) / (high - low), np.nan) if high > low else np.full(len(raw), np.nan)
        return 1 - scaled if item.reversed else scaled


def _counts(answer: str, wanted: frozenset[str]) -> float:
    if not answer.strip():
        return float("nan")
    parts = {fold(part) for part in (answer, *_PARTS.split(answer))}
    return float(bool(parts & wanted))


def _figure(answer: str) -> float:
    hit = re.match(r"\s*(-?\d+(?:\.\d+)?)", answer)
    return float(hit.group(1)) if hit else float("nan")


def surveys(evidence: Evidence) -> list[Survey]:
    """The surveys whose items are mapped, in the order of their sources."""
    rows = open_rows(evidence, "audience")
    found = []
    for source in dict.fromkeys(text(row, "source") for row in rows):
        items = _items(evidence, source)
        if items:
            found.append(_survey(evidence, source, items, [row for row in rows if text(row, "source") == source]))
    return found


def _items(evidence: Evidence, source: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            text(row, "item"),
            text(row, "role"),
            text(row, "subject"),
            text(row, "attribute"),
            number(row, "scale_low"),
            number(row, "scale_high"),
            yes(row, "reversed"),
            frozenset(fold(part) for part in re.split("[;\uff1b]", text(row, "options")) if part.strip()),
        )
        for row in open_rows(evidence, "audience_items")
        if text(row, "survey") in ("", source)
    )


def _survey(evidence: Evidence, source: str, items: tuple[Item, ...], rows: list[Row]) -> Survey:
    names = {fold(item.item): item.item for item in items}
    answers: dict[str, dict[str, str]] = {}
    references: dict[str, str] = {}
    given: dict[str, float | None] = {}
    twice: set[str] = set()
    for row in rows:
        who = text(row, "respondent")
        wide = text(row, "answers")
        if wide and who in references:
            twice.add(who)
            continue
        references.setdefault(who, text(row, REFERENCE))
        given.setdefault(who, number(row, "weight"))
        cells = _cells(wide) if wide else {text(row, "item"): text(row, "answer")}
        mine = answers.setdefault(who, {})
        for name, answer in cells.items():
            known = names.get(fold(name))
            if known is not None:
                mine.setdefault(known, answer)
    people = list(references)
    table = {item.item: [answers[who].get(item.item, "") for who in people] for item in items}
    weights, notes = _weights(evidence, source, items, table, [given[who] for who in people])
    if twice:
        notes["twice"] = str(len(twice))
    origins = tuple(sorted({text(row, "origin") for row in rows}))
    return Survey(source, items, table, weights, tuple(references.values()), origins, notes)


def _cells(wide: str) -> dict[str, str]:
    try:
        content = json.loads(wide)
    except ValueError:
        return {}
    return {str(name): str(answer) for name, answer in content.items()} if isinstance(content, dict) else {}


def _weights(
    evidence: Evidence,
    source: str,
    items: tuple[Item, ...],
    table: Mapping[str, Sequence[str]],
    given: Sequence[float | None],
) -> tuple[Array, dict[str, str]]:
    """Weights from the margins of the population, else those given, else none; why some were refused."""
    n = len(given)
    column = next((item for item in items if item.role == "weight"), None)
    figures = (
        [_figure(answer) for answer in table[column.item]] if column else [np.nan if w is None else w for w in given]
    )
    margins = _margins(evidence, source)
    if margins:
        known = {fold(item.item): item.item for item in items}
        groups = {name: table[known[name]] for name in margins if name in known}
        if groups:
            folded = {name: [fold(answer) for answer in answers] for name, answers in groups.items()}
            try:
                raked = rake(folded, {name: margins[name] for name in groups})
            except ValueError as error:
                return np.ones(n), {"weights": "refused", "weights-reason": str(error)}
            cut, moved = trimmed(raked)
            return cut, {"weights": "raked", "trimmed": str(moved) if moved else ""}
    stated = np.array(figures, dtype=np.float64)
    if np.isnan(stated).all() or not n:
        return np.ones(n), {"weights": "none"}
    if np.isnan(stated).any() or (stated < 0).any() or stated.sum() <= 0:
        return np.ones(n), {"weights": "refused", "weights-reason": "negative-or-missing"}
    return stated / stated.mean(), {"weights": "given"}


def _margins(evidence: Evidence, source: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in open_rows(evidence, "margins"):
        share = number(row, "share")
        if text(row, "survey") in ("", source) and share is not None:
            found.setdefault(fold(text(row, "item")), {})[fold(text(row, "option"))] = share
    return found


def labels(survey: Survey, item: Item) -> list[str]:
    """Answers to a demographic item as they stand, without blanks around them."""
    return [answer.strip() for answer in survey.answers[item.item]]


def commonest(values: Iterable[str], weights: Array) -> str:
    """The answer with the largest weight; each part of a multiple choice counts."""
    sums: dict[str, float] = {}
    for value, weight in zip(values, weights, strict=True):
        for part in {part.strip() for part in _PARTS.split(value) if part.strip()}:
            sums[part] = sums.get(part, 0.0) + float(weight)
    return min(sums, key=lambda part: (-sums[part], part)) if sums else ""
