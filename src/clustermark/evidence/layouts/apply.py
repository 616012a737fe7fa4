"""A sheet of a known layout into the rows of its table; every physical row comes out once."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from clustermark.evidence.fold import fold
from clustermark.evidence.layouts.conversions import CONVERSIONS
from clustermark.evidence.layouts.items import Item, answers_of, items_of
from clustermark.evidence.layouts.laid import AsideKind, Laid, Record
from clustermark.evidence.layouts.model import Layout
from clustermark.evidence.layouts.recognise import header_places
from clustermark.evidence.readers.sheet import Sheet, column_letter
from clustermark.study.model import Source

Get = Callable[[Sequence[str]], str]
_RESPONDENT, _ANSWERS = "respondent", "answers"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What stays the same for all rows of a sheet."""

    layout: Layout
    first_header: int  # positions of the first and last row of the header
    last_header: int
    places: Mapping[str, int]
    gets: tuple[Get, ...]
    items: tuple[Item, ...]
    names: Mapping[int, str]  # position -> header as read, without personal columns


def apply_layout(layout: Layout, sheet: Sheet, at: int, source: Source) -> Laid:
    """The sheet whose header stands at position `at`, as rows of the layout's table."""
    places = header_places(sheet.rows[at])
    kinds = (layout.columns, layout.join, layout.constants, layout.constant_with, layout.from_name, source.defaults)
    wanted = list(dict.fromkeys(name for kind in kinds for name in kind))
    fixed = _from_name(layout, source) | dict(layout.constants)
    getters = {name: _getter(layout, name, places, fixed) for name in wanted}
    given = {name: get for name, get in getters.items() if get is not None}
    for name, value in source.defaults.items():
        given[name] = _or_default(given.get(name), value)
    last = _last_header(layout, sheet, at)
    items = _items(layout, sheet, at)
    header = tuple(given)
    if layout.items is not None:
        header = tuple(name for name in header if name not in (_RESPONDENT, _ANSWERS))
        header = (_RESPONDENT, *header, _ANSWERS)
    personal = {fold(name) for name in layout.personal}
    names = {
        position: cell.strip() or column_letter(position)
        for position, cell in enumerate(sheet.rows[at])
        if fold(cell) not in personal
    }
    gets = tuple(given[name] for name in header if name in given and name not in (_ANSWERS,))
    plan = _Plan(layout, at, last, places, gets, items, names)
    return Laid(
        layout=layout.id,
        sheet=sheet.name,
        header=header,
        records=lambda: _records(plan, sheet, header),
        shown=_shown(layout, sheet.rows[at], places),
        limits=layout.limits,
        hidden=sheet.hidden,
    )


def _getter(layout: Layout, name: str, places: Mapping[str, int], fixed: Mapping[str, str]) -> Get | None:
    """How a column of the table is had from a row; None where the file has nothing for it."""
    convert = CONVERSIONS[layout.convert[name]] if name in layout.convert else None
    if name in layout.join:
        found = [places[fold(header)] for header in layout.join[name] if fold(header) in places]
        return _joined(found, convert) if found else None
    if name in layout.constant_with:
        beside = {
            places[fold(head)]: value for head, value in layout.constant_with[name].items() if fold(head) in places
        }
        return _beside(beside, {text.strip() for text in layout.missing}) if beside else None
    at = [places[fold(header)] for header in layout.columns.get(name, ()) if fold(header) in places]
    constant = fixed.get(name)
    if not at:
        return None if constant is None else (lambda _cells: constant)
    get = _first_filled(at, {text.strip() for text in layout.missing})
    if convert is not None:
        get = _converted(get, convert)
    if name in layout.only:
        get = _only(get, layout.only[name].among, places.get(fold(layout.only[name].header)))
    return get if constant is None else _or_default(get, constant)


def _first_filled(at: Sequence[int], missing: set[str]) -> Get:
    def get(cells: Sequence[str]) -> str:
        for position in at:
            if position < len(cells):
                text = cells[position]
                if text and (plain := text.strip()) and plain not in missing:
                    return text
        return ""

    return get


def _joined(at: Sequence[int], convert: Callable[[str], str] | None) -> Get:
    def get(cells: Sequence[str]) -> str:
        texts = [cells[position].strip() for position in at if position < len(cells)]
        if convert is not None:
            texts = [convert(text) for text in texts]
        return "\n".join(dict.fromkeys(text for text in texts if text))

    return get


def _beside(values: Mapping[int, str], missing: set[str]) -> Get:
    """A value that holds where another cell is filled: the currency of the column of money that a file has."""

    def get(cells: Sequence[str]) -> str:
        for position, value in values.items():
            if position < len(cells) and cells[position].strip() and cells[position].strip() not in missing:
                return value
        return ""

    return get


def _converted(get: Get, convert: Callable[[str], str]) -> Get:
    def converted(cells: Sequence[str]) -> str:
        text = get(cells)
        return convert(text) if text else ""

    return converted


def _only(get: Get, among: Sequence[str], at: int | None) -> Get:
    allowed = {fold(text) for text in among}

    def only(cells: Sequence[str]) -> str:
        inside = at is not None and at < len(cells) and fold(cells[at]) in allowed
        return get(cells) if inside else ""

    return only


def _or_default(get: Get | None, value: str) -> Get:
    if get is None:
        return lambda _cells: value

    def filled(cells: Sequence[str]) -> str:
        return get(cells) or value

    return filled


def _from_name(layout: Layout, source: Source) -> dict[str, str]:
    """What the name of the file tells, where exactly one value's words stand in it."""
    name = PurePosixPath(source.path).name.casefold()
    found: dict[str, str] = {}
    for column, choices in layout.from_name.items():
        values = {choice.value for choice in choices if any(word.casefold() in name for word in choice.words)}
        if len(values) == 1:
            found[column] = values.pop()
    return found


def _last_header(layout: Layout, sheet: Sheet, at: int) -> int:
    if layout.items is not None and layout.items.header_rows > 1:
        return at + layout.items.header_rows - 1
    if layout.below_sign:
        for position in range(at + 1, min(at + 4, len(sheet.rows))):
            if any(layout.below_sign in cell for cell in sheet.rows[position]):
                return position
    return at


def _items(layout: Layout, sheet: Sheet, at: int) -> tuple[Item, ...]:
    if layout.items is None:
        return ()
    named = [header for headers in (*layout.columns.values(), *layout.join.values()) for header in headers]
    tests = (layout.tests.header,) if layout.tests else ()
    known = {fold(header) for header in (*named, *layout.personal, *layout.ignored, *tests)}
    below = sheet.rows[at + 1] if layout.items.header_rows > 1 and at + 1 < len(sheet.rows) else ()
    return items_of(sheet.rows[at], below, known, layout.items)


def _shown(layout: Layout, cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    found = {}
    for name, headers in (*layout.columns.items(), *layout.join.items()):
        at = next((places[fold(header)] for header in headers if fold(header) in places), None)
        if at is not None:
            found[name] = cells[at].strip()
    return found


def _records(plan: _Plan, sheet: Sheet, header: Sequence[str]) -> Iterator[Record]:
    survey = plan.layout.items is not None
    for position, cells in enumerate(sheet.rows):
        line = position + 1
        kind = _kind(plan, position, cells)
        if kind is not None:
            yield Record(line, aside=kind)
            continue
        raw = {name: cells[at] for at, name in plan.names.items() if at < len(cells)}
        found = [get(cells) for get in plan.gets]
        if survey:
            if header[0] == _RESPONDENT and len(found) == len(header) - 2:
                found.insert(0, str(line))
            answers = answers_of(plan.items, cells)
            found.append(json.dumps(answers, ensure_ascii=False) if answers else "")
        yield Record(line, found, raw)


def _kind(plan: _Plan, position: int, cells: Sequence[str]) -> AsideKind | None:
    layout = plan.layout
    if not any(cell and cell.strip() for cell in cells):
        return "blank"
    if position < plan.first_header:
        return "title"
    if position <= plan.last_header:
        return "header"
    if layout.tests is not None:
        at = plan.places.get(fold(layout.tests.header))
        if at is not None and at < len(cells) and fold(cells[at]) in {fold(text) for text in layout.tests.among}:
            return "example"
    if layout.aside_without:
        at = plan.places.get(fold(layout.aside_without))
        if at is not None and (at >= len(cells) or not cells[at].strip()):
            return "note"
    return None
