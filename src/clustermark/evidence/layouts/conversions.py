"""What a layout may do with a cell: each conversion takes the text of a cell and gives the text for the table."""

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from clustermark.methods.numbers import narrow

_MILLISECONDS_FROM = 10**11
_WORLD = ("0", "wld", "w00", "world", "00")
_FLOWS = {
    "x": "export", "export": "export", "exports": "export", "2": "export",
    "m": "import", "import": "import", "imports": "import", "1": "import",
    "rx": "re-export", "re-export": "re-export", "re-exports": "re-export", "3": "re-export",
    "rm": "re-import", "re-import": "re-import", "re-imports": "re-import", "4": "re-import",
}  # fmt: skip


def _pad6(text: str) -> str:
    """A six-digit HS code whose leading zeros were lost: 10121 -> 010121."""
    plain = text.strip().strip("'")
    return plain.zfill(6) if plain.isascii() and plain.isdigit() else plain


def _pad_even(text: str) -> str:
    """An HS code of two, four, six, eight or ten digits whose leading zero was lost."""
    plain = narrow(text).strip().strip("'")
    return plain.zfill(len(plain) + len(plain) % 2) if plain.isascii() and plain.isdigit() else plain


def _year_of(text: str) -> str:
    """The year of a period: 202301 -> 2023, 2023-01 -> 2023."""
    found = re.match(r"\d{4}(?!\d)|\d{4}(?=\d{2}(?:\d{2})?$)", narrow(text).strip())
    return found.group(0) if found else text


def _period(text: str) -> str:
    """A year, or a year and month, in one spelling: 202301, 2023/1 and 20230100 -> 2023-01; 2023 -> 2023."""
    plain = narrow(text).strip()
    found = re.fullmatch(r"(\d{4})[-/.]?(\d{1,2})?(?:[-/.]?\d{2})?", plain)
    if not found:
        return plain
    month = int(found[2] or 0)
    return f"{found[1]}-{month:02}" if month else found[1]


def _flow(text: str) -> str:
    """A code of the flow: X, 2 -> export; M, 1 -> import."""
    return _FLOWS.get(text.strip().lower(), text)


def _world(text: str) -> str:
    """The code for all partners together in one spelling."""
    return "WLD" if text.strip().lower() in _WORLD else text.strip()


def _whole(text: str) -> str:
    """The code for the whole of something in one spelling: empty."""
    return "" if text.strip().upper() in ("C00", "0", "TOTAL", "W00", "WLD") else text.strip()


def _unit_of_comtrade(text: str) -> str:
    """Comtrade's abbreviations of units: u -> pieces, 2u -> pairs; N/A -> empty."""
    plain = text.strip().lower()
    return {"u": "pieces", "2u": "pairs", "n/a": "", "-": ""}.get(plain, text.strip())


def _moment(text: str) -> str:
    """Seconds or milliseconds since 1970 as a date; any other text as it stands."""
    plain = text.strip().removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) in (9, 10, 12, 13)):
        return text
    seconds = int(plain) / 1000 if int(plain) > _MILLISECONDS_FROM else int(plain)
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()


def _month_first(text: str) -> str:
    """A date written month first, as the exporting program does: 03/02/2024 10:00 AM -> 2024-03-02."""
    found = re.match(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\b", narrow(text))
    return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}" if found else text


def _first_listed(text: str) -> str:
    """The first entry of a list in brackets: ['ONLINE_NEWS', 'NEWS'] -> ONLINE_NEWS."""
    return text.strip().strip("[]").split(",")[0].strip().strip("'\"")


def _seconds(text: str) -> str:
    """A duration in seconds without its word: 95 with the sign for seconds -> 95."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*\D{0,8}", narrow(text))
    return found.group(1) if found else text


def _host(text: str) -> str:
    """The host of an address."""
    try:
        return (urlsplit(text.strip()).hostname or text).removeprefix("www.")
    except ValueError:
        return text


def _short(text: str) -> str:
    """A text without line breaks at its ends."""
    return text.strip()


_PLAIN: Mapping[str, Callable[[str], str]] = {
    "pad-6": _pad6,
    "pad-even": _pad_even,
    "year": _year_of,
    "period": _period,
    "flow": _flow,
    "world": _world,
    "whole": _whole,
    "comtrade-unit": _unit_of_comtrade,
    "moment": _moment,
    "month-first": _month_first,
    "first-listed": _first_listed,
    "seconds": _seconds,
    "host": _host,
    "strip": _short,
}
_NOT_KEPT = ("strip",)  # texts that may be long and never come again
# the same few texts stand in a column again and again
CONVERSIONS: Mapping[str, Callable[[str], str]] = {
    name: do if name in _NOT_KEPT else lru_cache(50_000)(do) for name, do in _PLAIN.items()
}
