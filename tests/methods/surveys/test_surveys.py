"""Weights, scales, funnels and image maps: published values, other programs, laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clustermark.methods.surveys.correspondence import correspondence
from clustermark.methods.surveys.funnel import balance, funnel
from clustermark.methods.surveys.scales import alpha, alpha_interval, omega
from clustermark.methods.surveys.weights import effective_size, rake, trimmed


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_deming_and_stephan_1940_margins_are_met(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sex, age = rng.choice(["f", "m"], 300), rng.choice(["a", "b", "c"], 300)
    margins = {"sex": {"f": 0.5, "m": 0.5}, "age": {"a": 0.2, "b": 0.3, "c": 0.5}}
    w = rake({"sex": sex, "age": age}, margins)
    assert w.mean() == pytest.approx(1)
    for name, labels in (("sex", sex), ("age", age)):
        for label, share in margins[name].items():
            assert w[labels == label].sum() / w.sum() == pytest.approx(share, abs=1e-7)
    assert effective_size(w) <= 300 + 1e-9


def test_impossible_margins_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="empty:sex:x"):
        rake({"sex": ["f", "m"]}, {"sex": {"f": 0.4, "m": 0.4, "x": 0.2}})
    with pytest.raises(ValueError, match="unknown:sex:m"):
        rake({"sex": ["f", "m"]}, {"sex": {"f": 1.0}})
    with pytest.raises(ValueError, match="not-converged"):
        rake({"a": ["x", "y"], "b": ["u", "v"]}, {"a": {"x": 0.9, "y": 0.1}, "b": {"u": 0.1, "v": 0.9}})
    cut, moved = trimmed([1, 1, 1, 1, 96])
    assert moved > 0 and cut.mean() == pytest.approx(1)


def test_cronbach_1951_by_hand_and_feldt_1965() -> None:
    """Three items that move together: covariances by hand."""
    x = np.array([[1, 2, 1], [2, 3, 3], [3, 3, 4], [4, 5, 4], [5, 5, 5.0]])
    k, item, whole = 3, x.var(axis=0, ddof=1).sum(), x.sum(axis=1).var(ddof=1)
    assert alpha(x) == pytest.approx(k / (k - 1) * (1 - item / whole))
    low, high = alpha_interval(x)
    f = stats.f.ppf([0.975, 0.025], 4, 8)
    assert (low, high) == pytest.approx(tuple(1 - (1 - alpha(x)) * f))
    assert math.isnan(alpha(x[:, :1]))
    assert math.isnan(alpha(np.full((5, 3), 2.0)))


def test_omega_is_alpha_when_all_loadings_are_equal() -> None:
    rng = np.random.default_rng(3)
    factor = rng.normal(size=(20_000, 1))
    equal = factor * 0.8 + rng.normal(size=(20_000, 4)) * 0.6
    assert omega(equal) == pytest.approx(alpha(equal), abs=0.005)
    unequal = factor * np.array([0.9, 0.7, 0.5, 0.3]) + rng.normal(size=(20_000, 4)) * 0.6
    truth = 2.4**2 / (2.4**2 + 4 * 0.36)
    assert omega(unequal) == pytest.approx(truth, abs=0.01)
    assert alpha(unequal) < omega(unequal)


SMOKING = np.array([[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]])


def test_greenacre_1984_smoking_data() -> None:
    """Staff by smoking: total inertia .085190, axes .074759 .010017 .000414."""
    found = correspondence(SMOKING)
    np.testing.assert_allclose(found.inertia, [0.074759, 0.010017, 0.000414], atol=5e-7)
    assert found.total == pytest.approx(0.085190, abs=5e-7)
    first = np.abs(found.rows[:, 0])
    np.testing.assert_allclose(first, [0.065768, 0.258958, 0.380595, 0.232952, 0.201089], atol=5e-7)
    chi = stats.chi2_contingency(SMOKING).statistic
    assert found.total == pytest.approx(chi / SMOKING.sum())


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_the_map_does_not_depend_on_the_order_of_rows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 40, (5, 4))
    order = rng.permutation(5)
    one, other = correspondence(n), correspondence(n[order])
    np.testing.assert_allclose(np.abs(one.rows[order]), np.abs(other.rows), atol=1e-8)
    np.testing.assert_allclose(one.inertia, other.inertia, atol=1e-12)


def test_a_funnel_by_hand() -> None:
    nan = float("nan")
    knows, buys = np.array([1, 1, 1, 0, 0, 0.0]), np.array([1, 0, nan, 0, 0, 0])
    one, two = funnel([("awareness", knows), ("purchase", buys)], np.array([2, 1, 1, 1, 1, 2.0]))
    assert (one.n, one.share) == (6, pytest.approx(4 / 8))
    assert (two.n, two.share) == (5, pytest.approx(2 / 7))
    assert two.conversion == pytest.approx(2 / 3)
    assert one.low < one.share < one.high and math.isnan(one.conversion)
    assert one.effective == pytest.approx(64 / 12)


def test_net_promoters_by_hand() -> None:
    value, low, high = balance(np.array([10, 9, 8, 7, 6, 0, np.nan]), np.ones(7))
    assert value == pytest.approx(0) and low < 0 < high
    assert balance(np.array([10.0, 10]), np.ones(2)) == pytest.approx((1, 1, 1))
