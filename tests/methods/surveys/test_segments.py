"""Latent classes: a published table, planted classes, no classes where none are."""

import math

import numpy as np
import pytest

from clustermark.methods.surveys.segments import adjusted_rand, latent_classes, segmentation

COUNTS = [42, 23, 6, 25, 6, 24, 7, 38, 1, 4, 1, 6, 2, 9, 2, 20]  # + + + + first, then + + + -, ..., - - - -
PATTERNS = [[1 - (row >> bit & 1) for bit in (3, 2, 1, 0)] for row in range(16)]
ROLE_CONFLICT = np.repeat(np.array(PATTERNS, dtype=float), COUNTS, axis=0)


def test_goodman_1974_two_classes_of_the_role_conflict_data() -> None:
    """216 answers of Stouffer and Toby: L2 2.720 with 6 degrees of freedom, sizes .72 and .28."""
    found = latent_classes(ROLE_CONFLICT, 2)
    saturated = sum(count * math.log(count / 216) for count in COUNTS)
    assert 2 * (saturated - found.likelihood) == pytest.approx(2.720, abs=1e-3)
    np.testing.assert_allclose(found.sizes, [0.721, 0.279], atol=2e-3)
    np.testing.assert_allclose(found.probabilities[0], [0.714, 0.330, 0.354, 0.132], atol=2e-3)
    np.testing.assert_allclose(found.probabilities[1], [0.993, 0.940, 0.927, 0.769], atol=2e-3)


def test_planted_classes_are_found_again_with_gaps_and_stay() -> None:
    rng = np.random.default_rng(1)
    truth = rng.choice(3, 600, p=[0.5, 0.3, 0.2])
    p = np.array([[0.9, 0.8, 0.9, 0.1, 0.2, 0.1], [0.1, 0.2, 0.1, 0.9, 0.8, 0.9], [0.9, 0.9, 0.9, 0.9, 0.9, 0.9]])
    y = (rng.random((600, 6)) < p[truth]).astype(float)
    y[rng.random(y.shape) < 0.05] = np.nan
    found = segmentation(y, draws=5)
    assert len(found.classes.sizes) == 3 and found.stability > 0.8
    np.testing.assert_allclose(found.classes.sizes, [0.5, 0.3, 0.2], atol=0.06)
    assert adjusted_rand(truth, found.classes.labels) > 0.7


def test_without_groups_there_is_one_class() -> None:
    y = (np.random.default_rng(2).random((400, 6)) < [0.2, 0.4, 0.5, 0.6, 0.7, 0.3]).astype(float)
    found = segmentation(y, draws=2)
    assert len(found.classes.sizes) == 1 and math.isnan(found.stability)
    np.testing.assert_allclose(found.classes.probabilities[0], y.mean(axis=0), atol=1e-3)


def test_weights_are_counted_as_their_effective_size() -> None:
    doubled = latent_classes(ROLE_CONFLICT, 2, weights=np.full(216, 2.0))
    assert doubled.likelihood == pytest.approx(latent_classes(ROLE_CONFLICT, 2).likelihood)
    with pytest.raises(ValueError, match="no classes"):
        latent_classes(ROLE_CONFLICT, 0)


def test_hubert_and_arabie_1985_adjusted_rand() -> None:
    """Their table of 5 objects has no printed value here; by hand: pairs together 2, A 4, B 2, of 10."""
    assert adjusted_rand([0, 0, 0, 1, 1], [0, 0, 1, 2, 2]) == pytest.approx((2 - 0.8) / (3 - 0.8))
    assert adjusted_rand([0, 0, 1, 1], [5, 5, 2, 2]) == 1
    assert adjusted_rand([0, 0, 0], [1, 1, 1]) == 1
