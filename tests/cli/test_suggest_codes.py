"""Suggested codes as a person goes: ask, decide, ask again; nothing counts that nobody took by name."""

import csv
import json
import stat
from pathlib import Path

import openpyxl
import pytest

from clustermark.evidence.interviews.build import interviews_of
from clustermark.evidence.interviews.model import Interviews
from clustermark.evidence.read import read_evidence
from clustermark.study.load import load_study

NEW = ("--cluster", "示例镇=Sampleton", "--product", "纽扣=Buttons", "--period", "2021", "--yes", "--interviews")
TALK = """同意：匿名引用
受访人：李厂长（企业，示例织造有限公司）

问：主要客户有几家？
答：价格由采购商定，厂里只能跟着走。
问：后来呢？
答：后来价格还是由采购商定，厂里照样只能跟着走。
问：镇上帮了什么？
答：镇里修了路，办了两期培训班。
"""
TEXT, CODE, PASSAGE, DECISION, WHO = 3, 4, 6, 8, 9


@pytest.fixture
def folder(command, tmp_path):
    """A study with an interview, of which coder A coded the first answer."""
    path = tmp_path / "study"
    command("new", path, *NEW)
    (path / "interviews" / "transcripts" / "01.txt").write_text(TALK, encoding="utf-8")
    command("code-sheet", path, "--coder", "A")
    sheet = path / "interviews" / "coding-A.xlsx"
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].cell(3, 8).value = "governance.power"
    book.save(sheet)
    return path


def asked(folder: Path) -> Path:
    return folder / "private" / "suggestions-A.xlsx"


def decide(folder: Path, decision: str, who: str, row: int = 2) -> None:
    book = openpyxl.load_workbook(asked(folder))
    book.worksheets[0].cell(row, DECISION).value, book.worksheets[0].cell(row, WHO).value = decision, who
    book.save(asked(folder))


def read(folder: Path) -> Interviews:
    study = load_study(folder)
    return interviews_of(read_evidence(study), study)


def suggested(folder: Path) -> list[tuple[str, str]]:
    found = read(folder).segments.filter(coder="suggester")
    return list(found.select("code", "text").iter_rows())


def log(folder: Path) -> list[dict[str, str]]:
    with (folder / "private" / "suggestions-log.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_turn_is_shown_beside_the_coders_own_passage_that_it_resembles(command, folder):
    said = json.loads(command("suggest-codes", folder, "--for", "A", "--json").out)
    assert (said["suggested"], said["undecided"], said["accepted"]) == (1, 1, 0)
    assert stat.S_IMODE(asked(folder).stat().st_mode) == 0o600
    row = [cell.value or "" for cell in openpyxl.load_workbook(asked(folder)).worksheets[0][2]]
    assert "照样" in row[TEXT - 1] and row[CODE - 1].startswith("governance.power")
    assert "价格由采购商定" in row[PASSAGE - 1] and row[DECISION - 1] == ""
    assert not (folder / "private" / "suggested.csv").exists()


def test_what_was_accepted_by_name_becomes_a_passage_of_the_suggester(command, folder):
    command("suggest-codes", folder, "--for", "A")
    decide(folder, "采纳", "A")
    said = json.loads(command("suggest-codes", folder, "--for", "A", "--json").out)
    assert said["accepted"] == 1 and said["kept"].endswith("suggestions-A.old1.xlsx")
    ((code, words),) = suggested(folder)
    assert code == "governance.power" and "照样" in words
    source = load_study(folder).sources[-1]
    assert (source.path, source.table, source.sensitivity) == ("private/suggested.csv", "segments", "confidential")
    (line,) = log(folder)
    assert (line["for"], line["decision"], line["decided_by"]) == ("A", "accept", "A")
    for name in ("suggested.csv", "suggestions-log.csv"):
        assert stat.S_IMODE((folder / "private" / name).stat().st_mode) == 0o600
        assert "采购商" not in (folder / "private" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("decision", "who", "told"),
    [
        ("采纳", "", "suggestions.who"),
        ("采纳", "suggester", "suggestions.who"),
        ("采纳", "nobody", "suggestions.who"),
        ("maybe", "A", "suggestions.decision"),
        ("", "A", ""),
        ("reject", "A", ""),
    ],
)
def test_nothing_else_counts(command, folder, decision, who, told):
    from clustermark.words import text

    command("suggest-codes", folder, "--for", "A")
    decide(folder, decision, who)
    said = command("suggest-codes", folder, "--for", "A")
    assert said.code == 0 and suggested(folder) == []
    if told:
        assert text(f"interviews.{told}.remedy", "en") in said.err
    row = [cell.value or "" for cell in openpyxl.load_workbook(asked(folder)).worksheets[0][2]]
    assert row[WHO - 1] == who  # what was written stays, to be mended


def test_a_decision_taken_back_no_longer_counts_and_the_log_keeps_both(command, folder):
    for decision, who in (("采纳", "A"), ("采纳", "A"), ("", "")):
        command("suggest-codes", folder, "--for", "A")
        decide(folder, decision, who)
    command("suggest-codes", folder, "--for", "A")
    assert suggested(folder) == []
    assert [line["decision"] for line in log(folder)] == ["accept", "open"]


def test_the_same_decisions_give_the_same_files(command, folder):
    command("suggest-codes", folder, "--for", "A")
    decide(folder, "accept", "A")
    command("suggest-codes", folder, "--for", "A")
    names = ("suggestions-A.xlsx", "suggestions-log.csv", "suggested.csv")
    before = [(folder / "private" / name).read_bytes() for name in names]
    command("suggest-codes", folder, "--for", "A")
    assert [(folder / "private" / name).read_bytes() for name in names] == before


def test_moved_rows_are_found_and_a_changed_place_is_told(command, folder):
    command("suggest-codes", folder, "--for", "A")
    book = openpyxl.load_workbook(asked(folder))
    sheet = book.worksheets[0]
    for at, cell in enumerate([cell.value for cell in sheet[2]], start=1):
        sheet.cell(5, at).value, sheet.cell(2, at).value = cell, None
    sheet.cell(5, DECISION).value, sheet.cell(5, WHO).value = "accept", "A"
    sheet.cell(6, 1).value, sheet.cell(6, CODE).value = "0f3a9c21b7d4:1:5", "governance.power"
    book.save(asked(folder))
    said = command("suggest-codes", folder, "--for", "A")
    assert len(suggested(folder)) == 1
    assert "place of this row" in said.err


@pytest.mark.parametrize("coder", ["suggester", "Suggester", "../x", "=1"])
def test_nobody_codes_by_the_suggesters_name(command, folder, coder):
    assert command("suggest-codes", folder, "--for", coder).code == 2
    assert command("code-sheet", folder, "--coder", coder).code == 2


def test_who_has_coded_nothing_is_told_so(command, folder):
    said = command("suggest-codes", folder, "--for", "B")
    assert said.code == 1 and "coded nothing" in said.err
    assert not (folder / "private" / "suggestions-B.xlsx").exists()


def test_the_suggester_gets_no_coding_sheet(command, folder):
    command("suggest-codes", folder, "--for", "A")
    decide(folder, "accept", "A")
    command("suggest-codes", folder, "--for", "A")
    said = json.loads(command("code-sheet", folder, "--force", "--json").out)
    assert [sheet["coder"] for sheet in said["sheets"]] == ["A"]
