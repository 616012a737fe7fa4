"""Planted policies are read again as they were planted; what cannot be told says why; covered texts stay inside."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.lenses.communication.planted import planted

from clustermark.evidence.model import REFERENCE
from clustermark.findings.model import Finding, state
from clustermark.findings.results import checked
from clustermark.lenses.communication import environment
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found

HEAD = "title,issuer,level,date,place,text\n"
FIRST = "第一章 总则。设立专项资金支持技术改造。给予一次性奖励。开展技能培训和人才引进。"
POLICIES = f"""{HEAD}办法一,示例镇政府,town,2019-05-01,sampleton,{FIRST}
办法二,示例镇政府,town,2023-03-01,sampleton,加强知识产权保护和市场监管。设立专项资金。推进数字化改造。本办法自印发之日起施行。
规划,示例省政府,provincial,2023-07-01,,鼓励政府采购和首购。办好博览会开拓市场。
以后,示例镇政府,town,2025-01-01,sampleton,发放消费券。发放消费券。发放消费券。
别处,北港镇政府,town,2023-01-01,northport,本办法自印发之日起施行。
"""


def found_in(folder: Path, **files: str) -> tuple[Found, dict[str, Finding]]:
    study, evidence = planted(folder, mentions="", channel_spend="", **files)
    result = environment.find(Context(evidence, study))
    for name, frame in result.tables.items():
        checked(name, frame)
    return result, {one.id.removeprefix("communication.policy_"): one for one in result.findings}


def test_shares_are_of_what_was_issued_up_to_the_end_of_the_period(tmp_path: Path) -> None:
    result, found = found_in(tmp_path, policies=POLICIES)
    assert found["documents/sampleton/2023"].value == 2
    shares = {side: found[f"side/sampleton/2023/side={side}"] for side in ("supply", "environment", "demand")}
    assert {side: one.value for side, one in shares.items()} == pytest.approx(
        {"supply": 5 / 8, "environment": 1 / 8, "demand": 2 / 8}
    )
    demand = shares["demand"]
    assert demand.n == 8 and demand.years == "2019-2023" and demand.low is not None and demand.high is not None
    assert 0 < demand.low < 0.25 < demand.high < 1
    told = dict(demand.parameters)
    assert (told["interval"], told["documents"], told["passages"]) == ("design", "3", "9")
    assert (told["placed-least"], told["placed-most"]) == ("0.125", "0.25")  # fairs also count as supply elsewhere
    assert state(replace(demand, n=500)) == "leaning"  # the dictionary is not validated
    years = (
        result.tables["policy_years"].filter(pl.col("subject") == "sampleton").select("year", "documents", "passages")
    )
    assert years.rows()[0] == ("2019", 1, 3) and years.rows()[4] == ("2023", 2, 5) and years.rows()[6] == ("2025", 1, 3)
    table = result.tables["policy_instruments"]
    assert table["side"].to_list() == sorted(table["side"].to_list(), key=["supply", "environment", "demand"].index)
    funding = table.filter(pl.col("instrument") == "supply.funding")
    assert funding.select("documents", "passages", "share").row(0) == (2, 3, 0.375)


def test_what_cannot_be_told_says_why(tmp_path: Path) -> None:
    _, found = found_in(tmp_path, policies=POLICIES)
    assert found["side/northport/2023"].why == "no-instruments"
    assert found["volatility/northport/2023"].why == "few-years"
    assert found["agreement/sampleton/2023"].why == "no-table"
    assert found["volatility/sampleton/2023"].status == "ok" and found["volatility/sampleton/2023"].years == "2019-2023"


def test_the_sample_is_drawn_from_all_passages_and_once_for_a_seed(tmp_path: Path) -> None:
    result, _ = found_in(tmp_path, policies=POLICIES)
    sample = result.tables["policy_sample"]
    assert sample.height == 9 and sample["passage"].n_unique() == 9
    assert "" in sample["instrument"].to_list()
    again, _ = found_in(tmp_path, policies=POLICIES)
    assert again.tables["policy_sample"].equals(sample)


def test_without_the_libraries_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "library_missing", lambda: "opencc")
    result, _ = found_in(tmp_path, policies=POLICIES)
    assert {one.why for one in result.findings} == {"library-missing"} and len(result.findings) == 3


def test_covered_texts_are_counted_and_never_shown(tmp_path: Path) -> None:
    study, evidence = planted(tmp_path, mentions="", channel_spend="", policies=POLICIES)
    reference = str(evidence.rows("policies")[0][REFERENCE])
    hidden = replace(evidence, covered=frozenset({*evidence.covered, reference}))
    result = environment.find(Context(hidden, study, None))
    assert next(one for one in result.findings if one.dimension("side") == "supply").value == pytest.approx(5 / 8)
    assert reference not in result.tables["policy_sample"]["row"].to_list()
    assert "技术改造" not in "".join(result.tables["policy_sample"]["passage"].to_list())


def coded(times: int, wrong: int) -> str:
    rows = ["passage,side,coder"]
    for n in range(times):
        side = "demand" if n < wrong else "supply"
        rows += [
            f"第{n}项设立专项资金。,{side},c1",
            f"第{n}项设立专项资金。,{side},c2",
            f"第{n}项说明文字。,不含工具,c1",
        ]
    return "\n".join([*rows, "第甲项设立专项资金。,supply,c1", "第甲项设立专项资金。,No instrument,c2"]) + "\n"


def test_a_coded_sample_that_agrees_validates_the_dictionary(tmp_path: Path) -> None:
    _, found = found_in(tmp_path, policies=POLICIES, policy_codes=coded(60, 0))
    one = found["agreement/sampleton/2023"]
    assert one.value == 1 and one.n == 120
    told = dict(one.parameters)
    assert told["split"] == "1" and told["coders"] == "2" and told["precision-supply"] == "1"
    assert float(told["kappa-of-coders"]) < 1  # they disagree on one
    side = found["side/sampleton/2023/side=supply"]
    assert dict(side.parameters)["dictionary"] == "checked" and state(replace(side, n=500)) == "firm"


def test_a_coded_sample_that_disagrees_does_not(tmp_path: Path) -> None:
    _, found = found_in(tmp_path, policies=POLICIES, policy_codes=coded(60, 40))
    one = found["agreement/sampleton/2023"]
    assert isinstance(one.value, float) and one.low is not None and one.high is not None
    assert one.low < one.value < one.high < 0.6
    assert dict(one.parameters)["precision-supply"] == "0.333" and dict(one.parameters)["recall-demand"] == "0"
    assert dict(found["side/sampleton/2023/side=supply"].parameters)["dictionary"] == "not validated"


def test_few_coded_passages_are_told(tmp_path: Path) -> None:
    _, found = found_in(tmp_path, policies=POLICIES, policy_codes=coded(5, 0))
    assert found["agreement/sampleton/2023"].why == "few-coded"
