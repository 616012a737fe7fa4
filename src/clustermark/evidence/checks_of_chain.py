"""Rules for rows about a cluster in its chain: figures of its account, payroll, ties, answers of firms."""

import re
from collections.abc import Mapping

from clustermark.evidence.clean import Broken, Names, Value, broken
from clustermark.evidence.fold import fold
from clustermark.evidence.specs import table_specs
from clustermark.evidence.units import EXAMPLES, nearest_unit, parse_unit

Row = dict[str, Value]
Raw = Mapping[str, str]
PEOPLE = frozenset(
    {
        "employment",
        "region_employment",
        "industry_employment",
        "national_employment",
        "group_employment",
        "group_national_employment",
    }
)
PARTS = frozenset({"sales_share", "destination"})  # shares only, each of a channel or an economy
_MAY_BE_NEGATIVE = frozenset({"profit", "value_added"})
_SCALED = re.compile(r"(?:complexity|codifiability|capability)_\d")
_PERCENTS = (
    "channel_share",
    "largest_buyer",
    "top_buyers",
    "share_of_buyer",
    "foreign_equity",
    "rd_share",
    "marketing_share",
    "payroll_design",
    "payroll_production",
    "payroll_marketing",
    "payroll_management",
    "defect_rate",
    "new_models",
    "specific_assets",
)
_AMOUNTS = ("sales", "employees", "months_to_replace", "unit_price", "lead_time")
_PAY = ("payroll_design", "payroll_production", "payroll_marketing", "payroll_management")
_ROUNDING = 1.0  # points by which shares that were rounded may miss 100


def account_row(row: Row, raw: Raw, _names: Names) -> Broken | None:
    """A figure of the account is money, persons or a share, as its item asks; output is more than nothing."""
    item, value, high = str(row["item"]), row["value"], row.get("value_high")
    if isinstance(value, float) and isinstance(high, float) and value > high:
        return broken("value_high", raw.get("value_high", ""), "number.range-reversed", text=f"{value:g} > {high:g}")
    if item in PEOPLE and not row.get("unit"):
        row["unit"] = "persons"
    return _account_unit(item, row, raw) or _account_value(item, row, raw) or _account_of(item, row, raw)


def _account_unit(item: str, row: Row, raw: Raw) -> Broken | None:
    written = str(row.get("unit") or "")
    expected = "persons" if item in PEOPLE else "%" if item in PARTS else EXAMPLES["currency"]
    if not written:
        return broken("unit", "", "unit.missing", measure=item, expected=expected)
    unit = parse_unit(written)
    if unit is None:
        return broken("unit", raw.get("unit", written), "unit.unknown", unit=written, nearest=nearest_unit(written))
    if item in PEOPLE:
        fits = unit.base == "persons"
    elif item in PARTS:
        fits = unit.base == "share"
    else:
        money = unit.family == "currency" and "/" not in unit.base
        fits = money or (unit.base == "share" and item != "output")
    return None if fits else broken("unit", written, "unit.does-not-fit", unit=written, measure=item, expected=expected)


def _account_value(item: str, row: Row, raw: Raw) -> Broken | None:
    unit = parse_unit(str(row["unit"]))
    for column in ("value", "value_high"):
        value, text = row.get(column), raw.get(column, "")
        if not isinstance(value, float) or unit is None:
            continue
        if item == "output" and value <= 0:
            return broken(column, text, "account.output-not-positive", text=text)
        if value < 0 and item not in _MAY_BE_NEGATIVE:
            return broken(column, text, "number.negative", text=text)
        if unit.base == "share" and value * float(unit.factor) > 1 + 1e-12:
            return broken(column, text, "share.over-100", text=text, unit=row["unit"], measure=item)
    return None


def _account_of(item: str, row: Row, raw: Raw) -> Broken | None:
    """A share of sales names its channel, which becomes its code; a share of exports names an economy."""
    of = str(row.get("of") or "")
    if item not in PARTS:
        return None
    if not of:
        return broken("of", "", "account.of-missing")
    if item == "sales_share":
        code = channel_of(of)
        if code is None:
            allowed = table_specs()["firm_survey"].column("channel").allowed
            return broken("of", raw.get("of", of), "choice.not-allowed", text=of, allowed=", ".join(map(str, allowed)))
        row["of"] = code
    return None


def channel_of(text: str) -> str | None:
    """The code of a sales channel from what people call it, None where it is none."""
    column = table_specs()["firm_survey"].column("channel")
    for code, label in column.labels.items():
        if fold(text) in {fold(name) for name in (code, label.zh, label.en, *label.also)}:
            return code
    return None


def payroll_row(row: Row, raw: Raw, _names: Names) -> Broken | None:
    """A row of payroll says how many, how much pay or what was bought; money has its currency."""
    stated = [name for name in ("employees", "payroll", "services", "firms") if row.get(name) is not None]
    if not set(stated) - {"firms"}:
        return broken("payroll", "", "row.says-nothing")
    return _not_negative(row, raw, stated) or _money(row, raw, ("payroll", "services"), "unit")


def link_row(row: Row, raw: Raw, _names: Names) -> Broken | None:
    """A tie is between two, and its weight is not negative."""
    if fold(str(row["from"])) == fold(str(row["to"])):
        return broken("to", raw.get("to", ""), "link.with-itself", text=row["to"])
    return _not_negative(row, raw, ("value",))


def firm_answer_row(row: Row, raw: Raw, _names: Names) -> Broken | None:
    """Answers of a firm lie on their scales, shares within 100 %, the four shares of its pay make 100."""
    scaled = [name for name in row if _SCALED.fullmatch(name)]
    return (
        _between(row, raw, scaled, 1, 7)
        or _between(row, raw, ("cooperation_change",), -2, 2)
        or _between(row, raw, _PERCENTS, 0, 100)
        or _not_negative(row, raw, _AMOUNTS)
        or _buyers(row, raw)
        or _whole_pay(row, raw)
        or _price(row, raw)
    )


def _between(row: Row, raw: Raw, columns: tuple[str, ...] | list[str], low: float, high: float) -> Broken | None:
    for column in columns:
        value = row.get(column)
        if isinstance(value, float) and not low <= value <= high:
            return broken(column, raw.get(column, ""), "answer.outside", text=raw.get(column, ""), first=low, last=high)
    return None


def _not_negative(row: Row, raw: Raw, columns: tuple[str, ...] | list[str]) -> Broken | None:
    for column in columns:
        value = row.get(column)
        if isinstance(value, float) and value < 0:
            return broken(column, raw.get(column, ""), "number.negative", text=raw.get(column, ""))
    return None


def _buyers(row: Row, raw: Raw) -> Broken | None:
    """The largest buyer is one of the three largest."""
    largest, three = row.get("largest_buyer"), row.get("top_buyers")
    if isinstance(largest, float) and isinstance(three, float) and largest > three:
        return broken(
            "top_buyers", raw.get("top_buyers", ""), "answer.buyers-reversed", text=f"{largest:g} > {three:g}"
        )
    return None


def _whole_pay(row: Row, raw: Raw) -> Broken | None:
    shares = [row.get(name) for name in _PAY]
    known = [value for value in shares if isinstance(value, float)]
    if len(known) == len(_PAY) and abs(sum(known) - 100) > _ROUNDING:
        return broken(_PAY[0], raw.get(_PAY[0], ""), "answer.pay-not-100", text=f"{sum(known):g}")
    return None


def _price(row: Row, raw: Raw) -> Broken | None:
    return _money(row, raw, ("sales",), "unit", stated=False) or _money(row, raw, ("unit_price",), "price_unit")


def _money(row: Row, raw: Raw, columns: tuple[str, ...], unit_column: str, *, stated: bool = True) -> Broken | None:
    """The unit beside an amount of money is one of money; it must stand where `stated`."""
    first = next((name for name in columns if row.get(name) is not None), "")
    if not first:
        return None
    written = str(row.get(unit_column) or "")
    if not written:
        missing = broken(unit_column, "", "unit.missing", measure=first, expected=EXAMPLES["currency"])
        return missing if stated else None
    unit = parse_unit(written)
    if unit is None:
        near = nearest_unit(written)
        return broken(unit_column, raw.get(unit_column, written), "unit.unknown", unit=written, nearest=near)
    if unit.family != "currency":
        return broken(unit_column, raw.get(unit_column, written), "unit.not-money", unit=written)
    return None
