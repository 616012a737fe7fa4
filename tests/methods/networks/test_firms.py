"""Firms in a network: cores, brokers, degrees; ranks under any weights."""

import numpy as np
import pytest
import scipy.sparse as sp

from clustermark.methods.composite import rank_stability, standardised
from clustermark.methods.networks.firms import ROLES, brokerage, core_numbers, degrees


def links(n: int, *pairs: tuple[int, int]) -> sp.csr_array:
    one, other = np.array(pairs).T
    return sp.csr_array((np.ones(len(pairs)), (one, other)), shape=(n, n))


def test_degrees_and_cores_by_hand() -> None:
    """A triangle with a tail: the triangle is a 2-core, the tail a 1-core, the loner a 0-core."""
    made = links(6, (0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (1, 1))
    into, out = degrees(made)
    assert into.tolist() == [1, 1, 1, 1, 1, 0] and out.tolist() == [1, 1, 2, 1, 0, 0]
    assert core_numbers(made).tolist() == [2, 2, 2, 1, 1, 0]


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("aaa", "coordinator"),
        ("baa", "gatekeeper"),
        ("aab", "representative"),
        ("bab", "itinerant"),
        ("bac", "liaison"),
    ],
)
def test_gould_and_fernandez_1989_the_five_roles(groups: str, role: str) -> None:
    found = brokerage(links(3, (0, 1), (1, 2)), list(groups))
    assert {name: int(found[name][1]) for name in ROLES} == {name: int(name == role) for name in ROLES}
    closed = brokerage(links(3, (0, 1), (1, 2), (0, 2)), list(groups))
    assert sum(int(closed[name].sum()) for name in ROLES) == 0  # nobody stands between those who know each other


def test_ranks_under_any_weights() -> None:
    z = standardised([[9, 1, 5], [8, 2, 4], [1, 9, 3.0]], [1, -1, 1])
    found = rank_stability(z, draws=2000)
    assert found.rank.tolist() == [1, 2, 3]
    assert found.first[0] == 1 and found.low[0] == found.high[0] == 1  # best in everything: first whatever the weights
    mixed = rank_stability([[1, 0], [0, 1.0]], draws=4000)
    assert mixed.first == pytest.approx([0.5, 0.5], abs=0.05)
    with pytest.raises(ValueError, match="lacks an"):
        rank_stability([[1, np.nan], [0, 1]])
