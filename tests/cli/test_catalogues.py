import json

import pytest

from clustermark.findings.catalogue import measures
from clustermark.suggestions.catalogue import rules
from clustermark.words.conditions import comparison_words, unfilled

from .conftest import Run


def test_measures_can_be_narrowed(command: Run) -> None:
    everything = json.loads(command("measures", "--json").out)
    assert {one["id"] for one in everything} == set(measures())
    status = json.loads(command("measures", "--row", "status", "--kind", "share", "--json").out)
    assert {(one["row"], one["kind"]) for one in status} == {("status", "share")}
    found = json.loads(command("measures", "出厂价", "--json").out)
    assert "position.factory_price" in {one["id"] for one in found}
    assert "No measure fits." in command("measures", "zzz").out


def test_every_measure_that_is_not_computed_names_the_sheet_to_fill(command: Run) -> None:
    for one in json.loads(command("measures", "--json").out):
        assert bool(one["tables"]) == (one["row"] != "comparison"), one["id"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_measure_and_rule_can_be_shown(command: Run, language: str) -> None:
    said = command("measures", "--language", language).out
    assert all(f"  {name}  " in said for name in measures())
    listed = command("rules", "--language", language).out
    for name, rule in rules().items():
        assert name in listed
        shown = command("rules", name, "--language", language)
        assert shown.code == 0
        assert unfilled(rule, language).replace(" ", "")[:20] in shown.out.replace("\n", "").replace(" ", "")
        assert "{" not in shown.out


def test_rules_can_be_narrowed(command: Run) -> None:
    found = json.loads(command("rules", "--addressee", "government", "--json").out)
    assert found
    assert {(one["kind"], one["addressee"]) for one in found} == {("suggestion", "government")}
    assert {one["kind"] for one in json.loads(command("rules", "--kind", "problem", "--json").out)} == {"problem"}
    assert command("rules", "--kind", "problem", "--addressee", "enterprise").out.strip() == "No rule fits."


def test_a_rule_is_found_by_its_beginning_and_a_near_miss_is_answered(command: Run) -> None:
    assert command("rules", "problem.low-cap").out.startswith("problem.low-capture")
    said = command("rules", "problem.")
    assert said.code == 1
    assert "begin with" in said.err
    assert "problem.low-capture" in command("rules", "problem.low-captur3").err


@pytest.mark.parametrize(
    ("measure", "test", "threshold", "where", "language", "words"),
    [
        ("position.capture_rate", "below", "0.25", {}, "en", "Share of the price kept below 25%"),
        (
            "position.capture_rate",
            "below",
            "0.25",
            {"product": "any"},
            "en",
            "Share of the price kept below 25% (any product)",
        ),
        ("position.capture_rate", "above", "benchmark_median", {}, "zh", "价格留存比例高于参照集群的中位数"),
        ("situation.own_brand_outcome", "between", "0.2 0.5", {}, "zh", "自有品牌立足程度在0.2至0.5之间"),
        ("governance.type", "among", "captive hierarchy", {}, "en", "Governance type is Captive or Hierarchy"),
        ("situation.output_value", "status", "insufficient", {}, "zh", "产值的状态为不足"),
    ],
)
def test_conditions_in_words(
    measure: str, test: str, threshold: str, where: dict[str, str], language: str, words: str
) -> None:
    assert comparison_words(measure, test, threshold, where, language) == words
