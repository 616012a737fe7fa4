"""The rules over the evidence of the four-clusters example: they tell places apart, and say no more than is known."""

from pathlib import Path

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.findings.model import Finding
from clustermark.lenses import run_lenses
from clustermark.study.load import load_study
from clustermark.study.model import Study
from clustermark.suggestions.catalogue import rules
from clustermark.suggestions.evaluate import evaluate
from clustermark.suggestions.model import Outcome

# Rules that no cluster of the example decides in favour of: what they need was not read of any of them.
WAITING = {
    "problem.output-below-past": "a figure that can be told apart from its past",
    "problem.world-share-above-national": "a contradiction that does not occur here",
    "a.category-image": "consumers' awareness",
    "e.leave-place-off": "a test of the place name",
    "e.related-chain": "a figure that can be told apart from its past",
    "e.stay-specialist": "export unit prices of five clusters in one unit",
    "g.related-lines": "a figure that can be told apart from its past",
    "g.trade-face-only": "a test of the place name",
    **dict.fromkeys(
        (
            "problem.few-voices",
            "problem.message-not-carried",
            "problem.tone-turned",
            "problem.voice-below-market",
            "a.close-image-gap",
            "a.press-desk",
            "a.user-stories",
            "e.voice-above-market",
            "e.earned-first",
            "e.test-before-paid",
        ),
        "a corpus of media",
    ),
    "problem.known-not-preferred": "a survey of the audience",
    "a.association-maps": "a survey of the audience",
    "e.copy-not-weight": "a survey of the audience",
    "problem.policy-lacks-demand": "texts of policies",
    "g.demand-tools": "texts of policies",
    "a.shift-at-the-margin": "spending by channel",
    **dict.fromkeys(
        ("problem.held-by-buyers", "problem.one-sided-dependence", "e.buyer-school", "e.traceable-exports"),
        "a survey of firms",
    ),
    **dict.fromkeys(("problem.functions-thin", "e.design-near-consumers", "g.design-school-links"), "pay by function"),
    **dict.fromkeys(("problem.process-only", "e.lean-practices"), "indicators over three years"),
    "problem.lock-in-signs": "the card of signs",
    **dict.fromkeys(
        (
            "problem.knowledge-hangs-on-one",
            "problem.links-inward",
            "a.gatekeeper-club",
            "a.outside-pipelines",
            "e.gatekeeper",
            "g.outside-links",
        ),
        "links between firms",
    ),
    **dict.fromkeys(
        (
            "problem.price-below-rivals",
            "problem.few-markets",
            "e.costly-signal",
            "e.first-export-order",
            "g.match-grant-quality",
        ),
        "trade records",
    ),
    **dict.fromkeys(
        ("problem.mark-without-premium", "a.fees-pay-audits", "a.limit-club", "a.shared-signal"),
        "a firm list and prices",
    ),
    **dict.fromkeys(("a.shared-equipment", "g.test-platform"), "production factors of five clusters"),
    "g.state-roles": "texts of policies",
    "a.interview-saturation": "interviews",
}


@pytest.fixture(scope="module")
def study(example: Path) -> Study:
    return load_study(example)


@pytest.fixture(scope="module")
def findings(study: Study) -> list[Finding]:
    return run_lenses(read_evidence(study), study)


def outcomes(findings: list[Finding], study: Study, focus: str) -> dict[str, Outcome]:
    asked = study.model_copy(update={"focus": focus})
    return {outcome.rule: outcome for outcome in evaluate(findings, asked)}


def clusters(findings: list[Finding]) -> list[str]:
    return sorted(
        {one.subject for one in findings if ("place-kind", "cluster") in one.parameters and one.status == "ok"}
    )


def test_every_rule_tells_clusters_apart_or_waits_for_evidence(findings: list[Finding], study: Study) -> None:
    fates: dict[str, set[str]] = {name: set() for name in rules()}
    for cluster in clusters(findings):
        for name, outcome in outcomes(findings, study, cluster).items():
            fates[name].add("holds" if outcome.fate in ("fired", "blocked", "stopped") else outcome.fate)
    assert {name for name, seen in fates.items() if "holds" not in seen} == set(WAITING)
    assert all(len(seen) > 1 for name, seen in fates.items() if name not in WAITING)


@pytest.mark.parametrize("focus", ["shengzhou", "dalang", "jinjiang", "jimo"])
def test_each_of_the_four_has_problems_and_only_checks_on_figures_are_firm(
    findings: list[Finding], study: Study, focus: str
) -> None:
    found = outcomes(findings, study, focus)
    assert any(one.kind == "problem" and one.fate == "fired" for one in found.values())
    firm = {name for name, one in found.items() if one.firm}
    assert firm <= {"problem.figure-never-changes", "problem.claims-contradict"}
    for addressee in ("enterprise", "government"):
        assert any(one.addressee == addressee and one.fate == "fired" for one in found.values()), addressee


def test_neckties_are_advised_against_price_agreements_and_to_test_the_name(
    findings: list[Finding], study: Study
) -> None:
    found = outcomes(findings, study, "shengzhou")
    assert found["a.quality-floor-not-price"].fate == "fired"
    assert found["a.common-story"].blocked_by == ("g.test-brand-first",)
    assert found["problem.low-capture"].fate == "fired"
    assert not found["problem.low-capture"].firm


def test_footwear_with_brands_is_not_told_to_begin_one(findings: list[Finding], study: Study) -> None:
    found = outcomes(findings, study, "jinjiang")
    for name in (
        "e.home-brand-first",
        "e.odm-before-brand",
        "e.three-marketing-skills",
        "problem.contract-work-dominates",
    ):
        assert found[name].fate == "silent", name


def test_dropping_rows_that_no_condition_reads_changes_nothing(findings: list[Finding], study: Study) -> None:
    others = [
        one for one in findings if one.subject in ("shengzhou", "anta") or one.measure == "position.export_unit_price"
    ]
    assert outcomes(others, study, "shengzhou") == outcomes(findings, study, "shengzhou")
