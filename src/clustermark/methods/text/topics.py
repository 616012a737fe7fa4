"""Topics: groups of words that occur in the same documents, and how stable they are over seeds."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Array = NDArray[np.float64]
PART = 0.8  # of the documents, that each run beyond the first reads


@dataclass(frozen=True, slots=True)
class Topics:
    """top (k, m): numbers of the heaviest words of each topic; share (k,) of documents' weight; stability (k,) 0..1."""

    top: NDArray[np.int64]
    share: Array
    stability: Array
    weights: Array  # (documents, k), rows add up to 1, rows without words are 0


def topics(counts: sp.csr_array, k: int, *, seeds: Sequence[int] = (1, 2, 3, 4, 5), top: int = 10) -> Topics:
    """NMF of term weights (tf times idf, rows of length one) into k topics; the run of the first seed is shown.

    Each further run begins from another seed and reads another 80 % of the documents. Stability of a topic: mean
    Jaccard overlap of its top words with the topic matched to it (one to one) in each of these runs. Below .5 a topic
    should not be named. Seeds alone would not tell: on noise, runs over the same documents often end at the same
    topics. counts (documents, terms). Raises ValueError for k below 2 or above what the corpus can hold.

    Source: Lee and Seung (1999), Nature 401: 788-791; stability after Greene, O'Callaghan and Cunningham (2014), ECML
    PKDD.
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    if not 2 <= k <= min(counts.shape) * PART:
        raise ValueError(f"{k} topics of {counts.shape[0]} documents and {counts.shape[1]} words")
    matrix = TfidfTransformer(sublinear_tf=True).fit_transform(sp.csr_matrix(counts))
    first, parts = _factors(matrix, k, seeds[0])
    tops = [_heaviest(parts, top)]
    for seed in seeds[1:]:
        some = np.random.default_rng(seed).choice(matrix.shape[0], int(PART * matrix.shape[0]), replace=False)
        tops.append(_heaviest(_factors(matrix[np.sort(some)], k, seed)[1], top))
    loads = first * np.linalg.norm(parts, axis=1)
    totals = loads.sum(axis=1, keepdims=True)
    weights = np.divide(loads, totals, out=np.zeros_like(loads), where=totals > 0)
    share = weights.sum(axis=0) / max(weights.sum(), 1e-300)
    stability = np.mean([_overlaps(tops[0], other) for other in tops[1:]], axis=0) if len(tops) > 1 else np.ones(k)
    order = np.argsort(-share, kind="stable")
    return Topics(tops[0][order].astype(np.int64), share[order], np.asarray(stability)[order], weights[:, order])


def _factors(matrix: sp.csr_matrix, k: int, seed: int) -> tuple[Array, Array]:
    """Documents by topic and topics by word."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(n_components=k, init="random", solver="cd", random_state=seed, max_iter=300, tol=1e-4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # what is not settled by then shows as low stability
        return np.asarray(model.fit_transform(matrix)), np.asarray(model.components_)


def _heaviest(parts: Array, top: int) -> NDArray[np.intp]:
    return np.argsort(-parts, axis=1, kind="stable")[:, :top]


def most_stable(counts: sp.csr_array, choices: Sequence[int], *, seed: int = 1, runs: int = 5, top: int = 10) -> Topics:
    """The topics for the number of them that holds best: highest mean stability, the smaller number where equal.

    Each number in `choices` is run from `runs` seeds that follow from `seed`; numbers above what the corpus can hold
    are passed over. Raises ValueError where none is left.
    """
    seeds = np.random.default_rng(seed).integers(1, 2**31 - 1, runs).tolist()
    found = [topics(counts, k, seeds=seeds, top=top) for k in sorted(choices) if 2 <= k <= min(counts.shape) * PART]
    if not found:
        raise ValueError("too few documents or words for topics")
    return max(found, key=lambda each: round(float(each.stability.mean()), 6))


def _overlaps(one: NDArray[np.int64], other: NDArray[np.int64]) -> Array:
    """Jaccard overlap of each topic with the topic matched to it."""
    sets = [[set(map(int, row)) for row in each] for each in (one, other)]
    found = np.array([[len(a & b) / len(a | b) for b in sets[1]] for a in sets[0]])
    rows, columns = linear_sum_assignment(-found)
    out = np.zeros(len(one))
    out[rows] = found[rows, columns]
    return out
