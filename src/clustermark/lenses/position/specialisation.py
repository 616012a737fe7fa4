"""Whether a place has more of an industry than the country has: location quotient, and strength of related industries.

Employment from the cluster's own account. The interval holds chance and the error that the grades of the figures stand
for. Industry and related industries include the cluster's own people, in the region and in the country alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from clustermark.evidence.units import parse_unit
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import table
from clustermark.lenses.position.drawn import drawn_finding, grades_of, ground_of, nearest_year, steady
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import Row, covered_rows, number, open_rows, text, year, yes
from clustermark.methods.comparable import span
from clustermark.methods.grades import ERROR, error_of
from clustermark.methods.trade.specialisation import cluster_strength, location_quotient, location_quotient_interval

TABLE = "cluster_accounts"
METHOD = "position.specialisation/1"
QUOTIENT, STRENGTH = "position.location_quotient", "position.cluster_strength"
OF_QUOTIENT = ("employment", "region_employment", "industry_employment", "national_employment")
OF_STRENGTH = ("group_employment", "group_national_employment")
PERSONS = "persons"
MOST_ROWS = 4  # of a figure of the table
COLUMNS = {
    "subject": pl.String,
    "year": pl.String,
    **dict.fromkeys(("quotient", "low", "high", "strength", "strength_low", "strength_high"), pl.Float64),
    "rows": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class People:
    """How many persons a row of the account says, and how far that may be off (coefficient of variation)."""

    value: float
    error: float
    row: Row


@dataclass(frozen=True, slots=True)
class Quotient:
    """A quotient with its interval and the figures that it rests on."""

    value: float
    ends: tuple[float, float]
    figures: tuple[People, ...]


def find(context: Context) -> Found:
    """Quotient and strength of every cluster that has an account, and a table of all years that can be computed."""
    rows = [row for row in open_rows(context.evidence, TABLE) if text(row, "item") in (*OF_QUOTIENT, *OF_STRENGTH)]
    hidden = {text(row, "subject") for row in covered_rows(context.evidence, TABLE)}
    findings: list[Finding] = []
    lines: list[tuple[object, ...]] = []
    for subject in context.subjects:
        by_year = _by_year([row for row in rows if text(row, "subject") == subject])
        if not by_year and subject not in hidden and not _any_row(context, subject):
            continue
        for measure, needed in ((QUOTIENT, OF_QUOTIENT), (STRENGTH, (*OF_QUOTIENT, *OF_STRENGTH))):
            findings.append(_finding(context, subject, by_year, measure, needed, subject in hidden))
        lines += [line for at in sorted(by_year) if (line := _line(subject, at, by_year[at])) is not None]
    return Found(findings, {"specialisation": table(COLUMNS, lines)} if lines else {})


def _any_row(context: Context, subject: str) -> bool:
    return any(text(row, "subject") == subject for row in open_rows(context.evidence, TABLE))


def _by_year(rows: Sequence[Row]) -> dict[int, dict[str, People]]:
    """The best figure of each year and item: the best grade, of equal ones that of no party, then the first."""
    found: dict[int, dict[str, People]] = {}
    for row in sorted(rows, key=lambda row: (text(row, "reliability") or "Z", yes(row, "party"), text(row, "row"))):
        at, people = year(row), _people(row)
        if at is not None and people is not None:
            found.setdefault(at, {}).setdefault(text(row, "item"), people)
    return found


def _people(row: Row) -> People | None:
    """The persons of a row; of a range its middle, with half of it as the error where that is larger."""
    low, unit = number(row, "value"), parse_unit(text(row, "unit"))
    if low is None or unit is None or unit.base != PERSONS:
        return None
    high = number(row, "value_high")
    middle = (low + (low if high is None else high)) / 2 * float(unit.factor)
    errors = [error_of(text(row, "reliability"))]
    if high is not None and middle > 0:
        errors.append(abs(high - low) * float(unit.factor) / 2 / middle)
    if text(row, "bound") in ("at least", "at most"):
        errors.append(ERROR["D"])
    return People(middle, max(errors), row)


def quotient(known: Mapping[str, People]) -> Quotient:
    """The location quotient of a year's figures. Raises ValueError where a part exceeds its whole."""
    own, region, industry, whole = figures = tuple(known[item] for item in OF_QUOTIENT)
    numbers = (own.value, region.value, industry.value, whole.value)
    error = sum(one.error**2 for one in figures) ** 0.5
    return Quotient(location_quotient(*numbers), location_quotient_interval(*numbers, error=error), figures)


def strength(known: Mapping[str, People]) -> Quotient:
    """The strength of related industries without the own one. Raises ValueError where a part exceeds its whole."""
    own, region, own_whole, whole = (known[item] for item in OF_QUOTIENT)
    group, group_whole = (known[item] for item in OF_STRENGTH)
    figures = (own, region, own_whole, whole, group, group_whole)
    value = cluster_strength(group.value, own.value, region.value, group_whole.value, own_whole.value, whole.value)
    error = (region.error**2 + whole.error**2 + _less(group, own) ** 2 + _less(group_whole, own_whole) ** 2) ** 0.5
    rest, rest_whole = group.value - own.value, group_whole.value - own_whole.value
    return Quotient(
        value, location_quotient_interval(rest, region.value, rest_whole, whole.value, error=error), figures
    )


def _less(one: People, other: People) -> float:
    """The error of a difference against it, both parts being off on their own; at most that of a guess of nothing."""
    rest = one.value - other.value
    off = ((one.value * one.error) ** 2 + (other.value * other.error) ** 2) ** 0.5
    return float(min(off / rest, 1.0)) if rest > 0 else 1.0


def _finding(
    context: Context,
    subject: str,
    by_year: Mapping[int, Mapping[str, People]],
    measure: str,
    needed: Sequence[str],
    hidden: bool,
) -> Finding:
    whole = {at: known for at, known in by_year.items() if all(item in known for item in needed)}
    at = nearest_year(whole, context.study.period)
    if at is None:
        return _lacking(context, subject, by_year, measure, needed, hidden)
    known = whole[at]
    try:
        made = quotient(known) if measure == QUOTIENT else strength(known)
    except ValueError:
        return _contradicting(context, subject, measure, at, known)
    rows = [one.row for one in made.figures]
    numbers = {item.replace("_", "-"): f"{known[item].value:.12g}" for item in needed}
    return drawn_finding(
        context,
        measure,
        subject,
        made.value,
        made.ends,
        ground_of(rows, METHOD),
        years=str(at),
        reliability=grades_of(rows),
        by="chance and grades",
        parameters=numbers,
    )


def _lacking(
    context: Context,
    subject: str,
    by_year: Mapping[int, Mapping[str, People]],
    measure: str,
    needed: Sequence[str],
    hidden: bool,
) -> Finding:
    """Why there is none: figures of other years, one that is missing, or all of them in a confidential source."""
    years = {item: sorted(at for at, known in by_year.items() if item in known) for item in needed}
    absent = next((item for item in needed if not years[item]), "")
    far = next((item for item in needed if nearest_year(years[item], context.study.period) is None), "")
    why, fields = "employment-years", {}
    if hidden and not by_year:
        why = "confidential"
    elif absent:
        why, fields = "input-missing", {"input": f"account-{absent}"}
    elif far:
        why, fields = "outside-years", {"years": span((at, at) for at in years[far])}
    return replace(insufficient(context, measure, subject, measures()[measure].unit, why, **fields), method=METHOD)


def _contradicting(context: Context, subject: str, measure: str, at: int, known: Mapping[str, People]) -> Finding:
    """A part that exceeds its whole, told with both numbers."""
    pairs = (
        ("employment", "region_employment"),
        ("employment", "industry_employment"),
        ("region_employment", "national_employment"),
        ("industry_employment", "national_employment"),
        ("employment", "group_employment"),
        ("industry_employment", "group_national_employment"),
        ("group_employment", "region_employment"),
        ("group_employment", "group_national_employment"),
        ("group_national_employment", "national_employment"),
    )
    told = [(part, whole) for part, whole in pairs if part in known and whole in known]
    part, whole = next(
        (pair for pair in told if known[pair[0]].value > known[pair[1]].value), ("employment", "region_employment")
    )
    fields = {"years": at, "n": f"{known[part].value:.12g}", "most": f"{known[whole].value:.12g}"}
    unit = measures()[measure].unit
    return replace(insufficient(context, measure, subject, unit, "employment-contradicts", **fields), method=METHOD)


def _line(subject: str, at: int, known: Mapping[str, People]) -> tuple[object, ...] | None:
    """The row of a year in the result table; None where not even the quotient can be computed."""
    try:
        of = quotient(known)
    except (ValueError, KeyError):
        return None
    try:
        strong = strength(known)
        ends: list[float | None] = [steady(strong.value), *map(steady, strong.ends)]
        rows = [text(one.row, "row") for one in strong.figures]
    except (ValueError, KeyError):
        ends, rows = [None, None, None], [text(one.row, "row") for one in of.figures]
    return (subject, str(at), steady(of.value), *map(steady, of.ends), *ends, rows)
