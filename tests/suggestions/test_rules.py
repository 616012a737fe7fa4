"""The rules themselves: cases, thresholds, actions, the brand test, the literature, wording."""

import tomllib
from pathlib import Path

import pytest
from tests.suggestions.support import STUDY, finding, findings_of, outcome_of

from clustermark.findings.catalogue import FIVE_PARTS, measures
from clustermark.findings.model import Finding
from clustermark.suggestions.catalogue import RuleFileError, literature, parse_rule, printed_works, rules
from clustermark.suggestions.evaluate import evaluate
from clustermark.suggestions.grammar import Rule, Test
from clustermark.suggestions.lint import BRAND_TESTS, faults, subsumed

CASES = [(rule, index) for rule in rules().values() for index in range(len(rule.cases))]
SUGGESTIONS = [rule for rule in rules().values() if rule.kind == "suggestion"]


@pytest.mark.parametrize(("rule", "index"), CASES, ids=[f"{rule.id}-{index}" for rule, index in CASES])
def test_every_case_of_every_rule(rule: Rule, index: int) -> None:
    case = rule.cases[index]
    fate = outcome_of(rule, findings_of(case)).fate
    assert (fate == "fired") == case.fires, fate


def _thresholds() -> list[tuple[Rule, Test]]:
    numeric = []
    for rule in rules().values():
        for test in rule.when.all:
            threshold = test.above if test.above is not None else test.below
            if test.between is not None or isinstance(threshold, float | int):
                numeric.append((rule, test))
    return numeric


def _moved(rule: Rule, test: Test, value: float) -> list[Finding]:
    """The first case that fires, with the finding of one condition moved to `value`."""
    case = next(case for case in rule.cases if case.fires)
    same = [one for one in findings_of(case) if one.measure == test.finding]
    named = [one for one in same if test.where.items() <= dict(one.dimensions).items()]
    met = named or same  # `product = "any"` names no product
    others = [one for one in findings_of(case) if one != met[0]]
    return [*others, finding(test.finding, value, unit=met[0].unit, dimensions=dict(met[0].dimensions))]


@pytest.mark.parametrize(("rule", "test"), _thresholds(), ids=lambda item: getattr(item, "id", "") or item.finding)
def test_every_rule_at_its_thresholds(rule: Rule, test: Test) -> None:
    def fires(value: float) -> bool:
        return outcome_of(rule, _moved(rule, test, value)).fate == "fired"

    if test.between is not None:
        low, high = test.between
        assert [fires(low), fires(high), fires(low - 1e-6), fires(high + 1e-6)] == [True, True, False, False]
    else:
        line, step = (test.above, 1e-6) if test.above is not None else (test.below, -1e-6)
        assert isinstance(line, float | int)
        assert [fires(line), fires(line + step)] == [False, True]


def test_the_set_of_rules_has_no_faults() -> None:
    assert faults(rules()) == []


def test_narrower_rules_are_known() -> None:
    """Whenever the first fires the second does too; the acts differ: who manages a mark, and by which rules."""
    assert subsumed(rules().values()) == [("a.brand-manager", "a.written-rules")]


def test_all_addressees_kinds_of_upgrading_and_parts_of_communication_are_served() -> None:
    assert {rule.addressee for rule in SUGGESTIONS} == {"enterprise", "government", "association"}
    assert {rule.upgrading for rule in SUGGESTIONS} >= {"process", "product", "functional", "chain"}
    assert {rule.part for rule in SUGGESTIONS} >= set(FIVE_PARTS)


PLANTED = {
    "no measure": {"when": {"all": [{"finding": "position.charm", "above": 0.5}]}},
    "no code": {"when": {"all": [{"finding": "governance.type", "among": ["feudal"]}]}},
    "is put to": {"when": {"all": [{"finding": "governance.type", "above": 0.5}]}},
    "lies outside": {"when": {"all": [{"finding": "governance.buyer_dependence", "above": 50}]}},
    "are not compared by amounts": {"when": {"all": [{"finding": "situation.firms", "above": "benchmark_median"}]}},
    "asks of all": {"when": {"all": [{"finding": "situation.firms", "status": "insufficient"}]}},
    "no slot": {"text": {"zh": "企业数为{firms}", "en": "{firms} firms"}},
    "no Chinese": {"title": {"zh": "title", "en": "title"}},
    "no English": {"title": {"zh": "标题", "en": "标题"}},
    "speaks of itself": {"title": {"zh": "我们的品牌", "en": "brand"}},
    "no work": {"literature": ["nobody-1900"]},
    "not verified": {"basis": "", "reason": None, "literature": ["niu-cluster-brand-effect"]},
    "answers no problem": {"answers": ["problem.nothing"]},
    "exclude each other": {
        "when": {
            "all": [
                {"finding": "governance.buyer_dependence", "above": 0.5},
                {"finding": "governance.buyer_dependence", "below": 0.3},
            ]
        }
    },
    "whenever the rule does": {
        "unless": [
            {"finding": "governance.buyer_dependence", "above": 0.3, "says": {"zh": "买家", "en": "buyers"}},
        ]
    },
    "a case that fires": {"cases": []},
    "advises to coordinate": {"text": {"zh": "由协会商定价格。", "en": "Let the association fix prices."}},
    "unknown dimension": {"when": {"all": [{"finding": "situation.firms", "above": 5, "where": {"colour": "red"}}]}},
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_lint_finds_planted_faults(fault: str) -> None:
    sound = rules()["problem.buyers-hold-orders"].model_dump(mode="json", exclude_none=True)
    planted = Rule.model_validate(
        {**sound, "basis": "judgement", "reason": {"zh": "理由", "en": "why"}, **PLANTED[fault]}
    )
    found = faults({**rules(), planted.id: planted})
    assert any(fault in line and line.startswith(planted.id) for line in found), found


def test_the_lint_finds_a_duplicate_and_an_unblocked_regional_brand() -> None:
    sound = rules()["a.written-rules"]
    twin = sound.model_copy(update={"id": "a.zz-twin"})
    unblocked = sound.model_copy(update={"id": "a.zz-brand", "advises": "regional-brand"})
    found = "\n".join(faults({**rules(), twin.id: twin, unblocked.id: unblocked}))
    assert "a.written-rules: same conditions and addressee as a.zz-twin" in found
    assert "a.zz-brand: advises a regional brand and is not blocked by g.test-brand-first" in found


def test_orders_and_quotas_may_be_ruled_out_in_words() -> None:
    sound = rules()["a.written-rules"]
    for zh, en in (("由协会分配订单。", "Write rules."), ("订立规则。", "Share orders among members.")):
        planted = sound.model_copy(update={"text": sound.text.model_copy(update={"zh": zh, "en": en})})
        assert any("coordinate" in line for line in faults({planted.id: planted}))
    ruled_out = sound.text.model_copy(update={"zh": "商定价格违法，不得采用。", "en": "Price agreements are unlawful."})
    assert not any("coordinate" in line for line in faults({sound.id: sound.model_copy(update={"text": ruled_out})}))


def test_errors_of_a_rule_file_name_the_file_and_every_key() -> None:
    content = 'id = "problem.bad"\nkind = "advice"\ncolour = "red"\n[[when.all]]\nfinding = "situation.firms"\n'
    with pytest.raises(RuleFileError) as error:
        parse_rule("problem.bad.toml", content)
    lines = str(error.value).splitlines()
    assert all(line.startswith("problem.bad.toml: ") for line in lines)
    for key in ("kind", "colour", "title", "when.all.0"):
        assert any(line.startswith(f"problem.bad.toml: {key}: ") for line in lines), lines


def test_a_when_may_not_ask() -> None:
    rule = rules()["e.several-chains"].model_dump(mode="json", exclude_none=True)
    rule["when"]["all"].append({"ask": {"zh": "问", "en": "ask"}})
    with pytest.raises(ValueError, match="ask"):
        Rule.model_validate(rule)


@pytest.mark.parametrize("rule", [rule for rule in SUGGESTIONS if rule.action], ids=lambda rule: rule.id)
def test_an_action_carries_every_circumstance_in_which_it_is_wrong(rule: Rule) -> None:
    assert len(rule.unless) >= rule.wrong_when > 0


def test_a_suggestion_without_its_circumstances_is_refused() -> None:
    rule = rules()["e.home-brand-first"].model_dump(mode="json", exclude_none=True)
    with pytest.raises(ValueError, match="2 of the 3 circumstances"):
        Rule.model_validate({**rule, "unless": rule["unless"][1:]})


@pytest.mark.research
def test_actions_agree_with_the_list_they_were_drawn_from(research_data: Path) -> None:
    path = research_data.parent / "literature" / "actions.toml"
    if not path.is_file():
        pytest.skip(f"no list of actions beside the research data: {path.name}")
    actions = {one["id"]: one for one in tomllib.loads(path.read_text(encoding="utf-8"))["action"]}
    kinds = {"enterprise", "government", "association"}
    for rule in SUGGESTIONS:
        action = actions[rule.action]
        assert rule.addressee == action["addressee"] in kinds
        assert rule.wrong_when == len(action["wrong_when"]), rule.id
        assert (rule.strength, rule.evidence_about, rule.transfer, rule.cost) == (
            action["strength"], action["evidence_about"], action["transfer"], action["cost"]
        ), rule.id  # fmt: skip
        assert rule.upgrading == action.get("upgrading"), rule.id
        counter = action.get("counter_evidence", "")
        assert all(key in action["references"] or key in counter for key in rule.literature), rule.id
        assert (rule.may_bring is None) == ("may_bring" not in action), rule.id
        assert (rule.counter is not None) >= ("counter_evidence" in action), rule.id


def test_works_of_rules_and_measures_exist_and_only_verified_ones_are_printed() -> None:
    used = {key for measure in measures().values() for key in measure.literature}
    used |= {key for rule in rules().values() for key in rule.literature}
    assert used <= set(literature())
    assert not literature()["niu-cluster-brand-effect"].verified
    printed = printed_works(rules()["g.test-brand-first"])
    assert [work.key for work in printed] == ["sun-lihui-2009", "song-2018"]


def test_no_work_prints_the_address_of_a_repost() -> None:
    for work in literature().values():
        assert not work.url or (work.verified and work.url.startswith(("http://", "https://")))


def test_regional_brands_wait_for_the_test_and_are_dropped_when_it_is_negative() -> None:
    advising = [rule for rule in SUGGESTIONS if rule.advises == "regional-brand"]
    assert advising
    for rule in advising:
        case = [one for one in findings_of(next(c for c in rule.cases if c.fires)) if "place_name" not in one.measure]
        slogan = finding("communication.slogan", "stated")
        for effect, blocker in ((None, BRAND_TESTS[0]), (-0.3, BRAND_TESTS[1]), (0.3, None)):
            test = [] if effect is None else [finding("communication.place_name_effect", effect)]
            outcome = {one.rule: one for one in evaluate([*case, slogan, *test], STUDY)}[rule.id]
            if blocker is None:
                assert outcome.fate == "fired", rule.id
            elif outcome.fate != "stopped":
                assert (outcome.fate, outcome.blocked_by) == ("blocked", (blocker,)), rule.id
