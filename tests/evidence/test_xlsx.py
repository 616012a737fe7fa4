"""Workbooks: sheets by name or by header, hidden ones told, damaged and hostile ones refused with a clear problem."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from clustermark.evidence.read import read_evidence
from clustermark.evidence.readers.xlsx_reader import read_xlsx

HEADER = ["subject", "variable", "value", "unit", "year"]
GOOD = ["sampleton", "situation.firms", 300, "firms", 2021]


def workbook(sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, change) -> bytes:
    """The archive with `change(name, content)` applied to each part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def code_of(make_study, data: bytes) -> str:
    evidence = read_evidence(make_study(readers={"claims": "xlsx"}, claims=data))
    assert "claims" not in evidence.tables
    (problem,) = evidence.problems
    return problem.code


def test_rows_keep_their_place_below_titles_and_blank_rows(make_study):
    data = workbook({"公开数字": [["示例镇产业数据"], [], HEADER, GOOD, [], [*GOOD[:4], "soon"]]})
    evidence = read_evidence(make_study(readers={"claims": "xlsx"}, claims=data))
    (row,) = evidence.rows("claims")
    assert row["row"] == "claims/公开数字:4"
    assert (row["value"], row["year"]) == (300.0, 2021)
    assert [(item.sheet, item.row, item.raw) for item in evidence.quarantined] == [("公开数字", 6, "soon")]
    assert [(item.row, item.kind) for item in evidence.set_aside if item.source == "claims"] == [
        (1, "title"),
        (2, "blank"),
        (3, "header"),
        (5, "blank"),
    ]


def test_the_first_sheet_with_the_header_is_read(make_study):
    data = workbook({"notes": [["nothing here"]], "old": [HEADER, GOOD], "new": [HEADER, GOOD, GOOD]}, hidden=("old",))
    evidence = read_evidence(make_study(readers={"claims": "xlsx"}, claims=data))
    assert evidence.tables["claims"].height == 2
    assert evidence.problems == ()


def test_a_hidden_sheet_is_told(make_study):
    data = workbook({"notes": [["nothing here"]], "old": [HEADER, GOOD]}, hidden=("old",))
    evidence = read_evidence(make_study(readers={"claims": "xlsx"}, claims=data))
    assert evidence.tables["claims"].height == 1
    assert [(item.code, item.severity) for item in evidence.problems] == [("sheet.hidden", "warning")]


def test_no_sheet_fits(make_study):
    assert code_of(make_study, workbook({"a": [["x", "y"]]})) == "sheet.none-fits"


def test_a_truncated_workbook_is_a_clear_problem_at_every_length(make_study):
    data = workbook({"a": [HEADER, GOOD]})
    for length in range(0, len(data), 397):
        assert code_of(make_study, data[:length]) in {"file.empty", "file.damaged"}, length


def test_a_workbook_with_a_broken_part_is_a_clear_problem(make_study):
    data = workbook({"a": [HEADER, GOOD]})
    broken = repacked(data, lambda name, part: part[: len(part) // 2] if "sheet1" in name else part)
    assert code_of(make_study, broken) in {"file.damaged", "sheet.none-fits"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"subject,variable\n", "file.damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file.old-or-locked"),
        (b"", "file.empty"),
    ],
)
def test_what_is_no_workbook_is_told(make_study, data, code):
    assert code_of(make_study, data) == code


def test_an_archive_that_is_no_workbook_is_told(make_study):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert code_of(make_study, out.getvalue()) == "file.not-a-workbook"


def test_a_cell_at_the_far_corner_lays_out_no_grid(make_study):
    book = openpyxl.Workbook()
    book.active["A1"] = "subject"
    book.active.cell(1_048_576, 16_384, "far")
    out = io.BytesIO()
    book.save(out)
    assert code_of(make_study, out.getvalue()) == "table.too-large"


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        b"<row r='1048576' ><c r='XFD1048576' ><v>1</v></c></row></sheetData>",
        b'<row r="1048576"><c><v>1</v></c></row></sheetData>',
        b'<row><c r="A1048576"><v>1</v></c></row></sheetData>',
        b'<row r="9"><c t="n" r="XFD9"><v>1</v></c><c r="A1048576"><v>1</v></c></row></sheetData>',
        b'<row r="99999999999"><c r="A1"><v>1</v></c></row></sheetData>',
        b'<row r="0"><c r="A0"><v>1</v></c></row></sheetData>',
    ],
)
@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_far_cell_is_found_however_it_is_written(make_study, cell, elsewhere):
    data = workbook({"a": [HEADER, GOOD]})
    far = repacked(data, lambda name, part: part.replace(b"</sheetData>", cell))
    if elsewhere:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(far)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                part = old.read(name).replace(b"worksheets/sheet1.xml", b"other/page.dat")
                new.writestr(name.replace("worksheets/sheet1.xml", "other/page.dat"), part)
        far = out.getvalue()
    assert code_of(make_study, far) in {"table.too-large", "file.damaged"}


def test_formatted_blanks_do_not_count(make_study):
    blank = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    data = repacked(workbook({"a": [HEADER, GOOD]}), lambda name, part: part.replace(b"</sheetData>", blank))
    evidence = read_evidence(make_study(readers={"claims": "xlsx"}, claims=data))
    assert evidence.tables["claims"].height == 1


def test_a_zip_bomb_is_not_unpacked(make_study):
    data = workbook({"a": [HEADER, GOOD]})
    out = io.BytesIO(data)
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(310):
            part.write(b"\0" * 1024**2)
    assert len(out.getvalue()) < 2 * 1024**2
    assert code_of(make_study, out.getvalue()) == "file.unpacks-too-large"


def test_a_directory_that_understates_a_part_is_refused(make_study):
    out = io.BytesIO(workbook({"a": [HEADER, GOOD]}))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bin", b"\0" * 5_000_000)
    data = bytearray(out.getvalue())
    at = data.rindex(b"xl/media/image1.bin") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert code_of(make_study, bytes(data)) == "file.damaged"


def test_cells_become_text_as_people_see_them():
    row = [2010.0, 0.1, 1e20, True, datetime.date(2021, 5, 1), None, "＝", -3.0, 123456789012.0]
    (sheet,) = read_xlsx(workbook({"a": [row]}))
    assert list(sheet.rows[0]) == [
        "2010",
        "0.1",
        "1e+20",
        "TRUE",
        "2021-05-01",
        "",
        "＝",
        "-3",
        "123456789012",
    ]


def test_percentages_errors_and_formulas_are_seen_as_people_see_them(make_study):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADER)
    for line, (number, shown) in enumerate([(0.2, "0%"), (0.205, "0.00%"), (0.07, '0.0" of 100"%'), (0.3, '0"%"')], 2):
        for column, cell in enumerate(["sampleton", "situation.world_output_share", number, "%", 2021], 1):
            sheet.cell(line, column, cell)
        sheet.cell(line, 3).number_format = shown
    for line, formula in ((6, "=1/0"), (7, "#N/A")):
        for column, cell in enumerate(["sampleton", "situation.firms", formula, "firms", 2021], 1):
            sheet.cell(line, column, cell)
    sheet.cell(7, 3).data_type = "e"
    out = io.BytesIO()
    book.save(out)
    evidence = read_evidence(make_study(readers={"claims": "xlsx"}, claims=out.getvalue()))
    assert [row["value"] for row in evidence.rows("claims")] == [20.0, 20.5, 7.0, 0.3]
    assert [(item.row, item.rule, item.raw) for item in evidence.quarantined] == [
        (6, "cell.formula", "=1/0"),
        (7, "cell.error", "#N/A"),
    ]


def test_one_workbook_serves_several_sources(make_study):
    from tests.evidence.conftest import PLACES

    data = workbook({"places": [list(row) for row in PLACES], "claims": [HEADER, GOOD]})
    study = make_study(readers={"claims": "xlsx"}, places=None, claims=data)
    source = study.sources[0]
    both = (source.model_copy(update={"id": "places", "table": "places"}), source)
    evidence = read_evidence(study.model_copy(update={"sources": both}))
    assert evidence.rows("places")[0]["row"] == "places/places:2"
    assert evidence.rows("claims")[0]["row"] == "claims/claims:2"
    assert evidence.problems == ()
