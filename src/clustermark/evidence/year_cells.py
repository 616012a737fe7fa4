"""The year in a cell: four digits, a date within the year, a year of an era; a part of a year is told."""

import re
from functools import lru_cache

from clustermark.methods.dates import UnreadableDate, parse_date
from clustermark.methods.numbers import narrow

FIRST_YEAR, LAST_YEAR = 1800, 2100
_WHOLE_FLOAT = re.compile(r"([0-9]{4})\.0+")  # as other programs write a column of years with gaps


@lru_cache(maxsize=4096)
def year_of(text: str, *, whole: bool) -> int | UnreadableDate:
    """The year, or the rule that the cell breaks.

    With `whole` the cell must speak of a whole year (or of its end, when counts are taken): half a year's figure is
    no year's figure. Otherwise any day, month or quarter of the year will do. A span of years is no year.
    """
    plain = narrow(text).strip()
    plain = _WHOLE_FLOAT.sub(r"\1", plain) if _WHOLE_FLOAT.fullmatch(plain) else plain
    if plain.isascii() and plain.isdigit() and len(plain) <= 4:
        return int(plain) if FIRST_YEAR <= int(plain) <= LAST_YEAR else UnreadableDate("year.out-of-range")
    found = parse_date(plain)
    if isinstance(found, UnreadableDate):
        none = found.code in ("date.unreadable", "date.reversed")
        return UnreadableDate("year.unreadable") if none else found
    if found.year is None:
        return UnreadableDate("year.span")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        return UnreadableDate("year.out-of-range")
    return UnreadableDate("year.part") if whole and not found.whole_year else found.year
