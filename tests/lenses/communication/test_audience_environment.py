"""A planted survey and planted policies are read again as they were planted; bad answers are told."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.lenses.communication.planted import planted

from clustermark.findings.results import checked
from clustermark.lenses.communication import audience, environment
from clustermark.lenses.communication.answers import surveys
from clustermark.lenses.communication.context import Context

ITEMS = """item,question,role,subject,attribute,scale_low,scale_high,reversed,options
Q1,,awareness,sampleton,,,,,知道
Q2,,purchase,sampleton,,,,,买过
Q3,,equity,sampleton,质量,1,5,,
Q4,,equity,sampleton,信任,1,5,,
Q5,,equity,sampleton,差,1,5,yes,
Q6,,demographic,,性别,,,,
Q7,,channel,,,,,,
I1,,image,sampleton,柔软,1,5,,
I2,,image,sampleton,便宜,1,5,,
I3,,image,sampleton,时尚,1,5,,
I4,,image,northport,柔软,1,5,,
I5,,image,northport,便宜,1,5,,
I6,,image,northport,时尚,1,5,,
I7,,image,southford,柔软,1,5,,
I8,,image,southford,便宜,1,5,,
I9,,image,southford,时尚,1,5,,
"""
MARGINS = "item,option,share\nQ6,男,0.5\nQ6,女,0.5\n"


def answers(n: int = 400) -> str:
    """Wide answers: men 70 %, women know twice as often; equity items share one factor; Northport is cheap."""
    rng = np.random.default_rng(8)
    lines = ["respondent,answers"]
    for number in range(n):
        man = rng.random() < 0.7
        knows = rng.random() < (0.3 if man else 0.6)
        buys = knows and rng.random() < 0.5
        trait = rng.normal()
        scale = [int(np.clip(round(3 + trait + rng.normal() * 0.6), 1, 5)) for _ in range(3)]
        cells = {"Q1": "知道" if knows else "不知道", "Q2": "买过" if buys else "没有", "Q3": scale[0], "Q4": scale[1]}
        cells |= {"Q5": 6 - scale[2], "Q6": "男" if man else "女", "Q7": "短视频┋朋友" if man else "商场"}
        high = {"I1": 0.8, "I2": 0.3, "I3": 0.4, "I4": 0.3, "I5": 0.9, "I6": 0.1, "I7": 0.4, "I8": 0.2, "I9": 0.8}
        cells |= {name: 5 if rng.random() < p else 2 for name, p in high.items()}
        quoted = json.dumps({k: str(v) for k, v in cells.items()}, ensure_ascii=False).replace('"', '""')
        lines.append(f'{number + 1},"{quoted}"')
    lines.append(lines[1])  # one respondent twice
    return "\n".join(lines) + "\n"


def context(folder: Path, **files: str) -> Context:
    study, evidence = planted(folder, mentions="", channel_spend="", **files)
    return Context(evidence, study, None)


def test_the_planted_funnel_with_weights(tmp_path: Path) -> None:
    made = context(tmp_path, audience=answers(), audience_items=ITEMS, margins=MARGINS)
    result = audience.find(made)
    found = {one.id: one for one in result.findings}
    for name, frame in result.tables.items():
        checked(name, frame)
    knows = found["communication.consumer_awareness/sampleton/2023/survey=audience"]
    assert knows.low is not None and knows.high is not None and knows.low < 0.45 < knows.high  # (.3 + .6) / 2
    assert knows.n == 400 and dict(knows.parameters)["weights"] == "raked" and dict(knows.parameters)["twice"] == "1"
    turned = found["communication.conversion/sampleton/2023/step=purchase;survey=audience"]
    assert turned.low is not None and turned.high is not None and turned.low < 0.5 < turned.high
    equity = found["communication.brand_equity/sampleton/2023/survey=audience"]
    assert float(dict(equity.parameters)["alpha"]) > 0.8
    assert knows.origin == "illustrative"
    groups = {row["segment"]: row for row in result.tables["segments"].iter_rows(named=True)}
    assert groups["女"]["awareness"] > groups["男"]["awareness"] and groups["男"]["channel"] in ("短视频", "朋友")


def test_the_map_sets_the_cheap_place_beside_cheapness(tmp_path: Path) -> None:
    result = audience.find(context(tmp_path, audience=answers(), audience_items=ITEMS))
    points = {
        (row["kind"], row["name"]): (row["x"], row["y"]) for row in result.tables["image_map"].iter_rows(named=True)
    }

    def apart(place: str, attribute: str) -> float:
        return float(np.hypot(*(np.array(points["subject", place]) - np.array(points["attribute", attribute]))))

    assert apart("northport", "便宜") == min(apart("northport", attribute) for attribute in ("柔软", "便宜", "时尚"))
    assert apart("southford", "时尚") < apart("southford", "便宜")


@pytest.mark.parametrize(
    ("margins", "reason"),
    [("item,option,share\nQ6,男,0.4\nQ6,女,0.4\nQ6,其他,0.2\n", "empty"), ("item,option,share\nQ6,男,1\n", "unknown")],
)
def test_impossible_margins_are_told_and_not_used(tmp_path: Path, margins: str, reason: str) -> None:
    survey = surveys(context(tmp_path, audience=answers(), audience_items=ITEMS, margins=margins).evidence)[0]
    assert survey.notes["weights"] == "refused" and survey.notes["weights-reason"].startswith(reason)
    assert (survey.weights == 1).all()


def test_one_answer_is_told_and_nothing_breaks(tmp_path: Path) -> None:
    result = audience.find(context(tmp_path, audience=answers(1), audience_items=ITEMS))
    assert {one.why for one in result.findings if one.status != "ok"} <= {"few-answers", "few-attributes"}


def test_items_without_a_map_are_told(tmp_path: Path) -> None:
    assert [one.why for one in audience.find(context(tmp_path, audience=answers(5))).findings] == ["items-unmapped"]


POLICIES = """title,issuer,level,date,place,text
办法一,示例镇政府,town,2021-05-01,sampleton,第一章 总则。设立专项资金支持技术改造。对企业给予一次性奖励。开展技能培训和人才引进。
办法二,示例镇政府,town,2023-03-01,sampleton,加强知识产权保护和市场监管。设立专项资金。推进数字化改造。
规划,示例省政府,provincial,2023-07-01,,鼓励政府采购和首购。举办展会开拓市场。
"""


def test_policies_by_side_and_year(tmp_path: Path) -> None:
    result = environment.find(context(tmp_path, policies=POLICIES))
    for name, frame in result.tables.items():
        checked(name, frame)
    found = {one.id: one for one in result.findings}
    assert found["communication.policy_documents/sampleton/2023"].value == 2
    sides = {
        side: found[f"communication.policy_side/sampleton/2023/side={side}"].value
        for side in ("supply", "environment", "demand")
    }
    assert float(str(sides["supply"])) > float(str(sides["demand"])) > 0
    assert result.tables["policy_years"].select("year", "documents").rows() == [("2021", 1), ("2022", 0), ("2023", 2)]
    assert result.tables["policy_sample"].height > 0
