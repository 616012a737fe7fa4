"""Value over volume, to be read beside the prices that pages state."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from clustermark.findings.model import BOUND, Finding, pairs, weakest
from clustermark.lenses.checking import check_finding
from clustermark.lenses.claims_findings import quotient
from clustermark.lenses.grouping import nearest
from clustermark.lenses.places import Place, ancestors, main_product
from clustermark.lenses.records import Record
from clustermark.methods.comparable import within
from clustermark.study.model import Study, first_and_last_year

MEASURE = "claims.value_per_item"
VALUE_OVER_VOLUME = {
    "situation.output_value": "situation.output_volume",
    "situation.sales_value": "situation.output_volume",
    "position.export_value": "position.export_volume",
}


def values_per_item(
    found: list[Record], prices: list[Finding], study: Study, known: Mapping[str, Place]
) -> list[Finding]:
    """Value over volume of one subject, product, scope and year, with the stated prices it is to be read beside.

    Several figures of the year give a range. The inputs are
    findings of published prices, and of other values per item, of the same product here and in what contains the
    place.
    """
    made = list(_quotients(found, study, known))
    return [_beside(finding, [*prices, *made], known) for finding in made]


def _quotients(found: list[Record], study: Study, known: Mapping[str, Place]) -> Iterator[Finding]:
    volumes: dict[tuple[object, ...], list[Record]] = {}
    for record in found:
        if record.measure in VALUE_OVER_VOLUME.values() and record.high is None and record.year is not None:
            volumes.setdefault((record.measure, *_matter(record), record.year), []).append(record)
    groups: dict[tuple[str, ...], list[Record]] = {}
    for value in found:
        volume_measure = VALUE_OVER_VOLUME.get(value.measure)
        if volume_measure is None or value.high is not None or value.year is None:
            continue
        for volume in volumes.get((volume_measure, *_matter(value), value.year), ()):
            for ratio in quotient(value, volume, value.measure):
                groups.setdefault((*_matter(value), value.measure, ratio.unit), []).append(ratio)
    for group in groups.values():
        for period, cell in _by_period(group, study).items():
            yield _finding(cell, period, known)


def _by_period(group: list[Record], study: Study) -> dict[str, list[Record]]:
    """For each period of the study the quotients of the nearest year within three years of it.

    Where no period has any, the nearest year stands under the period asked: checks are not bound, years are printed.
    """
    found: dict[str, list[Record]] = {}
    for period in dict.fromkeys((study.period, *study.past)):
        first, last = first_and_last_year(period)
        inside = [record for record in group if within(record.year, first, last)]
        if inside:
            best = nearest(inside, period)
            found[period] = [record for record in inside if record.year == best.year]
    if not found:
        best = nearest(group, study.period)
        found[study.period] = [record for record in group if record.year == best.year]
    return found


def _finding(cell: list[Record], period: str, known: Mapping[str, Place]) -> Finding:
    """The finding of one year: the quotient of the best-graded figures, and the range of all."""
    best = nearest(cell, period)
    values = [record.value for record in cell if record.value is not None]
    given = {"product": best.product, "scope": best.scope, "channel": best.channel, "segment": best.segment}
    dims = pairs(of=best.measure, unit=best.unit.replace("/", "-per-"), **given)
    kind = known[best.subject].kind if best.subject in known else ""
    finding = check_finding(cell, MEASURE, period, kind, best.value, best.unit, dims)
    if min(values) != max(values):
        return replace(finding, low=min(values), high=max(values), uncertainty="range of claims")
    if {record.bound for record in cell} == {"at least"}:
        return replace(finding, low=best.value, uncertainty=BOUND)
    if {record.bound for record in cell} == {"at most"}:
        return replace(finding, high=best.value, uncertainty=BOUND)
    return finding


def _matter(r: Record) -> tuple[str, ...]:
    return (r.subject, r.product, r.scope, r.channel, r.segment)


def _beside(finding: Finding, prices: list[Finding], known: Mapping[str, Place]) -> Finding:
    """The finding with the prices of its product, here and in what contains the place, as inputs."""
    here = (finding.subject, *ancestors(finding.subject, known))
    product = _product(finding, known)
    beside = [
        price
        for price in prices
        if price.subject in here
        and product
        and _product(price, known) == product
        and not (price.measure == MEASURE and price.subject == finding.subject)
    ]
    order = {place: position for position, place in enumerate(here)}
    beside.sort(key=lambda price: (order[price.subject], price.id))
    origin = weakest((finding.origin, *(price.origin for price in beside)))
    return replace(finding, inputs=tuple(price.id for price in beside), origin=origin)


def _product(finding: Finding, known: Mapping[str, Place]) -> str:
    return finding.dimension("product") or main_product(finding.subject, known)
