"""What people write into surveys and maps: read, or told why not; never guessed, never lost."""

from pathlib import Path

import numpy as np
import pytest
from tests.lenses.communication.surveys_made_up import HEAD, ITEMS, context, people, wide

from clustermark.evidence.read import read_evidence
from clustermark.findings.model import state
from clustermark.lenses.communication import audience
from clustermark.lenses.communication.answers import surveys
from clustermark.lenses.communication.readings import counted, key, parts, scored, stem
from clustermark.lenses.context import Context
from clustermark.study.model import Source

KNOWS = HEAD + "Q1,,awareness,sampleton,,,,,{}\n"


def one_item(folder: Path, answers: list[object], items: str):
    """How the answers to the only item count."""
    made = context(folder, audience=wide([{"Q1": answer, "other": "x"} for answer in answers]), audience_items=items)
    survey = surveys(made.evidence, made.study)[0]
    return counted(survey, survey.items[0])


@pytest.mark.parametrize(
    ("options", "answers", "values"),
    [
        ("知道", ["知道", "不知道", ""], [1, 0, np.nan]),
        ("知道;听说过", [["听说过", "别的"], "不知道", "知道"], [1, 0, 1]),
        ("1", ["1", "1.0", "１", "2"], [1, 1, 1, 0]),
        ("-1", ["1", "-1"], [0, 1]),
        ("示例镇", ["示例镇、北港镇", "北港镇", "示例镇〖都知道〗"], [1, 0, 1]),
        ("示例镇、北港镇", ["示例镇、北港镇", "示例镇"], [1, 0]),
        ("", ["是", "否", "yes", "No", "0", "1"], [1, 0, 1, 0, 0, 1]),
        ("知道", ["不知道", "没听说过"], [0, 0]),
    ],
)
def test_options_and_plain_words(tmp_path: Path, options: str, answers: list[object], values: list[float]) -> None:
    read = one_item(tmp_path, answers, KNOWS.format(options))
    np.testing.assert_array_equal(read.values, values)


@pytest.mark.parametrize(
    ("options", "answers", "why"),
    [
        ("", ["1", "2", "1", "2"], "options-missing"),
        ("", ["三星级", "四星级"], "options-missing"),
        ("听过", ["知道", "不知道"], "options-unseen"),
        ("知道", ["1", "2"], "options-unseen"),
    ],
)
def test_codes_are_not_guessed_at(tmp_path: Path, options: str, answers: list[object], why: str) -> None:
    read = one_item(tmp_path, answers, KNOWS.format(options))
    assert read.why == why and np.isnan(read.values).all()


def test_columns_of_ticks_say_no_where_they_are_blank(tmp_path: Path) -> None:
    """Three of ten ticked the first place, nobody the third, which then has no column of answers at all."""
    some = [{"Q1_1": "示例镇" if n < 3 else "", "Q1_2": "北港镇" if n > 4 else "", "Q2": n} for n in range(10)]
    some += [{"Q1_4": "别处", "Q2": 1}, {"Q9": ""}]
    items = HEAD + "".join(
        f"Q1_{n},,awareness,{place},,,,,{name}\n"
        for n, place, name in ((1, "sampleton", "示例镇"), (2, "northport", "北港镇"), (3, "southford", "南津镇"))
    )
    made = context(tmp_path, audience=wide(some), audience_items=items)
    survey = surveys(made.evidence, made.study)[0]
    reads = [counted(survey, item) for item in survey.items]
    assert [read.how for read in reads] == ["ticks"] * 3
    assert [float(np.nanmean(read.values)) for read in reads] == pytest.approx([3 / 11, 5 / 11, 0])


def test_one_question_with_blanks_is_no_column_of_ticks(tmp_path: Path) -> None:
    read = one_item(tmp_path, ["知道", "知道", ""], KNOWS.format("知道"))
    np.testing.assert_array_equal(read.values, [1, 1, np.nan])


def test_columns_of_one_question_are_told_by_their_names() -> None:
    assert stem("Q2_1") == stem("Q2_2") == "Q2" and stem("第6题(动漫、(游戏))") == "第6题"
    assert stem("Which do you know? | Sampleton") == "Which do you know?" and stem("Q1") == "Q1"
    assert key(" 知道。") == "知道" and key("3.0") == "3" and key("?") == "?"
    assert parts(("a;b", "其他〖x〗")) == ["a;b", "a", "b", "其他"]


SCALE = HEAD + "Q1,,equity,sampleton,,{},{},{},{}\n"


@pytest.mark.parametrize(
    ("low", "high", "turned", "options", "answers", "values", "unread"),
    [
        (1, 5, "", "", ["1", "5分", "3 一般", "４", "9", "好"], [0, 1, 0.5, 0.75, np.nan, np.nan], 2),
        (1, 5, "yes", "", ["1", "5"], [1, 0], 0),
        (0, 10, "", "", ["0", "10", "-1"], [0, 1, np.nan], 1),
        (1, 3, "", "不同意;一般;同意", ["同意", "一般", "不同意", "2"], [1, 0.5, 0, 0.5], 0),
        (1, 5, "", "", [["1", "5"], "3"], [np.nan, 0.5], 1),
    ],
)
def test_scales(tmp_path: Path, low, high, turned, options, answers, values, unread) -> None:
    items = SCALE.format(low, high, turned, options)
    made = context(tmp_path, audience=wide([{"Q1": answer} for answer in answers]), audience_items=items)
    survey = surveys(made.evidence, made.study)[0]
    read = scored(survey, survey.items[0])
    np.testing.assert_allclose(read.values, values)
    assert read.unread == unread


@pytest.mark.parametrize(
    ("low", "high", "answers", "why"),
    [("", "", ["3"], "scale-missing"), (5, 1, ["3"], "scale-missing"), (1, 5, ["同意"], "scale-unread")],
)
def test_scales_that_cannot_be_read(tmp_path: Path, low, high, answers, why) -> None:
    items = SCALE.format(low, high, "", "")
    made = context(tmp_path, audience=wide([{"Q1": answer} for answer in answers]), audience_items=items)
    survey = surveys(made.evidence, made.study)[0]
    assert scored(survey, survey.items[0]).why == why


def test_recommendation_is_asked_from_0_to_10_only(tmp_path: Path) -> None:
    items = HEAD + "Q8,,recommendation,sampleton,,1,5,,\n"
    found = audience.find(context(tmp_path, audience=wide(people(50)), audience_items=items)).findings
    assert {one.measure: one.why for one in found}["communication.recommendation"] == "scale-missing"


def test_an_item_is_found_by_its_wording_and_told_where_it_is_not(tmp_path: Path) -> None:
    items = HEAD + "1,您知道示例镇吗？,awareness,sampleton,,,,,知道\n9,,purchase,sampleton,,,,,买过\n"
    some = [{"1、您知道示例镇吗": "知道"}, {"您知道示例镇吗?": "知道"}] * 10
    made = context(tmp_path, audience=wide(some), audience_items=items)
    result = audience.find(made)
    told = {one.measure.removeprefix("communication."): one.why for one in result.findings}
    assert told["consumer_awareness"] == "" and told["purchase"] == "item-not-found"
    rows = {row["item"]: row for row in result.tables["survey_items"].to_dicts()}
    assert rows["1"]["answers"] == 10 and rows["9"]["why"] == "item-not-found"


def test_long_rows_and_sheets_that_came_twice(tmp_path: Path) -> None:
    long = "respondent,item,answer\n" + "".join(f"{n},Q1,示例镇\n{n},Q1,北港镇\n{n},Q6,男\n" for n in range(12))
    made = context(tmp_path, audience=long, audience_items=ITEMS)
    survey = surveys(made.evidence, made.study)[0]
    assert survey.n == 12 and survey.answers["Q1"][0] == ("示例镇", "北港镇") and survey.twice == 0
    sheets = wide(people(12)).splitlines()
    again = "\n".join([*sheets, sheets[1], sheets[2].replace("男", "女")]) + "\n"
    made = context(tmp_path, audience=again, audience_items=ITEMS)
    survey = surveys(made.evidence, made.study)[0]
    assert (survey.n, survey.twice) == (12, 2) and survey.rows[0] == "audience:2"
    assert dict(audience.find(made).findings[0].parameters)["twice"] == "2"


@pytest.mark.parametrize("n", [1, 9])
def test_a_handful_of_answers_is_told_and_nothing_breaks(tmp_path: Path, n: int) -> None:
    result = audience.find(context(tmp_path, audience=wide(people(n)), audience_items=ITEMS))
    assert not [one.id for one in result.findings if one.status == "ok"]
    assert {one.why for one in result.findings} <= {"few-answers", "few-attributes", "not-asked"}
    assert set(result.tables) <= {"survey_items", "survey_quality"}
    assert set(result.tables["survey_items"]["share"].to_list()) == {None}


def test_items_without_a_map_and_with_a_confidential_one(tmp_path: Path) -> None:
    assert [one.why for one in audience.find(context(tmp_path, audience=wide(people(5)))).findings] == [
        "items-unmapped"
    ]
    made = context(tmp_path, audience=wide(people(5)), audience_items=ITEMS)
    sources = tuple(
        source.model_copy(update={"sensitivity": "confidential"}) if source.table == "audience_items" else source
        for source in made.study.sources
    )
    study = made.study.model_copy(update={"sources": sources})
    found = audience.find(Context(read_evidence(study), study, None)).findings
    assert [one.why for one in found] == ["confidential"]


def test_a_confidential_survey_is_counted_and_its_words_stay_where_they_are(tmp_path: Path) -> None:
    """Labels that nobody but confidential answers hold stand in no table; those of the open margins do."""
    margins = "item,option,share\nQ6,男,0.5\nQ6,女,0.5\n"
    made = context(tmp_path, sensitivity="confidential", audience=wide(people(200)), audience_items=ITEMS)
    assert len(made.evidence.covered) == 200
    result = audience.find(made)
    knows = next(one for one in result.findings if one.measure == "communication.consumer_awareness")
    assert knows.status == "ok" and knows.n == 200
    assert "segments" not in result.tables and "audience_channels" not in result.tables
    written = "".join(frame.write_csv() for frame in result.tables.values()) + repr(result.findings)
    assert not any(word in written for word in ("男", "女", "短视频", "朋友", "商场"))
    folder = tmp_path / "open"
    folder.mkdir()
    told = context(
        folder, sensitivity="confidential", audience=wide(people(200)), audience_items=ITEMS, margins=margins
    )
    assert set(audience.find(told).tables["segments"]["segment"]) == {"男", "女"}


@pytest.mark.parametrize(
    ("margins", "why", "of"),
    [
        ("item,option,share\nQ6,男,0.4\nQ6,女,0.4\nQ6,未说明,0.2\n", "empty", "未说明"),
        ("item,option,share\nQ6,男,1\n", "unknown", "Q6"),
        ("item,option,share\nQ6,男,0\nQ6,女,0\n", "shares", "Q6"),
        ("item,option,share\nQ99,男,0.5\nQ99,女,0.5\n", "no-item", "q99"),
    ],
)
def test_impossible_margins_are_refused_by_name(tmp_path: Path, margins: str, why: str, of: str) -> None:
    made = context(tmp_path, audience=wide(people(150)), audience_items=ITEMS, margins=margins)
    survey = surveys(made.evidence, made.study)[0]
    assert (survey.weighting.source, survey.weighting.why) == ("refused", why)
    assert survey.weighting.of.casefold() == of.casefold() and (survey.weighting.weights == 1).all()
    result = audience.find(made)
    knows = next(one for one in result.findings if one.measure == "communication.consumer_awareness")
    assert state(knows) == "leaning" and dict(knows.parameters)["weights-refused"] == why
    assert result.tables["survey_quality"].row(0, named=True)["why"] == why


@pytest.mark.parametrize(
    ("weights", "source", "why"),
    [
        ([1.0] * 12, "none", ""),
        ([2.0, 1.0] * 6, "given", ""),
        ([0.0, 1.0] * 6, "given", ""),
        ([-1.0, 1.0] * 6, "refused", "negative"),
        ([0.0] * 12, "refused", "zero"),
        ([1.0, "", 2.0] * 4, "refused", "missing"),
    ],
)
def test_weights_that_came_with_the_answers(tmp_path: Path, weights, source: str, why: str) -> None:
    made = context(tmp_path, audience=wide(people(12), weights=weights), audience_items=ITEMS)
    weighting = surveys(made.evidence, made.study)[0].weighting
    assert (weighting.source, weighting.why) == (source, why)
    assert weighting.weights.mean() == pytest.approx(1)
    audience.find(made)


def test_weights_in_a_column_of_the_file_are_the_base_of_the_margins(tmp_path: Path) -> None:
    some = [one | {"w": 3 if number % 2 else 1} for number, one in enumerate(people(100))]
    items = ITEMS + "w,,weight,,,,,,\n"
    margins = "item,option,share\nQ6,男,50\nQ6,女,50\n"
    made = context(tmp_path, audience=wide(some), audience_items=items, margins=margins)
    survey = surveys(made.evidence, made.study)[0]
    sex = survey.labels(survey.of("demographic")[0])
    men = survey.weighting.weights[sex == "男"]
    assert survey.weighting.source == "raked" and men.sum() == pytest.approx(50)
    assert sorted(set(np.round(men / men.min(), 6))) == [1, 3]


def test_few_answers_outside_of_the_margins_count_as_not_stated(tmp_path: Path) -> None:
    some = [one | ({"Q6": "不便透露"} if number < 3 else {}) for number, one in enumerate(people(100))]
    margins = "item,option,share\nQ6,男,0.5\nQ6,女,0.5\n"
    made = context(tmp_path, audience=wide(some), audience_items=ITEMS, margins=margins)
    weighting = surveys(made.evidence, made.study)[0].weighting
    assert (weighting.source, weighting.strays) == ("raked", 3) and weighting.weights[0] == pytest.approx(1)


DATES = ["2021-05-01"] * 30 + ["2023-05-01"] * 40


def test_answers_count_in_the_period_in_which_they_were_given(tmp_path: Path) -> None:
    files = {"audience": wide(people(70), dates=DATES), "audience_items": ITEMS}
    found = audience.find(context(tmp_path, past=("2021",), **files)).findings
    known = [one for one in found if one.measure == "communication.consumer_awareness" and one.status == "ok"]
    sizes = {one.period: one.n for one in known if one.subject == "sampleton"}
    assert sizes == {"2023": 40, "2021": 30}


def test_a_survey_of_a_near_year_stands_in_and_says_its_year(tmp_path: Path) -> None:
    files = {"audience": wide(people(70), dates=DATES), "audience_items": ITEMS}
    near = audience.find(context(tmp_path, period="2025", **files)).findings[0]
    assert (near.n, near.years, near.period) == (40, "2023", "2025")
    kept = audience.find(context(tmp_path, period="2025", past=("2023",), **files)).findings
    assert kept[0].why == "outside-years" and {one.period for one in kept[1:]} == {"2023"}
    far = audience.find(context(tmp_path, period="2019", **files)).findings[0]
    assert far.years == "2021" and far.n == 30
    none = audience.find(context(tmp_path, period="2012", **files)).findings
    assert [(one.why, dict(one.why_fields)["years"]) for one in none] == [("outside-years", "2021-2023")]


def test_an_unlabelled_sav_says_what_its_codes_need(tmp_path: Path) -> None:
    spss = pytest.importorskip("pyreadstat", reason="pyreadstat is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")

    frame = pandas.DataFrame({"id": range(1, 41), "v1": [1.0, 2.0] * 20, "v2": [1.0, 5.0] * 20})
    spss.write_sav(frame, str(tmp_path / "answers.sav"))
    told = {}
    for options in ("", "1"):
        items = HEAD + f"v1,,awareness,sampleton,,,,,{options}\nv2,,equity,sampleton,,1,5,,\n"
        made = context(tmp_path, audience_items=items)
        sources = (*made.study.sources, Source(id="sav", path="answers.sav", table="audience"))
        study = made.study.model_copy(update={"sources": sources})
        found = audience.find(Context(read_evidence(study), study, None)).findings
        told[options] = {one.measure.removeprefix("communication."): one for one in found}
    assert told[""]["consumer_awareness"].why == "options-missing"
    assert told["1"]["consumer_awareness"].value == pytest.approx(0.5)
    assert told["1"]["brand_equity"].n == 40


def test_hostile_items_are_cut_and_kept_in_one_line(tmp_path: Path) -> None:
    hostile = "=cmd|' /C calc'!A0 <script>alert(1)</script> {place} " + "x" * 300
    items = HEAD + f'"{hostile}",,awareness,sampleton,,,,,知道\n'
    made = context(tmp_path, audience=wide([{"a": "知道"}] * 12), audience_items=items)
    told = next(one for one in audience.find(made).findings if one.why == "item-not-found")
    assert len(dict(told.why_fields)["item"]) <= 60
