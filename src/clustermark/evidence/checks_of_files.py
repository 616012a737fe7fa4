"""Rules for rows of trade, media, survey and spending files: codes have digits, items say something, shares fit."""

import json
import re
from collections.abc import Mapping

from clustermark.evidence.clean import Broken, Names, Value, broken
from clustermark.evidence.units import EXAMPLES, parse_unit
from clustermark.methods.numbers import narrow

_HS = re.compile(r"(?:\d\d){1,5}")
TOTAL = "TOTAL"  # what Comtrade writes for all goods together


def trade_row(row: dict[str, Value], raw: Mapping[str, str], _names: Names) -> Broken | None:
    """A trade record has an HS code of two to ten digits and says in which currency its value is."""
    code = re.sub(r"[\s.]", "", narrow(str(row["hs"]))).strip("'")
    if code.upper() != TOTAL and not _HS.fullmatch(code):
        return broken("hs", raw.get("hs", ""), "hs.malformed", text=row["hs"])
    row["hs"] = code.upper()
    money = str(row.get("currency") or "")
    if not money:
        return broken("currency", "", "unit.missing", measure="value", expected=EXAMPLES["currency"])
    unit = parse_unit(money)
    if unit is None or unit.family != "currency":
        return broken("currency", raw.get("currency", money), "unit.unknown", unit=money, nearest="")
    return None


def mention_row(row: dict[str, Value], _raw: Mapping[str, str], _names: Names) -> Broken | None:
    """An item has a title or a text."""
    if not (row.get("title") or row.get("text")):
        return broken("text", "", "row.says-nothing")
    return None


def word_row(row: dict[str, Value], raw: Mapping[str, str], _names: Names) -> Broken | None:
    """A word of sentiment has a value from -1 to 1; factors of negations and intensifiers are free."""
    value = row.get("value")
    if row.get("kind") in (None, "sentiment") and isinstance(value, float) and not -1 <= value <= 1:
        return broken("value", raw.get("value", ""), "polarity.outside", text=raw.get("value", ""))
    return None


def margin_row(row: dict[str, Value], raw: Mapping[str, str], _names: Names) -> Broken | None:
    """A share of the population lies between 0 and 1, or 0 and 100 without a sign; with a sign it becomes a share."""
    share = row.get("share")
    if isinstance(share, float):
        if not 0 <= share <= 100:
            return broken("share", raw.get("share", ""), "share.outside", text=raw.get("share", ""))
        if narrow(raw.get("share", "")).strip().endswith("%"):
            row["share"] = share / 100
    return None


def spending_row(row: dict[str, Value], raw: Mapping[str, str], _names: Names) -> Broken | None:
    """Money and people are not negative, and no more people are reached than there are."""
    for column in ("amount", "reach", "population"):
        value = row.get(column)
        if isinstance(value, float) and value < 0:
            return broken(column, raw.get(column, ""), "number.negative", text=raw.get(column, ""))
    reach, people = row.get("reach"), row.get("population")
    if isinstance(reach, float) and isinstance(people, float) and reach > people:
        return broken("reach", raw.get("reach", ""), "reach.above-population", text=f"{reach:g} > {people:g}")
    return None


def answer_row(row: dict[str, Value], _raw: Mapping[str, str], _names: Names) -> Broken | None:
    """A row is one answer to an item, or all answers of a respondent, as an object of items."""
    if row.get("answers") and not _is_object(str(row["answers"])):
        return broken("answers", str(row["answers"]), "answers.malformed", text=row["answers"])
    if not (row.get("answers") or (row.get("item") and row.get("answer"))):
        return broken("answer", "", "row.says-nothing")
    return None


def _is_object(text: str) -> bool:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and all(isinstance(item, str | list | int | float) for item in found.values())
