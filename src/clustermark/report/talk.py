"""The figures of the five parts of communication that are drawn from long results of the lens."""

from collections.abc import Callable, Mapping

from clustermark.report.document import Block
from clustermark.report.material import Material
from clustermark.report.talk_audience import audience_figures
from clustermark.report.talk_channels import channel_figures
from clustermark.report.talk_effect import effect_figures
from clustermark.report.talk_environment import environment_figures
from clustermark.report.talk_message import message_figures

_OF: Mapping[str, Callable[[Material], list[Block]]] = {
    "audience": audience_figures,
    "environment": environment_figures,
    "channels": channel_figures,
    "message": message_figures,
    "effect": effect_figures,
}


def figures_of_part(material: Material, row: str) -> list[Block]:
    """What a page of communication draws from long results; nothing where the study has none, and on other pages."""
    return _OF[row](material) if row in _OF and material.tables else []
