"""Rules for rows of trade, media and survey files: HS codes have digits, items say something, answers answer."""

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
