"""Firms in a network: cores, brokers, degrees; ranks under any weights."""

import itertools
import time

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.composite import rank_stability, standardised
from clustermark.methods.networks.firms import ROLES, brokerage, core_numbers, degrees, directed_betweenness


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


def role_of(i: str, j: str, k: str) -> str:
    if i == j == k:
        return "coordinator"
    if j == k:
        return "gatekeeper"
    if i == j:
        return "representative"
    return "itinerant" if i == k else "liaison"


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25),
    st.lists(st.sampled_from("abc"), min_size=7, max_size=7),
)
def test_brokerage_is_that_of_every_pair_counted_one_by_one(pairs: list[tuple[int, int]], groups: list[str]) -> None:
    known = {(i, j) for i, j in pairs if i != j}
    expected = {role: [0] * 7 for role in ROLES}
    for i, j, k in itertools.permutations(range(7), 3):
        if (i, j) in known and (j, k) in known and (i, k) not in known:
            expected[role_of(groups[i], groups[j], groups[k])][j] += 1
    assert {role: values.tolist() for role, values in brokerage(links(7, *pairs), groups).items()} == expected


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=30))
def test_seidman_1983_every_firm_of_a_k_core_has_k_partners_in_it(pairs: list[tuple[int, int]]) -> None:
    cores = core_numbers(links(8, *pairs))
    known = {frozenset(pair) for pair in pairs if pair[0] != pair[1]}
    for k in range(1, int(cores.max()) + 1):
        inside = {firm for firm in range(8) if cores[firm] >= k}
        grown = set(range(8))  # the largest set in which everyone has k partners, by leaving out who has fewer
        while left := {one for one in grown if sum(frozenset((one, other)) in known for other in grown - {one}) < k}:
            grown -= left
        assert inside == grown


def test_directed_betweenness_by_hand() -> None:
    """a -> b -> c -> d and a -> e -> c: of a's paths half run through b and half through e; against the arrows none."""
    found = directed_betweenness(links(5, (0, 1), (1, 2), (2, 3), (0, 4), (4, 2)))
    by_hand = [0, 1, 3, 0, 1]  # b and e: to c and to d by halves; c: from a, b and e to d
    assert found.values.tolist() == pytest.approx(by_hand)
    assert found.sources == 5


def test_sampled_sources_estimate_all_of_them() -> None:
    rng = np.random.default_rng(5)
    made = links(400, *zip(rng.integers(0, 400, 1600).tolist(), rng.integers(0, 400, 1600).tolist(), strict=True))
    exact, sampled = directed_betweenness(made).values, directed_betweenness(made, pivots=200, seed=3)
    assert np.corrcoef(exact, sampled.values)[0, 1] > 0.9
    assert abs(sampled.values.sum() / exact.sum() - 1) < 0.1
    assert directed_betweenness(made, pivots=200, seed=3).values.tolist() == sampled.values.tolist()


def test_twenty_five_thousand_firms_take_seconds() -> None:
    rng = np.random.default_rng(7)
    hubs = (rng.pareto(1.2, 60_000) * 20).astype(int) % 25_000  # few with thousands of links, most with two or three
    made = links(25_000, *zip(rng.integers(0, 25_000, 60_000).tolist(), hubs.tolist(), strict=True))
    start = time.perf_counter()
    core_numbers(made)
    brokerage(made, rng.choice(["firm", "outside"], 25_000).tolist())
    assert time.perf_counter() - start < 10  # measured: 0.6 s


def test_ranks_under_any_weights() -> None:
    z = standardised([[9, 1, 5], [8, 2, 4], [1, 9, 3.0]], [1, -1, 1])
    found = rank_stability(z, draws=2000)
    assert found.rank.tolist() == [1, 2, 3]
    assert found.first[0] == 1 and found.low[0] == found.high[0] == 1  # best in everything: first whatever the weights
    mixed = rank_stability([[1, 0], [0, 1.0]], draws=4000)
    assert mixed.first == pytest.approx([0.5, 0.5], abs=0.05)
    with pytest.raises(ValueError, match="lacks an"):
        rank_stability([[1, np.nan], [0, 1]])
