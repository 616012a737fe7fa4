"""Unit values, quality and specialisation against published or hand-computed values."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.concentration import herfindahl
from clustermark.methods.trade.quality import (
    band,
    log_quality,
    price_index,
    quality_against_rivals,
    relative_unit_value,
    unit_values,
    winsorised,
)
from clustermark.methods.trade.specialisation import (
    cluster_strength,
    ellison_glaeser,
    expy,
    functional_specialisation,
    location_quotient,
    location_quotient_interval,
    prody,
    rca,
    upgraded,
    upgrading,
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


MADE_UP = np.array(
    [[12, 3, 0, 5, 9], [1, 14, 6, 2, 0], [7, 7, 7, 7, 7], [0, 2, 25, 1, 3], [4, 0, 1, 18, 2], [30, 5, 2, 0, 11]]
)


def test_location_quotients_prody_and_expy_are_those_of_econcomplex_1_0_1() -> None:
    """A made-up matrix of 6 places and 5 activities; the values were computed with econcomplex 1.0.1."""
    np.testing.assert_allclose(
        rca(MADE_UP),
        [
            [1.4636015326, 0.637374861, 0, 0.9979101358, 1.8523706897],
            [0.153784219, 3.7503506311, 1.2152704136, 0.5032938076, 0],
            [0.7074074074, 1.2322580645, 0.9317073171, 1.1575757576, 1.19375],
            [0, 0.3975026015, 3.756884343, 0.1867057674, 0.5776209677],
            [0.5659259259, 0, 0.1863414634, 4.1672727273, 0.4775],
            [2.2106481481, 0.6418010753, 0.1941056911, 0, 1.3678385417],
        ],
        atol=1e-9,
    )
    products = prody(MADE_UP, [8, 21, 15, 30, 12, 5])
    np.testing.assert_allclose(products, [8.5062968103, 17.6406742063, 24.7297577357, 13.0511462972, 11.4503783047])
    np.testing.assert_allclose(
        expy(MADE_UP, products),
        [11.1485076059, 18.6937641177, 15.0756506708, 22.6105668715, 12.6630533974, 10.8084573367],
    )


def test_econcomplex_1_0_1_normalises_herfindahl_by_default() -> None:
    plain = [herfindahl(row) for row in MADE_UP]
    normal = [herfindahl(row, normalised=True) for row in MADE_UP]
    np.testing.assert_allclose(plain, [0.3079667063, 0.4480151229, 0.2, 0.6649323621, 0.552, 0.4557291667], atol=1e-9)
    np.testing.assert_allclose(normal, [0.1349583829, 0.3100189036, 0, 0.5811654527, 0.44, 0.3196614583], atol=1e-9)


def test_ellison_and_glaeser_1997_by_hand() -> None:
    """Five plants in three regions: s = (.7, .1, .2), G = .08, H = .26; fewer together than darts would be."""
    found = ellison_glaeser([0, 0, 1, 2, 0], [40, 10, 10, 20, 20], [0.5, 0.3, 0.2])
    assert found == pytest.approx(-0.176983, abs=5e-7)
    with pytest.raises(ValueError, match="one plant"):
        ellison_glaeser([0], [40], [0.5, 0.5])
    with pytest.raises(ValueError, match="shares"):
        ellison_glaeser([0, 1], [40, 1], [0.5, 0.4])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 5000), st.floats(1.5, 12))
def test_differences_of_quality_are_those_of_the_regression_whatever_else_is_in_the_sample(
    seed: int, sigma: float
) -> None:
    rng = np.random.default_rng(seed)
    exporter = np.tile(np.arange(4), 12)
    product, market = np.repeat(np.arange(3), 16), np.tile(np.repeat(np.arange(4), 4), 3)
    price, quantity = rng.lognormal(size=48), rng.lognormal(size=48)
    residual = log_quality(price, quantity, product, market, sigma)
    group = product * 10 + market
    found = quality_against_rivals(price, quantity, group, exporter > 0, sigma)
    for one in np.unique(group):
        here = group == one
        rivals = here & (exporter > 0)
        np.testing.assert_allclose(found[here], residual[here] - residual[rivals].mean(), atol=1e-8)


def test_quality_without_rivals_or_quantity_is_not_told() -> None:
    found = quality_against_rivals([1, 2, 3], [1, 0, 5], ["a", "b", "b"], [False, True, False], 5)
    assert np.isnan(found).all()
    with pytest.raises(ValueError, match="sigma"):
        quality_against_rivals([1], [1], ["a"], [True], 1)


def test_the_price_index_is_what_was_sold_over_what_it_would_fetch_at_mean_prices() -> None:
    """30 pieces for 90 and 10 for 50 where the means are 4 and 4: 140 / 160."""
    assert price_index([90, 50], [30, 10], [4, 4]) == pytest.approx(140 / 160)
    assert price_index([90, 50], [30, 10], [4, math.nan]) == pytest.approx(90 / 120)
    assert math.isnan(price_index([90], [30], [math.nan]))


def test_upgrading_is_mixed_where_price_rises_and_share_falls() -> None:
    assert upgrading((0.8, 0.9), (0.1, 0.12)) == "yes"
    assert upgrading((0.8, 0.9), (0.1, 0.09)) == "mixed"
    assert upgrading((0.9, 0.8), (0.1, 0.2)) == "mixed"
    assert upgrading((0.9, 0.8), (0.1, 0.1)) == "no"
    assert upgrading((0.8, 0.9), (0.1, 0.1)) == "no"
    assert upgrading((0.8, 0.9), (0.1, math.nan)) == ""


def test_a_group_of_fewer_than_a_hundred_prices_is_not_drawn_in() -> None:
    values = np.concatenate([np.arange(1.0, 99.0), [1e6]])
    found, moved = winsorised(values, np.zeros(99), 0.01)
    assert moved == 0 and (found == values).all()


def test_errors_of_the_figures_widen_the_interval_of_a_location_quotient() -> None:
    plain, wide = (location_quotient_interval(30, 100, 300, 10_000, error) for error in (0.0, 0.2))
    assert wide[0] < plain[0] < 10 < plain[1] < wide[1]
    large = location_quotient_interval(3e7, 1e8, 3e8, 1e10, 0.1)
    np.testing.assert_allclose(large, [10 * math.exp(-0.196), 10 * math.exp(0.196)], rtol=1e-3)
    assert location_quotient_interval(0, 100, 300, 10_000, 0.1)[0] == 0
