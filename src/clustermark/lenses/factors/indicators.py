"""Indicators of production factors: published figures of each cluster, per worker or per output, as standard scores."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.model import Evidence
from clustermark.lenses.context import Context
from clustermark.lenses.grouping import nearest
from clustermark.lenses.records import UNSTATED, Record, records
from clustermark.methods.comparable import within
from clustermark.methods.composite import standardised
from clustermark.study.model import Frozen, Origin, first_and_last_year

PERSONS, OUTPUT = "situation.employment", "situation.output_value"
THOUSAND = 1000.0


class Indicator(Frozen):
    """A figure of the catalogue, what it is divided by, and which way is better."""

    measure: str
    per: Literal["", "persons", "output"]
    better: Literal["up", "down"]


class Factor(Frozen):
    """A production factor and its indicators, in fixed order."""

    id: str
    indicators: tuple[Indicator, ...]


class Settings(Frozen):
    """The factors, and what their scores need."""

    least_places: int
    least_indicators: int
    draws: int
    factor: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator of one place: its value, unit and year, and the records that it rests on."""

    value: float
    unit: str
    year: int
    records: tuple[Record, ...]

    @property
    def origins(self) -> list[Origin]:
        """Origins of the records."""
        return [record.origin for record in self.records]

    @property
    def rows(self) -> list[str]:
        """References of the records."""
        return [row for record in self.records for row in record.rows]


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator over the clusters of the study: readings and standard scores; scores are empty below five places.

    `lacking` names for each other place the measure that it has no figure of.
    """

    indicator: Indicator
    readings: Mapping[str, Reading]
    scores: Mapping[str, float]
    lacking: Mapping[str, str]


@cache
def settings() -> Settings:
    """The data file of the lens."""
    raw = (files("clustermark.lenses.factors") / "factors.toml").read_text(encoding="utf-8")
    return Settings.model_validate(tomllib.loads(raw))


def scored(context: Context) -> dict[str, list[Scored]]:
    """The indicators of each factor with the readings and scores of the clusters."""
    known = _by_measure(context.evidence, context.subjects)
    return {
        factor.id: [_scored(context, indicator, known) for indicator in factor.indicators]
        for factor in settings().factor
    }


def _by_measure(evidence: Evidence, subjects: Sequence[str]) -> dict[str, dict[str, list[Record]]]:
    """Figures of the main product of each cluster, by measure and place: no channel, no segment, a year and a value."""
    found: dict[str, dict[str, list[Record]]] = {}
    for record in records(evidence):
        plain = not (record.product or record.channel or record.segment or record.absent)
        if plain and record.subject in subjects and record.value is not None and record.year is not None:
            found.setdefault(record.measure, {}).setdefault(record.subject, []).append(record)
    return found


def _scored(context: Context, indicator: Indicator, known: Mapping[str, Mapping[str, list[Record]]]) -> Scored:
    chosen = _of_one_scope(context, known.get(indicator.measure, {}))
    read = {place: _read(indicator, record, known, place) for place, record in chosen.items()}
    readings = _of_one_unit({place: read[place] for place in context.subjects if place in read})
    below = {"": indicator.measure, "persons": PERSONS, "output": OUTPUT}[indicator.per]
    lacking = {
        place: below if place in chosen else indicator.measure for place in context.subjects if place not in readings
    }
    if len(readings) < settings().least_places:
        return Scored(indicator, readings, {}, lacking)
    turned = 1 if indicator.better == "up" else -1
    z = standardised([[reading.value] for reading in readings.values()], [turned])[:, 0]
    scores = {place: float(one) for place, one in zip(readings, z, strict=True)}
    return Scored(indicator, readings, scores, lacking)


def _of_one_scope(context: Context, by_place: Mapping[str, list[Record]]) -> dict[str, Record]:
    """The figure of each place nearest to the study period, all of one scope: the scope that most places have.

    Figures of different scopes are never set beside each other; a stated scope goes before an unstated one.
    """
    first, last = first_and_last_year(context.study.period)
    by_scope: dict[str, dict[str, Record]] = {}
    for place, given in by_place.items():
        near = [record for record in given if within(record.year, first, last)]
        for scope in dict.fromkeys(record.scope for record in near):
            best = nearest([record for record in near if record.scope == scope], context.study.period)
            by_scope.setdefault(scope, {})[place] = best
    best_scope = min(by_scope, key=lambda scope: (-len(by_scope[scope]), scope == "", scope), default="")
    return by_scope.get(best_scope, {})


def _read(
    indicator: Indicator, record: Record, known: Mapping[str, Mapping[str, list[Record]]], subject: str
) -> Reading | None:
    """The indicator of a place; None where what it is divided by is missing, not positive or in another currency."""
    assert record.value is not None and record.year is not None
    value = _middle(record)
    if not indicator.per:
        return Reading(value, record.unit, record.year, (record,))
    base = PERSONS if indicator.per == "persons" else OUTPUT
    near = [
        one
        for one in known.get(base, {}).get(subject, [])
        if within(one.year, record.year, record.year) and (base == PERSONS or one.unit == record.unit)
    ]
    if not near:
        return None
    same = [one for one in near if one.scope == record.scope] or near
    below = nearest(same, str(record.year))
    size = _middle(below)
    if not size > 0:
        return None
    if indicator.per == "persons":
        return Reading(THOUSAND * value / size, record.unit, record.year, (record, below))
    return Reading(value / size, "share", record.year, (record, below))


def _middle(record: Record) -> float:
    """The value of a record; of a stated range its middle."""
    assert record.value is not None
    return record.value if record.high is None else (record.value + record.high) / 2


def _of_one_unit(readings: Mapping[str, Reading | None]) -> dict[str, Reading]:
    """The readings in the unit that most have, then the first by name: currencies are never mixed."""
    known = {place: reading for place, reading in readings.items() if reading is not None}
    units = [reading.unit for reading in known.values()]
    most = min(set(units), key=lambda unit: (-units.count(unit), unit), default="")
    return {place: reading for place, reading in known.items() if reading.unit == most}


def complete(found: Sequence[Scored]) -> tuple[list[Scored], list[str]]:
    """The indicators that are used together, and the places that have all of them.

    A place that lacks an indicator cannot be ranked beside one that has it. While fewer than five places are complete,
    the indicator that the fewest places have is left out (of equal ones the last); with fewer indicators than a factor
    needs there is none.
    """
    used = [one for one in found if one.scores]
    while used:
        places = [place for place in used[0].scores if all(place in one.scores for one in used)]
        if len(places) >= settings().least_places:
            return used, places
        fewest = min(range(len(used)), key=lambda at: (len(used[at].scores), -at))
        used = [one for at, one in enumerate(used) if at != fewest]
    return [], []


def matrix(used: Sequence[Scored], places: Sequence[str]) -> NDArray[np.float64]:
    """Standard scores (places, indicators)."""
    return np.array([[one.scores[place] for one in used] for place in places])


def unstated(used: Sequence[Scored], places: Sequence[str]) -> bool:
    """Whether some figure states no scope: what rests on it leans at most."""
    scopes = {
        record.scope
        for one in used
        for place in places
        for record in one.readings[place].records
        if record.unit not in ("share",)
    }
    return bool(scopes & {"", UNSTATED})
