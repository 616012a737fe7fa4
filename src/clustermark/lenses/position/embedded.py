"""The cluster inside its industry in the world table: its indicators over draws, and which figure to collect next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from clustermark.evidence.world_table_sources import world_sources
from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import table
from clustermark.lenses.position.account import Told, account_of
from clustermark.lenses.position.account_rows import TABLE
from clustermark.lenses.position.drawn import DRAWS, drawn_finding, steady
from clustermark.lenses.position.side import Why
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import text
from clustermark.study.model import Source
from clustermark.study.problems import InputProblem

if TYPE_CHECKING:
    from clustermark.lenses.position.embedded_answer import Answer, Worlds

METHOD = "position.embedded/1"
MEASURES = {
    "upstreamness": "position.cluster_upstreamness",
    "downstreamness": "position.cluster_downstreamness",
    "domestic_share": "position.cluster_domestic_share",
    "backward": "position.cluster_backward",
    "forward": "position.cluster_forward",
    "vax": "position.cluster_vax",
}
WORTH = "position.figure_worth"
WORTHY = ("domestic_share", "vax", "upstreamness", "downstreamness", "forward")  # backward is 1 less the domestic share
LEAST_WORTH = 0.01  # that is told as a finding of its own; the table has all
INDICATORS = {
    "subject": pl.String, "indicator": pl.String, "cell": pl.String, "table": pl.String, "table_year": pl.Int64,
    "year": pl.Int64, "unit": pl.String, "parent": pl.Float64, "low": pl.Float64, "median": pl.Float64,
    "high": pl.Float64, "point": pl.Float64, "draws": pl.Int64, "clipped": pl.Int64, "rows": pl.List(pl.String),
}  # fmt: skip
PARTNERS = {
    "subject": pl.String, "partner": pl.String, "unit": pl.String, "exports": pl.Float64, "share": pl.Float64,
    "domestic": pl.Float64, "absorbed": pl.Float64, "onward": pl.Float64, "foreign": pl.Float64,
    "rows": pl.List(pl.String),
}  # fmt: skip
WORTHS = {
    "subject": pl.String, "indicator": pl.String, "figure": pl.String, "known": pl.Boolean, "error": pl.Float64,
    "worth": pl.Float64,
}  # fmt: skip


def find(context: Context) -> Found:
    """Indicators of every cluster that has an account, and the worth of each figure of it."""
    findings: list[Finding] = []
    rows: list[tuple[object, ...]] = []
    worths: list[tuple[object, ...]] = []
    partners: list[tuple[object, ...]] = []
    problems: list[InputProblem] = []
    worlds: Worlds = {}
    for subject in _asked(context):
        answer = _answer(context, subject, worlds, problems)
        if isinstance(answer, Why):
            findings += _lacking(context, subject, answer)
            continue
        findings += _findings(context, subject, answer)
        rows += _indicator_rows(subject, answer)
        worths += _worth_rows(subject, answer)
        partners += _partner_rows(subject, answer)
    made = {
        "embedded_cluster": table(INDICATORS, rows),
        "embedded_partners": table(PARTNERS, partners),
        "figure_worth": table(WORTHS, worths),
    }
    return Found(findings, {name: frame for name, frame in made.items() if frame.height}, tuple(problems))


def _answer(context: Context, subject: str, worlds: Worlds, problems: list[InputProblem]) -> Answer | Why:
    chosen = _chosen(context, subject)
    if isinstance(chosen, Why):
        return chosen
    from clustermark.lenses.position.embedded_answer import answer_of  # numpy, scipy: only where a table is opened

    return answer_of(context, subject, *chosen, worlds, problems)


def postponed(context: Context) -> Found:
    """What is known without opening the world table: that it is computed in a run, or why it never can be."""
    findings: list[Finding] = []
    for subject in _asked(context):
        chosen = _chosen(context, subject)
        findings += _lacking(context, subject, chosen if isinstance(chosen, Why) else Why.of("only-in-run"))
    return Found(findings)


def _asked(context: Context) -> list[str]:
    """The clusters that have an account, also a confidential one."""
    named = {text(row, "subject") for row in context.evidence.rows(TABLE)}
    return [subject for subject in context.subjects if subject in named]


def _chosen(context: Context, subject: str) -> tuple[Source, Told] | Why:
    """The world table nearest to the account in years, of two equally near the later, with the account; or why none."""
    sources = world_sources(context.evidence)
    if not sources:
        told = account_of(context, subject)
        return told if isinstance(told, Why) else Why.of("no-world-table")
    tries = [(source, account_of(context, subject, source.year)) for source in sources]
    good = [(source, told) for source, told in tries if isinstance(told, Told)]
    if not good:
        return next(told for _, told in tries if isinstance(told, Why))
    return min(good, key=lambda one: (abs((one[0].year or 0) - one[1].year), -(one[0].year or 0)))


def _lacking(context: Context, subject: str, why: Why) -> Iterator[Finding]:
    for name in (*MEASURES.values(), WORTH):
        unit = "" if measures()[name].unit == "currency" else measures()[name].unit
        yield replace(insufficient(context, name, subject, unit, why.code, **dict(why.fields)), method=METHOD)


def _findings(context: Context, subject: str, answer: Answer) -> Iterator[Finding]:
    years, common = str(answer.told.year), answer.parameters
    for name, measure in MEASURES.items():
        parent, low, median, high, point = answer.figures[name]
        yield drawn_finding(
            context,
            measure,
            subject,
            point,
            (low, high),
            answer.ground,
            years=years,
            reliability=answer.reliability,
            parameters={"median": f"{median:.6g}", "industry": f"{parent:.6g}", **common},
            unit=answer.currency if name == "vax" else "",
        )
    for name in WORTHY:
        told = {figure: share for figure, share in answer.worth[name].items() if share >= LEAST_WORTH}
        for figure, share in told.items():
            yield drawn_finding(
                context,
                WORTH,
                subject,
                share,
                None,
                answer.ground,
                years=years,
                reliability=answer.reliability,
                dimensions={"of": MEASURES[name], "segment": figure},
                parameters={"known": "yes" if figure in answer.known else "no", "table": common["table"]},
            )


def _indicator_rows(subject: str, answer: Answer) -> Iterator[tuple[object, ...]]:
    references = [text(row, "row") for row in answer.told.rows]
    for name, measure in MEASURES.items():
        unit = answer.currency if name == "vax" else measures()[measure].unit
        parent, low, median, high, point = map(steady, answer.figures[name])
        yield (
            subject, measure, answer.cell, answer.source.id, answer.source.year, answer.told.year, unit,
            parent, low, median, high, point, DRAWS, answer.clipped, references,
        )  # fmt: skip


def _worth_rows(subject: str, answer: Answer) -> Iterator[tuple[object, ...]]:
    for name in WORTHY:
        for figure, share in answer.worth[name].items():
            spread = steady(answer.spread[figure])
            yield subject, MEASURES[name], figure, figure in answer.known, spread, steady(share)


def _partner_rows(subject: str, answer: Answer) -> Iterator[tuple[object, ...]]:
    references = [text(row, "row") for row in answer.told.rows]
    total = sum(one.exports for one in answer.partners)
    for one in answer.partners:
        amounts = [steady(amount) for amount in (one.domestic, one.absorbed, one.onward, one.foreign)]
        yield (
            subject, one.name, answer.currency, steady(one.exports), steady(one.exports / total), *amounts, references,
        )  # fmt: skip
