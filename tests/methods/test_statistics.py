"""Intervals, concentration, trends, divergence and error correction: published values, other programs, laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon

from clustermark.methods.concentration import effective_number, gini, herfindahl, top_share
from clustermark.methods.intervals import bootstrap, bootstrap_shares, wilson
from clustermark.methods.text.correction import corrected_share
from clustermark.methods.text.divergence import contributions, jensen_shannon
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
