"""From the text of a cell to a value of its column's type, or the rule that the cell breaks."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from clustermark.evidence.date_cells import date_of
from clustermark.evidence.fold import fold
from clustermark.evidence.marks import cell_marks
from clustermark.evidence.specs import Column
from clustermark.evidence.units import nearest_unit, parse_unit
from clustermark.evidence.year_cells import FIRST_YEAR, LAST_YEAR, year_of
from clustermark.methods.dates import ParsedDate, parse_date
from clustermark.methods.numbers import ParsedNumber, Unreadable, decimal_comma, narrow, parse_number

if TYPE_CHECKING:
    from clustermark.evidence.interviews.known import Known

Value = str | float | int | bool | None
_LONGEST_FIELD = 60
_WITH_POINT = re.compile(r"-?[0-9]+\.[0-9]+(?:e[+-]?[0-9]+)?")
_LIKE_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
TEXT_MISSING = ("-", "--", "\u2014", "\u2014\u2014")
# control characters, signs without width, marks that turn the direction of writing, and signs that no XML may hold;
# the joiners of some scripts and of emoji are kept
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\ufffe\uffff]"
)


_MOST_REMEMBERED = 5_000
_NEAREST: dict[tuple[int, str], tuple[Mapping[str, str], str]] = {}  # the same wrong name stands in many rows


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a cell or row breaks: the column, its raw text, the code, and what the message needs to know."""

    column: str
    raw: str
    rule: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What rows may name: folded name -> id for places, products and measures; "" where a name is ambiguous.

    `locale` is the language in which the source writes its figures. In a workbook most figures are numbers, which have
    no language and come with a point.
    """

    places: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)
    locale: str = ""
    workbook: bool = False
    interviews: "Known | None" = None  # what codings may point to


@dataclass(frozen=True, slots=True)
class Number:
    """A number cell that was read; the row puts its parts into the columns of the range, the bound and the unit."""

    parsed: ParsedNumber


def broken(column: str, raw: str, rule: str, /, **fields: object) -> Broken:
    """A `Broken` with its fields sorted by name and cut to a sensible length."""
    texts = tuple(sorted((name, str(value)[:_LONGEST_FIELD]) for name, value in fields.items()))
    return Broken(column, raw, rule, texts)


@lru_cache(maxsize=50_000)
def number_in(text: str, locale: str) -> ParsedNumber | Unreadable:
    """What `parse_number` reads, remembered: the same texts come again and again in a long file."""
    return parse_number(text, locale)


def clean(column: Column, raw: str, names: Names) -> Value | Number | Broken:
    """The value of a cell, None for an empty one."""
    text = UNSEEN.sub("", raw).strip()
    if not text or (column.type != "text" and narrow(text).lower() in cell_marks("missing")):
        return None
    if text.upper() in cell_marks("errors"):
        return broken(column.id, text, "cell.error", text=text)
    return _CLEANERS[column.type](column, text, names)


def _text(_column: Column, text: str, _names: Names) -> Value:
    return None if text in TEXT_MISSING else text


def _id(column: Column, text: str, _names: Names) -> Value | Broken:
    plain = narrow(text)
    if plain.isascii() and plain.replace("-", "").replace("_", "").isalnum() and plain == plain.lower():
        return plain
    return broken(column.id, text, "id.malformed", text=text)


def _place(column: Column, text: str, names: Names) -> Value | Broken:
    return _named(column, text, names.places, "place")


def _product(column: Column, text: str, names: Names) -> Value | Broken:
    return _named(column, text, names.products, "product")


def _measure(column: Column, text: str, names: Names) -> Value | Broken:
    return _named(column, text, names.measures, "measure")


def _named(column: Column, text: str, known: Mapping[str, str], what: str) -> Value | Broken:
    found = known.get(fold(text))
    if found:
        return found
    if found == "":
        return broken(column.id, text, f"{what}.ambiguous", text=text)
    return broken(column.id, text, f"{what}.unknown", text=text, nearest=nearest(text, known))


def nearest(text: str, known: Mapping[str, str]) -> str:
    """The id whose name is written most like the text, "" where none is close."""
    import difflib  # rarely needed, and not cheap to load

    remembered = _NEAREST.get((id(known), text))
    if remembered is not None and remembered[0] is known:
        return remembered[1]
    close = difflib.get_close_matches(fold(text), [name for name, found in known.items() if found], n=1, cutoff=0.6)
    if len(_NEAREST) >= _MOST_REMEMBERED:
        _NEAREST.clear()
    _NEAREST[id(known), text] = (known, known[close[0]] if close else "")
    return _NEAREST[id(known), text][1]


def _number(column: Column, text: str, names: Names) -> Number | Broken | None:
    read = _read(text, names)
    if isinstance(read, Unreadable):
        return None if read.code == "number.empty" else broken(column.id, text, read.code, text=text)
    return Number(read)


def _read(text: str, names: Names) -> ParsedNumber | Unreadable:
    """A figure in the language of the source; 1.234 in a workbook of decimal commas is a number, or a typed 1,234."""
    if names.workbook and decimal_comma(names.locale) and _WITH_POINT.fullmatch(text):
        return Unreadable("number.ambiguous") if _LIKE_THOUSANDS.fullmatch(text) else number_in(text, "")
    return number_in(text, names.locale)


def _level(column: Column, text: str, names: Names) -> Value | Broken:
    read = _read(text, names)
    allowed = [float(value) for value in column.allowed]
    if isinstance(read, ParsedNumber) and not (read.suffix or read.bound or read.value_high is not None):
        value = float(read.value)
        if value in allowed:
            return value
    return broken(column.id, text, "level.not-allowed", text=text, allowed=_listed(column))


def _year(column: Column, text: str, _names: Names) -> Value | Broken:
    found = year_of(text, whole=column.whole)
    if isinstance(found, int):
        return found
    return broken(column.id, text, found.code, text=text, first=FIRST_YEAR, last=LAST_YEAR)


def _date(column: Column, text: str, _names: Names) -> Value | Broken:
    try:
        iso = date_of(text)
    except ValueError:
        return broken(column.id, text, "date.impossible", text=text)
    if iso:
        return iso
    found = parse_date(text)  # numerals, eras, names of months
    if isinstance(found, ParsedDate):
        return found.iso or broken(column.id, text, "date.unreadable", text=text)
    return broken(column.id, text, found.code, text=text)


def _boolean(column: Column, text: str, _names: Names) -> Value | Broken:
    plain = narrow(text).lower()
    if plain in cell_marks("yes"):
        return True
    if plain in cell_marks("no"):
        return False
    return broken(column.id, text, "boolean.unreadable", text=text)


def _choice(column: Column, text: str, _names: Names) -> Value | Broken:
    folded = fold(text)
    for value in column.allowed:
        label = column.labels.get(str(value))
        spoken = () if label is None else (label.zh, label.en, *label.also)
        if any(fold(word) == folded for word in (str(value), *spoken)):
            return str(value)
    return broken(column.id, text, "choice.not-allowed", text=text, allowed=_listed(column))


def _unit(_column: Column, text: str, _names: Names) -> Value:
    return text


def _listed(column: Column) -> str:
    return ", ".join(str(value) for value in column.allowed)


_CLEANERS: Mapping[str, Callable[[Column, str, Names], Value | Number | Broken]] = {
    "id": _id,
    "place": _place,
    "product": _product,
    "measure": _measure,
    "text": _text,
    "number": _number,
    "level": _level,
    "year": _year,
    "date": _date,
    "boolean": _boolean,
    "choice": _choice,
    "unit": _unit,
}


def unit_of(parsed: ParsedNumber) -> str:
    """The unit that stands in a number's own cell: "350 million yuan" holds yuan; "" where it holds none."""
    ordinals = ("st", "nd", "rd", "th")
    suffix = "" if parsed.suffix.lower() in ordinals else parsed.suffix
    if parsed.prefix and suffix:
        both = parse_unit(parsed.prefix), parse_unit(suffix)
        if both[0] is not None and both[0] == both[1]:
            return parsed.prefix
    return f"{parsed.prefix} {suffix}".strip()


def spread(column: Column, raw: str, number: Number, row: dict[str, Value]) -> Broken | None:
    """Put the parts of a number into the row: its value, and range, bound and unit into the columns for them."""
    read = number.parsed
    row[column.id] = float(read.value)
    if read.value_high is not None:
        if not column.high:
            return broken(column.id, raw, "number.range-not-allowed", text=raw)
        high = float(read.value_high)
        if row.get(column.high) not in (None, high):
            return broken(column.id, raw, "number.range-conflict", text=raw, other=row[column.high])
        row[column.high] = high
    if read.bound and column.bound:
        if row.get(column.bound) not in (None, read.bound):
            return broken(column.id, raw, "number.bound-conflict", text=raw, other=row[column.bound])
        row[column.bound] = read.bound
    return _spread_unit(column, raw, read, row)


def _spread_unit(column: Column, raw: str, read: ParsedNumber, row: dict[str, Value]) -> Broken | None:
    own = unit_of(read)
    beside = str(row.get(column.unit) or "") if column.unit else ""
    if own and parse_unit(own) is None and not (column.unit and not beside):
        return broken(column.id, raw, "unit.unknown", unit=own, nearest=nearest_unit(own))
    unit = parse_unit(beside) if beside else None
    if own and beside:
        if unit is None or unit != parse_unit(own):
            return broken(column.id, raw, "unit.twice", text=raw, unit=beside)
    elif own and column.unit:
        row[column.unit] = own
    if read.scaled and unit is not None and unit.scale > 1:
        return broken(column.id, raw, "unit.scale-twice", text=raw, unit=beside)
    return None
