"""The ladder of a channel as what stays in the cluster: capture rate, price at which the cluster sells, its tiers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from clustermark.lenses.context import Context
from clustermark.lenses.ladder_rows import Interval, Ladder, ladders
from clustermark.lenses.ladders import grouped, lacks
from clustermark.lenses.position.account_rows import channels
from clustermark.lenses.rows import Row, open_rows, text
from clustermark.methods.capture import STEPS, captured, spending_per_sale
from clustermark.methods.origins import Printing, count_origins

OWN_BRAND = ("own-brand-export", "own-brand-home")  # channels whose brand is the cluster's own
ORDER = ("inputs-outside", *STEPS, "consumer")


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of a ladder: its row, its amount, and what of the consumer's price it is and leaves in the cluster.

    share   of the consumer's price, by the middles of stated ranges
    inside  (point or None, low, high) as shares of the consumer's price; None for the consumer's price itself
    """

    tier: str
    row: Row
    amount: Interval
    share: float
    inside: tuple[float | None, float, float] | None


@dataclass(frozen=True, slots=True)
class Chain:
    """A channel's ladder nearest the period, and what all its ladders within three years allow.

    rate      (point or None, low, high): capture rate; a point only where the inputs are known, no brand is the
              cluster's own and the ladder states no ranges
    spending  (point, low, high): consumers' spending for a unit of the cluster's sales
    """

    channel: str
    ladder: Ladder
    rate: tuple[float | None, float, float]
    spending: tuple[float, float, float]
    tiers: Sequence[Tier]
    n: int
    rows: Sequence[Row]
    several: bool  # whether its ladders give different rates
    unknown: str = ""  # the input that leaves only a bound: "inputs-outside", "own-brand"


def chains_of(context: Context, subject: str) -> Mapping[str, Chain]:
    """The ladders of a subject's main product by channel; those without a channel under ""."""
    rows = {
        text(row, "row"): row
        for table in ("price_ladders", "exchange_rates")
        for row in open_rows(context.evidence, table)
    }
    found: dict[str, Chain] = {}
    own = [one for one in ladders(context.evidence) if one.subject == subject and not one.product]
    for group in grouped(own, context.study.period):
        usable = [ladder for ladder in group if _usable(ladder)]
        if usable:
            found[usable[0].channel] = _chain(usable, rows)
    return {name: found[name] for name in ("", *channels()) if name in found}


def _usable(ladder: Ladder) -> bool:
    """Whether a ladder has one factory price and one consumer's price in one unit, both known at either end."""
    ends = [end for amounts in ladder.amounts.values() for amount in amounts for end in amount]
    factory, consumer = ladder.one("factory"), ladder.one("consumer")
    if lacks(ladder) or factory is None or consumer is None or inf in ends or min(ends) < 0:
        return False
    bought = _summed(ladder, "inputs-outside")
    return factory[0] > 0 and consumer[0] > 0 and (bought is None or bought[1] <= factory[0])


def _chain(usable: Sequence[Ladder], rows: Mapping[str, Row]) -> Chain:
    nearest = usable[0]
    rates, spent = [_rate(one) for one in usable], [_spending(one) for one in usable]
    known = [rows[reference] for one in usable for reference in one.rows if reference in rows]
    printed = [Printing(one.key, one.year, False, one.page or one.id) for one in usable]
    return Chain(
        nearest.channel,
        nearest,
        (rates[0][0], min(low for _, low, _ in rates), max(high for _, _, high in rates)),
        (spent[0][0], min(low for _, low, _ in spent), max(high for _, _, high in spent)),
        list(_tiers(nearest, rows)),
        count_origins(printed),
        known,
        len(set(rates)) > 1,
        _unknown(nearest),
    )


def _summed(ladder: Ladder, tier: str) -> Interval | None:
    """The amounts of a tier together; None where the ladder does not have it."""
    found = ladder.amounts.get(tier)
    return None if not found else (sum(low for low, _ in found), sum(high for _, high in found))


def _own_brand(ladder: Ladder) -> Interval:
    """The brand's step where the brand is the cluster's own."""
    return (_summed(ladder, "brand") or (0.0, 0.0)) if ladder.channel in OWN_BRAND else (0.0, 0.0)


def _unknown(ladder: Ladder) -> str:
    parts = ["inputs-outside"] if _summed(ladder, "inputs-outside") is None else []
    return ",".join([*parts, *(["own-brand"] if _own_brand(ladder)[1] > 0 else [])])


def _ends(ladder: Ladder) -> tuple[Interval, Interval]:
    factory, consumer = ladder.one("factory"), ladder.one("consumer")
    assert factory is not None
    assert consumer is not None
    return factory, consumer


def _rate(ladder: Ladder) -> tuple[float | None, float, float]:
    factory, consumer = _ends(ladder)
    bought = _summed(ladder, "inputs-outside")
    low, high = captured(factory, bought, consumer, _own_brand(ladder))
    return (low if low == high else None), low, high


def _spending(ladder: Ladder) -> tuple[float, float, float]:
    """Consumers' spending for a unit of sales: makers sell at the factory price, owners of a brand above its step."""
    factory, consumer = _ends(ladder)
    brand = _own_brand(ladder)
    low, high = spending_per_sale((factory[0] + brand[0], factory[1] + brand[1]), consumer)
    sold = (sum(factory) + sum(brand)) / 2
    return min(max(sum(consumer) / 2 / sold, low), high), low, high


def _tiers(ladder: Ladder, rows: Mapping[str, Row]) -> Iterator[Tier]:
    """The steps in the order from the inputs to the consumer, each with its own row."""
    factory, consumer = _ends(ladder)
    price = sum(consumer) / 2
    bought = _summed(ladder, "inputs-outside")
    own = [rows[reference] for reference in ladder.rows if reference in rows and text(rows[reference], "tier")]
    for tier in ORDER:
        amounts = ladder.amounts.get(tier, [])
        named = [row for row in own if text(row, "tier") == tier]
        for row, amount in zip(named, amounts, strict=False):
            inside = _inside(ladder, tier, amount, factory, bought, consumer)
            yield Tier(tier, row, amount, sum(amount) / 2 / price, inside)


def _inside(
    ladder: Ladder, tier: str, amount: Interval, factory: Interval, bought: Interval | None, consumer: Interval
) -> tuple[float | None, float, float] | None:
    """What a tier leaves in the cluster, as shares of the consumer's price."""
    if tier == "consumer":
        return None
    if tier == "factory":
        low, high = captured(factory, bought, consumer)
        return (low if low == high else None), low, high
    if tier == "brand" and ladder.channel in OWN_BRAND:
        return None, 0.0, min(amount[1] / consumer[0], 1.0)
    return 0.0, 0.0, 0.0
