"""Questions that the evidence cannot answer: a finding for each, with the reason."""

from collections.abc import Iterator

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.findings.catalogue import OF_PLACES_NOT, Measure, measures
from clustermark.findings.model import Finding, Pairs, pairs, weakest
from clustermark.lenses.grouping import reference_order, years_of
from clustermark.lenses.ladder_rows import Ladder, ladders
from clustermark.lenses.places import places
from clustermark.lenses.records import Record, records
from clustermark.lenses.rows import Row, covered_rows, origin_of, text
from clustermark.methods.comparable import possible_years, span
from clustermark.study.model import Study

METHOD = "unanswered/1"
ABSENT = ("grade-d-only", "repost-only", "nothing-found")  # the first that any row names is the reason
FROM_LADDERS = ("position.capture_rate", "position.factory_share_of_price", "claims.ladder_gap")
INPUTS = {
    "claims.world_above_nation": "situation.national_output_share",
    "claims.market_share_sum": "situation.world_output_share",
    "claims.value_per_item": "situation.output_volume",
}


def unanswered(found: list[Finding], evidence: Evidence, study: Study) -> Iterator[Finding]:
    """An insufficient finding for each measure and asked place that has none in the study period.

    A measure that is computed from a table which the study does not have is asked about the focus alone. Past periods
    are filled only where the evidence reaches them: they serve as thresholds, not as questions.
    """
    have = {(finding.subject, finding.measure) for finding in found if finding.period == study.period}
    printed: dict[tuple[str, str], list[Record]] = {}
    for record in records(evidence):
        printed.setdefault((record.subject, record.measure), []).append(record)
    priced: dict[str, list[Ladder]] = {}
    for ladder in ladders(evidence):
        priced.setdefault(ladder.subject, []).append(ladder)
    known, covered = places(evidence), _covered(evidence)
    for measure in measures().values():
        if measure.row in OF_PLACES_NOT:
            continue
        lacking = measure.tables and measure.tables[0] not in evidence.tables
        for subject in (study.focus,) if lacking else study.subjects():
            if (subject, measure.id) not in have:
                why, fields = _reason(measure, printed.get((subject, measure.id), []), priced.get(subject, []))
                hidden = covered.get((subject, measure.id), []) if why in ("no-rows", "input-missing") else []
                why, fields = ("confidential", ()) if hidden else (why, fields)
                if lacking and why == "no-rows":
                    why, fields = "no-table", pairs(table=measure.tables[0])
                kind = known[subject].kind if subject in known else ""
                yield Finding(
                    measure=measure.id,
                    subject=subject,
                    period=study.period,
                    unit=_unit(measure),
                    evidence=tuple(sorted((text(row, REFERENCE) for row in hidden), key=reference_order)),
                    origin=weakest(origin_of(row, judged=measure.kind == "membership") for row in hidden),
                    method=METHOD,
                    parameters=pairs(**{"place-kind": kind}),
                    status="insufficient",
                    why=why,
                    why_fields=fields,
                )


def _covered(evidence: Evidence) -> dict[tuple[str, str], list[Row]]:
    """The rows of confidential sources, by subject and measure: said to exist, never printed."""
    found: dict[tuple[str, str], list[Row]] = {}
    for table, column in (("claims", "variable"), ("judgements", "condition")):
        for row in covered_rows(evidence, table):
            found.setdefault((text(row, "subject"), text(row, column)), []).append(row)
    for row in covered_rows(evidence, "price_ladders"):
        for measure in FROM_LADDERS:
            found.setdefault((text(row, "subject"), measure), []).append(row)
    return found


def _unit(measure: Measure) -> str:
    """The unit where the measure has only one."""
    return "" if measure.unit in ("currency", "currency/item", "item") else measure.unit


def _reason(measure: Measure, printed: list[Record], priced: list[Ladder]) -> tuple[str, Pairs]:
    """Why a measure has no finding: rows of other years, rows that were looked for in vain, or no rows."""
    if measure.id in INPUTS and not printed:
        return "input-missing", pairs(input=INPUTS[measure.id])
    if measure.id in FROM_LADDERS and priced:
        dated = [(ladder.year, ladder.inferred) for ladder in priced if ladder.year is not None]
        years = span(possible_years(*one) for one in dated)
        return ("outside-years", pairs(years=years)) if years else ("no-rows", ())
    filled = [record for record in printed if not record.absent]
    if filled:
        years = years_of(filled)
        return ("outside-years", pairs(years=years)) if years else ("year-unknown", ())
    reasons = {record.absent for record in printed}
    return next((reason for reason in ABSENT if reason in reasons), "no-rows"), ()
