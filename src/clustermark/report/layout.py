"""Where the words of a network stand: a force layout with a fixed start, then boxes moved apart; no chance in it."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
ROUNDS, APART = 300, 400


def positions(
    names: Sequence[str], edges: Mapping[tuple[str, str], float], boxes: Mapping[str, float], size: tuple[float, float]
) -> dict[str, tuple[float, float]]:
    """Centres of words in a plot of `size` pixels; `boxes` holds the width of each word, `edges` weights above zero.

    Words pull along edges by weight and push one another away (Fruchterman and Reingold 1991) from a spiral in the
    order of `names`, cooling evenly; then overlapping boxes are moved apart along the shorter way. Equal input, equal
    positions.
    """
    width, height = size
    index = {name: at for at, name in enumerate(names)}
    strongest = max(edges.values(), default=1.0)
    pull = np.zeros((len(names), len(names)))
    for (one, other), weight in edges.items():
        pull[index[one], index[other]] = pull[index[other], index[one]] = weight / strongest
    at = _forced(_spiral(len(names)), pull)
    at = _spread(at, width, height)
    half = np.array([[boxes[name] / 2 + 5, 11.0] for name in names])
    at = _apart(at, half, width, height)
    return {name: (float(at[i, 0]), float(at[i, 1])) for name, i in index.items()}


def _spiral(n: int) -> Array:
    turn = np.arange(n) * np.pi * (3 - np.sqrt(5.0))
    away = np.sqrt(np.arange(n) / max(n, 1))
    return np.stack([away * np.cos(turn), away * np.sin(turn)], axis=1)


def _forced(at: Array, pull: Array) -> Array:
    ideal = 1.2 / np.sqrt(max(len(at), 1))
    for step in range(ROUNDS):
        between = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.sqrt((between**2).sum(axis=2)), 1e-6)
        force = ideal**2 / far**2 - pull * far / ideal
        np.fill_diagonal(force, 0.0)
        move = (between * force[:, :, None]).sum(axis=1) - 0.3 * at
        size = np.maximum(np.sqrt((move**2).sum(axis=1, keepdims=True)), 1e-9)
        at = at + move / size * np.minimum(size, 0.12 * (1 - step / ROUNDS))
    return at


def _spread(at: Array, width: float, height: float) -> Array:
    """Stretched to fill the plot, by ranks for half of the way: no corner stays empty and no heap is left."""
    low, high = at.min(axis=0), at.max(axis=0)
    even = (at - low) / np.maximum(high - low, 1e-9)
    ranks = np.argsort(np.argsort(at, axis=0, kind="stable"), axis=0, kind="stable") / max(len(at) - 1, 1)
    mixed: Array = (0.5 * even + 0.5 * ranks) * np.array([width - 90, height - 40]) + np.array([45, 20])
    return mixed


def _apart(at: Array, half: Array, width: float, height: float) -> Array:
    """Boxes moved until none overlap, within the plot."""
    room = np.array([width, height])
    for _ in range(APART):
        moved = False
        for i in range(len(at)):
            for j in range(i + 1, len(at)):
                over = half[i] + half[j] - np.abs(at[i] - at[j])
                if over.min() > 0:
                    axis = int(np.argmin(over))
                    sign = 1.0 if at[i, axis] >= at[j, axis] else -1.0
                    at[i, axis] += sign * over[axis] / 2
                    at[j, axis] -= sign * over[axis] / 2
                    moved = True
        at = np.minimum(np.maximum(at, half), room - half)
        if not moved:
            break
    return at
