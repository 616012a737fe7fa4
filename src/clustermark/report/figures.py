"""Figures: a chart with a title that counts what is drawn, its sources beneath and the table behind it.

A title counts rows that the chart itself draws, and the chart draws every row that the evidence has on its measure;
so no row of the evidence can contradict a title.
"""

from collections.abc import Sequence

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.report import chart_dots, chart_levels
from clustermark.report.chart_dots import Dot
from clustermark.report.chart_levels import Column
from clustermark.report.document import Cell, Chart, Figure, Row, Table
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.findings import fact_list, number_span, price_name, short_link
from clustermark.words.inline import Field, Inline, fill, inline, join, plain
from clustermark.words.verdicts import (
    LEVELS,
    channel_word,
    code_word,
    level_key,
    note,
    reason,
    short_value,
    unit_of,
)

PRICES = (
    "position.factory_price",
    "position.export_unit_price",
    "position.import_unit_price",
    "position.retail_price",
    "claims.value_per_item",
)
FEWEST = 3  # places that a chart of one axis needs


def figure(material: Material, kind: str, measure: str, row: str) -> Figure | None:
    """The figure of a kind for a measure; None where the evidence cannot fill it."""
    builders = {"levels": levels_figure, "codes": codes_figure, "dots": dots_figure, "prices": prices_figure}
    return builders[kind](material, measure, row)


def found(material: Material, measure: str) -> list[Finding]:
    """The best finding of every subject that has one that says something, the focus first, then the study's order."""
    order = [material.focus, *(place for place in material.subjects(measure) if place != material.focus)]
    known = (material.known(measure, subject) for subject in order)
    return [finding for finding in known if finding is not None]


def _kind(material: Material, subject: str) -> str:
    if subject == material.focus:
        return "focus"
    return "study" if subject in material.study.all_clusters() else "other"


def _name(material: Material, finding: Finding) -> str:
    name = material.voice.place(finding.subject)
    if finding.measure in PRICES:
        return material.voice.say("report.chart.price-of", place=name, measure=price_name(finding, material.voice))
    channel = finding.dimension("channel")
    return (
        material.voice.say("report.chart.with", name=name, of=channel_word(channel, material.voice))
        if channel
        else name
    )


def levels_figure(material: Material, measure: str, row: str) -> Figure | None:
    """Every coded place stacked over the four codes."""
    coded = [finding for finding in found(material, measure) if isinstance(finding.value, float | int)]
    if len(coded) < FEWEST:
        return None
    voice = material.voice
    columns = []
    for level, key in LEVELS:
        here = [finding for finding in coded if level_key(float(finding.value or 0)) == key]
        columns.append(
            Column(
                numbers.code(level),
                voice.say(f"verdicts.level.{measure}.{key}"),
                tuple(voice.place(finding.subject) for finding in here),
                tuple(_kind(material, finding.subject) for finding in here),
            )
        )
    return _figure_of_columns(material, measure, row, coded, columns, _levels_title(material, measure, coded))


def _levels_title(material: Material, measure: str, coded: Sequence[Finding]) -> Inline:
    voice = material.voice
    own = next((finding for finding in coded if finding.subject == material.focus), None)
    focus, name = voice.place(material.focus), voice.measure(measure)
    fields: dict[str, Field] = {"total": len(coded), "focus": focus, "measure": name}
    if own is None:
        return fill("report.chart.levels-without", material.language, **fields)
    others = [float(finding.value or 0) for finding in coded if finding is not own]
    value = float(own.value or 0)
    counts: dict[str, Field] = {
        "above": sum(other > value for other in others),
        "below": sum(other < value for other in others),
        "same": sum(other == value for other in others),
    }
    return fill("report.chart.levels", material.language, **fields, **counts)


def codes_figure(material: Material, measure: str, row: str) -> Figure | None:
    """Every place whose page states a code, stacked over the codes of a category."""
    known = measures()[measure]
    stated = [
        finding
        for subject in [material.focus, *(place for place in material.subjects(measure) if place != material.focus)]
        for finding in material.all(measure, subject)
        if isinstance(finding.value, str)
    ]
    if not stated:
        return None
    columns = []
    for code in known.codes:
        here = [finding for finding in stated if finding.value == code]
        columns.append(
            Column(
                code_word(measure, code, material.voice),
                material.voice.say("report.chart.places", n=len(here)),
                tuple(_name(material, finding) for finding in here),
                tuple(_kind(material, finding.subject) for finding in here),
            )
        )
    has_own = any(finding.subject == material.focus for finding in stated)
    key = "report.chart.codes" if has_own else "report.chart.codes-without"
    places = len({finding.subject for finding in stated})
    title = fill(
        key,
        material.language,
        total=places,
        focus=material.voice.place(material.focus),
        measure=material.voice.measure(measure),
    )
    return _figure_of_columns(material, measure, row, stated, columns, title)


def _figure_of_columns(
    material: Material, measure: str, row: str, drawn: Sequence[Finding], columns: Sequence[Column], title: Inline
) -> Figure:
    voice = material.voice
    read_out = voice.say("sentences.form.joint").join(
        voice.say("report.chart.column", code=column.code, meaning=column.meaning, names=voice.joined(column.names))
        for column in columns
        if column.names
    )
    chart = Chart(
        chart_levels.wide(columns), chart_levels.narrow(columns), f"{plain(title)}{voice.say('report.colon')}{read_out}"
    )
    coded = measures()[measure].kind == "membership"
    subtitle = voice.say(
        "report.chart.subtitle-coded" if coded else "report.chart.subtitle-stated",
        measure=voice.measure(measure),
        years=years_of(drawn, material),
    )
    table = places_table(material, drawn)
    return Figure(
        f"{row}-{measure.replace('.', '-')}",
        title,
        subtitle,
        chart,
        sources(material, drawn),
        table,
        voice.say("report.chart.table", n=len(table.rows)),
    )


def years_of(drawn: Sequence[Finding], material: Material) -> str:
    """The years that the drawn findings cover."""
    years = [int(year) for finding in drawn for year in finding.years.replace("/", "-").split("-") if year.isdigit()]
    if not years:
        return material.voice.say("units.year.none")
    low, high = min(years), max(years)
    return numbers.years(str(low) if low == high else f"{low}-{high}", material.language)


def sources(material: Material, drawn: Sequence[Finding]) -> Inline:
    """The sources of the clusters of the study, each a link; the others stand in the table."""
    voice = material.voice
    own = [finding for finding in drawn if _kind(material, finding.subject) != "other"]
    shown = own or list(drawn[:4])
    parts = [
        fill(
            "report.chart.source",
            material.language,
            place=_name(material, finding),
            value=short_link(finding, voice)
            if not isinstance(finding.value, str)
            else number_span(finding, code_word(finding.measure, finding.value, voice), voice),
            note=note(finding, voice),
        )
        for finding in shown
    ]
    rest = len(drawn) - len(shown)
    tail = voice.say("report.chart.rest", n=rest) if rest else voice.say("sentences.form.stop")
    return inline(voice.say("report.chart.sources"), join(parts, voice.say("sentences.form.joint")), tail)


def places_table(material: Material, drawn: Sequence[Finding]) -> Table:
    """The table behind a chart: place, value, facts, grade and origins."""
    voice, say = material.voice, material.voice.say
    rows = []
    for finding in drawn:
        text = _short_reason(material, finding)
        rows.append(
            Row(
                inline(_name(material, finding)),
                (
                    Cell((inline(short_or_code(material, finding)),), number=True),
                    Cell((inline(text),)),
                    Cell((inline(note(finding, voice)),)),
                ),
            )
        )
    head = (say("report.table.place"), say("report.table.value"), say("report.table.reason"), say("report.table.grade"))
    return Table(head, tuple(rows), form="data", numbers=(0,))


def short_or_code(material: Material, finding: Finding) -> Inline:
    """A value or a code as a link."""
    if isinstance(finding.value, str):
        return (number_span(finding, code_word(finding.measure, finding.value, material.voice), material.voice),)
    return (short_link(finding, material.voice),)


def _short_reason(material: Material, finding: Finding) -> str:
    """The coder's reason in a few words, or what else the finding states of itself."""
    for reference in finding.evidence:
        if reference in material.rows and material.is_open(reference):
            said = material.said(material.rows[reference][1], "short")
            if said:
                return said
    facts = [plain(part) for part in fact_list(finding, material.voice)[1:]]
    return material.voice.say("sentences.form.comma").join(facts)


def dots_figure(material: Material, measure: str, row: str) -> Figure | None:
    """Every place with a figure on one axis; the focus as a hatched band where it has none."""
    voice = material.voice
    numeric = [finding for finding in found(material, measure) if not isinstance(finding.value, str)]
    units = [unit_of(finding, voice) for finding in numeric]
    unit = max(sorted(set(units)), key=units.count, default="")
    drawn = [finding for finding, its in zip(numeric, units, strict=True) if its == unit]
    if len(drawn) < FEWEST:
        return None
    drawn.sort(key=lambda finding: -_size(finding))
    own = next((finding for finding in drawn if finding.subject == material.focus), None)
    dots = [_dot(material, finding) for finding in drawn]
    if own is None:
        best = material.best(measure, material.focus)
        why = reason(best, voice) if best is not None else voice.say("why.no-rows.short")
        dots.insert(0, Dot(voice.place(material.focus), focus=True, missing=why))
    name = voice.measure(measure)
    fields: dict[str, Field] = {"total": len(drawn), "focus": voice.place(material.focus), "measure": name}
    title = fill(
        "report.chart.dots-without" if own is None else "report.chart.dots",
        material.language,
        **fields,
        value=short_value(own, voice) if own else "",
    )
    left_out = len(numeric) - len(drawn)
    subtitle = voice.say("report.chart.subtitle-dots", measure=name, years=years_of(drawn, material))
    if measures()[measure].kind != "share":
        subtitle += voice.say("report.chart.sizes-differ")
    if left_out:
        subtitle += voice.say("report.chart.other-units", n=left_out)
    return _figure_of_dots(material, f"{row}-{measure.replace('.', '-')}", title, subtitle, dots, drawn, unit)


def _size(finding: Finding) -> float:
    known = [end for end in (finding.value, finding.high, finding.low) if isinstance(end, float | int)]
    return float(known[0]) if known else 0.0


def _dot(material: Material, finding: Finding, label: str = "") -> Dot:
    words = short_value(finding, material.voice)
    if finding.years:
        years = numbers.years(finding.years, material.language)
        words = material.voice.say("report.chart.with", name=words, of=years)
    value = float(finding.value) if isinstance(finding.value, float | int) and finding.uncertainty != "bound" else None
    own = finding.subject == material.focus
    return Dot(label or material.voice.place(finding.subject), words, value, finding.low, finding.high, own)


def _figure_of_dots(
    material: Material,
    identifier: str,
    title: Inline,
    subtitle: str,
    dots: Sequence[Dot],
    drawn: Sequence[Finding],
    unit: str,
) -> Figure:
    voice = material.voice
    read_out = voice.say("sentences.form.joint").join(f"{dot.label} {dot.missing or dot.words}" for dot in dots)
    wide, narrow = chart_dots.both(dots, lambda value: numbers.amount(value, _axis_unit(unit), material.language))
    table = places_table(material, drawn)
    chart = Chart(wide, narrow, f"{plain(title)}{voice.say('report.colon')}{read_out}")
    behind = voice.say("report.chart.table", n=len(table.rows))
    return Figure(identifier, title, subtitle, chart, sources(material, drawn), table, behind)


def _axis_unit(unit: str) -> str:
    """On an axis only money and shares carry their unit; what is counted stands in the subtitle."""
    money = unit.partition("/")[0]
    return money if len(money) == 3 and money.isupper() else unit if unit in ("share", "points") else ""


def prices_figure(material: Material, measure: str, row: str) -> Figure | None:
    """Prices of one item in one currency: factory, export, import, retail, and output value over volume."""
    del measure
    voice = material.voice
    priced = [
        finding
        for finding in material.findings
        if finding.measure in PRICES and not isinstance(finding.value, str) and finding.status in ("ok", "conflicting")
        if finding.value is not None or finding.high is not None
    ]
    own = {finding.unit for finding in priced if finding.subject == material.focus}
    units = [finding.unit for finding in priced if finding.unit in own]
    unit = max(sorted(own), key=units.count, default="")
    chosen = {
        (finding.subject, finding.measure, finding.years, finding.value): finding
        for finding in priced
        if finding.unit == unit
    }
    drawn = sorted(chosen.values(), key=lambda finding: (-_size(finding), finding.id))
    if len(drawn) < FEWEST:
        return None
    dots = [
        _dot(
            material,
            finding,
            voice.say("report.chart.price-of", place=voice.place(finding.subject), measure=price_name(finding, voice)),
        )
        for finding in drawn
    ]
    lowest, highest = drawn[-1], drawn[0]
    title = fill(
        "report.chart.prices",
        material.language,
        total=len(drawn),
        low=short_link(lowest, voice),
        high=short_link(highest, voice),
        focus=voice.place(material.focus),
    )
    subtitle = voice.say("report.chart.subtitle-prices", years=years_of(drawn, material))
    return _figure_of_dots(material, f"{row}-prices", title, subtitle, dots, drawn, unit)
