"""Value over volume, to be read beside the prices that pages state."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from clustermark.findings.model import Finding, pairs, weakest
from clustermark.lenses.checking import check_finding
from clustermark.lenses.claims_findings import quotient
from clustermark.lenses.grouping import nearest
from clustermark.lenses.places import Place, ancestors, main_product
from clustermark.lenses.records import Record
from clustermark.study.model import Study

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

    Of several years the one nearest the period counts; several figures of that year give a range. The inputs are
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
            for ratio in quotient(value, volume, MEASURE):
                groups.setdefault((*_matter(value), value.measure, ratio.unit), []).append(ratio)
    for key, group in sorted(groups.items()):
        best = nearest(group, study.period)
        cell = [record for record in group if record.year == best.year]
        values = [record.value for record in cell if record.value is not None]
        subject, product, scope, channel, segment, of, unit = key
        given = {"product": product, "scope": scope, "channel": channel, "segment": segment}
        dims = pairs(of=of, unit=unit.replace("/", "-per-"), **given)
        kind = known[subject].kind if subject in known else ""
        finding = check_finding(cell, MEASURE, study.period, kind, best.value, best.unit, dims)
        if min(values) != max(values):
            finding = replace(finding, low=min(values), high=max(values), uncertainty="range of claims")
        yield finding


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
