"""The coding sheet: what coders fill in comes back to the very words, whatever happened to the rows."""

import io
import re
import zipfile

import openpyxl
import pytest
from tests.evidence.interviews.conftest import TALK

from clustermark.evidence.interviews.codes import starting_codebook
from clustermark.evidence.interviews.coding_write import LONGEST_CELL, parts_of_turn, write_coding_sheet
from clustermark.evidence.interviews.conflicts import told_conflicts
from clustermark.evidence.interviews.sheet_words import CODES, headers
from clustermark.findings.results import checked

PLACE, TEXT, PASSAGE, CODE, STANCE, KEY, CLEARED, MEMO = 1, 6, 7, 8, 14, 15, 16, 17  # columns


@pytest.fixture
def sheet(make, tmp_path):
    """sheet(change, language) -> Made, after `change(worksheet, workbook)` of the sheet of coder 1."""

    def build(change, language="zh", coder="1", transcripts=None, files=None, **keys):
        made = make(transcripts or {"01.txt": TALK}, files)
        path = tmp_path / f"coding-{coder}.xlsx"
        write_coding_sheet(path, made.interviews, starting_codebook(), coder, language, **keys)
        book = openpyxl.load_workbook(path)
        change(book.worksheets[0], book)
        book.save(path)
        return make()

    return build


def coded(made):
    """[(words, code, stance)]"""
    return [(row["text"], row["code"], row["stance"]) for row in made.interviews.segments.iter_rows(named=True)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_filled_in_comes_back_in_either_language(sheet, language):
    def fill(page, _book):
        page.cell(3, CODE).value = (
            "governance.captive 俘获型（领导型）" if language == "zh" else "governance.captive Captive"
        )
        page.cell(3, CODE + 5).value = "governance.power"
        page.cell(3, STANCE).value = "否定" if language == "zh" else "Negative"
        page.cell(3, KEY).value = page.cell(3, CLEARED).value = "是" if language == "zh" else "yes"
        page.cell(3, MEMO).value = "两家客户"

    made = sheet(fill, language)
    assert made.rules == []
    said = "两家，占了七成。价格他们定，厂里只能跟。"
    assert coded(made)[1:3] == [(said, "governance.captive", "negative"), (said, "governance.power", "negative")]
    row = made.interviews.segments.row(1, named=True)
    assert (row["coder"], row["role"], row["key_quote"], row["cleared"], row["memo"], row["turn"]) == (
        "1",
        "enterprise",
        True,
        True,
        "两家客户",
        2,
    )
    assert coded(made)[0] == ("主要客户有几家？", "", "")  # read, and nothing applies


def test_a_sheet_in_which_nothing_is_coded_says_nothing(sheet):
    made = sheet(lambda page, book: None)
    assert made.interviews.segments.is_empty()
    assert {row.kind for row in made.evidence.set_aside} == {"header", "blank"}
    assert [code for code in made.told if code.startswith("coding")] == []


def test_rows_that_were_moved_find_their_words(sheet):
    def sort(page, _book):
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=5)]
        rows[3][CODE - 1] = "enterprise.brand"
        for line, row in enumerate(reversed(rows), start=2):
            for at, value in enumerate(row, start=1):
                page.cell(line, at).value = value

    made = sheet(sort)
    assert [row[:2] for row in coded(made) if row[1]] == [("做过三年，亏了就停了。", "enterprise.brand")]
    assert made.rules == []


def test_words_picked_out_and_a_second_passage_in_a_free_row(sheet):
    def fill(page, _book):
        page.cell(3, PASSAGE).value = "价格他们定"
        page.cell(3, CODE).value = "governance.power"
        page.cell(9, PLACE).value = page.cell(3, PLACE).value
        page.cell(9, PASSAGE).value = "占了 七成"  # blanks do not matter
        page.cell(9, CODE).value = "governance.captive"

    made = sheet(fill)
    assert sorted(row[:2] for row in coded(made) if row[1]) == [
        ("价格他们定", "governance.power"),
        ("占了七成", "governance.captive"),
    ]


@pytest.mark.parametrize(
    ("at", "value", "column", "rule"),
    [
        (TEXT, "两家，占了七成。", "F", "coding.text-edited"),
        (PLACE, "0123456789ab:1:5", "A", "coding.other-text"),
        (PLACE, "第三段", "A", "coding.place"),
        (CODE + 2, "governence.captive", "J", "segment.code-unknown"),
        (PASSAGE, "四家", "G", "coding.passage-missing"),
        (PASSAGE, "，", "G", "coding.passage-twice"),
        (STANCE, "也许", "态度", "choice.not-allowed"),
        (CLEARED, "也许", "可公开", "boolean.unreadable"),
    ],
)
def test_what_cannot_be_read_is_told_with_row_and_column_and_nothing_else_is_lost(sheet, at, value, column, rule):
    def spoil(page, _book):
        page.cell(3, CODE).value = "governance.power"
        page.cell(3, at).value = value
        page.cell(5, CODE).value = "enterprise.brand"

    made = sheet(spoil)
    assert made.rules == [(3, column, rule)]
    assert [code for _, code, _ in coded(made) if code] == ["enterprise.brand"]


def test_a_transcript_that_was_changed_is_told_and_its_sheet_is_kept(sheet, make):
    sheet(lambda page, book: page.cell(3, CODE).__setattr__("value", "governance.power"))
    made = make({"01.txt": TALK.replace("七成", "八成")})
    assert {rule for _, _, rule in made.rules} == {"coding.other-text"}
    assert made.interviews.segments.is_empty()


def test_a_sheet_of_a_newer_version_is_refused(sheet):
    made = sheet(lambda page, book: book.worksheets[2].cell(1, 2).__setattr__("value", "2"))
    assert "coding.newer" in made.told
    assert "segments" not in made.evidence.tables


def test_a_header_that_was_changed_is_told(sheet):
    made = sheet(lambda page, book: page.delete_rows(1))
    assert "coding.no-header" in made.told


def test_rows_that_were_deleted_are_counted(sheet):
    made = sheet(lambda page, book: page.delete_rows(4))
    (found,) = [item for item in made.evidence.problems if item.code == "coding.rows-missing"]
    assert dict(found.fields) == {"n": "1"}


def test_another_codebook_is_told_and_codes_that_are_gone_too(sheet):
    made = sheet(
        lambda page, book: page.cell(3, CODE).__setattr__("value", "governance.power"),
        files={"codebook.csv": "编码,名称（中文）\nown,自己的\n"},
    )
    assert "coding.codebook-changed" in made.told
    assert made.rules == [(3, "H", "segment.code-unknown")]


def test_what_is_said_can_never_be_a_formula(make, tmp_path):
    book = [{"id": "=1+1", "name_zh": "@x", "definition_zh": "+2", "example_zh": "-3"}]
    made = make({"01.txt": "=cmd：=HYPERLINK(1)\n=cmd：@SUM(1)\n+1：-2\n+1：+3\n"})
    path = tmp_path / "out.xlsx"
    write_coding_sheet(path, made.interviews, book, "=2", "zh")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
        strings = re.findall(r"<t[^>]*>([^<]*)</t>", archive.read("xl/sharedStrings.xml").decode())
    assert not [text for text in strings if text.startswith(("=", "@", "+", "-"))]


def test_a_hostile_code_comes_back_by_its_name(make, tmp_path):
    codes = "编码,名称（中文）\n=1+1,<b>\n"
    made = make({"01.txt": TALK}, {"codebook.csv": codes})
    path = tmp_path / "coding-1.xlsx"
    write_coding_sheet(path, made.interviews, made.evidence.rows("codebook"), "1", "zh")
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(3, CODE).value = book.worksheets[1].cell(2, 8).value
    book.save(path)
    assert [code for _, code, _ in coded(make()) if code] == ["=1+1"]


def test_the_sheet_is_for_coders_frozen_wrapped_protected(sheet, tmp_path):
    sheet(lambda page, book: None)
    book = openpyxl.load_workbook(tmp_path / "coding-1.xlsx")
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]] == headers("zh")
    assert page.freeze_panes == "G2"
    assert page.protection.sheet and page.cell(3, TEXT).protection.locked
    assert not any(page.cell(3, at).protection.locked for at in range(PASSAGE, MEMO + 1))
    assert page.cell(3, TEXT).alignment.wrap_text
    lists = [area for area in page.data_validations.dataValidation if area.formula1.startswith("'编码手册'")]
    assert [str(area.sqref) for area in lists] == [f"H2:{chr(ord('G') + CODES)}205"]
    assert book.worksheets[1].max_row == len(starting_codebook()) + 1


def test_the_same_interviews_give_the_same_bytes(make, tmp_path):
    made = make({"01.txt": TALK})
    for name in ("a", "b"):
        write_coding_sheet(tmp_path / f"{name}.xlsx", made.interviews, starting_codebook(), "1", "zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_new_sheet_carries_over_what_was_coded(sheet, make, tmp_path):
    def fill(page, _book):
        page.cell(3, CODE).value = "governance.power"
        page.cell(3, CLEARED).value = "是"
        page.cell(9, PLACE).value = page.cell(5, PLACE).value
        page.cell(9, PASSAGE).value = "亏了"
        page.cell(9, CODE).value = "lockin"
        page.cell(9, MEMO).value = "记"

    before = sheet(fill)
    write_coding_sheet(tmp_path / "coding-1.xlsx", before.interviews, starting_codebook(), "1", "en")
    after = make()
    columns = ["document", "start", "end", "code", "coder", "stance", "memo", "key_quote", "cleared"]
    wanted = before.interviews.segments.select(columns).sort(columns)
    assert after.interviews.segments.select(columns).sort(columns).equals(wanted)


def test_a_long_turn_has_several_rows_that_together_are_the_turn():
    text = "一二三。" * 3_000
    parts = list(parts_of_turn(text, 0, len(text)))
    assert max(end - start for start, end in parts) <= LONGEST_CELL
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(text[end - 1] == "。" for _, end in parts)
    assert list(parts_of_turn("x" * 9_000, 0, 9_000, 4_000)) == [(0, 4_000), (4_000, 8_000), (8_000, 9_000)]


def test_two_coders_disagree_in_the_ways_that_are_named(make, tmp_path):
    made = make({"01.txt": TALK})
    for coder in "12":
        path = tmp_path / f"coding-{coder}.xlsx"
        write_coding_sheet(path, made.interviews, starting_codebook(), coder, "zh")
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        page.cell(3, CODE).value = "governance.power"
        page.cell(5, CODE).value = "enterprise.brand"
        page.cell(5, STANCE).value = "否定" if coder == "1" else "肯定"
        page.cell(5, CLEARED).value = "是" if coder == "2" else None
        if coder == "2":
            page.cell(3, PASSAGE).value = "价格他们定"
            page.cell(3, CODE + 1).value = "lockin"
        book.save(path)
    both = make().interviews
    columns = ("turn", "code", "kind", "coders", "others")
    assert both.conflicts.select(columns).rows() == [
        (2, "governance.power", "place", ["1"], ["2"]),
        (2, "lockin", "one-coder", ["2"], ["1"]),
        (4, "", "clearance", ["2"], ["1"]),
        (4, "enterprise.brand", "stance", ["1"], ["2"]),
    ]
    told = told_conflicts(both)
    assert checked("coding_conflicts", told).height == 4
    assert told.row(0) == (
        "interviews:1",
        2,
        "",  # one interview holds it: results do not name it
        "place",
        "1",
        "2",
        ["coding-1/编码:3", "coding-2/编码:3"],
    )
