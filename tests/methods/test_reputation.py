"""Collective reputation: the closed form and what it implies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.reputation import chosen_quality, complies, free_riding_gap, planned_quality


def test_values_of_the_setting_of_winfree_and_mccluskey_2005() -> None:
    """b = c = 1, gamma = .5, r = .05: .5 / .55 = 10/11, shared by ten and by a hundred members."""
    planned = planned_quality(1, 0.5, 1, 0.05)
    assert planned == pytest.approx(10 / 11)
    assert chosen_quality(planned, 10) == pytest.approx(1 / 11)
    assert chosen_quality(planned, 100) == pytest.approx(0.1 / 11)


@given(st.integers(1, 500), st.floats(0, 1), st.floats(0, 0.5))
def test_more_traceability_or_fewer_members_never_lower_quality(members: int, tau: float, minimum: float) -> None:
    planned = planned_quality(2, 0.5, 1.5, 0.05)
    here = chosen_quality(planned, members, traceability=tau, minimum=minimum)
    assert here >= chosen_quality(planned, members + 1, traceability=tau, minimum=minimum)
    assert here >= chosen_quality(planned, members, traceability=tau / 2, minimum=minimum)
    assert here >= minimum
    assert free_riding_gap(planned, members, traceability=tau, minimum=minimum) >= 0


def test_one_member_and_full_traceability_choose_what_is_planned() -> None:
    assert chosen_quality(0.8, 1) == pytest.approx(0.8)
    assert chosen_quality(0.8, 300, traceability=1) == pytest.approx(0.8)
    assert free_riding_gap(0.8, 300, minimum=0.5) == pytest.approx(0.3)


def test_audits_deter_when_the_expected_fine_exceeds_the_saving() -> None:
    assert complies(10, 0.1, 100)
    assert not complies(10, 0.1, 99)


@pytest.mark.parametrize("wrong", [(0, 0.5, 1, 0.05), (1, 0, 1, 0.05), (1, 0.5, 1, -0.1)])
def test_impossible_parameters_are_refused(wrong: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="positive"):
        planned_quality(*wrong)
