"""Changes between two years of the cluster's account, and of its pay by function.

Where two publishers stand behind the two years, the grades say how wrong each figure may be. Of one publisher the grade
tells nothing of a change: what is wrong in one year is wrong in the next, so such a change has no interval and leans.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.units import parse_unit
from clustermark.lenses.position.drawn import pages_of, seed_of
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year
from clustermark.lenses.upgrading.change import DRAWS, ENDS, Array, Change, Lack, yearly
from clustermark.lenses.upgrading.definitions import Ground, Indicator, channels
from clustermark.methods.functional import FUNCTIONS
from clustermark.methods.grades import error_of, graded_draws
from clustermark.methods.upgrading import annual_change, span

Statistic = Callable[[Array], Array]  # of figures (draws, k): one number a draw


def accounted(
    evidence: Evidence, subject: str, indicator: Indicator, ground: Ground, last: int, seed: int
) -> Change | Lack:
    """The change of a quotient, or of the sales in some roles, between two years of the cluster's account."""
    known: dict[int, dict[tuple[str, str], Row]] = {}
    for row in sorted(open_rows(evidence, "cluster_accounts"), key=graded):
        at = year(row)
        if at is not None and text(row, "subject") == subject and number(row, "value") is not None:
            known.setdefault(at, {}).setdefault((text(row, "item"), text(row, "of")), row)
    read = {at: made for at, rows in known.items() if (made := _account(rows, ground)) is not None}
    years = span(read, last)
    if years is None:
        return Lack.of("no-earlier-year" if read else "no-rows")
    return _graded_change(subject, indicator, ground, years, [read[at] for at in years], seed)


def graded(row: Row) -> tuple[str, str]:
    """Sorts rows by grade, the best first, then by reference."""
    return text(row, "reliability") or "Z", text(row, REFERENCE)


Account = tuple[list[Row], list[float], Statistic, str]


def _account(rows: Mapping[tuple[str, str], Row], ground: Ground) -> Account | None:
    """Rows, their figures in base units, what is computed from them, and its unit; None where one lacks."""
    if ground.how == "figure":
        chosen = [rows.get((ground.above, "")), rows.get((ground.below, ""))]
        figures = [(row, _base(row)) for row in chosen if row is not None]
        if len(figures) < 2 or any(value is None or value <= 0 for _, (value, _) in figures):
            return None
        unit = f"{figures[0][1][1]}/person"
        return [row for row, _ in figures], [value or 0.0 for _, (value, _) in figures], _over, unit
    shares = {of: row for (item, of), row in rows.items() if item == "sales_share" and of in channels()}
    values = {of: _base(row)[0] for of, row in shares.items()}
    wanted = [
        of for of in sorted(shares) if channels()[of].role in ground.of and (channels()[of].marked or not ground.marked)
    ]
    if not wanted or any(values[of] is None for of in wanted) or not sum(values[of] or 0.0 for of in wanted) > 0:
        return None
    above = np.array([channels()[of].role in ground.roles for of in wanted], dtype=np.float64)
    return [shares[of] for of in wanted], [values[of] or 0.0 for of in wanted], lambda x: _part(x, above), "share"


def _base(row: Row) -> tuple[float | None, str]:
    """A figure in its base unit, the middle of a stated range."""
    unit, value, high = parse_unit(text(row, "unit")), number(row, "value"), number(row, "value_high")
    if unit is None or value is None:
        return None, ""
    return in_base((value + (value if high is None else high)) / 2, unit.factor), unit.base.removesuffix("/year")


def _over(x: Array) -> Array:
    return np.asarray(x[:, 0] / x[:, 1])


def _part(x: Array, above: Array) -> Array:
    return np.asarray((x @ above) / x.sum(axis=1))


def _graded_change(
    subject: str, indicator: Indicator, ground: Ground, years: tuple[int, int], ends: Sequence[Account], seed: int
) -> Change | Lack:
    if ends[0][3] != ends[1][3]:
        return Lack.of("units-differ")
    first, last = (float(of(np.array([values]))[0]) for _, values, of, _ in ends)
    change = yearly(indicator, years, first, last)
    if not np.isfinite(change):
        return Lack.of("no-number")
    rows = [row for end in ends for row in end[0]]
    return Change(
        indicator, ground, years, first, last, ends[1][3], change,
        _ends(subject, indicator, ground, years, ends, seed, change), pages_of(rows), "",
        tuple(text(row, REFERENCE) for row in rows), tuple(origin_of(row) for row in rows),
        by="grades",
        said={"grades": "/".join(sorted({text(row, "reliability") for row in rows} - {""}))},
    )  # fmt: skip


def _ends(
    subject: str,
    indicator: Indicator,
    ground: Ground,
    years: tuple[int, int],
    ends: Sequence[Account],
    seed: int,
    change: float,
) -> tuple[float, float] | None:
    """The interval that the grades give, where no publisher stands behind both years."""
    publishers = [{text(row, "publisher") for row in rows} for rows, *_ in ends]
    if publishers[0] & publishers[1]:
        return None
    found = []
    for (rows, values, of, _), at in zip(ends, years, strict=True):
        errors = [error_of(text(row, "reliability")) for row in rows]
        found.append(
            of(graded_draws(values, errors, DRAWS, seed_of(seed, indicator.id, ground.table, subject, str(at))))
        )
    low, high = np.nanquantile(annual_change(found[0], found[1], years[1] - years[0], indicator.form), ENDS)
    return min(float(low), change), max(float(high), change)


def functions(
    evidence: Evidence, subject: str, indicator: Indicator, ground: Ground, last: int, seed: int
) -> Change | Lack:
    """The change of the share of some functions in the cluster's pay; bought services stay out, since they may be known
    of one year only. Of the pages of a year that tell the pay of all functions the one of the best grade counts."""
    pages: dict[int, dict[tuple[str, str], dict[str, Row]]] = {}
    for row in sorted(open_rows(evidence, "payroll_by_function"), key=graded):
        at = year(row)
        if at is None or text(row, "subject") != subject or text(row, "scope") != "cluster":
            continue
        page = (text(row, "publisher"), text(row, "url"))
        pages.setdefault(at, {}).setdefault(page, {}).setdefault(text(row, "function"), row)
    read = {
        at: made for at, told in pages.items() for made in [_payroll(list(told.values()), ground)] if made is not None
    }
    years = span(read, last)
    if years is None:
        return Lack.of("no-earlier-year" if read else "no-rows")
    return _graded_change(subject, indicator, ground, years, [read[at] for at in years], seed)


def _payroll(told: Sequence[Mapping[str, Row]], ground: Ground) -> Account | None:
    above = np.array([name in ground.functions for name in FUNCTIONS], dtype=np.float64)
    for page in told:
        rows = [page[name] for name in FUNCTIONS if name in page]
        units = {unit.base for row in rows if (unit := parse_unit(text(row, "unit"))) is not None}
        values = [_pay(row) for row in rows]
        known = [value for value in values if value is not None and value >= 0]
        if len(known) == len(FUNCTIONS) and len(units) == 1 and sum(known) > 0:
            return rows, known, lambda x: _part(x, above), "share"
    return None


def _pay(row: Row) -> float | None:
    unit, value = parse_unit(text(row, "unit")), number(row, "payroll")
    return None if unit is None or value is None or unit.family != "currency" else in_base(value, unit.factor)
