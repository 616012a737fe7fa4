"""The order of the tests on a pair, as it was fixed before any result was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.verdicts import (
    Side,
    close,
    median_line,
    percentile,
    verdict_of_codes,
    verdict_of_memberships,
    verdict_of_numbers,
)

LEVELS = st.sampled_from([0.0, 0.33, 0.67, 1.0])
NUMBERS = st.floats(0.01, 1000)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (0.67, 0.67, "identical"),  # first of all: equal levels
        (0.67, 1, "same-direction"),  # both above .5
        (0, 0.33, "same-direction"),  # both below it
        (0.33, 0.67, "different"),
        (0, 1, "different"),
        (0.5, 0.67, "different"),  # on the line is not strictly on a side
        (None, 1, "no-evidence"),
        (1, None, "no-evidence"),
    ],
)
def test_memberships(one: float | None, other: float | None, verdict: str):
    assert verdict_of_memberships(Side(one), Side(other)) == verdict


def test_another_line_moves_a_verdict():
    assert verdict_of_memberships(Side(0.67), Side(1), line=0.67) == "different"
    assert verdict_of_memberships(Side(0.33), Side(0.67), line=0.33) == "different"
    assert verdict_of_memberships(Side(0.67), Side(1), line=0.33) == "same-direction"


def test_coders_who_differ_can_be_undecided():
    assert verdict_of_memberships(Side(0.67, 0.33, 0.67), Side(0.33)) == "not-distinguishable"
    assert verdict_of_memberships(Side(0.67, 0.67, 1), Side(1)) == "same-direction"


@pytest.mark.parametrize(
    ("one", "other", "line", "verdict"),
    [
        (Side(100), Side(109), None, "identical"),  # less than 1.1 times
        (Side(100), Side(110), None, "different"),  # 1.1 times and no interval
        (Side(100), Side(300), 50, "same-direction"),  # before difference is tested
        (Side(100), Side(109), 105, "identical"),  # before the line is tested
        (Side(100), Side(300), 200, "different"),
        (Side(100), Side(300), 100, "different"),  # on the line
        (Side(100, 90, 120), Side(105, 100, 110), None, "identical"),
        (Side(100, 99, 101), Side(105, 104, 106), None, "different"),  # close points, intervals disjoint
        (Side(100, 50, 400), Side(300, 200, 350), None, "not-distinguishable"),
        (Side(100, 50, 150), Side(300, 200, 350), None, "different"),
        (Side(100, 50, 150), Side(300), None, "different"),
        (Side(100, 50, 400), Side(300), None, "not-distinguishable"),
        (Side(100, 50, 150), Side(300, 200, 350), 160, "different"),
        (Side(100, 50, 150), Side(300, 200, 350), 40, "same-direction"),
        (Side(100, 50, 150), Side(300, 200, 350), 60, "different"),  # the interval crosses the line
        (Side(None, 0, 0.1), Side(None, 0.2, 0.3), None, "different"),  # bounds without points
        (Side(None, 0, 0.1), Side(0.05), None, "not-distinguishable"),
        (Side(3000, 3000, None), Side(1000, 1000, None), None, "not-distinguishable"),  # "over 3,000", "over 1,000"
        (Side(None, None, 10), Side(3000, 3000, None), None, "different"),
        (Side(), Side(1), None, "no-evidence"),
        (Side(0), Side(0), None, "identical"),
        (Side(-1), Side(1), None, "different"),
    ],
)
def test_numbers(one: Side, other: Side, line: float | None, verdict: str):
    assert verdict_of_numbers(one, other, line) == verdict
    assert verdict_of_numbers(other, one, line) == verdict


def test_codes():
    assert verdict_of_codes("buyer", "buyer") == "identical"
    assert verdict_of_codes("buyer", "producer") == "different"
    assert verdict_of_codes("buyer", "ambiguous") == "not-distinguishable"
    assert verdict_of_codes("buyer", None) == "no-evidence"


@given(LEVELS, LEVELS)
def test_memberships_do_not_depend_on_the_order(one: float, other: float):
    assert verdict_of_memberships(Side(one), Side(other)) == verdict_of_memberships(Side(other), Side(one))


@given(NUMBERS, NUMBERS, st.floats(1.5, 3))
def test_a_wider_ratio_never_parts_what_was_identical(one: float, other: float, ratio: float):
    if verdict_of_numbers(Side(one), Side(other)) == "identical":
        assert verdict_of_numbers(Side(one), Side(other), ratio=ratio) == "identical"


@given(NUMBERS)
def test_a_number_is_close_to_itself(one: float):
    assert close(one, one)
    assert not close(one, one * 1.2)


def test_a_line_needs_five_comparators():
    assert median_line([1, 2, 3, 4]) is None
    assert median_line([5, 1, 4, 2, 3]) == 3
    assert percentile([1, 2, 3, 4], 0.25) is None
    assert percentile([5, 4, 3, 2, 1], 0.25) == 2
    assert percentile([1, 2, 3, 4, 6, 8], 0.25) == 2.25
    assert percentile([1, 2, 3, 4, 5], 1) == 5
