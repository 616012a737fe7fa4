"""What the parts of this lens read once: exports, indicators and roles of every cluster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clustermark.lenses.context import Context
from clustermark.lenses.records import Record, records
from clustermark.lenses.upgrading.exports import exported
from clustermark.lenses.upgrading.panel import Waves, waves
from clustermark.lenses.upgrading.roles_survey import roles_of
from clustermark.lenses.upgrading.series import TABLES, Series, all_series, has_rows
from clustermark.lenses.upgrading.triangle import Roles


@dataclass(frozen=True, slots=True)
class Reading:
    """Of each cluster its indicators, roles and answers by year; `asked`: those of which a table of the chain speaks.

    claims: the published figures and codes of all places.
    """

    series: Mapping[str, Sequence[Series]] = field(default_factory=dict)
    roles: Mapping[str, Sequence[Roles]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    waves: Mapping[str, Waves] = field(default_factory=dict)
    claims: Sequence[Record] = ()

    @property
    def empty(self) -> bool:
        """Whether the study has no table of the chain."""
        return not self.series


def read(context: Context) -> Reading:
    """Everything once; empty for a study without a table of the cluster in its chain."""
    if not any(name in context.evidence.tables for name in TABLES):
        return Reading()
    exports = exported(context)
    claims = tuple(records(context.evidence))
    known = {subject: waves(context.evidence, subject) for subject in context.subjects}
    series = {one: all_series(context, one, exports, known[one], claims) for one in context.subjects}
    roles = {subject: roles_of(context, subject, known[subject]) for subject in context.subjects}
    told = {subject for subject, found in series.items() if has_rows(context, subject) or subject in exports.prices}
    return Reading(series, roles, frozenset(told), known, claims)
