"""Price ladders: what share of the consumer's price leaves the factory gate, and what of it stays.

A tier's step in price is what is added there, never what the tier keeps.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.units import parse_unit
from clustermark.findings.model import BOUND, NOT_STATED, RANGE_OF_CLAIMS, STATED_RANGE, Finding, Pairs, pairs, weakest
from clustermark.lenses.grouping import reference_order
from clustermark.lenses.places import Place, main_product, places
from clustermark.lenses.records import in_base
from clustermark.lenses.rows import number, open_rows, origin_of, text, year, yes
from clustermark.methods.capture import STEPS, capture_bounds, factory_share, ladder_gap
from clustermark.methods.comparable import distance, possible_years, span, within
from clustermark.methods.origins import Printing, count_origins
from clustermark.study.model import Origin, Study, first_and_last_year

needs = ("places", "price_ladders")
measures = ("position.capture_rate", "position.factory_share_of_price", "claims.ladder_gap")
METHOD = "ladders/1"
Amounts = Mapping[str, tuple[tuple[float, float], ...]]  # tier -> (low, high) of each of its rows


@dataclass(slots=True)
class Ladder:
    """One ladder: its rows in one unit."""

    id: str
    subject: str
    product: str
    channel: str
    unit: str
    year: int | None
    inferred: bool
    page: str
    amounts: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    grades: set[str] = field(default_factory=set)
    mixed: bool = False  # tiers in different units or years never meet

    def one(self, tier: str) -> tuple[float, float] | None:
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
    found: dict[tuple[str, str], Ladder] = {}
    for row in sorted(open_rows(evidence, "price_ladders"), key=lambda row: reference_order(text(row, REFERENCE))):
        base = parse_unit(text(row, "unit"))
        low = number(row, "amount")
        if base is None or low is None:
            continue
        unit, factor = base.base, base.factor
        high = number(row, "amount_high")
        subject, product = text(row, "subject"), text(row, "product")
        product = "" if product == main_product(subject, known) else product
        fresh = Ladder(
            text(row, "ladder"), subject, product, text(row, "channel"), unit, year(row), yes(row, "year_inferred"), ""
        )
        ladder = found.setdefault((subject, fresh.id), fresh)
        ladder.page = ladder.page or text(row, "url")
        ladder.mixed = ladder.mixed or (ladder.unit, ladder.year) != (unit, fresh.year)
        bottom, top = in_base(low, factor), in_base(low if high is None else high, factor)
        assert bottom is not None
        assert top is not None
        ladder.amounts.setdefault(text(row, "tier"), []).append((bottom, top))
        ladder.rows.append(text(row, REFERENCE))
        ladder.origins.append(origin_of(row))
        ladder.grades |= {text(row, "reliability")} - {""}
    return [found[key] for key in sorted(found)]


def _finding(group: list[Ladder], measure: str, period: str, kind: str) -> Finding:
    """The fields that findings of one group of ladders share."""
    dated = [(ladder.year, ladder.inferred) for ladder in group if ladder.year is not None]
    references = sorted({row for ladder in group for row in ladder.rows}, key=reference_order)
    return Finding(
        measure=measure,
        subject=group[0].subject,
        period=period,
        dimensions=group[0].dimensions,
        unit="share",
        n=count_origins([Printing(ladder.key, ladder.year, False, ladder.page or ladder.id) for ladder in group]),
        years=span(possible_years(*one) for one in dated),
        origin=weakest(origin for ladder in group for origin in ladder.origins),
        reliability="/".join(sorted(set().union(*(ladder.grades for ladder in group)))),
        evidence=tuple(references),
        method=METHOD,
        parameters=pairs(**{"place-kind": kind, "ladder": group[0].id}),
    )


def share_finding(group: list[Ladder], period: str, kind: str) -> Finding:
    """The factory price in the consumer's price; the interval where the ladder states ranges."""
    factory, consumer = group[0].one("factory"), group[0].one("consumer")
    blank = _finding(group, "position.factory_share_of_price", period, kind)
    missing = _missing(group[0])
    if factory is None or consumer is None or missing:
        return replace(blank, n=0, status="insufficient", why="input-missing", why_fields=pairs(input=missing))
    low, high = factory_share(factory[0], consumer[1]), factory_share(factory[1], consumer[0])
    if low == high:
        return replace(blank, value=low, uncertainty=NOT_STATED)
    return replace(blank, low=low, high=high, uncertainty=STATED_RANGE)


def capture_finding(group: list[Ladder], period: str, kind: str) -> Finding:
    """The capture rate; where the inputs bought outside are unknown, the bound from 0 to factory / consumer."""
    ladder = group[0]
    factory, consumer, inputs = ladder.one("factory"), ladder.one("consumer"), ladder.amounts.get("inputs-outside")
    blank = _finding(group, "position.capture_rate", period, kind)
    missing = _missing(ladder)
    if factory is None or consumer is None or missing:
        return replace(blank, n=0, status="insufficient", why="input-missing", why_fields=pairs(input=missing))
    if not inputs:
        low, high = capture_bounds(factory[1], consumer[0])
        known = dict(blank.parameters) | {"unknown": "inputs-outside"}
        return replace(blank, low=low, high=high, uncertainty=BOUND, parameters=pairs(**known))
    bought = (sum(low for low, _ in inputs), sum(high for _, high in inputs))
    if bought[1] > factory[0]:
        return replace(
            blank, n=0, status="insufficient", why="input-missing", why_fields=pairs(input="position.factory_price")
        )
    low = factory_share(factory[0] - bought[1], consumer[1])
    high = factory_share(factory[1] - bought[0], consumer[0])
    if low == high:
        return replace(blank, value=low, uncertainty=NOT_STATED)
    return replace(blank, low=low, high=high, uncertainty=STATED_RANGE)


def _missing(ladder: Ladder) -> str:
    """What a ladder lacks for a rate, as a measure: one factory price, one consumer price; "" where nothing."""
    factory, consumer = ladder.one("factory"), ladder.one("consumer")
    if factory is None or ladder.mixed:
        return "position.factory_price"
    return "position.retail_price" if consumer is None or consumer[0] <= 0 else ""


def gap_finding(ladder: Ladder, period: str, kind: str) -> Finding | None:
    """How far the steps of a ladder miss the consumer's price; None where it has no steps but the factory price."""
    consumer = ladder.one("consumer")
    if ladder.mixed or consumer is None or consumer[0] <= 0 or len(set(STEPS) & set(ladder.amounts)) < 2:
        return None
    bottoms = {tier: [low for low, _ in found] for tier, found in ladder.amounts.items()}
    tops = {tier: [high for _, high in found] for tier, found in ladder.amounts.items()}
    low, high = ladder_gap(bottoms, consumer[1]), ladder_gap(tops, consumer[0])
    blank = _finding([ladder], "claims.ladder_gap", period, kind)
    own = replace(blank, dimensions=pairs(segment=ladder.id, **dict(ladder.dimensions)))
    if low == high:
        return replace(own, value=low, uncertainty="none")
    return replace(own, low=low, high=high, uncertainty=STATED_RANGE)


def _groups(found: list[Ladder], period: str) -> Iterator[list[Ladder]]:
    """The ladders of one subject, product and channel within three years, the one nearest the period first."""
    first, last = first_and_last_year(period)
    groups: dict[tuple[str, Pairs], list[Ladder]] = {}
    for ladder in found:
        if within(ladder.year, first, last):
            groups.setdefault((ladder.subject, ladder.dimensions), []).append(ladder)
    for group in groups.values():
        yield sorted(
            group,
            key=lambda one: (
                distance(one.year or 0, first, last),
                bool(_missing(one)),
                min(one.grades, default="Z"),
                one.id,
            ),
        )


def _spread(group: list[Ladder], make: Callable[..., Finding], period: str, kind: str) -> Finding:
    """The finding of the nearest ladder, with the spread where several ladders give different shares."""
    singles = [make([ladder], period, kind) for ladder in group]
    usable = [(finding, ladder) for finding, ladder in zip(singles, group, strict=True) if finding.status == "ok"]
    if not usable:
        return singles[0]
    best = make([ladder for _, ladder in usable], period, kind)
    lows = [f.value if isinstance(f.value, float) else f.low for f, _ in usable]
    highs = [f.value if isinstance(f.value, float) else f.high for f, _ in usable]
    low, high = min(x for x in lows if x is not None), max(x for x in highs if x is not None)
    if best.value is not None and low == high:
        return best
    if (best.low, best.high) == (low, high):
        return best
    return replace(best, low=low, high=high, uncertainty=BOUND if best.uncertainty == BOUND else RANGE_OF_CLAIMS)


def run(evidence: Evidence, study: Study) -> list[Finding]:
    """Capture rates and shares by period; gaps of every ladder once."""
    known: Mapping[str, Place] = places(evidence)
    found = ladders(evidence)
    out: list[Finding] = []
    for period in dict.fromkeys((study.period, *study.past)):
        for group in _groups(found, period):
            kind = known[group[0].subject].kind if group[0].subject in known else ""
            out += [_spread(group, make, period, kind) for make in (capture_finding, share_finding)]
    for ladder in found:
        kind = known[ladder.subject].kind if ladder.subject in known else ""
        gap = gap_finding(ladder, study.period, kind)
        out += [] if gap is None else [gap]
    return out
