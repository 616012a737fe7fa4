"""What a lens is: it needs tables, answers measures, and turns evidence into findings about one subject at a time."""

from collections.abc import Sequence
from typing import Protocol

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.study.model import Study


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

    def run(self, evidence: Evidence, study: Study) -> list[Finding]:
        """The findings; a question of its measures that the evidence cannot answer is left to `unanswered`."""
        ...
