"""The starting codebook, and codebooks of studies with versions."""

import tomllib
from importlib.resources import files

import pytest

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.codes import code_names, codes_frame, current, parts_of, starting_codebook
from clustermark.evidence.interviews.table_sheets import write_table_sheet
from clustermark.evidence.specs import table_specs
from clustermark.findings.catalogue import measures

BOTH = ("name", "definition", "include", "exclude", "example")


def test_the_starting_codebook_is_a_tree_of_73_codes():
    codes = starting_codebook()
    assert len(codes) == 73
    seen = set()
    for code in codes:
        assert code.get("parent") is None or code["parent"] in seen  # parents stand first
        assert code["id"].rpartition(".")[0] == (code.get("parent") or "")
        seen.add(code["id"])
    assert len(seen) == 73


def test_every_code_is_told_in_both_languages_and_no_name_stands_twice():
    for code in starting_codebook():
        assert all(code[f"{name}_{language}"].strip() for name in BOTH for language in ("zh", "en")), code["id"]
    assert all(code_names(starting_codebook()).values())
    assert len({fold(code["name_zh"]) for code in starting_codebook()}) == 73


def test_every_code_informs_measures_that_exist_and_rests_on_works_that_are_listed():
    works = tomllib.loads((files("clustermark.suggestions") / "literature.toml").read_text(encoding="utf-8"))["work"]
    keys = {work["key"] for work in works}
    for code in starting_codebook():
        assert code["informs"]
        assert set(parts_of(code["informs"])) <= measures().keys(), code["id"]
        assert code.get("reference") is None or code["reference"] in keys


def test_columns_of_the_starting_codebook_are_those_of_the_table():
    columns = {column.id for column in table_specs()["codebook"].columns}
    assert {name for code in starting_codebook() for name in code} <= columns


def test_the_last_version_counts_and_ten_comes_after_nine():
    rows = [
        {"id": "a", "version": "9", "name_en": "old"},
        {"id": "b", "version": None, "name_en": "only"},
        {"id": "a", "version": "10", "name_en": "new", "retired": True},
        {"id": "a", "version": "2.1", "name_en": "older"},
    ]
    assert [(row["id"], row["name_en"]) for row in current(rows)] == [("a", "new"), ("b", "only")]
    assert codes_frame(rows)["retired"].to_list() == [True, False]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_of_the_starting_codebook_is_read_as_it_was_written(make, tmp_path, language):
    from clustermark.study.model import Source

    write_table_sheet(tmp_path / "codebook.xlsx", "codebook", language, starting_codebook())
    made = make(extra=(Source(id="codes", path="codebook.xlsx", table="codebook"),))
    rows = made.evidence.rows("codebook")
    assert [
        {name: value for name, value in row.items() if value is not None and name in code}
        for row, code in zip(rows, starting_codebook(), strict=True)
    ] == [dict(code) for code in starting_codebook()]
    assert made.rules == []


def test_wrong_rows_of_a_codebook_are_told(make):
    made = make({}, {"codebook.csv": "编码,上级编码,版本\na;b,,1\nc,c,1\nd,nowhere,1\nd,,1\n"})
    assert made.rules == [
        (2, "编码", "code.semicolon"),
        (3, "上级编码", "code.own-parent"),
        (5, "编码", "key.repeated"),
    ]
    assert "code.parent-unknown" in made.told


def test_two_codes_of_one_name_are_told_apart_by_id(make):
    from tests.evidence.interviews.conftest import TALK

    book = "编码,名称（中文）\na,价格\nb,价格\n"
    segments = "document,start,end,codes,coder\n01.txt,0,5,价格,1\n01.txt,0,5,a; b,1\n"
    made = make({"01.txt": TALK}, {"codebook.csv": book, "segments.csv": segments})
    assert [rule for _, _, rule in made.rules] == ["segment.code-unknown"]
    assert made.interviews.segments["code"].to_list() == ["a", "b"]
