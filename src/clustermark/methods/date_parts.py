"""What a date is made of: its first and last day, from years, months, quarters, halves, moments."""

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Literal

from clustermark.methods.date_text import date_words, month_of

Precision = Literal[
    "day", "days", "month", "months", "quarter", "half", "year", "fiscal year", "years", "start", "middle", "end"
]


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date that was read: its first and last day, and how exact it was written.

    "start", "middle" and "end" name a moment of a year: its first day, the last of June, its last day.
    "fiscal year" begins when the country's does; first and last are those of the calendar year.
    """

    first: datetime.date
    last: datetime.date
    precision: Precision

    @property
    def year(self) -> int | None:
        """The calendar year in which all of it lies; None where it touches two."""
        return self.first.year if self.first.year == self.last.year else None

    @property
    def whole_year(self) -> bool:
        """Whether it stands for a whole year: the year, all its months, or its last day, when a count is taken."""
        if self.precision == "end" or (
            self.precision == "day" and self.first == datetime.date(self.first.year, 12, 31)
        ):
            return True
        return (self.first, self.last) == (datetime.date(self.first.year, 1, 1), datetime.date(self.first.year, 12, 31))

    @property
    def iso(self) -> str:
        """ISO text as exact as it was written: "2021", "2021-03", "2021-03-15"; "" for what has no such form."""
        length = {"year": 4, "month": 7, "day": 10, "end": 10, "start": 10}.get(self.precision, 0)
        return self.first.isoformat()[:length]


class DateError(Exception):
    """A text that is no date, with the code of the reason."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def day(year: str, month_: str, day_: str) -> ParsedDate:
    """The day of a year, month and day. Raises ValueError where the calendar has none."""
    found = datetime.date(int(year), int(month_), int(day_))
    return ParsedDate(found, found, "day")


def months(year: str, first: int, last: int, precision: Precision) -> ParsedDate:
    """From the first day of a month to the last of another. Raises ValueError for a month that no year has."""
    if first > last:
        raise DateError("date.reversed")
    begin = datetime.date(int(year), first, 1)
    return ParsedDate(begin, datetime.date(int(year), last, monthrange(int(year), last)[1]), precision)


def whole_year(found: re.Match[str]) -> ParsedDate:
    """The year of a match."""
    return months(found.group(1), 1, 12, "year")


def fiscal_year(found: re.Match[str]) -> ParsedDate:
    """The fiscal year of a match."""
    return months(found.group(1), 1, 12, "fiscal year")


def years(first: str, last: str) -> ParsedDate:
    """From the first year to the last."""
    if int(first) > int(last):
        raise DateError("date.reversed")
    precision: Precision = "year" if first == last else "years"
    return ParsedDate(datetime.date(int(first), 1, 1), datetime.date(int(last), 12, 31), precision)


def season(found: re.Match[str]) -> ParsedDate:
    """2016/17 spans two years; 2011/12 may also be December; 2016/03 is March."""
    year, short = found.group(2), found.group(3)
    follows = int(short) == (int(year) + 1) % 100
    if found.group(1):
        if not follows:
            raise ValueError(short)
        return years(year, str(int(year) + 1))
    if follows and 1 <= int(short) <= 12:
        raise DateError("date.ambiguous")
    return years(year, str(int(year) + 1)) if follows else month_of_year(year, short)


def short_span(found: re.Match[str]) -> ParsedDate:
    """2016-17 is two years; 2016-12 is December, as in ISO dates."""
    return season(found) if int(found.group(3)) > 12 else month_of_year(found.group(2), found.group(3))


def month_of_year(year: str, month: str) -> ParsedDate:
    """One month."""
    return months(year, int(month), int(month), "month")


def month(found: re.Match[str]) -> ParsedDate:
    """One month of a match of year and month."""
    return month_of_year(found.group(1), found.group(2))


def quarters(year: str, first: str, last: str) -> ParsedDate:
    """From a quarter to another, counted from 1."""
    if not 1 <= int(first) <= 4 or not 1 <= int(last) <= 4:
        raise ValueError(last)
    return months(year, 3 * int(first) - 2, 3 * int(last), "quarter" if first == last else "months")


def half(year: str, which: int) -> ParsedDate:
    """The first or second half of a year."""
    return months(year, 6 * which - 5, 6 * which, "half")


def moment(year: str, which: str) -> ParsedDate:
    """The beginning, middle or end of a year, as a day."""
    month, day = {"start": (1, 1), "middle": (6, 30), "end": (12, 31)}[which]
    found = datetime.date(int(year), month, day)
    precision: Precision = "start" if which == "start" else "middle" if which == "middle" else "end"
    return ParsedDate(found, found, precision)


def third_of_month(found: re.Match[str]) -> ParsedDate:
    """The first ten days of a month, the second, the rest."""
    which = date_words()["signs"]["thirds"][found.group(3)]
    whole = month(found)
    first = whole.first.replace(day=10 * which - 9)
    return ParsedDate(first, whole.last if which == 3 else first.replace(day=10 * which), "days")


def day_or_month_first(found: re.Match[str]) -> ParsedDate:
    """13/5/2016 and 5/13/2016 leave no doubt; 3/5/2016 does."""
    one, other, year = found.groups()
    if int(one) <= 12 and int(other) <= 12 and one != other:
        raise DateError("date.ambiguous")
    return day(year, other, one) if int(one) > 12 or one == other else day(year, one, other)


def decade(found: re.Match[str]) -> ParsedDate:
    """The ten years from that of a match."""
    first = int(found.group(1))
    return years(str(first), str(first + 9))


def decade_of_century(found: re.Match[str]) -> ParsedDate:
    """The nineties of the twentieth century."""
    first = (int(found.group(1)) - 1) * 100 + int(found.group(2))
    return years(str(first), str(first + 9))


def plan(found: re.Match[str]) -> ParsedDate:
    """The five years of a five-year plan; the sixth began in 1981."""
    words = date_words()
    digit = words["numerals"][found.group(2)]
    number = digit + (10 if found.group(1) else 0)
    if number < 6:
        raise DateError("date.unreadable")
    return years(str(1951 + 5 * number), str(1955 + 5 * number))


def several_months(year: str, first: int, last: int) -> ParsedDate:
    """From month to month; all twelve are the year."""
    found = months(year, first, last, "months")
    return months(year, 1, 12, "year") if (first, last) == (1, 12) else found


def ordinal(word: str) -> str:
    """("third") -> "3"."""
    return str(("first", "second", "third", "fourth").index(word.lower()) + 1)


def named_month(year: str, name: str) -> ParsedDate:
    """A month by its English name."""
    return month_of_year(year, str(month_of(name)))
