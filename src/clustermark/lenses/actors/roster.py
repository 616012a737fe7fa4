"""The firms of a cluster: one entry a firm, of the list nearest the period, active ones only.

Rows of one registration number are one firm, and so are rows of one name where no two numbers contradict it; a cell
that one row leaves empty is taken from the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clustermark.evidence.fold import fold
from clustermark.evidence.model import REFERENCE
from clustermark.evidence.units import parse_unit
from clustermark.lenses.context import Context
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import Row, number, origin_of, text, year
from clustermark.methods.comparable import within
from clustermark.study.model import first_and_last_year

GONE = ("closed", "revoked", "moved", "dormant")


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm: its cells, the references of its rows, their origins, and whether one of the rows may be shown."""

    cells: Row
    rows: tuple[str, ...]
    origins: tuple[str, ...]
    shown: bool

    def says(self, column: str) -> bool | None:
        """A yes/no cell; None where it is empty."""
        value = self.cells.get(column)
        return value if isinstance(value, bool) else None

    @property
    def revenue(self) -> tuple[float, str] | None:
        """Revenue in units of its currency, and the currency ("" where none is stated)."""
        written = text(self.cells, "unit")
        unit, value = parse_unit(written), number(self.cells, "revenue")
        if value is None or value < 0 or (unit is None and written):
            return None
        if unit is None:
            return value, ""
        base = in_base(value, unit.factor)
        return None if base is None else (base, unit.base)

    @property
    def employees(self) -> float | None:
        """People in the firm; None where not stated or below 0."""
        value = number(self.cells, "employees")
        return None if value is None or value < 0 else value


@dataclass(frozen=True, slots=True)
class Roster:
    """The active firms of a cluster, the years of their rows ("" where none states one), and what was left out."""

    firms: tuple[Firm, ...] = ()
    years: str = ""
    told: Mapping[str, int] = field(default_factory=dict)
    outside: str = ""  # the years of the list where none lies within three years of the period
    by_code: Mapping[str, int] = field(default_factory=dict)
    by_name: Mapping[str, int] = field(default_factory=dict)

    def place_of(self, written: str) -> int | None:
        """The place of the firm that a code or name means; None where the list has none, or several of that name."""
        plain = fold(written)
        found = self.by_code.get(plain, self.by_name.get(plain, -1))
        return None if found < 0 else found


def nearest_year(years: Iterable[int], period: str) -> int | None:
    """Of the years within three of the period the latest up to its end, else the first after it; None without any."""
    first, last = first_and_last_year(period)
    known = sorted(one for one in set(years) if within(one, first, last))
    before = [one for one in known if one <= last]
    return before[-1] if before else known[0] if known else None


def spanned(years: Iterable[int]) -> str:
    """ "2021" or "2019-2021"; "" for none."""
    known = sorted(set(years))
    return "" if not known else str(known[0]) if known[0] == known[-1] else f"{known[0]}-{known[-1]}"


def own_rows(context: Context, table: str, subject: str) -> list[Row]:
    """The rows of a table about a cluster; those that name none are about the focus."""
    unnamed = context.study.focus
    return [row for row in context.evidence.rows(table) if (text(row, "subject") or unnamed) == subject]


def roster(context: Context, subject: str, period: str = "") -> Roster:
    """The firms of a cluster at a period (that of the study unless given).

    Where some firm has rows of two years the table holds lists of several years, and the one nearest the period counts;
    otherwise it is one register, whose rows within three years, and without a year, all do.
    """
    asked = period or context.study.period
    first, last = first_and_last_year(asked)
    rows = own_rows(context, "firms", subject)
    near = [row for row in rows if year(row) is None or within(year(row), first, last)]
    if not near:
        return Roster(outside=spanned(one for row in rows if (one := year(row)) is not None))
    groups = _grouped(near)
    dated = [{one for row in group if (one := year(row)) is not None} for group in groups]
    left, other = groups, 0
    if any(len(one) > 1 for one in dated):
        chosen = nearest_year((one for each in dated for one in each), asked)
        left = [[row for row in group if year(row) in (None, chosen)] for group in groups]
        other = sum(not group for group in left)
        left = [group for group in left if group]
    every = [_firm(context, group) for group in left]
    firms = tuple(firm for firm in every if text(firm.cells, "status") not in GONE)
    told = {
        "inactive": len(every) - len(firms),
        "status-unknown": sum(not text(firm.cells, "status") for firm in firms),
        "duplicates": sum(len(group) - 1 for group in left),
        "other-years": other,
        "unplaced": sum(not text(firm.cells, "subject") for firm in firms),
        "confidential": sum(not firm.shown for firm in firms),
    }
    years = spanned(one for group in left for row in group if (one := year(row)) is not None)
    kept = {name: count for name, count in told.items() if count}
    return Roster(firms, years, kept, "", _places(firms, ("firm",)), _places(firms, ("name", "former_name")))


def _grouped(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each firm, in the order of the file: by number, then by name."""
    groups: list[list[Row]] = []
    of_code: dict[str, list[Row]] = {}
    of_name: dict[str, list[Row]] = {}
    for row in rows:
        code, name = fold(text(row, "firm")), fold(text(row, "name"))
        named = of_name.get(name) if name else None
        if named is not None and code and any(fold(text(one, "firm")) not in ("", code) for one in named):
            named = None  # two numbers: two firms of one name
        group = of_code.get(code, named) if code else named
        if group is None:
            group = []
            groups.append(group)
        group.append(row)
        if code:
            of_code.setdefault(code, group)
        if name:
            of_name.setdefault(name, group)
    return groups


def _firm(context: Context, group: Sequence[Row]) -> Firm:
    """One entry of a firm's rows; what an open row states comes before what a confidential one does."""
    ordered = sorted(group, key=lambda row: text(row, REFERENCE) in context.evidence.covered)
    cells: dict[str, object] = {}
    for row in ordered:
        for column, value in row.items():
            if cells.get(column) in (None, ""):
                cells[column] = value
    references = tuple(text(row, REFERENCE) for row in ordered)
    shown = references[0] not in context.evidence.covered
    return Firm(cells, references, tuple(origin_of(row) for row in ordered), shown)


def _places(firms: Sequence[Firm], columns: Sequence[str]) -> dict[str, int]:
    """The place of each firm by its codes or names; -1 for one that several have."""
    found: dict[str, int] = {}
    for place, firm in enumerate(firms):
        for column in columns:
            key = fold(text(firm.cells, column))
            if key:
                found[key] = place if found.get(key, place) == place else -1
    return found
