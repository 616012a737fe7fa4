"""Links between firms: how many stay inside, who is central, who stands between others, and how far that can be read.

Firms that did not answer name nobody. Where fewer than 60 in a hundred of the list answered, only how often others name
a firm is read; links from records (registers, invoices) were not asked and are read whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.model import REFERENCE
from clustermark.findings.model import Finding, pairs
from clustermark.lenses.actors.graphs import Answers, Layer, amount, layers
from clustermark.lenses.actors.roster import Roster, roster
from clustermark.lenses.context import Context, insufficient
from clustermark.lenses.measured import Ground, measured, table
from clustermark.lenses.protocol import Found
from clustermark.lenses.rows import Row, origin_of, text
from clustermark.methods.intervals import wilson
from clustermark.methods.networks.firms import ROLES, brokerage, core_numbers, degrees, directed_betweenness

METHOD = "actors.networks/1"
READABLE = 0.6  # share of the list that must answer before brokers and cores are read
LEAST = 5  # links of a layer before a share of them is told
DRAWS, LEFT_OUT, LARGEST = 40, 0.1, 1_000  # how much hangs on a tenth of the others, up to so many nodes
RATE, WARNING = "enterprises.response_rate", "enterprises.network_warning"
INSIDE, OUTSIDE = "enterprises.links_inside", "enterprises.outside_links"
CORE, BROKER = "enterprises.core_size", "enterprises.broker_share"
UNITS = {RATE: "share", WARNING: "code", INSIDE: "links", OUTSIDE: "share", CORE: "firms", BROKER: "share"}
LINKS = {
    "subject": pl.String, "layer": pl.String, "from": pl.String, "to": pl.String, "weight": pl.Float64,
    "unit": pl.String, "stated_by": pl.Int64, "rows": pl.List(pl.String),
}  # fmt: skip
FIRMS = {
    "subject": pl.String, "layer": pl.String, "firm": pl.String, "kind": pl.String, "district": pl.String,
    "named_by": pl.Int64, "in_degree": pl.Int64, "out_degree": pl.Int64, "betweenness": pl.Float64,
    "betweenness_share": pl.Float64, "core": pl.Int64, "coordinator": pl.Int64, "gatekeeper": pl.Int64,
    "representative": pl.Int64, "liaison": pl.Int64, "itinerant": pl.Int64, "rank": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Net:
    """The links of one cluster: its layers, who answered, the share of the list that did (None: unknown)."""

    context: Context
    subject: str
    layers: Sequence[Layer]
    answers: Answers
    rate: float | None

    def readable(self, layer: Layer) -> bool:
        """Whether brokers and cores of the layer are read."""
        return not layer.asked or (self.rate is not None and self.rate >= READABLE)

    def lacking(self, measure: str, layer: Layer, why: str, **fields: object) -> Finding:
        """What the layer cannot answer."""
        found = insufficient(self.context, measure, self.subject, UNITS[measure], why, **fields)
        return replace(found, dimensions=pairs(segment=layer.name))

    def tell(
        self,
        measure: str,
        layer: Layer,
        value: float,
        interval: tuple[float, float] | None = None,
        how: str = "",
        **more: object,
    ) -> Finding:
        """A finding counted from the links of a layer."""
        rate = {"response": "" if self.rate is None or not layer.asked else f"{self.rate:.4g}"}
        made = measured(
            self.context, measure, self.subject, value, _ground(layer.rows, len(layer.links), "links"),
            interval=interval, by=how, dimensions={"segment": layer.name},
            parameters={"nodes": len(layer.nodes), **rate, **layer.told, **more},
        )  # fmt: skip
        return replace(made, years=layer.years)


@dataclass(frozen=True, slots=True)
class Positions:
    """What is computed of a layer's nodes, where it can be read: arrays (n,), betweenness None without networkit."""

    between: NDArray[np.float64] | None
    core: NDArray[np.int64]
    brokered: Mapping[str, NDArray[np.int64]]
    error: NDArray[np.float64] | None


def find(context: Context) -> Found:
    """Response, links inside and outside, core and first broker by layer; positions and links as tables."""
    findings: list[Finding] = []
    positions: list[tuple[object, ...]] = []
    links: list[tuple[object, ...]] = []
    for subject in context.subjects:
        known = roster(context, subject)
        found, answers, outside = layers(context, subject, known)
        if outside:
            findings += [
                insufficient(context, name, subject, unit, "outside-years", years=outside)
                for name, unit in UNITS.items()
            ]
        if found:
            net = Net(context, subject, found, answers, _rate(found, answers, known))
            findings += _answered(net, known)
            for layer in found:
                made = _positions(layer) if net.readable(layer) else None
                findings += _of_layer(net, layer, made)
                positions += _position_rows(subject, layer, made)
                links += _link_rows(context, subject, layer)
    return Found(findings, {"firm_roles": table(FIRMS, positions), "firm_links": table(LINKS, links)})


def _rate(found: Sequence[Layer], answers: Answers, known: Roster) -> float | None:
    asked = any(layer.asked for layer in found)
    return answers.listed / len(known.firms) if asked and known.firms else None


def _ground(rows: Sequence[Row], n: int, sample: str) -> Ground:
    references = [text(row, REFERENCE) for row in rows]
    return Ground(references, [origin_of(row) for row in rows], n, sample, METHOD)


def _answered(net: Net, known: Roster) -> Iterator[Finding]:
    """The response rate, and what follows from it for reading the links."""
    rows = [row for layer in net.layers for row in layer.rows]
    asked = any(layer.asked for layer in net.layers)
    told = {"reporters": net.answers.listed, "list": len(known.firms), "off-list": net.answers.others or ""}
    if net.rate is None:
        missing = "roster" if asked else "reporter"
        yield insufficient(net.context, RATE, net.subject, "share", "input-missing", input=missing)
    else:
        ground = _ground([row for row in rows if text(row, "reporter")], len(known.firms), "firms")
        yield measured(net.context, RATE, net.subject, net.rate, ground, parameters=told)
    code = "full" if all(net.readable(layer) for layer in net.layers) else "read-in-degree-only"
    rate = "unknown" if net.rate is None else f"{net.rate:.4g}"
    more = {"basis": "answers" if asked else "records", "response": rate if asked else "", "least": READABLE}
    total = sum(len(layer.links) for layer in net.layers)
    yield measured(net.context, WARNING, net.subject, code, _ground(rows, total, "links"), parameters=more)


def _positions(layer: Layer) -> Positions:
    links = layer.matrix
    kinds = [node.kind for node in layer.nodes]
    firms = np.array([kind == "firm" for kind in kinds])
    core = np.zeros(len(kinds), dtype=np.int64)
    core[firms] = core_numbers(links[firms][:, firms])
    brokered = brokerage(links, groups_of(layer))
    if find_spec("networkit") is None:
        return Positions(None, core, brokered, None)
    between = directed_betweenness(links)
    return Positions(between.values, core, brokered, between.error if between.sources < len(kinds) else None)


def groups_of(layer: Layer) -> list[str]:
    """The groups between which brokers stand: kinds of ends, or districts where all are firms."""
    kinds = [node.kind for node in layer.nodes]
    return [node.district for node in layer.nodes] if set(kinds) == {"firm"} else kinds


def _of_layer(net: Net, layer: Layer, made: Positions | None) -> Iterator[Finding]:
    inside = [node.kind != "outside" for node in layer.nodes]
    within = sum(inside[giver] and inside[taker] for giver, taker in layer.links)
    total = len(layer.links)
    partly = layer.asked and net.rate != 1
    yield net.tell(INSIDE, layer, float(within), bound="at least" if partly else "")
    if total < LEAST:
        yield net.lacking(OUTSIDE, layer, "few-links", n=total, least=LEAST)
    else:
        interval = wilson(total - within, total) if partly else None
        yield net.tell(OUTSIDE, layer, (total - within) / total, interval, "wilson" if partly else "")
    if made is None:
        rate = "" if net.rate is None else f"{100 * net.rate:.0f}"
        why = "low-response" if rate else "response-unknown"
        yield from (net.lacking(name, layer, why, rate=rate, least=f"{100 * READABLE:.0f}") for name in (CORE, BROKER))
        return
    yield _core(net, layer, made)
    yield _broker(net, layer, made, np.array(inside))


def _core(net: Net, layer: Layer, made: Positions) -> Finding:
    k = int(made.core.max(initial=0))
    if k < 2:
        return net.lacking(CORE, layer, "no-core")
    return net.tell(CORE, layer, float((made.core == k).sum()), k=k)


def _broker(net: Net, layer: Layer, made: Positions, inside: NDArray[np.bool_]) -> Finding:
    """What the first broker has of the betweenness of all members; how much hangs on a tenth of the others."""
    if made.between is None:
        return net.lacking(BROKER, layer, "library-missing", library="networkit")
    scores = np.where(inside, made.between, 0.0)
    total = float(scores.sum())
    if total <= 0:
        return net.lacking(BROKER, layer, "no-broker")
    first, *others = np.argsort(-scores, kind="stable")
    share = float(scores[first] / total)
    more: dict[str, object] = {"kind": layer.nodes[first].kind, "members": int(inside.sum())}
    if others:
        more["second"] = f"{scores[others[0]] / total:.4g}"
    if made.error is not None:
        off = 1.96 * float(made.error[first]) / total
        return net.tell(BROKER, layer, share, (max(0.0, share - off), min(1.0, share + off)), "sampled-paths", **more)
    if len(inside) > LARGEST or len(inside) < 1 / LEFT_OUT:
        return net.tell(BROKER, layer, share, None, "", **more)
    shares = [share, *_without_a_tenth(layer, int(first), inside, net.context.study.seed)]
    return net.tell(BROKER, layer, share, (min(shares), max(shares)), "tenth-left-out", **more)


def _without_a_tenth(layer: Layer, first: int, inside: NDArray[np.bool_], seed: int) -> Iterator[float]:
    """The share of the same broker with a tenth of the other nodes left out, drawn forty times."""
    links, size = layer.matrix, len(inside)
    rng = np.random.default_rng([seed, *layer.name.encode()])
    others = np.delete(np.arange(size), first)
    for _ in range(DRAWS):
        kept = np.sort(np.append(rng.permutation(others)[: size - 1 - round(LEFT_OUT * (size - 1))], first))
        scores = np.where(inside[kept], directed_betweenness(links[kept][:, kept]).values, 0.0)
        if scores.sum() > 0:
            yield float(scores[np.searchsorted(kept, first)] / scores.sum())


def _position_rows(subject: str, layer: Layer, made: Positions | None) -> Iterator[tuple[object, ...]]:
    """Nodes that may be told, members first by rank; what cannot be read is empty."""
    into, out = degrees(layer.matrix)
    members = [at for at, node in enumerate(layer.nodes) if node.kind != "outside"]
    between = None if made is None else made.between
    if between is not None:
        score = between
    elif made is None:
        score = np.array([float(node.named_by) for node in layer.nodes])
    else:
        score = np.sum([made.brokered[role] for role in ROLES], axis=0).astype(np.float64)
    total = float(sum(score[at] for at in members))
    ranked = sorted(members, key=lambda at: (-score[at], layer.nodes[at].name))
    place = {at: rank for rank, at in enumerate(ranked, start=1)}
    for at in [*ranked, *(at for at in range(len(layer.nodes)) if at not in place)]:
        node = layer.nodes[at]
        if not node.told:
            continue
        share = float(between[at]) / total if between is not None and at in place and total > 0 else None
        roles = [None if made is None else int(made.brokered[role][at]) for role in TABLE_ROLES]
        core = int(made.core[at]) if made is not None and node.kind == "firm" else None
        yield (
            subject, layer.name, node.name, node.kind, node.district, node.named_by, int(into[at]), int(out[at]),
            None if between is None else float(between[at]), share, core, *roles, place.get(at),
        )  # fmt: skip


TABLE_ROLES = ("coordinator", "gatekeeper", "representative", "liaison", "itinerant")


def _link_rows(context: Context, subject: str, layer: Layer) -> Iterator[tuple[object, ...]]:
    """Links of open rows, with the names as the nodes have them."""
    for (giver, taker), rows in layer.links.items():
        shown = [row for row in rows if text(row, REFERENCE) not in context.evidence.covered]
        if shown and layer.nodes[giver].told and layer.nodes[taker].told:
            names = layer.nodes[giver].name, layer.nodes[taker].name
            by = len({text(row, "reporter") for row in shown} - {""})
            yield (subject, layer.name, *names, *amount(shown), by, [text(row, REFERENCE) for row in shown])
