"""How strongly the audience holds to a brand: whom it would recommend, and scales with their reliability."""

from collections.abc import Iterator, Sequence

import numpy as np

from clustermark.findings.model import Finding
from clustermark.lenses.communication.answers import Item, Survey
from clustermark.lenses.communication.readings import Array, scored
from clustermark.lenses.communication.surveyed import LEAST, Asked, Row, long_results
from clustermark.lenses.protocol import Found
from clustermark.methods.surveys.balance import balance
from clustermark.methods.surveys.funnel import weighted_mean
from clustermark.methods.surveys.scales import alpha, alpha_interval, alpha_without, full_rows, item_total, omega

RECOMMENDATION = "communication.recommendation"
EQUITY = "communication.brand_equity"
RELIABLE = 0.6  # alpha below which no mean of a scale is told


def find(asked: Asked) -> Found:
    """The balance of recommendation and the score of equity of each subject, and how reliable the scales are."""
    findings: list[Finding] = []
    scales: list[Row] = []
    items: list[Row] = []
    for survey in asked.surveys:
        now = survey.period == asked.context.study.period
        for subject in asked.context.study.subjects():
            findings += _recommendation(asked, survey, subject, now)
            findings += _equity(asked, survey, subject, now)
            if now:
                scales += _scales(survey, subject)
                items += _items(survey, subject)
    return Found(findings, long_results(scales=scales, scale_items=items))


def _recommendation(asked: Asked, survey: Survey, subject: str, now: bool) -> Iterator[Finding]:
    for item in survey.of("recommendation", subject)[:1]:
        read = scored(survey, item)
        if read.why or read.known.sum() < LEAST:
            why = read.why or "few-answers"
            if now:
                yield asked.lacking(survey, RECOMMENDATION, subject, why, item=item.item, n=int(read.known.sum()))
            continue
        figures = balance(read.values * 10, survey.weighting.weights)
        said = {"unread": read.unread or ""}
        yield asked.found(survey, RECOMMENDATION, subject, figures, read.known, "normal", said)


def _by_scale(items: Sequence[Item]) -> dict[str, list[Item]]:
    """The items by the dimension that they belong to; one group where no dimensions are named."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.attribute, []).append(item)
    several = any(len(group) > 1 for group in found.values())
    return found if several else {"": list(items)}


def _scores(survey: Survey, items: Sequence[Item]) -> Array:
    """Scores (n, k) in 0..1 of the items that can be read."""
    read = [scored(survey, item) for item in items]
    return np.column_stack([one.values for one in read if not one.why] or [np.full(survey.n, np.nan)])


def _equity(asked: Asked, survey: Survey, subject: str, now: bool) -> Iterator[Finding]:
    """The mean of the dimensions, each the mean of its items; nothing where one of several items is unreliable."""
    items = survey.of("equity", subject)
    if not items:
        return
    failed = next((one for one in (scored(survey, item) for item in items) if one.why), None)
    parts = [_scores(survey, group) for group in _by_scale(items).values()]
    means = np.column_stack([part.mean(axis=1) for part in parts])
    full = ~np.isnan(means).any(axis=1)
    reliabilities = [alpha(part[full]) for part in parts if part.shape[1] > 1]
    weakest = min((one for one in reliabilities if not np.isnan(one)), default=float("nan"))
    n = int(full.sum())
    if failed is not None or n < LEAST or any(not one >= RELIABLE for one in reliabilities):
        if now:
            why = failed.why if failed is not None else "few-answers" if n < LEAST else "scale-unreliable"
            alpha_said = "" if np.isnan(weakest) else f"{weakest:.2f}"
            yield asked.lacking(survey, EQUITY, subject, why, item=items[0].item, n=n, alpha=alpha_said or "0")
        return
    figures = weighted_mean(means[full].mean(axis=1), survey.weighting.weights[full])
    said: dict[str, object] = {
        "items": len(items),
        "dimensions": len(parts),
        "alpha": f"{weakest:.3f}" if reliabilities else "",
        "at-most": "" if reliabilities else "leaning",
    }
    kept = {name: value for name, value in said.items() if value != ""}
    yield asked.found(survey, EQUITY, subject, figures, full, "normal", kept)


def _scales(survey: Survey, subject: str) -> Iterator[Row]:
    """Each dimension with its reliability, and all items together where there are several dimensions."""
    groups = _by_scale(survey.of("equity", subject))
    whole = [item for group in groups.values() for item in group]
    for name, items in [*groups.items(), *([("", whole)] if len(groups) > 1 else [])]:
        answers = _scores(survey, items)
        full = ~np.isnan(answers).any(axis=1)
        if full.sum() >= LEAST:
            figures = (alpha(answers), *alpha_interval(answers), omega(answers))
            mean = weighted_mean(answers[full].mean(axis=1), survey.weighting.weights[full])
            known = [None if np.isnan(value) else float(value) for value in (*figures, *mean)]
            yield (survey.source, subject, name, answers.shape[1], int(full.sum()), *known)


def _items(survey: Survey, subject: str) -> Iterator[Row]:
    """Each item of a scale with its correlation with the others: a negative one was not turned, or does not belong."""
    for name, items in _by_scale(survey.of("equity", subject)).items():
        answers = _scores(survey, items)
        n = len(full_rows(answers))
        if n < LEAST or answers.shape[1] != len(items):
            continue
        totals, without = item_total(answers), alpha_without(answers)
        for at, item in enumerate(items):
            mean = float(np.nanmean(answers[:, at]))
            known = [None if np.isnan(value) else float(value) for value in (totals[at], without[at])]
            yield (survey.source, subject, name, item.item, n, mean, *known)
