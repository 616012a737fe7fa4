"""How many people several channels reach together."""

from collections.abc import Sequence


def joint_reach(reaches: Sequence[float]) -> tuple[float, float, float]:
    """(low, independent, high) share of the audience reached by channels with reaches r, each 0..1.

    Independent channels: 1 - prod(1 - r). Whatever the overlap, the truth lies between the largest r (all reach the
    same people) and min(1, sum r) (nobody twice): the bounds of Frechet. Never money: reach has no price of its own.
    """
    if any(not 0 <= reach <= 1 for reach in reaches):
        raise ValueError("reaches lie between 0 and 1")
    missed = 1.0
    for reach in reaches:
        missed *= 1 - reach
    return max(reaches, default=0.0), 1 - missed, min(1.0, sum(reaches))


def frequency(contacts: float, reached: float) -> float:
    """Mean contacts of a person reached: contacts per head of the audience (gross rating points / 100) over reach."""
    if not 0 < reached <= 1 or contacts < reached:
        raise ValueError("contacts per head are at least the reach")
    return contacts / reached
