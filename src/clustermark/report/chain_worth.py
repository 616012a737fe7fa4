"""Figure of status: which figure of the cluster's account is worth collecting next."""

from collections.abc import Mapping

from clustermark.evidence.specs import table_specs
from clustermark.report import chart_bars
from clustermark.report.chain_parts import (
    Column,
    behind,
    below,
    economy,
    head_of,
    leads,
    named,
    number_column,
    rows_of,
)
from clustermark.report.chain_position import CLUSTER, TABLE, indicator, indicator_column
from clustermark.report.charts import NARROW, WIDE
from clustermark.report.document import Figure
from clustermark.report.material import Material
from clustermark.report.tabled import Rows, drawn, known_of, share, size, sketched
from clustermark.words.inline import Inline, fill

FIRST = ("domestic_share", "upstreamness")  # indicators whose figures are drawn, where they are known
LEAST = 0.005  # of an indicator's variance: less is not worth a visit
MOST_FIGURES, MOST_INDICATORS = 4, 2


def worth_figure(material: Material) -> Figure | None:
    """The figures that would take most off the variance of an indicator, as bars."""
    rows = _ordered(rows_of(material, "figure_worth", subject=material.focus))
    if not rows:
        return None
    groups = []
    for code in list(dict.fromkeys(str(row["indicator"]) for row in rows))[:MOST_INDICATORS]:
        own = [row for row in rows if row["indicator"] == code][:MOST_FIGURES]
        bars = [chart_bars.Bar(_figure_name(material, row), size(row, "worth"), _worth(material, row)) for row in own]
        groups.append(chart_bars.Group(indicator(material, code), bars))
    hatched = sketched(material, "cluster_accounts")
    charts = [chart_bars.stacked(groups, width, sketched=hatched) for width in (WIDE, NARROW)]
    read = [f"{group.title} {bar.name} {bar.words}" for group in groups for bar in group.bars]
    table = behind(material, "figure_worth", _worth_columns(material), rows)
    title, said = _worth_title(material, rows[0]), below(material, "worth", TABLE)
    return drawn(material, "status-worth", title, said, (charts[0], charts[1]), read, ("cluster_accounts",), table)


def _ordered(found: Rows) -> Rows:
    """What is worth anything: the indicators that readers ask about first, of each the figure with most worth first."""
    kept = [row for row in found if size(row, "worth") > LEAST and row["indicator"]]
    codes = [*(f"{CLUSTER}{name}" for name in FIRST), *(str(row["indicator"]) for row in kept)]
    place = {code: at for at, code in reversed(list(enumerate(codes)))}
    return sorted(kept, key=lambda row: (place[str(row["indicator"])], -size(row, "worth"), str(row["figure"])))


def _worth(material: Material, row: Mapping[str, object]) -> str:
    return share(material, round(size(row, "worth"), 2))


def _worth_title(material: Material, row: Mapping[str, object]) -> Inline:
    """The first figure and what it would take off its indicator."""
    where = {"segment": str(row["figure"]), "of": str(row["indicator"])}
    finding = known_of(material, "position.figure_worth", material.focus, **where)
    return fill(
        "chain.worth.title",
        material.language,
        figure=_figure_name(material, row),
        value=leads(material, finding, _worth(material, row)),
        indicator=indicator(material, str(row["indicator"])),
    )


def _worth_columns(material: Material) -> list[Column]:
    """Indicator, figure, worth, error."""
    return [
        indicator_column(material, "figure_worth"),
        Column(head_of(material, "figure_worth", "figure"), lambda row: _figure_name(material, row), number=False),
        number_column(material, "figure_worth", "worth"),
        number_column(material, "figure_worth", "error"),
    ]


def _figure_name(material: Material, row: Mapping[str, object]) -> str:
    """A figure of the account, with the economy of a destination; one that is missing says so."""
    code, _, of = str(row["figure"]).partition("-")
    items = next(column for column in table_specs()["cluster_accounts"].columns if column.id == "item")
    known = items.labels.get(code)
    name = named(material, "figure", code) if known is None else known.in_language(material.language)
    if of:
        name = material.voice.say("report.chart.with", name=name, of=economy(material, of))
    return name if row.get("known") is not False else material.voice.say("chain.worth.missing", name=name)
