"""Scales: values of another program, a covariance whose factor is known, laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.surveys.scales import alpha, alpha_interval, alpha_without, item_total, omega

Q = np.array([[1, 2, 2, 3, 2, 2, 3, 3, 2, 3], [1, 1, 1, 2, 3, 3, 2, 3, 3, 3], [1, 1, 2, 1, 2, 3, 3, 3, 2, 3.0]]).T


def exact(covariance: np.ndarray, n: int = 200) -> np.ndarray:
    """Answers whose covariance is exactly the one given."""
    z = np.random.default_rng(7).normal(size=(n, len(covariance)))
    z -= z.mean(axis=0)
    white = z @ np.linalg.inv(np.linalg.cholesky(np.cov(z, rowvar=False))).T
    return white @ np.linalg.cholesky(covariance).T


def test_cronbach_1951_and_feldt_1965_as_pingouin_prints_them() -> None:
    """pingouin.cronbach_alpha on these answers prints (0.7734375, [0.336, 0.939])."""
    assert alpha(Q) == pytest.approx(0.7734375, abs=1e-12)
    assert alpha_interval(Q) == pytest.approx((0.336, 0.939), abs=5e-4)


def test_alpha_needs_two_items_three_rows_and_variance() -> None:
    assert math.isnan(alpha(Q[:, :1])) and math.isnan(alpha(Q[:2])) and math.isnan(alpha(np.full((5, 3), 2.0)))
    assert all(math.isnan(end) for end in alpha_interval(Q[:2]))
    with_gap = np.vstack([Q, [np.nan, 3, 3]])
    assert alpha(with_gap) == pytest.approx(alpha(Q))


def test_mcdonald_1999_omega_of_a_covariance_with_one_factor() -> None:
    """Loadings .9 .7 .5 .3 and unique variances .3: omega = 2.4^2 / (2.4^2 + 1.2)."""
    loadings = np.array([0.9, 0.7, 0.5, 0.3])
    x = exact(np.outer(loadings, loadings) + 0.3 * np.eye(4))
    assert omega(x) == pytest.approx(2.4**2 / (2.4**2 + 1.2), abs=1e-6)
    assert alpha(x) < omega(x)
    equal = exact(0.64 * np.ones((4, 4)) + 0.36 * np.eye(4))
    assert omega(equal) == pytest.approx(alpha(equal), abs=1e-9)
    assert math.isnan(omega(Q[:, :2])) and math.isnan(omega(np.column_stack([Q, np.ones(10)])))


def test_an_item_worded_the_other_way_round_shows() -> None:
    turned = np.column_stack([Q[:, 0], Q[:, 1], 4 - Q[:, 2]])
    assert (item_total(Q) > 0).all()
    assert item_total(turned)[2] < 0
    assert alpha_without(turned)[2] > alpha(turned)
    assert item_total(Q)[0] == pytest.approx(np.corrcoef(Q[:, 0], Q[:, 1] + Q[:, 2])[0, 1])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 9), st.floats(-5, 5))
def test_alpha_and_omega_do_not_depend_on_the_unit_of_the_scale(seed: int, times: float, plus: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(60, 1)) + rng.normal(size=(60, 4))
    assert alpha(x * times + plus) == pytest.approx(alpha(x), abs=1e-9)
    assert omega(x * times + plus) == pytest.approx(omega(x), abs=1e-5)
