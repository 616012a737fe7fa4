"""Figures of the situation: production factors against comparators, and how specialised the place is."""

from collections.abc import Mapping

from clustermark.report import chart_ranges
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    code_column,
    count_column,
    head_of,
    leads,
    named,
    number_column,
    ranged,
    rows_of,
    span,
    told,
)
from clustermark.report.chart_ranges import Line, Mark, Panel, Scale
from clustermark.report.document import Figure, Table
from clustermark.report.material import Material
from clustermark.report.tabled import drawn, end, known_of, size
from clustermark.words import numbers
from clustermark.words.inline import Inline, fill

FACTORS = ("technology", "talent", "information", "capital", "service", "all")
EVIDENCE = ("claims", "cluster_accounts")
MOST_PLACES = 8


def factor_figure(material: Material) -> Figure | None:
    """The rank of the focus by factor among its comparators, with its interval over random weights."""
    found = rows_of(material, "factor_scores")
    own = {str(row["factor"]): row for row in found if row["subject"] == material.focus}
    factors = [code for code in FACTORS if code in own and end(own[code], "rank") is not None]
    places = max((int(size(own[code], "places")) for code in factors), default=0)
    if not factors or places < 2:
        return None
    lines = [
        Line(
            named(material, "factor", code),
            [Mark(size(own[code], "rank"), end(own[code], "rank_low"), end(own[code], "rank_high"), accent=True)],
            _rank(material, own[code]),
            focus=code == "all",
        )
        for code in factors
    ]
    axis = Scale(
        lambda value: numbers.amount(value, "rank", material.language),
        turned=True,
        ticks=_places(places),
    )
    charts = chart_ranges.both([Panel("", lines)], axis)
    indicators = [
        row for row in rows_of(material, "factor_indicators", subject=material.focus) if end(row, "z") is not None
    ]
    table = (
        behind(material, "factor_indicators", _factor_columns(material), indicators)
        if indicators
        else _scores(material, own, factors)
    )
    read = [f"{line.name} {line.words}" for line in lines]
    said = below(material, "factor", EVIDENCE, places=places)
    title = _factor_title(material, own, factors)
    return drawn(material, "situation-factors", title, said, charts, read, EVIDENCE, table)


def _factor_columns(material: Material) -> list[Column]:
    """Indicator, factor, value, what it is divided by, score."""
    return [
        Column(
            head_of(material, "factor_indicators", "indicator"),
            lambda row: material.voice.measure(str(row["indicator"])),
            number=False,
        ),
        code_column(material, "factor_indicators", "factor", "factor"),
        Column(head_of(material, "factor_indicators", "value"), lambda row: _value(material, row)),
        code_column(material, "factor_indicators", "per", "per"),
        number_column(material, "factor_indicators", "z", "index"),
    ]


def _places(places: int) -> list[float]:
    """A tick a place where there are few, else some."""
    step = 1 if places <= 8 else -(-places // 6)
    return [float(at) for at in dict.fromkeys([*range(1, places + 1, step), places])]


def _rank(material: Material, row: Mapping[str, object]) -> str:
    value = numbers.amount(size(row, "rank"), "rank", material.language)
    low, high = end(row, "rank_low"), end(row, "rank_high")
    if low is None or high is None or low == high:
        return value
    ends = span(material, low, high, "index")
    return material.voice.say("chain.ranged", value=value, span=ends)


def _value(material: Material, row: Mapping[str, object]) -> str:
    value = end(row, "value")
    return "" if value is None else told(material, value, str(row.get("unit") or "index"))


def _scores(material: Material, own: Mapping[str, Mapping[str, object]], factors: list[str]) -> Table:
    columns = [
        code_column(material, "factor_scores", "factor", "factor"),
        number_column(material, "factor_scores", "score", "index"),
        number_column(material, "factor_scores", "rank", "index"),
        count_column(material, "factor_scores", "indicators"),
    ]
    return behind(material, "factor_scores", columns, [dict(own[code]) for code in factors])


def _factor_title(material: Material, own: Mapping[str, Mapping[str, object]], factors: list[str]) -> Inline:
    """The factors in which the focus stands best and those in which it stands worst."""
    single = [code for code in factors if code != "all"] or factors
    ranks = [size(own[code], "rank") for code in single]
    fields: dict[str, str | Inline] = {"place": material.voice.place(material.focus)}
    for name, rank in (("best", min(ranks)), ("worst", max(ranks))):
        codes = [code for code in single if size(own[code], "rank") == rank]
        fields[name] = material.voice.joined(named(material, "factor", code) for code in codes)
        finding = known_of(material, f"factors.{codes[0]}", material.focus)
        fields[f"{name}_rank"] = leads(material, finding, numbers.amount(rank, "rank", material.language))
    return fill(f"chain.factor.title{'-even' if min(ranks) == max(ranks) else ''}", material.language, **fields)


def specialisation_figure(material: Material) -> Figure | None:
    """Location quotient and cluster strength with their intervals, beside one."""
    rows = [row for row in rows_of(material, "specialisation") if end(row, "quotient") is not None]
    own = [row for row in rows if row["subject"] == material.focus]
    if not own:
        return None
    ordered = sorted(rows, key=lambda row: (row is not own[0], -size(row, "quotient"), str(row["subject"])))
    say = material.voice.say
    panels = [
        Panel(
            say("chain.special.quotient"),
            [_special(material, row, "quotient", "low", "high") for row in ordered[:MOST_PLACES]],
        )
    ]
    strong = [row for row in ordered if end(row, "strength") is not None][:MOST_PLACES]
    if strong:
        lines = [_special(material, row, "strength", "strength_low", "strength_high") for row in strong]
        panels.append(Panel(say("chain.special.strength"), lines))
    axis = Scale(
        lambda value: numbers.amount(value, "index", material.language), against=((1.0, say("chain.special.country")),)
    )
    charts = chart_ranges.both(panels, axis)
    finding = known_of(material, "position.location_quotient", material.focus)
    title = fill(
        "chain.special.title",
        material.language,
        place=material.voice.place(material.focus),
        value=leads(material, finding, told(material, size(own[0], "quotient"), "index")),
    )
    tables = ("cluster_accounts",)
    read = [f"{panel.title} {line.name} {line.words}" for panel in panels for line in panel.lines]
    table = behind(material, "specialisation", _special_columns(material), ordered)
    return drawn(
        material, "situation-specialisation", title, below(material, "special", tables), charts, read, tables, table
    )


def _special_columns(material: Material) -> list[Column]:
    """Place, quotient, strength, year."""
    return [
        Column(
            head_of(material, "specialisation", "subject"),
            lambda row: material.voice.place(str(row["subject"])),
            number=False,
        ),
        Column(
            head_of(material, "specialisation", "quotient"),
            lambda row: ranged(material, end(row, "quotient"), end(row, "low"), end(row, "high"), "index"),
        ),
        Column(
            head_of(material, "specialisation", "strength"),
            lambda row: ranged(
                material, end(row, "strength"), end(row, "strength_low"), end(row, "strength_high"), "index"
            ),
        ),
        Column(head_of(material, "specialisation", "year"), lambda row: str(row.get("year") or ""), number=False),
    ]


def _special(material: Material, row: Mapping[str, object], value: str, low: str, high: str) -> Line:
    focus = row["subject"] == material.focus
    return Line(
        material.voice.place(str(row["subject"])),
        [Mark(end(row, value), end(row, low), end(row, high), accent=focus)],
        ranged(material, end(row, value), end(row, low), end(row, high), "index"),
        focus=focus,
    )
