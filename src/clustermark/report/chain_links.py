"""Figures of enterprises: who is linked with whom in each layer, who stands between, how large firms are."""

from collections.abc import Mapping, Sequence

from clustermark.report import chart_links
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    code_column,
    count_column,
    head_of,
    leads,
    named,
    number_column,
    rows_of,
    told,
    years_of,
)
from clustermark.report.document import Block, Figure, Heading, Table
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, known_of, size
from clustermark.words import numbers
from clustermark.words.inline import Inline, fill

LINKS = ("links",)
LAYERS = ("knowledge", "supply", "subcontract", "ownership")
KINDS = ("firm", "association", "government", "outside")
MOST_NODES, MOST_NAMED = 40, 3
BODIES = ("association", "government")


def enterprise_blocks(material: Material) -> list[Block]:
    """The picture of the links, then the sizes of firms."""
    blocks: list[Block] = []
    links = rows_of(material, "firm_links", subject=material.focus)
    roles = rows_of(material, "firm_roles", subject=material.focus)
    layers = [layer for layer in LAYERS if any(row["layer"] == layer for row in links)]
    if layers:
        blocks.append(_links(material, layers, links, roles))
    sizes = rows_of(material, "firm_sizes", subject=material.focus)
    if sizes:
        blocks += _sizes(material, sizes)
    return blocks


def _links(material: Material, layers: Sequence[str], links: Rows, roles: Rows) -> Figure:
    panels = [_layer(material, layer, links, roles) for layer in layers]
    kinds = [kind for kind in KINDS if any(node.kind == kind for panel in panels for node in panel.nodes)]
    key = {kind: named(material, "party", kind) for kind in kinds}
    if any(node.broker for panel in panels for node in panel.nodes):
        key["broker"] = material.voice.say("chain.links.broker")
    charts = chart_links.both(panels, key)
    columns = [
        code_column(material, "firm_roles", "layer", "layer"),
        Column(head_of(material, "firm_roles", "firm"), lambda row: str(row["firm"]), number=False),
        code_column(material, "firm_roles", "kind", "party"),
        count_column(material, "firm_roles", "in_degree"),
        count_column(material, "firm_roles", "out_degree"),
        number_column(material, "firm_roles", "betweenness_share"),
        Column(material.voice.say("chain.links.between"), lambda row: _between(material, row), number=False),
    ]
    ordered = sorted(roles, key=lambda row: (size(row, "rank") or 1e9, str(row["layer"]), str(row["firm"])))
    table = behind(material, "firm_roles", columns, [row for row in ordered if row["layer"] in layers])
    read = [panel.title for panel in panels]
    said = below(material, "links", LINKS, response=_response(material), n=MOST_NODES)
    return drawn(material, "enterprises-links", _links_title(material, layers, roles), said, charts, read, LINKS, table)


def _response(material: Material) -> str:
    """Of those asked how many answered, and what may not be read where they were too few."""
    rate = known_of(material, "enterprises.response_rate", material.focus)
    said = ""
    if rate is not None:
        said = material.voice.say("chain.links.response", value=told(material, float(rate.value or 0)))
    for finding in material.all("enterprises.network_warning", material.focus):
        if finding.value == "read-in-degree-only":
            return said + material.voice.say("chain.links.warning")
    return said


def _layer(material: Material, layer: str, links: Rows, roles: Rows) -> chart_links.Layer:
    """A layer: the most linked nodes, named where most paths run through them or where they are no firms."""
    own = [row for row in links if row["layer"] == layer]
    known = {str(row["firm"]): row for row in roles if row["layer"] == layer}
    partners: dict[str, set[str]] = {}
    for row in own:
        one, other = str(row["from"]), str(row["to"])
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    kept = _grown(partners, known)
    ordered = sorted(kept, key=lambda code: (-len(partners[code]), code))
    first = sorted(
        (code for code in kept if size(known.get(code, {}), "betweenness") > 0),
        key=lambda code: (-size(known[code], "betweenness"), code),
    )
    brokers = first[:1] if first and size(known[first[0]], "betweenness_share") > 0 else []
    named_ones = {*first[:MOST_NAMED], *(code for code in kept if _kind(known, code) in BODIES)}
    nodes = [
        chart_links.Node(code, _kind(known, code), code if code in named_ones else "", broker=code in brokers)
        for code in ordered
    ]
    pairs = [(str(row["from"]), str(row["to"])) for row in own if {str(row["from"]), str(row["to"])} <= kept]
    title = material.voice.say(
        "chain.links.panel",
        layer=named(material, "layer", layer),
        links=numbers.count(len(own), material.language),
        nodes=numbers.count(len(partners), material.language),
    )
    return chart_links.Layer(title, nodes, pairs)


def _grown(partners: Mapping[str, set[str]], known: Mapping[str, Mapping[str, object]]) -> set[str]:
    """The nodes that are drawn: from those that most paths run through outwards, the most linked neighbour first."""
    kept: set[str] = set()

    def rank(code: str) -> tuple[float, int, str]:
        return (-size(known.get(code, {}), "betweenness") if not kept else 0.0, -len(partners[code]), code)

    while len(kept) < min(MOST_NODES, len(partners)):
        near = {other for code in kept for other in partners[code]} - kept
        kept.add(min(near or set(partners) - kept, key=rank))
    return kept


def _kind(known: Mapping[str, Mapping[str, object]], code: str) -> str:
    return str(known.get(code, {}).get("kind") or "firm")


def _between(material: Material, row: Mapping[str, object]) -> str:
    """The kind of brokerage that a node has most of."""
    counts = {name: size(row, name) for name in ("coordinator", "gatekeeper", "representative", "liaison", "itinerant")}
    top = max(counts, key=lambda name: counts[name])
    return named(material, "brokerage", top) if counts[top] > 0 else ""


def _links_title(material: Material, layers: Sequence[str], roles: Rows) -> Inline:
    """The layer in which one node holds most of the paths; else how many links were read."""
    found = [
        (float(finding.value or 0), layer, finding)
        for layer in layers
        if (finding := known_of(material, "enterprises.broker_share", material.focus, segment=layer)) is not None
    ]
    best = max(found, key=lambda one: (one[0], -LAYERS.index(one[1])), default=None)
    first = {} if best is None else _first_broker(roles, best[1])
    if best is None or not first:
        inside = [
            finding
            for layer in layers
            if (finding := known_of(material, "enterprises.links_inside", material.focus, segment=layer)) is not None
        ]
        total = sum(float(finding.value or 0) for finding in inside)
        return fill("chain.links.title-count", material.language, n=numbers.count(int(total), material.language))
    return fill(
        "chain.links.title",
        material.language,
        layer=named(material, "layer", best[1]),
        firm=str(first["firm"]),
        value=leads(material, best[2], told(material, best[0])),
    )


def _first_broker(roles: Rows, layer: str) -> Mapping[str, object]:
    own = [row for row in roles if row["layer"] == layer and size(row, "betweenness") > 0]
    return min(own, key=lambda row: (size(row, "rank"), str(row["firm"])), default={})


def _sizes(material: Material, rows: Rows) -> list[Block]:
    """Concentration by revenue and by employees; which index it is stands in its head."""
    columns = [
        code_column(material, "firm_sizes", "by", "by"),
        count_column(material, "firm_sizes", "firms"),
        number_column(material, "firm_sizes", "top_four"),
        number_column(material, "firm_sizes", "concentration", ""),
        number_column(material, "firm_sizes", "normalised", ""),
        Column(
            head_of(material, "firm_sizes", "median"),
            lambda row: (
                "" if end(row, "median") is None else told(material, size(row, "median"), str(row.get("unit") or ""))
            ),
        ),
    ]
    made = behind(material, "firm_sizes", columns, rows)
    caption = material.voice.say("chain.sizes.caption", years=years_of(material, rows))
    return [Heading(caption), Table(made.head, made.rows, form="list", numbers=made.numbers)]
