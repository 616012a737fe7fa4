"""Outcomes: fates, blocking, what is said beside a suggestion, what to collect, the store, speed."""

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.suggestions.support import STUDY, finding

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding
from clustermark.suggestions.catalogue import rules
from clustermark.suggestions.collect import collect, failed, nearest, unknown_measures
from clustermark.suggestions.evaluate import evaluate
from clustermark.suggestions.lint import conditions_of
from clustermark.suggestions.model import Outcome
from clustermark.suggestions.store import read_outcomes, write_outcomes

TIES = [
    finding("situation.own_brand_outcome", 0.33, n=1),
    finding("governance.buyer_dependence", 0.67, n=1),
    finding("associations.joint_action", 1.0, n=1),
    finding("government.brand_programme", 0.67, n=1),
    finding("situation.specialised_market_or_fair", 1.0, n=1),
    finding("enterprises.design_and_rd_institutions", 0.33, n=1),
    finding("enterprises.lead_firms", status="insufficient", why="repost-only"),
    finding("communication.slogan", "stated", n=1),
]


def by_rule(findings: list[Finding]) -> dict[str, Outcome]:
    return {outcome.rule: outcome for outcome in evaluate(findings, STUDY)}


def test_one_outcome_a_rule_in_the_order_of_the_rules() -> None:
    assert [outcome.rule for outcome in evaluate([], STUDY)] == list(rules())
    assert {outcome.fate for outcome in evaluate([], STUDY)} == {"not judged"}


def test_a_made_up_cluster() -> None:
    found = by_rule(TIES)
    assert found["problem.contract-work-dominates"].fate == "fired"
    assert found["e.odm-before-brand"].fate == "fired"
    assert found["e.odm-before-brand"].answers == ("problem.design-weak", "problem.contract-work-dominates")
    assert found["e.three-marketing-skills"].fate == "silent"
    assert found["e.home-brand-first"].fate == "not judged"
    assert (found["e.home-brand-first"].met, len(found["e.home-brand-first"].when)) == (2, 3)
    assert unknown_measures(found["e.home-brand-first"]) == ("position.home_market_channel",)


def test_a_blocked_suggestion_names_its_blocker_and_is_never_firm() -> None:
    found = by_rule([replace(one, n=3) for one in TIES])
    story = found["a.common-story"]
    assert (story.fate, story.blocked_by, story.firm) == ("blocked", ("g.test-brand-first",), False)


def test_what_must_be_known_first_lifts_the_block() -> None:
    """Tests that contradict each other lift it only where all of them favour the place name."""
    for low, fate in ((0.1, "fired"), (-0.1, "blocked")):
        tests = finding("communication.place_name_effect", 0.3, low=low, high=0.4, status="conflicting")
        found = by_rule([*TIES, tests])
        assert found["g.test-brand-first"].fate == "fired"
        assert found["a.common-story"].fate == fate


def test_a_question_keeps_a_suggestion_leaning() -> None:
    found = by_rule([replace(one, n=3) for one in TIES])
    assert found["problem.buyers-hold-orders"].firm
    suggestion = found["e.several-chains"]
    assert suggestion.fate == "fired"
    assert all(condition.firm for condition in suggestion.when)
    assert not suggestion.firm
    assert [condition.ask for condition in suggestion.unless] == [None, 1, 2, 3]


def test_a_circumstance_that_holds_stops_the_rule_and_is_named() -> None:
    marks = [finding("associations.shared_mark", 1.0), finding("situation.own_brand_outcome", 0.33)]
    label = by_rule([*marks, finding("communication.place_name_effect", -0.4)])["e.dual-label"]
    assert label.fate == "stopped"
    assert label.unless[0].truth == "true"
    assert by_rule([*marks, finding("communication.place_name_effect", 0.4)])["e.dual-label"].fate == "fired"


def test_slots_name_the_finding_that_decided() -> None:
    runs = [finding("claims.unchanged_years", years, dimensions={"of": f"m{years:g}"}) for years in (4.0, 16.0)]
    outcome = by_rule(runs)["problem.figure-never-changes"]
    assert dict(outcome.slots) == {"figure": runs[1].id}


def test_fired_rules_have_all_their_slots() -> None:
    for rule in rules().values():
        for test in rule.when.all:
            assert test.finding in measures()
    for outcome in evaluate(TIES, STUDY):
        if outcome.fate in ("fired", "blocked"):
            assert set(dict(outcome.slots)) == set(rules()[outcome.rule].slots)


LEVELS = (0.0, 0.33, 0.67, 1.0)


@st.composite
def situations(draw: st.DrawFn) -> list[Finding]:
    """Findings of the measures that rules use, some missing, some contradicting."""
    used = sorted({test.finding for rule in rules().values() for test in conditions_of(rule)})
    made = []
    for name in used:
        kind = measures()[name].kind
        if draw(st.integers(0, 3)) == 0:
            made.append(finding(name, status="insufficient", why="no-rows"))
        elif kind == "category":
            made.append(finding(name, draw(st.sampled_from(measures()[name].codes))))
        else:
            value = draw(st.sampled_from(LEVELS)) if kind in ("membership", "share") else draw(st.floats(0, 1e6))
            made.append(finding(name, value, n=draw(st.integers(1, 3))))
    return made


@settings(max_examples=60, deadline=None)
@given(situations())
def test_no_regional_brand_without_a_test_that_favours_the_place_name(findings: list[Finding]) -> None:
    effects = [one.value for one in findings if one.measure == "communication.place_name_effect" and one.status == "ok"]
    for outcome in evaluate(findings, STUDY):
        if rules()[outcome.rule].advises == "regional-brand" and outcome.fate == "fired":
            assert effects
            assert all(isinstance(effect, float) and effect >= 0 for effect in effects)


@settings(max_examples=40, deadline=None)
@given(situations(), st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_matter(findings: list[Finding], order: random.Random) -> None:
    shuffled = list(findings)
    order.shuffle(shuffled)
    assert evaluate(shuffled, STUDY) == evaluate(findings, STUDY)


@settings(max_examples=40, deadline=None)
@given(situations())
def test_taking_a_finding_away_never_makes_a_false_condition_of_a_true_one(findings: list[Finding]) -> None:
    """Unknown in, unknown out: less evidence may leave a condition unknown, it may not turn it round."""
    whole = {outcome.rule: outcome for outcome in evaluate(findings, STUDY)}
    less = {outcome.rule: outcome for outcome in evaluate(findings[::2], STUDY)}
    for rule in rules().values():
        for before, after, test in zip(whole[rule.id].when, less[rule.id].when, rule.when.all, strict=False):
            if test.status is None and before.truth == "true":
                assert after.truth in ("true", "unknown")


def test_what_to_collect_puts_only_unknowns_first() -> None:
    found = collect(evaluate(TIES, STUDY))
    keys = [(-len(item.alone), -len(item.among_several)) for item in found]
    assert keys == sorted(keys)
    assert found[0].alone
    channel = next(item for item in found if item.measure == "position.home_market_channel")
    assert set(channel.alone) >= {"e.home-brand-first", "problem.home-channel-weak"}
    outcomes = {outcome.rule: outcome for outcome in evaluate(TIES, STUDY)}
    for item in found:
        assert all(unknown_measures(outcomes[rule]) == (item.measure,) for rule in item.alone)
        assert all(item.measure in unknown_measures(outcomes[rule]) for rule in item.among_several)


def test_the_nearest_unjudged_suggestion_and_those_that_do_not_apply() -> None:
    near = nearest(evaluate(TIES, STUDY), "enterprise")
    assert near.outcome is not None
    assert near.outcome.fate == "not judged"
    share = near.outcome.met / len(near.outcome.when)
    unjudged = [one for one in evaluate(TIES, STUDY) if one.addressee == "enterprise" and one.fate == "not judged"]
    assert share == max(one.met / len(one.when) for one in unjudged)
    assert "e.three-marketing-skills" in {one.rule for one in near.not_applying}
    assert all(failed(one) for one in near.not_applying)
    assert nearest([], "government").outcome is None


def test_the_nearest_suggestion_is_never_one_that_would_be_held_back() -> None:
    slogan = [finding("communication.slogan", "stated", n=1)]
    found = by_rule(slogan)
    assert found["g.test-brand-first"].fate == "fired"
    assert (found["a.common-story"].fate, found["a.common-story"].met) == ("not judged", 1)
    near = nearest(evaluate(slogan, STUDY), "association").outcome
    assert near is not None
    assert rules()[near.rule].advises == ""


def test_the_store_gives_back_what_it_was_given_and_the_same_bytes(tmp_path: Path) -> None:
    outcomes = evaluate([*TIES, finding("situation.firms", 1 / 3)], STUDY)
    write_outcomes(tmp_path / "one.jsonl", outcomes)
    write_outcomes(tmp_path / "two.jsonl", evaluate([finding("situation.firms", 1 / 3), *reversed(TIES)], STUDY))
    assert read_outcomes(tmp_path / "one.jsonl") == outcomes
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert len((tmp_path / "one.jsonl").read_text(encoding="utf-8").splitlines()) == len(rules())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.jsonl", "two.jsonl"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "suggestions.jsonl"
    write_outcomes(target, evaluate([], STUDY))
    before = target.read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="no space"):
        write_outcomes(target, [])
    assert target.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["suggestions.jsonl"]


def test_evaluating_takes_a_tenth_of_a_second_at_most() -> None:
    many = [*TIES, *(finding("situation.firms", float(i), subject=f"peer-{i}") for i in range(2000))]
    evaluate(many, STUDY)
    start = time.perf_counter()
    evaluate(many, STUDY)
    assert time.perf_counter() - start < 0.1
