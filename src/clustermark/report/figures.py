"""Figures: a chart with a title that counts what is drawn, its sources beneath and the table behind it.

A title counts rows that the chart itself draws, and the chart draws every row that the evidence has on its measure;
so no row of the evidence can contradict a title.
"""

from clustermark.report.column_figures import codes_figure, levels_figure
from clustermark.report.document import Figure
from clustermark.report.dot_figures import dots_figure, prices_figure
from clustermark.report.material import Material


def figure(material: Material, kind: str, measure: str, row: str) -> Figure | None:
    """The figure of a kind for a measure; None where the evidence cannot fill it."""
    builders = {"levels": levels_figure, "codes": codes_figure, "dots": dots_figure, "prices": prices_figure}
    return builders[kind](material, measure, row)
