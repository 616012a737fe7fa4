"""The template: drop-downs and examples from the specifications, the same bytes, and it can be filled and read back."""

import io

import openpyxl
import pytest

from clustermark.evidence.dictionary import dictionary
from clustermark.evidence.labels import header_of
from clustermark.evidence.read import read_evidence
from clustermark.evidence.specs import match_headers, table_specs
from clustermark.evidence.templates import FIRST_DATA_ROW, write_template
from clustermark.study.model import LANGUAGES, Product, Source, Study, Text

PLACE = {"zh": ("sampleton", "集群", "示例镇", "Sampleton"), "en": ("sampleton", "Cluster", "示例镇", "Sampleton")}
CLAIM = {
    "zh": {
        "subject": "示例镇",
        "variable": "产值",
        "value": "3.5亿",
        "unit": "元",
        "scope": "全镇（市）",
        "party": "是",
    },
    "en": {
        "subject": "Sampleton",
        "variable": "Output value",
        "value": "over 350 million",
        "unit": "CNY",
        "scope": "Town",
        "party": "Yes",
    },
}


def study_of(folder, language):
    sources = [
        Source(id=name, path="evidence.xlsx", table=name, reader="xlsx", sheet=spec.name.in_language(language))
        for name, spec in table_specs().items()
    ]
    towels = Product(id="towels", name=Text(zh="毛巾", en="Towels"))
    return Study(
        title=Text(zh="示例", en="Sample"),
        focus="sampleton",
        period="2021",
        products=(towels,),
        sources=tuple(sources),
        folder=folder,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_reads_back(tmp_path, language):
    study = study_of(tmp_path, language)
    path = tmp_path / "evidence.xlsx"
    write_template(path, language, study)
    book = openpyxl.load_workbook(path)
    specs = table_specs()
    places = book[specs["places"].name.in_language(language)]
    for position, text in enumerate(PLACE[language], start=1):
        places.cell(FIRST_DATA_ROW, position, text)
    claims = book[specs["claims"].name.in_language(language)]
    ids = [column.id for column in specs["claims"].columns]
    for name, text in CLAIM[language].items():
        claims.cell(FIRST_DATA_ROW, ids.index(name) + 1, text)
    claims.cell(FIRST_DATA_ROW, ids.index("year") + 1, 2020)
    book.save(path)

    evidence = read_evidence(study)
    assert evidence.quarantined == ()
    assert evidence.problems == ()
    (row,) = evidence.rows("claims")
    sheet = specs["claims"].name.in_language(language)
    assert row["row"] == f"claims/{sheet}:{FIRST_DATA_ROW}"
    assert (row["subject"], row["variable"]) == ("sampleton", "situation.output_value")
    assert (row["value"], row["year"], row["scope"], row["party"]) == (3.5e8, 2020, "town", True)
    assert row["bound"] == ("at least" if language == "en" else None)
    kinds = [(item.row, item.kind) for item in evidence.set_aside if item.source == "claims"]
    assert kinds == [(1, "header"), (2, "note"), (3, "example"), (4, "example"), (5, "example")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_has_no_evidence_and_no_problems(tmp_path, language):
    study = study_of(tmp_path, language)
    write_template(tmp_path / "evidence.xlsx", language, study)
    evidence = read_evidence(study)
    assert {frame.height for frame in evidence.tables.values()} == {0}
    assert set(evidence.tables) == set(table_specs())
    assert evidence.quarantined == ()
    assert [item.code for item in evidence.problems] == ["study.place-unknown"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_would_be_accepted_without_their_mark(tmp_path, language):
    study = study_of(tmp_path, language)
    path = tmp_path / "evidence.xlsx"
    write_template(path, language, study)
    book = openpyxl.load_workbook(path)
    for spec in table_specs().values():
        sheet = book[spec.name.in_language(language)]
        for line in range(3, FIRST_DATA_ROW):
            sheet.cell(line, 1).value = sheet.cell(line, 1).value.replace("：", ":").partition(":")[2].strip()
    book.save(path)
    evidence = read_evidence(study)
    assert [(row.sheet, row.row, row.column, row.rule, row.raw) for row in evidence.quarantined] == []
    assert {frame.height for frame in evidence.tables.values()} == {3}


def test_the_same_arguments_give_the_same_bytes(tmp_path):
    study = study_of(tmp_path, "zh")
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, "zh", study)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert not list(tmp_path.glob(".*partial"))
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").properties.created.year == 2020  # no clock in the bytes


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_have_drop_downs_notes_a_dictionary_and_a_frozen_header(tmp_path, language):
    path = tmp_path / "t.xlsx"
    study = study_of(tmp_path, language)
    write_template(path, language, study, {"sampleton": Text(zh="示例镇", en="Sampleton")})
    book = openpyxl.load_workbook(path)
    for spec in table_specs().values():
        sheet = book[spec.name.in_language(language)]
        assert sheet.freeze_panes == "B2"
        assert all(sheet.cell(1, at).comment for at in range(1, len(spec.columns) + 1))
        assert sheet.cell(1, 1).font.bold
        formats = {
            at: area.number_format for area in sheet.column_dimensions.values() for at in range(area.min, area.max + 1)
        }
        for at, column in enumerate(spec.columns, start=1):  # as text, else 3-5 becomes a date
            assert (formats[at] == "@") == (column.type in ("number", "unit", "text", "id"))
        covered = {str(area) for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges}
        choices = [column for column in spec.columns if column.type in ("choice", "boolean", "level", "place", "year")]
        assert len(covered) >= len(choices)
    names = book["下拉选项" if language == "zh" else "Lists"]
    assert names.sheet_state == "hidden"
    assert names["A2"].value == ("示例镇" if language == "zh" else "Sampleton")
    described = book["数据字典" if language == "zh" else "Data dictionary"]
    assert described.max_row == len(dictionary()) + 1


def test_no_cell_of_the_template_is_a_formula(tmp_path):
    study = study_of(tmp_path, "en").model_copy(
        update={"products": (Product(id="x", name=Text(zh="=1+1", en="=cmd|'/c calc'!A1")),)}
    )
    write_template(tmp_path / "t.xlsx", "en", study)
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "t.xlsx").read_bytes()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_of_the_template_are_read_as_their_columns(language):
    for spec in table_specs().values():
        found, twice = match_headers(spec.id, [header_of(column, language) for column in spec.columns])
        assert [found[at] for at in range(len(spec.columns))] == [column.id for column in spec.columns]
        assert twice == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_is_described_and_every_choice_is_named(language):
    bare = [
        f"{spec.id}.{column.id}"
        for spec in table_specs().values()
        for column in spec.columns
        if not column.name.in_language(language)
        or (column.type == "choice" and column.id != "reliability" and set(column.labels) != set(column.allowed))
    ]
    assert bare == []
