"""The forms in which people write dates, each with what reads it."""

import re
from collections.abc import Callable
from functools import cache

from clustermark.methods import date_parts as parts
from clustermark.methods.date_parts import ParsedDate
from clustermark.methods.date_text import date_words, month_names, month_of, signs

YEAR = "([12][0-9]{3})"
_TIME = r"(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
Form = tuple[re.Pattern[str], Callable[[re.Match[str]], ParsedDate]]


@cache
def date_forms() -> tuple[Form, ...]:
    """The forms of a date, each with what reads it."""
    forms = (*_chinese_forms(), *_figure_forms(), *_english_forms())
    return tuple((re.compile(pattern, re.IGNORECASE), make) for pattern, make in forms)


def _figure_forms() -> list[tuple[str, Callable[[re.Match[str]], ParsedDate]]]:
    return [
        (YEAR, parts.whole_year),
        (rf"{YEAR}([01][0-9])([0-3][0-9])", lambda m: parts.day(m[1], m[2], m[3])),
        (rf"{YEAR}([01][0-9])", parts.month),
        (rf"{YEAR}([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", lambda m: parts.day(m[1], m[3], m[4])),
        (rf"(?:(fy ?)){YEAR}/(\d{{2}})", parts.season),
        (rf"(){YEAR}/(\d{{2}})", parts.season),
        (rf"(){YEAR}-(\d{{2}})", parts.short_span),
        (rf"{YEAR}[-/.](\d{{1,2}})", parts.month),
        (rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.]{YEAR}{_TIME}", parts.day_or_month_first),
        (rf"{YEAR} ?[-/]? ?q(\d)", lambda m: parts.quarters(m[1], m[2], m[2])),
        (rf"{YEAR} ?[-/]? ?q([1-4]) ?- ?q([1-4])", lambda m: parts.quarters(m[1], m[2], m[3])),
        (rf"(?:q([1-4])|([1-4])q)[ /-]?{YEAR}", lambda m: parts.quarters(m[3], m[1] or m[2], m[1] or m[2])),
        (rf"{YEAR} ?[-/]? ?h([12])", lambda m: parts.half(m[1], int(m[2]))),
        (rf"(?:h([12])|([12])h)[ /-]?{YEAR}", lambda m: parts.half(m[3], int(m[1] or m[2]))),
        (rf"fy ?{YEAR}", parts.fiscal_year),
    ]


def _chinese_forms() -> list[tuple[str, Callable[[re.Match[str]], ParsedDate]]]:
    year, month, day, quarter = signs("year"), signs("month"), signs("day"), signs("quarter")
    to, few, counted = signs("ranges"), signs("first_few"), signs("of_counted")
    words = date_words()["signs"]
    tail = f"(?:{month})(?:{signs('month_tail')})?"
    digits = "".join(date_words()["numerals"])
    return [
        (rf"{YEAR}(?:{year})?(?:{signs('whole_year')})?", parts.whole_year),
        (rf"{YEAR}{year}(\d{{1,2}}){tail}", parts.month),
        (rf"{YEAR}{year}(\d{{1,2}}){month}(\d{{1,2}})(?:{day})?{_TIME}", lambda m: parts.day(m[1], m[2], m[3])),
        (rf"{YEAR}{year}(\d{{1,2}}){month}({signs('thirds')})", parts.third_of_month),
        (
            rf"{YEAR}(?:{year})?(\d{{1,2}})(?:{month})?(?:{to})(\d{{1,2}}){tail}",
            lambda m: parts.several_months(m[1], int(m[2]), int(m[3])),
        ),
        (rf"{YEAR}{year}{few}(\d{{1,2}})(?:{counted})?{month}", lambda m: parts.several_months(m[1], 1, int(m[2]))),
        (
            rf"{YEAR}(?:{year})?(?:{signs('ordinal')})?(\d)(?:{quarter})",
            lambda m: parts.quarters(m[1], m[2], m[2]),
        ),
        (rf"{YEAR}(?:{year})?([1-4])(?:{to})([1-4])(?:{quarter})", lambda m: parts.quarters(m[1], m[2], m[3])),
        (rf"{YEAR}(?:{year})?{few}([1-4])(?:{counted})?(?:{quarter})", lambda m: parts.quarters(m[1], "1", m[2])),
        (rf"{YEAR}(?:{year})?({signs('halves')})", lambda m: parts.half(m[1], words["halves"][m[2]])),
        (rf"{YEAR}(?:{year})?({signs('moments')})", lambda m: parts.moment(m[1], words["moments"][m[2]])),
        (rf"{YEAR}(?:{year})?(?:{signs('fiscal')})", parts.fiscal_year),
        (rf"{YEAR}(?:{year})?(?:{to}){YEAR}(?:{year})?(?:{signs('whole_year')})?", lambda m: parts.years(m[1], m[2])),
        (rf"([12][0-9]{{2}}0)(?:{signs('decade')})", parts.decade),
        (rf"(1[0-9]|2[0-9]){signs('century')}([0-9]0)(?:{signs('decade')})", parts.decade_of_century),
        (
            rf"[\u201c\"'\u300c]?(\u5341)?([{digits}]){signs('plan')}[\u201d\"'\u300d]?(?:{signs('plan_tail')})?",
            parts.plan,
        ),
    ]


def _english_forms() -> list[tuple[str, Callable[[re.Match[str]], ParsedDate]]]:
    month = rf"({month_names()})\.?"
    to = r" ?(?:to|until|through|-|\u2013|\u2014|~) ?"
    return [
        (rf"{month},? {YEAR}", lambda m: parts.named_month(m[2], m[1])),
        (rf"{YEAR},? {month}", lambda m: parts.named_month(m[1], m[2])),
        (rf"{month}-{YEAR}", lambda m: parts.named_month(m[2], m[1])),
        (
            rf"(\d{{1,2}})(?:st|nd|rd|th)?[ -]{month},?[ -]{YEAR}{_TIME}",
            lambda m: parts.day(m[3], str(month_of(m[2])), m[1]),
        ),
        (
            rf"{month} (\d{{1,2}})(?:st|nd|rd|th)?,? {YEAR}{_TIME}",
            lambda m: parts.day(m[3], str(month_of(m[1])), m[2]),
        ),
        (rf"{month}{to}{month},? {YEAR}", lambda m: parts.several_months(m[3], month_of(m[1]), month_of(m[2]))),
        (
            rf"(?:the )?(first|second) half (?:of )?{YEAR}",
            lambda m: parts.half(m[2], int(parts.ordinal(m[1]))),
        ),
        (
            rf"(?:the )?(first|second|third|fourth) quarter (?:of )?{YEAR}",
            lambda m: parts.quarters(m[2], parts.ordinal(m[1]), parts.ordinal(m[1])),
        ),
        (rf"(?:the )?(?:year-end|year end|end[ -]of|end)[ -]{YEAR}", lambda m: parts.moment(m[1], "end")),
        (rf"(?:the )?(?:start of|beginning of|start|early) {YEAR}", lambda m: parts.moment(m[1], "start")),
        (rf"mid[ -]{YEAR}", lambda m: parts.moment(m[1], "middle")),
        (r"(?:the )?([12][0-9]{2}0)s", parts.decade),
        (rf"(?:from |between )?{YEAR} (?:to|and) {YEAR}", lambda m: parts.years(m[1], m[2])),
    ]
