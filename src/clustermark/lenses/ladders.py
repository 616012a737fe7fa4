"""Price ladders: what share of the consumer's price leaves the factory gate, and what of it stays.

A tier's step in price is what is added there, never what the tier keeps.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import inf

from clustermark.evidence.model import Evidence
from clustermark.findings.model import BOUND, NOT_STATED, RANGE_OF_CLAIMS, STATED_RANGE, Finding, Pairs, pairs, weakest
from clustermark.lenses.grouping import reference_order
from clustermark.lenses.ladder_rows import Ladder, ladders
from clustermark.lenses.places import Place, places
from clustermark.methods.capture import STEPS, capture_bounds, factory_share, ladder_gap
from clustermark.methods.comparable import distance, possible_years, span, within
from clustermark.methods.origins import Printing, count_origins
from clustermark.study.model import Study, first_and_last_year

needs = ("places", "price_ladders")
measures = ("position.capture_rate", "position.factory_share_of_price", "claims.ladder_gap")
METHOD = "ladders/1"


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
        parameters=pairs(**{"place-kind": kind, "ladder": group[0].id, "converted": group[0].converted}),
    )


def share_finding(group: list[Ladder], period: str, kind: str) -> Finding:
    """The factory price in the consumer's price; the interval where the ladder states ranges."""
    factory, consumer = group[0].one("factory"), group[0].one("consumer")
    blank = _finding(group, "position.factory_share_of_price", period, kind)
    missing = lacks(group[0])
    if factory is None or consumer is None or missing:
        return _unanswered(blank, group[0], missing)
    return _between(blank, group[0], _share(factory[0], consumer[1]), _share(factory[1], consumer[0]))


def capture_finding(group: list[Ladder], period: str, kind: str) -> Finding:
    """The capture rate; where the inputs bought outside are unknown, the bound from 0 to factory / consumer."""
    ladder = group[0]
    factory, consumer, inputs = ladder.one("factory"), ladder.one("consumer"), ladder.amounts.get("inputs-outside")
    blank = _finding(group, "position.capture_rate", period, kind)
    missing = lacks(ladder)
    if factory is None or consumer is None or missing:
        return _unanswered(blank, ladder, missing)
    if not inputs:
        if factory[1] == inf or consumer[0] <= 0:
            return _unanswered(blank, ladder, "position.factory_price" if consumer[0] > 0 else "position.retail_price")
        low, high = capture_bounds(factory[1], consumer[0])
        known = dict(blank.parameters) | {"unknown": "inputs-outside"}
        return replace(blank, low=low, high=high, uncertainty=BOUND, parameters=pairs(**known))
    bought = (sum(low for low, _ in inputs), sum(high for _, high in inputs))
    if factory[0] < bought[1] < inf:
        return _unanswered(blank, ladder, "position.factory_price")
    low = 0.0 if bought[1] == inf else _share(factory[0] - bought[1], consumer[1])
    return _between(blank, ladder, low, _share(factory[1] - bought[0], consumer[0]))


def _share(part: float, whole: float) -> float:
    """A part in a price; infinite where the price is only known to be at most something."""
    return factory_share(part, whole) if whole > 0 else inf


def _between(blank: Finding, ladder: Ladder, low: float, high: float) -> Finding:
    """The finding of a share from `low` to `high`; an end that an "at least" or "at most" leaves open is a bound."""
    if low == high:
        known = dict(blank.parameters) | {"bound": "about" if ladder.about else ""}
        return replace(blank, value=low, uncertainty=NOT_STATED, parameters=pairs(**known))
    if high == inf:
        if low <= 0:
            return _unanswered(blank, ladder, "position.factory_price")
        return replace(blank, low=low, uncertainty=BOUND)
    return replace(blank, low=low, high=high, uncertainty=BOUND if low == 0 else STATED_RANGE)


def _unanswered(blank: Finding, ladder: Ladder, missing: str) -> Finding:
    """What keeps a share from being known: a rate of exchange, or one of the prices."""
    if ladder.lacking in ("no-rate", "rates-differ"):
        return replace(blank, n=0, status="insufficient", why=ladder.lacking, why_fields=ladder.pair)
    return replace(blank, n=0, status="insufficient", why="input-missing", why_fields=pairs(input=missing))


def lacks(ladder: Ladder) -> str:
    """What a ladder lacks for a rate, as a measure: one factory price, one consumer price; "" where nothing."""
    factory, consumer = ladder.one("factory"), ladder.one("consumer")
    if factory is None or ladder.mixed:
        return "position.factory_price"
    return "position.retail_price" if consumer is None or consumer[1] <= 0 else ""


def gap_finding(ladder: Ladder, period: str, kind: str) -> Finding | None:
    """How far the steps of a ladder miss the consumer's price; None where it has no steps but the factory price."""
    consumer = ladder.one("consumer")
    if ladder.mixed or consumer is None or consumer[0] <= 0 or len(set(STEPS) & set(ladder.amounts)) < 2:
        return None
    if any(high == inf or low == 0 < high for amounts in ladder.amounts.values() for low, high in amounts):
        return None  # an open end makes no gap
    bottoms = {tier: [low for low, _ in found] for tier, found in ladder.amounts.items()}
    tops = {tier: [high for _, high in found] for tier, found in ladder.amounts.items()}
    low, high = ladder_gap(bottoms, consumer[1]), ladder_gap(tops, consumer[0])
    blank = _finding([ladder], "claims.ladder_gap", period, kind)
    own = replace(blank, dimensions=pairs(segment=ladder.id, **dict(ladder.dimensions)))
    if low == high:
        return replace(own, value=low, uncertainty="none")
    return replace(own, low=low, high=high, uncertainty=STATED_RANGE)


def grouped(found: list[Ladder], period: str) -> Iterator[list[Ladder]]:
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
                bool(lacks(one)),
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
    low = min(end for end in lows if end is not None)
    high = None if None in highs else max(end for end in highs if end is not None)
    if (best.value is not None and low == high) or (best.value is None and (best.low, best.high) == (low, high)):
        return best
    open_end = best.uncertainty == BOUND or high is None
    return replace(best, low=low, high=high, uncertainty=BOUND if open_end else RANGE_OF_CLAIMS)


def run(evidence: Evidence, study: Study) -> list[Finding]:
    """Capture rates and shares by period; gaps of every ladder once."""
    known: Mapping[str, Place] = places(evidence)
    found = ladders(evidence)
    out: list[Finding] = []
    for period in dict.fromkeys((study.period, *study.past)):
        for group in grouped(found, period):
            kind = known[group[0].subject].kind if group[0].subject in known else ""
            out += [_spread(group, make, period, kind) for make in (capture_finding, share_finding)]
    for ladder in found:
        kind = known[ladder.subject].kind if ladder.subject in known else ""
        gap = gap_finding(ladder, study.period, kind)
        out += [] if gap is None else [gap]
    return out
