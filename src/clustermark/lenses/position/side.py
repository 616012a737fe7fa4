"""One side of the comparison of functions, from `payroll_by_function`: the cluster, or the industry of its country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.units import parse_unit
from clustermark.findings.model import Pairs, pairs
from clustermark.lenses.context import Context
from clustermark.lenses.measured import Ground
from clustermark.lenses.position.drawn import (
    DRAWS,
    grades_of,
    ground_of,
    nearest_year,
    of_year,
    seed_of,
)
from clustermark.lenses.rows import Row, covered_rows, number, open_rows, text, year
from clustermark.methods.comparable import span
from clustermark.methods.functional import FUNCTIONS
from clustermark.methods.grades import error_of, graded_draws

METHOD = "position.functions/1"
TABLE = "payroll_by_function"
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Why:
    """Why there is no answer: a code, and what fills its words."""

    code: str
    fields: Pairs = ()

    @classmethod
    def of(cls, code: str, **fields: object) -> "Why":
        """A reason with its fields as text."""
        return cls(code, pairs(**fields))


@dataclass(frozen=True, slots=True)
class Side:
    """Income of the functions in the order of FUNCTIONS (4,), and draws of it (draws, 4), with what they rest on.

    basis     "pay": pay and bought services; "employees"; "survey": pay as the firms split it
    services  of how many functions bought services are known and added
    firms     how many firms the figures were added up from, None where nobody says
    """

    year: int
    basis: str
    income: Array
    draws: Array
    ground: Ground
    reliability: str
    firms: int | None = None
    services: int = 0
    weights: str = ""


def published(context: Context, subject: str, scope: str, basis: str = "", services: bool = True) -> Side | Why:
    """The cluster ("cluster") or its industry ("sector") as `payroll_by_function` has it, or why it is not known.

    The year nearest the period counts. One page with all four functions goes before several that together have them.
    Without a basis pay is used, or people where pay is not known of all four.
    """
    asked = _asked(open_rows(context.evidence, TABLE), subject, scope)
    if not asked:
        hidden = _asked(covered_rows(context.evidence, TABLE), subject, scope)
        return Why.of("confidential" if hidden else "no-rows")
    at = nearest_year(map(year, asked), context.study.period)
    if at is None:
        return Why.of("outside-years", years=span((one, one) for one in map(year, asked) if one is not None))
    chosen = _chosen(of_year(asked, at))
    if len(chosen) < len(FUNCTIONS):
        return Why.of("few-functions", n=len(chosen))
    rows = [chosen[name] for name in FUNCTIONS]
    pay, bought = _money(rows, "payroll"), _money(rows, "services")
    heads = _counts(rows)
    if pay is not None and basis in ("", "pay"):
        known = [one or 0.0 for one in (bought or [])] if services else []
        income = [own + more for own, more in zip(pay, known or [0.0] * len(pay), strict=True)]
        return _side(context, subject, scope, at, "pay", income, rows, sum(map(bool, known)))
    if heads is not None and basis in ("", "employees"):
        return _side(context, subject, scope, at, "employees", heads, rows, 0)
    return Why.of("few-functions", n=sum(number(row, "payroll") is not None for row in rows))


def _asked(rows: Sequence[Row], subject: str, scope: str) -> list[Row]:
    return [row for row in rows if text(row, "subject") == subject and text(row, "scope") == scope]


def _chosen(rows: Sequence[Row]) -> Mapping[str, Row]:
    """A row a function: of the one page that has most functions, then of the best grade; what it lacks from others."""
    pages: dict[tuple[str, str], dict[str, Row]] = {}
    for row in rows:
        page = pages.setdefault((text(row, "publisher"), text(row, "url")), {})
        page.setdefault(text(row, "function"), row)
    ordered = sorted(pages.items(), key=lambda item: (-len(item[1]), _grade(item[1]), item[0]))
    found: dict[str, Row] = {}
    for _, page in ordered:
        found = page | found
    return found


def _grade(page: Mapping[str, Row]) -> str:
    return max((text(row, "reliability") or "Z" for row in page.values()), default="Z")


def _money(rows: Sequence[Row], column: str) -> list[float] | None:
    """Amounts in one currency: None where pay lacks somewhere or stands in several; of services what is known."""
    units = [parse_unit(text(row, "unit")) for row in rows]
    if any(one is None or one.family != "currency" for one in units) or len({one.base for one in units if one}) > 1:
        return None
    amounts = [number(row, column) for row in rows]
    if column == "payroll" and any(one is None for one in amounts):
        return None
    return [(one or 0.0) * float(unit.factor) for one, unit in zip(amounts, units, strict=True) if unit is not None]


def _counts(rows: Sequence[Row]) -> list[float] | None:
    heads = [number(row, "employees") for row in rows]
    known = [one for one in heads if one is not None]
    return known if len(known) == len(heads) else None


def _side(
    context: Context,
    subject: str,
    scope: str,
    at: int,
    basis: str,
    income: Sequence[float],
    rows: Sequence[Row],
    services: int,
) -> Side | Why:
    """A side with draws: each function's amount has the error of its row's grade."""
    if min(income) < 0:
        return Why.of("figure-negative")
    if sum(income) <= 0:
        return Why.of("figure-zero")
    counts = [number(row, "firms") for row in rows]
    firms = None if any(one is None for one in counts) else int(min(one for one in counts if one is not None))
    errors = [error_of(text(row, "reliability")) for row in rows]
    seed = seed_of(context.study.seed, METHOD, subject, scope, basis)
    ground = ground_of(rows, METHOD, n=firms, sample="firms" if firms else "")
    drawn = graded_draws(income, errors, DRAWS, seed)
    return Side(at, basis, np.asarray(income), drawn, ground, grades_of(rows), firms, services)
