"""Commands and what they answer, as a reader of the manual would see it.

Each file in `transcripts` holds commands ("$ clustermark ...") with the output that follows and the exit code. The
study `study` is a copy of the made-up one beside this file. "# replace FILE: OLD -> NEW" changes a file of it first.
Paths are written as <here>. After a wanted change of texts: CLUSTERMARK_UPDATE_TRANSCRIPTS=1 pytest
tests/cli/test_transcripts.py, then read the difference.
"""

import contextlib
import io
import os
import shlex
import shutil
from pathlib import Path

import pytest

from clustermark.cli.main import outcome

from .conftest import FIXTURE

FOLDER = Path(__file__).parent / "transcripts"
FILES = sorted(FOLDER.glob("*.txt"))


def prepare(line: str, here: Path) -> None:
    """Carry out "# replace FILE: OLD -> NEW"."""
    name, _, change = line.removeprefix("# replace ").partition(": ")
    old, _, new = change.partition(" -> ")
    file = here / name
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, line
    file.write_text(text.replace(old, new), encoding="utf-8")


def answer(line: str, here: Path) -> list[str]:
    """What a command line says, on both streams in order, and its exit code."""
    said = io.StringIO()
    arguments = shlex.split(line)
    assert arguments[0] == "clustermark"
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = outcome(arguments[1:])
    assert code != 70, said.getvalue()
    text = said.getvalue().replace(str(here), "<here>")
    assert "Traceback" not in text
    return [*text.rstrip("\n").split("\n"), f"[exit {code}]"]


def replay(wanted: str, here: Path) -> str:
    """The transcript as it comes out now."""
    lines: list[str] = []
    for line in wanted.splitlines():
        if line.startswith("# "):
            if line.startswith("# replace "):
                prepare(line, here)
            lines.append(line)
        elif line.startswith("$ "):
            lines += [line, *answer(line.removeprefix("$ "), here), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_transcript(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURE, tmp_path / "study", ignore=shutil.ignore_patterns("report", ".clustermark"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CLUSTERMARK_LANGUAGE", "en")
    monkeypatch.delenv("CLUSTERMARK_DEBUG", raising=False)
    wanted = file.read_text(encoding="utf-8")
    found = replay(wanted, tmp_path)
    if os.environ.get("CLUSTERMARK_UPDATE_TRANSCRIPTS"):
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == wanted or os.environ.get("CLUSTERMARK_UPDATE_TRANSCRIPTS")


def test_every_command_has_a_transcript() -> None:
    commands = {line.split()[2] for file in FILES for line in file.read_text("utf-8").splitlines() if line[:2] == "$ "}
    assert {"new", "check", "run", "explain", "measures", "rules"} <= commands
