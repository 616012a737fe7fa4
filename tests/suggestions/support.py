"""Small findings and a made-up study for the tests of rules."""

from collections.abc import Mapping

from clustermark.findings.catalogue import measures
from clustermark.findings.model import BOUND, NOT_STATED, RANGE_OF_CLAIMS, Finding, pairs
from clustermark.study.model import Study, Text
from clustermark.suggestions.evaluate import evaluate
from clustermark.suggestions.grammar import Case, Rule
from clustermark.suggestions.model import Outcome

FOCUS = "sampleton"
STUDY = Study(
    title=Text(zh="示例镇", en="Sampleton"), focus=FOCUS, clusters=("peerville",), period="2021", past=("2010",)
)


def finding(measure: str, value: float | str | None = None, **more: object) -> Finding:
    """A finding of the focus in the period, from two origins, in a unit that fits; `dimensions` as a mapping."""
    known = measures()[measure]
    unit = {"currency": "CNY", "currency/item": "USD/pair", "item": "pairs"}.get(known.unit, known.unit)
    low, high = more.get("low"), more.get("high")
    bounded = value is None and (low is not None or high is not None)
    uncertainty = BOUND if bounded else RANGE_OF_CLAIMS if low is not None else NOT_STATED
    dimensions = more.pop("dimensions", {})
    assert isinstance(dimensions, Mapping)
    fields = {
        "subject": FOCUS,
        "period": "2021",
        "unit": unit,
        "n": 2,
        "uncertainty": uncertainty,
        "parameters": pairs(**{"place-kind": "cluster"}),
        "evidence": ("claims:2",),
        **{name: item for name, item in more.items() if item not in ("", None)},
    }
    return Finding(measure=measure, value=value, dimensions=pairs(**dimensions), **fields)  # type: ignore[arg-type]


def findings_of(case: Case) -> list[Finding]:
    """The findings of a case of a rule file."""
    return [finding(one.measure, one.value, **one.model_dump(exclude={"measure", "value"})) for one in case.findings]


def outcome_of(rule: Rule, findings: list[Finding]) -> Outcome:
    """What one rule alone makes of findings."""
    return evaluate(findings, STUDY, with_rules={rule.id: rule})[0]
