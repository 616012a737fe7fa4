"""Survey answers as one table a survey and period: respondents by columns, with what each item asks and the weights."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.fold import fold
from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.lenses.communication.weighting import Weighting, weigh
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, yes
from clustermark.methods.comparable import YEARS
from clustermark.study.model import Origin, Study, first_and_last_year

_OPTIONS = re.compile("[;\uff1b\n]")
Choices = tuple[str, ...]
Answers = Mapping[str, Sequence[Choices]]


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a survey: what it asks (role), about whom, how its answers count, and the column that holds them.

    A column may carry several items: of one question "which places do you know" each place is an item of its own.
    """

    item: str
    role: str
    subject: str
    attribute: str
    low: float | None
    high: float | None
    reversed: bool
    options: Choices
    column: str


@dataclass(frozen=True, slots=True)
class Survey:
    """The answers to a survey within a period.

    answers: column -> what each respondent chose there (n tuples, empty where nothing stands); rows, origins and
    covered (n,): where each respondent's answers stand, their origin, and whether that row is confidential; named:
    folded texts that open tables hold, which may be told; years that the answers are from; twice: further sheets of a
    respondent who had sent one before, which are not counted.
    """

    source: str
    period: str
    items: tuple[Item, ...]
    answers: Answers
    rows: tuple[str, ...]
    origins: tuple[Origin, ...]
    covered: NDArray[np.bool_]
    weighting: Weighting
    named: frozenset[str]
    years: str
    twice: int

    @property
    def n(self) -> int:
        """Number of respondents."""
        return len(self.rows)

    def of(self, role: str, subject: str = "") -> list[Item]:
        """The items of a role, about a subject where one is named."""
        return [one for one in self.items if one.role == role and (not subject or one.subject == subject)]

    def labels(self, item: Item) -> NDArray[np.str_]:
        """The one answer of each respondent to a question on themselves (n,); "" where none or several stand."""
        given = self.answers.get(item.column, [()] * self.n)
        return np.array([choices[0] if len(choices) == 1 else "" for choices in given], dtype=str)


def surveys(evidence: Evidence, study: Study) -> list[Survey]:
    """The surveys whose items are mapped, in the order of their sources, the present period before past ones."""
    by_source: dict[str, list[Row]] = {}
    for row in evidence.rows("audience"):
        by_source.setdefault(text(row, "source"), []).append(row)
    found = []
    for source, rows in by_source.items():
        mapped = [row for row in open_rows(evidence, "audience_items") if text(row, "survey") in ("", source)]
        for period in (study.period, *study.past) if mapped else ():
            own = wave(rows, study, period)
            if own:
                found.append(_survey(evidence, source, period, mapped, own))
    return found


def wave(rows: Sequence[Row], study: Study, period: str) -> list[Row]:
    """The answers of a period: those dated within it, and for the present period those without a date.

    Where the present period has none, those of the nearest year within three years of it stand in, unless it belongs to
    a past period of the study: no answer is counted for two periods.
    """
    first, last = first_and_last_year(period)
    within = [row for row in rows if _in(year_of(row), first, last) or (period == study.period and not year_of(row))]
    if within or period != study.period:
        return within
    taken = {year for one in study.past for year in range(*first_and_last_year(one))}
    taken |= {first_and_last_year(one)[1] for one in study.past}
    apart = {year: max(first - year, year - last) for year in map(year_of, rows) if year and year not in taken}
    near = min((year for year in apart if apart[year] <= YEARS), key=lambda year: (apart[year], -year), default=None)
    return [row for row in rows if year_of(row) == near] if near else []


def _in(year: int, first: int, last: int) -> bool:
    return first <= year <= last


def year_of(row: Row) -> int:
    """The year in which an answer was sent, 0 where none is known."""
    given = text(row, "submitted")[:4]
    return int(given) if given.isdigit() else 0


def _survey(evidence: Evidence, source: str, period: str, mapped: Sequence[Row], rows: Sequence[Row]) -> Survey:
    """One table of the answers of a wave, and its weights."""
    sheets, first, twice = _sheets(rows)
    columns = list(dict.fromkeys(name for sheet in sheets.values() for name in sheet))
    answers = {name: [tuple(sheet.get(name, ())) for sheet in sheets.values()] for name in columns}
    items = tuple(_item(row, columns) for row in mapped)
    found = {fold(column): column for column in columns}
    found |= {fold(name): item.column for item in items for name in (item.item, item.column) if item.column in answers}
    stated = _stated(first, items, answers)
    weighting = weigh(evidence, source, last_year(first, period), found, answers, stated)
    years = sorted({year for year in map(year_of, first) if year})
    return Survey(
        source=source,
        period=period,
        items=items,
        answers=answers,
        rows=tuple(text(row, REFERENCE) for row in first),
        origins=tuple(origin_of(row) for row in first),
        covered=np.array([text(row, REFERENCE) in evidence.covered for row in first], dtype=bool),
        weighting=weighting,
        named=_named(evidence, items),
        years=(f"{years[0]}-{years[-1]}" if years[0] < years[-1] else str(years[0])) if years else period,
        twice=twice,
    )


def _named(evidence: Evidence, items: Sequence[Item]) -> frozenset[str]:
    """Texts of answers that the open rows of margins and items hold, folded."""
    options = {option for item in items for option in item.options}
    return frozenset(
        fold(option) for option in options | {text(row, "option") for row in open_rows(evidence, "margins")}
    )


def last_year(rows: Iterable[Row], period: str) -> int:
    """The last year of the answers, that of the period where none is dated."""
    return max((year_of(row) for row in rows), default=0) or first_and_last_year(period)[1]


def _sheets(rows: Sequence[Row]) -> tuple[dict[str, dict[str, list[str]]], list[Row], int]:
    """By respondent what was chosen by column, the first row of each, and how many sheets came twice.

    Of two whole sheets of one respondent the first counts. Where a row is one answer, several rows of one item are
    several choices.
    """
    sheets: dict[str, dict[str, list[str]]] = {}
    first: dict[str, Row] = {}
    whole: set[str] = set()
    twice = 0
    for row in rows:
        who = text(row, "respondent")
        if text(row, "answers"):
            if who in whole:
                twice += 1
                continue
            whole.add(who)
        first.setdefault(who, row)
        sheet = sheets.setdefault(who, {})
        for column, choice in _cells(row):
            chosen = sheet.setdefault(column, [])
            if choice not in chosen:
                chosen.append(choice)
    return sheets, list(first.values()), twice


def _cells(row: Row) -> Iterator[tuple[str, str]]:
    if text(row, "item") and text(row, "answer").strip():
        yield text(row, "item"), text(row, "answer").strip()
    if text(row, "answers"):
        content = json.loads(text(row, "answers"))
        for column, answer in content.items() if isinstance(content, dict) else ():
            for choice in answer if isinstance(answer, list) else [answer]:
                if choice is not None and str(choice).strip():
                    yield str(column), str(choice).strip()


def _item(row: Row, columns: Sequence[str]) -> Item:
    """An item of the map with its column: found by the name of the item, else by its wording; else its own name."""
    by_name = {fold(column): column for column in reversed(columns)}
    name = text(row, "item")
    column = by_name.get(fold(name)) or by_name.get(fold(text(row, "question"))) or name
    return Item(
        item=name,
        role=text(row, "role"),
        subject=text(row, "subject"),
        attribute=text(row, "attribute"),
        low=number(row, "scale_low"),
        high=number(row, "scale_high"),
        reversed=yes(row, "reversed"),
        options=tuple(part.strip() for part in _OPTIONS.split(text(row, "options")) if part.strip()),
        column=column,
    )


def _stated(rows: Sequence[Row], items: Sequence[Item], answers: Answers) -> list[float | None]:
    """The weights that came with the answers: in the column of an item with that role, else in the column for them."""
    column = next((item.column for item in items if item.role == "weight" and item.column in answers), "")
    if not column:
        return [number(row, "weight") for row in rows]
    return [_figure(choices[0]) if len(choices) == 1 else None for choices in answers[column]]


def _figure(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if np.isfinite(value) else None
