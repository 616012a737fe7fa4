"""Weights of a survey: from the margins of the population, else those that came with the answers, else none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clustermark.evidence.fold import fold
from clustermark.evidence.model import Evidence
from clustermark.lenses.rows import number, open_rows, text, year
from clustermark.methods.surveys.weights import calibrated, design_effect, effective_size

Array = NDArray[np.float64]
Margins = Mapping[str, Mapping[str, float]]
STRAYS = 0.05  # respondents of groups without a margin, as a share: up to here they count as not stated


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weights (n,) with mean 1, where they come from, and what a reader must know of them.

    source: raked, given, none, refused; why: of a refusal the code and what it is about (`of`): "empty" a group of the
    margins without respondents, "unknown" a group of respondents without a margin, "shares", "not-converged",
    "no-item" margins of no item of the survey, "negative", "missing", "zero". trimmed: weights at a bound; gap: the
    largest distance left to a margin; strays: respondents of groups without a margin.
    """

    weights: Array
    source: str
    why: str = ""
    of: str = ""
    trimmed: int = 0
    gap: float = 0.0
    strays: int = 0

    @property
    def effective(self) -> float:
        """Number of respondents after Kish."""
        return effective_size(self.weights)

    @property
    def design_effect(self) -> float:
        """How many times the weights enlarge the variance."""
        return design_effect(self.weights)


def weigh(
    evidence: Evidence,
    source: str,
    when: int,
    columns: Mapping[str, str],
    answers: Mapping[str, Sequence[tuple[str, ...]]],
    given: Sequence[float | None],
) -> Weighting:
    """The weights of a survey of the year `when`; `columns` maps folded names of items to columns of `answers`.

    Weights that came with the answers are the base that the margins change. What is refused leaves every weight 1: the
    figures then speak of the respondents alone, and say so.
    """
    n = len(given)
    base = _base(given)
    listed = _margins(evidence, source, when)
    if not listed or base.source == "refused":
        return base
    margins = {columns[name]: shares for name, shares in listed.items() if name in columns}
    if not margins:
        return Weighting(np.ones(n), "refused", "no-item", next(iter(listed)))
    groups, strays = _groups(margins, answers)
    try:
        found = calibrated(groups, margins, base=base.weights)
    except ValueError as error:
        why, _, of = str(error).partition(":")
        return Weighting(np.ones(n), "refused", why, _told(of, evidence))
    return Weighting(found.weights, "raked", trimmed=found.trimmed, gap=found.gap, strays=strays)


def _base(given: Sequence[float | None]) -> Weighting:
    """The weights that came with the answers, if any came and they can be used."""
    n = len(given)
    plain = Weighting(np.ones(n), "none")
    if all(weight is None for weight in given):
        return plain
    stated = np.array([np.nan if weight is None else weight for weight in given], dtype=np.float64)
    if np.isnan(stated).any():
        return replace(plain, source="refused", why="missing", of=str(int(np.isnan(stated).sum())))
    if (stated < 0).any():
        return replace(plain, source="refused", why="negative", of=str(int((stated < 0).sum())))
    if not stated.sum() > 0:
        return replace(plain, source="refused", why="zero")
    return plain if np.ptp(stated) == 0 else Weighting(stated / stated.mean(), "given")


def _margins(evidence: Evidence, source: str, when: int) -> dict[str, dict[str, float]]:
    """Folded item -> folded option -> share, of the year nearest to the survey's."""
    years: dict[str, dict[int, dict[str, float]]] = {}
    for row in open_rows(evidence, "margins"):
        share = number(row, "share")
        if share is not None and text(row, "survey") in ("", source):
            of = years.setdefault(fold(text(row, "item")), {}).setdefault(year(row) or when, {})
            of[fold(text(row, "option"))] = share
    return {item: by_year[min(by_year, key=lambda one: (abs(one - when), one))] for item, by_year in years.items()}


def _groups(
    margins: Margins, answers: Mapping[str, Sequence[tuple[str, ...]]]
) -> tuple[dict[str, NDArray[np.str_]], int]:
    """Folded labels of the respondents by column; those of few respondents without a margin count as not stated."""
    groups: dict[str, NDArray[np.str_]] = {}
    strays = 0
    for column, shares in margins.items():
        labels = np.array([fold(chosen[0]) if len(chosen) == 1 else "" for chosen in answers[column]], dtype=str)
        odd = ~np.isin(labels, [*shares, ""])
        if odd.sum() <= STRAYS * len(labels):
            strays += int(odd.sum())
            labels = np.where(odd, "", labels)
        groups[column] = labels
    return groups, strays


def _told(of: str, evidence: Evidence) -> str:
    """What a refusal is about, in the words of the margins; of a group that only answers name, the item alone."""
    item, _, label = of.rpartition(":")
    for row in open_rows(evidence, "margins"):
        if label and fold(text(row, "option")) == label:
            return text(row, "option")
    return item or of
