"""Exchange rates as evidence: the rows of the table, and what a row of it must meet."""

from collections.abc import Mapping
from decimal import Decimal

from clustermark.evidence.clean import Broken, Names, Value, broken, unit_of
from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.units import parse_unit
from clustermark.methods.currencies import Rate
from clustermark.methods.numbers import ParsedNumber, parse_number

TABLE = "exchange_rates"


def rates(evidence: Evidence) -> tuple[Rate, ...]:
    """The rates that findings may rest on: not those of confidential sources that are not cleared."""
    found = []
    for row in evidence.rows(TABLE):
        reference = str(row[REFERENCE])
        if reference in evidence.covered:
            continue
        quantity = row["quantity"] if isinstance(row["quantity"], int | float) else 1
        value = Decimal(repr(row["rate"])) / Decimal(repr(quantity))
        year, kind = row["year"], row["kind"]
        if isinstance(year, int):
            found.append(Rate(str(row["currency"]), str(row["per"]), year, value, str(kind or ""), reference))
    return tuple(found)


def rate_row(row: dict[str, Value], raw: Mapping[str, str], names: Names) -> Broken | None:
    """The rule that a row of the table breaks: two currencies, a positive price, and no third currency beside it."""
    if row["currency"] == row["per"]:
        return broken("per", raw.get("per", ""), "rate.same-currency", text=row["per"])
    for column in ("rate", "quantity"):
        value = row.get(column)
        if isinstance(value, float) and value <= 0:
            return broken(column, raw.get(column, ""), "rate.not-positive", text=raw.get(column, ""))
    read = parse_number(raw.get("rate", ""), names.locale)
    own = unit_of(read) if isinstance(read, ParsedNumber) else ""
    unit = parse_unit(own) if own else None
    if unit is not None and unit.base != row["per"]:
        return broken("rate", raw["rate"], "unit.twice", text=raw["rate"], unit=row["per"])
    return None
