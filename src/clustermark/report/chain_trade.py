"""Figures of status from records of trade: price against others in the same markets, quality beside the rivals."""

from collections.abc import Mapping

from clustermark.report import chart_ranges, chart_series
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    code_column,
    economy,
    head_of,
    leads,
    number_column,
    plain_column,
    ranged,
    rounded,
    rows_of,
    span,
    told,
    years_of,
)
from clustermark.report.chart_ranges import Line, Mark, Panel, Scale
from clustermark.report.document import Figure
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, end, size
from clustermark.words import numbers
from clustermark.words.inline import Inline, fill

TRADE = ("trade",)
EVEN = 1.0
MOST_MARKETS, MOST_RIVALS = 8, 8


def _main(material: Material, table: str, needed: str) -> Rows:
    """The rows with a figure in a column, of the product and unit with most value; units are never mixed."""
    rows = [
        row for row in rows_of(material, table, subject=material.focus) if end(row, needed) is not None and row["year"]
    ]
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
    rows = _main(material, "trade_products", "relative")
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
            chart_series.Panel(_market(material, last), points, told(material, size(last, "relative"), "index"))
        )
    ends = (years[0], years[-1])
    charts = chart_series.both(
        panels, ends, lambda value: numbers.amount(value, "index", material.language), EVEN, len(years)
    )
    columns = [
        Column(
            head_of(material, "trade_products", "market"),
            lambda row: _market(material, row),
            number=False,
        ),
        plain_column(material, "trade_products", "year"),
        Column(head_of(material, "trade_products", "unit_value"), lambda row: _price(material, row)),
        number_column(material, "trade_products", "relative", "index"),
        code_column(material, "trade_products", "band", "band"),
    ]
    place = {market: at for at, market in enumerate(markets)}
    ordered = sorted(rows, key=lambda row: place.get(str(row["market"]), len(place)))
    ordered.sort(key=lambda row: str(row["year"]), reverse=True)
    table = behind(material, "trade_products", columns, ordered)
    read = [f"{panel.name} {panel.words}" for panel in panels]
    said = below(material, "price", TRADE, years=years_of(material, rows), product=_product(material, rows))
    title = _price_title(material, rows)
    return drawn(material, "status-relative", title, said, charts, read, TRADE, table)


def _markets(rows: Rows) -> list[str]:
    """The markets with most value over all years."""
    value: dict[str, float] = {}
    for row in rows:
        value[str(row["market"])] = value.get(str(row["market"]), 0.0) + size(row, "value")
    return sorted(value, key=lambda market: (-value[market], market))[:MOST_MARKETS]


def _market(material: Material, row: Mapping[str, object]) -> str:
    """A market as the report knows it, else as the records call it."""
    code = str(row["market"])
    said = economy(material, code)
    return said if said != code else str(row.get("market_name") or code)


def _product(material: Material, rows: Rows) -> str:
    """The product of a table, an empty one being the main product of the focus."""
    own = (row for row in material.evidence.rows("places") if row.get("id") == material.focus)
    main = next((str(row.get("product") or "") for row in own), "")
    return material.voice.product(str(rows[0].get("product") or main))


def _price(material: Material, row: Mapping[str, object]) -> str:
    value = end(row, "unit_value")
    if value is None:
        return ""
    unit, money = str(row.get("unit") or ""), str(row.get("currency") or "")
    return numbers.amount(rounded(value), f"{money}/{unit}" if money and unit else money, material.language)


def _price_title(material: Material, rows: Rows) -> Inline:
    """How the price stands against that of all exporters, since when, and in how many markets it lies below."""
    last = _last(rows)
    years = sorted(_main(material, "trade_years", "relative"), key=lambda row: str(row["year"]))
    fields: dict[str, str | Inline | int] = {
        "place": material.voice.place(material.focus),
        "last": numbers.years(str(last[0]["year"]), material.language),
        "under": sum(size(row, "relative") < EVEN for row in last),
        "total": len(last),
    }
    if len(years) < 2:
        return fill("chain.price.title-markets", material.language, **fields)
    found = (each for each in material.all("position.relative_unit_value", material.focus) if each.status == "ok")
    fields["value"] = leads(material, next(found, None), told(material, size(years[-1], "relative"), "index"))
    fields["before"] = told(material, size(years[0], "relative"), "index")
    fields["first"] = numbers.years(str(years[0]["year"]), material.language)
    return fill("chain.price.title", material.language, **fields)


def rival_figure(material: Material) -> Figure | None:
    """Quality by demand of the cluster beside its largest rivals in the same markets, the last year."""
    rows = _last(_main(material, "trade_rivals", "quality"))
    if len(rows) < 2 or not any(row.get("own") for row in rows):
        return None
    rows.sort(key=lambda row: (-size(row, "quality"), str(row["exporter"])))
    shown = rows[:MOST_RIVALS]
    if not any(row.get("own") for row in shown):
        shown = [*shown[:-1], *(row for row in rows if row.get("own"))]
    lines = [_rival(material, row) for row in shown]
    axis = Scale(
        lambda value: numbers.amount(value, "index", material.language),
        against=((0.0, material.voice.say("chain.quality.mean")),),
    )
    charts = chart_ranges.both([Panel("", lines)], axis)
    title = _rival_title(material, rows)
    read = [f"{line.name} {line.words}" for line in lines]
    table = behind(material, "trade_rivals", _rival_columns(material), rows)
    said = below(material, "quality", TRADE, product=_product(material, rows))
    return drawn(material, "status-quality", title, said, charts, read, TRADE, table)


def _rival(material: Material, row: Mapping[str, object]) -> Line:
    own = bool(row.get("own"))
    mark = Mark(size(row, "quality"), end(row, "quality_low"), end(row, "quality_high"), accent=own)
    return Line(_exporter(material, row), [mark], _signed(material, row), focus=own)


def _rival_title(material: Material, rows: Rows) -> Inline:
    """The place of the cluster among the exporters."""
    own = next(row for row in rows if row.get("own"))
    found = (each for each in material.all("position.quality", material.focus) if each.status == "ok")
    return fill(
        "chain.quality.title",
        material.language,
        place=material.voice.place(material.focus),
        total=len(rows),
        rank=rows.index(own) + 1,
        value=leads(material, next(found, None), told(material, size(own, "quality"), "")),
        year=numbers.years(str(own["year"]), material.language),
    )


def _rival_columns(material: Material) -> list[Column]:
    """Exporter, quality, its span, prices."""
    return [
        Column(head_of(material, "trade_rivals", "exporter"), lambda row: _exporter(material, row), number=False),
        number_column(material, "trade_rivals", "quality", ""),
        Column(
            material.voice.say("chain.quality.span"),
            lambda row: span(material, end(row, "quality_low"), end(row, "quality_high"), ""),
        ),
        number_column(material, "trade_rivals", "relative", "index"),
        Column(head_of(material, "trade_rivals", "unit_value"), lambda row: _price(material, row)),
    ]


def _exporter(material: Material, row: Mapping[str, object]) -> str:
    code = str(row["exporter"])
    if row.get("own"):
        return material.voice.place(code)
    said = economy(material, code)
    return said if said != code else str(row.get("exporter_name") or code)


def _signed(material: Material, row: Mapping[str, object]) -> str:
    return ranged(material, size(row, "quality"), end(row, "quality_low"), end(row, "quality_high"), "")
