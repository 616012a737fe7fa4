"""Figures of the page on channels: the mix by place, and what money buys in each channel now and by the best split."""

from collections.abc import Mapping

from clustermark.report import chart_bars, chart_curves
from clustermark.report.charts import NARROW, WIDE
from clustermark.report.document import Block, Figure
from clustermark.report.drawn import places_table
from clustermark.report.material import Material
from clustermark.report.tabled import (
    Rows,
    drawn,
    known_of,
    laid_out,
    linked,
    rows_of,
    share,
    size,
    subtitle,
)
from clustermark.words import numbers
from clustermark.words.inline import Inline, fill, inline
from clustermark.words.verdicts import channel_word, mark

KINDS = ("paid", "earned", "shared", "owned")
MIX = "communication.channel_share"
MOST_CURVES = 6


def channel_figures(material: Material) -> list[Block]:
    """The mix, then the curves of each target group."""
    blocks: list[Block] = []
    mix = _mix(material)
    if mix is not None:
        blocks.append(mix)
    split = rows_of(material, "budget_split", subject=material.focus)
    for at, group in enumerate(dict.fromkeys(str(row.get("audience") or "") for row in split)):
        own = [row for row in split if str(row.get("audience") or "") == group]
        figure = _curves(material, group, own, at)
        if figure is not None:
            blocks.append(figure)
    return blocks


def _mix(material: Material) -> Figure | None:
    voice = material.voice
    found = {
        (kind, place): known
        for kind in KINDS
        for place in material.study.all_clusters()
        if (known := known_of(material, MIX, place, channel=kind)) is not None
    }
    own = [(kind, found[kind, material.focus]) for kind in KINDS if (kind, material.focus) in found]
    if not own:
        return None
    groups = []
    for kind in (kind for kind in KINDS if any(key[0] == kind for key in found)):
        bars = [
            chart_bars.Bar(
                voice.place(place),
                size({"value": found[kind, place].value}, "value") if (kind, place) in found else 0.0,
                share(material, float(found[kind, place].value or 0)) if (kind, place) in found else share(material, 0),
                found[kind, place].low if (kind, place) in found else None,
                found[kind, place].high if (kind, place) in found else None,
                place == material.focus,
            )
            for place in material.study.all_clusters()
            if any(key[1] == place for key in found)
        ]
        groups.append(chart_bars.Group(channel_word(kind, voice), bars))
    parts: list[str | Inline] = []
    for at, (kind, finding) in enumerate(own):
        parts += [
            voice.say("sentences.form.list") if at else "",
            channel_word(kind, voice),
            voice.say("communication.gap"),
            linked(material, finding),
        ]
    title = fill("communication.mix.title", material.language, place=voice.place(material.focus), parts=inline(*parts))
    hatched = any(mark(finding, voice) for finding in found.values())
    charts = tuple(chart_bars.panels(groups, width, sketched=hatched) for width in (WIDE, NARROW))
    read = [f"{group.title} {bar.name} {bar.words}" for group in groups for bar in group.bars]
    table = places_table(material, list(found.values()))
    below = subtitle(material, "mix.subtitle", ("mentions",))
    return drawn(material, "channels-mix", title, below, (charts[0], charts[1]), read, ("mentions",), table)


def _curves(material: Material, group: str, split: Rows, at: int) -> Figure | None:
    """The curves of a group, those whose share changes most first."""
    say, language = material.voice.say, material.language
    ordered = sorted(split, key=lambda row: (size(row, "share_now") - size(row, "share_best"), str(row["channel"])))
    curves = _fitted(material, group, ordered)
    if not curves:
        return None
    currency, total = _currency(material), sum(size(row, "spent") for row in split)
    words = chart_curves.Words(
        say("communication.split.now"),
        say("communication.split.best"),
        lambda value: numbers.amount(value, currency, language),
        lambda value: numbers.amount(value, "share", language),
    )
    below = subtitle(
        material, "split.subtitle", ("channel_spend",), group=group or say("communication.everybody"),
        total=numbers.amount(total, currency, language),
    )  # fmt: skip
    columns = ("channel", "spent", "share_now", "share_best", "low", "high", "reach_now", "reach_best", "marginal")
    more = next(row for row in ordered if str(row["channel"]) == curves[0].name)
    return drawn(
        material,
        f"channels-split-{at + 1}",
        _split_title(material, group, more),
        below,
        chart_curves.both(curves, words),
        [f"{curve.name} {curve.note}" for curve in curves],
        ("channel_spend",),
        laid_out(material, "budget_split", columns, ordered),
    )


def _fitted(material: Material, group: str, ordered: Rows) -> list[chart_curves.Curve]:
    """The curves that were fitted for a group, with the present and the best amount."""
    fitted = {
        str(row["channel"]): row
        for row in rows_of(material, "channel_response", subject=material.focus)
        if str(row.get("audience") or "") == group and size(row, "scale") > 0 and size(row, "ceiling") > 0
    }
    total = sum(size(row, "spent") for row in ordered)
    return [
        chart_curves.Curve(
            str(row["channel"]),
            size(fitted[str(row["channel"])], "ceiling"),
            size(fitted[str(row["channel"])], "scale"),
            size(row, "share_now") * total,
            size(row, "share_best") * total,
            material.voice.say(
                "communication.split.note",
                now=share(material, size(row, "share_now")),
                best=share(material, size(row, "share_best")),
            ),
        )
        for row in ordered
        if str(row["channel"]) in fitted
    ][:MOST_CURVES]


def _split_title(material: Material, group: str, more: Mapping[str, object]) -> Inline:
    """Which channel gains most by the best split."""
    where = {"segment": group} if group else {}
    gained = known_of(material, "communication.best_split", material.focus, channel=str(more["channel"]), **where)
    moves = size(more, "share_best") - size(more, "share_now") > 0.005
    return fill(
        f"communication.split.title{'' if moves else '-same'}",
        material.language,
        channel=str(more["channel"]),
        now=share(material, size(more, "share_now")),
        best=linked(material, gained, share(material, size(more, "share_best"))),
        group=group or material.voice.say("communication.everybody"),
    )


def _currency(material: Material) -> str:
    """The currency of the spending of the focus; none named where the evidence has several."""
    rows = (row for row in material.evidence.rows("channel_spend") if row.get("subject") == material.focus)
    named = {str(row.get("currency") or "") for row in rows} - {""}
    return next(iter(named)) if len(named) == 1 else ""
