"""How the audience sees the places: scores on attributes, a map of both, distances from the peers."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clustermark.findings.model import Finding
from clustermark.lenses.communication.answers import Item, Survey
from clustermark.lenses.communication.readings import Array, counted, scored
from clustermark.lenses.communication.surveyed import LEAST, SMALL, Asked, Row, long_results
from clustermark.lenses.protocol import Found
from clustermark.methods.surveys.correspondence import Map, contributions, correspondence, quality, supplementary_rows
from clustermark.methods.surveys.funnel import weighted_mean
from clustermark.methods.surveys.image import image_distances

DISTANCE = "communication.image_distance"
CHANCE = 0.05  # p above which a distance may be chance: it leans at most


@dataclass(frozen=True, slots=True)
class Image:
    """Places by attributes: `chosen` (n, places, attributes) is 1, 0 or NaN; `active` places shape the map."""

    places: tuple[str, ...]
    attributes: tuple[str, ...]
    chosen: Array
    active: NDArray[np.bool_]

    def counts(self, weights: Array) -> Array:
        """Weighted numbers (places, attributes) of those who gave the place the attribute."""
        return np.asarray((np.nan_to_num(self.chosen) * weights[:, None, None]).sum(axis=0))


def find(asked: Asked) -> Found:
    """Scores, map and distances of every survey that asks for images."""
    findings: list[Finding] = []
    points: list[Row] = []
    scores: list[Row] = []
    for survey in asked.surveys:
        items = [item for item in survey.of("image") if item.subject and item.attribute]
        if survey.period != asked.context.study.period or not items:
            continue
        scores += _scores(survey, items)
        image = _image(asked, survey, items)
        if isinstance(image, int):
            focus = asked.context.study.focus
            findings.append(asked.lacking(survey, DISTANCE, focus, "few-attributes", n=image))
            continue
        found = correspondence(image.counts(survey.weighting.weights)[image.active])
        points += _points(survey, image, found)
        findings += _distances(asked, survey, image, found)
    return Found(findings, long_results(image_map=points, image_scores=scores))


def _scores(survey: Survey, items: Sequence[Item]) -> Iterator[Row]:
    """The weighted mean of each place on each attribute: of the scale, or the share who say that it has it."""
    for item in items:
        read = scored(survey, item) if item.low is not None else counted(survey, item)
        if not read.why and read.known.sum() >= LEAST:
            figures = weighted_mean(read.values[read.known], survey.weighting.weights[read.known])
            yield (survey.source, item.subject, item.attribute, int(read.known.sum()), *figures)


def _image(asked: Asked, survey: Survey, items: Sequence[Item]) -> Image | int:
    """The attributes that are asked of every place, and the places of the study.

    Clusters that enough respondents judged shape the map; others and the benchmark places are set into it. The number
    of attributes where there are fewer than three, or fewer than three places that shape the map.
    """
    study = asked.context.study
    read = {(item.subject, item.attribute): counted(survey, item) for item in items}
    usable = {pair: one.values for pair, one in read.items() if not one.why and one.known.sum() >= LEAST}
    places = tuple(place for place in study.subjects() if any(pair[0] == place for pair in usable))
    attributes = tuple(dict.fromkeys(pair[1] for pair in usable if all((place, pair[1]) in usable for place in places)))
    if len(attributes) < 3 or len(places) < 3:
        return len(attributes)
    chosen = np.stack([np.column_stack([usable[place, one] for one in attributes]) for place in places], axis=1)
    judged = (~np.isnan(chosen).all(axis=2)).sum(axis=0) >= SMALL
    counts = Image(places, attributes, chosen, judged).counts(survey.weighting.weights)
    active = np.array([place in study.all_clusters() for place in places]) & judged & (counts.sum(axis=1) > 0)
    held = counts[active].sum(axis=0) > 0
    image = Image(places, tuple(np.array(attributes, dtype=object)[held]), chosen[:, :, held], active)
    return image if active.sum() > 2 and held.sum() > 2 else int(held.sum())


def _points(survey: Survey, image: Image, found: Map) -> Iterator[Row]:
    """Places, attributes, and places that are set into the map without shaping it."""
    names = [place for place, active in zip(image.places, image.active, strict=True) if active]
    sides = (
        ("subject", names, found.rows, found.row_masses),
        ("attribute", image.attributes, found.columns, found.column_masses),
    )
    for kind, labels, places, masses in sides:
        made = masses * (places**2).sum(axis=1)
        plane = (
            contributions(places, masses, found.inertia)[:, :2]
            @ found.inertia[:2]
            / max(found.inertia[:2].sum(), 1e-15)
        )
        for at, label in enumerate(labels):
            share = float(made[at] / found.total) if found.total > 1e-15 else 0.0
            known = (float(masses[at]), share, float(plane[at]), float(quality(places)[at]), False)
            yield (survey.source, kind, label, float(places[at, 0]), float(places[at, 1]), *known)
    others = supplementary_rows(found, image.counts(survey.weighting.weights)[~image.active])
    rest = [place for place, active in zip(image.places, image.active, strict=True) if not active]
    for at, place in enumerate(rest):
        if not np.isnan(others[at]).any():
            shown = float(quality(others)[at])
            yield (
                survey.source,
                "subject",
                place,
                float(others[at, 0]),
                float(others[at, 1]),
                0.0,
                0.0,
                0.0,
                shown,
                True,
            )


def _distances(asked: Asked, survey: Survey, image: Image, found: Map) -> Iterator[Finding]:
    """Distance of each place that shapes the map from the centre of the others, with the test of chance."""
    chosen = image.chosen[:, image.active]
    seed = zlib.crc32(f"{asked.context.study.seed}/image/{survey.source}".encode())
    apart = image_distances(chosen, survey.weighting.weights, seed=seed)
    axes = found.inertia[:2] / found.total if found.total > 1e-15 else np.zeros(2)
    names = [place for place, active in zip(image.places, image.active, strict=True) if active]
    for at, place in enumerate(names):
        counts = np.asarray(~np.isnan(chosen[:, at]).all(axis=1))
        said: dict[str, object] = {
            "attributes": len(image.attributes),
            "axis-1": f"{axes[0]:.3g}",
            "axis-2": f"{axes[1]:.3g}",
            "p": f"{apart.p[at]:.3f}",
        }
        if apart.p[at] > CHANCE:
            said["at-most"] = "leaning"
        figures = (float(apart.values[at]), float(apart.low[at]), float(apart.high[at]))
        yield asked.found(survey, DISTANCE, place, figures, counts, "bootstrap", said)
