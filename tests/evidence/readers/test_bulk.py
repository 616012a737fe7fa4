"""Rows read by column have the fates and values that they have when they are read one by one."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from clustermark.evidence import bulk, checks, sheets
from clustermark.evidence.clean import Names
from clustermark.evidence.fold import fold
from clustermark.evidence.readers.csv_reader import read_csv
from clustermark.evidence.sheets import read_sheet
from clustermark.findings.catalogue import measures
from clustermark.study.model import Source

CELLS = {
    "subject": [
        "sampleton",
        "示例镇",
        "SAMPLETON ",
        "atlantis",
        "",
        "合计",
        "总 计",
        "例：x",
        "注1：x",
        "1",
        "#N/A",
        "a\u202eb",
    ],
    "variable": [
        "situation.firms",
        "企业数",
        "situation.output_value",
        "situation.world_output_share",
        "my own",
        "",
        "situation.title_year",
        "governance.type",
        "situation.frims",
        "合计",
        "note: x",
    ],
    "value": [
        "300",
        "-3",
        "0.5",
        "007",
        "1,234",
        "1,234.5",
        "12,34",
        "3.5亿",
        "约300",
        "20~30",
        "１２",
        "",
        "-",
        "—",
        "120",
        "2021",
        "2021.5",
        "#DIV/0!",
        "1e3",
        "300家",
        "9" * 20,
        "0." + "1" * 20,
    ],
    "unit": ["firms", "家", "", "万元", "%", "percent", "furlongs", "year", "CNY", "-"],
    "year": ["2021", "2021年", "1799", "2101", "21", "", "２０２１", "soon"],
    "code": ["", "captive", "Captive", "x"],
    "party": ["", "yes", "否", "perhaps"],
    "text_en": ["", "text", "-", "#1", "#N/A", " padded ", "\u3000wide\u3000"],
    "extra": ["", "kept", "\u200b"],
}
ROW = st.tuples(*(st.sampled_from(values) for values in CELLS.values()))
ROWS = st.lists(
    st.one_of(ROW, ROW.map(lambda row: (*row, "", "")), ROW.map(lambda row: (*row, "x")), st.just(())), max_size=25
)
NAMES = Names(
    places={fold(name): "sampleton" for name in ("sampleton", "示例镇")},
    measures={fold(name): m.id for m in measures().values() for name in (m.id, m.name.zh, m.name.en)},
)


def both(rows, table="claims", header=None, sensitivity="public"):
    from tests.evidence.conftest import as_csv

    data = as_csv([header or list(CELLS), *map(list, rows)]).encode()
    source = Source(id=table, path="x.csv", table=table, sensitivity=sensitivity)
    sheet = read_csv(data, table)
    return [read_sheet(sheet, source, data, NAMES, [], few) for few in (10**9, 0)]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS)
@pytest.mark.slow
def test_by_column_and_one_by_one_agree(rows):
    slow, quick = both(rows)
    assert_frame_equal(quick.frame, slow.frame)
    assert quick.quarantined == slow.quarantined
    assert sorted(quick.set_aside, key=lambda row: row.row) == slow.set_aside
    assert sorted(map(str, quick.problems)) == sorted(map(str, slow.problems))
    assert quick.read == slow.read
    for line in range(1, quick.read + 1):
        assert quick.raw.cells(line) == slow.raw.cells(line)


@pytest.mark.parametrize("column", list(CELLS))
def test_each_cell_alone_in_a_good_row(column):
    good = dict(zip(CELLS, ["sampleton", "situation.firms", "300", "firms", "2021", "", "", "text", ""], strict=True))
    slow, quick = both([tuple((good | {column: cell}).values()) for cell in CELLS[column]])
    assert_frame_equal(quick.frame, slow.frame)
    assert quick.quarantined == slow.quarantined
    assert quick.set_aside == slow.set_aside
    assert sorted(map(str, quick.problems)) == sorted(map(str, slow.problems))


def test_a_header_with_a_unit(rows=(("sampleton", "产值", "3.5", ""), ("sampleton", "产值", "3", "家"))):
    slow, quick = both(rows * 3, header=["subject", "variable", "数值（亿元）", "单位"])
    assert_frame_equal(quick.frame, slow.frame)
    assert quick.frame["unit"].to_list() == ["亿元"] * 3
    assert quick.quarantined == slow.quarantined
    assert {item.rule for item in quick.quarantined} == {"unit.header-differs"}


def test_keys_that_stand_twice_keep_the_first_in_the_order_of_the_file():
    header = ["id", "kind", "name_zh", "name_en"]
    rows = [
        ("a", "firm", "甲", "A"),
        ("b", "企业", "乙", "B"),
        ("a", "firm", "\u202a丙", "again"),
        ("b", "firm", "丁", "x"),
    ]
    slow, quick = both(rows, "places", header)
    assert_frame_equal(quick.frame, slow.frame)
    assert quick.quarantined == slow.quarantined
    assert [(item.row, item.rule) for item in quick.quarantined] == [(4, "key.repeated"), (5, "key.repeated")]


def test_plain_rows_are_read_by_column():
    """Else the agreement above would say nothing."""
    rows = [("sampleton", "situation.firms", "300", "firms", "2021", "", "", "text", "")] * 50
    from tests.evidence.conftest import as_csv

    data = as_csv([list(CELLS), *map(list, rows)]).encode()
    source = Source(id="claims", path="x.csv", table="claims")
    sheet = read_csv(data, "claims")
    head = sheets.find_head(sheet, sheets.table_specs()["claims"])
    cover = sheets.Cover.of(source, data)
    reading = sheets.reading_of(sheet, source, sheets.table_specs()["claims"], head, NAMES, cover)
    plain, lines = bulk.plain_rows(reading, 0)
    assert (plain.height, list(lines)) == (50, [1])


def test_every_check_says_which_rows_are_alike():
    """Of the tables that grow long; the rows of others are read one by one where they have a check."""
    assert {"claims", "trade", "mentions", "audience"} <= set(checks._SAMENESS) <= set(checks._CHECKS)


@pytest.mark.parametrize(
    "text", ["0", "7", "-7", "0.1", "12.345", "999999999999999", "1.123456789012345", "1,234", "12,345,678.5"]
)
def test_plain_figures_are_cast_to_what_they_are_parsed_to(text):
    slow, quick = both([("sampleton", "my own", text, "x", "2021", "", "", "", "")])
    assert quick.frame["value"].to_list() == slow.frame["value"].to_list()
    assert isinstance(quick.frame["value"], pl.Series)
