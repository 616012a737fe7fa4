"""Planted policies are read again as they were planted."""

from pathlib import Path

from tests.lenses.communication.planted import planted

from clustermark.findings.results import checked
from clustermark.lenses.communication import environment
from clustermark.lenses.context import Context


def context(folder: Path, **files: str) -> Context:
    study, evidence = planted(folder, mentions="", channel_spend="", **files)
    return Context(evidence, study)


POLICIES = """title,issuer,level,date,place,text
办法一,示例镇政府,town,2021-05-01,sampleton,第一章 总则。设立专项资金支持技术改造。对企业给予一次性奖励。开展技能培训和人才引进。
办法二,示例镇政府,town,2023-03-01,sampleton,加强知识产权保护和市场监管。设立专项资金。推进数字化改造。
规划,示例省政府,provincial,2023-07-01,,鼓励政府采购和首购。举办展会开拓市场。
"""  # noqa: E501


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
