"""The five types of governance as corners of three fuzzy sets, and who drives a chain.

Source: Gereffi, Humphrey and Sturgeon (2005), Review of International Political Economy 12(1): 78-104; the corners as
fuzzy ideal types after Kvist (2007). Three conditions, each from 0 to 1: complexity of transactions, ability to codify
them, capability of the suppliers.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Degrees = NDArray[np.float64]
# complexity, codifiability, capability; True = high. The three others have no name in the paper's table of five.
CORNERS: Mapping[str, tuple[bool, bool, bool]] = {
    "market": (False, True, True),
    "modular": (True, True, True),
    "relational": (True, False, True),
    "captive": (True, True, False),
    "hierarchy": (True, False, False),
    "excluded": (False, True, False),  # simple and codified, yet beyond the suppliers: they stay out of the chain
    "improbable": (False, False, True),
    "improbable-weak": (False, False, False),
}
TYPES = ("market", "modular", "relational", "captive", "hierarchy")
AMBIGUOUS = "ambiguous"
MIXED = "mixed"
DRIVERS = ("neither", "buyer", "producer", "hybrid")  # by 2 [producer > .5] + [buyer > .5]


def memberships(complexity: ArrayLike, codifiability: ArrayLike, capability: ArrayLike) -> dict[str, Degrees]:
    """Membership in each of the eight corners: the smallest of the three conditions, 1 - x where the corner is low.

    At most one corner exceeds .5. Shapes are broadcast; NaN in a condition gives NaN. Raises ValueError for degrees
    outside 0..1.
    """
    given = [np.asarray(one, dtype=np.float64) for one in (complexity, codifiability, capability)]
    if any(((one < 0) | (one > 1)).any() for one in given):
        raise ValueError("degrees lie between 0 and 1")
    return {
        name: np.asarray(np.minimum.reduce([one if high else 1 - one for one, high in zip(given, highs, strict=True)]))
        for name, highs in CORNERS.items()
    }


def governance_type(complexity: float, codifiability: float, capability: float) -> str:
    """The corner above .5; "ambiguous" where none is."""
    degrees = memberships(complexity, codifiability, capability)
    return next((name for name, degree in degrees.items() if degree > 0.5), AMBIGUOUS)


def indicators(degrees: Mapping[str, ArrayLike]) -> Degrees:
    """1 for the corner above .5, the last column for none (n, corners + 1); NaN rows where a degree is unknown."""
    stacked = np.stack([np.atleast_1d(np.asarray(degree, dtype=np.float64)) for degree in degrees.values()])
    top = np.where(np.isnan(stacked), 0.0, stacked)
    chosen = np.where(top.max(axis=0) > 0.5, top.argmax(axis=0), len(degrees))
    found = np.eye(len(degrees) + 1)[chosen]
    found[np.isnan(stacked).any(axis=0)] = np.nan
    return np.asarray(found)


def shares(degrees: Mapping[str, ArrayLike], weights: ArrayLike) -> dict[str, float]:
    """Share of the weights (sales) at firms of each type, the ambiguous apart; firms with NaN or no weight stay out.

    Raises ValueError for negative weights, or where nothing is left.
    """
    w = np.asarray(weights, dtype=np.float64)
    if (w < 0).any():
        raise ValueError("negative weights")
    one = indicators(degrees)
    kept = ~np.isnan(one).any(axis=1) & (w > 0)
    if not kept.any():
        raise ValueError("no firm has all three conditions and a weight")
    found = w[kept] @ one[kept] / w[kept].sum()
    return dict(zip((*degrees, AMBIGUOUS), map(float, found), strict=True))


def majority(found: ArrayLike, names: Sequence[str] = (*CORNERS, AMBIGUOUS)) -> NDArray[np.str_]:
    """What each row of shares (d, types) is called: the type with more than half.

    Where none has, "ambiguous" if the unclear part (the column of that name) is the largest, else "mixed". Rows with
    NaN are "".
    """
    given = np.atleast_2d(np.asarray(found, dtype=np.float64))
    top = np.where(np.isnan(given), -1.0, given)
    first = np.array(names)[top.argmax(axis=1)]
    called = np.where((top.max(axis=1) > 0.5) | (first == AMBIGUOUS), first, MIXED)
    return np.where(np.isnan(given).any(axis=1), "", called)


def driver(producer: ArrayLike, buyer: ArrayLike) -> NDArray[np.str_]:
    """Who drives a chain, from memberships (broadcast): "hybrid" (both above .5), "producer", "buyer" or "neither".

    NaN gives "". The degree of a hybrid drive is min(producer, buyer). Raises ValueError for degrees outside 0..1.

    Source: Gereffi (1994; 1999), Journal of International Economics 48(1): 37-70; the hybrid as an intersection of both
    sets is this program's reading of the mixed drive in later work.
    """
    p, b = np.broadcast_arrays(np.asarray(producer, dtype=np.float64), np.asarray(buyer, dtype=np.float64))
    if ((p < 0) | (p > 1) | (b < 0) | (b > 1)).any():
        raise ValueError("degrees lie between 0 and 1")
    named = np.array(DRIVERS)[2 * (p > 0.5) + (b > 0.5)]
    return np.where(np.isnan(p) | np.isnan(b), "", named)
