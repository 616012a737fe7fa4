# ruff: noqa: E501 (headers stand as the services write them)
"""Answers to surveys in the layouts of survey services. Questions, respondents and brands are made up."""

import json

import pytest

WJX_TEXT = """序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、您的年龄 ,2、您从哪里了解示例毛巾？,第3题(质量),第3题(款式)
1,2024/03/02 10:11:09,95秒,手机提交,直接访问,192.0.2.1(示例省),30~39岁,示例短视频┋朋友推荐,4,5
2,2024/03/02 10:15:40,61秒,微信,N/A,,40~49岁,电视,3,3
3,,,,,,20~29岁,(跳过),5,-3
"""
WJX_NUMBER = """序号,提交答卷时间,所用时间,来源,来源详情,来自IP,1、年龄,第2题(朋友推荐),第2题(其他【请注明】)
1,,,,,,2,1,0
2,,,,,,-2,0,1
"""
QUALTRICS = """StartDate,EndDate,Status,IPAddress,Progress,Finished,ResponseId,RecipientEmail,Q1,Q2_1,Q2_2
Start Date,End Date,Response Type,IP Address,Progress,Finished,Response ID,Email,How old are you?,Which do you know? - Brand A,"Which do you know?
- Brand B"
"{""ImportId"":""startDate"",""timeZone"":""Z""}","{""ImportId"":""endDate"",""timeZone"":""Z""}","{""ImportId"":""status""}","{""ImportId"":""ip""}","{""ImportId"":""progress""}","{""ImportId"":""finished""}","{""ImportId"":""_recordId""}","{""ImportId"":""mail""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2"",""choiceId"":""1""}","{""ImportId"":""QID2"",""choiceId"":""2""}"
2024-05-01 10:00:00,2024-05-01 10:04:10,IP Address,192.0.2.7,100,True,R_1,a@example.org,34,Brand A,
2024-05-01 10:07:00,2024-05-01 10:09:30,Survey Preview,192.0.2.7,100,True,R_2,b@example.org,51,Brand A,Brand B
2024-05-01 11:07:00,2024-05-01 11:09:30,IP Address,192.0.2.8,100,True,R_3,c@example.org,51,Brand A,Brand B
"""
MONKEY = """Respondent ID,Collector ID,Start Date,End Date,IP Address,Which brands do you know?,,How old are you?
,,,,,Brand A,Brand B,Response
1001,55,03/02/2024 10:00:00 AM,03/02/2024 10:03:00 AM,192.0.2.3,Brand A,,34
1002,55,03/02/2024 10:05:00 AM,03/02/2024 10:09:00 AM,192.0.2.4,Brand A,Brand B,51
"""
LEGACY = """V1,V2,V3,V4,V5,V6,V7,V8,Q1,Q2,LocationLatitude,
ResponseID,ResponseSet,Name,EmailAddress,IPAddress,Status,StartDate,EndDate,How old are you?,Which do you know?,LocationLatitude,
R_1,Default,a@example.org,a@example.org,192.0.2.7,0,2024-05-01 10:00:00,2024-05-01 10:04:10,34,Brand A,1.5,
"""
FORMS = """Timestamp,Do you know Sampleton towels?,Where from? [check all]
3/15/2024 9:05:00,Yes,"Friends, Fairs"
3/16/2024 9:05:00,No,
"""
LIME = """id;submitdate;lastpage;startlanguage;seed;Q1;Q2_SQ001
7;2024-02-03 10:00:00;4;en;12345;Y;5
"""
TENCENT = """编号,开始答题时间,结束答题时间,答题时长,地理位置市,昵称,1.您知道示例毛巾吗？
1,2024-02-03 10:00:00,2024-02-03 10:02:00,120秒,示例市,小甲,知道
"""
WIDE = """答卷编号,城市,权重,姓名,Q1,Q2
a1,示例市,1.2,某人,知道,5
a2,示例市,0.8,某人,,
"""
LONG = """respondent,item,answer
a1,Q1,yes
a1,Q2,5
"""


def answers(row):
    return json.loads(row["answers"])


@pytest.mark.parametrize(
    ("layout", "content", "fate"),
    [
        ("wjx", WJX_TEXT, (3, 0, 1)),
        ("wjx", WJX_NUMBER, (2, 0, 1)),
        ("qualtrics", QUALTRICS, (2, 0, 4)),
        ("qualtrics", LEGACY, (1, 0, 2)),
        ("surveymonkey", MONKEY, (2, 0, 2)),
        ("google-forms", FORMS, (2, 0, 1)),
        ("limesurvey", LIME, (1, 0, 1)),
        ("tencent-survey", TENCENT, (1, 0, 1)),
        ("wide-survey", WIDE, (1, 1, 1)),
        ("none", LONG, (2, 0, 1)),
    ],
)
def test_recognised_with_every_row_accounted_for(read_file, fates, layout, content, fate):
    evidence = read_file("audience", "answers.csv", content)
    assert evidence.sources["file"].layout == layout
    assert fates(evidence) == fate
    told = f"{evidence.tables} {evidence.raw} {evidence.quarantined} {[dict(v) for v in evidence.raw.values()]}"
    assert not any(secret in told for secret in ("192.0.2", "@example.org", "小甲", "某人")), (
        "personal data are dropped"
    )


def test_wenjuanxing_by_option_text(read_file):
    first, _, third = read_file("audience", "a.csv", WJX_TEXT).rows("audience")
    assert (first["respondent"], first["submitted"], first["seconds"]) == ("1", "2024-03-02", 95)
    assert first["collector"] == "手机提交"
    assert answers(first) == {
        "1、您的年龄": "30~39岁",
        "2、您从哪里了解示例毛巾？": ["示例短视频", "朋友推荐"],
        "第3题(质量)": "4",
        "第3题(款式)": "5",
    }
    assert answers(third) == {"1、您的年龄": "20~29岁", "第3题(质量)": "5"}, "skipped items are absent, not zero"


def test_wenjuanxing_by_option_number(read_file):
    first, second = read_file("audience", "a.csv", WJX_NUMBER).rows("audience")
    assert answers(first) == {"1、年龄": "2", "第2题(朋友推荐)": "1", "第2题(其他【请注明】)": "0"}
    assert "1、年龄" not in answers(second)


def test_qualtrics_has_three_header_rows_and_previews(read_file):
    evidence = read_file("audience", "a.csv", QUALTRICS)
    rows = evidence.rows("audience")
    assert [row["respondent"] for row in rows] == ["R_1", "R_3"]
    assert [row["row"] for row in rows] == ["file:4", "file:6"], "as a spreadsheet counts"
    assert answers(rows[1]) == {"Q1": "51", "Q2_1": "Brand A", "Q2_2": "Brand B"}
    assert [(item.row, item.kind) for item in evidence.set_aside] == [
        (1, "header"),
        (2, "header"),
        (3, "header"),
        (5, "example"),
    ]


def test_surveymonkey_joins_its_two_header_rows(read_file):
    first, second = read_file("audience", "a.csv", MONKEY).rows("audience")
    assert first["submitted"] == "2024-03-02"
    assert answers(second) == {
        "Which brands do you know? | Brand A": "Brand A",
        "Which brands do you know? | Brand B": "Brand B",
        "How old are you?": "51",
    }


def test_google_forms_numbers_no_respondents(read_file):
    first, _ = read_file("audience", "a.csv", FORMS).rows("audience")
    assert (first["respondent"], first["submitted"]) == ("2", "2024-03-15")
    assert answers(first)["Where from? [check all]"] == "Friends, Fairs", "options may hold commas themselves"


def test_a_table_with_a_respondent_a_row(read_file):
    evidence = read_file("audience", "a.csv", WIDE)
    (row,) = evidence.rows("audience")
    assert (row["place"], row["weight"], answers(row)) == ("示例市", 1.2, {"Q1": "知道", "Q2": "5"})
    assert evidence.quarantined[0].rule == "row.says-nothing"


def test_a_workbook_with_dates_and_numbers_in_its_cells(read_file, fates, tmp_path):
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Respondent ID", "Collector ID", "Start Date", "End Date", "Which do you know?", None, "Age?"])
    book.active.append([None, None, None, None, "Brand A", "Brand B", "Response"])
    day = datetime.datetime(2024, 3, 2, 10, 3)
    book.active.append([10012345678, 55, day, day, "Brand A", None, 34])
    book.active.merge_cells("E1:F1")
    book.save(tmp_path / "a.xlsx")
    evidence = read_file("audience", "a.xlsx")
    assert fates(evidence) == (1, 0, 2)
    (row,) = evidence.rows("audience")
    assert (row["respondent"], row["submitted"]) == ("10012345678", "2024-03-02")
    assert answers(row) == {"Which do you know? | Brand A": "Brand A", "Age?": "34"}


def test_answers_of_a_confidential_survey_stand_in_no_output(read_file, fates):
    evidence = read_file("audience", "a.csv", WJX_TEXT + "x,2024/13/02,,,,,secret answer\n", sensitivity="confidential")
    assert fates(evidence) == (3, 1, 1)
    told = f"{[dict(v) for v in evidence.raw.values()]} {evidence.quarantined} {evidence.problems} {evidence.covered}"
    assert len(evidence.covered) == 3
    assert not any(text in told for text in ("朋友推荐", "secret", "2024/13/02", "30~39"))
