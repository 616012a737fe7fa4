"""Published conclusions held against the evidence: a page never tests itself."""

import pytest
from tests.conftest import ROOT

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from docs_conclusions import Conclusion, Part, conclusions, held, repeats
from docs_example import example

STUDY, EVIDENCE, FINDINGS = example()


def found(measure: str, subject: str) -> Finding:
    return next(one for one in FINDINGS if (one.measure, one.subject, one.status) == (measure, subject, "ok"))


def test_every_part_has_a_test_or_says_why_not() -> None:
    parts = [part for each in conclusions() for part in each.part]
    assert all(part.test is not None or part.because for part in parts)
    assert {part.test.finding for part in parts if part.test} <= set(measures())
    assert {each.cluster for each in conclusions()} == {"shengzhou", "dalang", "jinjiang", "jimo"}


def test_a_page_that_draws_the_conclusion_repeats_it() -> None:
    driver = found("mechanism.driver", "jinjiang")
    assert repeats(driver, ["handmsg.com"], EVIDENCE)
    assert not repeats(driver, ["elsewhere.org"], EVIDENCE)


@pytest.mark.parametrize(("above", "verdict"), [(0.5, "contested"), (0.2, "met")])
def test_another_page_meets_or_contests(above: float, verdict: str) -> None:
    part = Part.model_validate(
        {"says": "held by buyers", "test": {"finding": "governance.buyer_dependence", "above": above}}
    )
    own = Conclusion(cluster="jinjiang", says="", source="", pages=("handmsg.com",), part=(part,))
    assert held(part, own, STUDY, EVIDENCE, FINDINGS)[0] == verdict
    same = own.model_copy(update={"pages": ("taiwan.cn",)})
    assert held(part, same, STUDY, EVIDENCE, FINDINGS)[0] == "not judged"


def test_the_page_stands_in_the_docs() -> None:
    assert "conclusions.md" in (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
