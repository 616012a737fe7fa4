"""Figures of status from records of trade: price against others in the same markets, quality beside the rivals."""

from collections.abc import Mapping

from clustermark.report import chart_ranges, chart_series
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    code_column,
    head_of,
    number_column,
    plain_column,
    ranged,
    rounded,
    span,
    told,
    years_of,
)
from clustermark.report.chart_ranges import Line, Mark, Panel, Scale
from clustermark.report.document import Figure
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, linked, rows_of, size
from clustermark.words import numbers
from clustermark.words.inline import Inline, fill

TRADE = ("trade",)
EVEN = 1.0
MOST_MARKETS, MOST_RIVALS = 8, 8


def _main(material: Material, table: str) -> Rows:
    """The rows of the product and unit with most value; units are never mixed."""
    rows = rows_of(material, table, subject=material.focus)
    total: dict[tuple[str, str], float] = {}
    for row in rows:
        at = (str(row.get("product") or ""), str(row.get("unit") or ""))
        total[at] = total.get(at, 0.0) + size(row, "value")
    if not total:
        return []
    best = max(total, key=lambda at: (total[at], at))
    return [row for row in rows if (str(row.get("product") or ""), str(row.get("unit") or "")) == best]


def _last(rows: Rows) -> Rows:
    """The rows of the last year."""
    last = max((str(row["year"]) for row in rows), default="")
    return [row for row in rows if str(row["year"]) == last]


def price_figure(material: Material) -> Figure | None:
    """The unit value against the mean of all exporters, market by market over the years."""
    rows = [row for row in _main(material, "trade_products") if end(row, "relative") is not None]
    markets = _markets(rows)
    if not markets:
        return None
    years = sorted({str(row["year"]) for row in rows})
    panels = []
    for market in markets:
        found = {str(row["year"]): row for row in rows if str(row["market"]) == market}
        points = [(at, size(found[year], "relative")) for at, year in enumerate(years) if year in found]
        last = found[max(found)]
        panels.append(
            chart_series.Panel(_market(material, market), points, told(material, size(last, "relative"), "index"))
        )
    ends = (years[0], years[-1])
    charts = chart_series.both(
        panels, ends, lambda value: numbers.amount(value, "index", material.language), EVEN, len(years)
    )
    columns = [
        Column(
            head_of(material, "trade_products", "market"),
            lambda row: _market(material, str(row["market"])),
            number=False,
        ),
        plain_column(material, "trade_products", "year"),
        Column(head_of(material, "trade_products", "unit_value"), lambda row: _price(material, row)),
        number_column(material, "trade_products", "relative", "index"),
        code_column(material, "trade_products", "band", "band"),
    ]
    ordered = sorted(
        rows,
        key=lambda row: (
            -int(float(str(row["year"]))),
            markets.index(str(row["market"])) if str(row["market"]) in markets else 99,
        ),
    )
    table = behind(material, "trade_products", columns, ordered)
    read = [f"{panel.name} {panel.words}" for panel in panels]
    said = below(material, "price", TRADE, years=years_of(material, rows), product=_product(material, rows))
    title = _price_title(material, rows)
    return drawn(material, "status-prices", title, said, charts, read, TRADE, table)


def _markets(rows: Rows) -> list[str]:
    """The markets with most value over all years."""
    value: dict[str, float] = {}
    for row in rows:
        value[str(row["market"])] = value.get(str(row["market"]), 0.0) + size(row, "value")
    return sorted(value, key=lambda market: (-value[market], market))[:MOST_MARKETS]


def _market(material: Material, code: str) -> str:
    return material.voice.economy(code)


def _product(material: Material, rows: Rows) -> str:
    return material.voice.product(str(rows[0].get("product") or ""))


def _price(material: Material, row: Mapping[str, object]) -> str:
    value = end(row, "unit_value")
    if value is None:
        return ""
    unit, money = str(row.get("unit") or ""), str(row.get("currency") or "")
    return numbers.amount(rounded(value), f"{money}/{unit}" if money and unit else money, material.language)


def _price_title(material: Material, rows: Rows) -> Inline:
    """In how many markets of the last year goods sold below, and in how many above the others; with the whole."""
    last = _last(rows)
    under = sum(size(row, "relative") < EVEN for row in last)
    finding = next(
        (each for each in material.all("position.relative_unit_value", material.focus) if each.status == "ok"), None
    )
    fields: dict[str, str | Inline | int] = {
        "place": material.voice.place(material.focus),
        "year": numbers.years(str(last[0]["year"]), material.language),
        "under": under,
        "over": len(last) - under,
        "total": len(last),
    }
    if finding is None:
        return fill("chain.price.title-markets", material.language, **fields)
    fields["value"] = linked(material, finding, told(material, float(finding.value or 0), "index"))
    return fill("chain.price.title", material.language, **fields)


def rival_figure(material: Material) -> Figure | None:
    """Quality by demand of the cluster beside its largest rivals in the same markets, the last year."""
    rows = [row for row in _last(_main(material, "trade_rivals")) if end(row, "quality") is not None]
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: (-size(row, "quality"), str(row["exporter"])))
    shown = rows[:MOST_RIVALS]
    if not any(row.get("own") for row in shown):
        shown = [*shown[:-1], *(row for row in rows if row.get("own"))]
    lines = [
        Line(
            _exporter(material, row),
            [
                Mark(
                    size(row, "quality"), end(row, "quality_low"), end(row, "quality_high"), accent=bool(row.get("own"))
                )
            ],
            _signed(material, row),
            focus=bool(row.get("own")),
        )
        for row in shown
    ]
    axis = Scale(
        lambda value: numbers.amount(value, "index", material.language),
        against=((0.0, material.voice.say("chain.quality.mean")),),
    )
    charts = chart_ranges.both([Panel("", lines)], axis)
    columns = [
        Column(head_of(material, "trade_rivals", "exporter"), lambda row: _exporter(material, row), number=False),
        number_column(material, "trade_rivals", "quality", "index"),
        Column(
            material.voice.say("chain.quality.span"),
            lambda row: span(material, end(row, "quality_low"), end(row, "quality_high"), "index"),
        ),
        number_column(material, "trade_rivals", "relative", "index"),
        Column(head_of(material, "trade_rivals", "unit_value"), lambda row: _price(material, row)),
    ]
    own = next((row for row in rows if row.get("own")), None)
    finding = next((each for each in material.all("position.quality", material.focus) if each.status == "ok"), None)
    fields: dict[str, str | Inline | int] = {
        "place": material.voice.place(material.focus),
        "total": len(rows),
        "year": numbers.years(str(rows[0]["year"]), material.language),
    }
    if own is None:
        return None
    fields["rank"] = rows.index(own) + 1
    fields["value"] = linked(material, finding, told(material, size(own, "quality"), "index"))
    title = fill("chain.quality.title", material.language, **fields)
    read = [f"{line.name} {line.words}" for line in lines]
    table = behind(material, "trade_rivals", columns, rows)
    said = below(material, "quality", TRADE, product=_product(material, rows))
    return drawn(material, "status-quality", title, said, charts, read, TRADE, table)


def _exporter(material: Material, row: Mapping[str, object]) -> str:
    code = str(row["exporter"])
    return material.voice.place(code) if row.get("own") else material.voice.economy(code)


def _signed(material: Material, row: Mapping[str, object]) -> str:
    return ranged(material, size(row, "quality"), end(row, "quality_low"), end(row, "quality_high"), "index")
