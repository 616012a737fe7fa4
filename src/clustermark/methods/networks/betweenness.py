"""Weighted betweenness: on how many shortest paths a node lies, where strong links are short (distance 1 / w).

Not normalised, each unordered pair once. networkit counts both directions: its scores are halved. Distances in floating
point part paths of equal length now and then; `exact_betweenness` counts with integers and is right to the last path.
"""

import heapq
from math import lcm
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Array = NDArray[np.float64]
EXACT = 5_000  # nodes up to which every source is taken
PIVOTS = 1_000  # sources that are sampled above
BATCHES = 5  # in which they are drawn, so that their spread tells the error
HUBS = 64  # strongest nodes, over which a detour is looked for
MARGIN = 1e-9  # by which a detour must be shorter: far above the error of floating point


class Betweenness(NamedTuple):
    """values (n,), the number of sources, and the standard error (n,) of sampling them: zeros with all sources."""

    values: Array
    sources: int
    error: Array


def betweenness(weights: sp.csr_array, *, pivots: int | None = None, seed: int = 1) -> Betweenness:
    """Betweenness of a symmetric graph without loops, weights above 0.

    Every source up to 5,000 nodes; above that (or with `pivots`) that many sources, drawn with the seed in five batches
    and scaled to all of them (Geisberger, Sanders and Schultes 2008, ALENEX 90-100). The standard error is the spread
    of the batches over the root of their number. Edges that no shortest path can use are left out before counting.
    """
    import networkit as nk

    n = weights.shape[0]
    sampled = pivots if pivots is not None else (PIVOTS if n > EXACT else n)
    nk.setNumberOfThreads(1)  # sums in one order: the same bytes on every machine
    upper = useful_edges(weights)
    graph = nk.GraphFromCoo((1.0 / upper.data, (upper.row, upper.col)), n=n, weighted=True, directed=False)
    if sampled >= n:
        run = nk.centrality.Betweenness(graph, normalized=False)
        run.run()
        return Betweenness(np.asarray(run.scores()) / 2, n, np.zeros(n))
    each = max(1, sampled // BATCHES)
    found = []
    for batch in range(BATCHES):
        nk.setSeed(seed * BATCHES + batch, False)
        run = nk.centrality.EstimateBetweenness(graph, each, False, False)
        run.run()
        found.append(np.asarray(run.scores()) / 2)
    return Betweenness(np.mean(found, axis=0), each * BATCHES, np.std(found, axis=0, ddof=1) / np.sqrt(BATCHES))


def useful_edges(weights: sp.csr_array) -> sp.coo_array:
    """The upper half of a symmetric graph without the edges that a detour over one of 64 strong nodes undercuts.

    An edge longer than some path between its ends is part of no shortest path, so betweenness stays the same; in
    networks of words most weak links are of this kind.
    """
    n = weights.shape[0]
    upper = sp.coo_array(sp.triu(weights, k=1))
    hubs = np.argsort(-np.asarray(weights.sum(axis=1)).ravel(), kind="stable")[:HUBS]
    shortest = np.full(upper.nnz, np.inf)
    matrix = sp.csr_array(weights)
    for hub in hubs:
        reach = np.full(n, np.inf)
        ends = slice(matrix.indptr[hub], matrix.indptr[hub + 1])
        reach[matrix.indices[ends]] = 1.0 / matrix.data[ends]
        reach[hub] = np.inf
        np.minimum(shortest, reach[upper.row] + reach[upper.col], out=shortest)
    kept = shortest >= (1 - MARGIN) / upper.data
    return sp.coo_array((upper.data[kept], (upper.row[kept], upper.col[kept])), shape=(n, n))


def exact_betweenness(weights: sp.csr_array) -> Array:
    """Betweenness (n,) with integer distances lcm / w: ties are ties. For graphs of up to about 2,000 nodes.

    Weights are whole numbers; raises ValueError for others. Source: Brandes (2001), Journal of Mathematical Sociology
    25(2): 163-177.
    """
    if (weights.data != np.floor(weights.data)).any():
        raise ValueError("weights are whole numbers")
    n = weights.shape[0]
    upper = useful_edges(weights)
    graph = sp.csr_array(upper + upper.T)
    common = lcm(*{int(w) for w in graph.data}) if graph.nnz else 1
    length = [common // int(w) for w in graph.data]  # Python integers: no overflow
    starts, ends = graph.indptr.tolist(), graph.indices.tolist()
    total = np.zeros(n)
    for source in range(n):
        order, before, paths = _paths(source, n, starts, ends, length)
        depends = [0.0] * n
        for node in reversed(order):
            share = (1 + depends[node]) / paths[node]
            for one in before[node]:
                depends[one] += paths[one] * share
            if node != source:
                total[node] += depends[node]
    return total / 2


def _paths(
    source: int, n: int, starts: list[int], ends: list[int], length: list[int]
) -> tuple[list[int], list[list[int]], list[int]]:
    """Nodes by distance, predecessors, and numbers of shortest paths from a source: Dijkstra with integers."""
    far: list[int | None] = [None] * n
    before: list[list[int]] = [[] for _ in range(n)]
    paths = [0] * n
    far[source], paths[source] = 0, 1
    order: list[int] = []
    done = [False] * n
    queue = [(0, source)]
    while queue:
        distance, node = heapq.heappop(queue)
        if done[node]:
            continue
        done[node] = True
        order.append(node)
        for place in range(starts[node], starts[node + 1]):
            other, reach = ends[place], distance + length[place]
            known = far[other]
            if known is None or reach < known:
                far[other], paths[other], before[other] = reach, paths[node], [node]
                heapq.heappush(queue, (reach, other))
            elif reach == known and not done[other]:
                paths[other] += paths[node]
                before[other].append(node)
    return order, before, paths
