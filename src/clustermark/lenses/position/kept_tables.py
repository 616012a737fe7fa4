"""The long results on what is kept: ladders tier by tier, and the flows of the consumer's money."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from clustermark.lenses.measured import table
from clustermark.lenses.position.account_rows import channels
from clustermark.lenses.position.drawn import steady
from clustermark.lenses.position.sales import Sales
from clustermark.lenses.position.tiers import OWN_BRAND, Chain, Tier
from clustermark.lenses.rows import text

LADDERS = {
    "subject": pl.String, "channel": pl.String, "ladder": pl.String, "product": pl.String, "year": pl.Int64,
    "unit": pl.String, "tier": pl.String, "label_zh": pl.String, "label_en": pl.String, "amount": pl.Float64,
    "amount_high": pl.Float64, "share": pl.Float64, "inside": pl.Float64, "inside_low": pl.Float64,
    "inside_high": pl.Float64, "rows": pl.List(pl.String),
}  # fmt: skip
FLOWS = {
    "subject": pl.String, "from": pl.String, "to": pl.String, "share": pl.Float64, "share_low": pl.Float64,
    "share_high": pl.Float64, "rows": pl.List(pl.String),
}  # fmt: skip
SMALLEST = 1e-6  # of the consumer's money that is drawn as a flow
Point = tuple[float, float, float]


def tables(ladders: Sequence[tuple[object, ...]], flows: Sequence[tuple[object, ...]]) -> dict[str, pl.DataFrame]:
    """The tables that have rows."""
    made = {"value_ladders": table(LADDERS, ladders), "money_flows": table(FLOWS, flows)}
    return {name: frame for name, frame in made.items() if frame.height}


def ladder_rows(subject: str, chain: Chain) -> Iterator[tuple[object, ...]]:
    """The tiers of a channel's ladder, from the inputs to the consumer."""
    ladder = chain.ladder
    for tier in chain.tiers:
        low, high = tier.amount
        inside = tier.inside or (None, None, None)
        yield (
            subject, chain.channel, ladder.id, ladder.product, ladder.year, ladder.unit, tier.tier,
            text(tier.row, "label_zh"), text(tier.row, "label_en"), low, high if high != low else None,
            steady(tier.share), *(None if one is None else steady(one) for one in inside), [text(tier.row, "row")],
        )  # fmt: skip


def spent(share: Point, chain: Chain) -> Point:
    """Consumers' spending through a channel for a unit of all sales of the cluster: (point, low, high)."""
    return share[0] * chain.spending[0], share[1] * chain.spending[1], share[2] * chain.spending[2]


def flow_rows(subject: str, sales: Sales, chains: Mapping[str, Chain]) -> Iterator[tuple[object, ...]]:
    """From the consumer to the channels that have a ladder, and from each to those who get the money; in all 1.

    Ends of a channel's share hold the others at their opposite ends; those of what somebody gets, the channel's share
    at its point.
    """
    both = [channel for channel in channels() if channel in sales.shares and channel in chains]
    through = {channel: spent(sales.shares[channel], chains[channel]) for channel in both}
    total = sum(point for point, _, _ in through.values())
    for channel, (point, low, high) in through.items():
        if not total > 0:
            return
        others_low = sum(one[1] for name, one in through.items() if name != channel)
        others_high = sum(one[2] for name, one in through.items() if name != channel)
        share = point / total
        least = low / (low + others_high) if low + others_high > 0 else 0.0
        greatest = high / (high + others_low) if high + others_low > 0 else 0.0
        chain = chains[channel]
        rows = [*(text(row, "row") for row in chain.rows)]
        if sales.basis == "account":
            rows += sales.grounds[channel].rows
        yield subject, "consumer", channel, steady(share), steady(least), steady(greatest), rows
        for who, (part, part_low, part_high) in _getters(chain).items():
            if part_high * share > SMALLEST:
                told = [text(tier.row, "row") for tier in chain.tiers if _who(tier, chain) == who]
                ends = [steady(share * one) for one in (part, part_low, part_high)]
                yield subject, channel, who, *ends, told


def _getters(chain: Chain) -> dict[str, Point]:
    """Who gets what of the consumer's price in a channel: (share, low, high); "unexplained" is what no tier explains.

    Steps that exceed the price are brought to it.
    """
    found: dict[str, list[float]] = {}
    bought = [tier for tier in chain.tiers if tier.tier == "inputs-outside"]
    outside = sum(tier.share for tier in bought)
    for tier in chain.tiers:
        who = _who(tier, chain)
        if not who:
            continue
        share = tier.share - outside if who == "cluster" else tier.share
        low, high = (tier.inside[1], tier.inside[2]) if who == "cluster" and tier.inside else (share, share)
        kept = found.setdefault(who, [0.0, 0.0, 0.0])
        for at, amount in enumerate((share, min(low, share), max(high, share))):
            kept[at] += amount
    total = sum(kept[0] for kept in found.values())
    scale = max(total, 1.0)
    told = {who: (kept[0] / scale, kept[1] / scale, kept[2] / scale) for who, kept in found.items()}
    rest = 1 - total
    return told | ({"unexplained": (rest, rest, rest)} if rest > SMALLEST else {})


def _who(tier: Tier, chain: Chain) -> str:
    """Who gets the money of a tier; "" for the consumer's price itself."""
    if tier.tier == "consumer":
        return ""
    if tier.tier == "factory":
        return "cluster" if any(one.tier == "inputs-outside" for one in chain.tiers) else "factory"
    if tier.tier == "brand" and chain.channel in OWN_BRAND:
        return "own-brand"
    return tier.tier
