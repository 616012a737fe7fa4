"""Heads of tables as people have them: titles, headers of two rows, units in headers, captions and rows."""

import io

import openpyxl
import pytest

from clustermark.evidence.read import read_evidence

TITLE = ["示例镇2021年主要指标", "", "", ""]


def read(make_study, rows, table="claims"):
    return read_evidence(make_study(**{table: rows}))


def kinds(evidence, source="claims"):
    return [(item.row, item.kind) for item in evidence.set_aside if item.source == source]


def values(evidence):
    return [(row["value"], row["unit"]) for row in evidence.rows("claims")]


@pytest.mark.parametrize("caption", ["单位：亿元", "（单位：亿元）", "计量单位:亿元", "Unit: 100 million CNY"])
def test_a_caption_gives_its_unit_to_figures_without_one(make_study, caption):
    rows = [
        TITLE,
        ["", "", "", caption],
        ["地方", "指标", "数值", "单位", "年份"],
        ["示例镇", "产值", "3.5", "", "2021"],
        ["示例镇", "企业数", "300", "家", "2021"],
    ]
    evidence = read(make_study, rows)
    assert [row["value"] for row in evidence.rows("claims")] == [3.5, 300]
    assert evidence.rows("claims")[0]["unit"] == caption.replace("：", ":").strip("（）").partition(":")[2].strip()
    assert evidence.rows("claims")[1]["unit"] == "家"
    assert kinds(evidence) == [(1, "title"), (2, "title"), (3, "header")]


def test_a_caption_of_several_units_is_told_and_not_used(make_study):
    rows = [["单位：亿元、家"], ["地方", "指标", "数值", "年份"], ["示例镇", "产值", "3.5", "2021"]]
    evidence = read(make_study, rows)
    assert [item.code for item in evidence.problems] == ["unit.caption-unclear"]
    assert [item.rule for item in evidence.quarantined] == ["unit.missing"]


def test_a_row_of_units_under_the_header(make_study):
    rows = [["地方", "指标", "数值", "年份"], ["", "", "（亿元）", ""], ["示例镇", "产值", "3.5", "2021"]]
    evidence = read(make_study, rows)
    assert values(evidence) == [(3.5, "亿元")]
    assert kinds(evidence) == [(1, "header"), (2, "header")]


@pytest.mark.parametrize(
    ("value", "unit", "rule"),
    [
        ("3.5", "万元", "unit.header-differs"),
        ("3.5亿元", "", "unit.twice"),
        ("3.5亿", "", "unit.scale-twice"),
        ("3.5", "亿元", ""),
    ],
)
def test_units_in_header_and_cell(make_study, value, unit, rule):
    rows = [["地方", "指标", "数值（亿元）", "单位", "年份"], ["示例镇", "产值", value, unit, "2021"]]
    evidence = read(make_study, rows)
    assert [item.rule for item in evidence.quarantined] == ([rule] if rule else [])


def test_a_scale_in_the_header_of_a_figure_without_a_column_of_units(make_study):
    header = ["地方", "名称（中文）", "名称（英文）", "kind", "visitors（万人次）"]
    rows = [
        header,
        ["示例镇", "毛巾展", "Towel Fair", "fair", "2.5"],
        ["示例镇", "毛巾节", "Towel Days", "fair", "3万"],
    ]
    evidence = read(make_study, rows, "events")
    if evidence.problems and evidence.problems[0].severity == "error":
        pytest.fail(str(evidence.problems))
    assert [row["visitors"] for row in evidence.rows("events")] == [25000.0]
    assert [item.rule for item in evidence.quarantined] == ["unit.scale-twice"]


def test_a_header_of_two_rows_in_text(make_study):
    rows = [
        ["", "", "公布数字", "", ""],
        ["地方", "指标", "数值", "单位", "年份"],
        ["示例镇", "企业数", "300", "家", "2021"],
    ]
    assert values(read(make_study, rows)) == [(300.0, "家")]


def test_a_header_of_two_rows_in_a_workbook_is_joined(make_study):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示例镇主要指标"])
    sheet.append(["地方", "指标", "公布", None, "年份", "备考", None])
    sheet.append([None, None, "数值", "单位", None, "甲", "乙"])
    for line in (["示例镇", "企业数", 300, "家", 2021, "a", "b"], [None, "产值", 900, "元", 2021, "", ""]):
        sheet.append(line)
    for area in ("A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2", "A4:A5"):
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=out.getvalue()))
    assert [(row["subject"], row["value"]) for row in evidence.rows("claims")] == [
        ("sampleton", 300),
        ("sampleton", 900),
    ]
    assert kinds(evidence) == [(1, "title"), (2, "header"), (3, "header")]
    assert evidence.raw["claims/Sheet:4"]["备考 / 乙"] == "b"
    assert [item.code for item in evidence.problems] == ["table.column-unknown"] * 2 + ["cells.filled-down"]


def test_a_merged_figure_is_used_once_and_told(make_study):
    book = openpyxl.Workbook()
    for line in (
        ["地方", "指标", "数值", "单位", "年份"],
        ["示例镇", "企业数", 300, "家", 2021],
        ["示例镇", "企业数", None, "家", 2020],
    ):
        book.active.append(line)
    book.active.merge_cells("C2:C3")
    out = io.BytesIO()
    book.save(out)
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=out.getvalue()))
    assert values(evidence) == [(300.0, "家")]
    assert [item.rule for item in evidence.quarantined] == ["value.missing"]
    assert [item.code for item in evidence.problems] == ["cells.merged"]


@pytest.mark.parametrize(
    "total", [["合计", "", "300"], ["总 计：", "", "300"], ["7", "小计", "300"], ["Grand Total", "", "3"]]
)
def test_totals_are_set_aside(make_study, total):
    rows = [["subject", "variable", "value", "unit"], ["sampleton", "situation.firms", "3", "firms"], total]
    assert (3, "total") in kinds(read(make_study, rows))


@pytest.mark.parametrize("note", ["注：含个体户", "注1：含个体户", "资料来源：示例", "Source: made up", "备注:x"])
def test_notes_under_a_table_are_set_aside(make_study, note):
    rows = [["subject", "variable", "value", "unit"], ["sampleton", "situation.firms", "3", "firms"], [note]]
    assert (3, "note") in kinds(read(make_study, rows))


def test_blank_and_double_headers_are_told_and_their_cells_kept(make_study):
    header = ["subject", "variable", "value", "unit", "", "remark", "Remark"]
    evidence = read(make_study, [header, ["sampleton", "situation.firms", "3", "firms", "beside", "a", "b"]])
    codes = [item.code for item in evidence.problems]
    assert codes == ["table.column-unknown"] * 2 + ["table.header-twice", "table.header-blank"]
    assert evidence.raw["claims:2"] == {
        "subject": "sampleton",
        "variable": "situation.firms",
        "value": "3",
        "unit": "firms",
        "E": "beside",
        "remark": "a",
        "Remark": "b",
    }


def test_two_headers_of_one_spelling_keep_both_cells(make_study):
    header = ["subject", "variable", "value", "unit", "remark", "remark"]
    evidence = read(make_study, [header, ["sampleton", "situation.firms", "3", "firms", "a", "b"]])
    assert (evidence.raw["claims:2"]["remark"], evidence.raw["claims:2"]["remark (F)"]) == ("a", "b")


def test_another_sheet_with_the_same_header_is_told(make_study):
    book = openpyxl.Workbook()
    for name in ("2020", "2021"):
        sheet = book.create_sheet(name)
        sheet.append(["subject", "variable", "value", "unit"])
        sheet.append(["sampleton", "situation.firms", 3, "firms"])
    out = io.BytesIO()
    book.save(out)
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=out.getvalue()))
    assert [(item.code, item.where.sheet) for item in evidence.problems] == [("sheet.also-fits", "2021")]


def test_words_of_approximation_that_are_lost_in_many_rows_are_counted(make_study):
    header = ["subject", "name_zh", "name_en", "kind", "visitors"]
    rows = [["sampleton", "毛巾展", "Towel Fair", "fair", "2万余人次"] for _ in range(12)]
    evidence = read(make_study, [header, *rows], "events")
    told = [item for item in evidence.problems if item.code.startswith("number.bound")]
    assert [item.where.row for item in told] == [2, 3, 4, 5, 6, None]
    assert dict(told[-1].fields)["n"] == "7"
