"""Which words go with a name: measures of association, and which words tell one body of text from another."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

Array = NDArray[np.float64]


def log_dice(together: ArrayLike, one: ArrayLike, other: ArrayLike) -> Array:
    """14 + log2(2 f_xy / (f_x + f_y)): at most 14, independent of the size of the corpus; -inf where never together.

    Counts of one kind, such as documents or windows, with f_xy <= min(f_x, f_y).
    Source: Rychly (2008), A lexicographer-friendly association score, RASLAN.
    """
    xy, x, y = (np.asarray(given, dtype=np.float64) for given in (together, one, other))
    with np.errstate(divide="ignore"):
        return np.asarray(14 + np.log2(2 * xy / (x + y)))


def npmi(together: ArrayLike, one: ArrayLike, other: ArrayLike, n: int) -> Array:
    """Normalised pointwise mutual information, -1 (never together) to 1 (only together); 0 where independent.

    ln(p_xy / (p_x p_y)) / -ln p_xy. Source: Bouma (2009), GSCL 31-40.
    """
    xy, x, y = (np.asarray(given, dtype=np.float64) / n for given in (together, one, other))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(xy / (x * y)) / -np.log(xy)
    return np.asarray(np.where(xy == 0, -1.0, np.where(xy >= 1, 1.0, found)))


def keyness(own: ArrayLike, own_size: float, others: ArrayLike, others_size: float) -> tuple[Array, Array, Array]:
    """Words that tell a body of text from another: G2, log ratio, and p of each word (m,).

    G2 = 2 sum O ln(O / E) over the four cells of word against all other words (Dunning 1993, Computational Linguistics
    19(1): 61-74). Log ratio = log2 of the relative frequencies, half a count added to both, positive where the own text
    has more (Hardie 2014). p from chi-squared with one degree of freedom, Fisher's exact test (two-sided) where an
    expected count is below 5.
    """
    a, b = np.asarray(own, dtype=np.float64), np.asarray(others, dtype=np.float64)
    n = own_size + others_size
    expected_own, expected_others = own_size * (a + b) / n, others_size * (a + b) / n
    cells = [
        (a, expected_own),
        (b, expected_others),
        (own_size - a, own_size - expected_own),
        (others_size - b, others_size - expected_others),
    ]
    g2 = 2 * sum(
        special.xlogy(seen, np.where(seen > 0, seen / np.maximum(expected, 1e-300), 1.0)) for seen, expected in cells
    )
    ratio = np.log2(((a + 0.5) / own_size) / ((b + 0.5) / others_size))
    p = stats.chi2.sf(np.maximum(g2, 0.0), 1)
    few = np.flatnonzero(np.minimum(expected_own, expected_others) < 5)
    tables, which = np.unique(np.stack([a[few], b[few]]), axis=1, return_inverse=True)  # many words share a table
    exact = [
        stats.fisher_exact([[one, other], [own_size - one, others_size - other]]).pvalue for one, other in tables.T
    ]
    p[few] = np.asarray(exact, dtype=np.float64)[which.ravel()]
    return np.maximum(g2, 0.0), np.asarray(ratio), np.asarray(p)


def false_discovery(p: ArrayLike) -> Array:
    """q (m,): the smallest false discovery rate at which each test is kept.

    Source: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1): 289-300.
    """
    return np.asarray(stats.false_discovery_control(np.asarray(p, dtype=np.float64))) if np.size(p) else np.zeros(0)
