"""The text of a date cell to ISO text, as exact as it was written: "2021", "2021-03", "2021-03-15"."""

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

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
    r"(?:(?P<month_a>[^\W\d_]{3,10})\.?\s+(?P<day_a>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year_a>\d{4})"
    r"|(?P<day_b>\d{1,2})(?:st|nd|rd|th|er)?\.?[\s-]+(?:de\s+)?(?P<month_b>[^\W\d_]{3,10})\.?[\s-]+(?:de\s+)?"
    r"(?P<year_b>\d{4}))(?:[,\s]+\S.*)?",
    re.DOTALL,
)


@cache
def _months() -> Mapping[str, int]:
    """Names of months without accents, and their first three letters where no other month has them."""
    listed = tomllib.loads((files("clustermark.evidence") / "months.toml").read_text(encoding="utf-8"))
    names = {name: number for months in listed.values() for number, name in enumerate(months, start=1)}
    short: dict[str, set[int]] = {}
    for name, number in names.items():
        short.setdefault(name[:3], set()).add(number)
    return names | {text: numbers.pop() for text, numbers in short.items() if len(numbers) == 1}


def _plain(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(sign))


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
    month = _months().get(_plain(worded[f"month_{side}"]))
    if month is None:
        return ""
    return _checked(worded[f"year_{side}"], str(month), worded[f"day_{side}"])


def _checked(year: str, month: str | None, day: str | None) -> str:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise ValueError(year)
    if month is None:
        return year
    found = datetime.date(int(year), int(month), int(day or 1))
    return found.isoformat() if day else found.isoformat()[:7]
