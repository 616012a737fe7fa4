"""Which words stand near which: a network counted from integer tokens."""

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]


def cooccurrence(document: ArrayLike, term: ArrayLike, size: int, window: int = 7) -> sp.csr_array:
    """Symmetric counts (size, size): how often two terms stand at a distance of 1..window in one document.

    `document` and `term` (n,) are tokens in the order of the text, documents together. Each pair of tokens adds 1. The
    diagonal holds a term's pairs with itself, once each. O(n window) time and memory.
    """
    doc, words = np.asarray(document), np.asarray(term, dtype=np.int64)
    codes = []
    for distance in range(1, window + 1):
        if len(words) <= distance:
            break
        same = doc[distance:] == doc[:-distance]
        one, other = words[:-distance][same], words[distance:][same]
        codes.append(np.minimum(one, other) * size + np.maximum(one, other))
    if not codes:
        return sp.csr_array((size, size), dtype=np.int64)
    pairs, counts = np.unique(np.concatenate(codes), return_counts=True)
    row, column = pairs // size, pairs % size
    upper = sp.coo_array((counts, (row, column)), shape=(size, size))
    loops = row == column
    lower = sp.coo_array((counts[~loops], (column[~loops], row[~loops])), shape=(size, size))
    return sp.csr_array(upper + lower)


def filtered(counts: sp.csr_array, least: int = 2, keep: ArrayLike = ()) -> tuple[sp.csr_array, Integers]:
    """The network of edges with at least `least` pairs, without loops and without terms that have no edge left.

    Terms in `keep` stay in any case. Returns the matrix of the terms kept, and their numbers.
    """
    edges = sp.csr_array(counts.copy())
    edges.setdiag(0)
    edges.data[edges.data < least] = 0
    edges.eliminate_zeros()
    linked = np.diff(edges.indptr) > 0
    linked[np.asarray(keep, dtype=np.int64)] = True
    kept = np.flatnonzero(linked)
    return sp.csr_array(edges[kept][:, kept]), kept.astype(np.int64)
