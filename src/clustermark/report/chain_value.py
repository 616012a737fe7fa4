"""Figures of status: what of the consumer's hundred stays in the cluster by channel, and where the rest goes."""

from collections.abc import Mapping

from clustermark.report import chart_ladder, chart_sankey
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    channels_of,
    code_column,
    head_of,
    hundred,
    leads,
    named,
    number_column,
    plain_column,
    ranged,
    rows_of,
    span,
    span_column,
    years_of,
)
from clustermark.report.document import Figure
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, known_of, linked, size, sketched
from clustermark.words.inline import Inline, fill
from clustermark.words.verdicts import channel_word

ACCOUNT = ("price_ladders", "cluster_accounts")
TIERS = ("tax", "retail", "intermediary", "brand", "own-brand", "factory")  # from the consumer to the cluster
CONSUMER, CLUSTER = "consumer", "cluster"
GETTERS = ("cluster", "factory", "inputs-outside", "own-brand", "brand", "intermediary", "retail", "tax")
LEAST = 0.0005  # of the consumer's money: a band thinner than this cannot be seen


def ladder_figure(material: Material) -> Figure | None:
    """The ladder of each channel, side by side."""
    rows = [row for row in rows_of(material, "value_ladders", subject=material.focus) if row["tier"] in TIERS]
    groups = _ladders(rows)
    if not groups:
        return None
    ladders = [_ladder(material, own) for own in groups]
    open_ones = any(_ends(row)[0] != _ends(row)[1] for own in groups for row in own)
    names = ["kept", "maybe" if open_ones else "", "others"]
    words = chart_ladder.Words(*(material.voice.say(f"chain.ladder.{name}") if name else "" for name in names))
    charts = chart_ladder.both(ladders, words, sketched=sketched(material, *ACCOUNT))
    read = [f"{ladder.name} {ladder.words}" for ladder in ladders]
    ordered = [row for own in groups for row in own]
    columns = [
        code_column(material, "value_ladders", "channel", "channel"),
        _tier_column(material),
        number_column(material, "value_ladders", "share"),
        Column(head_of(material, "value_ladders", "inside"), lambda row: _kept_words(material, row)),
        plain_column(material, "value_ladders", "year"),
    ]
    table = behind(material, "value_ladders", columns, ordered)
    said = below(material, "ladder", ACCOUNT, years=years_of(material, ordered))
    return drawn(material, "status-ladders", _ladder_title(material, groups), said, charts, read, ACCOUNT, table)


def _ladders(rows: Rows) -> list[Rows]:
    """The rows of each channel, of its first ladder, the tiers from the consumer's end."""
    found = []
    for channel in channels_of(rows):
        own = [row for row in rows if row["channel"] == channel]
        first = [row for row in own if row.get("ladder") == own[0].get("ladder")]
        found.append(sorted(first, key=lambda row: TIERS.index(str(row["tier"]))))
    return found


def _ends(row: Mapping[str, object]) -> tuple[float, float]:
    """The least and the most that stays of a tier."""
    low, high = end(row, "inside_low"), end(row, "inside_high")
    return size(row, "inside") if low is None else low, size(row, "inside") if high is None else high


def _inside(own: Rows) -> tuple[float | None, float, float]:
    """What a channel keeps: its point where every tier has one, its lowest, its highest."""
    points = [row["inside"] if end(row, "inside") is not None else None for row in own]
    for at, row in enumerate(own):
        low, high = _ends(row)
        points[at] = low if points[at] is None and low == high else points[at]
    low, high = (sum(_ends(row)[at] for row in own) for at in (0, 1))
    return None if None in points else sum(size({"it": each}, "it") for each in points), low, high


def _kept_words(material: Material, row: Mapping[str, object]) -> str:
    low, high = _ends(row)
    return ranged(material, end(row, "inside") if low != high else low, low, high)


def _ladder(material: Material, own: Rows) -> chart_ladder.Ladder:
    tiers = [
        chart_ladder.Tier(
            named(material, "tier", str(row["tier"])),
            size(row, "share"),
            *_ends(row),
            hundred(material, size(row, "share")),
        )
        for row in own
    ]
    name = channel_word(str(own[0]["channel"]), material.voice)
    return chart_ladder.Ladder(name, material.voice.say("chain.ladder.keeps", value=_kept_of(material, own)), tiers)


def _kept_of(material: Material, own: Rows) -> str:
    """What a channel keeps of a hundred, with its interval."""
    point, low, high = _inside(own)
    ends = span(material, low * 100, high * 100, "index")
    if point is None:
        return ends or hundred(material, low)
    value = hundred(material, point)
    return material.voice.say("chain.ranged", value=value, span=ends) if ends else value


def _tier_column(material: Material) -> Column:
    """The tier as the evidence calls it, beside the usual name."""

    def shown(row: Mapping[str, object]) -> str:
        own, usual = material.said(row, "label"), named(material, "tier", str(row["tier"]))
        return material.voice.say("report.chart.with", name=usual, of=own) if own and own != usual else usual

    return Column(head_of(material, "value_ladders", "tier"), shown, number=False)


def _ladder_title(material: Material, groups: list[Rows]) -> Inline:
    """The channel that keeps most and the one that keeps least."""

    def middle(own: Rows) -> float:
        point, low, high = _inside(own)
        return (low + high) / 2 if point is None else point

    def part(own: Rows) -> dict[str, str | Inline]:
        channel = str(own[0]["channel"])
        finding = known_of(material, "position.capture_by_channel", material.focus, channel=channel)
        kept = material.voice.say("chain.ladder.of-hundred", value=_kept_of(material, own))
        return {"channel": channel_word(channel, material.voice), "value": leads(material, finding, kept)}

    ordered = sorted(groups, key=middle)
    most, least = part(ordered[-1]), part(ordered[0])
    if len(groups) == 1:
        return fill("chain.ladder.title-one", material.language, **most)
    fields = {"most": most["channel"], "top": most["value"], "least": least["channel"], "low": least["value"]}
    return fill("chain.ladder.title", material.language, **fields)


def flow_figure(material: Material) -> Figure | None:
    """Bands from the consumer to the channels and to whoever gets the money."""
    rows = [row for row in rows_of(material, "money_flows", subject=material.focus) if size(row, "share") > LEAST]
    own = [row for row in rows if row["from"] != CONSUMER]
    channels = channels_of({"channel": row["from"]} for row in own)
    if not channels:
        return None
    getters = [code for code in GETTERS if any(row["to"] == code for row in own)]
    getters += sorted({str(row["to"]) for row in own} - set(getters))
    flows = [
        chart_sankey.Flow(
            str(row["from"]), str(row["to"]), size(row, "share"), _of_hundred(material, row), row["to"] == CLUSTER
        )
        for row in own
    ]
    sides = (
        chart_sankey.Party(CONSUMER, material.voice.say("chain.flow.consumer"), "100"),
        [_party(material, own, "from", code) for code in channels],
        [_party(material, own, "to", code) for code in getters],
    )
    hatched = sketched(material, *ACCOUNT)
    charts = (
        chart_sankey.wide(*sides, flows, sketched=hatched),
        chart_sankey.narrow(*sides, flows, sketched=hatched),
    )
    read = [f"{party.name} {party.words}" for party in (*sides[1], *sides[2])]
    columns = [
        Column(head_of(material, "money_flows", "from"), lambda row: _name(material, str(row["from"])), number=False),
        Column(head_of(material, "money_flows", "to"), lambda row: _name(material, str(row["to"])), number=False),
        number_column(material, "money_flows", "share"),
        span_column(material, "share_low", "share_high"),
    ]
    ordered = sorted(own, key=lambda row: (row["to"] != CLUSTER, -size(row, "share"), str(row["from"]), str(row["to"])))
    table = behind(material, "money_flows", columns, ordered)
    title = _flow_title(material, sides[2], own)
    return drawn(material, "status-flows", title, below(material, "flow", ACCOUNT), charts, read, ACCOUNT, table)


def _of_hundred(material: Material, row: Mapping[str, object]) -> str:
    return hundred(material, size(row, "share"))


def _name(material: Material, code: str) -> str:
    return material.voice.say("chain.flow.consumer") if code == CONSUMER else named(material, "getter", code)


def _party(material: Material, rows: Rows, side: str, code: str) -> chart_sankey.Party:
    """A channel or getter with its sum; of the cluster with the interval of the whole."""
    total = sum(size(row, "share") for row in rows if row[side] == code)
    return chart_sankey.Party(code, _name(material, code), hundred(material, total), code == CLUSTER)


def _flow_title(material: Material, getters: list[chart_sankey.Party], rows: Rows) -> Inline:
    """What stays in the cluster, and who gets most."""
    finding = known_of(material, "position.cluster_capture", material.focus)
    total = sum(size(row, "share") for row in rows if row["to"] == CLUSTER)
    others = [party for party in getters if not party.kept]
    if not others:
        return fill("chain.flow.title-none", material.language)
    most = max(
        others, key=lambda party: (sum(size(row, "share") for row in rows if row["to"] == party.code), party.code)
    )
    known = finding is not None
    value = linked(material, finding) if known else linked(material, None, hundred(material, total))
    key = "chain.flow.title" if known else "chain.flow.title-sum"
    return fill(
        key,
        material.language,
        place=material.voice.place(material.focus),
        value=value,
        other=most.name,
        most=most.words,
    )
