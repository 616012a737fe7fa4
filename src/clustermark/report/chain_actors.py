"""Figures of enterprises, government and associations: who is linked with whom, roles, sizes, work, the shared mark."""

from collections.abc import Mapping, Sequence

from clustermark.report import chart_bars, chart_links, chart_ranges
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    channels_of,
    code_column,
    count_column,
    head_of,
    leads,
    named,
    number_column,
    ranged,
    span_column,
    told,
    years_of,
)
from clustermark.report.chart_direct import direct
from clustermark.report.chart_ranges import Line, Mark, Panel, Scale
from clustermark.report.charts import NARROW, WIDE
from clustermark.report.document import Block, Figure, Paragraph, Table
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, known_of, linked, rows_of, share, size, sketched
from clustermark.words import numbers
from clustermark.words.inline import Inline, fill, inline
from clustermark.words.verdicts import channel_word

LINKS, FIRMS = ("links",), ("firms",)
LAYERS = ("knowledge", "supply", "subcontract", "ownership")
KINDS = ("firm", "association", "government", "outside")
MOST_NODES, MOST_NAMED = 40, 3
BODIES = ("association", "government")
ROLES = ("facilitator", "regulator", "producer", "buyer")
AS_IS = "as-is"


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
        blocks.append(_sizes(material, sizes))
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
    ordered = sorted(
        roles, key=lambda row: (size(row, "rank") or 1e9, LAYERS.index(str(row["layer"])), str(row["firm"]))
    )
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
    ordered = sorted(partners, key=lambda code: (-len(partners[code]), code))
    kept = set(ordered[:MOST_NODES])
    first = sorted(
        (code for code in kept if size(known.get(code, {}), "betweenness") > 0),
        key=lambda code: (-size(known[code], "betweenness"), code),
    )
    brokers = first[:1] if first and size(known[first[0]], "betweenness_share") > 0 else []
    named_ones = {*first[:MOST_NAMED], *(code for code in kept if _kind(known, code) in BODIES)}
    nodes = [
        chart_links.Node(code, _kind(known, code), code if code in named_ones else "", broker=code in brokers)
        for code in ordered
        if code in kept
    ]
    pairs = [(str(row["from"]), str(row["to"])) for row in own if {str(row["from"]), str(row["to"])} <= kept]
    title = material.voice.say(
        "chain.links.panel",
        layer=named(material, "layer", layer),
        links=numbers.count(len(own), material.language),
        nodes=numbers.count(len(partners), material.language),
    )
    return chart_links.Layer(title, nodes, pairs)


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
        value=linked(material, best[2]),
    )


def _first_broker(roles: Rows, layer: str) -> Mapping[str, object]:
    own = [row for row in roles if row["layer"] == layer and size(row, "betweenness") > 0]
    return min(own, key=lambda row: (size(row, "rank"), str(row["firm"])), default={})


def _sizes(material: Material, rows: Rows) -> Table:
    """Concentration by revenue and by employees; which index it is stands in its head."""
    columns = [
        code_column(material, "firm_sizes", "by", "by"),
        count_column(material, "firm_sizes", "firms"),
        number_column(material, "firm_sizes", "top_four"),
        number_column(material, "firm_sizes", "concentration", "index"),
        number_column(material, "firm_sizes", "normalised", "index"),
        Column(
            head_of(material, "firm_sizes", "median"),
            lambda row: (
                "" if end(row, "median") is None else told(material, size(row, "median"), str(row.get("unit") or ""))
            ),
        ),
    ]
    made = behind(material, "firm_sizes", columns, rows)
    caption = material.voice.say("chain.sizes.caption", years=years_of(material, rows))
    return Table(made.head, made.rows, caption, "list", numbers=made.numbers)


def role_figure(material: Material) -> Figure | None:
    """In which roles government appears in its policies."""
    found = rows_of(material, "government_roles", subject=material.focus)
    rows = [row for role in ROLES for row in found if row["role"] == role]
    if not any(size(row, "passages") > 0 for row in rows):
        return None
    bars = [
        chart_bars.Bar(
            named(material, "role-of-government", str(row["role"])),
            size(row, "share"),
            _passages(material, row),
            end(row, "low"),
            end(row, "high"),
        )
        for row in rows
    ]
    policies = ("policies",)
    hatched = sketched(material, *policies)
    charts = tuple(
        direct(chart_bars.stacked([chart_bars.Group("", bars)], width, sketched=hatched)) for width in (WIDE, NARROW)
    )
    columns = [
        code_column(material, "government_roles", "role", "role-of-government"),
        count_column(material, "government_roles", "documents"),
        count_column(material, "government_roles", "passages"),
        number_column(material, "government_roles", "share"),
        span_column(material, "low", "high"),
    ]
    top = max(rows, key=lambda row: size(row, "share"))
    absent = [row for row in rows if size(row, "passages") == 0]
    finding = known_of(material, "government.role_share", material.focus, segment=str(top["role"]))
    fields: dict[str, str | Inline] = {
        "role": named(material, "role-of-government", str(top["role"])),
        "value": linked(material, finding, told(material, size(top, "share"))),
        "absent": material.voice.say("sentences.form.list").join(
            named(material, "role-of-government", str(row["role"])) for row in absent
        ),
    }
    title = fill(f"chain.government.title{'-absent' if absent else ''}", material.language, **fields)
    read = [f"{bar.name} {bar.words}" for bar in bars]
    table = behind(material, "government_roles", columns, rows)
    said = below(material, "government", policies)
    return drawn(material, "government-roles", title, said, (charts[0], charts[1]), read, policies, table)


def _passages(material: Material, row: Mapping[str, object]) -> str:
    """A share with the number of passages behind it."""
    n = material.voice.say("chain.government.passages", n=numbers.count(int(size(row, "passages")), material.language))
    return material.voice.say("chain.ranged", value=told(material, size(row, "share")), span=n)


def work_blocks(material: Material) -> list[Block]:
    """What associations do, what users of the shared mark earn more, what free riding costs and what would help."""
    return [made for draw in (_work, _premium, _riding) if (made := draw(material)) is not None] + _cautions(material)


def _work(material: Material) -> Figure | None:
    rows = [row for row in rows_of(material, "association_work", subject=material.focus) if size(row, "actions") > 0]
    if not rows:
        return None
    ordered = sorted(rows, key=lambda row: (bool(row.get("caution")), -size(row, "actions"), str(row["kind"])))
    tables = ("practices", "programmes")
    bars = [
        chart_bars.Bar(
            named(material, "work-kind", str(row["kind"])),
            size(row, "actions"),
            numbers.amount(size(row, "actions"), "actions", material.language),
        )
        for row in ordered
    ]
    hatched = sketched(material, *tables)
    charts = tuple(
        direct(chart_bars.stacked([chart_bars.Group("", bars)], width, sketched=hatched)) for width in (WIDE, NARROW)
    )
    columns = [
        code_column(material, "association_work", "kind", "work-kind"),
        count_column(material, "association_work", "actions"),
        count_column(material, "association_work", "joint"),
        Column(
            material.voice.say("chain.work.years"),
            lambda row: years_of(material, [row], "first_year", "last_year") if row.get("first_year") else "",
            number=False,
        ),
    ]
    top = ordered[0]
    finding = known_of(material, "associations.activity", material.focus, segment=str(top["kind"]))
    title = fill(
        "chain.work.title",
        material.language,
        kind=named(material, "work-kind", str(top["kind"])),
        n=linked(material, finding, numbers.amount(size(top, "actions"), "actions", material.language)),
        total=len(rows),
    )
    read = [f"{bar.name} {bar.words}" for bar in bars]
    table = behind(material, "association_work", columns, ordered)
    said = below(material, "work", tables)
    return drawn(material, "associations-work", title, said, (charts[0], charts[1]), read, tables, table)


def _cautions(material: Material) -> list[Block]:
    """Where coordination of prices, quotas or orders was found: a legal caution, no advice."""
    rows = rows_of(material, "association_work", subject=material.focus)
    if any(row.get("caution") and size(row, "actions") > 0 for row in rows):
        return [Paragraph(inline(material.voice.say("chain.work.caution")), "small")]
    return []


def _premium(material: Material) -> Figure | None:
    """What users of the shared mark get more for a piece than others in the same channel."""
    rows = [row for row in rows_of(material, "mark_premium", subject=material.focus) if end(row, "premium") is not None]
    if not rows:
        return None
    ordered = [row for name in channels_of(rows) for row in rows if row["channel"] == name]
    lines = [
        Line(
            channel_word(str(row["channel"]), material.voice),
            [Mark(size(row, "premium"), end(row, "low"), end(row, "high"), accent=True)],
            ranged(material, size(row, "premium"), end(row, "low"), end(row, "high")),
        )
        for row in ordered
    ]
    axis = Scale(lambda value: share(material, value), against=((0.0, material.voice.say("chain.premium.none")),))
    charts = chart_ranges.both([Panel("", lines)], axis)
    columns = [
        code_column(material, "mark_premium", "channel", "channel"),
        number_column(material, "mark_premium", "premium"),
        span_column(material, "low", "high"),
        count_column(material, "mark_premium", "users"),
        count_column(material, "mark_premium", "others"),
    ]
    tables = ("firm_survey", "firms")
    read = [f"{line.name} {line.words}" for line in lines]
    table = behind(material, "mark_premium", columns, ordered)
    title, said = _premium_title(material, ordered), below(material, "premium", tables)
    return drawn(material, "associations-premium", title, said, charts, read, tables, table)


def _premium_title(material: Material, rows: Rows) -> Inline:
    """The channel whose interval lies wholly above zero with the largest premium; else that none does."""
    sure = [row for row in rows if (end(row, "low") or 0.0) > 0]
    if not sure:
        return fill("chain.premium.title-none", material.language)
    top = max(sure, key=lambda row: size(row, "premium"))
    finding = known_of(material, "associations.mark_premium", material.focus, channel=str(top["channel"]))
    return fill(
        "chain.premium.title",
        material.language,
        channel=channel_word(str(top["channel"]), material.voice),
        value=linked(material, finding, told(material, size(top, "premium"))),
    )


def _riding(material: Material) -> Figure | None:
    """The gap of quality when every member decides alone, and what each remedy would leave of it; all assumed."""
    rows = [row for row in rows_of(material, "free_riding", subject=material.focus) if end(row, "gap") is not None]
    if not rows:
        return None
    lines = [
        Line(
            named(material, "what-if", str(row["what"])),
            [Mark(size(row, "gap"), end(row, "low"), end(row, "high"), hollow=True)],
            ranged(material, size(row, "gap"), end(row, "low"), end(row, "high")),
        )
        for row in rows
    ]
    charts = chart_ranges.both([Panel("", lines)], Scale(lambda value: share(material, value), ends=(0.0, 1.0)))
    columns = [
        code_column(material, "free_riding", "what", "what-if"),
        count_column(material, "free_riding", "members"),
        number_column(material, "free_riding", "traceability"),
        number_column(material, "free_riding", "minimum"),
        number_column(material, "free_riding", "gap"),
    ]
    now = next((row for row in rows if row["what"] == AS_IS), rows[0])
    best = min(rows, key=lambda row: (size(row, "gap"), str(row["what"])))
    title = fill(
        "chain.riding.title",
        material.language,
        members=numbers.count(int(size(now, "members")), material.language),
        now=_gap(material, now),
        what=named(material, "what-if", str(best["what"])),
        best=_gap(material, best),
    )
    title = inline(title, material.voice.say("report.space"), material.voice.say("sentences.mark.assumed").strip())
    read = [f"{line.name} {line.words}" for line in lines]
    table = behind(material, "free_riding", columns, rows)
    said = below(material, "riding", ())
    return drawn(material, "associations-riding", title, said, charts, read, FIRMS, table)


def _gap(material: Material, row: Mapping[str, object]) -> Inline:
    finding = known_of(material, "associations.free_riding_gap", material.focus, segment=str(row["what"]))
    return leads(material, finding, told(material, size(row, "gap")))
