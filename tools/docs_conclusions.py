"""The generated page that holds published conclusions about the four clusters against the evidence of the example."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from clustermark.evidence.model import Evidence
from clustermark.evidence.reference import rows_of
from clustermark.findings.model import Finding
from clustermark.study.model import Frozen, Study
from clustermark.suggestions.grammar import Test
from clustermark.suggestions.logic import Ground, judge
from docs_example import example, names
from docs_markdown import code, table, title

VERDICTS: Mapping[str, str] = {"true": "met", "false": "contested", "unknown": "not judged"}


class Part(Frozen):
    """One thing that a conclusion says, and the test of a finding that would meet it."""

    says: str
    place: str = ""
    test: Test | None = None
    because: str = ""


class Conclusion(Frozen):
    """A published conclusion about a cluster; `pages` are parts of the addresses that carry it."""

    cluster: str
    says: str
    source: str
    pages: tuple[str, ...]
    part: tuple[Part, ...]


@cache
def conclusions() -> Sequence[Conclusion]:
    """The conclusions, in the order of the file."""
    content = (Path(__file__).parent / "conclusions.toml").read_text(encoding="utf-8")
    return [Conclusion.model_validate(entry) for entry in tomllib.loads(content)["conclusion"]]


def conclusions_page() -> str:
    """Each conclusion, part by part: met, contested and why, or not judged and why."""
    study, evidence, findings = example()
    lead = (
        "What others have concluded about the four clusters, held against the evidence of `examples/four-clusters` "
        f"for {study.period}, part by part.\n\n"
        "*met*: a finding from another page meets it; *contested*: a finding from another page does not; *not "
        "judged*: no evidence, or only the page that draws the conclusion, which would repeat it and not test it. "
        "Values from 0 to 1 are conditions that one person coded. Contested is no refutation: both stand."
    )
    lines = title("Published conclusions", lead)
    verdicts = [held(part, found, study, evidence, findings) for found in conclusions() for part in found.part]
    counts = [f"{sum(verdict == word for verdict, _ in verdicts)} {word}" for word in VERDICTS.values()]
    lines += [f"Of {len(verdicts)} parts: {', '.join(counts)}.", ""]
    for cluster in dict.fromkeys(found.cluster for found in conclusions()):
        lines += [f"## {names(evidence, [cluster])[0]}", ""]
        for found in (each for each in conclusions() if each.cluster == cluster):
            lines += [f"**{found.says}** ({found.source})", ""]
            rows = [(part.says, *held(part, found, study, evidence, findings)) for part in found.part]
            lines += [*table(("It says", "This evidence", "Because of"), rows), ""]
    return "\n".join(lines)


def held(
    part: Part, found: Conclusion, study: Study, evidence: Evidence, findings: Sequence[Finding]
) -> tuple[str, str]:
    """The verdict on a part, and why."""
    if part.test is None:
        return "not judged", part.because
    answers = _answers(part, part.place or found.cluster, study, findings)
    known = [finding for finding in answers if finding.status in ("ok", "conflicting")]
    if not known:
        return "not judged", f"{code(part.test.finding)}: {answers[0].why if answers else 'no-rows'}"
    apart = [finding for finding in known if not repeats(finding, found.pages, evidence)]
    if not apart:
        return "not judged", f"only the page itself says so ({_shown(known[0])})"
    truth = judge(part.test, apart[0], Ground({}, {}, {})).truth
    why = f"{_shown(apart[0])}{f'; {part.because}' if part.because else ''}"
    return VERDICTS[truth], why


def _answers(part: Part, place: str, study: Study, findings: Sequence[Finding]) -> list[Finding]:
    """The findings that the test is about, of the period first, then of the past ones, the latest first."""
    assert part.test is not None
    order = [study.period, *sorted(study.past, reverse=True)]
    wanted = dict(part.test.where)
    return sorted(
        (
            finding
            for finding in findings
            if finding.measure == part.test.finding
            and finding.subject == place
            and finding.period in order
            and (not wanted or finding.why or wanted.items() <= dict(finding.dimensions).items())
        ),
        key=lambda finding: (order.index(finding.period), finding.id),
    )


def repeats(finding: Finding, pages: Sequence[str], evidence: Evidence) -> bool:
    """Whether every row that a finding rests on stands on a page that carries the conclusion."""
    addresses = [str(row.get("url") or "") for _, row in rows_of(evidence, finding.evidence).values()]
    return bool(addresses) and all(any(page in address for page in pages) for address in addresses)


def _shown(finding: Finding) -> str:
    if isinstance(finding.value, str):
        value = finding.value
    elif isinstance(finding.value, float | int):
        value = f"{finding.value:g}"
    else:
        value = (
            f"{finding.low if finding.low is not None else ''} to {finding.high if finding.high is not None else ''}"
        )
    return f"{code(finding.measure)} {value} ({finding.years}, {finding.reliability})"
