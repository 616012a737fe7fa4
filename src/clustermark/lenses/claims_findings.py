"""Published figures and codes: one finding per subject, product, measure, scope, unit, channel and period."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from clustermark.evidence.model import Evidence
from clustermark.evidence.units import parse_unit, unit_words
from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import Finding, weakest
from clustermark.lenses.grouping import by_key, code_finding, dimensions, grades, number_finding
from clustermark.lenses.places import Place, places
from clustermark.lenses.records import Record, records
from clustermark.methods.comparable import quotient_bound, within
from clustermark.study.model import Study, first_and_last_year

needs = ("places", "claims", "events", "programmes", "brands")
measures = tuple(
    measure.id
    for measure in catalogue().values()
    if measure.kind != "membership" and measure.row not in ("checks", "comparison")
)
UNBOUND = ("category", "year")  # kinds that the three years do not bind: codes, and dates of what happened


def unit_prices(found: Iterable[Record]) -> Iterator[Record]:
    """Export value over export volume of one subject, product, scope, channel, segment and year."""
    volumes: dict[tuple[object, ...], list[Record]] = {}
    values: list[Record] = []
    for record in found:
        plain = record.value is not None and record.high is None and record.year is not None
        if plain and record.measure == "position.export_volume":
            volumes.setdefault(_matter(record), []).append(record)
        elif plain and record.measure == "position.export_value":
            values.append(record)
    for value in values:
        for volume in volumes.get(_matter(value), ()):
            yield from quotient(value, volume, "position.export_unit_price")


def _matter(r: Record) -> tuple[object, ...]:
    return (r.subject, r.product, r.scope, r.channel, r.segment, r.year)


def quotient(value: Record, volume: Record, measure: str) -> Iterator[Record]:
    """Value over volume as a record of `measure`; nothing where the units do not make a price or the volume is 0.

    "At least" above, or "at most" below the line makes the quotient a least price, and the other way round. Otherwise
    it is about so much: a quotient of rounded figures.
    """
    money, goods = parse_unit(value.unit), unit_words().nouns.get(volume.unit)
    if not value.value or not volume.value or money is None or goods is None:
        return
    if money.family != "currency" or "/" in value.unit or goods.family != "item":
        return
    yield replace(
        value,
        rows=(*value.rows, *(row for row in volume.rows if row not in value.rows)),
        measure=measure,
        value=value.value / volume.value,
        unit=f"{value.unit}/{goods.one}",
        bound=quotient_bound(value.bound, volume.bound),
        inferred=value.inferred or volume.inferred,
        fresh=False,
        origin=weakest((value.origin, volume.origin)),
        reliability=grades((value, volume)),
        party=value.party or volume.party,
        page=value.page if value.page == volume.page else "",
    )


def principal_units(found: Iterable[Record]) -> Mapping[tuple[str, str, str], str]:
    """The unit that most records of a subject, measure and product have (then the first by name).

    Findings in another unit carry it as a dimension: currencies are never mixed, and no two findings share an id.
    """
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for record in found:
        units = counts.setdefault((record.subject, record.measure, record.product), {})
        units[record.unit] = units.get(record.unit, 0) + 1
    return {key: min(units, key=lambda unit: (-units[unit], unit)) for key, units in counts.items()}


def usable(found: Iterable[Record]) -> list[Record]:
    """The records that hold a value or a code, with the unit prices that follow from them."""
    filled = [record for record in found if not record.absent]
    return [*filled, *unit_prices(filled)]


def findings_of(found: list[Record], study: Study, known: Mapping[str, Place]) -> Iterator[Finding]:
    """Findings for the study period, and for each past period where the evidence has figures of its years."""
    kinds = {measure.id: measure.kind for measure in catalogue().values()}
    principal = principal_units(found)
    for key, group in by_key(found).items():
        one = group[0]
        kind = known[one.subject].kind if one.subject in known else ""
        dims = dimensions(one, one.unit == principal[(one.subject, one.measure, one.product)])
        if kinds[key[1]] == "category":
            yield code_finding(group, study.period, kind, dims)
            continue
        unbound = kinds[key[1]] in UNBOUND
        for period in (study.period,) if unbound else dict.fromkeys((study.period, *study.past)):
            first, last = first_and_last_year(period)
            inside = group if unbound else [record for record in group if within(record.year, first, last)]
            if inside:
                yield number_finding(inside, period, kind, dims)


def run(evidence: Evidence, study: Study) -> list[Finding]:
    """The findings from published figures and codes."""
    return list(findings_of(usable(records(evidence)), study, places(evidence)))
