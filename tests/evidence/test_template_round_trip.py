"""Templates come back whole: filled and saved by openpyxl and by LibreOffice, in both languages, of any version."""

import io
import shutil
import subprocess

import openpyxl
import pytest
from polars.testing import assert_frame_equal

from clustermark.evidence import migration, read, specs
from clustermark.evidence.migration import STAMP, stamped
from clustermark.evidence.read import read_evidence
from clustermark.evidence.readers.xlsx_reader import read_xlsx
from clustermark.evidence.specs import Change, table_specs
from clustermark.evidence.templates import FIRST_DATA_ROW, write_template
from clustermark.study.model import LANGUAGES, Product, Source, Study, Text

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def study_of(folder, language, path):
    names = {name: spec.name.in_language(language) for name, spec in table_specs().items()}
    return Study(
        title=Text(zh="示例", en="Sample"),
        focus="sampleton",
        period="2021",
        products=(Product(id="towels", name=Text(zh="毛巾", en="Towels")),),
        sources=tuple(Source(id=name, path=path, table=name, sheet=sheet) for name, sheet in names.items()),
        folder=folder,
    )


def filled(folder, language):
    """A template in which the examples of every table stand as evidence."""
    path = folder / "evidence.xlsx"
    write_template(path, language, study_of(folder, language, path.name))
    book = openpyxl.load_workbook(path)
    for spec in table_specs().values():
        sheet = book[spec.name.in_language(language)]
        for at, line in enumerate(range(3, FIRST_DATA_ROW)):
            for cell in sheet[line]:
                text = str(cell.value or "")
                text = text.replace("：", ":").partition(":")[2].strip() if cell.column == 1 else text
                sheet.cell(FIRST_DATA_ROW + at, cell.column, text or None)
    book.save(path)
    return path


def evidence_of(folder, language, path):
    evidence = read_evidence(study_of(folder, language, path.name))
    assert [(item.source, item.row, item.column, item.rule) for item in evidence.quarantined] == []
    assert [item for item in evidence.problems if item.severity == "error"] == []
    assert {name: frame.height for name, frame in evidence.tables.items()} == dict.fromkeys(table_specs(), 3)
    return evidence


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_filled_template_saved_by_libreoffice_reads_the_same(tmp_path, language, ending):
    path = filled(tmp_path, language)
    before = evidence_of(tmp_path, language, path)
    saved = tmp_path / "saved"
    kind = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97"}[ending]
    command = [OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", saved, path], check=True, capture_output=True, timeout=180)
    after = evidence_of(saved, language, saved / f"evidence.{ending}")
    for name, frame in before.tables.items():
        assert_frame_equal(after.tables[name], frame)
    data = (saved / f"evidence.{ending}").read_bytes()
    if ending == "xlsx":
        assert stamped(list(read_xlsx(data))) == {name: spec.version for name, spec in table_specs().items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_saved_by_openpyxl_reads_back(tmp_path, language):
    path = filled(tmp_path, language)
    evidence_of(tmp_path, language, path)
    assert stamped(list(read_xlsx(path.read_bytes())))["claims"] == table_specs()["claims"].version


@pytest.fixture
def newer(monkeypatch):
    """The table of claims in a version where a header and a value were renamed twice."""
    changes = (
        Change(version=8, headers={"Grade of the source": "grade"}, values={"reliability": {"best": "a"}}),
        Change(version=9, headers={"Grade of the source": "reliability", "grade": "reliability"}),
    )
    changed = table_specs()["claims"].model_copy(update={"version": 9, "changes": changes})
    known = {**table_specs(), "claims": changed}
    for module in (read, specs, migration):
        if hasattr(module, "table_specs"):
            monkeypatch.setattr(module, "table_specs", lambda: known)
    monkeypatch.setattr("clustermark.evidence.sheets.table_specs", lambda: known)


def book_of(version):
    book = openpyxl.Workbook()
    book.active.append(["Grade of the source", "", ""])
    book.active.append(["subject", "variable", "value", "unit", "Grade of the source"])
    book.active.append(["sampleton", "situation.firms", 300, "firms", "best"])
    book.active.append(["sampleton", "situation.firms", 301, "firms", "B"])
    if version:
        lists = book.create_sheet("Lists")
        lists.sheet_state = "hidden"
        for line in ([STAMP], [f"claims {version}"], ["places 1"]):
            lists.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_older_template_is_migrated_and_told(make_study, newer):
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=book_of(7)))
    assert [row["reliability"] for row in evidence.rows("claims")] == ["A", "B"]
    (told,) = evidence.problems
    assert (told.code, told.severity, dict(told.fields)["version"]) == ("template.older", "warning", "7")


def test_a_header_of_another_file_is_not_taken_for_an_older_one(make_study, newer):
    for version in (0, 9):
        evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=book_of(version)))
        assert {row["reliability"] for row in evidence.rows("claims")} == {None}
        assert [item.code for item in evidence.problems] == ["table.column-unknown"]


def test_a_newer_template_is_told(make_study, newer):
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=book_of(10)))
    assert "template.newer" in [item.code for item in evidence.problems]
