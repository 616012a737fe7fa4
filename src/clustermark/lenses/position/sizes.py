"""How large the firms of a survey are, and by what their answers are weighted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.units import parse_unit
from clustermark.lenses.rows import Row, number, text

ENOUGH = 0.8  # of the firms that must state a size for it to weigh them
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Size:
    """People and sales of a firm, sales in base units of their currency; None where not stated."""

    employees: float | None
    sales: float | None
    currency: str


def by_firm(rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    """The rows of each firm, in the order of their names."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(text(row, "firm"), []).append(row)
    return dict(sorted(found.items()))


def size_of(rows: Sequence[Row]) -> Size:
    """The size of a firm from its rows: the first that states people, the first that states sales."""
    people = next((one for row in rows if (one := number(row, "employees")) is not None and one > 0), None)
    for row in rows:
        amount, unit = number(row, "sales"), parse_unit(text(row, "unit"))
        if amount is not None and amount > 0 and unit is not None and unit.family == "currency":
            return Size(people, amount * float(unit.factor), unit.base)
    return Size(people, None, "")


def weigh(sizes: Sequence[Size], order: Sequence[str]) -> tuple[Array, list[int], str]:
    """Weights, the places of the firms that have one, and what weighs them: a name of `order`, or "none".

    The first of "employees", "sales" that four fifths of the firms state weighs; firms without it are left out. Sales
    count in the commonest currency. Where neither is stated by so many, all firms count alike.
    """
    currencies = [one.currency for one in sizes if one.currency]
    main = max(sorted(set(currencies)), key=currencies.count, default="")
    stated = {
        "employees": [one.employees for one in sizes],
        "sales": [one.sales if one.currency == main else None for one in sizes],
    }
    for name in order:
        known = [(at, size) for at, size in enumerate(stated[name]) if size is not None]
        if known and len(known) >= ENOUGH * len(sizes):
            return np.array([size for _, size in known]), [at for at, _ in known], name
    return np.ones(len(sizes)), list(range(len(sizes))), "none"
