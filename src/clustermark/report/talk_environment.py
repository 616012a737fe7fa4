"""Figures of the page on the environment: policy instruments by side, and the attention of policy by year."""

from clustermark.methods.policies import instruments
from clustermark.report import chart_bars
from clustermark.report.charts import NARROW, WIDE
from clustermark.report.document import Block, Figure, Paragraph
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
    sketched,
    subtitle,
    word,
)
from clustermark.words import numbers
from clustermark.words.inline import fill, inline, plain

POLICIES = ("policies",)
MOST_OF_SIDE = 6  # instruments; the others are drawn together and stand in the table
SIDES = ("supply", "environment", "demand")


def environment_figures(material: Material) -> list[Block]:
    """Instruments, years and platforms, as far as the evidence allows."""
    blocks: list[Block] = []
    instruments = [row for row in rows_of(material, "policy_instruments") if size(row, "passages") > 0]
    if instruments:
        blocks.append(_instruments(material, instruments))
    years = [row for row in rows_of(material, "policy_years", subject=material.focus) if str(row["year"]).isdigit()]
    if len(years) > 1:
        blocks.append(_years(material, years))
    platforms = rows_of(material, "platforms", subject=material.focus)
    if platforms:
        note = Paragraph(inline(material.voice.say("communication.platforms")), "small")
        blocks += [note, laid_out(material, "platforms", ("platform", "items", "share"), platforms)]
    return blocks


def _instruments(material: Material, rows: Rows) -> Figure:
    language = material.language
    total = sum(size(row, "passages") for row in rows)
    sides = [side for side in SIDES if any(row["side"] == side for row in rows)]
    groups = []
    shares = {side: sum(size(row, "passages") for row in rows if row["side"] == side) / total for side in SIDES}
    parts = {
        side: linked(
            material,
            known_of(material, "communication.policy_side", material.focus, side=side),
            share(material, shares[side]),
        )
        for side in SIDES
    }
    for side in sides:
        own = sorted(
            (row for row in rows if row["side"] == side),
            key=lambda row: (-size(row, "passages"), str(row["instrument"])),
        )
        bars = [
            chart_bars.Bar(
                _name(material, str(row["instrument"])),
                size(row, "passages"),
                numbers.count(int(size(row, "passages")), language),
            )
            for row in own[:MOST_OF_SIDE]
        ]
        if len(own) > MOST_OF_SIDE:
            rest = sum(size(row, "passages") for row in own[MOST_OF_SIDE:])
            name = material.voice.say("communication.policy.rest", n=len(own) - MOST_OF_SIDE)
            bars.append(chart_bars.Bar(name, rest, numbers.count(int(rest), language)))
        groups.append(chart_bars.Group(word(material, "side", side), bars, plain(parts[side])))
    title = fill("communication.policy.title", language, **parts)
    charts = [chart_bars.stacked(groups, width, sketched=sketched(material, *POLICIES)) for width in (WIDE, NARROW)]
    read = [f"{group.title} {bar.name} {bar.words}" for group in groups for bar in group.bars]
    named = [{**row, "instrument": _name(material, str(row["instrument"]))} for row in rows]
    table = laid_out(material, "policy_instruments", ("instrument", "side", "documents", "passages", "share"), named)
    below = subtitle(material, "policy.subtitle", POLICIES)
    return drawn(material, "environment-policy", title, below, (charts[0], charts[1]), read, POLICIES, table)


def _name(material: Material, instrument: str) -> str:
    """The name of an instrument in the dictionary of policies."""
    known = instruments().get(instrument)
    return instrument if known is None else known.zh if material.language == "zh" else known.en


def _years(material: Material, rows: Rows) -> Figure:
    language = material.language
    by_year = {int(str(row["year"])): row for row in rows}
    bars = []
    for year in range(min(by_year), max(by_year) + 1):
        passages = size(by_year.get(year, {}), "passages")
        bars.append(chart_bars.Bar(str(year), passages, numbers.count(int(passages), language)))
    top = max(bars, key=lambda bar: (bar.value, bar.name))
    title = fill(
        "communication.policy.title-years",
        language,
        documents=numbers.count(int(sum(size(row, "documents") for row in rows)), language),
        year=numbers.years(top.name, language),
        n=top.words,
    )

    def tick(value: float) -> str:
        return numbers.amount(value, "index", language)

    charts = [chart_bars.columns(bars, tick, width, sketched=sketched(material, *POLICIES)) for width in (WIDE, NARROW)]
    table = laid_out(material, "policy_years", ("year", "documents", "passages"), rows)
    read = [f"{bar.name} {bar.words}" for bar in bars]
    below = subtitle(material, "policy.subtitle-years", POLICIES)
    return drawn(material, "environment-years", title, below, (charts[0], charts[1]), read, POLICIES, table)
