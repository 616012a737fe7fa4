"""Price ladders from their rows: one unit, one year; two currencies meet only by a rate of that year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import inf

from clustermark.evidence.currencies import TABLE, rates
from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.units import parse_unit
from clustermark.findings.model import Pairs, pairs
from clustermark.lenses.grouping import reference_order
from clustermark.lenses.places import main_product, places
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year, yes
from clustermark.methods.currencies import Exchange, Rate, convert, exchange
from clustermark.study.model import Origin

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a ladder: its tier, its amount as an interval in base units, its unit."""

    tier: str
    amount: Interval
    unit: str
    year: int | None
    row: Row


@dataclass(slots=True)
class Ladder:
    """One ladder: its rows in one unit. `lacking` says why they could not be brought into one: "" where they are."""

    id: str
    subject: str
    product: str
    channel: str
    unit: str
    year: int | None
    inferred: bool
    page: str
    amounts: dict[str, list[Interval]] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    grades: set[str] = field(default_factory=set)
    about: bool = False  # whether a price of it was printed with a word such as "about"
    converted: str = ""  # "USD/CNY/2021/6.45": from, to, year and rate
    lacking: str = ""  # "mixed" units or years never meet; "no-rate", "rates-differ"
    pair: Pairs = ()  # the currencies and the year of a rate that is lacking

    @property
    def mixed(self) -> bool:
        """Whether the tiers stand in units or years that do not meet."""
        return bool(self.lacking)

    def one(self, tier: str) -> Interval | None:
        """The amount of a tier that stands in one row; None where it stands in none or in several."""
        found = self.amounts.get(tier, [])
        return found[0] if len(found) == 1 else None

    @property
    def dimensions(self) -> Pairs:
        """Product (where not the main one) and channel."""
        return pairs(product=self.product, channel=self.channel)

    @property
    def key(self) -> tuple[object, ...]:
        """What the ladder prints: two pages with equal keys carry one ladder."""
        tiers = tuple(sorted((tier, tuple(sorted(found))) for tier, found in self.amounts.items()))
        return (self.subject, self.product, self.channel, self.unit, tiers)


def ladders(evidence: Evidence) -> list[Ladder]:
    """The ladders of the table `price_ladders`, by id."""
    known = places(evidence)
    published = rates(evidence)
    groups: dict[tuple[str, str], list[Step]] = {}
    for row in sorted(open_rows(evidence, "price_ladders"), key=lambda row: reference_order(text(row, REFERENCE))):
        step = _step(row)
        if step is not None:
            groups.setdefault((text(row, "subject"), text(row, "ladder")), []).append(step)
    rate_rows = {text(row, REFERENCE): row for row in open_rows(evidence, TABLE)}
    found = []
    for (subject, name), steps in sorted(groups.items()):
        ladder = _blank(subject, name, steps, main_product(subject, known))
        _in_one_unit(ladder, steps, published, rate_rows)
        found.append(ladder)
    return found


def _step(row: Row) -> Step | None:
    """A row as a step; "at least" and "at most" leave an end of its amount open."""
    unit, low, high = parse_unit(text(row, "unit")), number(row, "amount"), number(row, "amount_high")
    if unit is None or low is None:
        return None
    bottom, top = in_base(low, unit.factor), in_base(low if high is None else high, unit.factor)
    assert bottom is not None
    assert top is not None
    bound = text(row, "bound")
    amount = (0.0 if bound == "at most" else bottom, inf if bound == "at least" else top)
    return Step(text(row, "tier"), amount, unit.base, year(row), row)


def _blank(subject: str, name: str, steps: Sequence[Step], main: str) -> Ladder:
    first = steps[0].row
    product = text(first, "product")
    return Ladder(
        id=name,
        subject=subject,
        product="" if product == main else product,
        channel=text(first, "channel"),
        unit=_target(steps),
        year=steps[0].year,
        inferred=yes(first, "year_inferred"),
        about=any(text(step.row, "bound") == "about" for step in steps),
        page=next((page for step in steps if (page := text(step.row, "url"))), ""),
        rows=[text(step.row, REFERENCE) for step in steps],
        origins=[origin_of(step.row) for step in steps],
        grades={text(step.row, "reliability") for step in steps} - {""},
    )


def _target(steps: Sequence[Step]) -> str:
    """The unit of the consumer's price, which all are held against; without one, that of the first row."""
    return next((step.unit for step in steps if step.tier == "consumer"), steps[0].unit)


def _in_one_unit(
    ladder: Ladder, steps: Sequence[Step], published: Iterable[Rate], rate_rows: Mapping[str, Row]
) -> None:
    """Put the amounts into the ladder in its unit; it then rests on the rows of the rates that were needed, too."""
    found: dict[str, Exchange] = {}
    if any(step.year != ladder.year for step in steps):
        ladder.lacking = "mixed"
    for unit in dict.fromkeys(step.unit for step in steps if step.unit != ladder.unit and not ladder.lacking):
        (source, of), (target, wanted) = _money(unit), _money(ladder.unit)
        if of != wanted:
            ladder.lacking = "mixed"
            continue
        got: Exchange | str = "no-rate"
        if ladder.year is not None and not ladder.inferred:
            got = exchange(published, source, target, ladder.year)
        if isinstance(got, str):
            ladder.lacking = got
            ladder.pair = pairs(source=source, target=target, years=ladder.year)
            continue
        found[unit] = got
        ladder.converted = f"{source}/{target}/{ladder.year}/{got.factor:.6g}"
        cited = [rate_rows[rate.row] for rate in got.rates]
        ladder.rows += [text(row, REFERENCE) for row in cited]
        ladder.origins += [origin_of(row) for row in cited]
        ladder.grades |= {text(row, "reliability") for row in cited} - {""}
    for step in steps:
        low, high = (_exchanged(end, found.get(step.unit)) for end in step.amount)
        ladder.amounts.setdefault(step.tier, []).append((low, high))


def _money(unit: str) -> tuple[str, str]:
    """("USD/tie") -> ("USD", "tie")."""
    money, _, per = unit.partition("/")
    return money, per


def _exchanged(amount: float, found: Exchange | None) -> float:
    if found is None or amount == inf:
        return amount
    return float(convert(Decimal(repr(amount)), found))
