"""Charts of places stacked over codes: the four of a judged condition, or those of a category that pages state."""

from collections.abc import Sequence

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.report import chart_levels
from clustermark.report.chart_levels import Column
from clustermark.report.document import Chart, Figure
from clustermark.report.drawn import (
    found,
    kind_of,
    marked,
    name_of,
    one_kind,
    places_table,
    short_reason,
    sources,
    years_of,
)
from clustermark.report.material import Material
from clustermark.words import numbers
from clustermark.words.inline import Field, Inline, fill, plain
from clustermark.words.verdicts import LEVELS, code_word, level_key

FEWEST_CODED = 3  # places that a chart of codes needs


def levels_figure(material: Material, measure: str, row: str) -> Figure | None:
    """Every coded place stacked over the four codes."""
    coded = [finding for finding in found(material, measure) if isinstance(finding.value, float | int)]
    if len(coded) < FEWEST_CODED:
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
                tuple(kind_of(material, finding.subject) for finding in here),
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
    stated = one_kind(stated)
    if not stated:
        return None
    columns = _by_code(material, measure, stated) if len(known.codes) > 1 else _by_year(material, stated)
    has_own = any(finding.subject == material.focus for finding in stated)
    form = "codes" if len(known.codes) > 1 else "stated"
    key = f"report.chart.{form}" if has_own else f"report.chart.{form}-without"
    places = len({finding.subject for finding in stated})
    title = fill(
        key,
        material.language,
        total=places,
        focus=material.voice.place(material.focus),
        measure=material.voice.measure(measure),
    )
    return _figure_of_columns(material, measure, row, stated, columns, title)


def _column(material: Material, head: str, meaning: str, here: Sequence[Finding]) -> Column:
    names = tuple(name_of(material, finding) for finding in here)
    return Column(head, meaning, names, tuple(kind_of(material, finding.subject) for finding in here))


def _by_code(material: Material, measure: str, stated: Sequence[Finding]) -> list[Column]:
    """A column for each code that the measure knows, empty ones included."""
    voice = material.voice
    columns = []
    for code in measures()[measure].codes:
        here = [finding for finding in stated if finding.value == code]
        columns.append(
            _column(material, code_word(measure, code, voice), voice.say("report.chart.places", n=len(here)), here)
        )
    return columns


def _by_year(material: Material, stated: Sequence[Finding]) -> list[Column]:
    """What is stated or not, such as a slogan: a column for each year, with what the first place says."""
    by_year: dict[str, list[Finding]] = {}
    for finding in sorted(stated, key=lambda finding: finding.years):
        by_year.setdefault(finding.years, []).append(finding)
    return [
        _column(material, numbers.years(year, material.language), short_reason(material, here[0]), here)
        for year, here in by_year.items()
    ]


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
    subtitle = marked(material, drawn) + voice.say(
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
