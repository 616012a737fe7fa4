"""Changes between published figures. A figure of a page has no error of its own: without a range in both years a change
between two of them only leans."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from clustermark.lenses.records import Record
from clustermark.lenses.upgrading.change import Change, Lack, yearly
from clustermark.lenses.upgrading.definitions import Ground, Indicator
from clustermark.methods.comparable import interval
from clustermark.methods.origins import count_origins
from clustermark.methods.upgrading import span

Figures = Mapping[int, list[Record]]  # of one matter, by stated year


def claimed(
    all_known: Sequence[Record], subject: str, indicator: Indicator, ground: Ground, last: int
) -> Change | Lack:
    """The change of a published figure, or of one over another of the same year and scope.

    Figures of one product, scope, unit and channel make a series, of stated years only: an inferred year may be three
    years off. The series of most years counts.
    """
    wanted = (ground.measure,) if ground.measure else (ground.above, ground.below)
    known = [one for one in all_known if one.subject == subject and one.measure in wanted]
    series = _quotients(known, ground) if not ground.measure else _series(known, ground.measure)
    best = [(years, one) for one in series if (years := span(one, last)) is not None]
    if not best:
        return Lack.of("no-earlier-year" if any(series) else "no-rows")
    years, figures = max(best, key=lambda item: len(item[1]))
    return _claim_change(indicator, ground, years, figures)


def _series(known: Iterable[Record], measure: str) -> list[Figures]:
    """Figures by matter, then by stated year; the matters without a product or channel of their own first."""
    groups: dict[tuple[str, ...], dict[int, list[Record]]] = {}
    for one in known:
        if one.measure == measure and one.value is not None and one.year is not None and not one.inferred:
            key = (one.product, one.channel, one.scope, one.segment, one.occasion, one.unit)
            groups.setdefault(key, {}).setdefault(one.year, []).append(one)
    return [group for _, group in sorted(groups.items())]


def _quotients(known: Sequence[Record], ground: Ground) -> list[Figures]:
    """One figure over another of the same scope and year, as figures of the unit of the first a person."""
    below = {(one.product, one.scope, one.year): one for one in reversed(known) if one.measure == ground.below}
    made = []
    for one in known:
        under = below.get((one.product, one.scope, one.year))
        if one.measure == ground.above and one.value is not None and under is not None and under.value:
            rows = (*one.rows, *under.rows)
            made.append(
                Record(
                    rows, one.subject, "quotient", one.value / under.value, unit=f"{one.unit}/person", scope=one.scope,
                    product=one.product, year=one.year, inferred=one.inferred or under.inferred, page=one.page,
                    origin=max(one.origin, under.origin, key=_weakness), reliability=one.reliability,
                )
            )  # fmt: skip
    return _series(made, "quotient")


def _weakness(origin: str) -> int:
    return ("official", "published", "surveyed", "measured", "judged", "assumed", "illustrative").index(origin)


def _claim_change(indicator: Indicator, ground: Ground, years: tuple[int, int], figures: Figures) -> Change | Lack:
    ends = [min(figures[at], key=_rank) for at in years]
    first, last = (one.value or 0.0 for one in ends)
    change = yearly(indicator, years, first, last)
    if not np.isfinite(change):
        return Lack.of("no-number")
    used = [one for at in years for one in figures[at]]
    ranges = [_range(figures[at]) for at in years]
    bounds = None
    if all(low < high for low, high in ranges):
        (low, high), (start, end) = ranges
        found = sorted((yearly(indicator, years, high, start), yearly(indicator, years, low, end)))
        bounds = (min(found[0], change), max(found[1], change)) if np.isfinite(found).all() else None
    official = all(one.origin == "official" for one in used)
    n = count_origins([one.printing for one in used])
    return Change(
        indicator, ground, years, first, last, ends[1].unit, change, bounds, n, "",
        tuple(dict.fromkeys(row for one in used for row in one.rows)), tuple(one.origin for one in used),
        leans=not official and n < 2, said={"scope": ends[1].scope},
    )  # fmt: skip


def _rank(one: Record) -> tuple[object, ...]:
    return (one.reliability or "Z", one.party, one.value or 0.0, one.rows)


def _range(of: Sequence[Record]) -> tuple[float, float]:
    """The smallest and largest value that the figures of one year allow."""
    ends = [interval(one.figure) for one in of]
    return min(low for low, _ in ends), max(high for _, high in ends)
