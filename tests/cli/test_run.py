"""`clustermark run`: what it leaves, and that nothing is lost when it is stopped, killed or out of space."""

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clustermark.pipeline.run import STEPS

from .conftest import Run

OUTPUTS = (
    "report.html",
    "brief.docx",
    "findings.jsonl",
    "suggestions.jsonl",
    "quarantine.csv",
    "cited.parquet",
    "run.json",
)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, timings apart."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != "timings.json")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def leftovers(folder: Path) -> list[str]:
    """Files and folders that only an unfinished run leaves."""
    return [str(item) for item in folder.rglob("*") if "partial" in item.name or item.name.startswith(".building-")]


def test_a_run_tells_where_the_report_is_and_its_three_sentences(command: Run, sample: Path) -> None:
    said = command("run", sample)
    assert said.code == 0, said.err
    assert all((sample / "report" / name).is_file() for name in OUTPUTS)
    first, *sentences = said.out.splitlines()
    assert first == f"Report: {sample / 'report' / 'report.html'}"
    spoken = json.loads(command("run", sample, "--json").out)["sentences"]["en"]
    assert " ".join(line.strip() for line in sentences) == " ".join(spoken)
    assert len(spoken) == 3
    assert said.err.splitlines()[0] == "[1/7] reading the study file"
    assert leftovers(sample) == []


def test_an_unchanged_run_gives_the_same_bytes_from_the_cache(command: Run, sample: Path) -> None:
    first = command("run", sample, "--json")
    before = contents(sample / "report")
    again = command("run", sample, "--json")
    assert (json.loads(first.out)["from_cache"], json.loads(again.out)["from_cache"]) == (False, True)
    assert contents(sample / "report") == before
    assert json.loads(first.out)["sentences"] == json.loads(again.out)["sentences"]


def test_json_has_everything_that_is_said(command: Run, sample: Path) -> None:
    answer = json.loads(command("run", sample, "--json", "--language", "zh").out)
    assert answer["report"].endswith("report.html")
    assert answer["focus"] == "sampleton"
    assert answer["judged"] > 0
    assert {len(lines) for lines in answer["sentences"].values()} == {3}
    assert set(answer["sentences"]) == {"zh", "en"}


def test_out_and_focus(command: Run, sample: Path, tmp_path: Path) -> None:
    out = tmp_path / "另 一处"
    assert command("run", sample, "--focus", "exampleford", "--out", out).code == 0
    assert (out / "report.html").is_file()
    assert not (sample / "report").exists()
    assert command("run", sample, "--focus", "nowhere").code == 1


def test_a_bad_row_does_not_stop_a_run(command: Run, sample: Path) -> None:
    file = sample / "claims.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("firms,520", "firms,many"), encoding="utf-8")
    said = command("run", sample)
    assert said.code == 0
    assert "quarantine.csv" in said.err


def test_a_run_that_can_judge_nothing_ends_with_one(command: Run, sample: Path) -> None:
    for name in ("claims", "judgements", "price_ladders"):
        file = sample / f"{name}.csv"
        file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    said = command("run", sample)
    assert said.code == 1
    assert "clustermark check" in said.err


@pytest.mark.parametrize("step", STEPS)
def test_an_interrupt_at_any_step_loses_nothing(
    command: Run, sample: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    assert command("run", sample).code == 0
    before = contents(sample / "report")
    file = sample / "claims.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("firms,520", "firms,530"), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("clustermark.cli.run._step", stopping_at(step))
        said = command("run", sample)
    assert said.code == 130
    assert "Stopped" in said.err
    assert contents(sample / "report") == before
    assert leftovers(sample) == []
    assert command("run", sample).code == 0
    assert contents(sample / "report") != before


def stopping_at(step: str) -> Callable[..., str]:
    def said(now: str, *_: object) -> str:
        if now == step:
            raise KeyboardInterrupt
        return now

    return said


KILLED = """
import os, signal, sys
from pathlib import Path
from clustermark.cli.whole import run_study
def progress(step, done, total):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
run_study(Path(sys.argv[1]), progress=progress)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("step", ["evidence", "suggestions", "report", "write"])
def test_a_kill_between_steps_loses_nothing(command: Run, sample: Path, step: str) -> None:
    assert command("run", sample).code == 0
    before = contents(sample / "report")
    file = sample / "claims.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("firms,520", "firms,530"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, str(sample), step], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    assert contents(sample / "report") == before
    assert command("run", sample).code == 0
    assert contents(sample / "report") != before
    assert leftovers(sample) == []


@pytest.mark.parametrize("place", ["write_findings", "publish"])
def test_a_full_disk_is_told_and_leaves_the_last_report(
    command: Run, sample: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    assert command("run", sample).code == 0
    before = contents(sample / "report")
    file = sample / "claims.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("firms,520", "firms,530"), encoding="utf-8")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(f"clustermark.pipeline.run.{place}", full)
        said = command("run", sample)
    assert said.code == 1
    assert "The disk is full" in said.err
    assert contents(sample / "report") == before
    assert leftovers(sample) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_output_that_cannot_be_written_is_told() -> None:
    with open("/dev/full", "w") as full:
        program = [sys.executable, "-m", "clustermark", "measures", "--language", "en"]
        done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "The disk is full" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_in_the_place_of_the_output_folder(command: Run, sample: Path) -> None:
    (sample / "report").write_text("mine")
    said = command("run", sample)
    assert said.code == 1
    assert "Rename that file" in said.err
    assert (sample / "report").read_text() == "mine"
