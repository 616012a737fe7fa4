"""What a lens is: it needs tables, answers measures, and turns evidence into findings about one subject at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.study.model import Study
from clustermark.study.problems import InputProblem


@dataclass(frozen=True, slots=True)
class Found:
    """What lenses found: findings, the long results that they point to, by the id of their result table, and problems.

    Problems are what shows in the input only when it is counted.
    """

    findings: list[Finding]
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    problems: tuple[InputProblem, ...] = ()


class Lens(Protocol):
    """A module is a lens when it has these three."""

    @property
    def needs(self) -> Sequence[str]:
        """Evidence tables that it reads."""
        ...

    @property
    def measures(self) -> Sequence[str]:
        """Ids of the measures that it answers."""
        ...

    def run(self, evidence: Evidence, study: Study) -> list[Finding] | Found:
        """The findings; a question of its measures that the evidence cannot answer is left to `unanswered`."""
        ...
