"""The figures of the cluster in its chain, by page: drawn from long results, none where the study has no such table."""

from collections.abc import Callable, Mapping, Sequence

from clustermark.report.chain_actors import role_figure, work_blocks
from clustermark.report.chain_agreement import scale_blocks, verdict_blocks
from clustermark.report.chain_growth import card_blocks, indicator_blocks, triangle_figure
from clustermark.report.chain_links import enterprise_blocks
from clustermark.report.chain_position import embedded_figure, function_figure
from clustermark.report.chain_power import dependence_figure, driver_figure, type_figure
from clustermark.report.chain_situation import factor_figure, specialisation_figure
from clustermark.report.chain_trade import price_figure, rival_figure
from clustermark.report.chain_value import flow_figure, ladder_figure
from clustermark.report.chain_worth import worth_figure
from clustermark.report.document import Block, Figure
from clustermark.report.material import Material

Drawn = Callable[[Material], Figure | list[Block] | None]

_OF: Mapping[str, Sequence[Drawn]] = {
    "situation": (factor_figure, specialisation_figure),
    "status": (
        ladder_figure,
        flow_figure,
        function_figure,
        card_blocks,
        triangle_figure,
        indicator_blocks,
        price_figure,
        rival_figure,
        embedded_figure,
        worth_figure,
    ),
    "mechanism": (driver_figure,),
    "governance": (type_figure, dependence_figure, verdict_blocks, scale_blocks),
    "enterprises": (enterprise_blocks,),
    "government": (role_figure,),
    "associations": (work_blocks,),
}


def chain_figures(material: Material, row: str) -> list[Block]:
    """What a page draws of the chain; nothing where the study has no such results, and on other pages."""
    blocks: list[Block] = []
    if not material.tables:
        return blocks
    for draw in _OF.get(row, ()):
        made = draw(material)
        if isinstance(made, list):
            blocks += made
        elif made is not None:
            blocks.append(made)
    return blocks
