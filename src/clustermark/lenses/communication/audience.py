"""What the audience knows, prefers and buys, step by step, in all and by groups; what a survey could not tell."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from clustermark.findings.model import Finding
from clustermark.lenses.communication import equity, image, segments
from clustermark.lenses.communication.answers import Survey, surveys, year_of
from clustermark.lenses.communication.readings import Array, Reading, counted, scored
from clustermark.lenses.communication.surveyed import LEAST, STEPS, Asked, Row, asked_of, long_results, readings_of
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import covered_rows, text
from clustermark.methods.comparable import span
from clustermark.methods.surveys.funnel import Step, funnel, with_led_past

CONVERSION = "communication.conversion"


def find(context: Context) -> Found:
    """Funnel, conversions, equity, recommendation, image and groups of every survey with mapped items."""
    if "audience" not in context.evidence.tables:
        return Found([])
    asked = asked_of(context, surveys(context.evidence, context.study))
    present = [one for one in asked.surveys if one.period == context.study.period]
    findings: list[Finding] = [] if present else [_nothing(asked)]
    rows: dict[str, list[Row]] = {"funnel": [], "survey_items": [], "survey_quality": []}
    for survey in asked.surveys:
        now = survey.period == context.study.period
        for subject in context.study.subjects():
            findings += _steps(asked, survey, subject, rows["funnel"], now)
        rows["survey_items"] += _items(survey) if now else []
        rows["survey_quality"] += [_quality(survey)] if now else []
    for survey in present[:1]:
        findings += _not_asked(asked, survey, findings)
    tables = long_results(**rows)
    for part in (equity.find(asked), image.find(asked), segments.find(asked)):
        findings += part.findings
        tables |= part.tables
    return Found(findings, tables)


def _nothing(asked: Asked) -> Finding:
    """Why no survey can be used at all: its items are not mapped, or confidential, or its years lie elsewhere."""
    context, evidence = asked.context, asked.context.evidence
    mapped = evidence.rows("audience_items")
    surveyed = {text(row, "source") for row in evidence.rows("audience")}
    years = [(year, year) for year in map(year_of, evidence.rows("audience")) if year]
    name = STEPS["awareness"] if STEPS["awareness"] not in asked.claimed else CONVERSION
    if mapped and len(covered_rows(evidence, "audience_items")) == len(mapped):
        return insufficient(context, name, context.study.focus, "share", "confidential")
    if years and any(text(row, "survey") in ("", *surveyed) for row in mapped):
        return insufficient(context, name, context.study.focus, "share", "outside-years", years=span(years))
    return insufficient(context, name, context.study.focus, "share", "items-unmapped")


def _steps(asked: Asked, survey: Survey, subject: str, rows: list[Row], now: bool) -> Iterator[Finding]:
    """Findings on the steps of a subject; those of the present with their rows of the table, in all and by groups."""
    read = readings_of(survey, subject)
    for name, one in read.items():
        if one.why and now:
            item, why = survey.of(name, subject)[0], one.why if survey.n >= LEAST else "few-answers"
            yield asked.lacking(survey, STEPS[name], subject, why, item=item.item, n=survey.n)
    answers = [(name, one.values) for name, one in read.items() if not one.why]
    weights, full = survey.weighting.weights, with_led_past(answers)
    for at, step in enumerate(funnel(answers, weights)):
        before = full[at - 1] if at else None
        yield from _step(asked, survey, subject, step, read[step.name], full[at], answers[at - 1][0], before)
        rows += [_row(survey, subject, "", step)] if now and step.n >= LEAST else []
    both = list(zip(answers, full, strict=True))
    for group in segments.groups(survey) if now else ():
        mine = group.members
        parted = funnel([(name, known[mine]) for (name, _), known in both], weights[mine])
        past = [int((mine & np.isnan(given) & ~np.isnan(known)).sum()) for (_, given), known in both]
        told = [replace(step, led_past=n) for step, n in zip(parted, past, strict=True) if step.n >= LEAST]
        rows += [_row(survey, subject, group.label, step) for step in told]


def _step(
    asked: Asked,
    survey: Survey,
    subject: str,
    step: Step,
    reading: Reading,
    full: Array,
    previous: str,
    before: Array | None,
) -> Iterator[Finding]:
    """The share of a step, and the conversion from the step before, as far as enough answered."""
    counts = ~np.isnan(full)
    said = {"counted-by": reading.how, "unread": reading.unread or "", "led-past": step.led_past or ""}
    if step.n < LEAST:
        yield asked.lacking(survey, STEPS[step.name], subject, "few-answers", n=step.n)
        return
    figures = (step.share, step.low, step.high)
    yield asked.found(survey, STEPS[step.name], subject, figures, counts, "wilson", said)
    if before is None or step.reached < LEAST:
        return
    turned = (step.conversion, step.conversion_low, step.conversion_high)
    onward = counts & (before == 1)
    where = {"step": step.name}
    yield asked.found(survey, CONVERSION, subject, turned, onward, "wilson", {**said, "from": previous}, where)


def _row(survey: Survey, subject: str, segment: str, step: Step) -> Row:
    conversion = (step.conversion, step.conversion_low, step.conversion_high)
    known = [value if step.reached >= LEAST else None for value in conversion]
    shares = (step.share, step.low, step.high, step.reached, *known, step.effective)
    return (survey.source, subject, segment, step.name, step.n, step.led_past, *shares)


def _not_asked(asked: Asked, survey: Survey, found: list[Finding]) -> Iterator[Finding]:
    """Steps about which no survey asks anything for the focus."""
    focus = asked.context.study.focus
    told = {
        finding.measure
        for finding in found
        if finding.subject == focus and finding.period == asked.context.study.period
    }
    for measure in STEPS.values():
        if measure not in told and measure not in asked.claimed:
            yield asked.lacking(survey, measure, focus, "not-asked")


def _items(survey: Survey) -> Iterator[Row]:
    """Every mapped item: how many answered it, how its answers count, and why they do not."""
    for item in survey.items:
        kind = scored if item.role in ("equity", "recommendation") else counted
        plain = item.role in ("demographic", "channel", "weight", "other")
        given = sum(map(bool, survey.answers.get(item.column, ())))
        read = None if plain else kind(survey, item)
        yield (
            survey.source, item.item, item.role, item.subject, item.attribute, given, read.unread if read else 0,
            read.how if read else "", _mean(survey, read), read.why if read else "" if given else "item-not-found",
        )  # fmt: skip


def _mean(survey: Survey, read: Reading | None) -> float | None:
    """Weighted mean of the answers that count, where enough do."""
    if read is None or read.known.sum() < LEAST:
        return None
    weights = survey.weighting.weights[read.known]
    return float(np.average(read.values[read.known], weights=weights)) if weights.sum() > 0 else None


def _quality(survey: Survey) -> Row:
    """The survey as a whole: respondents, and what its weights rest on."""
    made = survey.weighting
    told = (made.source, made.why, made.of, made.trimmed, made.gap, made.strays, made.design_effect, made.effective)
    return (survey.source, survey.years, survey.n, survey.twice, *told)
