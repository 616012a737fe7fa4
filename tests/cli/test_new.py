import errno
import io
import json
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from clustermark.cli.answers import named, period_text, several, slug
from clustermark.cli.usage import WrongUsageError
from clustermark.study.load import load_study

from .conftest import Run

OPTIONS = ("--cluster", "示例镇=Sampleton", "--product", "纽扣=Buttons", "--period", "2021", "--yes")


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_study_can_be_checked_at_once(command: Run, tmp_path: Path, language: str) -> None:
    folder = tmp_path / "嵊州 领带 2021"
    peers = ("--peer", "例湾=Exampleford;拟桥=Mock Bridge", "--benchmark", "虚城=Inventia", "--hs", "9606")
    said = command("new", folder, *OPTIONS, *peers, "--past", "2010-2012", "--language", language)
    assert (said.code, said.err) == (0, "")
    assert f'clustermark check "{folder}"' in said.out
    study = load_study(folder)
    assert study.subjects() == ("sampleton", "exampleford", "mock-bridge", "inventia")
    assert (study.language, study.period, study.past) == (language, "2021", ("2010-2012",))
    assert study.products[0].hs == ("9606",)
    assert sorted(item.name for item in folder.iterdir()) == [
        ".gitignore",
        "README.md",
        "evidence.xlsx",
        "places.csv",
        "private",
        "study.toml",
    ]
    assert (folder / "private").stat().st_mode & 0o777 == 0o700
    assert "private/" in (folder / ".gitignore").read_text().splitlines()
    assert zipfile.is_zipfile(folder / "evidence.xlsx")
    checked = command("check", folder, "--json")
    answer = json.loads(checked.out)
    assert (checked.code, answer["fine"]) == (0, True)
    assert {one["source"]: one["accepted"] for one in answer["sources"]}["places"] == 4
    assert [item.name for item in tmp_path.iterdir()] == [folder.name]


def test_the_folder_is_called_after_the_cluster(command: Run, tmp_path: Path) -> None:
    answer = json.loads(command("new", *OPTIONS, "--json").out)
    assert (answer["folder"], answer["focus"]) == ("sampleton", "sampleton")
    assert (tmp_path / "sampleton" / "study.toml").is_file()


def test_nothing_is_replaced_without_force(command: Run, tmp_path: Path) -> None:
    command("new", "s", *OPTIONS)
    (tmp_path / "s" / "README.md").write_text("mine")
    (tmp_path / "s" / ".gitignore").write_text("mine\n")
    before = {item: item.read_bytes() for item in (tmp_path / "s").iterdir() if item.is_file()}
    said = command("new", "s", *OPTIONS, "--period", "2020")
    assert said.code == 1
    assert "study.toml" in said.err and "--force" in said.err
    assert before == {item: item.read_bytes() for item in (tmp_path / "s").iterdir() if item.is_file()}
    assert command("new", "s", *OPTIONS, "--period", "2020", "--force").code == 0
    assert load_study("s").period == "2020"
    assert (tmp_path / "s" / "README.md").read_text() == "mine"
    assert (tmp_path / "s" / ".gitignore").read_text().startswith("mine\n")


def test_a_file_is_no_study_folder(command: Run, tmp_path: Path) -> None:
    (tmp_path / "s").write_text("x")
    assert command("new", "s", *OPTIONS, "--force").code == 1
    assert (tmp_path / "s").read_text() == "x"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--yes"], "--cluster"),
        (["--cluster", "示例镇=Sampleton", "--yes"], "--product"),
        (["--cluster", "示例镇=Sampleton", "--product", "纽扣=Buttons"], "--period"),
        (["--cluster", "Sampleton"], "ZH=EN"),
        (["--cluster", "示例镇=示例镇"], "gives no id"),
        (["--cluster", "a=b=c=d"], "ZH=EN"),
        ([*OPTIONS, "--period", "2010-2021"], "five years at most"),
        ([*OPTIONS, "--past", "last year"], "cannot be read"),
        ([*OPTIONS, "--hs", "96x"], "no HS code"),
        ([*OPTIONS, "--peer", "甲=Sampleton"], '"sampleton" was given twice'),
    ],
)
def test_answers_that_cannot_be_used(command: Run, tmp_path: Path, arguments: list[str], told: str) -> None:
    said = command("new", *arguments)
    assert said.code == 2
    assert told in said.err
    assert list(tmp_path.iterdir()) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_questions_are_asked_again_until_they_can_be_read(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [
        "示例镇",
        "",
        "Sampleton",
        "纽扣",
        "Buttons",
        "例湾=Exampleford；拟桥=Mockbridge",
        "2000-2021",
        "2017 - 2021",
        "zh",
    ]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    said = command("new", "s")
    assert said.code == 0, said.err
    assert said.err.count("cannot be read") == 2
    study = load_study(tmp_path / "s")
    assert (study.period, study.language, study.clusters) == ("2017-2021", "zh", ("exampleford", "mockbridge"))


def test_answers_that_end_early_make_nothing(command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("示例镇\nSampleton\n"))
    said = command("new", "s")
    assert said.code == 2
    assert "ended early" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_what_is_broken_off_leaves_nothing(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr("clustermark.evidence.templates.write_template", stop)
    said = command("new", "s", *OPTIONS)
    assert said.code == (130 if isinstance(error, KeyboardInterrupt) else 1)
    assert list(tmp_path.iterdir()) == []


def test_names_and_periods_as_people_write_them() -> None:
    assert named("示例镇＝New Sampleton", "--cluster").id == "new-sampleton"
    assert named("st=示例镇=Sampleton", "--cluster").id == "st"
    assert slug("St. John's (East)") == "st-john-s-east"
    assert [one.en for one in several("甲=A； 乙=B;", "--peer")] == ["A", "B"]
    assert period_text("2017—2021", "--period") == "2017-2021"
    assert period_text("2017至2021", "--period") == "2017-2021"
    with pytest.raises(WrongUsageError):
        named("甲\x1b[2J=A", "--cluster")


def test_what_is_filled_into_the_template_reaches_the_report(command: Run, tmp_path: Path) -> None:
    folder = tmp_path / "示例镇 纽扣"
    command("new", folder, *OPTIONS, "--peer", "例湾=Exampleford", "--language", "zh")
    book = openpyxl.load_workbook(folder / "evidence.xlsx")
    sheet = book["公开数字"]
    columns = {str(cell.value).rstrip("* ").split("（")[0]: cell.column for cell in sheet[1]}
    row = {
        "地方或企业": "示例镇",
        "事项": "企业数",
        "数值": "约500家",
        "单位": "家",
        "年份": 2020,
        "发布者": "示例日报",
        "可靠性": "B",
    }
    for name, value in row.items():
        sheet.cell(6, columns[name], value)
    sheet.cell(7, columns["地方或企业"], "没有这个地方")
    book.save(folder / "evidence.xlsx")
    said = command("check", folder)
    assert said.code == 1
    assert "evidence.xlsx，工作表“公开数字”，第7行" in said.out
    said = command("run", folder)
    assert said.code == 0
    assert "有1行被隔离" in said.err
    tree = command("explain", "situation.firms/sampleton", folder).out
    assert "示例镇有企业" in tree
    assert "claims/公开数字:6（evidence.xlsx，工作表“公开数字”，第6行）" in tree
    assert "发布者：示例日报" in tree
