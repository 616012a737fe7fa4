"""The position of a country's industry in its world chain, from value-chain results computed elsewhere.

The subject is the parent industry ("CHN:c4"), never a cluster, so no verdict on a cluster can rest on it. Findings are
of the first and the latest year of the results, the domestic share of exports of every year; `period` is that year. The
result table `industry_years` holds every measure of every year.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from clustermark.evidence.model import REFERENCE, Evidence
from clustermark.findings.model import Finding, weakest
from clustermark.lenses import smile
from clustermark.lenses.grouping import reference_order
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import Row, number, open_rows, origin_of, text, year
from clustermark.study.model import Study

needs = ("value_chain_results", "smile_curves")
METHOD = "industry/1"
MILLION = 1_000_000.0
SHARES: Mapping[str, tuple[str, str]] = {
    "industry.domestic_share": ("DVA", "GEXP"),
    "industry.foreign_share": ("FC", "GEXP"),
    "industry.backward_participation": ("GVCB", "GEXP"),
    "industry.forward_participation": ("GVCF", "GEXP"),
}
AMOUNTS: Mapping[str, tuple[str, str, float]] = {
    "industry.exports": ("GEXP", "USD", MILLION),
    "industry.rca_gross": ("rca-gross", "ratio", 1.0),
    "industry.rca_vax": ("rca-vax", "ratio", 1.0),
    "industry.rca_dva": ("rca-dva-by-source", "ratio", 1.0),
    "industry.upstreamness": ("upstreamness", "stages", 1.0),
    "industry.downstreamness": ("downstreamness", "stages", 1.0),
    "industry.length_forward": ("plv_gvc", "stages", 1.0),
    "industry.length_backward": ("ply_gvc", "stages", 1.0),
}
TABLE: Mapping[str, Any] = {
    "subject": pl.String,
    "year": pl.String,
    "measure": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "rows": pl.List(pl.String),
}
YEARLY = ("industry.domestic_share",)
measures = (*SHARES, *AMOUNTS, *smile.measures)
Terms = Mapping[str, Row]


def run(evidence: Evidence, study: Study) -> Found:  # noqa: ARG001 the results name their own years
    """Findings of the first and the latest year of each economy and industry, and the table of all years."""
    found: list[Finding] = []
    years: list[tuple[object, ...]] = []
    for subject, by_year in cells(evidence).items():
        ends = (min(by_year), max(by_year))
        for at in sorted(by_year):
            of_year = list(_of(subject, at, by_year[at]))
            found += [finding for finding in of_year if at in ends or finding.measure in YEARLY]
            years += [(subject, str(at), one.measure, one.value, one.unit, list(one.evidence)) for one in of_year]
    for subject, drawn in smile.chains(evidence).items():
        for at in sorted({min(drawn), max(drawn)}):
            found += [
                _finding(measure, subject, at, value, "share", rows)
                for measure, value, rows in smile.shares(subject, drawn[at])
            ]
    return Found(found, {"industry_years": pl.DataFrame(years, schema=dict(TABLE), orient="row")} if years else {})


def cells(evidence: Evidence) -> Mapping[str, Mapping[int, Terms]]:
    """The open rows by subject ("CHN:c4"), year and term; of rows that come twice the first counts."""
    found: dict[str, dict[int, dict[str, Row]]] = {}
    for row in open_rows(evidence, "value_chain_results"):
        at = year(row)
        if at is not None and number(row, "value") is not None:
            subject = f"{text(row, 'economy')}:{text(row, 'sector')}"
            found.setdefault(subject, {}).setdefault(at, {}).setdefault(text(row, "term"), row)
    return found


def share(terms: Terms, part: str, whole: str) -> float | None:
    """part / whole; None where one is missing, or the result is no share (negative exports of inventories)."""
    if part not in terms or whole not in terms:
        return None
    above, below = number(terms[part], "value"), number(terms[whole], "value")
    if above is None or not below:
        return None
    return above / below if 0 <= above / below <= 1 else None


def _of(subject: str, at: int, terms: Terms) -> Iterator[Finding]:
    for measure, (part, whole) in SHARES.items():
        value = share(terms, part, whole)
        if value is not None:
            yield _finding(measure, subject, at, value, "share", [terms[part], terms[whole]])
    for measure, (term, unit, factor) in AMOUNTS.items():
        amount = number(terms[term], "value") if term in terms else None
        if amount is not None:
            yield _finding(measure, subject, at, amount * factor, unit, [terms[term]])


def _finding(measure: str, subject: str, at: int, value: float, unit: str, rows: list[Row]) -> Finding:
    return Finding(
        measure=measure,
        subject=subject,
        period=str(at),
        value=value,
        unit=unit,
        n=1,
        years=str(at),
        origin=weakest(origin_of(row) for row in rows),
        reliability="/".join(sorted({text(row, "reliability") for row in rows} - {""})),
        evidence=tuple(sorted((text(row, REFERENCE) for row in rows), key=reference_order)),
        method=METHOD,
    )
