"""Figures of status: functions against the industry, the cluster inside the world table, the figure to collect next."""

from collections.abc import Mapping
from functools import partial

from clustermark.report import chart_ranges
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    code_column,
    head_of,
    leads,
    lower,
    named,
    number_column,
    ranged,
    rows_of,
    span,
    span_column,
    told,
    years_of,
)
from clustermark.report.chart_ranges import Line, Mark, Panel, Scale
from clustermark.report.charts import NARROW, WIDE, Spec
from clustermark.report.document import Figure
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, known_of, share, size
from clustermark.words import numbers
from clustermark.words.inline import Inline, fill

FUNCTIONS = ("design", "production", "marketing", "management")
PAY = ("payroll_by_function", "firm_survey")
TABLE = ("cluster_accounts", "world_table")
BASES = ("pay", "employees", "survey")
CLUSTER = "position.cluster_"
SPECIALISED = 1.0


def function_figure(material: Material) -> Figure | None:
    """The share of each function beside that in the industry."""
    found = rows_of(material, "functions", subject=material.focus)
    rows = [row for code in FUNCTIONS for row in found if row["function"] == code]
    if len(rows) < 2:
        return None
    own, industry = Mark(0.0, accent=True), Mark(0.0, shape="diamond", hollow=True)
    lines = [_function(material, row) for row in rows]
    say = material.voice.say
    compared = any(end(row, "sector_share") is not None for row in rows)
    key = [(own, material.voice.place(material.focus))]
    key += [(industry, say("chain.function.industry"))] if compared else []
    charts = chart_ranges.both([Panel("", lines)], Scale(lambda value: share(material, value)), key)
    columns = [
        code_column(material, "functions", "function", "function"),
        number_column(material, "functions", "share"),
        span_column(material, "low", "high"),
        number_column(material, "functions", "sector_share"),
        Column(head_of(material, "functions", "specialisation"), lambda row: _specialised(material, row)),
    ]
    said = below(material, "function", PAY, years=years_of(material, rows), basis=_basis(material, rows))
    read = [f"{line.name} {line.words}" for line in lines]
    table = behind(material, "functions", columns, rows)
    return drawn(material, "status-functions", _function_title(material, rows), said, charts, read, PAY, table)


def _basis(material: Material, rows: Rows) -> str:
    """On what the shares rest: pay and bought services, employees, or the firm survey with its firms."""
    first = rows[0]
    basis = str(first.get("basis") or "pay")
    return material.voice.say(
        f"chain.function.by-{basis if basis in BASES else 'pay'}",
        n=numbers.count(int(size(first, "firms")), material.language),
    )


def _specialised(material: Material, row: Mapping[str, object]) -> str:
    value = end(row, "specialisation")
    ends = (end(row, "specialisation_low"), end(row, "specialisation_high"))
    return ranged(material, value, *ends, "index") if value is not None else ""


def _function(material: Material, row: Mapping[str, object]) -> Line:
    marks = [Mark(size(row, "share"), end(row, "low"), end(row, "high"), accent=True)]
    words = ranged(material, size(row, "share"), end(row, "low"), end(row, "high"))
    if end(row, "sector_share") is not None:
        marks.append(Mark(size(row, "sector_share"), shape="diamond", hollow=True))
        against = told(material, size(row, "sector_share"))
        words = material.voice.say("chain.function.against", value=words, other=against)
    return Line(named(material, "function", str(row["function"])), marks, words)


def _function_title(material: Material, rows: Rows) -> Inline:
    """The function in which the cluster is most specialised and the one in which it is least; else the largest."""
    place = material.voice.place(material.focus)
    compared = [row for row in rows if end(row, "specialisation") is not None]
    if len(compared) > 1:
        ordered = sorted(compared, key=lambda row: size(row, "specialisation"))
        fields: dict[str, str | Inline] = {"place": place}
        for name, row in (("most", ordered[-1]), ("least", ordered[0])):
            code = str(row["function"])
            known = known_of(material, "position.functional_specialisation", material.focus, segment=code)
            fields[name] = lower(named(material, "function", code))
            fields[f"{name}_value"] = leads(material, known, told(material, size(row, "specialisation"), "index"))
        return fill("chain.function.title", material.language, **fields)
    top = max(rows, key=lambda row: size(row, "share"))
    known = known_of(material, "position.function_share", material.focus, segment=str(top["function"]))
    return fill(
        "chain.function.title-share",
        material.language,
        place=place,
        most=named(material, "function", str(top["function"])),
        value=leads(material, known, told(material, size(top, "share"))),
    )


def embedded_figure(material: Material) -> Figure | None:
    """Indicators of the cluster with the interval of the draws, beside those of its industry."""
    rows = [row for row in rows_of(material, "embedded_cluster", subject=material.focus) if _plain(row)]
    if not rows:
        return None
    say = material.voice.say
    panels = []
    for name in ("shares", "stages"):
        own = [row for row in rows if (row["unit"] == "share") == (name == "shares")]
        if own:
            panels.append(([_indicator(material, row) for row in own], name, own))
    key = [
        (Mark(0.0, accent=True), material.voice.place(material.focus)),
        (Mark(0.0, shape="diamond", hollow=True), say("chain.embedded.industry")),
    ]
    lines = [line for made, _, _ in panels for line in made]
    charts = _stacked(material, panels, key)
    columns = [
        indicator_column(material, "embedded_cluster"),
        Column(head_of(material, "embedded_cluster", "median"), lambda row: _shown(material, row, "median")),
        Column(say("chain.interval"), lambda row: _interval(material, row)),
        Column(head_of(material, "embedded_cluster", "parent"), lambda row: _shown(material, row, "parent")),
    ]
    first = rows[0]
    said = below(
        material,
        "embedded",
        TABLE,
        draws=numbers.count(int(size(first, "draws")), material.language),
        table=str(first.get("table") or ""),
        year=numbers.years(str(int(size(first, "table_year"))), material.language),
    )
    title = _embedded_title(material, rows)
    table = behind(material, "embedded_cluster", columns, rows)
    read = [f"{line.name} {line.words}" for line in lines]
    return drawn(material, "status-embedded", title, said, charts, read, TABLE, table)


def indicator(material: Material, measure: str) -> str:
    """The short name of an indicator of the embedded cluster."""
    return named(material, "indicator", measure.removeprefix(CLUSTER))


def indicator_column(material: Material, table: str) -> Column:
    """A column of indicators by their short names."""
    return Column(
        head_of(material, table, "indicator"), lambda row: indicator(material, str(row["indicator"])), number=False
    )


def _plain(row: Mapping[str, object]) -> bool:
    """Whether an indicator has a scale of its own: shares and stages; amounts of money stand in the findings."""
    return row.get("unit") in ("share", "stages") and end(row, "low") is not None


def _unit(row: Mapping[str, object]) -> str:
    return "share" if row["unit"] == "share" else "index"


def _shown(material: Material, row: Mapping[str, object], column: str) -> str:
    value = end(row, column)
    return "" if value is None else told(material, value, _unit(row))


def _interval(material: Material, row: Mapping[str, object]) -> str:
    return span(material, end(row, "low"), end(row, "high"), _unit(row))


def _indicator(material: Material, row: Mapping[str, object]) -> Line:
    own = Mark(end(row, "median"), end(row, "low"), end(row, "high"), accent=True)
    marks = [own]
    words = ranged(material, end(row, "median"), end(row, "low"), end(row, "high"), _unit(row))
    if end(row, "parent") is not None:
        marks.append(Mark(size(row, "parent"), shape="diamond", hollow=True))
        words = material.voice.say("chain.function.against", value=words, other=_shown(material, row, "parent"))
    return Line(indicator(material, str(row["indicator"])), marks, words)


def _stacked(
    material: Material, panels: list[tuple[list[Line], str, Rows]], key: list[tuple[Mark, str]]
) -> tuple[Spec, Spec]:
    """Two drawings one below the other, each with its own axis: shares and stages have no scale in common."""
    made = []
    for width in (WIDE, NARROW):
        parts = []
        for at, (lines, name, _) in enumerate(panels):
            title = material.voice.say(f"chain.embedded.{name}") if len(panels) > 1 else ""
            unit = "share" if name == "shares" else "index"
            axis = Scale(partial(_tick, material, unit))
            parts.append(chart_ranges.chart([Panel(title, lines)], axis, key if at == 0 else (), width))
        made.append(chart_ranges.joined(parts))
    return made[0], made[1]


def _tick(material: Material, unit: str, value: float) -> str:
    return numbers.amount(value, unit, material.language)


def _embedded_title(material: Material, rows: Rows) -> Inline:
    """The share of exports that is earned at home, against the industry; else the first indicator."""
    row = next((row for row in rows if row["indicator"] == f"{CLUSTER}domestic_share"), rows[0])
    finding = known_of(material, str(row["indicator"]), material.focus)
    parent = end(row, "parent")
    low, high = end(row, "low"), end(row, "high")
    fields: dict[str, str | Inline] = {
        "place": material.voice.place(material.focus),
        "name": indicator(material, str(row["indicator"])),
        "value": leads(material, finding, ranged(material, end(row, "median"), low, high, _unit(row))),
        "other": _shown(material, row, "parent"),
    }
    if parent is None or low is None or high is None:
        return fill("chain.embedded.title-alone", material.language, **fields)
    where = "above" if low > parent else "below" if high < parent else "same"
    return fill(f"chain.embedded.title-{where}", material.language, **fields)
