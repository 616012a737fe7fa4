"""The rule of upgrading at its borders, changes a year by hand, and the score of roles."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.upgrading import (
    FEW,
    UNCLEAR,
    agreement,
    annual_change,
    firm_verdict,
    kind_verdict,
    role_score,
    span,
    state,
)

FIRM = ("better", "worse", "standing")
STATES = (*FIRM, *(f"{name}-leaning" for name in FIRM), "unclear-better", "unclear-worse", "silent")
SWAPPED = {"better": "worse", "worse": "better"}


def test_a_change_a_year_by_hand():
    assert annual_change(100, 133.1, 3, "rate") == pytest.approx(0.1)
    assert annual_change(0.08, 0.12, 4, "points") == pytest.approx(0.01)
    assert annual_change(0.0, math.log(1.331), 3, "log") == pytest.approx(0.1)
    assert annual_change([1, 2], [1.21, 2], 2, "rate") == pytest.approx([0.1, 0.0])
    assert annual_change(5, 0, 3, "rate") == pytest.approx(-1)


@pytest.mark.parametrize(("first", "last"), [(0, 3), (-1, 3), (2, -1), (math.nan, 1)])
def test_no_rate_from_nothing_or_below(first, last):
    assert np.isnan(annual_change(first, last, 3, "rate"))


def test_a_span_of_no_years_is_an_error():
    with pytest.raises(ValueError, match="years"):
        annual_change(1, 2, 0, "points")


def test_the_first_year_is_the_one_nearest_to_five_years_before_the_last():
    assert span((2010, 2018, 2019, 2020, 2021, 2023), 2023) == (2018, 2023)
    assert span((2010, 2019, 2020, 2023), 2023) == (2019, 2023)
    assert span((2014, 2017, 2020, 2023), 2023) == (2017, 2023)
    assert span((2017, 2019, 2023), 2023) == (2019, 2023)  # four and six years: the shorter
    assert span((2020, 2023, 2025), 2023) == (2020, 2023)  # nothing after the period
    assert span((2021, 2023), 2023) is None
    assert span((2012, 2023), 2023) is None  # more than ten years
    assert span((), 2023) is None


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.02, 0.05, "better"),
        (0.0199, 0.05, "unclear-better"),
        (-0.0199, 0.0199, "standing"),
        (-0.02, 0.0, "unclear-worse"),
        (-0.05, -0.02, "worse"),
        (-0.02, 0.02, "silent"),
    ],
)
def test_an_interval_against_the_smallest_change(low, high, expected):
    assert state((low + high) / 2, low, high, 0.02) == expected
    turned = expected.replace("better", "x").replace("worse", "better").replace("x", "worse")
    assert state(-(low + high) / 2, -high, -low, 0.02) == turned
    assert state((low + high) / 2, low, high, 0.02, "down") == turned


@pytest.mark.parametrize(("change", "expected"), [(0.02, "better"), (0.0199, "standing"), (-0.02, "worse")])
def test_without_an_interval_the_point_only_leans(change, expected):
    assert state(change, None, None, 0.02) == f"{expected}-leaning"


def test_bad_lines_and_intervals_are_errors():
    with pytest.raises(ValueError, match="smallest"):
        state(0.1, 0.0, 0.2, 0.0)
    with pytest.raises(ValueError, match="interval"):
        state(0.3, 0.0, 0.2, 0.01)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (["better", "better"], "moved"),
        (["better", "standing"], "mixed"),
        (["better", "worse"], "mixed"),
        (["better", "better", "worse"], "mixed"),  # one falls firmly
        (["better", "better", "worse-leaning"], "moved"),
        (["better-leaning", "better-leaning", "worse-leaning", "worse-leaning"], "mixed"),
        (["better", "better", "standing", "standing"], "moved"),
        (["standing", "standing"], "standing"),
        (["worse", "standing"], "mixed"),
        (["worse", "worse"], "falling"),
        (["worse", "worse", "better-leaning"], "falling"),
        (["worse", "worse", "better"], "mixed"),
        (["better", "better", "unclear-better"], "moved"),
        (["standing", "standing", "silent"], "standing"),
        (["better", "worse", "unclear-better"], "mixed"),
    ],
)
def test_the_rule_of_a_kind(states, expected):
    assert kind_verdict(states) == (expected, "")


@pytest.mark.parametrize(
    ("states", "why"),
    [
        ([], FEW),
        (["better"], FEW),
        (["better", "silent", "silent"], FEW),
        (["better", "unclear-better"], UNCLEAR),  # moved, or mixed
        (["better", "better", "unclear-worse"], UNCLEAR),  # mixed, or moved
        (["standing", "unclear-better"], UNCLEAR),
    ],
)
def test_no_verdict_where_the_rule_leaves_it_open(states, why):
    assert kind_verdict(states) == ("", why)


def test_figures_without_interval_only_lean():
    assert firm_verdict(["better", "better", "better-leaning"])
    assert not firm_verdict(["better", "better-leaning"])
    assert not firm_verdict(["better-leaning", "better-leaning"])
    assert not firm_verdict(["better"])
    assert not firm_verdict(["standing", "standing", "better-leaning"])  # mixed by the leaning one


@given(st.lists(st.sampled_from(STATES), max_size=6))
def test_better_and_worse_are_treated_alike(states):
    swap = [name.replace("better", "x").replace("worse", "better").replace("x", "worse") for name in states]
    there = {"moved": "falling", "falling": "moved"}
    verdict, why = kind_verdict(states)
    assert kind_verdict(swap) == (there.get(verdict, verdict), why)


@given(st.lists(st.sampled_from(FIRM), min_size=2, max_size=6), st.integers(0, 5))
def test_an_indicator_that_gets_better_never_makes_a_verdict_worse(states, at):
    order = ("falling", "mixed", "standing", "moved")
    at %= len(states)
    improved = [*states[:at], "better", *states[at + 1 :]]
    before, after = kind_verdict(states)[0], kind_verdict(improved)[0]
    if before == "standing":  # one that moves among others that stand makes them disagree
        assert after in ("mixed", "moved")
    else:
        assert order.index(after) >= order.index(before) or before == "moved"
        assert not (before == "moved" and after != "moved")


@given(st.lists(st.sampled_from(STATES), max_size=6))
def test_what_says_nothing_changes_nothing(states):
    assert kind_verdict([*states, "silent"]) == kind_verdict(states)


@pytest.mark.parametrize(
    ("measured", "published", "expected"),
    [
        ("moved", ["yes"], "agree"),
        ("moved", ["no"], "differ"),
        ("standing", ["no"], "agree"),
        ("falling", ["yes"], "differ"),
        ("mixed", ["yes"], "differ"),
        ("moved", ["yes", "no"], "differ"),
        ("", ["yes"], "one-sided"),
        ("moved", [], "one-sided"),
    ],
)
def test_a_verdict_beside_published_ones(measured, published, expected):
    assert agreement(measured, published) == expected


def test_the_score_of_roles_is_half_the_design_and_the_brand():
    assert role_score(0, 0) == 0
    assert role_score(0.4, 0.3) == pytest.approx(0.5)
    assert role_score(0, 1) == 1
    for design, brand in ((-0.1, 0), (0.6, 0.6)):
        with pytest.raises(ValueError, match="shares"):
            role_score(design, brand)
