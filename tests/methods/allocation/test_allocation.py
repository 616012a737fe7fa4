"""Reach, response and the split of a budget."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.allocation.budget import best_split, water_filling
from clustermark.methods.allocation.reach import frequency, joint_reach
from clustermark.methods.allocation.response import Response, response


def test_joint_reach_by_hand_and_within_its_bounds() -> None:
    assert joint_reach([0.5, 0.4]) == pytest.approx((0.5, 0.7, 0.9))
    assert joint_reach([0.7, 0.6]) == pytest.approx((0.7, 0.88, 1.0))
    assert joint_reach([]) == (0, 0, 0)
    assert frequency(1.8, 0.6) == pytest.approx(3)
    with pytest.raises(ValueError, match="between"):
        joint_reach([1.2])


@given(st.lists(st.floats(0, 1), max_size=8))
def test_independent_reach_lies_between_the_bounds_of_frechet(reaches: list[float]) -> None:
    low, middle, high = joint_reach(reaches)
    assert low - 1e-12 <= middle <= high + 1e-12


@settings(max_examples=60, deadline=None)
@given(st.floats(0.05, 0.95), st.floats(1, 1e6), st.floats(0.2, 2), st.floats(1.2, 4))
def test_two_points_of_a_curve_give_the_curve(ceiling: float, scale: float, first: float, times: float) -> None:
    curve = Response(ceiling, scale)
    points = [(x, curve.reach(x)) for x in (first * scale, first * times * scale)]
    found = response(points)
    assert found.ceiling == pytest.approx(ceiling, rel=1e-4)
    assert found.scale == pytest.approx(scale, rel=1e-4)
    assert found.error < 1e-6


def test_three_points_are_fitted_and_the_miss_is_told() -> None:
    found = response([(10, 0.2), (20, 0.33), (40, 0.45)])
    assert found.error < 0.01
    assert 0.45 < found.ceiling <= 1


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([(10, 0.2)], "one-point"),
        ([(10, 0.2), (0, 0)], "one-point"),
        ([(10, 0.2), (20, 0.4)], "no-saturation"),
        ([(10, 0.2), (20, 0.15)], "no-saturation"),
        ([(10, 0.2), (20, 1.3)], "not-a-share"),
    ],
)
def test_points_that_show_no_curve_are_refused(points: list[tuple[float, float]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        response(points)


def test_water_filling_by_hand() -> None:
    """Weights 3 2 4 1 2, offsets 2 1 4 1 2, budget 10: margin .6."""
    found, mu = water_filling([3, 2, 4, 1, 2], [2, 1, 4, 1, 2], 10)
    np.testing.assert_allclose(found, [3, 2.333333, 2.666667, 0.666667, 1.333333], atol=1e-6)
    assert mu == pytest.approx(0.6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.floats(0.1, 20))
def test_no_other_split_reaches_more_people_together(seed: int, n: int, budget: float) -> None:
    rng = np.random.default_rng(seed)
    curves = [
        Response(float(a), float(b)) for a, b in zip(rng.uniform(0.1, 1.0, n), rng.uniform(0.5, 5, n), strict=True)
    ]

    def reached(split: np.ndarray) -> float:
        return joint_reach([curve.reach(x) for curve, x in zip(curves, split, strict=True)])[1]

    best = best_split(curves, budget, joint=True)
    assert best.sum() == pytest.approx(budget)
    for other in [*(rng.dirichlet(np.ones(n), 30) * budget), best_split(curves, budget)]:
        assert reached(other) <= reached(best) + 1e-9


def test_a_budget_far_beyond_the_curves_is_split_without_overflow() -> None:
    curves = [Response(0.4, 1.0), Response(1.0, 2.0)]
    for joint in (False, True):
        assert best_split(curves, 1e5, joint=joint).sum() == pytest.approx(1e5)
    assert best_split(curves, 0).tolist() == [0, 0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.floats(0.1, 20))
def test_no_other_split_reaches_more(seed: int, n: int, budget: float) -> None:
    rng = np.random.default_rng(seed)
    curves = [
        Response(float(a), float(b)) for a, b in zip(rng.uniform(0.1, 0.9, n), rng.uniform(0.5, 5, n), strict=True)
    ]
    best = best_split(curves, budget)
    assert best.sum() == pytest.approx(budget)
    total = sum(curve.reach(x) for curve, x in zip(curves, best, strict=True))
    for other in rng.dirichlet(np.ones(n), 30) * budget:
        assert sum(curve.reach(x) for curve, x in zip(curves, other, strict=True)) <= total + 1e-9
    used = [curve.marginal(x) for curve, x in zip(curves, best, strict=True) if x > 1e-9]
    assert max(used) == pytest.approx(min(used), rel=1e-6)
