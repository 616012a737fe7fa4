"""What the audience knows, prefers and buys, how it sees the places, and in which groups."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.communication.answers import Item, Survey, commonest, labels, surveys
from clustermark.lenses.communication.context import Context, insufficient
from clustermark.lenses.communication.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.methods.surveys.balance import balance
from clustermark.methods.surveys.correspondence import correspondence
from clustermark.methods.surveys.funnel import Step, funnel
from clustermark.methods.surveys.scales import alpha, alpha_interval, omega
from clustermark.methods.surveys.weights import effective_size

METHOD = "communication.audience/1"
STEPS = {
    "awareness": "communication.consumer_awareness",
    "consideration": "communication.consideration",
    "preference": "communication.preference",
    "purchase": "communication.purchase",
    "loyalty": "communication.loyalty",
}
SMALL = 30  # respondents of a segment below which nothing is told
MOST_SEGMENTS = 8  # labels of a demographic item; more are no groups
FUNNEL = {
    "subject": pl.String, "segment": pl.String, "step": pl.String, "n": pl.Int64, "share": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "conversion": pl.Float64, "conversion_low": pl.Float64,
    "conversion_high": pl.Float64, "n_effective": pl.Float64,
}  # fmt: skip
MAP = dict.fromkeys(("kind", "name"), pl.String) | dict.fromkeys(("x", "y", "mass", "inertia"), pl.Float64)
SCORES = {
    "subject": pl.String, "attribute": pl.String, "n": pl.Int64, "mean": pl.Float64, "low": pl.Float64,
    "high": pl.Float64,
}  # fmt: skip
SCALES = {
    "survey": pl.String, "scale": pl.String, "items": pl.Int64, "n": pl.Int64, "alpha": pl.Float64,
    "alpha_low": pl.Float64, "alpha_high": pl.Float64, "omega": pl.Float64, "mean": pl.Float64,
}  # fmt: skip
SEGMENTS = {
    "segment": pl.String, "n": pl.Int64, "share": pl.Float64, "awareness": pl.Float64, "purchase": pl.Float64,
    "channel": pl.String,
}  # fmt: skip
Row = tuple[object, ...]


def find(context: Context) -> Found:
    """Funnel, conversions, equity, recommendation, image and segments of every survey with mapped items."""
    if "audience" not in context.evidence.tables:
        return Found([])
    findings: list[Finding] = []
    rows: dict[str, list[Row]] = {name: [] for name in ("funnel", "image_map", "image_scores", "scales", "segments")}
    mapped = surveys(context.evidence)
    if not mapped:
        name = "communication.consumer_awareness"
        return Found([insufficient(context, name, context.study.focus, "share", "items-unmapped")])
    for survey in mapped:
        for subject in context.subjects:
            findings += _funnel(context, survey, subject, rows["funnel"])
            findings += _scores(context, survey, subject, rows["scales"])
        findings += _image(context, survey, rows["image_map"], rows["image_scores"])
        rows["segments"] += _segments(context, survey)
    schemas: Mapping[str, Mapping[str, Any]] = {
        "funnel": FUNNEL,
        "image_map": MAP,
        "image_scores": SCORES,
        "scales": SCALES,
        "segments": SEGMENTS,
    }
    return Found(findings, {name: table(schemas[name], rows[name]) for name in schemas})


def _ground(survey: Survey, n: int) -> Ground:
    return Ground(survey.rows, survey.origins, n, "respondents", METHOD)


def _said(survey: Survey, weights: NDArray[np.float64]) -> dict[str, object]:
    return {"n-effective": f"{effective_size(weights):.4g}" if len(weights) else "", **survey.notes}


def _answers(survey: Survey, subject: str) -> list[tuple[str, NDArray[np.float64]]]:
    """Steps that are asked of a subject; several items of a step count as yes where any does."""
    found = []
    for step in STEPS:
        items = survey.of(step, subject)
        if items:
            stacked = np.array([survey.counted(item) for item in items])
            known = ~np.isnan(stacked).all(axis=0)
            best = np.full(survey.n, np.nan)
            best[known] = np.nanmax(stacked[:, known], axis=0)
            found.append((step, best))
    return found


def _funnel(context: Context, survey: Survey, subject: str, rows: list[Row]) -> Iterator[Finding]:
    answers = _answers(survey, subject)
    if not answers:
        return
    steps = funnel(answers, survey.weights)
    before = ""
    for step in steps:
        rows.append(_row(subject, "", step))
        if step.n and not np.isnan(step.share):
            yield from _step(context, survey, subject, step, before)
        before = step.name
    for item in survey.of("demographic"):
        own = np.array(labels(survey, item))
        for label in sorted(set(own) - {""}) if len(set(own) - {""}) <= MOST_SEGMENTS else ():
            mine = own == label
            if mine.sum() >= SMALL:
                parted = funnel([(name, given[mine]) for name, given in answers], survey.weights[mine])
                rows += [_row(subject, label, step) for step in parted]


def _row(subject: str, segment: str, step: Step) -> Row:
    figures = (step.share, step.low, step.high, step.conversion, step.conversion_low, step.conversion_high)
    known = [None if np.isnan(value) else float(value) for value in figures]
    return (subject, segment, step.name, step.n, *known, float(step.effective))


def _step(context: Context, survey: Survey, subject: str, step: Step, before: str) -> Iterator[Finding]:
    where = {"survey": survey.source}
    said = {**_said(survey, survey.weights), "n-effective": f"{step.effective:.4g}"}
    yield measured(
        context,
        STEPS[step.name],
        subject,
        step.share,
        _ground(survey, step.n),
        interval=(step.low, step.high),
        by="wilson-kish",
        dimensions=where,
        parameters=said,
        at_best="surveyed",
    )
    if before and not np.isnan(step.conversion):
        yield measured(
            context,
            "communication.conversion",
            subject,
            step.conversion,
            _ground(survey, step.n),
            interval=(step.conversion_low, step.conversion_high),
            by="wilson-kish",
            dimensions={**where, "step": step.name},
            parameters={**said, "from": before},
            at_best="surveyed",
        )


def _scores(context: Context, survey: Survey, subject: str, rows: list[Row]) -> Iterator[Finding]:
    """Net promoter balance, and the equity scale with its reliability."""
    where = {"survey": survey.source}
    for item in survey.of("recommendation", subject)[:1]:
        raw = survey.scores(item) * 10 if item.high in (None, 10) else np.full(survey.n, np.nan)
        value, low, high = balance(raw, survey.weights)
        asked = int((~np.isnan(raw)).sum())
        if asked:
            yield measured(
                context,
                "communication.recommendation",
                subject,
                value,
                _ground(survey, asked),
                interval=(low, high),
                by="normal-kish",
                dimensions=where,
                parameters=_said(survey, survey.weights),
                at_best="surveyed",
            )
    items = survey.of("equity", subject)
    if not items:
        return
    answers = np.column_stack([survey.scores(item) for item in items])
    full = ~np.isnan(answers).any(axis=1)
    reliability = alpha(answers)
    low, high = alpha_interval(answers)
    mean, interval = _mean(answers[full].mean(axis=1), survey.weights[full])
    total = omega(answers)
    figures = [None if np.isnan(value) else float(value) for value in (reliability, low, high, total, mean)]
    rows.append((survey.source, f"equity {subject}", len(items), int(full.sum()), *figures))
    name = "communication.brand_equity"
    if full.sum() < 2 or (len(items) > 1 and not reliability >= 0.6):
        why = "scale-unreliable" if full.sum() >= 2 else "few-answers"
        yield insufficient(context, name, subject, "score", why, n=int(full.sum()), alpha=f"{reliability:.2f}")
        return
    yield measured(
        context,
        name,
        subject,
        mean,
        _ground(survey, int(full.sum())),
        interval=interval,
        by="normal-kish",
        dimensions=where,
        parameters={
            **_said(survey, survey.weights),
            "items": len(items),
            "alpha": "" if np.isnan(reliability) else f"{reliability:.3f}",
        },
        at_best="surveyed",
    )


def _mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, tuple[float, float]]:
    """Weighted mean with its normal interval, cut to 0..1."""
    if not len(values) or weights.sum() <= 0:
        return float("nan"), (float("nan"), float("nan"))
    mean = float((values * weights).sum() / weights.sum())
    spread = float((weights * (values - mean) ** 2).sum() / weights.sum())
    half = 1.959963984540054 * float(np.sqrt(spread / max(effective_size(weights), 1.0)))
    return mean, (max(0.0, mean - half), min(1.0, mean + half))


def _image(context: Context, survey: Survey, points: list[Row], rows: list[Row]) -> Iterator[Finding]:
    """Scores of places on attributes, their map, and how far each place lies from the centre of its peers."""
    items = [item for item in survey.of("image") if item.subject and item.attribute]
    subjects = [one for one in context.subjects if any(item.subject == one for item in items)]
    attributes = list(dict.fromkeys(item.attribute for item in items))
    counts = np.zeros((len(subjects), len(attributes)))
    for item in items:
        if item.subject not in subjects:
            continue
        scores = survey.scores(item) if item.low is not None else survey.counted(item)
        known = ~np.isnan(scores)
        mean, (low, high) = _mean(scores[known], survey.weights[known])
        if known.any():
            rows.append((item.subject, item.attribute, int(known.sum()), mean, low, high))
        yes = scores[known] > 0.5
        counts[subjects.index(item.subject), attributes.index(item.attribute)] += float(
            (survey.weights[known] * yes).sum()
        )
    name = "communication.image_distance"
    if min(counts.shape, default=0) < 3 or (counts.sum(axis=0) == 0).any() or (counts.sum(axis=1) == 0).any():
        if subjects:
            yield insufficient(context, name, context.study.focus, "distance", "few-attributes", n=len(attributes))
        return
    found = correspondence(counts)
    part = found.inertia / found.total
    for kind, names, places, masses in (
        ("subject", subjects, found.rows, found.row_masses),
        ("attribute", attributes, found.columns, found.column_masses),
    ):
        for label, place, mass in zip(names, places, masses, strict=True):
            points.append((kind, label, float(place[0]), float(place[1]), float(mass), float(part[:2].sum())))
    for number, subject in enumerate(subjects):
        others = [other for other in range(len(subjects)) if other != number]
        centre = np.average(found.rows[others, :2], axis=0, weights=found.row_masses[others])
        yield measured(
            context,
            name,
            subject,
            float(np.linalg.norm(found.rows[number, :2] - centre)),
            _ground(survey, survey.n),
            dimensions={"survey": survey.source},
            parameters={
                "inertia": f"{part[:2].sum():.3g}",
                "attributes": len(attributes),
                **_said(survey, survey.weights),
            },
            at_best="surveyed",
        )


def _segments(context: Context, survey: Survey) -> list[Row]:
    """Groups of at least thirty respondents by each demographic item, for the focus."""
    answers = dict(_answers(survey, context.study.focus))
    media: list[Item] = survey.of("channel")
    out: list[Row] = []
    for item in survey.of("demographic"):
        own = np.array(labels(survey, item))
        found = sorted(set(own) - {""})
        if not 2 <= len(found) <= MOST_SEGMENTS:
            continue
        stated = own != ""
        for label in found:
            mine = own == label
            if mine.sum() < SMALL:
                continue
            share = float(survey.weights[mine].sum() / survey.weights[stated].sum())
            known = [_part(answers.get(step), mine, survey.weights) for step in ("awareness", "purchase")]
            said = [survey.answers[media[0].item][int(row)] for row in np.flatnonzero(mine)] if media else []
            heard = commonest(said, survey.weights[mine]) if media else ""
            out.append((label, int(mine.sum()), share, *known, heard))
    return out


def _part(given: NDArray[np.float64] | None, mine: NDArray[np.bool_], weights: NDArray[np.float64]) -> float | None:
    if given is None:
        return None
    asked = mine & ~np.isnan(given)
    if not asked.any():
        return None
    return float((given[asked] * weights[asked]).sum() / weights[asked].sum())
