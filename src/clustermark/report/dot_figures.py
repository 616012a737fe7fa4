"""Charts of places or prices on one axis."""

from collections.abc import Sequence

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.report import chart_dots
from clustermark.report.chart_dots import Dot
from clustermark.report.document import Chart, Figure
from clustermark.report.drawn import FEWEST, PRICES, found, marked, one_kind, places_table, sources, years_of
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.findings import price_name, short_link
from clustermark.words.inline import Field, Inline, fill, plain
from clustermark.words.verdicts import mark, reason, short_value, unit_of


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
    subtitle = marked(material, drawn) + voice.say(
        "report.chart.subtitle-dots", measure=name, years=years_of(drawn, material)
    )
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
    words += mark(finding, material.voice)
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
    priced = one_kind(priced)
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
    subtitle = marked(material, drawn) + voice.say("report.chart.subtitle-prices", years=years_of(drawn, material))
    return _figure_of_dots(material, f"{row}-prices", title, subtitle, dots, drawn, unit)
