"""Ideal types of governance, drivers, dependence and agreement."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.governance.calibration import calibrate
from clustermark.methods.governance.means import weighted_mean
from clustermark.methods.governance.power import dependence, imbalance, substitutability, within_group_agreement
from clustermark.methods.governance.scales import alpha_draws, mean_agreement, scale_means
from clustermark.methods.governance.types import (
    AMBIGUOUS,
    CORNERS,
    MIXED,
    TYPES,
    driver,
    governance_type,
    indicators,
    majority,
    memberships,
    shares,
)
from clustermark.methods.intervals import bootstrap_weights, wilson
from clustermark.methods.surveys.scales import alpha

degrees = st.floats(0, 1)


def test_gereffi_humphrey_and_sturgeon_2005_as_fuzzy_sets() -> None:
    """Complexity .8, codifiability .6, capability .3: computed by hand; only captive exceeds one half."""
    found = {name: float(degree) for name, degree in memberships(0.8, 0.6, 0.3).items()}
    expected = {"market": 0.2, "modular": 0.3, "relational": 0.3, "captive": 0.6, "hierarchy": 0.4}
    assert {name: round(found[name], 12) for name in TYPES} == expected
    assert governance_type(0.8, 0.6, 0.3) == "captive"


@given(degrees, degrees, degrees)
def test_at_most_one_corner_exceeds_one_half(complexity: float, codifiability: float, capability: float) -> None:
    found = memberships(complexity, codifiability, capability)
    above = [name for name, degree in found.items() if degree > 0.5]
    assert len(above) <= 1
    assert governance_type(complexity, codifiability, capability) == (above[0] if above else AMBIGUOUS)


def test_the_table_of_five_types_is_met_at_its_corners() -> None:
    corners = {"market": (0, 1, 1), "modular": (1, 1, 1), "relational": (1, 0, 1), "captive": (1, 1, 0)}
    corners["hierarchy"] = (1, 0, 0)
    assert {name: governance_type(*corner) for name, corner in corners.items()} == {name: name for name in corners}
    assert governance_type(0, 1, 0) == "excluded"
    assert governance_type(0.5, 0.5, 0.5) == AMBIGUOUS


def test_shares_are_weighted_by_sales_and_leave_out_the_unknown() -> None:
    found = shares(memberships([0.9, 0.9, np.nan, 0.5], [0.9, 0.1, 0.9, 0.5], [0.1, 0.9, 0.9, 0.5]), [30, 50, 90, 20])
    assert found["captive"] == pytest.approx(0.3)
    assert found["relational"] == pytest.approx(0.5)
    assert found[AMBIGUOUS] == pytest.approx(0.2)
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize(("weights", "message"), [([-1, 2], "negative"), ([0, 0], "no firm")])
def test_shares_refuse(weights: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        shares(memberships([0.9, 0.9], [0.9, 0.1], [0.1, 0.9]), weights)


@pytest.mark.parametrize(
    ("producer", "buyer", "expected"),
    [(0.8, 0.2, "producer"), (0.2, 0.8, "buyer"), (0.7, 0.6, "hybrid"), (0.5, 0.5, "neither"), (np.nan, 0.9, "")],
)
def test_drivers(producer: float, buyer: float, expected: str) -> None:
    assert str(driver(producer, buyer)) == expected


def test_drivers_of_many_draws_are_those_of_each() -> None:
    assert driver([0.8, 0.2, 0.7, 0.5], [0.2, 0.8, 0.6, 0.5]).tolist() == ["producer", "buyer", "hybrid", "neither"]
    with pytest.raises(ValueError, match="between 0 and 1"):
        driver(1.2, 0.5)


def test_a_channel_is_called_by_the_type_of_more_than_half_of_its_sales() -> None:
    names = (*CORNERS, AMBIGUOUS)
    rows = [[0.0] * len(names) for _ in range(4)]
    captive, hierarchy, unclear = (names.index(name) for name in ("captive", "hierarchy", AMBIGUOUS))
    rows[0][captive], rows[0][hierarchy] = 0.51, 0.49
    rows[1][captive], rows[1][hierarchy] = 0.5, 0.5  # half is not more than half
    rows[2][captive], rows[2][hierarchy], rows[2][unclear] = 0.3, 0.3, 0.4  # the unclear part is the largest
    rows[3][captive] = math.nan
    assert majority(rows, names).tolist() == ["captive", MIXED, AMBIGUOUS, ""]


def test_indicators_mark_one_type_or_none() -> None:
    found = indicators(memberships([0.8, 0.5, np.nan], [0.6, 0.5, 0.1], [0.3, 0.5, 0.1]))
    names = (*CORNERS, AMBIGUOUS)
    assert [names[at] for at in found[:2].argmax(axis=1)] == ["captive", AMBIGUOUS]
    assert found[:2].sum(axis=1).tolist() == [1, 1]
    assert np.isnan(found[2]).all()


def test_a_weighted_mean_draws_the_answers_of_a_firm_together() -> None:
    """Two firms, one with two channels: each draw holds firm 0 once, twice or never."""
    times = [[1, 1], [2, 0], [0, 2]]
    found = weighted_mean([1, 0, 0.5], [1, 3, 4], [0, 0, 1], times)
    assert found.by == "bootstrap"
    assert found.value == pytest.approx((1 + 2) / 8)
    assert found.draws.tolist() == pytest.approx([3 / 8, 1 / 4, 1 / 2])
    assert (found.firms, found.largest, found.effective) == (2, 0.5, 2)


def test_a_mean_leaves_out_what_is_unknown_and_what_has_no_weight() -> None:
    times = bootstrap_weights(4, 200, 1)
    found = weighted_mean([1, np.nan, 0.2, 0.4], [1, 5, np.nan, 1], [0, 1, 2, 3], times)
    assert (found.value, found.firms) == (pytest.approx(0.7), 2)
    assert found.low <= found.value <= found.high
    nothing = weighted_mean([np.nan], [1], [0], [[1]])
    assert math.isnan(nothing.value)
    assert nothing.firms == 0
    with pytest.raises(ValueError, match="negative"):
        weighted_mean([1], [-1], [0], [[1]])


def test_a_share_that_no_draw_can_move_is_not_certain() -> None:
    """Six firms of one type: the bootstrap would say 100 % to 100 %; Wilson for six says from 61 %."""
    found = weighted_mean(np.ones(6), np.full(6, 2.0), range(6), bootstrap_weights(6, 100, 1))
    assert (found.low, found.high) == pytest.approx(wilson(6, 6))
    assert found.low == pytest.approx(0.6097, abs=1e-4)


def test_wilson_1927_with_the_effective_number_of_firms_of_kish_1965() -> None:
    """Weights 3, 1, 1, 1: 36 / 12 = 3 firms; the share of the first is one half."""
    found = weighted_mean([1, 0, 0, 0], [3, 1, 1, 1], range(4), bootstrap_weights(4, 50, 1))
    assert (found.value, found.effective, found.by) == (0.5, 3, "wilson")
    assert (found.low, found.high) == pytest.approx(wilson(1.5, 3))


@pytest.mark.parametrize("firms", [10, 60])
def test_the_interval_of_a_share_holds_the_truth_in_more_than_nine_of_ten_samples(firms: int) -> None:
    """Sales as uneven as a lognormal with sigma 1; large firms answer otherwise than small ones."""
    rng = np.random.default_rng(11)
    many = rng.normal(size=1_000_000)
    truth = float((np.exp(many) / (1 + np.exp(many - 0.8))).sum() / np.exp(many).sum())
    held = 0
    for _ in range(400):
        size = rng.normal(size=firms)
        yes = (rng.random(firms) < 1 / (1 + np.exp(size - 0.8))).astype(float)
        found = weighted_mean(yes, np.exp(size), range(firms), np.ones((1, firms)))
        held += found.low <= truth <= found.high
    assert held >= 0.9 * 400


def test_alpha_of_every_firm_once_is_cronbachs() -> None:
    rng = np.random.default_rng(3)
    items = rng.normal(size=(30, 1)) + rng.normal(size=(30, 4)) + 5
    firm = np.repeat(np.arange(15), 2)
    twice = np.where(np.arange(15) < 5, 2, np.where(np.arange(15) < 10, 1, 0))
    found = alpha_draws(items, firm, [np.ones(15), twice])
    assert found[0] == pytest.approx(alpha(items), rel=1e-12)
    assert found[1] == pytest.approx(alpha(np.repeat(items, twice[firm], axis=0)), rel=1e-12)
    assert np.isnan(alpha_draws(np.ones((4, 3)), range(4), [np.ones(4)])).all()


def test_a_scale_needs_half_of_its_items() -> None:
    found = scale_means([[1, 2, 3, 6], [np.nan, np.nan, 4, 6], [np.nan, np.nan, np.nan, 6], [np.nan] * 4])
    assert found[:2].tolist() == [3, 5]
    assert np.isnan(found[2:]).all()


def test_agreement_of_a_scale_is_the_mean_of_its_items() -> None:
    assert mean_agreement([[4, 4, 5, 5], [1, 5], [3]], 1, 5) == pytest.approx((1 - (1 / 3) / 2) / 2)
    assert math.isnan(mean_agreement([[3], []], 1, 5))


def test_ragin_2008_anchors() -> None:
    np.testing.assert_allclose(calibrate([1, 4, 6], 1, 4, 6), [0.05, 0.5, 0.95], atol=1e-15)
    np.testing.assert_allclose(calibrate([6, 4, 1], 6, 4, 1), [0.05, 0.5, 0.95], atol=1e-15)  # a scale that runs down
    assert math.isnan(calibrate(math.nan, 1, 4, 6))
    with pytest.raises(ValueError, match="out of order"):
        calibrate([1], 4, 4, 6)


@given(st.lists(st.floats(-10, 20), min_size=2, max_size=20))
def test_calibration_keeps_the_order(values: list[float]) -> None:
    ordered = np.sort(values)
    assert (np.diff(calibrate(ordered, 1, 4, 6)) >= 0).all()


def test_dependence_and_imbalance_by_hand() -> None:
    maker, buyer = dependence(0.6, 0.2), dependence(0.05, 0.9)
    assert (float(maker), float(buyer)) == pytest.approx((0.48, 0.005))
    assert tuple(map(float, imbalance(maker, buyer))) == pytest.approx((0.475, 0.485))
    assert np.isnan(dependence([np.nan, 0.5], [0.5, np.nan])).all()
    with pytest.raises(ValueError, match="between 0 and 1"):
        dependence([0.5, 1.5], 0.5)


def test_a_partner_that_takes_two_years_to_replace_cannot_be_replaced() -> None:
    assert substitutability([0, 6, 24, 60], 24).tolist() == [1, 0.75, 0, 0]
    with pytest.raises(ValueError, match="negative"):
        substitutability(-1, 24)


def test_james_demaree_and_wolf_1984() -> None:
    """Five steps: sigma_E^2 = 2. Ratings 4 4 5 5 have s^2 = 1/3; 1 5 disagree beyond chance."""
    found = within_group_agreement([[4, 4, 5, 5], [1, 5], [3]], 1, 5)
    assert found[0] == pytest.approx(1 - (1 / 3) / 2)
    assert found[1] == 0
    assert math.isnan(found[2])
