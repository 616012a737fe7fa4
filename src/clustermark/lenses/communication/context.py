"""What the parts of the lens on communication share: the evidence, the corpus made from it, and whom they speak of."""

from dataclasses import dataclass

from clustermark.evidence.corpus import Corpus
from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.study.model import Study, first_and_last_year


@dataclass(frozen=True, slots=True)
class Context:
    """The evidence, its corpus (None where the study has no mentions), and the study."""

    evidence: Evidence
    study: Study
    corpus: Corpus | None

    @property
    def subjects(self) -> tuple[str, ...]:
        """The clusters that are compared: the focus first. Benchmark places are no rivals for attention."""
        return self.study.all_clusters()

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last month of the study period, "YYYY-MM"."""
        first, last = first_and_last_year(self.study.period)
        return f"{first}-01", f"{last}-12"


def insufficient(context: Context, measure: str, subject: str, unit: str, why: str, **fields: object) -> Finding:
    """A question that the evidence cannot answer, with the code of the reason and its fields."""
    return Finding(
        measure=measure,
        subject=subject,
        period=context.study.period,
        unit=unit,
        status="insufficient",
        why=why,
        why_fields=tuple(sorted((name, str(value)) for name, value in fields.items())),
        method="communication/1",
    )
