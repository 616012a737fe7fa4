"""Three-valued logic, firmness, bounds, contradictions, thresholds."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.suggestions.support import finding, outcome_of

from clustermark.findings.model import BOUND, Finding, pairs
from clustermark.suggestions.grammar import Rule, Test
from clustermark.suggestions.logic import every, negate, some
from clustermark.suggestions.model import Outcome

SHARE = "situation.national_output_share"
TEXT = {"zh": "文字", "en": "text"}
TRUTHS = ("true", "false", "unknown")


def rule(*conditions: dict[str, object], **more: object) -> Rule:
    when = {"all": list(conditions)} if conditions else more.pop("when")
    base = {"id": "problem.made-up", "kind": "problem", "row": "status", "basis": "judgement", "reason": TEXT}
    return Rule.model_validate({**base, "title": TEXT, "text": TEXT, "when": when, **more})


def judged(condition: dict[str, object], *findings: Finding) -> Outcome:
    return outcome_of(rule(condition), list(findings))


@pytest.mark.parametrize("one", TRUTHS)
@pytest.mark.parametrize("other", TRUTHS)
def test_kleene(one: str, other: str) -> None:
    strength = {"false": 0, "unknown": 1, "true": 2}
    assert every([one, other]) == min(one, other, key=strength.__getitem__)
    assert some([one, other]) == max(one, other, key=strength.__getitem__)
    assert negate(every([one, other])) == some([negate(one), negate(other)])


def test_no_finding_and_an_insufficient_one_are_unknown_and_never_false() -> None:
    above = {"finding": SHARE, "above": 0.5}
    assert judged(above).fate == "not judged"
    assert judged(above, finding(SHARE, status="insufficient", why="no-rows")).fate == "not judged"
    assert judged(above, finding(SHARE, status="insufficient", why="outside-years")).when[0].why == "outside-years"


def test_firm_needs_the_whole_interval_and_two_origins() -> None:
    above = {"finding": SHARE, "above": 0.5}
    assert judged(above, finding(SHARE, 0.6, low=0.55, high=0.7)).firm
    assert not judged(above, finding(SHARE, 0.6, low=0.45, high=0.7)).firm
    assert judged(above, finding(SHARE, 0.6, low=0.45, high=0.7)).fate == "fired"
    assert not judged(above, finding(SHARE, 0.6, low=0.55, high=0.7, n=1)).firm


def test_a_check_computed_from_all_rows_is_firm_and_a_code_from_one_page_is_not() -> None:
    check = finding("claims.unchanged_years", 16.0, n=1, uncertainty="none")
    assert judged({"finding": "claims.unchanged_years", "above": 2.5}, check).firm
    code = finding("governance.type", "captive", n=1, uncertainty="none")
    outcome = judged({"finding": "governance.type", "among": ["captive"]}, code)
    assert outcome.fate == "fired"
    assert not outcome.firm


@pytest.mark.parametrize(
    ("low", "high", "fate"), [(0.0, 0.1, "fired"), (0.3, 0.4, "silent"), (0.0, 0.4, "not judged"), (None, 0.1, "fired")]
)
def test_a_bound_without_a_point_counts_by_its_interval_only(low: float, high: float, fate: str) -> None:
    bound = finding("position.capture_rate", None, low=low, high=high)
    assert judged({"finding": "position.capture_rate", "below": 0.25}, bound).fate == fate


def test_at_least_says_nothing_about_below_and_more_than_the_threshold_is_not_reached_at_it() -> None:
    at_least = finding(SHARE, 0.75, low=0.75, uncertainty=BOUND)
    assert judged({"finding": SHARE, "above": 0.5}, at_least).fate == "fired"
    assert judged({"finding": SHARE, "below": 0.9}, at_least).fate == "not judged"
    assert judged({"finding": SHARE, "above": 0.75}, at_least).fate == "not judged"


def test_an_open_end_of_a_range_is_not_taken_for_its_end() -> None:
    ranged = finding(SHARE, 0.6, low=0.55, high=0.7)
    ended = replace(ranged, parameters=pairs(**{**dict(ranged.parameters), "open": "high"}))
    assert judged({"finding": SHARE, "between": [0.5, 0.8]}, ranged).firm
    assert not judged({"finding": SHARE, "between": [0.5, 0.8]}, ended).firm
    begun = replace(ranged, parameters=pairs(**{**dict(ranged.parameters), "open": "low"}))
    assert judged({"finding": SHARE, "above": 0.5}, ranged).firm
    assert not judged({"finding": SHARE, "above": 0.5}, begun).firm


def test_contradicting_figures_hold_only_where_both_ends_do_and_then_only_lean() -> None:
    both = finding(SHARE, 0.6, low=0.55, high=0.9, status="conflicting", n=3)
    assert judged({"finding": SHARE, "above": 0.5}, both).fate == "fired"
    assert not judged({"finding": SHARE, "above": 0.5}, both).firm
    assert judged({"finding": SHARE, "above": 0.7}, both).fate == "not judged"
    assert judged({"finding": SHARE, "above": 0.95}, both).fate == "silent"


def test_contradicting_codes() -> None:
    def codes(text: str) -> Finding:
        return finding("mechanism.driver", None, status="conflicting", parameters=pairs(codes=text))

    buyer = {"finding": "mechanism.driver", "among": ["buyer", "hybrid"]}
    assert judged(buyer, codes("buyer/hybrid")).fate == "fired"
    assert not judged(buyer, codes("buyer/hybrid")).firm
    assert judged(buyer, codes("buyer/producer")).fate == "not judged"
    assert judged(buyer, codes("ambiguous/producer")).fate == "silent"


@given(
    first=st.floats(0, 1),
    second=st.floats(0, 1),
    threshold=st.floats(0.01, 0.99),
    test=st.sampled_from(["above", "below"]),
    origins=st.integers(1, 3),
)
def test_a_contradicting_claim_never_makes_leaning_firm_and_dropping_it_does_not_either(
    first: float, second: float, threshold: float, test: str, origins: int
) -> None:
    condition = {"finding": SHARE, test: threshold}
    alone = judged(condition, finding(SHARE, first, n=1))
    contested = finding(
        SHARE, first, low=min(first, second), high=max(first, second), n=1 + origins, status="conflicting"
    )
    together = judged(condition, contested)
    assert not (together.firm and not alone.firm)
    assert not (alone.firm and not together.firm)
    assert not together.firm
    if together.fate == "fired":
        assert alone.fate == "fired"


@given(value=st.floats(0, 1), half=st.floats(0, 0.5), threshold=st.floats(0.01, 0.99))
def test_above_and_below_never_hold_together(value: float, half: float, threshold: float) -> None:
    one = finding(SHARE, value, low=max(0.0, value - half), high=min(1.0, value + half))
    fates = {judged({"finding": SHARE, test: threshold}, one).fate for test in ("above", "below")}
    assert fates in ({"fired", "silent"}, {"silent"})


def peers(*values: float) -> list[Finding]:
    return [finding(SHARE, value, subject=f"peer-{index}") for index, value in enumerate(values)]


def test_named_thresholds_need_five_clusters_beside_the_subject() -> None:
    above = {"finding": SHARE, "above": "benchmark_median"}
    few = judged(above, finding(SHARE, 0.9), *peers(0.1, 0.2, 0.3, 0.4))
    assert few.fate == "not judged"
    assert few.when[0].why == "few-comparators"
    enough = judged(above, finding(SHARE, 0.9), *peers(0.1, 0.2, 0.3, 0.4, 0.5))
    assert enough.fate == "fired"
    assert enough.when[0].reference == 0.3
    quarter = judged({"finding": SHARE, "below": "benchmark_p25"}, finding(SHARE, 0.1), *peers(0.1, 0.2, 0.3, 0.4, 0.5))
    assert quarter.when[0].reference == 0.2


def test_comparators_are_clusters_with_equal_dimensions_unit_and_a_point() -> None:
    above = {"finding": SHARE, "above": "benchmark_median"}
    five = peers(0.1, 0.2, 0.3, 0.4, 0.5)
    city = replace(five[0], parameters=pairs(**{"place-kind": "city"}))
    assert judged(above, finding(SHARE, 0.9), city, *five[1:]).fate == "not judged"
    scoped = replace(five[0], dimensions=pairs(scope="town"))
    assert judged(above, finding(SHARE, 0.9), scoped, *five[1:]).fate == "not judged"
    bound = replace(five[0], value=None, low=0.1, uncertainty=BOUND)
    assert judged(above, finding(SHARE, 0.9), bound, *five[1:]).fate == "not judged"


def test_own_past_compares_with_the_latest_past_of_equal_scope_and_unit() -> None:
    below = {"finding": "situation.output_volume", "below": "own_past"}
    now = finding("situation.output_volume", 110.0)
    before = finding("situation.output_volume", 350.0, period="2010")
    assert judged(below, now, before).fate == "fired"
    assert judged(below, now).when[0].why == "no-past"
    assert judged(below, now, replace(before, unit="ties")).fate == "not judged"
    assert judged(below, now, replace(before, dimensions=pairs(scope="town"))).fate == "not judged"


def test_a_figure_and_its_past_that_cannot_be_told_apart_are_unknown() -> None:
    below = {"finding": "situation.output_volume", "below": "own_past"}
    now = finding("situation.output_volume", 110.0, low=100.0, high=300.0)
    touching = finding("situation.output_volume", 350.0, low=300.0, high=350.0, period="2010")
    assert judged(below, now, touching).when[0].why == "not-distinguishable"
    assert judged(below, now, replace(touching, low=320.0)).firm
    assert not judged(below, now, replace(touching, low=320.0, n=1)).firm
    point, before = finding("situation.output_volume", 330.0), finding("situation.output_volume", 350.0, period="2010")
    assert judged(below, point, before).fate == "not judged"
    assert judged(below, replace(point, value=310.0), before).fate == "fired"
    assert judged({**below, "below": None, "above": "own_past"}, replace(point, value=310.0), before).fate == "silent"


def test_an_earlier_period_decides_only_where_it_may_and_then_leans() -> None:
    before = finding("position.capture_rate", None, low=0.0, high=0.1, period="2010")
    now = finding("position.capture_rate", status="insufficient", why="outside-years")
    assert judged({"finding": "position.capture_rate", "below": 0.25}, before, now).fate == "not judged"
    earlier = judged({"finding": "position.capture_rate", "below": 0.25, "or_earlier": True}, before, now)
    assert earlier.fate == "fired"
    assert not earlier.firm
    known = finding("position.capture_rate", 0.5)
    assert (
        judged({"finding": "position.capture_rate", "below": 0.25, "or_earlier": True}, before, known).fate == "silent"
    )


def test_where_narrows_and_other_products_are_left_out() -> None:
    export = finding("position.capture_rate", 0.1, dimensions={"channel": "contract-export"})
    home = finding("position.capture_rate", 0.6, dimensions={"channel": "own-brand-home"})
    below = {"finding": "position.capture_rate", "below": 0.25}
    assert judged(below, export, home).fate == "fired"
    assert judged({**below, "quantifier": "all"}, export, home).fate == "silent"
    assert judged({**below, "where": {"channel": "own-brand-home"}}, export, home).fate == "silent"
    other = finding("position.capture_rate", 0.1, dimensions={"product": "jackets"})
    assert judged(below, other).fate == "not judged"
    assert judged({**below, "where": {"product": "jackets"}}, other).fate == "fired"
    assert judged({**below, "where": {"product": "any"}}, other, home).fate == "fired"


def test_any_and_none() -> None:
    parts = [{"finding": SHARE, "above": 0.5}, {"finding": "situation.world_output_share", "above": 0.3}]
    some_rule = rule(when={"any": parts})
    assert outcome_of(some_rule, [finding(SHARE, 0.9)]).fate == "fired"
    assert outcome_of(some_rule, [finding(SHARE, 0.1)]).fate == "not judged"
    no_rule = rule(when={"all": parts[:1], "none": parts[1:]})
    assert outcome_of(no_rule, [finding(SHARE, 0.9)]).fate == "not judged"
    assert outcome_of(no_rule, [finding(SHARE, 0.9), finding("situation.world_output_share", 0.6)]).fate == "silent"
    assert outcome_of(no_rule, [finding(SHARE, 0.9), finding("situation.world_output_share", 0.1)]).firm


def test_status_is_known_even_where_nothing_was_found_and_an_absence_is_never_firm() -> None:
    absent = {"finding": "communication.contracts", "status": "insufficient", "quantifier": "all"}
    assert judged(absent).fate == "fired"
    assert not judged(absent).firm
    assert judged(absent, finding("communication.contracts", 5.0)).fate == "silent"
    stale = {**absent, "why": "outside-years"}
    assert judged(stale).fate == "not judged"
    assert judged(stale, finding("communication.contracts", status="insufficient", why="no-rows")).fate == "silent"


def test_findings_of_others_pairs_scenarios_and_periods_do_not_decide() -> None:
    above = {"finding": SHARE, "above": 0.5}
    strangers = [
        finding(SHARE, 0.9, subject="peerville"),
        finding(SHARE, 0.9, subject="sampleton~peerville"),
        finding(SHARE, 0.9, scenario="own-brand"),
        finding(SHARE, 0.9, period="2010"),
    ]
    assert judged(above, *strangers).fate == "not judged"


def test_the_most_telling_finding_comes_first() -> None:
    runs = [finding("claims.unchanged_years", float(years), dimensions={"of": f"m{years}"}) for years in (3, 16, 8)]
    condition = judged({"finding": "claims.unchanged_years", "above": 2.5}, *runs).when[0]
    assert [identifier.split("=m")[1] for identifier in condition.findings] == ["16", "8", "3"]


def test_a_condition_holds_exactly_one_test() -> None:
    for keys in ({}, {"above": 0.5, "below": 0.9}, {"above": "the_mean"}, {"between": [0.9, 0.1]}, {"ask": {}}):
        with pytest.raises(ValueError, match=r"above|between|ask"):
            Test.model_validate({"finding": SHARE, **keys})
