"""From several records of one matter to one finding: origins once, ranges shown, contradictions told."""

from collections.abc import Iterable, Mapping, Sequence

from clustermark.findings.model import (
    BOUND,
    NOT_STATED,
    RANGE_OF_CLAIMS,
    STATED_RANGE,
    Finding,
    Pairs,
    pairs,
    weakest,
)
from clustermark.lenses.records import UNSTATED, Record
from clustermark.methods.comparable import Figure, contradicting_years, distance, possible_years, span
from clustermark.methods.origins import count_origins
from clustermark.study.model import first_and_last_year

METHOD = "claims/1"


def dimensions(record: Record, principal_unit: bool = True) -> Pairs:
    """The dimensions of the finding that a record belongs to; `unit` only where it is not the principal one."""
    return pairs(
        product=record.product,
        scope=record.scope,
        channel=record.channel,
        segment=record.segment,
        unit="" if principal_unit else record.unit.replace("/", "-per-"),
    )


def grades(group: Iterable[Record]) -> str:
    """The grades of the records, best first: "B/C"."""
    found = {grade for record in group for grade in record.reliability.split("/") if grade}
    return "/".join(sorted(found))


def years_of(group: Iterable[Record]) -> str:
    """The years that the records may speak of, as a span."""
    return span(possible_years(record.year, record.inferred) for record in group if record.year is not None)


def nearest(group: Sequence[Record], period: str) -> Record:
    """The record nearest the period, then of the best grade; ties go to stated years, to outsiders, to small values."""
    first, last = first_and_last_year(period)

    def rank(record: Record) -> tuple[object, ...]:
        away = distance(record.year, first, last) if record.year is not None else 10_000
        tie = (record.inferred, record.party, record.value or 0.0, record.high or 0.0, record.code, record.rows)
        return (away, record.reliability or "Z", *tie)

    return min(group, key=rank)


def _parameters(group: Sequence[Record], kind: str) -> dict[str, str]:
    """What a reader must know about the records beside their values."""
    parties = sum(record.party for record in group)
    inferred = sum(record.inferred for record in group)
    return {
        "place-kind": kind,
        "scope": UNSTATED if group[0].unit not in ("code", "year") and not group[0].scope else "",
        "party": "" if not parties else "yes" if parties == len(group) else "some",
        "inferred-years": str(inferred) if inferred else "",
    }


def _common(group: Sequence[Record], period: str) -> dict[str, object]:
    """The fields that findings of numbers and of codes share."""
    references = sorted({row for record in group for row in record.rows}, key=reference_order)
    return {
        "measure": group[0].measure,
        "subject": group[0].subject,
        "period": period,
        "unit": group[0].unit,
        "n": count_origins([record.printing for record in group]),
        "years": years_of(group),
        "origin": weakest(record.origin for record in group),
        "reliability": grades(group),
        "evidence": tuple(references),
        "method": METHOD,
    }


def reference_order(reference: str) -> tuple[str, int, str]:
    """Sorts "claims:9" before "claims:17"."""
    source, _, row = reference.rpartition(":")
    return (source, int(row) if row.isdigit() else 0, row)


def number_finding(group: Sequence[Record], period: str, kind: str, dims: Pairs) -> Finding:
    """One finding from the records of one subject, measure, product, scope, unit and channel.

    value        of the record nearest the period, then of the best grade; None where that record states a range
    low, high    smallest and largest value printed, where several differ: never an average
    conflicting  where two records contradict each other about one year
    """
    best = nearest(group, period)
    assert best.value is not None
    values = [record.value for record in group if record.value is not None]
    tops = [record.high if record.high is not None else record.value for record in group]
    low, high = min(values), max(top for top in tops if top is not None)
    parameters = _parameters(group, kind)
    lower: float | None = None
    upper: float | None = None
    uncertainty = NOT_STATED
    bounds = {record.bound for record in group}
    if low != high:
        lower, upper = low, high
        several = len({(record.value, record.high) for record in group}) > 1
        uncertainty = RANGE_OF_CLAIMS if several else STATED_RANGE
        parameters["open"] = _open_ends(group, low, high)
    elif bounds in ({"at least"}, {"at most"}):
        uncertainty = BOUND
        lower, upper = (low, None) if bounds == {"at least"} else (None, high)
    if (best.high is None and uncertainty != BOUND) or uncertainty == STATED_RANGE or best.bound == "about":
        parameters["bound"] = best.bound
    clash = clashes(group)
    return Finding(
        **_common(group, period),  # type: ignore[arg-type]
        dimensions=dims,
        value=best.value if best.high is None else None,
        low=lower,
        high=upper,
        uncertainty=uncertainty,
        parameters=pairs(**parameters),
        status="conflicting" if clash else "ok",
        why="values-differ" if clash else "",
        why_fields=pairs(years=", ".join(map(str, clash))),
    )


def clashes(group: Iterable[Record]) -> tuple[int, ...]:
    """The years for which two records of one occasion contradict each other."""
    occasions: dict[str, list[Figure]] = {}
    for record in group:
        occasions.setdefault(record.occasion, []).append(record.figure)
    return tuple(sorted({year for figures in occasions.values() for year in contradicting_years(figures)}))


def _open_ends(group: Sequence[Record], low: float, high: float) -> str:
    """Which end of a range is open: every record that prints it says "at least" or "at most"."""
    at_low = {record.bound for record in group if record.value == low}
    at_high = {record.bound for record in group if high in (record.value, record.high)}
    ends = ("low" if at_low == {"at most"} else "", "high" if at_high == {"at least"} else "")
    return "/".join(end for end in ends if end)


def code_finding(group: Sequence[Record], period: str, kind: str, dims: Pairs) -> Finding:
    """One finding from the codes of one subject, measure and channel; different codes contradict each other."""
    codes = sorted({record.code for record in group})
    clash = len(codes) > 1
    parameters = _parameters(group, kind) | {"codes": "/".join(codes) if clash else ""}
    return Finding(
        **_common(group, period),  # type: ignore[arg-type]
        dimensions=dims,
        value=None if clash else codes[0],
        uncertainty="none",
        parameters=pairs(**parameters),
        status="conflicting" if clash else "ok",
        why="codes-differ" if clash else "",
        why_fields=pairs(codes=", ".join(codes)) if clash else (),
    )


def by_key(found: Iterable[Record]) -> Mapping[tuple[str, ...], list[Record]]:
    """Records by subject, measure, product, scope, channel, segment, unit, in the order of the keys."""
    groups: dict[tuple[str, ...], list[Record]] = {}
    for r in found:
        groups.setdefault((r.subject, r.measure, r.product, r.scope, r.channel, r.segment, r.unit), []).append(r)
    return dict(sorted(groups.items()))
