"""Checks on shares: the world against the nation, and what several places claim of one market."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf

from clustermark.findings.model import BOUND, Finding, pairs
from clustermark.lenses.checking import check_finding
from clustermark.lenses.grouping import nearest
from clustermark.lenses.places import Place, ancestors, main_product
from clustermark.lenses.records import UNSTATED, Record
from clustermark.methods.comparable import YEARS
from clustermark.study.model import Study

SHARES = {  # of the world: of the nation. What is made and what a market buys are never set against each other
    "situation.world_output_share": "situation.national_output_share",
    "situation.world_market_share": "situation.national_market_share",
}
OUTPUT = "situation.world_output_share"
NO_MARKET = ("firm", "world", "group")  # kinds of subjects whose shares are not added up


def world_above_nation(found: list[Record], study: Study, kinds: Mapping[str, str]) -> Iterator[Finding]:
    """Share of the world minus share of the nation, same product, scope and segment, years at most three apart.

    Output is set against output and market against market; the latter say so in the dimension `of`.

    A place cannot make more of the world than of its nation; the difference is told whatever its sign. Value: of the
    pair nearest the period; low and high: of all pairs.
    """
    groups: dict[tuple[str, ...], tuple[list[Record], list[Record]]] = {}
    worlds = {nation: world for world, nation in SHARES.items()}
    for r in found:
        of = worlds.get(r.measure, r.measure)
        if of in SHARES and r.value is not None and r.year is not None:
            sides = groups.setdefault((r.subject, r.product, r.scope, r.channel, r.segment, of), ([], []))
            sides[r.measure != of].append(r)
    for (subject, product, scope, channel, segment, of), (world, nation) in sorted(groups.items()):
        both = [(w, n) for w in world for n in nation if _apart(w, n) <= YEARS]
        if not both:
            continue
        best = nearest([w for w, _ in both], study.period)
        beside = nearest([n for w, n in both if w is best], str(best.year))
        used = [*{id(record): record for pair in both for record in pair}.values()]
        gaps = [_minus(w, n) for w, n in both]
        low, high = min(gap[0] for gap in gaps), max(gap[1] for gap in gaps)
        dims = pairs(product=product, scope=scope, channel=channel, segment=segment, of="" if of == OUTPUT else of)
        value = _round((best.value or 0.0) - (beside.value or 0.0))
        finding = check_finding(
            used, "claims.world_above_nation", study.period, kinds.get(subject, ""), value, "share", dims
        )
        yield _with_ends(finding, low, high, value)


def _with_ends(finding: Finding, low: float, high: float, value: float) -> Finding:
    """The difference with what the figures allow; an end that "at least" or "at most" leaves open is left out."""
    if -inf < low < high < inf:
        return replace(finding, low=min(low, value), high=max(high, value), uncertainty="range of claims")
    if low == -inf and high < inf:
        return replace(finding, high=max(high, value), uncertainty=BOUND)
    if high == inf and low > -inf:
        return replace(finding, low=min(low, value), uncertainty=BOUND)
    if low == -inf:  # open to both sides
        return replace(finding, parameters=pairs(**dict(finding.parameters), bound="about"))
    return finding


def _round(value: float) -> float:
    return round(value, 12)


def _minus(world: Record, nation: Record) -> tuple[float, float]:
    """Smallest and largest difference that two figures allow; "at least" and "at most" open its ends."""
    w, n = world.value or 0.0, nation.value or 0.0
    low = -inf if world.bound == "at most" or nation.bound == "at least" else _round(w - (nation.high or n))
    high = inf if world.bound == "at least" or nation.bound == "at most" else _round((world.high or w) - n)
    return low, high


def _apart(one: Record, other: Record) -> int:
    return abs((one.year or 0) - (other.year or 0))


@dataclass(frozen=True, slots=True)
class Market:
    """What a share is a share of: a product, in the world or in a nation."""

    product: str
    within: str  # id of the world or of the nation
    measure: str


def markets(found: list[Record], known: Mapping[str, Place]) -> Mapping[Market, list[Record]]:
    """Claimed shares by market. A place without a product, or without a nation in the table, is left out."""
    groups: dict[Market, list[Record]] = {}
    for record in found:
        place = known.get(record.subject)
        product = record.product or main_product(record.subject, known)
        if record.measure not in (*SHARES, *SHARES.values()) or record.value is None or record.year is None:
            continue
        if place is None or place.kind in NO_MARKET or not product or record.segment or record.channel:
            continue
        nation = next((one for one in ancestors(place.id, known) if one in known and known[one].kind == "country"), "")
        within = "world" if record.measure in SHARES else nation
        if within:
            groups.setdefault(Market(product, within, record.measure), []).append(record)
    return groups


def _others(subject: str, group: list[Record], known: Mapping[str, Place]) -> dict[str, list[Record]]:
    """The claims of places that neither contain nor lie within the subject, the outermost of nested ones only."""
    mine = {subject, *ancestors(subject, known)}
    found: dict[str, list[Record]] = {}
    for record in group:
        if record.subject not in mine and subject not in ancestors(record.subject, known):
            found.setdefault(record.subject, []).append(record)
    return {place: claims for place, claims in found.items() if not set(ancestors(place, known)) & set(found)}


def _chosen(mine: list[Record], others: Mapping[str, list[Record]]) -> list[Record]:
    """One claim of each place, years at most three from the subject's own: most places, nearest years, latest."""
    best: tuple[tuple[float, ...], list[Record]] | None = None
    for anchor in mine:
        picked = [anchor]
        for _, claims in sorted(others.items()):
            near = [record for record in claims if _apart(anchor, record) <= YEARS]
            if near:
                picked.append(min(near, key=lambda r, a=anchor: (_apart(a, r), r.reliability or "Z", r.value or 0.0)))  # type: ignore[misc]
        rank = (len(picked), -sum(_apart(anchor, record) for record in picked), anchor.year or 0, anchor.value or 0.0)
        if best is None or rank > best[0]:
            best = (rank, picked)
    return [] if best is None else best[1]


def market_sums(found: list[Record], study: Study, known: Mapping[str, Place]) -> Iterator[Finding]:
    """For each place that claims a share of a market: its share and those that other places claim of the same one.

    One stated scope: the sum is a statement; above 1 it is a contradiction. Scopes that differ, or are not stated:
    one may count trade and another output, so the sum is shown and nothing is concluded (`not applicable`).
    """
    for market, group in sorted(markets(found, known).items(), key=lambda item: (item[0].product, item[0].within)):
        for subject in sorted({record.subject for record in group}):
            mine = [record for record in group if record.subject == subject]
            chosen = _chosen(mine, _others(subject, group, known))
            if len(chosen) >= 2:
                yield _sum_finding(market, chosen, study, known[subject].kind)


def _sum_finding(market: Market, chosen: list[Record], study: Study, kind: str) -> Finding:
    scopes = [record.scope or UNSTATED for record in chosen]
    same = len(set(scopes)) == 1 and scopes[0] != UNSTATED
    total = _round(sum(record.value or 0.0 for record in chosen))
    dims = pairs(of=market.measure, product=market.product, scope=scopes[0] if same else "")
    finding = check_finding(chosen, "claims.market_share_sum", study.period, kind, total, "share", dims)
    parameters = {
        "place-kind": kind,
        "market": market.within,
        "places": "/".join(record.subject for record in chosen),
        "shares": "/".join(f"{record.value:.12g}" for record in chosen),
        "scopes": "/".join(scopes),
    }
    finding = replace(finding, parameters=pairs(**parameters))
    if not same:
        return replace(finding, status="not applicable", why="scopes-differ")
    return replace(finding, status="conflicting", why="above-one") if total > 1 else finding
