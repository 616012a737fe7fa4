"""Checks on published figures: what never changes, what contradicts, what cannot all be true.

The three years do not bind checks: a check speaks of the figures themselves, and their years are printed.
"""

from collections.abc import Iterator
from dataclasses import replace

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.lenses.checking import check_finding, matter_dimensions, matters
from clustermark.lenses.claims_findings import findings_of, usable
from clustermark.lenses.places import places
from clustermark.lenses.records import Record, records
from clustermark.lenses.shares import market_sums, world_above_nation
from clustermark.lenses.values import values_per_item
from clustermark.methods.comparable import contradict
from clustermark.methods.origins import chains, count_origins
from clustermark.study.model import Study

needs = ("places", "claims")
measures = (
    "claims.unchanged_years",
    "claims.world_above_nation",
    "claims.market_share_sum",
    "claims.value_per_item",
    "claims.spread",
)
LEAST_YEARS = 3  # a figure repeated over so many years is reported


def _stated_years(group: list[Record]) -> list[int]:
    return [record.year for record in group if record.year is not None and not record.inferred]


def unchanged(group: list[Record], period: str, kind: str) -> Iterator[Finding]:
    """The figures of one matter that are printed unchanged over three or more years, each with its run of years.

    Only stated years measure the run, and a page that names new ground (`fresh`) begins another. n counts pages: the
    statement is about what pages print, and each of them is a witness of it.
    """
    printings = [record.printing for record in group]
    of_printing = {id(printing): record for printing, record in zip(printings, group, strict=True)}
    for chain in chains(printings):
        members = [of_printing[id(printing)] for printing in chain]
        stated = _stated_years(members)
        run_of_years = max(stated) - min(stated) if stated else 0
        if run_of_years < LEAST_YEARS:
            continue
        one = members[0]
        figure = f"{one.value:.12g}" + ("" if one.high is None else f"-{one.high:.12g}")
        dims = matter_dimensions(one, figure=figure, since=str(min(stated)) if chain[0].fresh else "")
        finding = check_finding(members, "claims.unchanged_years", period, kind, float(run_of_years), "years", dims)
        pages = len({printing.page for printing in chain})
        yield replace(finding, n=pages, years=f"{min(stated)}-{max(stated)}")


def spread(group: list[Record], period: str, kind: str) -> Finding | None:
    """Largest over smallest figure of the stated year and occasion in which they lie farthest apart.

    None where no year has two origins.
    Figures that do not contradict each other ("over 1,000" beside 1,300) are no spread: their ratio is 1.
    """
    cells: dict[tuple[int, str], list[Record]] = {}
    for record in group:
        if record.year is not None and not record.inferred:
            cells.setdefault((record.year, record.occasion), []).append(record)
    best: tuple[float, int, list[Record]] | None = None
    for (year, _), cell in sorted(cells.items()):
        if count_origins([record.printing for record in cell]) < 2:
            continue
        values = [record.value for record in cell if record.value is not None and record.value > 0]
        clash = any(contradict(one.figure, other.figure) for one in cell for other in cell)
        ratio = max(values) / min(values) if clash and values else 1.0
        if best is None or (ratio, year) > best[:2]:
            best = (ratio, year, cell)
    if best is None:
        return None
    dims = matter_dimensions(group[0])
    return check_finding(best[2], "claims.spread", period, kind, best[0], "ratio", dims)


def _all_clear(checked: list[Record], measure: str, period: str, kind: str, value: float, unit: str) -> Finding:
    """The finding that a check was made on a place's figures and found nothing."""
    return replace(check_finding(checked, measure, period, kind, value, unit, ()), parameters=(("place-kind", kind),))


def repetitions(found: list[Record], study: Study, kinds: dict[str, str]) -> Iterator[Finding]:
    """Unchanged figures and spreads of every place; a place that could be checked and shows none says so."""
    checked: dict[tuple[str, str], list[Record]] = {}
    shown: set[tuple[str, str]] = set()
    for (subject, *_), group in matters(found).items():
        kind = kinds.get(subject, "")
        stated = _stated_years(group)
        if stated and max(stated) - min(stated) >= LEAST_YEARS:
            checked.setdefault((subject, "claims.unchanged_years"), []).extend(group)
        for finding in unchanged(group, study.period, kind):
            shown.add((subject, finding.measure))
            yield finding
        apart = spread(group, study.period, kind)
        if apart is not None:
            checked.setdefault((subject, "claims.spread"), []).extend(group)
            shown.add((subject, "claims.spread"))
            yield apart
    for (subject, measure), group in checked.items():
        if (subject, measure) not in shown:
            yield _all_clear(group, measure, study.period, kinds.get(subject, ""), 0.0, "years")


def run(evidence: Evidence, study: Study) -> list[Finding]:
    """All checks on published figures."""
    known = places(evidence)
    kinds = {place.id: place.kind for place in known.values()}
    printed = [record for record in records(evidence) if not record.absent]
    prices = [finding for finding in findings_of(usable(printed), study, known) if "_price" in finding.measure]
    out = list(repetitions(printed, study, kinds))
    out += world_above_nation(printed, study, kinds)
    out += market_sums(printed, study, known)
    out += values_per_item(printed, prices, study, known)
    return out
