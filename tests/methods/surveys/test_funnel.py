"""Funnels and balances by hand; filter questions; few and equal answers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.intervals import wilson
from clustermark.methods.surveys.balance import balance
from clustermark.methods.surveys.funnel import funnel, weighted_mean, weighted_share

NAN = float("nan")


def test_a_funnel_by_hand() -> None:
    knows, buys = np.array([1, 1, 1, 0, 0, 0.0]), np.array([1, 0, NAN, 0, 1, 0])
    one, two = funnel([("awareness", knows), ("purchase", buys)], np.array([2, 1, 1, 1, 1, 2.0]))
    assert (one.n, one.share) == (6, pytest.approx(4 / 8))
    assert (two.n, two.share, two.led_past) == (5, pytest.approx(3 / 7), 0)
    assert (two.reached, two.conversion) == (2, pytest.approx(2 / 3))
    assert one.effective == pytest.approx(64 / 12)
    assert (one.low, one.high) == pytest.approx(wilson(0.5 * 64 / 12, 64 / 12)) and math.isnan(one.conversion)


def test_a_filter_question_makes_no_share_of_the_filtered() -> None:
    """Purchase asked only of the 40 who know: 20 of 100 bought, not 20 of 40; 5 of 100 buy again."""
    knows = np.repeat([1.0, 0.0], [40, 60])
    buys = np.concatenate([np.ones(20), np.zeros(20), np.full(60, NAN)])
    again = np.concatenate([np.ones(5), np.zeros(15), np.full(80, NAN)])
    one, two, three = funnel([("a", knows), ("p", buys), ("l", again)], np.ones(100))
    assert [step.share for step in (one, two, three)] == pytest.approx([0.4, 0.2, 0.05])
    assert [step.conversion for step in (two, three)] == pytest.approx([0.5, 0.25])
    assert [(step.n, step.led_past, step.reached) for step in (two, three)] == [(100, 60, 40), (100, 80, 20)]


def test_without_a_filter_missing_answers_stay_missing() -> None:
    knows = np.repeat([1.0, 0.0], [40, 60])
    buys = np.concatenate([np.ones(20), np.zeros(50), np.full(30, NAN)])
    _, two = funnel([("a", knows), ("p", buys)], np.ones(100))
    assert (two.n, two.led_past, two.share) == (70, 0, pytest.approx(20 / 70))


def test_nobody_asked_and_one_answer() -> None:
    one, two = funnel([("a", np.array([1.0])), ("p", np.array([NAN]))], np.ones(1))
    assert (one.share, two.n) == (1, 0) and math.isnan(two.share) and math.isnan(two.conversion)
    assert one.low == pytest.approx(wilson(1, 1)[0])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_shares_lie_within_their_intervals_and_equal_weights_change_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    answers = rng.choice([0.0, 1.0, NAN], 50, p=[0.4, 0.5, 0.1])
    known = ~np.isnan(answers)
    w = rng.uniform(0.2, 3, 50)
    share, low, high = weighted_share(answers[known], w[known])
    assert 0 <= low <= share <= high <= 1
    assert weighted_share(answers[known], np.full(known.sum(), 7.0)) == pytest.approx(
        (answers[known].mean(), *wilson(answers[known].sum(), known.sum()))
    )


def test_a_mean_of_equal_answers_is_no_certainty() -> None:
    mean, low, high = weighted_mean(np.ones(3), np.ones(3))
    assert mean == 1 and low < 0.6 and high == pytest.approx(1)
    mean, low, high = weighted_mean(np.array([0.2, 0.4, 0.6, 0.8]), np.ones(4))
    half = 1.959963984540054 * np.std([0.2, 0.4, 0.6, 0.8], ddof=1) / 2
    assert (mean, low, high) == pytest.approx((0.5, 0.5 - half, 0.5 + half))
    assert math.isnan(weighted_mean(np.array([]), np.array([]))[0])


def test_reichheld_2003_net_promoters_by_hand() -> None:
    value, low, high = balance(np.array([10, 9, 8, 7, 6, 0, NAN]), np.ones(7))
    assert value == pytest.approx(0) and low < 0 < high
    value, low, high = balance(np.array([10.0, 10]), np.ones(2))
    assert (value, high) == (1, 1) and low < 0.8
    assert balance(np.array([9.0, 6, 8]), np.array([2.0, 1, 1]))[0] == pytest.approx(0.25)
    assert math.isnan(balance(np.array([NAN]), np.ones(1))[0])


def test_the_interval_of_the_balance_holds_the_truth_in_nineteen_of_twenty_samples() -> None:
    rng = np.random.default_rng(5)
    inside = 0
    for _ in range(400):
        scores = rng.choice([10.0, 8.0, 3.0], 120, p=[0.35, 0.4, 0.25])
        _, low, high = balance(scores, np.ones(120))
        inside += low <= 0.1 <= high
    assert 0.92 <= inside / 400 <= 0.98
