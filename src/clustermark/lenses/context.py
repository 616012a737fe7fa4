"""What the parts of a lens share: the evidence, the study, whom they speak of, and the corpus where there are texts."""

from dataclasses import dataclass

from clustermark.evidence.corpus import Corpus
from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.study.model import Study, first_and_last_year


@dataclass(frozen=True, slots=True)
class Context:
    """The evidence, the study, and the corpus: None where the study has no mentions or the lens reads no texts."""

    evidence: Evidence
    study: Study
    corpus: Corpus | None = None

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
        method=f"{measure.partition('.')[0]}/1",
    )
