"""The five types of governance as corners of three fuzzy sets, and who drives a chain.

Source: Gereffi, Humphrey and Sturgeon (2005), Review of International Political Economy 12(1): 78-104; the corners as
fuzzy ideal types after Kvist (2007). Three conditions, each from 0 to 1: complexity of transactions, ability to codify
them, capability of the suppliers.
"""

from collections.abc import Mapping

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


def shares(degrees: Mapping[str, ArrayLike], weights: ArrayLike) -> dict[str, float]:
    """Share of the weights (sales) at firms of each type, the ambiguous apart; firms with NaN or no weight stay out.

    Raises ValueError for negative weights, or where nothing is left.
    """
    w = np.asarray(weights, dtype=np.float64)
    if (w < 0).any():
        raise ValueError("negative weights")
    stacked = np.stack([np.asarray(degree, dtype=np.float64) for degree in degrees.values()])
    kept = ~np.isnan(stacked).any(axis=0) & (w > 0)
    if not kept.any():
        raise ValueError("no firm has all three conditions and a weight")
    top, w = stacked[:, kept], w[kept]
    chosen = np.where(top.max(axis=0) > 0.5, top.argmax(axis=0), len(degrees))
    found = np.bincount(chosen, weights=w, minlength=len(degrees) + 1) / w.sum()
    return dict(zip((*degrees, AMBIGUOUS), map(float, found), strict=True))


def driver(producer: float, buyer: float) -> tuple[str, float]:
    """Who drives the chain, and the degree of a hybrid drive, min(producer, buyer).

    "hybrid" where both memberships exceed .5, "producer-driven" or "buyer-driven" where one does, else "ambiguous".

    Source: Gereffi (1994; 1999), Journal of International Economics 48(1): 37-70; the hybrid as an intersection of both
    sets is this program's reading of the mixed drive in later work.
    """
    if not (0 <= producer <= 1 and 0 <= buyer <= 1):
        raise ValueError("degrees lie between 0 and 1")
    hybrid = min(producer, buyer)
    if hybrid > 0.5:
        return "hybrid", hybrid
    if max(producer, buyer) > 0.5:
        return ("producer-driven" if producer > buyer else "buyer-driven"), hybrid
    return AMBIGUOUS, hybrid
