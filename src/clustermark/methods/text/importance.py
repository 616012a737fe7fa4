"""Brand importance: how often a name is said, how varied and how linking its company of words is.

Prevalence, diversity by distinctiveness D2 and connectivity by weighted betweenness, each standardised over the words
of the corpus and summed: the form of the Semantic Brand Score, Fronzetti Colladon (2018), Journal of Business Research
88: 150-160, doi:10.1016/j.jbusres.2018.03.026. The three are correlated and weighed equally, and a z-score depends on
the vocabulary: components are always shown, and corpora are not compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustermark.methods.networks.betweenness import betweenness, exact_betweenness
from clustermark.methods.networks.cooccurrence import cooccurrence, filtered
from clustermark.methods.networks.distinctiveness import distinctiveness

Array = NDArray[np.float64]
WINDOW, LEAST = 7, 2


@dataclass(frozen=True, slots=True)
class Importance:
    """Of each name (k,): standardised prevalence, diversity, connectivity; `score` is their sum.

    `words` in the network, and the `sources` from which betweenness was counted.
    """

    prevalence: Array
    diversity: Array
    connectivity: Array
    words: int
    sources: int

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
    exact: bool = False,
    seed: int = 1,
) -> Importance:
    """Importance of the terms `names` in a corpus of tokens (n,), with `size` terms in all.

    Prevalence is standardised over all terms that occur, the two others over the words of the network (pairs within
    `window` words, at least `least` of them). `exact` counts betweenness with integer distances, for up to about 2,000
    words. Raises ValueError where a name has no token or the corpus no network.
    """
    words = np.asarray(term, dtype=np.int64)
    counts = np.bincount(words, minlength=size).astype(np.float64)
    chosen = np.asarray(names, dtype=np.int64)
    if not len(words) or (counts[chosen] == 0).any():
        raise ValueError("a name without tokens")
    network, kept = filtered(cooccurrence(document, words, size, window), least, chosen)
    if not network.nnz:
        raise ValueError("no two words stand together often enough")
    place = np.searchsorted(kept, chosen)
    between, sources = (exact_betweenness(network), len(kept)) if exact else betweenness(network, seed=seed)
    return Importance(
        standardised(counts[counts > 0])[np.searchsorted(np.flatnonzero(counts > 0), chosen)],
        standardised(distinctiveness(network, "D2"))[place],
        standardised(between)[place],
        len(kept),
        sources,
    )


def standardised(values: Array) -> Array:
    """(x - mean) / standard deviation of the population; zeros where all are equal."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)


def ranks(scores: ArrayLike) -> Array:
    """1 for the highest; equal scores share their mean rank."""
    from scipy import stats

    return np.asarray(stats.rankdata(-np.asarray(scores, dtype=np.float64)))
