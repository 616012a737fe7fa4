"""Figures of government and associations: roles in policies, work by kind, the shared mark and what it is worth."""

from collections.abc import Mapping

from clustermark.report import chart_bars, chart_ranges
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    channels_of,
    code_column,
    count_column,
    leads,
    named,
    number_column,
    ranged,
    rows_of,
    span_column,
    told,
    years_of,
)
from clustermark.report.chart_ranges import Line, Mark, Panel, Scale
from clustermark.report.charts import NARROW, WIDE
from clustermark.report.document import Block, Figure, Paragraph
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, known_of, share, size, sketched
from clustermark.words import numbers
from clustermark.words.inline import Inline, capital, fill, inline
from clustermark.words.verdicts import channel_word

FIRMS = ("firms",)
ROLES = ("facilitator", "regulator", "producer", "buyer")
AS_IS = "as-is"


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
        chart_bars.stacked([chart_bars.Group("", bars)], width, sketched=hatched) for width in (WIDE, NARROW)
    )
    top = max(rows, key=lambda row: size(row, "share"))
    absent = [row for row in rows if size(row, "passages") == 0]
    finding = known_of(material, "government.role_share", material.focus, segment=str(top["role"]))
    fields: dict[str, str | Inline] = {
        "role": named(material, "role-of-government", str(top["role"])),
        "value": leads(material, finding, told(material, size(top, "share"))),
        "absent": material.voice.say("sentences.form.list").join(
            named(material, "role-of-government", str(row["role"])) for row in absent
        ),
    }
    title = fill(f"chain.government.title{'-absent' if absent else ''}", material.language, **fields)
    read = [f"{bar.name} {bar.words}" for bar in bars]
    table = behind(material, "government_roles", _role_columns(material), rows)
    said = below(material, "government", policies)
    return drawn(material, "government-roles", title, said, (charts[0], charts[1]), read, policies, table)


def _role_columns(material: Material) -> list[Column]:
    """Role, documents, passages, share."""
    return [
        code_column(material, "government_roles", "role", "role-of-government"),
        count_column(material, "government_roles", "documents"),
        count_column(material, "government_roles", "passages"),
        number_column(material, "government_roles", "share"),
        span_column(material, "low", "high"),
    ]


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
    ordered = sorted(rows, key=lambda row: (-size(row, "actions"), str(row["kind"])))
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
        chart_bars.stacked([chart_bars.Group("", bars)], width, sketched=hatched) for width in (WIDE, NARROW)
    )
    top = ordered[0]
    finding = known_of(material, "associations.activity", material.focus, segment=str(top["kind"]))
    alone = sum(size(row, "actions") == size(top, "actions") for row in ordered) == 1
    title = fill(
        f"chain.work.title{'' if alone else '-even'}",
        material.language,
        kind=named(material, "work-kind", str(top["kind"])),
        n=leads(material, finding, numbers.amount(size(top, "actions"), "actions", material.language)),
        total=len(rows),
    )
    read = [f"{bar.name} {bar.words}" for bar in bars]
    table = behind(material, "association_work", _work_columns(material), ordered)
    said = below(material, "work", tables)
    return drawn(material, "associations-work", title, said, (charts[0], charts[1]), read, tables, table)


def _work_columns(material: Material) -> list[Column]:
    """Kind, actions, joint ones, years."""
    return [
        code_column(material, "association_work", "kind", "work-kind"),
        count_column(material, "association_work", "actions"),
        count_column(material, "association_work", "joint"),
        Column(
            material.voice.say("chain.work.years"),
            lambda row: years_of(material, [row], "first_year", "last_year") if row.get("first_year") else "",
            number=False,
        ),
    ]


def _cautions(material: Material) -> list[Block]:
    """Where coordination of prices, quotas or orders was found: a legal caution, no advice."""
    rows = rows_of(material, "association_work", subject=material.focus)
    if any(row.get("caution") and size(row, "actions") > 0 for row in rows):
        return [Paragraph(inline(material.voice.say("chain.work.caution")), "small")]
    return []


def _premium(material: Material) -> Figure | None:
    """What users of the shared mark get more for a piece than others in the same channel."""
    rows = [
        row
        for row in rows_of(material, "mark_premium", subject=material.focus)
        if end(row, "premium") is not None and row["channel"]
    ]
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
    title = fill(
        "chain.premium.title",
        material.language,
        channel=channel_word(str(top["channel"]), material.voice),
        value=leads(material, finding, told(material, size(top, "premium"))),
    )
    return capital(title)


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
    best = min(rows, key=lambda row: size(row, "gap"))  # of equal ones the first, which asks for less
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
