"""The text of a date cell to ISO text, as exact as it was written: "2021", "2021-03", "2021-03-15"."""

import datetime
import re

from clustermark.methods.numbers import narrow

_FIRST_YEAR, _LAST_YEAR = 1000, 2100
# year, month and day in this order, parted by strokes or by their Chinese signs; a time may follow
_PARTED = re.compile(
    r"(?P<year>\d{4})\s*(?:[-/.\u5e74]\s*(?:(?P<month>\d{1,2})\s*(?:[-/.\u6708]\s*(?:(?P<day>\d{1,2})\s*\u65e5?)?)?)?)?"
    r"(?:[T\s]+\S.*)?",
    re.DOTALL,
)
_PACKED = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})?(?:\d{6})?")
_WORDED = re.compile(
    r"(?:(?P<month_a>[A-Za-z]{3,9})\.?\s+(?P<day_a>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year_a>\d{4})"
    r"|(?P<day_b>\d{1,2})[\s-]+(?P<month_b>[A-Za-z]{3,9})\.?[\s-]+(?P<year_b>\d{4}))(?:[,\s]+\S.*)?",
    re.DOTALL,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def date_of(text: str) -> str:
    """The date in a cell as ISO text, "" where it is none. Raises ValueError for a date that does not exist.

    Day and month parted by strokes without the year in front ("03/02/2024") are refused: two countries read them
    differently.
    """
    plain = narrow(text).strip()
    found = _PACKED.fullmatch(plain) or _PARTED.fullmatch(plain)
    if found:
        return _checked(found["year"], found["month"], found["day"])
    worded = _WORDED.fullmatch(plain)
    if worded is None:
        return ""
    side = "a" if worded["year_a"] else "b"
    name = worded[f"month_{side}"][:3].lower()
    if name not in _MONTHS:
        return ""
    return _checked(worded[f"year_{side}"], str(_MONTHS.index(name) + 1), worded[f"day_{side}"])


def _checked(year: str, month: str | None, day: str | None) -> str:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise ValueError(year)
    if month is None:
        return year
    found = datetime.date(int(year), int(month), int(day or 1))
    return found.isoformat() if day else found.isoformat()[:7]
