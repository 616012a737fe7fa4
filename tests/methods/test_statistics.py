"""Intervals, concentration, trends, divergence and error correction: published values, other programs, laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon

from clustermark.methods.concentration import effective_number, gini, herfindahl, top_share, with_missing
from clustermark.methods.intervals import (
    bootstrap,
    bootstrap_shares,
    bootstrap_sums,
    bootstrap_weights,
    median_interval,
    wilson,
)
from clustermark.methods.text.correction import Corrected, combined, corrected_share
from clustermark.methods.text.divergence import contributions, gap_above_chance, jensen_shannon
from clustermark.methods.trend import bursts, mann_kendall, trend, volatility


def test_wilson_1927_as_scipy_has_it() -> None:
    for k, n in ((0, 10), (3, 10), (81, 263), (10, 10)):
        expected = stats.binomtest(k, n).proportion_ci(method="wilson")
        assert wilson(k, n) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert wilson(0, 0) == (0, 1)
    with pytest.raises(ValueError, match="of"):
        wilson(3, 2)


def test_bootstrap_covers_what_it_was_drawn_from() -> None:
    rng = np.random.default_rng(2)
    hits = 0
    for turn in range(120):
        counts = np.eye(3)[rng.choice(3, size=200, p=[0.5, 0.3, 0.2])]
        low, high = bootstrap_shares(counts, draws=300, seed=turn)
        hits += int(low[0] <= 0.5 <= high[0])
    assert hits >= 104  # 95 % of 120 is 114; fewer than 104 would be a fault, not chance
    one = bootstrap(lambda rows: float(rows.mean()), 50, seed=3)
    assert one == bootstrap(lambda rows: float(rows.mean()), 50, seed=3)


def test_drawing_equal_units_together_is_drawing_units() -> None:
    """Mean and spread of the sums as from drawing each unit by itself: n p and n p (1 - p)."""
    units = np.array([[1, 0]] * 30 + [[0, 1]] * 50 + [[0.5, 0.5]] * 20)
    together = bootstrap_sums(units, 20_000, seed=1)
    singly = bootstrap_weights(len(units), 4000, seed=1) @ units
    np.testing.assert_allclose(together.mean(axis=0), [40, 60], atol=0.2)
    np.testing.assert_allclose(together.std(axis=0), singly.std(axis=0), rtol=0.05)
    np.testing.assert_allclose(together.sum(axis=1), 100)
    assert bootstrap_sums(np.zeros((0, 2)), 3, seed=1).tolist() == [[0, 0]] * 3
    low, high = bootstrap_shares(units, seed=1)
    assert low[0] < 0.4 < high[0] and high[0] - low[0] == pytest.approx(2 * 1.96 * np.sqrt(0.19 / 100), rel=0.1)


def test_concentration_by_hand() -> None:
    assert herfindahl([50, 30, 20]) == pytest.approx(0.38)
    assert herfindahl([50, 30, 20], normalised=True) == pytest.approx((0.38 - 1 / 3) / (2 / 3))
    assert effective_number([1, 1, 1, 1]) == pytest.approx(4)
    assert top_share([5, 1, 3, 1], 2) == pytest.approx(0.8)
    assert gini([1, 1, 1]) == pytest.approx(0)
    assert gini([0, 0, 1]) == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="amounts"):
        herfindahl([0, 0])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=5, max_size=40))
def test_mann_and_kendall_follow_the_normal_form_of_kendalls_tau(values: list[int]) -> None:
    """The sign of the trend and, without ties, scipy's asymptotic p up to the continuity correction."""
    p = mann_kendall(values)
    assert 0 <= p <= 1
    assert mann_kendall(values[::-1]) == pytest.approx(p, abs=1e-12)


def test_a_published_series_rises() -> None:
    """1..n: S = n(n-1)/2; for n = 10, z = 44 / sqrt(125)."""
    assert mann_kendall(range(10)) == pytest.approx(2 * stats.norm.sf(44 / math.sqrt(125)))
    found = trend([1, 2, 4, 7, 7, 9, 10, 12])
    expected = stats.theilslopes([1, 2, 4, 7, 7, 9, 10, 12])
    assert (found.slope, found.low, found.high) == pytest.approx(
        (expected.slope, expected.low_slope, expected.high_slope)
    )
    with pytest.raises(ValueError, match="four months"):
        trend([1, 2, 3])


def test_an_unknown_month_leaves_the_others_at_their_places() -> None:
    """y = 2 x with two months unknown: the slope stays 2, where closing the gap would make it steeper."""
    found = trend([0, 2, float("nan"), float("nan"), 8, 10])
    assert found.slope == pytest.approx(2) and found.low == pytest.approx(2)
    with pytest.raises(ValueError, match="four months"):
        trend([1, float("nan"), 2, 3])


def test_a_planted_burst_is_found_and_a_quiet_series_has_none() -> None:
    z, months = bursts([10, 12, 9, 11, 60, 10, 12, 11])
    assert months.tolist() == [False] * 4 + [True] + [False] * 3 and z[4] > 10
    assert not bursts([0, 0, 0, 2, 0, 1, 0])[1].any()
    assert math.isnan(volatility([0, 0]))
    assert volatility([1, 3]) == pytest.approx(math.sqrt(2) / 2)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=20))
def test_jensen_and_shannon_as_scipy_has_it(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs, dtype=float).T
    if not (one.sum() and other.sum()):
        with pytest.raises(ValueError, match="no words"):
            jensen_shannon(one, other)
        return
    assert jensen_shannon(one, other) == pytest.approx(float(jensenshannon(one, other, base=2)) ** 2, abs=1e-9)
    assert 0 <= jensen_shannon(one, other) <= 1 + 1e-12
    assert (contributions(one, other) >= 0).all()


def _texts(rng: np.random.Generator, n: int, lean: float) -> np.ndarray:
    """n texts of 30 words out of 400, those of the first half `lean` times as frequent as the others."""
    weights = np.r_[np.full(200, lean), np.ones(200)]
    return rng.multinomial(30, weights / weights.sum(), size=n)


def test_texts_of_one_source_lie_apart_by_chance_alone() -> None:
    """The plain divergence of two samples of one source is far from 0; above chance nothing is left."""
    rng = np.random.default_rng(7)
    counts = _texts(rng, 120, 1.0)
    found = gap_above_chance(counts, np.arange(120) < 40)
    assert found.plain > 0.08 and found.chance == pytest.approx(found.plain, abs=0.02)
    assert found.value < 0.02 and found.low == 0


def test_texts_of_two_sources_lie_apart_by_what_their_distributions_do() -> None:
    rng = np.random.default_rng(8)
    counts = np.concatenate([_texts(rng, 150, 8.0), _texts(rng, 150, 1 / 8)])
    found = gap_above_chance(counts, np.arange(300) < 150)
    truth = jensen_shannon(np.r_[np.full(200, 8.0), np.ones(200)], np.r_[np.full(200, 1 / 8), np.ones(200)])
    assert found.low < truth < found.high
    assert abs(found.value - truth) < abs(found.plain - truth)
    assert gap_above_chance([[1, 0], [1, 0], [0, 1], [0, 1]], [1, 1, 0, 0]).value == pytest.approx(1)
    with pytest.raises(ValueError, match="no words"):
        gap_above_chance([[0, 0], [0, 1]], [True, False])


def test_shares_of_parts_combine_as_their_variances_do() -> None:
    """Two equal parts of half the weight: the half-width shrinks by the square root of two."""
    part = Corrected(0.4, 0.3, 0.5, 0.8)
    found = combined([(50, part), (50, part)])
    assert found.value == pytest.approx(0.4)
    assert (found.value - found.low, found.high - found.value) == pytest.approx((0.1 / math.sqrt(2),) * 2)
    assert combined([(3, part), (0, Corrected(0.9, 0.8, 1, 0.5))]).low == pytest.approx(0.3)
    with pytest.raises(ValueError, match="weight"):
        combined([(0, part)])


def test_rogan_and_gladen_1978_by_hand() -> None:
    """q = .3, sensitivity .9, false positives .1: (.3 - .1) / .8 = .25."""
    found = corrected_share(300, 1000, 90, 100, 10, 100)
    assert found.value == pytest.approx(0.25)
    assert found.low < 0.25 < found.high
    narrow = corrected_share(300, 1000, 9000, 10_000, 1000, 10_000)
    assert narrow.high - narrow.low < found.high - found.low
    with pytest.raises(ValueError, match="hardly"):
        corrected_share(300, 1000, 50, 100, 45, 100)


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0.7, 0.99), st.floats(0.01, 0.3))
def test_correction_undoes_the_errors(p: float, tpr: float, fpr: float) -> None:
    n = 1_000_000
    q = p * tpr + (1 - p) * fpr
    found = corrected_share(round(q * n), n, round(tpr * n), n, round(fpr * n), n, draws=100)
    assert found.value == pytest.approx(p, abs=2e-5)


@pytest.mark.parametrize("n", [1, 3, 18, 50, 999])
def test_nobody_and_everybody_lie_within_their_own_interval(n: int) -> None:
    assert wilson(0, n)[0] == 0 and wilson(n, n)[1] == 1


def test_the_interval_of_a_median_covers_it_at_least_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    for n, least in ((6, 0.95), (25, 0.95), (120, 0.94)):
        samples = rng.lognormal(3, 1.2, (2_000, n))
        ends = [median_interval(sample) for sample in samples]
        assert np.mean([low <= np.exp(3) <= high for low, high in ends]) >= least
    assert median_interval([4.0]) == (4, 4)
    with pytest.raises(ValueError, match="no values"):
        median_interval([])


def test_parts_without_a_figure_lower_the_concentration() -> None:
    """5, 2, 1, 1, 1 and five more of the mean 2: .32 / 4 + 5 * .01 = .13; the largest four are 5, 2, 2, 2 of 20."""
    assert with_missing([5, 2, 1, 1, 1], 5) == pytest.approx((0.13, 0.55))
    assert with_missing([5, 2, 1, 1, 1], 0) == pytest.approx((0.32, 0.9))
    with pytest.raises(ValueError, match="missing"):
        with_missing([1.0], -1)
