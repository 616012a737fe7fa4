"""What the actors of a cluster are and do: enterprises and their links, government, associations and the shared mark.

The parts stand in one file each; a part says only what the evidence can answer.
"""

from collections.abc import Callable, Sequence

from clustermark.evidence.model import Evidence
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.study.model import Study

needs = ("firms", "links", "firm_survey", "policies", "practices", "programmes", "brands")
measures: Sequence[str] = (
    *(f"enterprises.{name}" for name in ("concentration", "top_four_share", "median_employees", "median_age")),
    *(f"enterprises.{name}" for name in ("listed_in_list", "own_brand_firms", "mark_users", "response_rate")),
    *(f"enterprises.{name}" for name in ("links_inside", "outside_links", "core_size", "broker_share")),
    "enterprises.network_warning",
    *(f"government.{name}" for name in ("role_share", "continuity")),
    *(f"associations.{name}" for name in ("member_share", "activity", "mark_premium", "free_riding_gap")),
)


def run(evidence: Evidence, study: Study) -> Found:
    """Findings and long results of every part that has its tables."""
    context = Context(evidence, study)
    found = [part(context) for part in _parts(evidence)]
    tables = {name: frame for each in found for name, frame in each.tables.items()}
    return Found([finding for each in found for finding in each.findings], tables)


def _parts(evidence: Evidence) -> Sequence[Callable[[Context], Found]]:
    """The parts whose tables are there; loaded only then, for the sake of the libraries behind them."""
    parts: list[Callable[[Context], Found]] = []
    if "firms" in evidence.tables:
        from clustermark.lenses.actors import firms, mark

        parts += [firms.find, mark.find]
    if "links" in evidence.tables:
        from clustermark.lenses.actors import networks

        parts.append(networks.find)
    if "firms" in evidence.tables or "links" in evidence.tables:
        from clustermark.lenses.actors import associations

        parts.append(associations.find)
    if "policies" in evidence.tables:
        from clustermark.lenses.actors import government

        parts.append(government.find)
    return parts
