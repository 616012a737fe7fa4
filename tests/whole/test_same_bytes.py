"""Unchanged input gives the same bytes, wherever and however often it is run."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import EXAMPLE, copy_study

pytestmark = pytest.mark.slow

TIMINGS = "timings.json"
WANTED = {
    "report.html",
    "brief.docx",
    "findings.jsonl",
    "suggestions.jsonl",
    "quarantine.csv",
    "evidence/datapackage.json",
    "cited.parquet",
    "run.json",
    TIMINGS,
}


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != TIMINGS
    }


def command(*arguments: str, cwd: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the installed command as a user would, in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1", "CLUSTERMARK_LANGUAGE": "en"}
    program = Path(sys.executable).parent / "clustermark"
    return subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_every_output_is_there(example_run: Path) -> None:
    written = {path.relative_to(example_run).as_posix() for path in example_run.rglob("*") if path.is_file()}
    assert written >= WANTED
    assert not [name for name in written if "partial" in name or name.startswith(".")]


def test_a_second_run_gives_the_same_bytes(example_run: Path, tmp_path: Path) -> None:
    first = hashes(example_run)
    again = command("run", str(example_run.parent), "--out", str(tmp_path / "again"), cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert hashes(tmp_path / "again") == first


def test_another_folder_and_hash_seed_give_the_same_bytes(example_run: Path, tmp_path: Path) -> None:
    elsewhere = copy_study(EXAMPLE, tmp_path / "a b" / "elsewhere")
    made = command("run", "elsewhere", cwd=elsewhere.parent, seed="4711")
    assert made.returncode == 0, made.stderr
    assert hashes(elsewhere / "report") == hashes(example_run)


def test_a_changed_figure_changes_the_findings(example_run: Path, tmp_path: Path) -> None:
    changed = copy_study(EXAMPLE, tmp_path / "changed")
    claims = changed / "claims.csv"
    lines = claims.read_text(encoding="utf-8").splitlines(keepends=True)
    claims.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    assert command("run", str(changed), cwd=tmp_path).returncode == 0
    assert hashes(changed / "report")["findings.jsonl"] != hashes(example_run)["findings.jsonl"]


def test_the_folder_stands_in_no_output(example_run: Path) -> None:
    where = str(example_run.parent.parent).encode()
    holding = [path.name for path in example_run.rglob("*") if path.is_file() and where in path.read_bytes()]
    assert holding == []
