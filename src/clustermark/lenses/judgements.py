"""Coded conditions: memberships 0, .33, .67, 1 with coder, page, year and grade. Not filtered by period."""

from collections.abc import Iterable, Mapping

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.findings.catalogue import measures as catalogue
from clustermark.findings.model import NOT_STATED, RANGE_OF_CLAIMS, Finding, pairs, weakest
from clustermark.lenses.grouping import reference_order
from clustermark.lenses.places import Place, places
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year, yes
from clustermark.methods.comparable import possible_years, span
from clustermark.methods.origins import Printing, count_origins
from clustermark.study.model import Study, first_and_last_year

needs = ("places", "judgements")
measures = tuple(measure.id for measure in catalogue().values() if measure.kind == "membership")
METHOD = "judgements/1"
ABSENT = ("grade-d-only", "repost-only", "nothing-found")  # the first that any row names is the reason


def _printing(row: Row) -> Printing:
    reference = text(row, REFERENCE)
    return Printing(reference, year(row), False, text(row, "url") or reference)


def _years(rows: Iterable[Row]) -> str:
    dated = [(found, yes(row, "year_inferred")) for row in rows if (found := year(row)) is not None]
    return span(possible_years(*one) for one in dated)


def _rank(row: Row, period: str) -> tuple[object, ...]:
    first, last = first_and_last_year(period)
    found = year(row)
    away = 10_000 if found is None else max(first - found, found - last, 0)
    return (away, text(row, "reliability") or "Z", number(row, "level") or 0.0, text(row, "coder"))


def membership_finding(rows: list[Row], measure: str, subject: str, period: str, kind: str) -> Finding:
    """One finding from the codings of one condition of one place; coders who differ make it conflicting."""
    levels = sorted({level for row in rows if (level := number(row, "level")) is not None})
    best = min(rows, key=lambda row: _rank(row, period))
    several = len(levels) > 1
    coders = {text(row, "coder") for row in rows}
    grades = sorted({text(row, "reliability") for row in rows} - {""})
    return Finding(
        measure=measure,
        subject=subject,
        period=period,
        value=number(best, "level"),
        unit="membership",
        low=levels[0] if several else None,
        high=levels[-1] if several else None,
        uncertainty=RANGE_OF_CLAIMS if several else NOT_STATED,
        n=count_origins([_printing(row) for row in rows]),
        years=_years(rows),
        origin=weakest(origin_of(row, judged=True) for row in rows),
        reliability="/".join(grades),
        evidence=tuple(sorted({text(row, REFERENCE) for row in rows}, key=reference_order)),
        method=METHOD,
        parameters=pairs(**{"coders": str(len(coders)), "place-kind": kind}),
        status="conflicting" if several else "ok",
        why="values-differ" if several else "",
        why_fields=pairs(levels=", ".join(f"{level:g}" for level in levels)) if several else (),
    )


def absent_finding(rows: list[Row], measure: str, subject: str, period: str, kind: str) -> Finding:
    """The finding for a cell that was looked for and not filled: why, and which rows say so."""
    reasons = {text(row, "absent") for row in rows}
    return Finding(
        measure=measure,
        subject=subject,
        period=period,
        unit="membership",
        origin=weakest(origin_of(row, judged=True) for row in rows),
        evidence=tuple(sorted({text(row, REFERENCE) for row in rows}, key=reference_order)),
        method=METHOD,
        parameters=pairs(**{"place-kind": kind}),
        status="insufficient",
        why=next((reason for reason in ABSENT if reason in reasons), "nothing-found"),
    )


def run(evidence: Evidence, study: Study) -> list[Finding]:
    """One finding for each place and condition that the table names."""
    cells: dict[tuple[str, str], list[Row]] = {}
    for row in open_rows(evidence, "judgements"):
        if text(row, "condition") in measures:
            cells.setdefault((text(row, "subject"), text(row, "condition")), []).append(row)
    known: Mapping[str, Place] = places(evidence)
    found: list[Finding] = []
    for (subject, measure), rows in sorted(cells.items()):
        kind = known[subject].kind if subject in known else ""
        filled = [row for row in rows if number(row, "level") is not None and not text(row, "absent")]
        make = membership_finding if filled else absent_finding
        found.append(make(filled or rows, measure, subject, study.period, kind))
    return found
