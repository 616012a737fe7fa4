"""Intervals of shares among few and uneven firms: by hand, at the ends, and how often they hold the truth."""

import numpy as np
import pytest

from clustermark.methods.intervals import bootstrap_sums, wilson
from clustermark.methods.share_intervals import change_interval, share_interval, widened


def test_equal_firms_that_have_all_or_nothing_have_wilsons_interval():
    parts = [1.0] * 6 + [0.0] * 14
    assert share_interval(parts, np.ones(20)) == pytest.approx((0.3, *wilson(6, 20)))


def test_kish_counts_uneven_weights():
    weights = [10.0, 1.0, 1.0, 1.0]
    size = 13**2 / 103
    assert share_interval([0, 1, 0, 0], weights) == pytest.approx((1 / 13, *wilson(size / 13, size)))


def test_a_share_of_none_or_all_has_an_open_end():
    assert share_interval(np.zeros(10), np.ones(10)) == pytest.approx((0, 0, wilson(0, 10)[1]))
    assert share_interval(np.ones(10), np.ones(10)) == pytest.approx((1, wilson(10, 10)[0], 1))


def test_parts_that_are_alike_narrow_the_interval_only_from_ten_holders_on():
    for n, narrower in ((9, False), (11, True)):
        value, low, high = share_interval(np.linspace(0.299, 0.301, n), np.ones(n))
        plain = wilson(0.3 * n, n)
        assert value == pytest.approx(0.3)
        assert ((high - low) < 0.2 * (plain[1] - plain[0])) is narrower


def test_a_change_by_hand():
    """Twelve equal firms, each gains: the error is that of the mean gain."""
    gains = np.linspace(0.1, 0.3, 12)
    change, low, high = change_interval(np.zeros(12), gains, np.ones(12), np.ones(12))
    error = gains.std(ddof=1) / np.sqrt(12)
    assert change == pytest.approx(0.2)
    assert (low, high) == pytest.approx((0.2 - 2.201 * error, 0.2 + 2.201 * error), rel=1e-3)


def test_newcombe_where_few_moved():
    """Two of thirty gain all, none loses: d - sqrt((g - g_low)^2 + l_high^2)."""
    last = np.zeros(30)
    last[:2] = 1
    change, low, high = change_interval(np.zeros(30), last, np.ones(30), np.ones(30))
    (start, end), (_, lost) = wilson(2, 30), wilson(0, 30)
    assert change == pytest.approx(2 / 30)
    assert low == pytest.approx(2 / 30 - np.hypot(2 / 30 - start, lost))
    assert high == pytest.approx(end)


def test_nothing_that_moves_is_no_certainty():
    change, low, high = change_interval(np.ones(20), np.ones(20), np.ones(20), np.ones(20))
    assert change == 0
    assert low == pytest.approx(-wilson(0, 20)[1])
    assert high == pytest.approx(wilson(0, 20)[1])


def test_units_of_one_year_only():
    """Ten stay without, ten enter with: a half."""
    first, last = np.zeros(20), np.r_[np.zeros(10), np.ones(10)]
    present, later = np.r_[np.ones(10), np.zeros(10)], np.ones(20)
    change, low, high = change_interval(first, last, present, later)
    assert change == 0.5
    assert 0.1 < low < 0.5 < high < 0.9


def test_a_few_units_of_one_year_only_are_a_share_of_the_larger_weights():
    """Eleven stay without, nine enter with: the nine are .45 of weights of 1 + .45."""
    last = np.r_[np.zeros(11), np.ones(9)]
    change, low, high = change_interval(np.zeros(20), last, np.r_[np.ones(11), np.zeros(9)], np.ones(20))
    scale = np.r_[np.full(11, 1 / 11), np.full(9, 1 / 20)]
    gained, start, end = share_interval(last, scale)
    _, _, lost = share_interval(np.zeros(20), scale)
    assert change == pytest.approx(0.45)
    assert gained * 1.45 == pytest.approx(0.45)
    assert low == pytest.approx(0.45 - 1.45 * np.hypot(gained - start, lost))
    assert high == pytest.approx(0.45 + 1.45 * (end - gained))


def test_a_change_turned_round_is_the_opposite():
    rng = np.random.default_rng(3)
    first, last, a, b = rng.random(15), rng.random(15), rng.random(15), rng.random(15)
    there, back = change_interval(first, last, a, b), change_interval(last, first, b, a)
    assert there == pytest.approx((-back[0], -back[2], -back[1]))


@pytest.mark.parametrize(
    ("parts", "weights"), [([0.5, 1.2], [1, 1]), ([0.5, -0.2], [1, 1]), ([0.5, 0.5], [0, 0]), ([0.5, 0.5], [1, -1])]
)
def test_what_is_no_share_is_an_error(parts, weights):
    with pytest.raises(ValueError, match="weights"):
        share_interval(parts, weights)
    with pytest.raises(ValueError, match="weights"):
        change_interval(parts, parts, weights, weights)


def test_percentiles_are_drawn_out_for_few_units():
    low, high = widened(-1.0, 0.0, 2.0, 5)
    times = 2.776445 / 1.959964 * np.sqrt(5 / 4)
    assert (low, high) == pytest.approx((-times, 2 * times), rel=1e-5)
    assert widened(-1.0, 0.0, 2.0, 1e9) == pytest.approx((-1, 2), rel=1e-6)
    assert widened(1.0, 0.0, 2.0, 5)[0] == 0  # an end on the wrong side is not drawn over the value


def test_firms_that_switch_are_held_where_percentiles_fail():
    """Thirty uneven firms, a tenth of the others take a mark of their own: the truth is .08."""
    rng, held, percentiles = np.random.default_rng(1), 0, 0
    for at in range(120):
        weights = rng.lognormal(0, 1, 30)
        first = (rng.random(30) < 0.2).astype(float)
        last = np.maximum(first, rng.random(30) < 0.1)
        _, low, high = change_interval(first, last, weights, weights)
        held += low <= 0.08 <= high
        sums = bootstrap_sums(np.column_stack([weights * (last - first), weights]), 200, at)
        ends = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
        percentiles += ends[0] <= 0.08 <= ends[1]
    assert held >= 0.93 * 120
    assert percentiles <= 0.85 * 120
