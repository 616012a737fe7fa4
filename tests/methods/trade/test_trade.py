"""Unit values, quality and specialisation against published or hand-computed values."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.trade.quality import band, log_quality, relative_unit_value, unit_values, winsorised
from clustermark.methods.trade.specialisation import (
    cluster_strength,
    expy,
    functional_specialisation,
    location_quotient,
    location_quotient_interval,
    prody,
    rca,
    upgraded,
)


def test_khandelwal_schott_and_wei_2013_in_one_market() -> None:
    """One product, market and year: ln q + 5 ln p from its mean, over 4; computed by hand."""
    found = log_quality([10, 12, 20], [1000, 900, 500], ["a"] * 3, ["x"] * 3, 5)
    np.testing.assert_allclose(found, [-0.298236, -0.096675, 0.394911], atol=5e-7)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 5000))
def test_quality_equals_the_residual_of_a_regression_on_dummies(seed: int) -> None:
    rng = np.random.default_rng(seed)
    product, market = rng.integers(0, 4, 40), rng.integers(0, 5, 40)
    price, quantity = rng.lognormal(size=40), rng.lognormal(size=40)
    left = np.log(quantity) + 4 * np.log(price)
    dummies = np.column_stack([product[:, None] == np.arange(4), market[:, None] == np.arange(5)]).astype(float)
    expected = left - dummies @ np.linalg.lstsq(dummies, left, rcond=None)[0]
    np.testing.assert_allclose(log_quality(price, quantity, product, market, 4), expected / 3, atol=1e-8)


def test_quality_refuses_and_leaves_out() -> None:
    with pytest.raises(ValueError, match="sigma"):
        log_quality([1], [1], ["a"], ["x"], 1)
    assert np.isnan(log_quality([0, 2, 3], [1, 2, 1], ["a"] * 3, ["x"] * 3, 5)).tolist() == [True, False, False]


def test_unit_values_and_bands() -> None:
    found = unit_values([100, 50, -1, 5], [10, 0, 2, 5])
    assert found[0] == 10 and np.isnan(found[1]) and np.isnan(found[2]) and found[3] == 1
    relative = relative_unit_value([8, 12, 10, np.nan], [1, 1, 2, 1], ["kg", "kg", "pairs", "pairs"])
    np.testing.assert_allclose(relative[:3], [0.8, 1.2, 1])
    assert [band(float(one)) for one in relative] == ["low", "high", "middle", ""]


def test_winsorising_counts_what_it_moved_and_stays_in_its_group() -> None:
    values = np.concatenate([np.arange(100.0), [1000.0], [5.0, np.nan]])
    groups = ["a"] * 101 + ["b"] * 2
    found, moved = winsorised(values, groups, 0.01)
    assert moved == 2 and found[100] < 1000 and found[101] == 5 and np.isnan(found[102])


def test_location_quotients() -> None:
    assert location_quotient(30, 100, 300, 10_000) == pytest.approx(10)
    low, high = location_quotient_interval(30, 100, 300, 10_000)
    assert low < 10 < high
    assert cluster_strength(50, 30, 100, 800, 300, 10_000) == pytest.approx((20 / 100) / (500 / 10_000))
    with pytest.raises(ValueError, match="employment"):
        location_quotient(120, 100, 300, 10_000)


def test_hausmann_hwang_and_rodrik_2007_by_hand() -> None:
    """Two places, two products; shares .75 .25 and .25 .75, incomes 10 and 30."""
    exports, income = [[3.0, 1], [1, 3]], [10.0, 30]
    products = prody(exports, income)
    np.testing.assert_allclose(products, [0.75 * 10 + 0.25 * 30, 0.25 * 10 + 0.75 * 30])
    np.testing.assert_allclose(expy(exports, products), [0.75 * 15 + 0.25 * 25, 0.25 * 15 + 0.75 * 25])


def test_timmer_miroudot_and_de_vries_2019_toy() -> None:
    """Incomes of two places by four functions; computed by hand."""
    found = functional_specialisation([[10, 60, 20, 10], [30, 30, 25, 15]])
    np.testing.assert_allclose(found, [[0.5, 1.3333, 0.8889, 0.8], [1.5, 0.6667, 1.1111, 1.2]], atol=5e-5)


@given(st.lists(st.lists(st.floats(0.1, 100), min_size=3, max_size=3), min_size=2, max_size=5))
def test_rca_averages_to_one_over_places(exports: list[list[float]]) -> None:
    x = np.array(exports)
    np.testing.assert_allclose((rca(x) * (x.sum(axis=1) / x.sum())[:, None]).sum(axis=0), 1)


def test_bernhardt_and_pollak_need_both() -> None:
    assert upgraded((0.8, 0.9), (0.1, 0.12))
    assert not upgraded((0.8, 0.9), (0.1, 0.1))
    assert not upgraded((0.8, math.nan), (0.1, 0.2))
