"""Weights that give a sample the margins of its population."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
MOST, LEAST = 5.0, 0.2  # a weight beyond these is trimmed: one answer would speak for too many


def rake(
    groups: Mapping[str, ArrayLike],
    margins: Mapping[str, Mapping[str, float]],
    *,
    rounds: int = 500,
    tolerance: float = 1e-8,
) -> Array:
    """Weights (n,) with mean 1 whose shares in every group variable are the margins, by iterative proportional fitting.

    groups: variable -> label of each respondent, "" where not stated (weighted as the mean of the others); margins:
    variable -> label -> share, rescaled to add up to 1. Raises ValueError "empty:VARIABLE:LABEL" where a group with a
    share has no respondent, "unknown:VARIABLE:LABEL" where respondents have a label without a share,
    "not-converged" where the margins contradict each other.

    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11(4): 427-444.
    """
    labels = {name: np.asarray(groups[name], dtype=str) for name in margins}
    n = len(next(iter(labels.values()))) if labels else 0
    targets: dict[str, dict[str, float]] = {}
    for name, shares in margins.items():
        if any(share < 0 for share in shares.values()) or not sum(shares.values()) > 0:
            raise ValueError(f"shares:{name}:")
        seen = set(labels[name]) - {""}
        for label in sorted(seen - shares.keys()):
            raise ValueError(f"unknown:{name}:{label}")
        for label, share in shares.items():
            if share > 0 and label not in seen:
                raise ValueError(f"empty:{name}:{label}")
        targets[name] = {label: share / sum(shares.values()) for label, share in shares.items()}
    weights = np.ones(n)
    for _ in range(rounds):
        worst = 0.0
        for name, target in targets.items():
            stated = labels[name] != ""
            total = float(weights[stated].sum())
            for label, share in target.items():
                mine = labels[name] == label
                now = float(weights[mine].sum()) / total if total > 0 else 0.0
                if share > 0:
                    weights[mine] *= share / now
                    worst = max(worst, abs(now - share))
                else:
                    weights[mine] = 0.0
        if worst < tolerance:
            return np.asarray(weights / weights.mean())
    raise ValueError("not-converged")


def trimmed(weights: ArrayLike, least: float = LEAST, most: float = MOST) -> tuple[Array, int]:
    """Weights drawn in to least..most times their mean, with mean 1 again, and how many were drawn in."""
    given = np.asarray(weights, dtype=np.float64)
    scaled = given / given.mean()
    cut = np.clip(scaled, least, most)
    return cut / cut.mean(), int((cut != scaled).sum())


def effective_size(weights: ArrayLike) -> float:
    """Kish's effective sample size (sum w)^2 / sum w^2. Source: Kish (1965), Survey Sampling."""
    w = np.asarray(weights, dtype=np.float64)
    return float(w.sum() ** 2 / (w**2).sum()) if (w**2).sum() > 0 else 0.0
