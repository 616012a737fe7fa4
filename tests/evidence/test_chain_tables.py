"""Tables of a cluster in its chain: what people write is read, what cannot be is told with its place and a remedy."""

from pathlib import Path

import pytest

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.evidence.specs import match_headers
from clustermark.study.model import Sensitivity, Source, Study, Text
from clustermark.study.problems import Where, fields_of
from clustermark.words.problems import told, told_code

PLACES = "id,kind,name_zh,name_en\nsampleton,cluster,示例镇,Sampleton\n"


def made(folder: Path, sensitivity: Sensitivity = "public", **tables: str) -> Evidence:
    sources = []
    for table, text in {"places": PLACES, **tables}.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
        kind: Sensitivity = "public" if table == "places" else sensitivity
        sources.append(Source(id=table, path=f"{table}.csv", table=table, origin="illustrative", sensitivity=kind))
    title = Text(zh="示例", en="Sample")
    return read_evidence(Study(title=title, focus="sampleton", period="2021", sources=tuple(sources), folder=folder))


def rules(evidence: Evidence) -> list[tuple[int, str, str]]:
    """Line, column and rule of what was quarantined; a column is told by the header of the file."""
    return [
        (row.row, match_headers(row.source, [row.column])[0].get(0, row.column), row.rule)
        for row in sorted(evidence.quarantined, key=lambda row: row.row)
    ]


def account(*rows: str) -> str:
    return "所属集群,项目,渠道或去向,数值,单位,年份,提供者\n" + "".join(f"示例镇,{row}\n" for row in rows)


def survey(*rows: str, more: str = "") -> str:
    return f"企业代码,所属集群,年份,渠道{more}\n" + "".join(f"{row}\n" for row in rows)


def test_headers_and_values_as_an_office_writes_them(tmp_path: Path) -> None:
    text = account("总产值,,52亿,元,2021,统计局", "渠道占比,贴牌出口,60,%,2021,协会", "从业人员,,2.1万,,2021,统计局",
                   "利润,,-3,%,2021,统计局", "去向占出口比重,XAL,约20-25,%,2021,海关")  # fmt: skip
    evidence = made(tmp_path, cluster_accounts=text)
    assert rules(evidence) == [] and evidence.problems == ()
    rows = evidence.tables["cluster_accounts"].select("item", "of", "value", "value_high", "unit").rows()
    assert rows == [
        ("output", None, 5.2e9, None, "元"),
        ("sales_share", "contract-export", 60.0, None, "%"),
        ("employment", None, 21000.0, None, "persons"),
        ("profit", None, -3.0, None, "%"),  # a loss is a figure
        ("destination", "XAL", 20.0, 25.0, "%"),
    ]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("总产值,,0,万元,2021,", "value", "account.output-not-positive"),
        ("总产值,,-5,万元,2021,", "value", "account.output-not-positive"),
        ("总产值,,52,%,2021,", "unit", "unit.does-not-fit"),
        ("总产值,,52,,2021,", "unit", "unit.missing"),
        ("出口额,,-1,万元,2021,", "value", "number.negative"),
        ("出口额,,120,%,2021,", "value", "share.over-100"),
        ("出口额,,12,人,2021,", "unit", "unit.does-not-fit"),
        ("出口额,,12,元/件,2021,", "unit", "unit.does-not-fit"),
        ("从业人数,,12,万元,2021,", "unit", "unit.does-not-fit"),
        ("渠道占比,,60,%,2021,", "of", "account.of-missing"),
        ("渠道占比,批发,60,%,2021,", "of", "choice.not-allowed"),
        ("渠道占比,出口,60,万元,2021,", "unit", "unit.does-not-fit"),
        ("去向占出口比重,,60,%,2021,", "of", "account.of-missing"),
        ("出口额,,20-10,%,2021,", "value", "number.range-reversed"),
        ("出口额,,30,朵,2021,", "unit", "unit.unknown"),
        ("税收,,30,%,2021,", "item", "choice.not-allowed"),
    ],
)
def test_a_figure_of_the_account_that_cannot_be(tmp_path: Path, row: str, column: str, rule: str) -> None:
    evidence = made(tmp_path, cluster_accounts=account("总产值,,52,亿元,2021,", row))
    assert rules(evidence) == [(3, column, rule)]
    assert evidence.tables["cluster_accounts"].height == 1


def test_shares_of_one_whole_above_100_are_told_by_source(tmp_path: Path) -> None:
    text = account("渠道占比,贴牌出口,70,%,2021,协会", "渠道占比,无牌内销,60,%,2021,协会",
                   "渠道占比,出口,30,%,2021,统计局", "渠道占比,内销,70,%,2021,统计局",
                   "去向占出口比重,XAL,0.7,比例,2021,海关", "去向占出口比重,XBE,0.5,比例,2021,海关",
                   "渠道占比,无牌内销,60,%,2020,协会")  # fmt: skip
    evidence = made(tmp_path, cluster_accounts=text)
    assert rules(evidence) == []
    found = [(item.code, item.where.row, fields_of(item)["total"]) for item in evidence.problems]
    assert found == [
        ("account.channels-above-100", 2, "130"),
        ("account.destinations-above-100", 6, "120"),
    ]
    assert told(evidence.problems[0], "zh").what == "同一来源同一年的2个渠道占销售比重合计130%，超过100%。"
    assert "130 %" in told(evidence.problems[0], "en").what


def test_rounded_shares_that_make_a_little_more_are_no_problem(tmp_path: Path) -> None:
    text = account(
        "渠道占比,出口,33.4,%,2021,协会", "渠道占比,自主设计,33.4,%,2021,协会", "渠道占比,内销,33.4,%,2021,协会"
    )
    assert made(tmp_path, cluster_accounts=text).problems == ()


@pytest.mark.parametrize(
    ("columns", "cells", "column", "rule"),
    [
        (",复杂度1：规格多", "8", "complexity_1", "answer.outside"),
        (",capability_5", "0", "capability_5", "answer.outside"),
        (",五年来合作变化", "3", "cooperation_change", "answer.outside"),
        (",次品率（%）", "104", "defect_rate", "answer.outside"),
        (",最大客户占比（%）,前三客户占比（%）", "60,40", "top_buyers", "answer.buyers-reversed"),
        (",销售额,销售额单位", "-5,万元", "sales", "number.negative"),
        (",交货天数", "-1", "lead_time", "number.negative"),
        (",平均出厂单价", "18", "price_unit", "unit.missing"),
        (",平均出厂单价,单价单位", "18,件", "price_unit", "unit.not-money"),
        (",payroll_design,payroll_production,payroll_marketing,payroll_management", "10,70,8,2", "payroll_design",
         "answer.pay-not-100"),
    ],
)  # fmt: skip
def test_an_answer_of_a_firm_that_cannot_be(tmp_path: Path, columns: str, cells: str, column: str, rule: str) -> None:
    empty = "," * columns.count(",")
    text = survey(f"S-1,示例镇,2021,出口{empty}", f"S-2,示例镇,2021,出口,{cells}", more=columns)
    evidence = made(tmp_path, firm_survey=text)
    assert rules(evidence) == [(3, column, rule)]


def test_pay_that_is_given_in_part_is_kept(tmp_path: Path) -> None:
    text = survey("S-1,示例镇,2021,出口,10,70", more=",payroll_design,payroll_production")
    assert rules(made(tmp_path, firm_survey=text)) == []


def test_channels_and_sales_of_one_firm_agree(tmp_path: Path) -> None:
    rows = ["S-1,示例镇,2021,出口贴牌,80,5000", "S-1,示例镇,2021,无牌内销,50,5000", "S-2,示例镇,2021,出口贴牌,80,4000",
            "S-2,示例镇,2021,无牌内销,20,1000", "S-2,示例镇,2020,无牌内销,100,900"]  # fmt: skip
    text = survey(*rows, more=",渠道占销售额比重（%）,销售额（万元）")
    found = [(item.code, item.where.row) for item in made(tmp_path, firm_survey=text).problems]
    assert found == [("survey.channels-above-100", 2), ("survey.sales-differ", 4)]


def test_many_clashes_are_counted(tmp_path: Path) -> None:
    rows = [f"S-{at},示例镇,2021,{channel},80" for at in range(9) for channel in ("出口", "内销")]
    problems = made(tmp_path, firm_survey=survey(*rows, more=",channel_share")).problems
    assert [item.code for item in problems] == ["survey.channels-above-100"] * 3 + ["sets.more"]
    assert fields_of(problems[-1])["n"] == "6"


def test_no_figure_of_a_confidential_source_is_told(tmp_path: Path) -> None:
    rows = ["S-1,示例镇,2021,出口,80.37,5", "S-1,示例镇,2021,内销,56.81,5", "S-2,示例镇,2021,内销,50,9"]
    text = survey(*rows, more=",channel_share,complexity_1")
    evidence = made(tmp_path, "confidential", firm_survey=text)
    assert [item.code for item in evidence.problems] == ["survey.channels-above-100"]
    said = str(evidence.problems) + str(evidence.quarantined)
    assert not any(secret in said for secret in ("137", "80.37", "56.81", "S-1", "S-2"))
    assert rules(evidence) == [(4, "complexity_1", "answer.outside")]
    (row,) = evidence.quarantined
    assert told_code(row.rule, row.fields, Where(), "zh").what.endswith("不在1至7之间。")  # the scale is no secret


def test_a_tie_is_between_two_and_named_once_by_each(tmp_path: Path) -> None:
    text = "所属集群,往来种类,提供方,接受方,提供方类别,往来量,单位,年份,填报方\n"
    text += "示例镇,供货,S-1,S-2,,5,万元,2021,S-1\n示例镇,供货,S-1,S-2,,6,万元,2021,S-2\n"
    text += "示例镇,供货,S-1,S-2,,5,万元,2021,S-1\n示例镇,外协,S-3,s-3,,,,2021,S-3\n"
    text += "示例镇,技术,中心,S-1,协会,-2,次,2021,S-1\n"
    evidence = made(tmp_path, links=text)
    assert [(row, rule) for row, _, rule in rules(evidence)] == [
        (4, "key.repeated"),
        (5, "link.with-itself"),
        (6, "number.negative"),
    ]
    assert evidence.tables["links"].height == 2


def test_payroll_by_function_says_something_in_money(tmp_path: Path) -> None:
    text = "集群,范围,职能,年份,人数,薪酬,外购服务,金额单位\n"
    text += "示例镇,本集群,研发,2021,12,90,5,万元\n示例镇,全国,制造,2021,,,,万元\n示例镇,集群,营销,2021,,50,,\n"
    text += "示例镇,集群,管理,2021,-4,,,\n示例镇,集群,生产,2021,40,,,\n"
    evidence = made(tmp_path, payroll_by_function=text)
    assert rules(evidence) == [
        (3, "payroll", "row.says-nothing"),
        (4, "unit", "unit.missing"),
        (5, "employees", "number.negative"),
    ]
    assert evidence.tables["payroll_by_function"].select("scope", "function").rows() == [
        ("cluster", "design"),
        ("cluster", "production"),
    ]


def test_customs_files_of_places_that_no_list_knows_are_read(tmp_path: Path) -> None:
    header = "数据年份,数据年月,商品编码,贸易伙伴编码,注册地名称,第一数量,第一计量单位,金额（美元）,进出口,报告国\n"
    rows = '2021,202103,63026010,961,示例镇,"1,204,556",千克,"8,230,114",出口,951\n'
    rows += "2021,202103,63A26010,961,示例镇,5,千克,40,出口,951\n"
    evidence = made(tmp_path, trade=header + rows)
    assert rules(evidence) == [(3, "hs", "hs.malformed")]
    row = evidence.tables["trade"].row(0, named=True)
    assert (row["partner"], row["trader_region"], row["quantity"], row["value"]) == (
        "961",
        "示例镇",
        1204556.0,
        8230114.0,
    )
