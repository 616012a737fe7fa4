"""Near-copies: the same story printed again, with another head, cut at the end, or with a few words changed.

Character 4-grams without blanks and marks, MinHash with 128 permutations in 32 bands of 4 (Broder 1997, On the
Resemblance and Containment of Documents); each candidate is confirmed by its exact Jaccard similarity. Stories are the
connected copies; the earliest is the original.
"""

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

PERMUTATIONS, BANDS = 128, 32
_MARKS = re.compile(r"[\W_]+")
_SHORT = 12  # characters; shorter texts are copies only when they are equal
Signatures = NDArray[np.uint32]


def shingles(text: str) -> frozenset[str]:
    """The character 4-grams of a text without blanks and marks, in small letters; short texts are one shingle."""
    bare = _MARKS.sub("", text).lower()
    if len(bare) < _SHORT:
        return frozenset((bare,)) if bare else frozenset()
    return frozenset(bare[i : i + 4] for i in range(len(bare) - 3))


def signatures(texts: Sequence[str], seed: int = 1) -> Signatures:
    """MinHash signatures (n, 128) of texts; a text without letters has a row of its own number, like no other."""
    from rensa import RMinHash

    found = np.zeros((len(texts), PERMUTATIONS), dtype=np.uint32)
    sets = [sorted(shingles(text)) for text in texts]
    kept = [place for place, one in enumerate(sets) if one]
    if kept:
        found[kept] = np.asarray(
            RMinHash.digests_from_token_sets([sets[place] for place in kept], num_perm=PERMUTATIONS, seed=seed),
            dtype=np.uint32,
        )
    for place in set(range(len(texts))) - set(kept):
        found[place] = place
    return found


def band_keys(found: Signatures) -> NDArray[np.uint64]:
    """A key (n, 32) for each band of four hashes, mixed with the band's number."""
    rows = PERMUTATIONS // BANDS
    parts = found.reshape(len(found), BANDS, rows).astype(np.uint64)
    keys = np.broadcast_to(
        np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15), parts.shape[:2]
    ).copy()
    for column in range(rows):
        keys ^= parts[:, :, column]
        keys *= np.uint64(0xFF51AFD7ED558CCD)
        keys ^= keys >> np.uint64(33)
    return keys


def candidates(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Pairs (p, 2) of rows that share a band, earlier row first; of each bucket the pairs with its first row."""
    return candidates_by_band(len(keys), (keys[:, band] for band in range(keys.shape[1])))


def candidates_by_band(n: int, bands: Iterable[NDArray[np.uint64]]) -> NDArray[np.int64]:
    """The same pairs of n rows from the keys (n,) of one band after the other, so that one band is in memory."""
    codes = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *(_in_one_bucket(keys) for keys in bands)]))
    codes = codes[np.diff(codes, prepend=-1) > 0]  # np.unique would hash, which is slower for millions
    return np.column_stack([codes // max(n, 1), codes % max(n, 1)])


def _in_one_bucket(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Codes first * n + row of the rows that are not the first with their key."""
    order = np.argsort(keys)
    ordered = keys[order]
    again = ordered[1:] == ordered[:-1]
    if not again.any():
        return np.zeros(0, dtype=np.int64)
    within = np.concatenate([[False], again])  # the rows of buckets that hold several
    within[:-1] |= again
    rows, own = order[within], ordered[within]
    starts = np.flatnonzero(np.concatenate([[True], own[1:] != own[:-1]]))
    first = np.repeat(np.minimum.reduceat(rows, starts), np.diff(np.append(starts, len(rows))))
    return np.asarray((first * len(keys) + rows)[first != rows], dtype=np.int64)


def jaccard(one: str, other: str) -> float:
    """Exact similarity of two texts' shingles, 0..1."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b) if a or b else 0.0


def stories(n: int, pairs: ArrayLike) -> NDArray[np.int64]:
    """For each of n texts in order of time the earliest text of its story, from pairs (p, 2) that are copies."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    one, other = np.asarray(pairs, dtype=np.int64).reshape(-1, 2).T
    links = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(n, n))
    many, story = connected_components(links, directed=False)
    first = np.full(many, n, dtype=np.int64)
    np.minimum.at(first, story, np.arange(n))
    return np.asarray(first[story])


def near_duplicates(texts: Sequence[str], *, threshold: float = 0.6, seed: int = 1) -> NDArray[np.int64]:
    """The story of each text (n,): the place of the earliest near-copy, its own place where there is none.

    Texts are in order of time. Candidates share one band of four hashes; those with an exact similarity of at least
    `threshold` are copies. Raises ValueError for a threshold outside 0..1.
    """
    if not 0 < threshold <= 1:
        raise ValueError("threshold")
    found = candidates(band_keys(signatures(texts, seed)))
    alike = [pair for pair in found.tolist() if jaccard(texts[pair[0]], texts[pair[1]]) >= threshold]
    return stories(len(texts), alike)
