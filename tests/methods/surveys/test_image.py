"""Distances of images: the full space of the correspondence analysis, a test that stays silent where all look alike."""

import numpy as np
import pytest

from clustermark.methods.surveys.correspondence import correspondence
from clustermark.methods.surveys.image import image_distances


def answers(shares: np.ndarray, n: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return (rng.random((n, *shares.shape)) < shares).astype(float)


def test_distances_are_those_of_the_correspondence_analysis_in_all_its_dimensions() -> None:
    shares = np.array([[0.7, 0.2, 0.4, 0.5], [0.3, 0.6, 0.4, 0.5], [0.5, 0.5, 0.2, 0.6], [0.4, 0.4, 0.4, 0.3]])
    chosen = answers(shares, 150, 3)
    found = image_distances(chosen, np.ones(150), draws=99)
    counts = chosen.sum(axis=0)
    space = correspondence(counts)
    for place in range(4):
        rest = [other for other in range(4) if other != place]
        centre = np.average(space.rows[rest], axis=0, weights=space.row_masses[rest])
        assert found.values[place] == pytest.approx(np.linalg.norm(space.rows[place] - centre))
    assert (found.low <= found.values).all() and (found.values <= found.high).all()


def test_a_place_unlike_the_others_is_told_and_its_like_are_not() -> None:
    shares = np.full((4, 6), 0.4)
    shares[0] = [0.8, 0.8, 0.1, 0.1, 0.4, 0.4]
    found = image_distances(answers(shares, 200, 4), np.ones(200), draws=199)
    assert found.p[0] <= 0.01 and found.values.argmax() == 0


def test_where_all_look_alike_chance_explains_it() -> None:
    """Of forty surveys without any difference about one in twenty has p < .05 for the first place."""
    alarms = 0
    for seed in range(40):
        found = image_distances(answers(np.full((3, 4), 0.5), 60, seed), np.ones(60), draws=99, seed=seed)
        alarms += found.p[0] <= 0.05
    assert alarms <= 6


def test_who_judged_only_some_places_is_shuffled_among_them() -> None:
    chosen = answers(np.full((3, 4), 0.5), 80, 9)
    chosen[:40, 2] = np.nan
    weights = np.random.default_rng(1).uniform(0.5, 2, 80)
    one, other = (image_distances(chosen, weights, draws=99, seed=2) for _ in range(2))
    assert (one.p == other.p).all() and np.isfinite(one.low).all()
    with pytest.raises(ValueError, match="without any attribute"):
        image_distances(np.zeros((5, 3, 3)), np.ones(5))


def test_a_weight_of_two_is_a_respondent_twice() -> None:
    chosen = answers(np.array([[0.7, 0.2, 0.4], [0.3, 0.6, 0.4], [0.5, 0.5, 0.2]]), 30, 5)
    weights = np.where(np.arange(30) < 10, 2.0, 1.0)
    twice = np.concatenate([chosen, chosen[:10]])
    one, other = image_distances(chosen, weights, draws=19), image_distances(twice, np.ones(40), draws=19)
    np.testing.assert_allclose(one.values, other.values)
