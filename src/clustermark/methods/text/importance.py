"""Brand importance: how often a name is said, how varied and how linking its company of words is.

Prevalence, diversity by distinctiveness D2 and connectivity by weighted betweenness, each standardised over the words
of the corpus and summed: the form of the Semantic Brand Score, Fronzetti Colladon (2018), Journal of Business Research
88: 150-160, doi:10.1016/j.jbusres.2018.03.026. The three are correlated and weighed equally, and a z-score depends on
the vocabulary: components are always shown, and corpora are not compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from clustermark.methods.networks.betweenness import Betweenness, betweenness, exact_betweenness
from clustermark.methods.networks.cooccurrence import cooccurrence, cooccurrence_by_group, filtered, symmetric
from clustermark.methods.networks.distinctiveness import distinctiveness

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
WINDOW, LEAST = 7, 2
MOST_GROUPS = 2_000  # documents are drawn one by one up to here, above in as many random groups


@dataclass(frozen=True, slots=True)
class Importance:
    """Of each name (k,): standardised prevalence, diversity, connectivity; `score` is their sum.

    `words` in the network, the `sources` from which betweenness was counted, and the standard `error` (k,) that
    sampling them leaves in connectivity, in its own unit; zeros where every word was a source.
    """

    prevalence: Array
    diversity: Array
    connectivity: Array
    words: int
    sources: int
    error: Array

    @property
    def score(self) -> Array:
        """Sum of the three, in standard deviations."""
        return np.asarray(self.prevalence + self.diversity + self.connectivity)


def brand_importance(
    document: ArrayLike,
    term: ArrayLike,
    size: int,
    names: Sequence[int],
    *,
    window: int = WINDOW,
    least: int = LEAST,
    most: int | None = None,
    exact: bool = False,
    seed: int = 1,
) -> Importance:
    """Importance of the terms `names` in a corpus of tokens (n,), with `size` terms in all.

    Prevalence is standardised over all terms that occur, the two others over the words of the network (pairs within
    `window` words, at least `least` of them), which holds the `most` frequent words and the names, all by default.
    `exact` counts betweenness with integer distances, for up to about 2,000 words. Raises ValueError where a name has
    no token or the corpus no network.
    """
    words, counts = _counted(term, size, names)
    inner, own = _inner(counts, names, most)
    network, kept = filtered(cooccurrence(document, inner[words], len(own), window), least, inner[list(names)])
    if not network.nnz:
        raise ValueError("no two words stand together often enough")
    place = np.searchsorted(kept, inner[list(names)])
    if exact:
        between = Betweenness(exact_betweenness(network), len(kept), np.zeros(len(kept)))
    else:
        between = betweenness(network, seed=seed)
    spread = float(between.values.std())
    return Importance(
        _prevalence(counts, names),
        standardised(distinctiveness(network, "D2"))[place],
        standardised(between.values)[place],
        len(kept),
        between.sources,
        between.error[place] / spread if spread > 0 else np.zeros(len(place)),
    )


def bootstrap_importance(
    document: ArrayLike,
    term: ArrayLike,
    size: int,
    names: Sequence[int],
    *,
    window: int = WINDOW,
    least: int = LEAST,
    most: int | None = None,
    draws: int = 100,
    pivots: int = 100,
    seed: int = 1,
) -> Array:
    """Prevalence, diversity and connectivity (draws, 3, k) in corpora of documents drawn with replacement.

    The network is counted anew in each draw, betweenness from `pivots` sources, so that their error is part of the
    spread. Above 2,000 documents whole random groups of them are drawn. A name that is in no document drawn is NaN.
    """
    words, counts = _counted(term, size, names)
    inner, own = _inner(counts, names, most)
    rng = np.random.default_rng(seed)
    _, doc = np.unique(np.asarray(document), return_inverse=True)
    group = random_groups(int(doc.max()) + 1, seed)
    groups = int(group.max()) + 1
    pairs, codes = cooccurrence_by_group(doc, inner[words], len(own), group, window)
    tokens = sp.csr_array(sp.coo_array((np.ones(len(words)), (group[doc], words)), shape=(groups, size)))
    chosen = inner[list(names)]
    out = np.full((draws, 3, len(chosen)), np.nan)
    for draw in range(draws):
        drawn = np.bincount(rng.integers(0, groups, groups), minlength=groups)
        said = np.asarray(drawn @ tokens)
        weights = np.asarray(drawn @ pairs)
        upper = sp.csr_array((weights, (codes // len(own), codes % len(own))), shape=(len(own), len(own)))
        network, kept = filtered(symmetric(upper), least, chosen)
        place = np.searchsorted(kept, chosen)
        out[draw, 0] = _prevalence(said, names)
        out[draw, 1] = standardised(distinctiveness(network, "D2"))[place]
        out[draw, 2] = standardised(betweenness(network, pivots=pivots, seed=seed + draw).values)[place]
        out[draw][:, said[list(names)] == 0] = np.nan
    return out


def random_groups(many: int, seed: int, most: int = MOST_GROUPS) -> Integers:
    """The group of each of `many` documents: its own up to `most`, above that random groups of equal size."""
    return np.arange(many) if many <= most else np.random.default_rng(seed).permutation(many) % most


def _counted(term: ArrayLike, size: int, names: Sequence[int]) -> tuple[Integers, Array]:
    words = np.asarray(term, dtype=np.int64)
    counts = np.bincount(words, minlength=size).astype(np.float64)
    if not len(words) or (counts[list(names)] == 0).any():
        raise ValueError("a name without tokens")
    return words, counts


def _inner(counts: Array, names: Sequence[int], most: int | None) -> tuple[Integers, Integers]:
    """The number of each term within the network, -1 for those outside, and the terms within."""
    order = np.argsort(-counts, kind="stable")
    within = np.union1d(order[: most if most is not None else len(order)], np.asarray(names, dtype=np.int64))
    own = within[counts[within] > 0]
    inner = np.full(len(counts), -1, dtype=np.int64)
    inner[own] = np.arange(len(own))
    return inner, own


def _prevalence(counts: Array, names: Sequence[int]) -> Array:
    said = np.flatnonzero(counts > 0)
    place = np.minimum(np.searchsorted(said, np.asarray(names, dtype=np.int64)), len(said) - 1)
    return standardised(counts[said])[place]


def standardised(values: Array) -> Array:
    """(x - mean) / standard deviation of the population; zeros where all are equal."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)


def ranks(scores: ArrayLike) -> Array:
    """1 for the highest; equal scores share their mean rank. Along the last axis."""
    from scipy import stats

    return np.asarray(stats.rankdata(-np.asarray(scores, dtype=np.float64), axis=-1))
