"""Weights that give a sample the margins of its population, and what they cost."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
LEAST, MOST = 0.2, 5.0  # a weight beyond these is trimmed: one answer would speak for too many
AGAIN = 50  # times that trimmed weights are raked again
SETTLED = 1e-6  # a weight this little beyond the bounds counts as within


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Weights (n,) with mean 1, how many stand at a bound, and the largest gap that is left to a margin (a share)."""

    weights: Array
    trimmed: int
    gap: float


def rake(
    groups: Mapping[str, ArrayLike],
    margins: Mapping[str, Mapping[str, float]],
    *,
    base: ArrayLike | None = None,
    rounds: int = 500,
    tolerance: float = 1e-8,
) -> Array:
    """Weights (n,) with mean 1 whose shares in every group variable are the margins, by iterative proportional fitting.

    groups: variable -> label of each respondent, "" where not stated (such respondents stand outside of that margin and
    keep their weight there); margins: variable -> label -> share, rescaled to add up to 1; base: weights to begin with
    (n,), which are kept apart from the factors of the groups. In each round w_i is multiplied, for each variable in
    turn, by (share of the label) / (weighted share of the label now).

    Raises ValueError "shares:VARIABLE:" where shares are negative or add up to nothing, "empty:VARIABLE:LABEL" where a
    group with a share has no respondent of positive weight, "unknown:VARIABLE:LABEL" where respondents have a label
    without a share, "not-converged" where the margins contradict each other.

    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11(4): 427-444.
    """
    labels = {name: np.asarray(groups[name], dtype=str) for name in margins}
    n = len(next(iter(labels.values()))) if labels else 0
    weights = np.ones(n) if base is None else np.array(base, dtype=np.float64)
    targets = {name: _target(name, shares, labels[name], weights) for name, shares in margins.items()}
    cells = {
        name: [(labels[name] == label, share) for label, share in target.items()] for name, target in targets.items()
    }
    for _ in range(rounds):
        worst = 0.0
        for name, groups_of in cells.items():
            total = float(weights[labels[name] != ""].sum())
            for mine, share in groups_of:
                now = float(weights[mine].sum()) / total if total > 0 else 0.0
                worst = max(worst, abs(now - share))
                weights[mine] *= share / now if now > 0 else 0.0
        if worst < tolerance and weights.sum() > 0:
            return np.asarray(weights / weights.mean())
    raise ValueError("not-converged")


def _target(name: str, shares: Mapping[str, float], labels: NDArray[np.str_], weights: Array) -> dict[str, float]:
    """Shares that add up to 1, or a ValueError that names the first one that no weights can meet."""
    whole = sum(shares.values())
    if any(not share >= 0 for share in shares.values()) or not 0 < whole < float("inf"):
        raise ValueError(f"shares:{name}:")
    for label in sorted(set(labels.tolist()) - {""} - shares.keys()):
        raise ValueError(f"unknown:{name}:{label}")
    for label, share in shares.items():
        if share > 0 and not weights[labels == label].sum() > 0:
            raise ValueError(f"empty:{name}:{label}")
    return {label: share / whole for label, share in shares.items()}


def trimmed(weights: ArrayLike, least: float = LEAST, most: float = MOST) -> tuple[Array, int]:
    """Weights drawn in to least..most times their mean, with mean 1 again, and how many were drawn in."""
    given = np.asarray(weights, dtype=np.float64)
    scaled = given / given.mean()
    cut = np.clip(scaled, least, most)
    moved = (scaled < least - SETTLED) | (scaled > most + SETTLED)
    return cut / cut.mean(), int(moved.sum())


def calibrated(
    groups: Mapping[str, ArrayLike],
    margins: Mapping[str, Mapping[str, float]],
    *,
    base: ArrayLike | None = None,
    least: float = LEAST,
    most: float = MOST,
) -> Calibrated:
    """Raked weights that are trimmed and raked again until both hold, or until no more can be had.

    Where margins and bounds cannot both be met the bounds win, and `gap` says by how much the margins are missed.
    Raises what `rake` raises.
    """
    weights, at_bound = trimmed(rake(groups, margins, base=base), least, most)
    first = at_bound
    for _ in range(AGAIN):
        if not at_bound:
            break
        weights, at_bound = trimmed(rake(groups, margins, base=weights), least, most)
    return Calibrated(weights, first, _gap(weights, groups, margins))


def _gap(weights: Array, groups: Mapping[str, ArrayLike], margins: Mapping[str, Mapping[str, float]]) -> float:
    worst = 0.0
    for name, shares in margins.items():
        labels = np.asarray(groups[name], dtype=str)
        stated, whole = float(weights[labels != ""].sum()), sum(shares.values())
        gaps = [abs(float(weights[labels == label].sum()) / stated - share / whole) for label, share in shares.items()]
        worst = max(worst, *gaps)
    return worst


def effective_size(weights: ArrayLike) -> float:
    """Kish's effective sample size (sum w)^2 / sum w^2; 0 where no weight is positive.

    Source: Kish (1965), Survey Sampling, New York: Wiley.
    """
    w = np.asarray(weights, dtype=np.float64)
    return float(w.sum() ** 2 / (w**2).sum()) if (w**2).sum() > 0 else 0.0


def design_effect(weights: ArrayLike) -> float:
    """How many times larger the variance of a mean is with these weights than with equal ones: n / effective size."""
    w = np.asarray(weights, dtype=np.float64)
    size = effective_size(w)
    return len(w) / size if size > 0 else float("nan")
