"""What the command line says of a run, kept beside the outputs in the cache so that an unchanged run says it again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding
from clustermark.pipeline.outputs import write_json
from clustermark.study.model import Study
from clustermark.study.problems import InputProblem, Where

NAME = ".summary.json"


@dataclass(frozen=True, slots=True)
class Summary:
    """The three sentences by language, and the counts that decide the exit code."""

    sentences: Mapping[str, Sequence[str]]
    judged: int  # findings about the focus that could be answered
    accepted: int
    quarantined: int
    set_aside: int
    problems: Sequence[InputProblem]


def summarise(
    study: Study, evidence: Evidence, findings: Sequence[Finding], sentences: Mapping[str, Sequence[str]]
) -> Summary:
    """The summary of a run."""
    judged = sum(finding.subject == study.focus and finding.status in ("ok", "conflicting") for finding in findings)
    accepted = sum(frame.height for frame in evidence.tables.values())
    quarantined, set_aside = len(evidence.quarantined), len(evidence.set_aside)
    return Summary(sentences, judged, accepted, quarantined, set_aside, evidence.problems)


def write_summary(summary: Summary, folder: Path) -> None:
    """Keep a summary in an entry of the cache."""
    write_json(folder / NAME, asdict(summary))


def read_summary(folder: Path) -> Summary:
    """The summary that `write_summary` kept."""
    kept = json.loads((folder / NAME).read_text(encoding="utf-8"))
    problems = [
        InputProblem(item["code"], Where(**item["where"]), tuple(map(tuple, item["fields"])), item["severity"])
        for item in kept.pop("problems")
    ]
    return Summary(**kept, problems=problems)
