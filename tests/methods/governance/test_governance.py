"""Ideal types of governance, drivers, dependence and agreement."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.governance.calibration import calibrate
from clustermark.methods.governance.power import dependence, imbalance, within_group_agreement
from clustermark.methods.governance.types import AMBIGUOUS, TYPES, driver, governance_type, memberships, shares

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
    [
        (0.8, 0.2, ("producer-driven", 0.2)),
        (0.2, 0.8, ("buyer-driven", 0.2)),
        (0.7, 0.6, ("hybrid", 0.6)),
        (0.5, 0.5, (AMBIGUOUS, 0.5)),
    ],
)
def test_drivers(producer: float, buyer: float, expected: tuple[str, float]) -> None:
    assert driver(producer, buyer) == expected


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
    assert (maker, buyer) == pytest.approx((0.48, 0.005))
    assert imbalance(maker, buyer) == pytest.approx((0.475, 0.485))


def test_james_demaree_and_wolf_1984() -> None:
    """Five steps: sigma_E^2 = 2. Ratings 4 4 5 5 have s^2 = 1/3; 1 5 disagree beyond chance."""
    found = within_group_agreement([[4, 4, 5, 5], [1, 5], [3]], 1, 5)
    assert found[0] == pytest.approx(1 - (1 / 3) / 2)
    assert found[1] == 0
    assert math.isnan(found[2])
