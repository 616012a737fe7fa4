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


def cluster_capture(channels: Mapping[str, tuple[float, tuple[float, float, float]]]) -> tuple[float, float, float]:
    """K = sum_c m_c kappa_c: what the cluster keeps of all that consumers pay, (low, point, high).

    channels: name -> (consumers' spending through it, (low, point, high) of its capture rate). The shares m_c are of
    consumers' spending, not of the cluster's sales: a cheap channel sells much and pays little. The interval holds all
    rates at their low and at their high end, since they may err together. Raises ValueError where nothing is spent or a
    rate is not in order.
    """
    total = sum(spent for spent, _ in channels.values())
    if not total > 0 or any(spent < 0 for spent, _ in channels.values()):
        raise ValueError("consumers' spending")
    if any(not 0 <= low <= point <= high <= 1 for _, (low, point, high) in channels.values()):
        raise ValueError("capture rates are 0 to 1, low before high")
    low, point, high = (sum(spent * rate[end] for spent, rate in channels.values()) / total for end in range(3))
    return low, point, high
