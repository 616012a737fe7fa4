"""Agreement of coders against published values and laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.interviews.agreement import Level, alpha, alpha_interval, kappa, segment_f1

NONE = math.nan
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011_four_observers_twelve_units(level: Level, expected: float) -> None:
    assert alpha(KRIPPENDORFF, level) == pytest.approx(expected, abs=5e-4)
    low, high = alpha_interval(KRIPPENDORFF, level, draws=300)
    assert low < expected < high


def test_perfect_and_systematic_disagreement() -> None:
    assert alpha([[1, 2, 3], [1, 2, 3]]) == 1
    assert alpha([[1, 2, 1, 2], [2, 1, 2, 1]]) < 0


def test_what_cannot_be_told_is_not_a_number() -> None:
    assert math.isnan(alpha([[1, 1], [1, 1]]))
    assert math.isnan(alpha([[1, NONE], [NONE, 2]]))
    assert all(math.isnan(end) for end in alpha_interval([[1, NONE], [NONE, 2]]))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10_000))
def test_alpha_knows_no_order_of_coders_or_units(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ratings = np.where(rng.random((3, 8)) < 0.2, NONE, rng.integers(1, 4, (3, 8)))
    level: Level = ("nominal", "ordinal", "interval", "ratio")[seed % 4]  # type: ignore[assignment]
    shuffled = ratings[rng.permutation(3)][:, rng.permutation(8)]
    np.testing.assert_allclose(alpha(ratings, level), alpha(shuffled, level), equal_nan=True, atol=1e-12)


def test_cohen_1960_by_hand() -> None:
    """Twenty both, five and ten apart, fifteen neither: p_o .7, p_e .5, kappa .4."""
    one = [1] * 25 + [0] * 25
    other = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert kappa(one, other) == pytest.approx(0.4)
    assert math.isnan(kappa([1, 1], [1, 1]))
    assert math.isnan(kappa([], []))


def test_uncoded_characters_inflate_kappa_and_not_f1() -> None:
    one, other = [(0, 40)], [(25, 65)]
    short, long = (np.zeros((2, n), dtype=int) for n in (100, 10_000))
    for text in (short, long):
        text[0, 0:40], text[1, 25:65] = 1, 1
    assert kappa(*short) < 0 < kappa(*long)
    assert segment_f1(one, other) == 0


def test_segments_are_matched_once() -> None:
    assert segment_f1([(0, 10), (20, 30)], [(0, 9), (1, 10), (50, 60)]) == pytest.approx(2 / 5)
    assert segment_f1([(0, 10)], [(0, 10)]) == 1
    assert math.isnan(segment_f1([], []))


def test_turns_of_one_interview_are_drawn_together() -> None:
    """Ten interviews in each of which the coders agree on all or on nothing: single turns would look surer."""
    rng = np.random.default_rng(2)
    one = rng.integers(0, 2, 200).astype(float)
    groups = np.repeat(np.arange(10), 20)
    other = np.where(groups % 2 == 0, one, 1 - one)
    alone = alpha_interval(np.array([one, other]), seed=4)
    together = alpha_interval(np.array([one, other]), groups=groups, seed=4)
    assert together[1] - together[0] > 2 * (alone[1] - alone[0])
    assert together[0] < alpha(np.array([one, other])) < together[1]
