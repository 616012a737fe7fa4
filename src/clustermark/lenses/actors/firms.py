"""Enterprises: how large, how old, how concentrated, who is listed, who has a brand, who uses the shared mark.

The list is taken as it is: what it does not state is counted, never guessed, and a list of large firms only is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from clustermark.findings.model import Finding
from clustermark.lenses.actors.data import thresholds, words_for_none
from clustermark.lenses.actors.roster import Firm, Roster, roster
from clustermark.lenses.actors.sizes import Sizes, chosen_sizes, sizes_by
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import text
from clustermark.methods.concentration import herfindahl, top_share, with_missing
from clustermark.methods.intervals import median_interval, wilson
from clustermark.study.model import first_and_last_year

METHOD = "actors.firms/1"
LEAST = 5  # firms with a figure: fewer would nearly be told by name
CONCENTRATION, TOP_FOUR = "enterprises.concentration", "enterprises.top_four_share"
EMPLOYEES, AGE = "enterprises.median_employees", "enterprises.median_age"
LISTED, BRAND, MARK = "enterprises.listed_in_list", "enterprises.own_brand_firms", "enterprises.mark_users"
UNITS = {
    CONCENTRATION: "index", TOP_FOUR: "share", EMPLOYEES: "persons", AGE: "years", LISTED: "firms", BRAND: "share",
    MARK: "share",
}  # fmt: skip
SIZES = {
    "subject": pl.String, "by": pl.String, "year": pl.Int64, "firms": pl.Int64, "in_list": pl.Int64,
    "bounds": pl.Int64, "concentration": pl.Float64, "low": pl.Float64, "normalised": pl.Float64,
    "top_four": pl.Float64, "median": pl.Float64, "unit": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class List:
    """The firms of one cluster at one period, and how a finding about them is told."""

    context: Context
    subject: str
    period: str
    known: Roster

    def tell(
        self,
        measure: str,
        value: float,
        firms: Sequence[Firm],
        interval: tuple[float, float] | None,
        how: str,
        **more: object,
    ) -> Finding:
        """A finding from those firms that state the figure."""
        rows = [row for firm in firms for row in firm.rows]
        ground = Ground(rows, [one for firm in firms for one in firm.origins], len(firms), "firms", METHOD)
        told = {"list": len(self.known.firms), "above": floor_of(self.known), **self.known.told, **more}
        made = measured(
            self.context, measure, self.subject, value, ground, interval=interval, by=how, parameters=told,
            period=self.period,
        )  # fmt: skip
        return replace(made, years=self.known.years)

    def few(self, measure: str, n: int, column: str) -> Finding:
        """Nobody states the figure, or too few do."""
        why, fields = ("few-firms", {"n": n, "least": LEAST}) if n else ("input-missing", {"input": column})
        return insufficient(self.context, measure, self.subject, UNITS[measure], why, **fields)


def find(context: Context) -> Found:
    """Findings on the firms of each cluster with a list, for the study period and past ones that have their own."""
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    for subject in context.subjects:
        now = roster(context, subject)
        if now.outside:
            findings += [
                insufficient(context, name, subject, unit, "outside-years", years=now.outside)
                for name, unit in UNITS.items()
            ]
        if now.firms:
            findings += _findings(List(context, subject, context.study.period, now))
            rows += _size_rows(subject, now)
        for period in context.study.past if now.firms else ():
            then = roster(context, subject, period)
            if then.firms and then.years and then.years != now.years:
                found = _findings(List(context, subject, period, then))
                findings += [one for one in found if one.status == "ok"]
                rows += _size_rows(subject, then)
    return Found(findings, {"firm_sizes": table(SIZES, rows)})


def _findings(given: List) -> Iterator[Finding]:
    yield from _concentration(given)
    yield _employees(given)
    yield _age(given)
    yield _listed(given)
    yield _branded(given)
    yield _users(given)


def _concentration(given: List) -> Iterator[Finding]:
    """Over the firms with a figure; the lower end is what it would be if all others were as large as their mean."""
    sizes = chosen_sizes(given.known)
    if len(sizes.amounts) < LEAST or sum(sizes.amounts) <= 0:
        stated = 0 if sum(sizes.amounts) <= 0 else len(sizes.amounts)
        yield from (given.few(name, stated, "firm-figures") for name in (CONCENTRATION, TOP_FOUR))
        return
    index, top = herfindahl(sizes.amounts), top_share(sizes.amounts, 4)
    missing = len(given.known.firms) - len(sizes.amounts)
    least, least_top = with_missing(sizes.amounts, missing)
    more = {"by": sizes.by, "bounds": sizes.bounds or "", "other-units": sizes.other_units or ""}
    normalised = f"{herfindahl(sizes.amounts, normalised=True):.6g}"
    how = "missing-as-mean" if missing else ""
    ends = (min(least, index), index) if missing else None
    yield given.tell(CONCENTRATION, index, sizes.firms, ends, how, normalised=normalised, **more)
    ends = (min(least_top, top), top) if missing else None
    yield given.tell(TOP_FOUR, top, sizes.firms, ends, how, **more)


def _employees(given: List) -> Finding:
    sizes = sizes_by(given.known, "employees")
    if len(sizes.amounts) < LEAST:
        return given.few(EMPLOYEES, len(sizes.amounts), "firm-employees")
    return _median(given, EMPLOYEES, sizes.amounts, sizes.firms, bounds=sizes.bounds or "")


def _age(given: List) -> Finding:
    """Years since the founding at the end of the period; firms founded later are left out and counted."""
    _, last = first_and_last_year(given.period)
    dated = [(last - int(founded), firm) for firm in given.known.firms if (founded := _founded(firm))]
    ages = [(age, firm) for age, firm in dated if age >= 0]
    if len(ages) < LEAST:
        return given.few(AGE, len(ages), "firm-founded")
    later = len(dated) - len(ages)
    return _median(given, AGE, [age for age, _ in ages], [firm for _, firm in ages], later=later or "")


def _median(given: List, measure: str, values: Sequence[float], firms: Sequence[Firm], **more: object) -> Finding:
    """A median; with its interval unless every firm of the list states the figure."""
    ends = median_interval(values) if len(values) < len(given.known.firms) else None
    return given.tell(measure, float(np.median(values)), firms, ends, "order" if ends else "", **more)


def _founded(firm: Firm) -> str:
    year = text(firm.cells, "founded")[:4]
    return year if year.isdigit() else ""


def _listed(given: List) -> Finding:
    stated = [firm for firm in given.known.firms if firm.says("listed") is not None]
    if not stated:
        return given.few(LISTED, 0, "firm-listed")
    listed = [firm for firm in stated if firm.says("listed")]
    unstated = len(given.known.firms) - len(stated)
    bound = "at least" if unstated and listed else ""
    made = given.tell(LISTED, float(len(listed)), listed or stated, None, "", unstated=unstated or "", bound=bound)
    return replace(made, n=len(stated))


def _branded(given: List) -> Finding:
    """An empty cell may be an omission: the share is a lower bound unless every firm says "none" or a name."""
    firms = given.known.firms
    written = [firm for firm in firms if text(firm.cells, "brand")]
    if not written or len(firms) < LEAST:
        return given.few(BRAND, len(firms) if written else 0, "firm-brand")
    branded = [firm for firm in written if text(firm.cells, "brand").strip().lower() not in words_for_none()]
    empty = len(firms) - len(written)
    bound = "at least" if empty else ""
    ends = wilson(len(branded), len(firms))
    return given.tell(BRAND, len(branded) / len(firms), firms, ends, "wilson", empty=empty or "", bound=bound)


def _users(given: List) -> Finding:
    stated = [firm for firm in given.known.firms if firm.says("mark_user") is not None]
    if len(stated) < LEAST:
        return given.few(MARK, len(stated), "firm-mark")
    users = sum(firm.says("mark_user") is True for firm in stated)
    return given.tell(MARK, users / len(stated), stated, wilson(users, len(stated)), "wilson", users=users)


def floor_of(known: Roster) -> str:
    """The size above which statistics list firms, where the whole list lies above it: "20000000 CNY"; "" else."""
    sizes = sizes_by(known, "revenue")
    floor = thresholds().get(sizes.unit)
    alike = floor is not None and len(sizes.amounts) >= LEAST and min(sizes.amounts) >= floor
    return f"{floor:.0f} {sizes.unit}" if alike else ""


def _size_rows(subject: str, known: Roster) -> Iterator[tuple[object, ...]]:
    for by in ("revenue", "employees"):
        sizes = sizes_by(known, by)
        if len(sizes.amounts) >= LEAST and sum(sizes.amounts) > 0:
            yield (subject, by, *_size_row(known, sizes))


def _size_row(known: Roster, sizes: Sizes) -> tuple[object, ...]:
    index, missing = herfindahl(sizes.amounts), len(known.firms) - len(sizes.amounts)
    last = known.years[-4:]
    return (
        int(last) if last else None,
        len(sizes.amounts),
        len(known.firms),
        sizes.bounds,
        index,
        min(index, with_missing(sizes.amounts, missing)[0]),
        herfindahl(sizes.amounts, normalised=True),
        top_share(sizes.amounts, 4),
        float(np.median(sizes.amounts)),
        sizes.unit,
    )
