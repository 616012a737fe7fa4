import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import clustermark
from clustermark.cli.main import app, outcome
from clustermark.words import has_text

from .conftest import Run

COMMANDS = ("new", "check", "run", "explain", "measures", "rules")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_page_with_examples(command: Run, name: str, language: str) -> None:
    said = command(name, "--help", "--language", language)
    assert said.code == 0
    assert f"clustermark {name}" in said.out
    assert ("例：" if language == "zh" else "Examples:") in said.out
    assert "--json" in said.out
    assert said.err == ""


def test_help_lists_every_command_and_the_exit_codes(command: Run) -> None:
    said = command("--help")
    assert all(f"  {name} " in said.out for name in COMMANDS)
    assert "130" in said.out
    assert command().out == said.out


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_parameter_is_explained(language: str) -> None:
    import typer.main

    for name, made in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        for param in made.params:
            keys = (f"cli.commands.{name}.parameters.{param.name}", f"cli.parameters.{param.name}")
            assert any(has_text(key, language) for key in keys), keys[0]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["chek", "x"], 'did you mean "check"'),
        (["frobnicate"], 'no command "frobnicate"'),
        (["check"], "Missing: STUDY"),
        (["check", "a", "--jsn"], "--jsn"),
        (["check", "a", "b"], '"b" is one argument too many'),
        (["run", "a", "--out"], "--out needs a value"),
        (["check", "a", "--language", "fr"], 'no language "fr"'),
        (["measures", "--row", "nowhere"], "--row cannot be"),
        (["measures", "--kind", "nothing"], "--kind cannot be"),
        (["rules", "--addressee", "nobody"], "--addressee cannot be"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_what_is_wrong(command: Run, arguments: list[str], told: str) -> None:
    said = command(*arguments)
    assert said.code == 2
    assert told in said.err
    assert "--help" in said.err
    assert said.out == ""


def test_wrong_usage_in_chinese_has_no_english_sentence(command: Run) -> None:
    for arguments in (["chek"], ["check"], ["check", "a", "--jsn"], ["check", "a", "b"], ["run", "a", "--focus"]):
        said = command(*arguments, "--language", "zh") if "--focus" not in arguments else command("--language", "zh")
        assert "没有" in said.err or "缺少" in said.err or "多出" in said.err


def test_the_version_is_told(command: Run) -> None:
    assert command("--version").out.startswith("clustermark 0.")


def test_a_fault_of_the_program_is_told_in_two_lines(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("clustermark.study.load.load_study", broken)
    said = command("check", ".")
    assert said.code == 70
    assert "ZeroDivisionError" in said.err
    assert len(said.err.strip().splitlines()) == 2


@pytest.mark.parametrize(("name", "code"), [("clustermark/words/zh/lost.toml", 70), ("/elsewhere/x.csv", 1)])
def test_a_lost_file_of_the_program_is_a_fault_and_another_is_not(
    command: Run, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    def lost(path: object) -> None:
        raise FileNotFoundError(2, "No such file", str(Path(clustermark.__file__).parents[1] / name))

    monkeypatch.setattr("clustermark.study.load.load_study", lost)
    assert command("check", ".").code == code


def test_an_interrupt_ends_with_130(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(path: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("clustermark.study.load.load_study", interrupted)
    said = command("check", ".")
    assert said.code == 130
    assert "Stopped" in said.err


def test_help_comes_in_under_a_third_of_a_second() -> None:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "clustermark.cli.main", "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.3, times


def test_a_reader_that_leaves_early_is_no_fault(sample: Path) -> None:
    line = f'"{sys.executable}" -m clustermark.cli.main measures --json | head -1'
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert done.stdout == "[\n"
    assert done.stderr == ""


def test_a_terminal_that_cannot_show_chinese_does_not_end_the_program() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "CLUSTERMARK_LANGUAGE": "zh", "PATH": ""}
    program = [sys.executable, "-m", "clustermark.cli.main", "measures", "slogan"]
    done = subprocess.run(program, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0
    assert "\\u53e3\\u53f7" in done.stdout
    listed = subprocess.run([*program, "--json"], capture_output=True, check=False, env=environment)
    assert json.loads(listed.stdout.decode("ascii"))[0]["name"]["zh"] == "\u53e3\u53f7"


def test_json_goes_to_standard_output_also_when_something_is_wrong(command: Run, tmp_path: Path) -> None:
    said = command("check", tmp_path / "nowhere", "--json")
    problem = json.loads(said.out)["problems"][0]
    assert (said.code, problem["code"]) == (1, "study.not-found")
    assert problem["message"] and problem["remedy"]
    assert "no such folder" in said.err
    assert outcome(["--version"]) == 0
