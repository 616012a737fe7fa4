"""What the parts that speak from surveys share: dimensions, grounds, and what a reader must know of a survey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, pairs
from clustermark.findings.results import checked, result_specs
from clustermark.lenses.communication.answers import Survey
from clustermark.lenses.communication.readings import Reading, counted
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured
from clustermark.lenses.rows import text
from clustermark.methods.surveys.weights import effective_size

METHOD = "communication.audience/2"
LEAST = 10  # answers below which nothing is told: a share of fewer says nothing, and may point at a person
SMALL = 30  # respondents of a group below which nothing is told of it
STEPS = {
    "awareness": "communication.consumer_awareness",
    "consideration": "communication.consideration",
    "preference": "communication.preference",
    "purchase": "communication.purchase",
    "loyalty": "communication.loyalty",
}
LONGEST = 60  # characters of an item that a reason names
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The context, its surveys, and the measures that published figures answer too."""

    context: Context
    surveys: Sequence[Survey]
    claimed: frozenset[str]

    def dimensions(self, survey: Survey, measure: str, **more: str) -> dict[str, str]:
        """`survey` only where a study has several or published figures answer the same question: ids must differ."""
        several = sum(one.period == survey.period for one in self.surveys) > 1
        return ({"survey": survey.source} if several or measure in self.claimed else {}) | more

    def found(
        self,
        survey: Survey,
        measure: str,
        subject: str,
        figures: tuple[float, float | None, float | None],
        counts: NDArray[np.bool_],
        by: str,
        said: Mapping[str, object],
        dimensions: Mapping[str, str] | None = None,
    ) -> Finding:
        """A finding (value, low, high) counted from the respondents that `counts` (n,) marks."""
        value, low, high = figures
        rows = [survey.rows[at] for at in np.flatnonzero(counts)]
        origins = sorted({survey.origins[at] for at in np.flatnonzero(counts)})
        made = measured(
            self.context,
            measure,
            subject,
            value,
            Ground(rows, origins, int(counts.sum()), "respondents", METHOD),
            interval=None if low is None or high is None else (min(low, value), max(high, value)),
            by=by,
            dimensions=self.dimensions(survey, measure, **(dimensions or {})),
            parameters={**of_weights(survey, counts), **said},
            at_best="surveyed",
            period=survey.period,
        )
        return replace(made, years=survey.years)

    def lacking(self, survey: Survey, measure: str, subject: str, why: str, **fields: object) -> Finding:
        """A question that this survey cannot answer, and why."""
        unit = measures()[measure].unit
        fields = {name: " ".join(str(value).split())[:LONGEST] for name, value in fields.items()}
        made = insufficient(self.context, measure, subject, unit, why, survey=survey.source, **fields)
        named = pairs(**self.dimensions(survey, measure))
        return replace(made, dimensions=named, method=METHOD, years=survey.years, period=survey.period)


def asked_of(context: Context, surveys: Sequence[Survey]) -> Asked:
    """The surveys with the measures that rows of published figures name."""
    claimed = frozenset(text(row, "variable") for row in context.evidence.rows("claims"))
    return Asked(context, surveys, claimed)


def of_weights(survey: Survey, counts: NDArray[np.bool_]) -> dict[str, object]:
    """What a reader must know of the weights behind a finding; refused ones let it lean at most."""
    weighting = survey.weighting
    said: dict[str, object] = {
        "n-effective": f"{effective_size(weighting.weights[counts]):.4g}",
        "weights": weighting.source,
    }
    if weighting.source == "refused":
        said |= {"weights-refused": weighting.why, "weights-of": weighting.of, "at-most": "leaning"}
    if weighting.trimmed:
        said |= {"weights-trimmed": weighting.trimmed, "margin-gap": f"{weighting.gap:.2g}"}
    return said | ({"twice": survey.twice} if survey.twice else {})


def long_results(**rows: Sequence[Row]) -> dict[str, pl.DataFrame]:
    """Result tables from their rows, in the order of the columns that their specifications name; none without rows."""
    columns = {name: [column.id for column in result_specs()[name].columns] for name in rows}
    return {
        name: checked(name, pl.DataFrame(made, schema=columns[name], orient="row", infer_schema_length=None))
        for name, made in rows.items()
        if made
    }


def joined(readings: Sequence[Reading]) -> Reading:
    """Several items of one question: yes where any says yes; the first reason where none can be read."""
    usable = [one for one in readings if not one.why]
    if not usable:
        return readings[0]
    stacked = np.array([one.values for one in usable])
    best = np.full(stacked.shape[1], np.nan)
    known = ~np.isnan(stacked).all(axis=0)
    best[known] = np.nanmax(stacked[:, known], axis=0)
    return Reading(best, usable[0].how, sum(one.unread for one in usable))


def readings_of(survey: Survey, subject: str) -> dict[str, Reading]:
    """How the answers count at each step that the survey asks about a subject."""
    found = {}
    for step in STEPS:
        items = survey.of(step, subject)
        if items:
            found[step] = joined([counted(survey, item) for item in items])
    return found
