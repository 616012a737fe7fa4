"""Writes the golden findings and outcomes of examples/four-clusters for tests/whole. `make golden` calls it.

Run it after a change that is meant to change findings, read the difference, and commit it with the change.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from clustermark.evidence.read import read_evidence
from clustermark.findings.model import Finding
from clustermark.pipeline.run import analyse
from clustermark.study.load import load_study
from clustermark.suggestions.evaluate import evaluate
from clustermark.suggestions.model import Outcome

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "four-clusters"
GOLDEN = ROOT / "tests" / "whole" / "golden"


def golden() -> dict[str, str]:
    """The golden files by name: findings with an answer, questions without one, and the fate of every rule by focus."""
    study = load_study(EXAMPLE)
    evidence = read_evidence(study)
    findings = analyse(evidence, study)
    files = {"findings.tsv": answered(findings), "unanswered.tsv": unanswered(findings)}
    fates: list[str] = []
    for focus in study.all_clusters():
        asked = study.with_focus(focus)
        fates += outcomes(evaluate(analyse(evidence, asked), asked))
    return files | {"outcomes.tsv": "\n".join(fates) + "\n"}


def answered(findings: Sequence[Finding]) -> str:
    """One line a finding that says something, sorted by id."""
    return "\n".join(sorted(_line(item) for item in findings if item.status != "insufficient")) + "\n"


def _line(finding: Finding) -> str:
    number = [_short(value) for value in (finding.value, finding.low, finding.high)]
    rest = (finding.unit, finding.uncertainty, f"n={finding.n}", finding.years, finding.origin, finding.reliability)
    rows = f"{len(finding.evidence)} rows"
    return "\t".join((finding.id, *number, *rest, finding.status, finding.why, rows)).rstrip()


def _short(value: float | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else f"{value:.6g}"


def unanswered(findings: Sequence[Finding]) -> str:
    """How many subjects lack an answer, by measure and reason."""
    counts = Counter((item.measure, item.why) for item in findings if item.status == "insufficient")
    return "".join(f"{measure}\t{why}\t{count}\n" for (measure, why), count in sorted(counts.items()))


def outcomes(found: Sequence[Outcome]) -> Iterator[str]:
    """One line a rule that did not stay silent."""
    for item in sorted(found, key=lambda outcome: outcome.id):
        if item.fate != "silent":
            sure = "firm" if item.firm else "leaning"
            yield "\t".join(
                (item.id, item.fate, sure, f"{item.met}/{len(item.when)}", ",".join(item.blocked_by))
            ).rstrip()


def main() -> int:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, text in golden().items():
        path = GOLDEN / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
