"""The account of a cluster from its rows: one year, one currency, what is known as shares, each with its error."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot

from clustermark.evidence.currencies import TABLE as RATES
from clustermark.evidence.currencies import rates
from clustermark.lenses.context import Context
from clustermark.lenses.position.account_rows import TABLE, Figure, figure_of, in_currency, ratio
from clustermark.lenses.position.side import Why
from clustermark.lenses.rows import Row, covered_rows, open_rows, text, year
from clustermark.methods.comparable import YEARS, distance, span, within
from clustermark.methods.currencies import Rate
from clustermark.study.model import first_and_last_year

OF_OUTPUT = ("value_added", "payroll", "profit", "exports")  # per cent, or money over output, is a share of output
OF_INPUTS = ("imported_inputs", "local_inputs")


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a cluster in one year.

    output        in the currency of the account
    shares        value_added and exports of output; imported_inputs and local_inputs of all inputs; processing_exports
                  of exports
    of_output     imported and local inputs that were told as money: their share of output, until value added is known
    destinations  shares of exports by economy
    from_parts    value added is payroll and profit together: without depreciation and taxes on production
    left_out      items whose amount has no output of its own year, or no rate of exchange, to stand against
    """

    year: int
    economy: str
    sector: str
    output: Figure
    shares: Mapping[str, Figure]
    of_output: Mapping[str, Figure] = field(default_factory=dict)
    destinations: Mapping[str, Figure] = field(default_factory=dict)
    from_parts: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def rows(self) -> list[Row]:
        """Every row that the account rests on, once."""
        parts = (self.shares, self.of_output, self.destinations)
        figures = [self.output, *(figure for part in parts for figure in part.values())]
        return [*{text(row, "row"): row for figure in figures for row in figure.rows}.values()]


Items = Mapping[tuple[str, str], Mapping[int, Figure]]  # (item, of) -> year -> figure


@dataclass(frozen=True, slots=True)
class _Money:
    """Rates of exchange, and the rows that they stand in."""

    rates: Sequence[Rate]
    rows: Mapping[str, Row]


def account_of(context: Context, subject: str, table_year: int | None = None) -> Told | Why:
    """The account of a subject, or why there is none.

    Its year is one with an output within three years of the study period, and of the world table where one is named:
    nearest to the table, then to the period. Other items come from the year nearest to that, within three years; an
    amount of another year is set against the output of its own.
    """
    rows = [row for row in open_rows(context.evidence, TABLE) if text(row, "subject") == subject]
    if not rows:
        hidden = any(text(row, "subject") == subject for row in covered_rows(context.evidence, TABLE))
        return Why.of("confidential" if hidden else "no-rows")
    items = items_of(rows)
    outputs = {at: one for at, one in items.get(("output", ""), {}).items() if one.unit != "share"}
    if not outputs:
        return Why.of("account-no-output")
    at = _year(outputs, context.study.period, table_year)
    if isinstance(at, Why):
        return at
    output = outputs[at]
    if not output.value > 0:
        return Why.of("account-output-not-positive")
    parent = _parent(rows, output.rows)
    if isinstance(parent, Why):
        return parent
    money = _Money(rates(context.evidence), {text(row, "row"): row for row in open_rows(context.evidence, RATES)})
    return _told(at, parent, output, _near(items, at), outputs, money)


def items_of(rows: Iterable[Row]) -> Items:
    """The figures by item, what they are of, and year."""
    groups: dict[tuple[str, str], dict[int, list[Row]]] = {}
    for row in rows:
        at = year(row)
        if at is not None:
            of = text(row, "of").strip() if text(row, "item") in ("destination", "sales_share") else ""
            groups.setdefault((text(row, "item"), of), {}).setdefault(at, []).append(row)
    return {
        key: {at: figure for at, own in sorted(years.items()) if (figure := figure_of(own, at)) is not None}
        for key, years in sorted(groups.items())
    }


def _year(outputs: Iterable[int], period: str, table_year: int | None) -> int | Why:
    first, last = first_and_last_year(period)
    serving = [at for at in outputs if within(at, first, last)]
    if not serving:
        return Why.of("outside-years", years=span((at, at) for at in outputs))
    near = [at for at in serving if table_year is None or abs(at - table_year) <= YEARS]
    if not near:
        return Why.of("table-outside-years", years=span((at, at) for at in serving), year=table_year)
    return min(near, key=lambda at: (abs(at - (table_year or at)), distance(at, first, last), -at))


def _parent(rows: Sequence[Row], of_output: Sequence[Row]) -> tuple[str, str] | Why:
    """The cell that the cluster is part of: as the rows of its output name it, else as any of its rows does."""
    for named in (of_output, rows):
        cells = {(text(row, "economy").strip(), text(row, "sector").strip()) for row in named} - {("", "")}
        if len(cells) > 1:
            return Why.of("account-parents-differ", n=len(cells))
        if cells:
            return next(iter(cells))
    return Why.of("account-no-parent")


def _near(items: Items, at: int) -> dict[tuple[str, str], Figure]:
    """Of every item the figure of the year nearest to the account's, the earlier of two."""
    found = {}
    for key, years in items.items():
        close = [one for one in years if abs(one - at) <= YEARS]
        if close:
            found[key] = years[min(close, key=lambda one: (abs(one - at), one))]
    return found


def _told(
    at: int,
    parent: tuple[str, str],
    output: Figure,
    near: Mapping[tuple[str, str], Figure],
    outputs: Mapping[int, Figure],
    money: _Money,
) -> Told:
    shares: dict[str, Figure] = {}
    of_output: dict[str, Figure] = {}
    left: list[str] = []
    for name in (*OF_OUTPUT, *OF_INPUTS):
        figure = near.get((name, ""))
        if figure is None:
            continue
        if figure.unit == "share":
            shares[name] = figure
            continue
        share = _over(figure, outputs.get(figure.year), money)
        if share is None:
            left.append(name)
        else:
            (of_output if name in OF_INPUTS else shares)[name] = share
    from_parts = "value_added" not in shares and {"payroll", "profit"} <= shares.keys()
    if from_parts:
        shares["value_added"] = _sum(shares["payroll"], shares["profit"])
    kept = {name: one for name, one in shares.items() if name not in ("payroll", "profit")}
    exports = near.get(("exports", ""))
    destinations: dict[str, Figure] = {}
    for (item, of), figure in near.items():
        if item in ("processing_exports", "destination"):
            amount = _exports_of(figure, exports, outputs)
            found = figure if figure.unit == "share" else None if amount is None else _over(figure, amount, money)
            name = of if item == "destination" else item
            if found is None:
                left.append(f"{item} {of}".strip())
            elif name:
                (destinations if item == "destination" else kept)[name] = found
    return Told(at, *parent, output, kept, of_output, destinations, from_parts, tuple(left))


def _exports_of(figure: Figure, exports: Figure | None, outputs: Mapping[int, Figure]) -> Figure | None:
    """Exports of the year of a figure, as money."""
    if exports is None or exports.year != figure.year:
        return None
    if exports.unit != "share":
        return exports
    whole = outputs.get(figure.year)
    if whole is None:
        return None
    rows = (*exports.rows, *whole.rows)
    return Figure(whole.value * exports.value, hypot(whole.error, exports.error), whole.unit, figure.year, rows)


def _over(part: Figure, whole: Figure | None, money: _Money) -> Figure | None:
    """An amount as a share of another of its year, by a rate of exchange where they stand in two currencies."""
    if whole is None:
        return None
    own = in_currency(part, whole.unit, money.rates, money.rows)
    return None if isinstance(own, str) else ratio(own, whole)


def _sum(one: Figure, other: Figure) -> Figure:
    """Two shares together; their errors are independent."""
    total = one.value + other.value
    error = (
        hypot(one.value * one.error, other.value * other.error) / abs(total) if total else max(one.error, other.error)
    )
    return Figure(total, error, "share", one.year, (*one.rows, *(row for row in other.rows if row not in one.rows)))
