"""What of the consumer's price stays with those who make the good (Linden, Kraemer and Dedrick 2009)."""

from collections.abc import Iterable, Mapping

STEPS = ("factory", "brand", "intermediary", "retail", "tax")  # tiers that add up to the consumer price


def factory_share(factory: float, consumer: float) -> float:
    """Factory price in the consumer's price: f / p, both in one unit. It is not what the maker keeps.

    Raises ValueError where the consumer's price is not positive.
    """
    if consumer <= 0:
        raise ValueError("consumer price")
    return factory / consumer


def capture_rate(factory: float, inputs_outside: float, consumer: float) -> float:
    """Capture rate of a channel: kappa = (f - m) / p.

    f factory price, m inputs bought outside the cluster, p the consumer's price, all in one unit. Raises ValueError
    where p is not positive or m lies outside 0..f.
    """
    if not 0 <= inputs_outside <= factory:
        raise ValueError("inputs bought outside")
    return factory_share(factory - inputs_outside, consumer)


def capture_bounds(factory: float, consumer: float) -> tuple[float, float]:
    """Bounds of the capture rate where the inputs bought outside are unknown: (0, f / p)."""
    return 0.0, factory_share(factory, consumer)


def step_sum(tiers: Mapping[str, Iterable[float]]) -> float:
    """The sum of the steps in price from the factory to the consumer; inputs are part of the factory price."""
    return sum(amount for tier in STEPS for amount in tiers.get(tier, ()))


def ladder_gap(tiers: Mapping[str, Iterable[float]], consumer: float) -> float:
    """How far the steps miss the consumer's price: (sum of the steps - p) / p. Raises ValueError where p <= 0."""
    return factory_share(step_sum(tiers) - consumer, consumer)
