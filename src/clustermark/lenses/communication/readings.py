"""How the answers to an item count: yes or no, or a score from 0 to 1; and why they cannot be read."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.fold import fold
from clustermark.lenses.communication.answers import Choices, Item, Survey

Array = NDArray[np.float64]
UNREAD = 0.05  # of the answers: up to here single ones that cannot be read count as missing
PROMOTER = (0.0, 10.0)  # the scale on which recommendation is asked
_LEADING = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """Values (n,), NaN where nothing could be read; how they count; answers unread; else why none can be used.

    how: options, ticks (blank says no), scale (upper half), words (yes and no).
    """

    values: Array
    how: str = ""
    unread: int = 0
    why: str = ""

    @property
    def known(self) -> NDArray[np.bool_]:
        """Who gave an answer that counts (n,)."""
        return np.asarray(~np.isnan(self.values))


@cache
def _data() -> Mapping[str, list[str]]:
    path = files("clustermark.lenses.communication") / "answers.toml"
    found: Mapping[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(key(word) for word in _data()[name])


def key(answer: str) -> str:
    """An answer for comparison: numbers by value ("1" is "1.0"), other texts folded unless nothing is left."""
    plain = unicodedata.normalize("NFKC", answer).strip()
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain):
        return f"{float(plain):g}"
    return fold(plain) or plain


def parts(choices: Choices) -> list[str]:
    """Every choice and its parts, without the respondent's own text behind an option."""
    out: list[str] = []
    for choice in choices:
        for mark in _data()["own_text"]:
            choice = choice.partition(mark)[0]
        pieces = [choice]
        for mark in _data()["parts"]:
            pieces = [piece for one in pieces for piece in one.split(mark)]
        out += [choice, *pieces] if len(pieces) > 1 else [choice]
    return [one.strip() for one in out if one.strip()]


def counted(survey: Survey, item: Item) -> Reading:
    """Yes (1) or no (0) of each respondent: by the options that count, by the upper half of a scale, or by plain words.

    In a column of a multiple choice, where only what is ticked stands, blank says no for everybody who answered
    anything else. Codes without options are not guessed at: "1" and "2" could stand for anything.
    """
    if item.low is not None and item.high is not None and (not item.options or _worded(item)):
        scores = scored(survey, item)
        above = np.where(scores.known, scores.values > 0.5, np.nan)
        return Reading(above, "scale", scores.unread, scores.why)
    given = survey.answers.get(item.column, [()] * survey.n)
    blank = Reading(np.full(survey.n, np.nan))
    ticked = _ticked(survey, item.column)
    if not any(given) and ticked is None:
        return Reading(blank.values, why="item-not-found")
    read = _by_options(survey, item, given) if item.options else _by_words(given)
    if read.why or ticked is None:
        return read
    return Reading(np.where(read.known, read.values, np.where(ticked, 0.0, np.nan)), "ticks", read.unread)


def _by_options(survey: Survey, item: Item, given: Sequence[Choices]) -> Reading:
    wanted = {key(option) for option in item.options}
    chosen = [{key(part) for part in parts(choices)} for choices in given]
    values = np.array([float(bool(own & wanted)) if own else np.nan for own in chosen])
    if any(given) and not np.nansum(values):
        others = {key(option) for one in survey.items if one.column == item.column for option in one.options}
        answered = set().union(*chosen)
        if not answered & others and not answered <= _words("no"):
            return Reading(np.full(len(given), np.nan), why="options-unseen")
    return Reading(values, "options")


def _by_words(given: Sequence[Choices]) -> Reading:
    chosen = [{key(choice) for choice in choices} for choices in given]
    yes, no = _words("yes"), _words("no")
    values = np.array([1.0 if own & yes else 0.0 if own & no else np.nan for own in chosen])
    answered = sum(map(bool, chosen))
    unread = answered - int((~np.isnan(values)).sum())
    codes = {code for own in chosen for code in own} - yes - no
    if unread > UNREAD * answered or (codes and all(code.isdigit() for code in codes)):
        return Reading(np.full(len(given), np.nan), why="options-missing", unread=unread)
    return Reading(values, "words", unread)


def scored(survey: Survey, item: Item) -> Reading:
    """Answers on a scale as 0..1, (x - low) / (high - low), reversed items turned.

    Numbers may have words behind them. Where as many options are listed as the scale has points, they are its points in
    order, from low to high. What is no point of the scale is unread; several answers to one item are as well.
    """
    low, high = (item.low, item.high) if item.role != "recommendation" else _promoter(item)
    blank = np.full(survey.n, np.nan)
    given = survey.answers.get(item.column, [()] * survey.n)
    if not any(given):
        return Reading(blank, why="item-not-found")
    if low is None or high is None or high <= low:
        return Reading(blank, why="scale-missing")
    points = {key(option): low + place for place, option in enumerate(item.options)} if _worded(item) else {}
    raw = np.array([_point(choices, points) for choices in given])
    inside = (raw >= low) & (raw <= high)
    answered = sum(map(bool, given))
    unread = answered - int(inside.sum())
    if not inside.any():
        return Reading(blank, why="scale-unread", unread=unread)
    scaled = np.where(inside, (raw - low) / (high - low), np.nan)
    return Reading(1 - scaled if item.reversed else scaled, "scale", unread)


def _promoter(item: Item) -> tuple[float | None, float | None]:
    """Recommendation is asked from 0 to 10; on another scale there is no such balance."""
    stated = (item.low, item.high)
    return PROMOTER if stated in ((None, None), PROMOTER) else (None, None)


def _worded(item: Item) -> bool:
    """Whether the options are the points of the scale in order."""
    if item.low is None or item.high is None:
        return False
    return len(item.options) > 2 and len(item.options) == item.high - item.low + 1


def _point(choices: Choices, points: Mapping[str, float]) -> float:
    if len(choices) != 1:
        return float("nan")
    if points and key(choices[0]) in points:
        return points[key(choices[0])]
    found = _LEADING.match(unicodedata.normalize("NFKC", choices[0]).strip())
    return float(found.group()) if found else float("nan")


def stem(column: str) -> str:
    """The question that a column is a part of: "Q2_1" and "Q2_2" are parts of "Q2", "6(sports)" of "6"."""
    plain = unicodedata.normalize("NFKC", column).strip()
    for mark in ("|", "(", "["):
        if mark in plain and not plain.startswith(mark):
            return plain.partition(mark)[0].strip()
    parted = re.fullmatch(r"(.+)[_.]\w+", plain)
    return parted.group(1) if parted else plain


def _ticked(survey: Survey, column: str) -> NDArray[np.bool_] | None:
    """Who was shown a column of ticks (n,): all who answered any other question; None where it is no such column.

    A column of ticks holds one text or nothing, as at least one other column of its question does.
    """
    family = [name for name in survey.answers if stem(name) == stem(column)]
    marks = {name: Counter(key(choice) for choices in survey.answers[name] for choice in choices) for name in family}
    single = [name for name in family if len(marks[name]) == 1 and not all(survey.answers[name])]
    others = [name for name in single if name != column]
    if (column in survey.answers and column not in single) or len(others) < (1 if column in single else 2):
        return None
    outside = [name for name in survey.answers if name not in family]
    shown = np.zeros(survey.n, dtype=bool)
    for name in (*outside, *single):
        shown |= np.array([bool(choices) for choices in survey.answers[name]])
    return shown
