"""Co-occurrence, distinctiveness and betweenness: published values, brute force, laws."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.networks.betweenness import betweenness, exact_betweenness, useful_edges
from clustermark.methods.networks.cooccurrence import cooccurrence, cooccurrence_by_group, filtered, near
from clustermark.methods.networks.distinctiveness import Form, distinctiveness


def graph_of(edges: list[tuple[int, int, int]], n: int) -> sp.csr_array:
    one, other, weight = np.array(edges).T
    half = sp.coo_array((weight.astype(float), (one, other)), shape=(n, n))
    return sp.csr_array(half + half.T)


A, B, C, D, E, F = range(6)
PUBLISHED = graph_of([(A, E, 5), (A, B, 2), (B, F, 5), (B, C, 2), (B, D, 2), (C, D, 5)], 6)


@pytest.mark.parametrize(
    ("form", "alpha", "node", "expected"),
    [
        ("D1", 1, A, 3.689), ("D1", 1, B, 5.882), ("D2", 1, A, 0.796), ("D2", 1, C, 0.495),
        ("D3", 1, A, 7.256), ("D3", 1, D, 4.870), ("D4", 1, A, 5.364), ("D4", 1, E, 3.571),
        ("D5", 1, A, 1.250), ("D5", 1, F, 0.250), ("D1", 2, A, 2.485), ("D2", 2, C, -0.408),
        ("D3", 2, D, 2.698), ("D4", 2, E, 4.310), ("D5", 2, F, 0.062),
    ],
)  # fmt: skip
def test_fronzetti_colladon_and_naldi_2020(form: Form, alpha: float, node: int, expected: float) -> None:
    """The small graph of the authors' own test; values printed with three digits (5.36 / .0625 cut, not rounded)."""
    assert distinctiveness(PUBLISHED, form, alpha)[node] == pytest.approx(expected, abs=6e-4)


def test_pairs_within_a_window_by_hand() -> None:
    found = cooccurrence([0, 0, 0, 0, 1, 1], [0, 1, 2, 0, 1, 0], 3, window=2).toarray()
    assert found.tolist() == [[0, 3, 2], [3, 0, 1], [2, 1, 0]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), max_size=40), st.integers(1, 8))
def test_pairs_as_counted_one_by_one(tokens: list[tuple[int, int]], window: int) -> None:
    tokens = sorted(tokens, key=lambda token: token[0])
    expected = np.zeros((6, 6))
    for (i, (one, a)), (j, (other, b)) in combinations(enumerate(tokens), 2):
        if one == other and j - i <= window:
            expected[a, b] += 1
            if a != b:
                expected[b, a] += 1
    found = cooccurrence([one for one, _ in tokens], [term for _, term in tokens], 6, window)
    np.testing.assert_array_equal(found.toarray(), expected)


def test_filtering_keeps_names_and_drops_what_stands_alone() -> None:
    counts = sp.csr_array(np.array([[9, 1, 3, 0], [1, 0, 0, 0], [3, 0, 0, 0], [0, 0, 0, 4]]))
    edges, kept = filtered(counts, 2, [1])
    assert kept.tolist() == [0, 1, 2]
    assert edges.toarray().tolist() == [[0, 0, 3], [0, 0, 0], [3, 0, 0]]


def brute(weights: np.ndarray) -> np.ndarray:
    """Betweenness by listing every path of a small graph, with fractions."""
    n = len(weights)
    total = np.zeros(n)

    def walk(path: list[int], length: Fraction, goal: int) -> list[tuple[Fraction, list[int]]]:
        if path[-1] == goal:
            return [(length, path)]
        nexts = [j for j in range(n) if weights[path[-1], j] and j not in path]
        return [one for j in nexts for one in walk([*path, j], length + Fraction(1, int(weights[path[-1], j])), goal)]

    for one, other in combinations(range(n), 2):
        paths = walk([one], Fraction(0), other)
        if paths:
            least = min(length for length, _ in paths)
            best = [path for length, path in paths if length == least]
            for path in best:
                for node in path[1:-1]:
                    total[node] += 1 / len(best)
    return total


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_exact_betweenness_as_listed_path_by_path(seed: int) -> None:
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.integers(1, 4, (6, 6)) * (rng.random((6, 6)) < 0.6), 1)
    weights = upper + upper.T
    np.testing.assert_allclose(exact_betweenness(sp.csr_array(weights)), brute(weights), atol=1e-12)


def test_networkit_halved_where_no_paths_tie() -> None:
    rng = np.random.default_rng(4)
    primes = np.array([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97])
    upper = np.triu(rng.choice(primes, (20, 20)) * (rng.random((20, 20)) < 0.25), 1)
    weights = sp.csr_array((upper + upper.T).astype(float))
    found = betweenness(weights)
    assert found.sources == 20
    assert np.abs(found.values - exact_betweenness(weights)).max() <= 0.51  # floating point may part a tie


def test_sampled_sources_come_near_the_full_count() -> None:
    rng = np.random.default_rng(7)
    upper = sp.triu(sp.random_array((400, 400), density=0.03, rng=rng), 1)
    weights = sp.csr_array(upper + upper.T)
    weights.data = np.ceil(weights.data * 9)
    full = betweenness(weights).values
    sampled = betweenness(weights, pivots=200, seed=3)
    again = betweenness(weights, pivots=200, seed=3)
    assert sampled.sources == 200
    np.testing.assert_array_equal(sampled.values, again.values)
    assert np.corrcoef(full, sampled.values)[0, 1] > 0.9
    assert sampled.values.sum() == pytest.approx(full.sum(), rel=0.1)
    far = np.abs(sampled.values - full) / np.maximum(sampled.error, 1e-9)
    assert np.mean(far[sampled.error > 0] < 3) > 0.85  # the stated error is of the right size


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_edges_left_out_are_on_no_shortest_path(seed: int) -> None:
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.integers(1, 30, (30, 30)) * (rng.random((30, 30)) < 0.5), 1)
    weights = sp.csr_array((upper + upper.T).astype(float))
    far = sp.csgraph.dijkstra(sp.csr_array((1 / weights.data, weights.indices, weights.indptr), shape=weights.shape))
    kept = useful_edges(weights).toarray() > 0
    dropped = (upper > 0) & ~kept
    assert dropped.any()
    assert (far[dropped] < 1 / upper[dropped] - 1e-12).all()


def test_groups_add_up_to_the_whole() -> None:
    rng = np.random.default_rng(2)
    document, term = np.sort(rng.integers(0, 20, 400)), rng.integers(-1, 9, 400)
    whole = cooccurrence(document, term, 9, 3)
    table, codes = cooccurrence_by_group(document, term, 9, np.arange(20) % 6, 3)
    assert table.shape[0] == 6
    upper = np.zeros((9, 9))
    upper[codes // 9, codes % 9] = np.asarray(table.sum(axis=0)).ravel()
    np.testing.assert_array_equal(np.triu(whole.toarray()), upper)


def test_stretches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    document, term = np.sort(rng.integers(0, 20, 400)), rng.integers(-1, 9, 400)
    whole = cooccurrence(document, term, 9, 5).toarray()
    monkeypatch.setattr("clustermark.methods.networks.cooccurrence.STRETCH", 37)
    np.testing.assert_array_equal(cooccurrence(document, term, 9, 5).toarray(), whole)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4)), max_size=40), st.integers(1, 5))
def test_near_a_token_as_looked_up_one_by_one(tokens: list[tuple[int, int]], window: int) -> None:
    tokens = sorted(tokens, key=lambda token: token[0])
    expected = [
        term != 0 and any(t == 0 and d == doc and abs(i - j) <= window for j, (d, t) in enumerate(tokens))
        for i, (doc, term) in enumerate(tokens)
    ]
    assert near([doc for doc, _ in tokens], [term for _, term in tokens], 0, window).tolist() == expected
