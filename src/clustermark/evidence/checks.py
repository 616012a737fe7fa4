"""Rules that a whole row must meet: units fit measures, shares stay within 100 %, a row says something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from clustermark.evidence.checks_of_chain import account_row, firm_answer_row, link_row, payroll_row
from clustermark.evidence.checks_of_files import (
    answer_row,
    margin_row,
    mention_row,
    spending_row,
    trade_row,
    word_row,
)
from clustermark.evidence.clean import Broken, Names, Value, broken, nearest
from clustermark.evidence.currencies import rate_row
from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.checks import code_row, interview_row, segment_row
from clustermark.evidence.units import EXAMPLES, fits, nearest_unit, parse_unit
from clustermark.findings.catalogue import Measure, measures
from clustermark.methods.units import Unit

Row = dict[str, Value]
Check = Callable[[Row, Mapping[str, str], Names], Broken | None]
_UNITS_THAT_MUST_STAND = frozenset({"currency", "currency/item", "item", "share"})


def check_row(table: str, row: Row, raw: Mapping[str, str], names: Names) -> Broken | None:
    """The first rule that a row of `table` breaks, None where it breaks none.

    A claim's variable that is the name of a measure becomes its id; a missing unit that the measure leaves no doubt
    about is filled in.
    """
    check = _CHECKS.get(table)
    return check(row, raw, names) if check else None


def _claim(row: Row, raw: Mapping[str, str], names: Names) -> Broken | None:
    variable = str(row["variable"])
    known = names.measures.get(fold(variable)) or variable
    measure = measures().get(known)
    if measure is None:
        groups = {name.partition(".")[0] for name in measures()}
        if variable.partition(".")[0] in groups and "." in variable:
            close = nearest(variable, names.measures)
            return broken("variable", variable, "measure.unknown", text=variable, nearest=close)
        return _says_something(row, raw)
    row["variable"] = measure.id
    if row.get("absent") is not None:
        if row.get("value") is not None or row.get("code") is not None:
            return broken("absent", raw.get("absent", ""), "absent.with-value", text=row["absent"])
        return None
    if measure.kind == "category":
        return _category(row, raw, measure)
    if row.get("value") is None:
        return broken("value", raw.get("value", ""), "value.missing", measure=measure.id)
    return _fitting_unit(row, raw, measure) or _fitting_value(row, raw, measure)


def _says_something(row: Row, raw: Mapping[str, str]) -> Broken | None:
    if all(row.get(name) is None for name in ("value", "code", "text_zh", "text_en", "absent")):
        return broken("value", raw.get("value", ""), "row.says-nothing")
    return _ordered(row, raw, "value", "value_high")


def _category(row: Row, raw: Mapping[str, str], measure: Measure) -> Broken | None:
    code = row.get("code")
    if code is None:
        return broken("code", raw.get("code", ""), "code.missing", measure=measure.id, allowed=", ".join(measure.codes))
    folded = fold(str(code))
    for allowed in measure.codes:
        if fold(allowed) == folded:
            row["code"] = allowed
            return None
    return broken("code", str(code), "code.unknown", text=code, measure=measure.id, allowed=", ".join(measure.codes))


def _fitting_unit(row: Row, raw: Mapping[str, str], measure: Measure) -> Broken | None:
    written = str(row.get("unit") or "")
    if not written:
        if measure.unit in _UNITS_THAT_MUST_STAND:
            return broken(
                "unit", "", "unit.missing", measure=measure.id, expected=EXAMPLES.get(measure.unit, measure.unit)
            )
        row["unit"] = measure.unit
        return None
    unit = parse_unit(written)
    if unit is None:
        return broken("unit", raw.get("unit", written), "unit.unknown", unit=written, nearest=nearest_unit(written))
    if not fits(unit, measure):
        return broken(
            "unit",
            raw.get("unit", written),
            "unit.does-not-fit",
            unit=written,
            measure=measure.id,
            expected=measure.unit,
        )
    return None


def _fitting_value(row: Row, raw: Mapping[str, str], measure: Measure) -> Broken | None:
    reversed_ = _ordered(row, raw, "value", "value_high")
    if reversed_:
        return reversed_
    unit = parse_unit(str(row["unit"]))
    for column in ("value", "value_high"):
        value = row.get(column)
        if not isinstance(value, float) or unit is None:
            continue
        size = value * float(unit.factor)
        text = raw.get(column, "")
        if measure.kind == "share" and size > 1 + 1e-12:
            return broken(column, text, "share.over-100", text=text, unit=row["unit"], measure=measure.id)
        if measure.kind == "membership" and not 0 <= size <= 1:
            return broken(column, text, "membership.outside", text=text, measure=measure.id)
        if measure.kind == "year" and not (1800 <= size <= 2100 and size == int(size)):
            return broken(column, text, "year.out-of-range", text=text, first=1800, last=2100)
    return None


def _ordered(row: Row, raw: Mapping[str, str], low: str, high: str) -> Broken | None:
    first, last = row.get(low), row.get(high)
    if isinstance(first, float) and isinstance(last, float) and first > last:
        return broken(high, raw.get(high, ""), "number.range-reversed", text=f"{first:g} > {last:g}")
    if first is None and isinstance(last, float):
        return broken(low, raw.get(low, ""), "number.low-missing", text=raw.get(high, ""))
    return None


def _judgement(row: Row, raw: Mapping[str, str], _names: Names) -> Broken | None:
    measure = measures()[str(row["condition"])]
    if measure.kind != "membership":
        return broken("condition", raw.get("condition", ""), "measure.not-membership", measure=measure.id)
    if row.get("level") is None and row.get("absent") is None:
        return broken("level", raw.get("level", ""), "level.missing")
    if row.get("level") is not None and row.get("absent") is not None:
        return broken("absent", raw.get("absent", ""), "absent.with-value", text=row["absent"])
    return None


def _money(amount: str, high: str = "") -> Check:
    def check(row: Row, raw: Mapping[str, str], _names: Names) -> Broken | None:
        value = row.get(amount)
        if value is None:
            return None
        written = str(row.get("unit") or "")
        unit: Unit | None = parse_unit(written)
        if not written:
            return broken("unit", "", "unit.missing", measure=amount, expected=EXAMPLES["currency"])
        if unit is None:
            return broken("unit", raw.get("unit", written), "unit.unknown", unit=written, nearest=nearest_unit(written))
        if unit.family != "currency":
            return broken("unit", raw.get("unit", written), "unit.not-money", unit=written)
        if isinstance(value, float) and value < 0:
            return broken(amount, raw.get(amount, ""), "number.negative", text=raw.get(amount, ""))
        return _ordered(row, raw, amount, high) if high else None

    return check


_CHECKS: Mapping[str, Check] = {
    "claims": _claim,
    "judgements": _judgement,
    "price_ladders": _money("amount", "amount_high"),
    "programmes": _money("budget"),
    "events": _money("deals"),
    "trade": trade_row,
    "mentions": mention_row,
    "policies": mention_row,
    "audience": answer_row,
    "margins": margin_row,
    "channel_spend": spending_row,
    "sentiment_words": word_row,
    "exchange_rates": rate_row,
    "cluster_accounts": account_row,
    "payroll_by_function": payroll_row,
    "links": link_row,
    "firm_survey": firm_answer_row,
    "interviews": interview_row,
    "codebook": code_row,
    "segments": segment_row,
}


@dataclass(frozen=True, slots=True)
class _Sameness:
    """Rows of which a check says the same: equal in `by`, alike in whether `filled` hold something, with no `never`.

    Of the number in `between` a check refuses what is too small or too large, so that the smallest and the largest of
    a group speak for all of it. `sets` are the columns that a check may write.
    """

    by: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    between: str = ""
    never: str = ""
    sets: tuple[str, ...] = ()


_SAMENESS: Mapping[str, _Sameness] = {
    "claims": _Sameness(
        by=("variable", "unit", "code", "absent"),
        filled=("text_zh", "text_en", "value"),
        between="value",
        never="value_high",
        sets=("variable", "unit", "code"),
    ),
    "judgements": _Sameness(by=("condition", "level", "absent")),
    "price_ladders": _Sameness(by=("unit",), filled=("amount",), between="amount", never="amount_high"),
    "programmes": _Sameness(by=("unit",), filled=("budget",), between="budget"),
    "events": _Sameness(by=("unit",), filled=("deals",), between="deals"),
    "trade": _Sameness(by=("hs", "currency"), sets=("hs",)),
    "mentions": _Sameness(filled=("title", "text")),
    "policies": _Sameness(filled=("title", "text")),
    "audience": _Sameness(by=("answers",), filled=("item", "answer")),
}
_MOST_GROUPS = 20_000


def columns_of_check(table: str) -> tuple[str, ...]:
    """The columns that the judgement of groups of rows needs, whether or not a file has them."""
    same = _SAMENESS.get(table, _Sameness())
    return tuple(name for name in (*same.by, *same.filled, same.between, same.never, *same.sets) if name)


def plain_groups(table: str, frame: pl.DataFrame, names: Names) -> pl.DataFrame:
    """The rows of a typed frame that meet the rules of their table, judged group by group where rows are alike.

    Only rows that surely meet them are in the answer; others must be checked one by one.
    """
    if table not in _CHECKS:
        return frame
    same = _SAMENESS.get(table)
    if same is None or frame.is_empty():
        return frame.clear()
    rows = frame.filter(pl.col(same.never).is_null()) if same.never else frame
    rows = rows.with_columns(pl.col(name).is_null().alias(f"{name}?") for name in same.filled)
    keys = [*same.by, *(f"{name}?" for name in same.filled)]
    ends = [pl.col(same.between).min().alias("<"), pl.col(same.between).max().alias(">")] if same.between else []
    groups = rows.group_by(keys, maintain_order=True).agg(*ends)
    if groups.height > _MOST_GROUPS:
        return frame.clear()
    outcomes = [_of_group(table, same, group, names) for group in groups.iter_rows(named=True)]
    good = groups.select(keys).with_columns(
        pl.Series(f"{name}!", [None if row is None else row[name] for row in outcomes], frame.schema[name])
        for name in same.sets
    )
    good = good.filter(pl.Series([row is not None for row in outcomes], dtype=pl.Boolean))
    joined = rows.join(good, on=keys, how="inner", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.col(f"{name}!").alias(name) for name in same.sets).select(frame.columns)


def _of_group(table: str, same: _Sameness, group: Mapping[str, Any], names: Names) -> Row | None:
    """What the check makes of a group of rows that are alike; None where it refuses one of them or may do so."""
    made: Row | None = None
    for end in ("<", ">") if same.between else ("",):
        row: Row = dict.fromkeys((*same.by, *same.filled, same.never))
        row |= {name: group[name] for name in same.by}
        row |= {name: None if group[f"{name}?"] else "x" for name in same.filled}
        if same.between:
            row[same.between] = group[end]
        made = dict(row)
        if check_row(table, made, {}, names) is not None:
            return None
        measure = measures().get(str(made.get("variable") or ""))
        if measure is not None and measure.kind == "year":  # whole numbers only: the ends do not speak for the others
            return None
    return made
