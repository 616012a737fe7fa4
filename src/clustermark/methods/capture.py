"""What of the consumer's price stays with those who make the good (Linden, Kraemer and Dedrick 2009)."""

from collections.abc import Iterable, Mapping, Sequence

Interval = tuple[float, float]
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


def captured(
    factory: Interval, inputs_outside: Interval | None, consumer: Interval, own_brand: Interval = (0.0, 0.0)
) -> Interval:
    """Least and greatest capture rate that the amounts of a ladder allow, within 0..1.

    low = (f - m) / p with the greatest m and p; high = (f - m + b) / p with the least. m is 0..f where the inputs that
    were bought outside are unknown (None). b is the brand's step where the brand is the cluster's own: what it buys for
    it is unknown, so that it counts at the high end alone. All in one unit. Raises ValueError where the consumer's
    price is not positive or the inputs exceed the factory price.
    """
    if consumer[0] <= 0:
        raise ValueError("consumer price")
    bought = (0.0, factory[0]) if inputs_outside is None else inputs_outside
    if not 0 <= bought[0] <= bought[1] <= factory[0]:
        raise ValueError("inputs bought outside")
    return (factory[0] - bought[1]) / consumer[1], min((factory[1] - bought[0] + own_brand[1]) / consumer[0], 1.0)


def spending_per_sale(sold_at: Interval, consumer: Interval) -> Interval:
    """What consumers pay for a unit of the maker's sales: p / g, for the price g at which the maker sells, at least 1.

    A channel with sales s carries s p / g of consumers' spending: goods that are sold cheaply at the gate may be dear
    in the shop, so shares of sales are no shares of spending. Raises ValueError where a price is not positive.
    """
    if sold_at[0] <= 0 or consumer[0] <= 0:
        raise ValueError("price")
    return max(consumer[0] / sold_at[1], 1.0), max(consumer[1] / sold_at[0], 1.0)


def mean_between(weights: Sequence[Interval], values: Sequence[Interval]) -> Interval:
    """Least and greatest of sum_i w_i v_i / sum_i w_i over weights and values within their intervals.

    The least has all values at their low end, and for some value all weights below it at their high, those above at
    their low end; the greatest the other way round. Raises ValueError for a negative weight or no weight at all.
    """
    if any(low < 0 for low, _ in weights) or not sum(high for _, high in weights) > 0:
        raise ValueError("weights")
    least = _least([(w, v[0]) for w, v in zip(weights, values, strict=True)])
    greatest = -_least([(w, -v[1]) for w, v in zip(weights, values, strict=True)])
    return least, greatest


def _least(parts: Sequence[tuple[Interval, float]]) -> float:
    ordered = sorted(parts, key=lambda part: part[1])
    found = []
    for cut in range(len(ordered) + 1):
        taken = [(w[1] if at < cut else w[0], v) for at, (w, v) in enumerate(ordered)]
        total = sum(w for w, _ in taken)
        if total > 0:
            found.append(sum(w * v for w, v in taken) / total)
    return min(found)
