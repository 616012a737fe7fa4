"""Reading: every physical row is accepted, quarantined or set aside, each with its place."""

from collections import Counter

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence

HEADER = ["subject", "variable", "value", "unit", "year", "reliability", "url"]
GOOD = ["sampleton", "situation.firms", "300", "firms", "2021", "B", "https://example.org/a"]


def with_cells(**cells: str) -> list[str]:
    return [cells.get(name, value) for name, value in zip(HEADER, GOOD, strict=True)]


def balanced(evidence: Evidence) -> bool:
    accepted = sum(frame.height for frame in evidence.tables.values())
    return sum(evidence.read.values()) == accepted + len(evidence.quarantined) + len(evidence.set_aside)


def rules(evidence: Evidence) -> list[str]:
    return [row.rule for row in evidence.quarantined]


def codes(evidence: Evidence) -> list[str]:
    return [item.code for item in evidence.problems]


def test_accepted_rows_have_types_reference_source_and_origin(make_study):
    evidence = read_evidence(make_study(claims=[HEADER, GOOD]))
    (row,) = evidence.rows("claims")
    assert row["row"] == "claims:2"
    assert (row["source"], row["origin"]) == ("claims", "published")
    assert (row["value"], row["year"], row["value_high"], row["party"]) == (300.0, 2021, None, None)
    frame = evidence.tables["claims"]
    assert frame.schema["value"] == pl.Float64
    assert frame.schema["party"] == pl.Boolean
    assert frame.schema["year"] == pl.Int64
    assert frame.schema["subject"] == pl.String
    assert len(evidence.sources["claims"].sha256) == 64
    assert evidence.raw["claims:2"]["value"] == "300"
    assert not evidence.problems


def test_each_row_has_one_fate_and_its_place(make_study):
    rows = [
        ["示例镇产业数据", "", "", "", "", "", ""],
        HEADER,
        ["填写说明：编号", "指标", "数字", "", "", "", ""],
        with_cells(subject="例：sampleton"),
        GOOD,
        ["", "", "", "", "", "", ""],
        with_cells(subject="atlantis"),
        ["合计", "", "300", "", "", "", ""],
        ["注：本表不含个体户", "", "", "", "", "", ""],
        HEADER,
        with_cells(year="去年"),
    ]
    evidence = read_evidence(make_study(claims=rows))
    assert balanced(evidence)
    kinds = [(item.row, item.kind) for item in evidence.set_aside if item.source == "claims"]
    assert kinds == [
        (1, "title"),
        (2, "header"),
        (3, "note"),
        (4, "example"),
        (6, "blank"),
        (8, "total"),
        (9, "note"),
        (10, "header"),
    ]
    assert [(row.row, row.column, row.rule) for row in evidence.quarantined] == [
        (7, "subject", "place.unknown"),
        (11, "year", "year.unreadable"),
    ]
    assert evidence.quarantined[0].raw == "atlantis"


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"subject": ""}, "cell.missing"),
        ({"subject": "atlantis"}, "place.unknown"),
        ({"variable": "situation.firmz"}, "measure.unknown"),
        ({"value": ""}, "value.missing"),
        ({"value": "some"}, "number.unreadable"),
        ({"value": "361°"}, "number.unreadable"),
        ({"value": "许多"}, "number.vague"),
        ({"value": "1,5"}, "number.grouping"),
        ({"value": "30-20"}, "number.range-reversed"),
        ({"unit": "percent"}, "unit.does-not-fit"),
        ({"unit": "furlongs"}, "unit.unknown"),
        ({"value": "3万", "unit": "万家"}, "unit.scale-twice"),
        ({"value": "300人"}, "unit.twice"),
        ({"year": "21"}, "year.out-of-range"),
        ({"year": "2021-2022"}, "year.span"),
        ({"reliability": "E"}, "choice.not-allowed"),
        ({"variable": "situation.world_output_share", "value": "120", "unit": "percent"}, "share.over-100"),
        ({"variable": "situation.world_output_share", "value": "20~120", "unit": "percent"}, "share.over-100"),
        ({"variable": "situation.output_value", "unit": ""}, "unit.missing"),
        ({"variable": "situation.output_value", "unit": "million CNY per day"}, "unit.does-not-fit"),
        ({"variable": "situation.output_volume", "unit": "persons"}, "unit.does-not-fit"),
        ({"variable": "position.factory_price", "unit": "USD per year"}, "unit.does-not-fit"),
        ({"variable": "governance.type"}, "code.missing"),
        ({"variable": "situation.title_year", "unit": "year", "value": "20021"}, "year.out-of-range"),
    ],
)
def test_a_broken_rule_quarantines_the_row(make_study, cells, rule):
    evidence = read_evidence(make_study(claims=[HEADER, GOOD, with_cells(**cells)]))
    assert rules(evidence) == [rule]
    assert evidence.tables["claims"].height == 1
    assert balanced(evidence)


@pytest.mark.parametrize(
    "cells",
    [
        {"variable": "my own figure", "unit": "furlongs per fortnight"},
        {"variable": "situation.output_value", "unit": "亿元"},
        {"variable": "situation.output_volume", "unit": "million pairs"},
        {"variable": "situation.world_output_share", "value": "20%", "unit": ""},
        {"variable": "situation.world_output_share", "value": "100", "unit": "percent"},
        {"subject": "示例镇"},
        {"subject": "sampleton TOWELS"},
        {"variable": "企业数"},
        {"unit": ""},
        {"value": "３００家"},
        {"year": "2021年"},
        {"reliability": "b"},
    ],
)
def test_what_people_write_is_accepted(make_study, cells):
    evidence = read_evidence(make_study(claims=[HEADER, with_cells(**cells)]))
    assert rules(evidence) == []
    assert evidence.rows("claims")[0]["subject"] == "sampleton"


def test_words_of_approximation_and_ranges_fill_their_columns(make_study):
    rows = [
        HEADER,
        with_cells(value="约3亿", variable="situation.output_value", unit="元"),
        with_cells(value="20~30亿元", variable="situation.output_value", unit=""),
        with_cells(value="3500余家", unit=""),
        with_cells(value="不足5000"),
    ]
    found = read_evidence(make_study(claims=rows)).rows("claims")
    assert [(row["value"], row["value_high"], row["bound"], row["unit"]) for row in found] == [
        (3e8, None, "about", "元"),
        (2e9, 3e9, None, "元"),
        (3500.0, None, "at least", "家"),
        (5000.0, None, "at most", "firms"),
    ]


def test_a_bound_column_wins_only_where_it_agrees(make_study):
    rows = [[*HEADER, "bound"], [*with_cells(value="约300"), "at least"], [*with_cells(value="约300"), "约"]]
    evidence = read_evidence(make_study(claims=rows))
    assert rules(evidence) == ["number.bound-conflict"]
    assert evidence.rows("claims")[0]["bound"] == "about"


def test_a_word_of_approximation_without_a_column_for_it_is_warned_of(make_study):
    header = ["subject", "name_zh", "name_en", "kind", "visitors"]
    events = [header, ["sampleton", "毛巾展", "Towel Fair", "fair", "2万余人次"]]
    evidence = read_evidence(make_study(events=events))
    assert evidence.rows("events")[0]["visitors"] == 20000.0
    (problem,) = evidence.problems
    assert (problem.code, problem.severity, problem.where.row) == ("number.bound-not-kept", "warning", 2)


def test_signs_that_no_one_sees_are_left_out_of_values_and_kept_as_read(make_study):
    rows = [[*HEADER, "text_en"], [*GOOD, "a\x1b[31mb\u202ec"]]
    evidence = read_evidence(make_study(claims=rows))
    assert evidence.rows("claims")[0]["text_en"] == "a[31mbc"
    assert "\u202e" in evidence.raw["claims:2"]["text_en"]


def test_a_unit_in_the_header_is_used_where_the_cell_names_none(make_study):
    rows = [["subject", "variable", "数值（亿元）", "year"], ["sampleton", "situation.output_value", "3.5", "2021"]]
    (row,) = read_evidence(make_study(claims=rows)).rows("claims")
    assert (row["value"], row["unit"]) == (3.5, "亿元")


def test_every_wrong_cell_of_a_row_is_told(make_study):
    evidence = read_evidence(make_study(claims=[HEADER, with_cells(subject="atlantis", year="soon")]))
    (row,) = evidence.quarantined
    assert row.rule == "place.unknown"
    assert dict(row.fields)["also"] == "year: year.unreadable"


def test_near_misses_are_named(make_study):
    evidence = read_evidence(make_study(claims=[HEADER, with_cells(subject="samplton")]))
    assert dict(evidence.quarantined[0].fields)["nearest"] == "sampleton"


def test_repeated_keys_keep_the_first_row(make_study):
    from tests.evidence.conftest import PLACES

    evidence = read_evidence(make_study(places=[*PLACES, PLACES[1]]))
    assert rules(evidence) == ["key.repeated"]
    assert dict(evidence.quarantined[0].fields)["first"] == "places:2"


def test_a_name_that_two_places_share_is_refused_and_their_ids_are_not(make_study):
    from tests.evidence.conftest import PLACES

    twin = ["south-vale", "cluster", "北谷", "South Vale", "", "", "", ""]
    claims = [HEADER, with_cells(subject="北谷"), with_cells(subject="north-vale")]
    evidence = read_evidence(make_study(places=[*PLACES, twin], claims=claims))
    assert rules(evidence) == ["place.ambiguous"]
    assert [row["subject"] for row in evidence.rows("claims")] == ["north-vale"]


def test_a_missing_required_column_makes_the_table_absent(make_study):
    evidence = read_evidence(make_study(claims=[["subject", "value", "unit"], ["sampleton", "3", "firms"]]))
    assert "claims" not in evidence.tables
    (problem,) = evidence.problems
    assert problem.code == "table.column-missing"
    assert dict(problem.fields)["column"] == "variable"
    assert problem.where.row == 1
    assert balanced(evidence)


def test_problems_of_files_are_told_and_nothing_is_raised(make_study):
    cases = {
        b"": "file.empty",
        b'subject,variable\n"open': "file.quotes",
        b"subject,variable\n\xff\xff\n\xff\xfe\n\xff\xfd": "file.encoding",
        b"PK\x03\x04\x00\x00": "file.not-text",
        b"a,b\n1,2\n": "table.no-header",
    }
    for content, code in cases.items():
        evidence = read_evidence(make_study(claims=content))
        assert codes(evidence) == [code], content
        assert balanced(evidence)


def test_a_missing_file_and_a_folder_are_told(make_study, tmp_path):
    study = make_study(claims=object())
    assert codes(read_evidence(study)) == ["file.missing"]
    (tmp_path / "claims.csv").mkdir()
    assert codes(read_evidence(study)) == ["file.is-a-folder"]


def test_two_columns_of_one_name_are_a_problem(make_study):
    evidence = read_evidence(make_study(claims=[[*HEADER, "单位"], [*GOOD, "家"]]))
    assert codes(evidence) == ["table.column-twice"]


def test_unknown_columns_are_warned_of_and_kept_as_read(make_study):
    evidence = read_evidence(make_study(claims=[[*HEADER, "remark of mine"], [*GOOD, "kept"]]))
    assert [(item.code, item.severity) for item in evidence.problems] == [("table.column-unknown", "warning")]
    assert evidence.raw["claims:2"]["remark of mine"] == "kept"


def test_a_subject_of_the_study_that_no_place_names_is_a_problem(make_study):
    from tests.evidence.conftest import PLACES

    evidence = read_evidence(make_study(places=PLACES[:2]))
    assert codes(evidence) == ["study.place-unknown"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_delimiters_and_marks(make_study, delimiter, mark):
    from tests.evidence.conftest import as_csv

    evidence = read_evidence(make_study(claims=mark + as_csv([HEADER, GOOD], delimiter)))
    assert evidence.tables["claims"].height == 1
    assert not evidence.problems


def test_a_row_is_a_record_even_where_a_cell_has_line_breaks(make_study):
    rows = [[*HEADER, "locator_en"], [*GOOD, "first\nsecond"], [*with_cells(year="soon"), ""]]
    evidence = read_evidence(make_study(claims=rows))
    assert evidence.quarantined[0].row == 3


@pytest.mark.parametrize(
    "header", ["ＳＵＢＪＥＣＴ", " Subject ", "地方或企业", "产业集群", "subject_id", "SubJect (id)"]
)
def test_headers_match_without_case_width_and_blanks(make_study, header):
    evidence = read_evidence(make_study(claims=[[header, *HEADER[1:]], GOOD]))
    assert evidence.tables["claims"].height == 1


CELL = st.one_of(
    st.sampled_from(
        ["", "sampleton", "300", "firms", "2021", "situation.firms", "合计", "例：", "注：x", "A", "约3亿"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, max_size=9), max_size=12))
def test_read_is_accepted_plus_quarantined_plus_set_aside(make_study, rows):
    evidence = read_evidence(make_study(claims=[HEADER, *rows]))
    assert balanced(evidence)
    places = Counter(
        [row["row"] for row in evidence.rows("claims")]
        + [f"claims:{row.row}" for row in evidence.quarantined]
        + [f"claims:{row.row}" for row in evidence.set_aside if row.source == "claims"]
    )
    if "claims" in evidence.read:
        assert places == Counter(f"claims:{line}" for line in range(1, evidence.read["claims"] + 1))
