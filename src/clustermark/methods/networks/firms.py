"""Firms in a network of links: who supplies, who knows, who stands between groups.

Links are directed and weighted: links[i, j] is what i gives j. Below a response rate of 60 percent only the links that
others report (in-degree) should be read: firms that did not answer name nobody.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from clustermark.methods.networks.betweenness import BATCHES, EXACT, PIVOTS, Betweenness

Array = NDArray[np.float64]
ROLES = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")


def degrees(links: sp.csr_array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of links in and out (n,), without loops."""
    given = _plain(links)
    return np.asarray((given > 0).sum(axis=0)).ravel(), np.asarray((given > 0).sum(axis=1)).ravel()


def core_numbers(links: sp.csr_array) -> NDArray[np.int64]:
    """The k-core of each firm (n,): it has at least k partners who have at least k partners; direction left aside.

    Firms with at most k partners left are peeled off wave by wave, k rising. Source: Seidman (1983), Social Networks
    5(3): 269-287.
    """
    given = _plain(links)
    neighbours = sp.csr_array((given + given.T) > 0)
    left = np.diff(neighbours.indptr).astype(np.int64)
    found, alive = np.zeros(len(left), dtype=np.int64), np.ones(len(left), dtype=np.bool_)
    core = 0
    while alive.any():
        core = max(core, int(left[alive].min()))
        wave = np.flatnonzero(alive & (left <= core))
        found[wave], alive[wave] = core, False
        left -= np.bincount(_indices(neighbours, wave), minlength=len(left))
    return found


def brokerage(links: sp.csr_array, groups: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """How often each firm j stands between i and k who are not linked, i -> j -> k, by role (n,).

    coordinator all in one group; gatekeeper i outside, j and k together; representative i and j together, k outside;
    itinerant i and k together, j outside; liaison three groups. Pairs are counted by group, then those that are linked
    directly are taken off: the work is the sum of the links of each firm's givers, not of its pairs.

    Source: Gould and Fernandez (1989), Sociological Methodology 19: 89-126.
    """
    given = _plain(links) > 0
    if given.shape[0] != len(groups):
        raise ValueError("a group for each firm")
    label = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    found = {role: np.zeros(len(groups), dtype=np.int64) for role in ROLES}
    rows, columns = sp.csr_array(given), sp.csc_array(given)
    takes = np.zeros(len(groups), dtype=np.bool_)
    for j in range(len(groups)):
        givers = columns.indices[columns.indptr[j] : columns.indptr[j + 1]]
        takers = rows.indices[rows.indptr[j] : rows.indptr[j + 1]]
        if len(givers) and len(takers):
            takes[takers] = True
            pairs = _open_pairs(rows, givers, takers, takes, label)
            takes[takers] = False
            own = label[j]
            found["coordinator"][j] = pairs[own, own]
            found["gatekeeper"][j] = pairs[:, own].sum() - pairs[own, own]
            found["representative"][j] = pairs[own].sum() - pairs[own, own]
            found["itinerant"][j] = np.trace(pairs) - pairs[own, own]
            found["liaison"][j] = pairs.sum() - sum(int(found[role][j]) for role in ROLES[:4])
    return found


def _open_pairs(
    rows: sp.csr_array,
    givers: NDArray[np.int32],
    takers: NDArray[np.int32],
    takes: NDArray[np.bool_],
    label: NDArray[np.intp],
) -> NDArray[np.int64]:
    """Pairs (giver, taker) of two firms without a link from the first to the second, by their groups (g, g)."""
    size = int(label.max()) + 1
    by_giver, by_taker = (np.bincount(label[side], minlength=size) for side in (givers, takers))
    pairs = np.outer(by_giver, by_taker).astype(np.int64)
    pairs[np.diag_indices(size)] -= np.bincount(label[givers[takes[givers]]], minlength=size)  # a pair is two firms
    reached = _indices(rows, givers)
    source = np.repeat(label[givers], np.diff(rows.indptr)[givers])
    linked = takes[reached]
    np.subtract.at(pairs, (source[linked], label[reached[linked]]), 1)
    return pairs


def directed_betweenness(links: sp.csr_array, *, pivots: int | None = None, seed: int = 1) -> Betweenness:
    """On how many shortest directed paths between others each firm j lies: sum over s, t of sigma_st(j) / sigma_st.

    Every link has length 1; ordered pairs, not normalised. Every source up to 5,000 nodes; above that (or with
    `pivots`) that many, drawn with the seed in five batches, scaled to all, with the standard error of the batches, as
    in `betweenness`. Needs networkit.

    Source: Freeman (1977), Sociometry 40(1): 35-41, counted after Brandes (2001), Journal of Mathematical Sociology
    25(2): 163-177.
    """
    import networkit as nk

    given = sp.coo_array(_plain(links))
    n = given.shape[0]
    sampled = pivots if pivots is not None else (PIVOTS if n > EXACT else n)
    nk.setNumberOfThreads(1)  # sums in one order: the same bytes on every machine
    graph = nk.GraphFromCoo((np.ones(given.nnz), (given.row, given.col)), n=n, weighted=False, directed=True)
    if sampled >= n:
        run = nk.centrality.Betweenness(graph, normalized=False)
        run.run()
        return Betweenness(np.asarray(run.scores()), n, np.zeros(n))
    each, found = max(1, sampled // BATCHES), []
    for batch in range(BATCHES):
        nk.setSeed(seed * BATCHES + batch, False)
        run = nk.centrality.EstimateBetweenness(graph, each, False, False)
        run.run()
        found.append(np.asarray(run.scores()))
    return Betweenness(np.mean(found, axis=0), each * BATCHES, np.std(found, axis=0, ddof=1) / np.sqrt(BATCHES))


def _indices(rows: sp.csr_array, chosen: NDArray[Any]) -> NDArray[np.int32]:
    """The column indices of the chosen rows, one row after the other."""
    starts, sizes = rows.indptr[chosen], np.diff(rows.indptr)[chosen]
    before = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.asarray(rows.indices[np.repeat(starts, sizes) + np.arange(sizes.sum()) - before])


def _plain(links: sp.csr_array) -> sp.csr_array:
    given = sp.csr_array(links.copy())
    given.setdiag(0)
    given.eliminate_zeros()
    return given
