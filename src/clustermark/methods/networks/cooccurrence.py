"""Which words stand near which: a network counted from integer tokens."""

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]
STRETCH = 1_000_000  # tokens that are counted at once: bounds the memory


def cooccurrence(document: ArrayLike, term: ArrayLike, size: int, window: int = 7) -> sp.csr_array:
    """Symmetric counts (size, size): how often two terms stand at a distance of 1..window in one document.

    `document` and `term` (n,) are tokens in the order of the text, documents together. Each pair of tokens adds 1. A
    term below 0 holds its place and is not counted. The diagonal holds a term's pairs with itself, once each.
    """
    upper = sp.csr_array((size, size), dtype=np.int64)
    for _, codes in _pairs(np.asarray(document), np.asarray(term, dtype=np.int64), size, window):
        pairs, counts = np.unique(codes, return_counts=True)
        upper = sp.csr_array(upper + sp.coo_array((counts, (pairs // size, pairs % size)), shape=(size, size)))
    return symmetric(upper)


def cooccurrence_by_group(
    document: ArrayLike, term: ArrayLike, size: int, group: ArrayLike, window: int = 7
) -> tuple[sp.csr_array, Integers]:
    """The same counts group by group: (groups, pairs), and the pairs as codes i * size + j with i <= j.

    `group` (documents,) is the number of the group of each document, from 0.
    """
    doc, groups = np.asarray(document), np.asarray(group, dtype=np.int64)
    many = int(groups.max()) + 1 if len(groups) else 0
    parts = []
    for first, codes in _pairs(doc, np.asarray(term, dtype=np.int64), size, window):
        keys, counts = np.unique(groups[doc[first]] * (size * size) + codes, return_counts=True)
        parts.append((keys, counts))
    keys = np.concatenate([part for part, _ in parts]) if parts else np.zeros(0, dtype=np.int64)
    counts = np.concatenate([part for _, part in parts]) if parts else np.zeros(0, dtype=np.int64)
    pairs, column = np.unique(keys % (size * size), return_inverse=True)
    table = sp.coo_array((counts, (keys // (size * size), column)), shape=(many, len(pairs)))
    return sp.csr_array(table), pairs


def _pairs(doc: NDArray[np.int64], words: Integers, size: int, window: int) -> Iterator[tuple[Integers, Integers]]:
    """Places of the first token of each pair, and the pair's code, stretch by stretch."""
    for start in range(0, len(words), STRETCH):
        places, codes = [], []
        for distance in range(1, window + 1):
            stop = min(start + STRETCH, len(words) - distance)
            if stop <= start:
                break
            one, other = words[start:stop], words[start + distance : stop + distance]
            kept = (doc[start:stop] == doc[start + distance : stop + distance]) & (one >= 0) & (other >= 0)
            one, other = one[kept], other[kept]
            codes.append(np.minimum(one, other) * size + np.maximum(one, other))
            places.append(np.flatnonzero(kept) + start)
        if codes:
            yield np.concatenate(places), np.concatenate(codes)


def near(document: ArrayLike, term: ArrayLike, target: int, window: int) -> NDArray[np.bool_]:
    """Which tokens (n,) stand at a distance of 1..window from a token `target` in the same document, others than it."""
    doc, words = np.asarray(document), np.asarray(term)
    place = np.arange(len(words))
    hit = words == target
    if not hit.any():
        return np.zeros(len(words), dtype=np.bool_)
    before = np.maximum.accumulate(np.where(hit, place, -1))
    after = np.minimum.accumulate(np.where(hit, place, len(words))[::-1])[::-1]
    found = np.zeros(len(words), dtype=np.bool_)
    for other in (before, after):
        inside = (other >= 0) & (other < len(words)) & (np.abs(place - other) <= window)
        found |= inside & (doc[np.clip(other, 0, len(words) - 1)] == doc)
    return np.asarray(found & ~hit)


def symmetric(upper: sp.csr_array) -> sp.csr_array:
    """Both halves of a matrix of which the upper one is given, its diagonal once."""
    return sp.csr_array(upper + sp.triu(upper, k=1).T)


def filtered(counts: sp.csr_array, least: float = 2, keep: ArrayLike = ()) -> tuple[sp.csr_array, Integers]:
    """The network of edges with at least `least` pairs, without loops and without terms that have no edge left.

    Terms in `keep` stay in any case. Returns the matrix of the terms kept, and their numbers.
    """
    pairs = sp.coo_array(counts)
    strong = (pairs.row != pairs.col) & (pairs.data >= least)
    edges = sp.csr_array((pairs.data[strong], (pairs.row[strong], pairs.col[strong])), shape=counts.shape)
    linked = np.diff(edges.indptr) > 0
    linked[np.asarray(keep, dtype=np.int64)] = True
    kept = np.flatnonzero(linked)
    return sp.csr_array(edges[kept][:, kept]), kept.astype(np.int64)
