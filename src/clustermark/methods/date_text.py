"""A date as it was written, in one form: narrow digits, years of eras as years, names of months as numbers."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_UNSEEN = re.compile("[\u200b\u2060\ufeff]")


@cache
def date_words() -> Mapping[str, Any]:
    """The words of `date_words.toml`."""
    raw = (files("clustermark.methods") / "date_words.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(raw)
    return found


def signs(name: str) -> str:
    """The signs of a group as alternatives of a pattern, longest first."""
    found = date_words()["signs"][name]
    listed = [found] if isinstance(found, str) else list(found)
    return "|".join(map(re.escape, sorted(listed, key=lambda word: -len(word))))


def numeral(text: str) -> int | None:
    """The whole number that numerals below a hundred write, or years digit by digit; None where they write none."""
    words = date_words()
    digits: Mapping[str, int] = words["numerals"]
    tens: Mapping[str, int] = words["tens"]
    if not text or any(sign not in digits and sign not in tens for sign in text):
        return None
    at = next((position for position, sign in enumerate(text) if sign in tens), None)
    if at is None:
        return int("".join(str(digits[sign]) for sign in text))
    before, behind = text[:at], text[at + 1 :]
    if len(before) > 1 or len(behind) > 1 or any(sign in tens for sign in behind):
        return None
    return tens[text[at]] * (digits[before] if before else 1) + (digits[behind] if behind else 0)


def plain_date(narrow_text: str) -> str:
    """The text with digits for numerals, years for years of eras and numbers for names of months.

    Raises ValueError for a year that its era did not have.
    """
    text = _UNSEEN.sub("", narrow_text).strip()
    text = re.sub(r"[(\[](?:" + signs("weekday") + r")[^()\[\]]{1,2}[)\]]", "", text)
    text = _numerals().sub(lambda found: str(numeral(found.group(0))), _zeros(text))
    text = _eras().sub(_year_of_era, text)
    text = re.sub(r"\s*([^\x00-\x7f])\s*", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def _zeros(text: str) -> str:
    digits = "".join(date_words()["numerals"])
    return re.sub(f"(?<=[{digits}])[Oo](?=[Oo{digits}])", "\u3007", text)


@cache
def _numerals() -> re.Pattern[str]:
    """Runs of numerals before the sign of a year, month, day, quarter or what counts them."""
    words = date_words()
    run = f"[{''.join(words['numerals'])}{''.join(words['tens'])}]+"
    behind = "|".join(
        (signs("year"), signs("month"), signs("day"), signs("quarter"), signs("of_counted"), signs("ranges"))
    )
    return re.compile(f"{run}(?=\\s*(?:{behind}))")


@cache
def _eras() -> re.Pattern[str]:
    names = "|".join(sorted(date_words()["eras"], key=lambda name: -len(name)))
    return re.compile(f"({names})\\s*(\\d{{1,3}}|{signs('years_of_era')})\\s*(?={signs('year')})")


def _year_of_era(found: re.Match[str]) -> str:
    words = date_words()
    name, written = found.group(1), found.group(2)
    year = 1 if not written.isdigit() else int(written)
    if not 1 <= year <= words["last"].get(name, 200):
        raise ValueError(written)
    return str(words["eras"][name] + year)


@cache
def month_names() -> str:
    """The English names of months, long and short, as alternatives of a pattern."""
    words = date_words()
    return "|".join([*words["long_months"], "sept", *words["months"]])


def month_of(name: str) -> int:
    """(1 to 12) of the English name of a month."""
    months: list[str] = date_words()["months"]
    return months.index(name[:3].lower()) + 1
