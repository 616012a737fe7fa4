"""Picks from a seed that give the same on every version of Python: they rest on `random()` alone."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
SEED = "sampleton-1"


def chance(*names: object) -> random.Random:
    """A generator of its own for each thing that is drawn, so that one more draw here changes nothing there."""
    return random.Random(":".join([SEED, *map(str, names)]))


def between(rng: random.Random, low: int, high: int) -> int:
    return low + int(rng.random() * (high - low + 1))


def pick(rng: random.Random, options: Sequence[T]) -> T:
    return options[int(rng.random() * len(options))]


def weighted(rng: random.Random, options: Sequence[T], weights: Sequence[float]) -> T:
    at = rng.random() * sum(weights)
    for option, weight in zip(options, weights, strict=True):
        at -= weight
        if at < 0:
            return option
    return options[-1]


def shuffled(rng: random.Random, options: Sequence[T]) -> list[T]:
    found = list(options)
    for at in range(len(found) - 1, 0, -1):
        other = int(rng.random() * (at + 1))
        found[at], found[other] = found[other], found[at]
    return found


def some(rng: random.Random, options: Sequence[T], n: int) -> list[T]:
    """n different ones, in an order of chance."""
    return shuffled(rng, options)[:n]


def dealt(rng: random.Random, n: int, shares: Sequence[tuple[T, float]], rest: T) -> list[T]:
    """n places dealt out in exact shares (rounded to whole places), in an order of chance; what is over gets `rest`."""
    found: list[T] = []
    for option, share in shares:
        found += [option] * round(n * share)
    found = found[:n]
    return shuffled(rng, found + [rest] * (n - len(found)))
