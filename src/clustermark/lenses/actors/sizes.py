"""How large the firms of a list are, in one unit, and how many state it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from clustermark.lenses.actors.roster import Firm, Roster
from clustermark.lenses.rows import text

SHARE_OF_EMPLOYEES = 0.5  # revenue is taken where at least half as many state it as state their employees


@dataclass(frozen=True, slots=True)
class Sizes:
    """Firms with a figure, the figures in one unit, how many are bounds, and how many are in other units."""

    by: str
    firms: Sequence[Firm]
    amounts: Sequence[float]
    unit: str
    bounds: int = 0
    other_units: int = 0


def sizes_by(known: Roster, by: str) -> Sizes:
    """Sizes by "revenue", in the currency that most firms state, or by "employees", where "at least" counts as said."""
    if by == "employees":
        staffed = [(firm, size) for firm in known.firms if (size := firm.employees) is not None]
        bounds = sum(bool(text(firm.cells, "bound")) for firm, _ in staffed)
        return Sizes(by, [firm for firm, _ in staffed], [size for _, size in staffed], "persons", bounds)
    earning = [(firm, money) for firm in known.firms if (money := firm.revenue) is not None]
    currencies = Counter(currency for _, (_, currency) in earning)
    if not currencies:
        return Sizes(by, [], [], "")
    unit = min(currencies, key=lambda one: (-currencies[one], one))
    kept = [(firm, amount) for firm, (amount, currency) in earning if currency == unit]
    return Sizes(by, [firm for firm, _ in kept], [size for _, size in kept], unit, 0, len(earning) - len(kept))


def chosen_sizes(known: Roster) -> Sizes:
    """By revenue, or by employees where fewer than half as many firms state their revenue."""
    revenue, employees = sizes_by(known, "revenue"), sizes_by(known, "employees")
    enough = len(revenue.amounts) >= SHARE_OF_EMPLOYEES * len(employees.amounts)
    return revenue if revenue.amounts and enough else employees
