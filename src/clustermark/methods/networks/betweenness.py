"""Weighted betweenness: on how many shortest paths a node lies, where strong links are short (distance 1 / w).

Not normalised, each unordered pair once. networkit counts both directions: its scores are halved. Distances in floating
point part paths of equal length now and then; `exact_betweenness` counts with integers and is right to the last path.
"""

import heapq
from math import lcm

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Array = NDArray[np.float64]
EXACT = 5_000  # nodes up to which every source is taken
PIVOTS = 1_000  # sources that are sampled above


def betweenness(weights: sp.csr_array, *, pivots: int | None = None, seed: int = 1) -> tuple[Array, int]:
    """Betweenness (n,) of a symmetric graph, and from how many sources it was counted.

    Every source up to 5,000 nodes; above that (or with `pivots`) that many sources drawn with the seed, scaled to all
    of them, contributions weighted by distance (Geisberger, Sanders and Schultes 2008). The error falls with the root
    of the number of sources.
    """
    import networkit as nk

    n = weights.shape[0]
    sources = n if n <= EXACT and pivots is None else min(n, PIVOTS if pivots is None else pivots)
    nk.setNumberOfThreads(1)  # sums in one order: the same bytes on every machine
    upper = sp.coo_array(sp.triu(weights, k=1))
    graph = nk.GraphFromCoo((1.0 / upper.data, (upper.row, upper.col)), n=n, weighted=True, directed=False)
    if sources == n:
        run = nk.centrality.Betweenness(graph, normalized=False)
    else:
        nk.setSeed(seed, False)
        run = nk.centrality.EstimateBetweenness(graph, sources, False, False)
    run.run()
    return np.asarray(run.scores()) / 2, sources


def exact_betweenness(weights: sp.csr_array) -> Array:
    """Betweenness (n,) with integer distances lcm / w: ties are ties. For graphs of up to about 2,000 nodes.

    Weights are whole numbers. Source: Brandes (2001), Journal of Mathematical Sociology 25(2): 163-177.
    """
    graph = sp.csr_array(weights)
    n = graph.shape[0]
    whole = graph.data.astype(np.int64)
    if len(whole) and (whole != graph.data).any():
        raise ValueError("weights are whole numbers")
    common = lcm(*{int(w) for w in whole}) if len(whole) else 1
    length = [common // int(w) for w in whole]  # Python integers: no overflow
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
