"""What the cards of rows on a cluster in its chain state: account, pay, links, firms, trade; of answers no words."""

from collections.abc import Mapping

from clustermark.evidence.specs import table_specs
from clustermark.evidence.units import parse_unit
from clustermark.report.material import Material
from clustermark.words import numbers

CHAIN = ("cluster_accounts", "payroll_by_function", "links", "firms", "firm_survey", "trade")


def stated_of_chain(table: str, row: Mapping[str, object], material: Material) -> str:
    """What a row states; an answer of a firm is only said to be one."""
    if table == "firm_survey":
        return material.voice.say("report.card.firm-answer")
    if table == "firms":
        return _text(row, "name")
    if table == "links":
        return _link(row, material)
    parts = _parts(table, row, material)
    return material.voice.say("sentences.form.comma").join(part for part in parts if part)


def _text(row: Mapping[str, object], column: str) -> str:
    value = row.get(column)
    return "" if value is None else str(value)


def _label(table: str, column: str, row: Mapping[str, object], material: Material) -> str:
    """What an allowed value is called in its table."""
    code = _text(row, column)
    return table_specs()[table].column(column).label(code, material.language) if code else ""


def _link(row: Mapping[str, object], material: Material) -> str:
    layer = _label("links", "layer", row, material)
    return material.voice.say("report.card.link", giver=_text(row, "from"), taker=_text(row, "to"), layer=layer)


def _parts(table: str, row: Mapping[str, object], material: Material) -> tuple[str, ...]:
    if table == "cluster_accounts":
        of = _text(row, "of")
        channels = table_specs()["firm_survey"].column("channel")
        figure = _amount(row, "value", "unit", material)
        return (_label(table, "item", row, material), channels.label(of, material.language), figure)
    if table == "payroll_by_function":
        scope, function = (_label(table, name, row, material) for name in ("scope", "function"))
        return (scope, function, _amount(row, "payroll", "unit", material))
    goods = (_text(row, "hs"), _text(row, "partner_name") or _text(row, "partner"), _text(row, "period"))
    return (*goods, _amount(row, "value", "currency", material))


def _amount(row: Mapping[str, object], column: str, unit_column: str, material: Material) -> str:
    """A figure in the unit of its row, with its range and its word of approximation."""
    value, high = row.get(column), row.get(f"{column}_high")
    if not isinstance(value, float | int):
        return ""
    written = _text(row, unit_column)
    unit = parse_unit(written)
    base, factor = (unit.base, float(unit.factor)) if unit is not None else (written, 1.0)
    if isinstance(high, float | int):
        return numbers.interval(value * factor, high * factor, base, material.language)
    shown = numbers.amount(value * factor, base, material.language)
    bound = _text(row, "bound").replace(" ", "-")
    known = bound in ("about", "at-least", "at-most")
    return material.voice.say(f"units.bound.{bound}", value=shown) if known else shown
