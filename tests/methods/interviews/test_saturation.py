"""Saturation by the rule of Guest, Namey and Chen (2020)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.interviews.saturation import saturation, saturation_over_orders

INTERVIEWS = [{"a", "b"}, {"b", "c"}, {"d"}, {"a", "e"}, {"f"}, {"a"}, {"g"}, {"b"}, {"c"}, {"a"}]


def test_guest_namey_and_chen_2020_by_hand() -> None:
    """Base of four holds a to e; runs of two bring f; g; g; nothing."""
    found = saturation(INTERVIEWS, base=4, run=2, threshold=0)
    assert found.ratios == pytest.approx((0.2, 0.2, 0.2, 0, 0))
    assert found.at == 7
    assert saturation(INTERVIEWS, base=4, run=2, threshold=0.2).at == 4


def test_too_few_interviews_or_an_empty_base_reach_nothing() -> None:
    assert saturation(INTERVIEWS[:5], base=4, run=2).at is None
    assert saturation([set()] * 9, base=4, run=2).at is None
    assert saturation([], base=4, run=2).at is None
    with pytest.raises(ValueError, match="base"):
        saturation(INTERVIEWS, base=0)


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=4), min_size=1, max_size=12), st.integers(0, 50))
def test_curves_rise_and_end_where_all_themes_are_found(themes: list[set[str]], seed: int) -> None:
    found = saturation_over_orders(themes, base=2, run=1, orders=40, seed=seed).found
    assert (np.diff(found, axis=0) >= 0).all()
    assert found[-1].tolist() == [len(set().union(*themes))] * 3
    assert (found[:, 0] <= found[:, 2]).all()


def test_orders_are_seeded_and_agree_with_the_single_order() -> None:
    one = saturation_over_orders(INTERVIEWS, threshold=0, orders=200, seed=3)
    assert np.array_equal(one.found, saturation_over_orders(INTERVIEWS, threshold=0, orders=200, seed=3).found)
    same = saturation_over_orders([{"a"}] * 8, orders=10)
    assert same.reached == 1 and same.at == (4, 4, 4)
    assert saturation_over_orders([{str(i)} for i in range(8)], orders=10).reached == 0
