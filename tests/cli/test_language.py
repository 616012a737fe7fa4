from pathlib import Path

import pytest

from clustermark.cli.language import asked_language, usual_language

from .conftest import FIXTURE, Run


def test_the_option_is_found_wherever_it_stands() -> None:
    assert asked_language(["check", "x", "--language", "zh"]) == "zh"
    assert asked_language(["--language=en", "check"]) == "en"
    assert asked_language(["check", "--language", "fr"]) == ""
    assert asked_language(["check", "--", "--language", "zh"]) == ""
    assert asked_language(["check", "--language"]) == ""


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"CLUSTERMARK_LANGUAGE": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"CLUSTERMARK_LANGUAGE": "xx", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_usual_language(environment: dict[str, str], language: str) -> None:
    assert usual_language(environment) == language


def test_messages_follow_option_then_study_then_variable(
    command: Run, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTERMARK_LANGUAGE", "zh")
    assert "Evidence read" in command("check", sample).out  # the study is in English
    assert "读入的材料" in command("check", sample, "--language", "zh").out
    assert "找不到" in command("check", sample / "nowhere").err
    assert "There is no such" in command("check", sample / "nowhere", "--language", "en").err
    assert "用法" in command("--help").out
    assert "Usage" in command("check", "--help", "--language", "en").out


def test_an_error_in_a_study_is_told_in_its_language(command: Run, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text('language = "zh"\nfocus = "x"\n', encoding="utf-8")
    said = command("run", tmp_path)
    assert said.code == 1
    assert "缺少必填的键" in said.err
    assert FIXTURE.is_dir()
