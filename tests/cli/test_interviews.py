"""From transcripts to coding sheets and back, as a person goes: new --interviews, code-sheet, check, export-qdpx."""

import json
import stat
import tomllib

import openpyxl
import pytest

from clustermark.study.add import add_source
from clustermark.study.model import Source

pytestmark = pytest.mark.slow

TALK = "同意：匿名引用\n受访人：李厂长（企业，示例织造有限公司）\n\n问：主要客户有几家？\n答：两家，占了七成。\n"
NEW = ("--cluster", "示例镇=Sampleton", "--product", "纽扣=Buttons", "--period", "2021", "--yes", "--interviews")


@pytest.fixture
def folder(command, tmp_path):
    """A new study with one interview."""
    path = tmp_path / "study"
    assert command("new", path, *NEW).code == 0
    (path / "interviews" / "transcripts" / "01.txt").write_text(TALK, encoding="utf-8")
    return path


def test_new_makes_the_folder_and_says_what_to_do_next(command, tmp_path):
    said = command("new", tmp_path / "a", *NEW)
    assert "code-sheet" in said.out and "interviews" in said.out
    made = {path.relative_to(tmp_path / "a").as_posix() for path in (tmp_path / "a").rglob("*") if path.is_file()}
    assert {"interviews/speakers.xlsx", "interviews/codebook.xlsx"} <= made
    assert stat.S_IMODE((tmp_path / "a" / "interviews").stat().st_mode) == 0o700
    assert "interviews/" in (tmp_path / "a" / ".gitignore").read_text().splitlines()
    study = tomllib.loads((tmp_path / "a" / "study.toml").read_text(encoding="utf-8"))
    assert [source["path"] for source in study["sources"] if source["table"] == "interviews"] == [
        "interviews/transcripts"
    ]


def test_a_new_study_with_interviews_has_nothing_to_mend(command, tmp_path):
    command("new", tmp_path / "a", *NEW)
    said = command("check", tmp_path / "a", "--json")
    content = json.loads(said.out)
    assert [item["code"] for item in content["problems"]] == []


def test_code_sheet_enters_each_sheet_in_the_study_and_never_replaces_one(command, folder):
    said = command("code-sheet", folder, "--coder", "甲", "--coder", "B")
    assert said.code == 0
    study = tomllib.loads((folder / "study.toml").read_text(encoding="utf-8"))
    assert [(one["id"], one["path"], one["origin"]) for one in study["sources"][-2:]] == [
        ("coding-1", "interviews/coding-甲.xlsx", "judged"),
        ("coding-2", "interviews/coding-B.xlsx", "judged"),
    ]
    again = command("code-sheet", folder, "--coder", "B")
    assert again.code == 1 and "--force" in again.err


def test_what_was_coded_is_read_and_carried_over_and_the_old_sheet_is_kept(command, folder):
    command("code-sheet", folder)
    path = folder / "interviews" / "coding-1.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(3, 8).value = "governance.power"
    book.save(path)
    checked = json.loads(command("check", folder, "--json").out)
    assert [item for item in checked["problems"] if item["code"].startswith("coding")] == []
    said = command("code-sheet", folder, "--force", "--json")
    (made,) = json.loads(said.out)["sheets"]
    assert made["kept"].endswith("coding-1.old1.xlsx") and made["entered"]
    carried = openpyxl.load_workbook(path).worksheets[0].cell(3, 8).value
    assert carried.startswith("governance.power")


def test_speakers_without_a_role_are_listed_to_be_filled_in(command, folder):
    (folder / "interviews" / "transcripts" / "02.txt").write_text("问：几家？\n赵六：两家。\n", encoding="utf-8")
    said = command("code-sheet", folder, "--json")
    assert "赵六" not in said.out + said.err
    book = openpyxl.load_workbook(json.loads(said.out)["speakers_to_fill"])
    assert [cell.value for cell in book.worksheets[0][3]][:2] == ["02.txt", "赵六"]
    assert book.worksheets[0].max_row == 3


def test_without_interviews_it_says_where_they_go(command, tmp_path):
    command("new", tmp_path / "a", *NEW)
    said = command("code-sheet", tmp_path / "a")
    assert said.code == 1 and "interviews/transcripts" in said.err


@pytest.mark.parametrize("coder", ["../x", "a/b", "", "=1", "x" * 31])
def test_a_coder_is_never_a_path(command, folder, coder):
    assert command("code-sheet", folder, "--coder", coder).code == 2


def test_export_goes_to_the_private_folder_unless_told_otherwise(command, folder, tmp_path):
    said = command("export-qdpx", folder, "--json")
    content = json.loads(said.out)
    path = folder / "private" / "interviews.qdpx"
    assert content["file"] == str(path) and (content["texts"], content["codes"]) == (1, 73)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert command("export-qdpx", folder, "--out", tmp_path / "out.qdpx").code == 0
    assert (tmp_path / "out.qdpx").read_bytes() == path.read_bytes()
    assert command("export-qdpx", folder, "--out", tmp_path / "out.txt").code == 2


def test_a_source_is_added_without_touching_the_rest(tmp_path):
    text = '# a comment\ntitle = { zh = "甲", en = "A" }\n\n[[sources]]\nid = "a"\npath = "a.csv"\ntable = "claims"\n'
    file = tmp_path / "study.toml"
    file.write_text(text, encoding="utf-8")
    assert add_source(tmp_path, Source(id="b", path="b.xlsx", table="segments"))
    assert file.read_text(encoding="utf-8").startswith(text)
    in_one_line = 'sources = [{ id = "a", path = "a.csv", table = "claims" }]\n'
    file.write_text(in_one_line, encoding="utf-8")
    assert not add_source(tmp_path, Source(id="b", path="b.xlsx", table="segments"))
    assert file.read_text(encoding="utf-8") == in_one_line


def test_the_case_table_is_private_opens_in_excel_and_runs_no_formula(command, folder):
    command("code-sheet", folder)
    path = folder / "interviews" / "coding-1.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(3, 8).value = "governance.power"
    book.save(path)
    said = json.loads(command("case-table", folder, "--json").out)
    made = folder / "private" / "case-table.csv"
    assert said["left_out"]["sampleton"]["role"] == "few"  # one interview: nothing is told of who spoke
    assert made.read_bytes() == b"\xef\xbb\xbfplace,interview,governance.power\nsampleton,1,1\n"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert "fewer than three" in command("case-table", folder, "--counts").out
