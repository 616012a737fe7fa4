"""Groups of respondents that no question names: latent classes of yes-or-no answers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustermark.methods.surveys.weights import effective_size

Array = NDArray[np.float64]
PRIOR = 0.001  # answers added to each side of each probability, so that none is exactly 0 or 1
MOST, STARTS, ROUNDS = 5, 8, 1000


@dataclass(frozen=True, slots=True)
class Classes:
    """Latent classes, the largest first: sizes (c,), probability of yes (c, k), membership (n, c), and the fit."""

    sizes: Array
    probabilities: Array
    membership: Array
    likelihood: float
    bic: float

    @property
    def labels(self) -> NDArray[np.intp]:
        """The likeliest class of each respondent (n,)."""
        return np.asarray(self.membership.argmax(axis=1))


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The classes that fit best, the BIC of every number tried, and how alike they come out on other samples (0..1)."""

    classes: Classes
    bic: tuple[float, ...]
    stability: float


def latent_classes(
    answers: ArrayLike, classes: int, *, weights: ArrayLike | None = None, seed: int = 1, starts: int = STARTS
) -> Classes:
    """Latent classes of answers (n, k) of 1, 0 or NaN (left out of the likelihood), by expectation and maximisation.

    P(y_i) = sum_c size_c prod_k p_ck^y (1 - p_ck)^(1 - y). Weights enter the likelihood scaled to the effective size;
    BIC = -2 log L + (c - 1 + c k) log n_effective. Equal answers are fitted together. The best of `starts` random
    starts counts; classes come by size.
    Raises ValueError for fewer than one class or without answers.

    Source: Goodman (1974), Biometrika 61(2): 215-231.
    """
    y = np.asarray(answers, dtype=np.float64)
    if classes < 1 or y.ndim != 2 or not y.size:
        raise ValueError("no classes or no answers")
    given = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    w = given / given.sum() * effective_size(given)
    patterns, place = np.unique(np.where(np.isnan(y), -1.0, y), axis=0, return_inverse=True)
    times = np.bincount(place.ravel(), weights=w).astype(np.float64)
    yes, no = (patterns == 1).astype(float), (patterns == 0).astype(float)
    rng = np.random.default_rng(seed)
    fits = [_fit(yes, no, times, classes, rng) for _ in range(starts if classes > 1 else 1)]
    sizes, probabilities, membership, likelihood = max(fits, key=lambda fit: fit[3])
    membership = membership[place.ravel()]
    order = np.lexsort((probabilities.sum(axis=1), -sizes))
    free = classes - 1 + classes * y.shape[1]
    bic = -2 * likelihood + free * float(np.log(w.sum()))
    return Classes(sizes[order], probabilities[order], membership[:, order], likelihood, bic)


def _fit(yes: Array, no: Array, w: Array, classes: int, rng: np.random.Generator) -> tuple[Array, Array, Array, float]:
    sizes = np.full(classes, 1 / classes)
    probabilities = rng.uniform(0.2, 0.8, (classes, yes.shape[1]))
    before = -np.inf
    for _ in range(ROUNDS):
        membership, likelihood = _expected(yes, no, w, sizes, probabilities)
        if likelihood - before < 1e-9 * abs(likelihood):
            break
        before = likelihood
        weighted = membership * w[:, None]
        sizes = weighted.sum(axis=0) / w.sum()
        ones, zeros = weighted.T @ yes, weighted.T @ no
        probabilities = (ones + PRIOR) / (ones + zeros + 2 * PRIOR)
    membership, likelihood = _expected(yes, no, w, sizes, probabilities)
    return sizes, probabilities, membership, likelihood


def _expected(yes: Array, no: Array, w: Array, sizes: Array, probabilities: Array) -> tuple[Array, float]:
    logs = yes @ np.log(probabilities).T + no @ np.log1p(-probabilities).T + np.log(np.maximum(sizes, 1e-300))
    top = logs.max(axis=1, keepdims=True)
    parts = np.exp(logs - top)
    whole = parts.sum(axis=1, keepdims=True)
    return parts / whole, float((w * (np.log(whole) + top)[:, 0]).sum())


def segmentation(
    answers: ArrayLike, *, weights: ArrayLike | None = None, most: int = MOST, draws: int = 20, seed: int = 1
) -> Segmentation:
    """The number of latent classes (1 to `most`) with the least BIC, and its stability.

    One class is an answer: the sample has no groups in what was asked. Stability is the mean adjusted Rand index
    between the classes of the whole sample and those that classes fitted to `draws` bootstrap samples give the same
    respondents; NaN for one class.
    """
    y = np.asarray(answers, dtype=np.float64)
    given = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    tried = [latent_classes(y, number, weights=given, seed=seed) for number in range(1, most + 1)]
    best = min(tried, key=lambda fit: fit.bic)
    number = len(best.sizes)
    bic = tuple(fit.bic for fit in tried)
    if number == 1:
        return Segmentation(best, bic, float("nan"))
    rng = np.random.default_rng(seed)
    yes, no = np.where(np.isnan(y), 0.0, y), np.where(np.isnan(y), 0.0, 1 - y)
    alike = []
    for draw in range(draws):
        drawn = rng.integers(0, len(y), len(y))
        again = latent_classes(y[drawn], number, weights=given[drawn], seed=seed + draw + 1, starts=3)
        membership, _ = _expected(yes, no, given, again.sizes, again.probabilities)
        alike.append(adjusted_rand(best.labels, membership.argmax(axis=1)))
    return Segmentation(best, bic, float(np.mean(alike)))


def adjusted_rand(one: ArrayLike, other: ArrayLike) -> float:
    """How far two groupings of the same units agree beyond chance: 1 the same, 0 as by chance.

    (sum C(n_ij, 2) - E) / ((A + B) / 2 - E), A and B the pairs within the groups of each, E = A B / C(n, 2); 1 where
    both have one group or only single ones. Source: Hubert and Arabie (1985), Journal of Classification 2: 193-218.
    """
    _, first = np.unique(np.asarray(one), return_inverse=True)
    _, second = np.unique(np.asarray(other), return_inverse=True)
    table = np.zeros((first.max() + 1, second.max() + 1))
    np.add.at(table, (first, second), 1)
    together, a, b = (float((t * (t - 1) / 2).sum()) for t in (table, table.sum(axis=1), table.sum(axis=0)))
    pairs = len(first) * (len(first) - 1) / 2
    expected = a * b / pairs if pairs else 0.0
    return 1.0 if (a + b) / 2 == expected else (together - expected) / ((a + b) / 2 - expected)
