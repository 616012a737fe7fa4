"""Which codes stand together: on one passage, on passages that overlap, within some characters, in one interview."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Together = Literal["same", "overlap", "near", "interview"]


def cooccurrence(
    documents: Sequence[int],
    spans: Sequence[tuple[int, int]],
    codes: Sequence[int],
    n_codes: int,
    together: Together = "overlap",
    *,
    within: int = 200,
) -> Counts:
    """Pairs of codes that stand together, as a symmetric matrix (n_codes, n_codes) without a diagonal.

    documents, codes (n,) are numbers; spans (n, 2) are [start, end) in code points. "same": equal spans; "overlap": at
    least one character in common; "near": at most `within` characters between the passages; these count pairs of
    passages of two codes. "interview" counts interviews that hold both codes. Two coders' passages are counted as they
    stand: give those of one coder, or of an agreed coding. Raises ValueError for lists of different lengths.
    """
    if not len(documents) == len(spans) == len(codes):
        raise ValueError("documents, spans and codes differ in length")
    if together == "interview":
        return _by_interview(documents, codes, n_codes)
    counts = np.zeros((n_codes, n_codes), dtype=np.int64)
    reach = within if together == "near" else 0
    order = sorted(range(len(spans)), key=lambda at: (documents[at], spans[at], codes[at]))
    for place, at in enumerate(order):
        start, end = spans[at]
        for other in order[place + 1 :]:
            begins, ends = spans[other]
            if documents[other] != documents[at] or begins > end + reach or (together == "same" and begins > start):
                break
            met = _met(together, (start, end), (begins, ends), reach)
            if met and codes[other] != codes[at]:
                counts[codes[at], codes[other]] += 1
    return counts + counts.T


def _met(together: Together, one: tuple[int, int], other: tuple[int, int], reach: int) -> bool:
    """Whether two spans, `one` beginning no later than `other`, stand together."""
    if together == "same":
        return one == other
    return other[0] < one[1] if together == "overlap" else other[0] - one[1] <= reach


def _by_interview(documents: Sequence[int], codes: Sequence[int], n_codes: int) -> Counts:
    rows = {name: row for row, name in enumerate(sorted(set(documents)))}
    held = np.zeros((len(rows), n_codes), dtype=np.int64)
    for document, code in zip(documents, codes, strict=True):
        held[rows[document], code] = 1
    found = held.T @ held
    np.fill_diagonal(found, 0)
    return np.asarray(found, dtype=np.int64)
