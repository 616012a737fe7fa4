"""Dates and parts of years as people write them, read as their first and last day.

    2016   2016-03   2016/3/5   20160305   5 March 2016   2016Q3   first half of 2016   FY2016   2016/17   2016-2020
    and the Chinese forms: years of eras, months, quarters, halves, "months 1 to 9", beginning and end of a year

What can be read in two ways is not guessed: 3/5/2016 is March or May. A date that the calendar does not have, and one
without a year of four digits, are told by a code. A number alone is never a serial day of a spreadsheet; only the
reader of a date cell may call `date_of_serial`. The words stand in `date_words.toml`.
"""

import datetime
import re
from dataclasses import dataclass
from functools import cache

from clustermark.methods.date_forms import YEAR, date_forms
from clustermark.methods.date_parts import DateError, ParsedDate, Precision
from clustermark.methods.date_text import month_names, plain_date, signs
from clustermark.methods.numbers import narrow

__all__ = ["ParsedDate", "Precision", "UnreadableDate", "date_of_serial", "parse_date"]

_LONGEST_TEXT = 60


@dataclass(frozen=True, slots=True)
class UnreadableDate:
    """A text that is no date, with the code of the reason: "date.impossible", "date.ambiguous", ..."""

    code: str


def parse_date(text: str) -> ParsedDate | UnreadableDate:
    """Read a date, a part of a year or a span of years. Never raises: what cannot be read is an `UnreadableDate`."""
    plain = narrow(text).strip()
    if not plain or len(plain) > _LONGEST_TEXT:
        return UnreadableDate("date.unreadable")
    try:
        return _read(plain_date(plain))
    except DateError as failure:
        return UnreadableDate(failure.code)
    except ValueError:
        return UnreadableDate("date.impossible")


def date_of_serial(serial: float, *, since_1904: bool = False) -> datetime.date | None:
    """The day of a serial number in a date cell; None for one that no day has.

    Spreadsheets count from 1900 with a 29 February that 1900 did not have (serial 60), or from 1904.
    """
    whole = int(serial)
    if since_1904:
        return datetime.date(1904, 1, 1) + datetime.timedelta(days=whole) if 0 <= whole < 2_900_000 else None
    if not 1 <= whole < 2_900_000 or whole == 60:
        return None
    return datetime.date(1899, 12, 31 if whole < 60 else 30) + datetime.timedelta(days=whole)


def _read(plain: str) -> ParsedDate:
    until = re.match(f"(?:{signs('until')})", plain)
    text = plain[until.end() :] if until else plain
    for pattern, make in date_forms():
        found = pattern.fullmatch(text)
        if found:
            return make(found)
    between = _between(text)
    if between is not None:
        return between
    if _without_year().fullmatch(text):
        raise DateError("date.no-year")
    raise DateError("date.unreadable")


def _between(text: str) -> ParsedDate | None:
    """From one date to another; the other may leave out the year, or year and month, that it shares with the one."""
    for at in re.finditer(f" to |{signs('ranges')}", text):
        left, right = text[: at.start()].strip(), text[at.end() :].strip()
        try:
            first = _single(left)
            last = _single(right) or _single(_completed(left, right))
        except ValueError:
            continue
        if first is None or last is None:
            continue
        if first.last > last.first:
            raise DateError("date.reversed")
        precision: Precision = "days" if "day" in (first.precision, last.precision) else "months"
        return ParsedDate(first.first, last.last, precision)
    return None


def _single(text: str) -> ParsedDate | None:
    for pattern, make in date_forms():
        found = pattern.fullmatch(text)
        if found:
            try:
                return make(found)
            except DateError:
                return None
    return None


def _completed(left: str, right: str) -> str:
    """The right end with the year, or the year and month, of the left one."""
    year = re.match(rf"{YEAR}(?:{signs('year')}|[-/.])", left)
    if year is None:
        return right
    month = re.match(rf"{YEAR}(?:{signs('year')}|[-/.])\d{{1,2}}(?:{signs('month')}|[-/.])", left)
    only_day = re.fullmatch(rf"\d{{1,2}}(?:{signs('day')})", right)
    return (month.group(0) if month and only_day else year.group(0)) + right


@cache
def _without_year() -> re.Pattern[str]:
    """A month, quarter, half or a year of two digits: a date without its year."""
    parts = "|".join(
        (signs("year"), signs("month"), signs("day"), signs("quarter"), signs("ranges"), signs("of_counted"))
    )
    words = "|".join((signs("halves"), signs("moments"), signs("first_few"), signs("ordinal"), signs("month_tail")))
    names = rf"(?:{month_names()})\.?(?:[ -]\d{{1,2}})?"
    parts = f"{parts}|(?<=0){signs('decade')}"
    return re.compile(rf"(?:'?(?<!\d)\d{{1,2}}(?!\d)|{parts}|{words}|q[1-4]|h[12]|[/ ])+|{names}", re.IGNORECASE)
