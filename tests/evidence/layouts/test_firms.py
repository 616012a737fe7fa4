# ruff: noqa: E501 (headers stand as the services write them)
"""Lists of firms in the layouts of register services. Firms are made up."""

QCC = """原文件导入名称	登记状态	统一社会信用代码	法定代表人	企业规模	注册资本	电话	更多电话	成立日期	实缴资本	所属省份	所属城市	所属区县	企业地址
示例鞋业	存续	91330300TEST000001	某甲	小型	"1,000万元"	000-1	-	2003-05-12	-	示例省	示例市	示例区	示例路1号
示例纺织	吊销，未注销	91330600TEST000002	某乙	微型	500万美元	000-2	-	1998-11-03	-	示例省	示例市	示例区	示例路2号
未匹配到相关企业	-	-	-	-	-	-	-	-	-	-	-	-	-
"""
TYC = [
    ["以下数据来自示例查询", "", "", "", "", "", ""],
    ["公司名称", "统一社会信用代码", "成立日期", "所属区县", "企业（机构）类型", "参保人数", "天眼评分"],
    ["示例织造有限公司", "91330300TEST000003", "2003-05-12", "示例区", "有限责任公司", "86", "60"],
    ["示例漂染厂", "91330300TEST000004", "2004-05", "示例区", "个体工商户", "-", "50"],
]
ORBIS = """,Company name Latin alphabet,BvD ID number,Country ISO code,Last avail. year,Date of incorporation
1.,SAMPLE WEAVING LTD,XX000001,XX,2021,2003
,,,,2020,
2.,SAMPLE DYEING LTD,XX000002,XX,n.a.,n.a.
"""


def test_batch_query(read_file, fates):
    evidence = read_file("firms", "a.csv", QCC)
    assert evidence.sources["file"].layout == "qcc"
    assert fates(evidence) == (2, 1, 1)
    first, second = evidence.rows("firms")
    assert (first["name"], first["firm"], first["status"]) == ("示例鞋业", "91330300TEST000001", "active")
    assert (first["capital"], first["capital_unit"], first["founded"]) == (10_000_000, "元", "2003-05-12")
    assert (second["status"], second["capital"], second["capital_unit"]) == ("revoked", 5_000_000, "美元")
    assert evidence.quarantined[0].row == 4, "a name without a match is no firm"
    assert "某甲" not in str([dict(cells) for cells in evidence.raw.values()])


def test_advanced_search_has_a_banner_above_its_header(read_file, fates, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "高级搜索"
    for row in TYC:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    evidence = read_file("firms", "t.xlsx")
    assert evidence.sources["file"].layout == "tianyancha"
    assert fates(evidence) == (2, 0, 2)
    first, second = evidence.rows("firms")
    assert first["row"] == "file/高级搜索:3"
    assert (first["employees"], first["bound"]) == (86, "at least"), "insured staff is a lower bound"
    assert (second["employees"], second["bound"], second["founded"]) == (None, None, "2004-05")


def test_orbis_rows_that_go_on_with_a_firm_are_set_aside(read_file, fates):
    evidence = read_file("firms", "o.csv", ORBIS)
    assert evidence.sources["file"].layout == "orbis"
    assert fates(evidence) == (2, 0, 2)
    assert [row["year"] for row in evidence.rows("firms")] == [2021, None]
