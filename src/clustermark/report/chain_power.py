"""Figures of mechanism and governance: who drives each channel, by which type it is governed, who depends on whom."""

from collections.abc import Mapping, Sequence

from clustermark.report import chart_heat, chart_ranges
from clustermark.report.chain_parts import (
    Column,
    Record,
    behind,
    below,
    channels_of,
    code_column,
    codes_of,
    count_column,
    head_of,
    leads,
    lower,
    named,
    number_column,
    ranged,
    rows_of,
    span_column,
    told,
)
from clustermark.report.chart_ranges import Line, Mark, Panel, Scale
from clustermark.report.document import Figure, Table
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, known_of, leading, share, size
from clustermark.words import numbers
from clustermark.words.inline import Inline, capital, fill, inline, join
from clustermark.words.verdicts import channel_word

SURVEY = ("firm_survey",)
TYPES = ("market", "modular", "relational", "captive", "hierarchy", "excluded", "improbable", "ambiguous")
HALF = 0.5
PRODUCER, BUYER = Mark(0.0, shape="square"), Mark(0.0, accent=True)
FIRMS, BUYERS = Mark(0.0, accent=True), Mark(0.0, shape="diamond", hollow=True)


def _degree(material: Material) -> Scale:
    return Scale(
        lambda value: numbers.amount(value, "index", material.language),
        ends=(0.0, 1.0),
        against=((HALF, ""),),
        ticks=(0.0, 0.25, 0.5, 0.75, 1.0),
    )


def _by_channel(material: Material, table: str) -> Rows:
    """The rows of the focus, channels in their usual order."""
    rows = rows_of(material, table, subject=material.focus)
    return [row for name in channels_of(rows) for row in rows if row["channel"] == name]


def driver_figure(material: Material) -> Figure | None:
    """Memberships of producer and buyer drive by channel, on one axis with its line at the half."""
    rows = [row for row in _by_channel(material, "drivers") if end(row, "buyer") is not None]
    if not rows:
        return None
    lines = []
    for row in rows:
        marks = [
            Mark(size(row, side), end(row, f"{side}_low"), end(row, f"{side}_high"), one.shape, one.hollow, one.accent)
            for side, one in (("producer", PRODUCER), ("buyer", BUYER))
        ]
        lines.append(Line(channel_word(str(row["channel"]), material.voice), marks, _verdict(material, row)))
    say = material.voice.say
    key = [(PRODUCER, say("chain.driver.producer")), (BUYER, say("chain.driver.buyer"))]
    charts = chart_ranges.both([Panel("", lines)], _degree(material), key)
    columns = [
        code_column(material, "driver_items", "channel", "channel"),
        code_column(material, "driver_items", "item", "item"),
        number_column(material, "driver_items", "producer", "index"),
        number_column(material, "driver_items", "buyer", "index"),
        count_column(material, "driver_items", "firms"),
    ]
    items = _by_channel(material, "driver_items")
    table = behind(material, "driver_items", columns, items) if items else _drivers_behind(material, rows)
    read = [
        say("chain.driver.read", channel=line.name, verdict=line.words,
            producer=told(material, size(row, "producer"), "index"), buyer=told(material, size(row, "buyer"), "index"))
        for line, row in zip(lines, rows, strict=True)
    ]  # fmt: skip
    said = below(material, "driver", SURVEY, n=numbers.count(_firms(rows), material.language))
    title = _by_verdict(material, rows, "verdict", "mechanism.measured_driver")
    return drawn(material, "mechanism-drivers", title, said, charts, read, SURVEY, table)


def _drivers_behind(material: Material, rows: Rows) -> Table:
    columns = [
        code_column(material, "drivers", "channel", "channel"),
        *(number_column(material, "drivers", name, "index") for name in ("producer", "buyer", "hybrid")),
        count_column(material, "drivers", "firms"),
    ]
    return behind(material, "drivers", columns, rows)


def _verdict(material: Material, row: Mapping[str, object]) -> str:
    return codes_of(material, "mechanism.measured_driver", str(row.get("verdict") or ""))


def _firms(rows: Rows) -> int:
    """Firms of the largest channel row; a firm may answer for several channels, so that no sum is told."""
    return int(max(size(row, "firms") for row in rows))


def _by_verdict(material: Material, rows: Rows, column: str, measure: str) -> Inline:
    """Channels by their verdict: "captive: export under buyers' marks; market: unbranded home"."""
    say = material.voice.say
    parts: list[Inline] = []
    seen = {"": say("chain.not-judged")}
    for code in dict.fromkeys(str(row.get(column) or "") for row in rows):
        own = [str(row["channel"]) for row in rows if str(row.get(column) or "") == code]
        named_channels = join(
            [_linked_channel(material, channel, measure) for channel in own], say("sentences.form.list")
        )
        parts.append(
            fill(
                "chain.by-verdict",
                material.language,
                channels=named_channels,
                verdict=lower(seen.get(code) or codes_of(material, measure, code)),
            )
        )
    return capital(join(parts, say("sentences.form.joint")))


def _linked_channel(material: Material, channel: str, measure: str) -> Inline:
    name = channel_word(channel, material.voice)
    for finding in material.all(measure, material.focus):
        if finding.status == "ok" and finding.dimension("channel") == channel:
            return leading(material, finding, name)
    return inline(name)


def type_figure(material: Material) -> Figure | None:
    """Sales of each channel by type of governance, as cells with their numbers."""
    rows = _by_channel(material, "governance_types")
    channels = channels_of(rows)
    types = [code for code in TYPES if any(row["type"] == code and size(row, "share") > 0 for row in rows)]
    if not channels or not types:
        return None
    found = {(str(row["channel"]), str(row["type"])): row for row in rows}
    cells = []
    for channel in channels:
        own = {code: size(found.get((channel, code), {}), "share") for code in types}
        top = max(own.values())
        cells.append(
            [
                chart_heat.Cell(own[code], share(material, round(own[code], 2)), own[code] == top and top > 0)
                for code in types
            ]
        )
    names = [channel_word(channel, material.voice) for channel in channels]
    heads = [codes_of(material, "governance.type", code) for code in types]
    charts = chart_heat.both(names, heads, cells)
    ordered = sorted(
        (row for row in rows if size(row, "share") > 0),
        key=lambda row: (channels.index(str(row["channel"])), -size(row, "share"), str(row["type"])),
    )
    read = [
        f"{name} " + material.voice.say("sentences.form.list").join(
            f"{head} {cell.words}" for head, cell in zip(heads, line, strict=True) if (cell.share or 0) > 0
        )
        for name, line in zip(names, cells, strict=True)
    ]  # fmt: skip
    verdicts = _by_channel(material, "governance_channels")
    title = (
        _by_verdict(material, verdicts, "type", "governance.measured_type")
        if verdicts
        else _largest(material, names, heads, cells)
    )
    table = behind(material, "governance_types", _type_columns(material), ordered)
    said = below(material, "type", SURVEY, n=numbers.count(_firms(rows), material.language))
    return drawn(material, "governance-types", title, said, charts, read, SURVEY, table)


def _type_columns(material: Material) -> list[Column]:
    """Channel, type, share, interval, firms."""
    return [
        code_column(material, "governance_types", "channel", "channel"),
        Column(
            head_of(material, "governance_types", "type"),
            lambda row: codes_of(material, "governance.type", str(row["type"])),
            number=False,
        ),
        number_column(material, "governance_types", "share"),
        span_column(material, "low", "high"),
        count_column(material, "governance_types", "firms"),
    ]


def _largest(
    material: Material, names: Sequence[str], heads: Sequence[str], cells: Sequence[Sequence[chart_heat.Cell]]
) -> Inline:
    parts = []
    for name, line in zip(names, cells, strict=True):
        at = next(n for n, cell in enumerate(line) if cell.lead)
        parts.append(
            fill("chain.by-verdict", material.language, channels=name, verdict=f"{lower(heads[at])} {line[at].words}")
        )
    return capital(join(parts, material.voice.say("sentences.form.joint")))


def dependence_figure(material: Material) -> Figure | None:
    """How far firms depend on their buyers and buyers on them, by channel."""
    rows = [row for row in _by_channel(material, "power") if row["measure"] == "dependence"]
    firms = {str(row["channel"]): row for row in rows if row["who"] == "firms"}
    buyers = {str(row["channel"]): row for row in rows if row["who"] == "buyers"}
    channels = [name for name in channels_of(rows) if name in firms]
    if not channels:
        return None
    lines = [_pair(material, channel, firms[channel], buyers.get(channel)) for channel in channels]
    say = material.voice.say
    key = [(FIRMS, say("chain.power.firms")), (BUYERS, say("chain.power.buyers"))]
    axis = Scale(
        lambda value: numbers.amount(value, "index", material.language),
        ends=(0.0, 1.0),
        ticks=(0.0, 0.25, 0.5, 0.75, 1.0),
    )
    charts = chart_ranges.both([Panel("", lines)], axis, key)
    all_of = _by_channel(material, "power")
    first = ("dependence", "imbalance", "largest_buyer", "sets_price")
    ordered = sorted(
        all_of,
        key=lambda row: (
            first.index(str(row["measure"])) if row["measure"] in first else len(first),
            channels.index(str(row["channel"])) if row["channel"] in channels else len(channels),
            str(row["who"]),
            str(row["measure"]),
        ),
    )
    table = behind(material, "power", _power_columns(material), ordered)
    read = [f"{line.name} {line.words}" for line in lines]
    said = below(material, "power", SURVEY)
    title = _power_title(material, channels, firms, buyers)
    return drawn(material, "governance-power", title, said, charts, read, SURVEY, table)


def _pair(material: Material, channel: str, mine: Record, theirs: Record | None) -> Line:
    """A channel with the dependence of both sides, one of them where the other is unknown."""
    known = [(mine, FIRMS), *([(theirs, BUYERS)] if theirs is not None else [])]
    words = [told(material, size(row, "value"), "index") for row, _ in known]
    marks = [_mark(row, like) for row, like in known]
    return Line(channel_word(channel, material.voice), marks, material.voice.say("chain.power.versus").join(words))


def _power_columns(material: Material) -> list[Column]:
    """Channel, measure, value, firms."""
    return [
        code_column(material, "power", "channel", "channel"),
        Column(head_of(material, "power", "measure"), lambda row: _power_name(material, row), number=False),
        Column(head_of(material, "power", "value"), lambda row: _power_value(material, row)),
        count_column(material, "power", "firms"),
    ]


def _mark(row: Mapping[str, object], like: Mark) -> Mark:
    return Mark(end(row, "value"), end(row, "low"), end(row, "high"), like.shape, like.hollow, like.accent)


def _power_name(material: Material, row: Mapping[str, object]) -> str:
    return named(material, "power-measure", f"{row['who']}-{row['measure']}")


def _power_value(material: Material, row: Mapping[str, object]) -> str:
    index = ("dependence", "imbalance", "mutual_dependence")
    unit = "index" if row["measure"] in index else "share"
    return ranged(material, end(row, "value"), end(row, "low"), end(row, "high"), unit)


def _power_title(
    material: Material, channels: Sequence[str], firms: Mapping[str, Record], buyers: Mapping[str, Record]
) -> Inline:
    """The channel in which firms depend most on buyers beyond what buyers depend on them."""
    both = [name for name in channels if name in buyers]
    if not both:
        top = max(channels, key=lambda name: size(firms[name], "value"))
        return fill("chain.power.title-firms", material.language, **_sides(material, top, firms[top], None))
    gap = {name: size(firms[name], "value") - size(buyers[name], "value") for name in both}
    top = max(both, key=lambda name: (gap[name], name))
    key = "title" if gap[top] > 0 else "title-even"
    return fill(f"chain.power.{key}", material.language, **_sides(material, top, firms[top], buyers[top]))


def _sides(
    material: Material, channel: str, mine: Mapping[str, object], theirs: Mapping[str, object] | None
) -> dict[str, str | Inline]:
    focus = material.focus
    first = known_of(material, "governance.dependence", focus, channel=channel)
    fields: dict[str, str | Inline] = {
        "channel": channel_word(channel, material.voice),
        "firms": leads(material, first, told(material, size(mine, "value"), "index")),
    }
    if theirs is not None:
        second = known_of(material, "governance.buyers_dependence", focus, channel=channel)
        fields["buyers"] = leads(material, second, told(material, size(theirs, "value"), "index"))
    return fields
