"""Firms in a network of links: who supplies, who knows, who stands between groups.

Links are directed and weighted: links[i, j] is what i gives j. Below a response rate of 60 percent only the links that
others report (in-degree) should be read: firms that did not answer name nobody.
"""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Array = NDArray[np.float64]
ROLES = ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")


def degrees(links: sp.csr_array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of links in and out (n,), without loops."""
    given = _plain(links)
    return np.asarray((given > 0).sum(axis=0)).ravel(), np.asarray((given > 0).sum(axis=1)).ravel()


def core_numbers(links: sp.csr_array) -> NDArray[np.int64]:
    """The k-core of each firm (n,): it has at least k partners who have at least k partners; direction left aside.

    Source: Seidman (1983), Social Networks 5(3): 269-287.
    """
    given = _plain(links)
    neighbours = sp.csr_array((given + given.T) > 0)
    left = np.diff(neighbours.indptr).astype(np.int64)
    found, alive = np.zeros(len(left), dtype=np.int64), np.ones(len(left), dtype=np.bool_)
    core = 0
    for _ in range(len(left)):
        node = int(np.flatnonzero(alive)[np.argmin(left[alive])])
        core = max(core, int(left[node]))
        found[node], alive[node] = core, False
        left[neighbours.indices[neighbours.indptr[node] : neighbours.indptr[node + 1]]] -= 1
    return found


def brokerage(links: sp.csr_array, groups: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """How often each firm j stands between i and k who are not linked, i -> j -> k, by role (n,).

    coordinator all in one group; gatekeeper i outside, j and k together; representative i and j together, k outside;
    itinerant i and k together, j outside; liaison three groups.

    Source: Gould and Fernandez (1989), Sociological Methodology 19: 89-126.
    """
    given = _plain(links) > 0
    if given.shape[0] != len(groups):
        raise ValueError("a group for each firm")
    label = np.unique(np.asarray(groups, dtype=str), return_inverse=True)[1]
    found = {role: np.zeros(len(groups), dtype=np.int64) for role in ROLES}
    rows, columns = sp.csr_array(given), sp.csc_array(given)
    direct = rows.toarray()
    for j in range(len(groups)):
        givers = columns.indices[columns.indptr[j] : columns.indptr[j + 1]]
        takers = rows.indices[rows.indptr[j] : rows.indptr[j + 1]]
        if not len(givers) or not len(takers):
            continue
        i, k = (side.ravel() for side in np.meshgrid(givers, takers, indexing="ij"))
        kept = (i != k) & ~direct[i, k]
        gi, gk, own = label[i[kept]], label[k[kept]], label[j]
        found["coordinator"][j] = ((gi == own) & (gk == own)).sum()
        found["gatekeeper"][j] = ((gi != own) & (gk == own)).sum()
        found["representative"][j] = ((gi == own) & (gk != own)).sum()
        found["itinerant"][j] = ((gi != own) & (gi == gk)).sum()
        found["liaison"][j] = ((gi != own) & (gk != own) & (gi != gk)).sum()
    return found


def _plain(links: sp.csr_array) -> sp.csr_array:
    given = sp.csr_array(links.copy())
    given.setdiag(0)
    given.eliminate_zeros()
    return given
