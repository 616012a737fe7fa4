"""Published figures and codes from all tables as records of one shape, in base units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.evidence.units import fits, parse_unit
from clustermark.findings.catalogue import Measure, measures
from clustermark.lenses.places import Place, main_product, places
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year, yes
from clustermark.methods.comparable import Figure
from clustermark.methods.origins import Printing
from clustermark.study.model import Origin

UNSTATED = "unstated"
BUDGETS = ("government.budget", "government.promotion_budget")


@dataclass(frozen=True, slots=True)
class Record:
    """One published figure or code. `product` and `scope` are "" where main and where unstated."""

    rows: tuple[str, ...]
    subject: str
    measure: str
    value: float | None = None
    high: float | None = None
    bound: str = ""
    code: str = ""
    unit: str = ""
    product: str = ""
    scope: str = ""
    channel: str = ""
    segment: str = ""
    occasion: str = ""  # edition of an event, name of a programme: figures of different ones never contradict
    fresh: bool = False
    year: int | None = None
    inferred: bool = False
    page: str = ""
    origin: Origin = "published"
    reliability: str = ""
    party: bool = False
    absent: str = ""

    @property
    def figure(self) -> Figure:
        """The record as a figure; only records with a value have one."""
        assert self.value is not None
        return Figure(self.value, self.high, self.bound, self.year, self.inferred)

    @property
    def printing(self) -> Printing:
        """The record as a printing of its figure or code."""
        key = (
            self.subject,
            self.measure,
            self.product,
            self.unit,
            self.scope,
            self.channel,
            self.segment,
            self.occasion,
        )
        page = self.page or self.rows[0]
        return Printing((*key, self.value, self.high, self.code), self.year, self.fresh, page)


def in_base(value: float | None, factor: Decimal) -> float | None:
    """A value times a factor, without the dust of binary fractions."""
    return None if value is None else float(Decimal(repr(value)) * factor)


def _common(row: Row, known: dict[str, Place]) -> Record:
    """What every table has: reference, subject, product, year, page, grade, party, origin."""
    subject = text(row, "subject")
    product = text(row, "product")
    return Record(
        rows=(text(row, REFERENCE),),
        subject=subject,
        measure="",
        product="" if product == main_product(subject, known) else product,
        channel=text(row, "channel"),
        year=year(row),
        inferred=yes(row, "year_inferred"),
        page=text(row, "url"),
        origin=origin_of(row),
        reliability=text(row, "reliability"),
        party=yes(row, "party"),
    )


def _with_number(record: Record, row: Row, column: str, high: str, unit: str, measure: Measure) -> Record | None:
    """The record with its number in the base unit; None where there is no number or the unit does not fit."""
    value = number(row, column)
    found = parse_unit(unit)
    if value is None or found is None or not fits(found, measure):
        return None
    upper = number(row, high) if high else None
    return replace(
        record,
        measure=measure.id,
        value=in_base(value, found.factor),
        bound=text(row, "bound"),
        high=None if upper == value else in_base(upper, found.factor),
        unit=found.base,
    )


def claim_records(evidence: Evidence) -> Iterator[Record]:
    """The rows of `claims` whose variable is a measure; other rows feed nothing."""
    known, catalogue = dict(places(evidence)), measures()
    for row in open_rows(evidence, "claims"):
        measure = catalogue.get(text(row, "variable"))
        if measure is None or measure.row in ("checks", "comparison"):
            continue
        scope = text(row, "scope")
        record = replace(_common(row, known), scope="" if scope == UNSTATED else scope, fresh=bool(text(row, "fresh")))
        if text(row, "absent"):
            yield replace(record, measure=measure.id, absent=text(row, "absent"))
        elif measure.kind == "category":
            if text(row, "code") in measure.codes:
                yield replace(record, measure=measure.id, code=text(row, "code"), unit="code", scope="")
        elif measure.kind != "membership":
            unit = text(row, "unit") or ("year" if measure.kind == "year" else "")
            filled = _with_number(record, row, "value", "value_high", unit, measure)
            if filled is not None:
                yield filled


def _slug(name: str) -> str:
    """Letters, digits and hyphens of a name: text from outside never enters an id as it is."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower())
    return "-".join(kept.split())


def event_records(evidence: Evidence) -> Iterator[Record]:
    """Visitors, exhibitors and intended deals of `events`; the kind of event is the segment.

    Who takes part in a fashion week are brands, not exhibitors of a fair: a measure and a unit of their own.
    """
    known, catalogue = dict(places(evidence)), measures()
    for row in open_rows(evidence, "events"):
        occasion = f"{_slug(text(row, 'name_en'))} {text(row, 'edition')}".strip()
        record = replace(_common(row, known), segment=text(row, "kind"), occasion=occasion)
        taking_part = ("exhibitors", "exhibitors", "communication.exhibitors")
        if text(row, "kind") == "fashion-week":
            taking_part = ("exhibitors", "brands", "communication.brands_shown")
        for column, unit, measure in (
            ("visitors", "persons", "communication.fair_visitors"),
            taking_part,
            ("deals", text(row, "unit"), "communication.intended_deals"),
        ):
            filled = _with_number(record, row, column, "", unit, catalogue[measure])
            if filled is not None:
                yield filled


def other_records(evidence: Evidence) -> Iterator[Record]:
    """Budgets of governments in `programmes`, each programme a segment; licensees and years of titles in `brands`."""
    known, catalogue = dict(places(evidence)), measures()
    for row in open_rows(evidence, "programmes"):
        if text(row, "by") == "government":
            record = replace(_common(row, known), segment=_slug(text(row, "name_en")) or text(row, "instrument"))
            promotes = text(row, "instrument") == "fair-subsidy"
            measure = catalogue["government.promotion_budget" if promotes else "government.budget"]
            filled = _with_number(record, row, "budget", "", text(row, "unit"), measure)
            if filled is not None:
                yield filled
    for row in open_rows(evidence, "brands"):
        record = replace(_common(row, known), occasion=_slug(text(row, "name_en")))
        if text(row, "kind") in ("collective", "certification"):
            licensees = catalogue["associations.mark_licensees"]
            filled = _with_number(record, row, "members", "", "firms", licensees)
            if filled is not None:
                yield filled
        elif text(row, "kind") == "title" and year(row) is not None:
            yield replace(record, measure="situation.title_year", value=number(row, "year"), unit="year")


def merged(claims: Iterable[Record], others: Iterable[Record]) -> list[Record]:
    """Claims and figures of other tables; a figure that stands in both is one record with both references.

    The other table names the programme or the kind of event, so its segment and occasion hold for both.
    """
    found = sorted(claims, key=_place_in_order)
    place_of: dict[tuple[object, ...], int] = {}
    for at, claim in enumerate(found):
        if claim.value is not None:
            place_of.setdefault(_same(claim), at)
    for record in sorted(others, key=_place_in_order):
        same = place_of.get(_same(record))
        if same is None:
            found.append(record)
        else:
            rows = (*found[same].rows, *record.rows)
            segment = record.segment or found[same].segment
            found[same] = replace(found[same], rows=rows, segment=segment, occasion=record.occasion)
    return found


def _same(record: Record) -> tuple[object, ...]:
    """What a claim and a row of another table share when they are one figure; the two budgets are one matter."""
    matter = "budget" if record.measure in BUDGETS else record.measure
    return (record.subject, matter, record.value, record.unit.removesuffix("/year"), record.year)


def records(evidence: Evidence) -> list[Record]:
    """All records of the evidence, in the order of subjects, measures and years, whatever the order of the rows."""
    found = merged(claim_records(evidence), [*event_records(evidence), *other_records(evidence)])
    return sorted(found, key=_place_in_order)


def _place_in_order(record: Record) -> tuple[object, ...]:
    figure = (record.year or 0, record.value or 0.0, record.high or 0.0, record.code, record.bound)
    return (record.subject, record.measure, record.product, *figure, record.reliability, record.page, record.rows)
