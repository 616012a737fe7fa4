"""How far the image of a place lies from that of its peers, with its interval and a test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
DRAWS = 999


@dataclass(frozen=True, slots=True)
class Distances:
    """Distance of each place (s,), its interval (95 %), and how often chance alone gives one as large (p)."""

    values: Array
    low: Array
    high: Array
    p: Array


def image_distances(chosen: Array, weights: Array, *, draws: int = DRAWS, seed: int = 1) -> Distances:
    """Chi-squared distance of each place's profile of attributes from the centre of the other places.

    chosen (n respondents, s places, a attributes): 1, 0, or NaN where not asked; weights (n,). With N the weighted
    counts (s, a), profiles r = N / row sums, column masses c, and m the mean profile of the others weighted by their
    masses: d = sqrt(sum (r - m)^2 / c), which is the distance in all dimensions of the correspondence analysis, not
    only in the two that a map draws. The interval is the percentile bootstrap over respondents, the test permutes
    within each respondent the places that he or she judged: a survey in which all places look alike gives a large p.
    The bootstrap lies a little too high where the sample is small (noise adds distance): read it beside p.
    Raises ValueError where a place or an attribute was never chosen, or fewer than two places stand there.

    Source of the distance: Greenacre (2017), Correspondence Analysis in Practice, chapter 4; of the test: Good (2005),
    Permutation, Parametric and Bootstrap Tests of Hypotheses.
    """
    n, places, _ = chosen.shape
    filled = np.where(np.isnan(chosen), 0.0, chosen) * weights[:, None, None]
    counts = filled.sum(axis=0)
    if places < 2 or (counts.sum(axis=0) == 0).any() or (counts.sum(axis=1) == 0).any():
        raise ValueError("fewer than two places, or one without any attribute")
    values = _distances(counts)
    rng = np.random.default_rng(seed)
    flat = filled.reshape(n, -1)
    times = rng.multinomial(n, np.full(n, 1 / n), size=draws)
    again = np.array([_distances(drawn.reshape(counts.shape)) for drawn in times @ flat])
    low, high = np.nanquantile(again, [0.025, 0.975], axis=0)
    known: NDArray[np.bool_] = np.asarray(~np.isnan(chosen).all(axis=2))
    chance = np.array([_distances(_shuffled(filled, known, rng).sum(axis=0)) for _ in range(draws)])
    p = (1 + (chance >= values - 1e-12).sum(axis=0)) / (draws + 1)
    return Distances(values, np.minimum(low, values), np.maximum(high, values), p)


def _distances(counts: Array) -> Array:
    """NaN for a place without any attribute."""
    masses = counts.sum(axis=1)
    columns = counts.sum(axis=0) / counts.sum()
    profiles = np.divide(counts, masses[:, None], out=np.full_like(counts, np.nan), where=masses[:, None] > 0)
    others = masses.sum() - masses
    rest = np.divide(
        counts.sum(axis=0) - counts, others[:, None], out=np.full_like(counts, np.nan), where=others[:, None] > 0
    )
    squared = np.divide((profiles - rest) ** 2, columns, out=np.zeros_like(counts), where=columns > 0)
    return np.asarray(np.sqrt(squared.sum(axis=1)))


def _shuffled(filled: Array, known: NDArray[np.bool_], rng: np.random.Generator) -> Array:
    """The places that a respondent judged, in an order drawn for each respondent."""
    to = np.argsort(~known, axis=1, kind="stable")
    drawn = np.argsort(~known + rng.random(known.shape), axis=1)
    out = np.empty_like(filled)
    np.put_along_axis(out, to[:, :, None], np.take_along_axis(filled, drawn[:, :, None], axis=1), axis=1)
    return out
