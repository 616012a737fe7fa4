from dataclasses import replace

import pytest

from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding, pairs

GOOD = Finding(
    measure="situation.world_output_share",
    subject="sampleton",
    period="2021",
    value=0.4,
    unit="share",
    low=0.3,
    high=0.5,
    n=1,
    evidence=("claims:2",),
)


def codes(*findings: Finding, rows: dict[str, object] | None = None) -> set[str]:
    return {item.code.removeprefix("finding.") for item in check_findings(findings, rows)}  # type: ignore[arg-type]


def test_a_good_finding_breaks_no_rule():
    assert codes(GOOD, rows={"claims:2": "published"}) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"measure": "no.such"}, "measure-unknown"),
        ({"unit": "firms"}, "unit"),
        ({"value": "buyer"}, "code"),
        ({"low": 0.45}, "order"),
        ({"high": 0.35}, "order"),
        ({"value": 1.2, "high": 1.3}, "share"),
        ({"value": float("nan")}, "not-a-number"),
        ({"n": 0}, "origins"),
        ({"value": None, "low": None, "high": None}, "empty"),
        ({"status": "insufficient"}, "no-reason"),
        ({"status": "insufficient", "why": "no-rows"}, "unknown-with-value"),
        ({"evidence": ()}, "no-ground"),
        ({"inputs": ("no/such/finding",)}, "input-unknown"),
        ({"dimensions": (("scope", "town"), ("channel", "export"))}, "dimensions"),
    ],
)
def test_each_rule_can_be_broken(change: dict[str, object], code: str):
    assert code in codes(replace(GOOD, **change))  # type: ignore[arg-type]


def test_a_code_must_be_one_of_the_measure():
    driver = replace(GOOD, measure="mechanism.driver", unit="code", value="buyer", low=None, high=None)
    assert codes(driver) == set()
    assert codes(replace(driver, value="weather")) == {"code"}


def test_two_findings_with_one_id():
    assert codes(GOOD, GOOD) == {"id-twice"}


def test_the_origin_is_the_weakest_of_rows_and_inputs():
    assert codes(GOOD, rows={"claims:2": "illustrative"}) == {"origin"}
    assert codes(GOOD, rows={}) == {"row-unknown"}
    drawn = replace(GOOD, subject="other", origin="illustrative")
    resting = replace(GOOD, subject="third", inputs=(drawn.id,), parameters=pairs(x=1))
    assert codes(drawn, resting) == {"origin"}
    assert codes(drawn, replace(resting, origin="illustrative")) == set()
