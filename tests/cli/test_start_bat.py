"""start.bat by its content: it was not yet run on Windows."""

import re
from pathlib import Path

TEXT = (Path(__file__).parents[2] / "start.bat").read_bytes()
LINES = TEXT.decode("ascii").split("\r\n")


def test_it_is_ascii_with_windows_line_ends() -> None:
    assert TEXT.count(b"\n") == TEXT.count(b"\r\n") == len(LINES) - 1
    assert TEXT.endswith(b"\r\n")


def test_it_says_that_it_was_not_yet_run_on_windows() -> None:
    assert "rem Not yet run on Windows." in LINES


def test_every_path_is_quoted() -> None:
    for line in LINES:
        outside = re.sub(r'"[^"]*"', "", line.replace('STUDY:"=', "STUDY:="))
        assert not re.search(r"%(HERE|VENV|PROGRAM|STUDY)", outside), line


def test_every_label_that_is_jumped_to_exists_and_every_label_is_used() -> None:
    labels = {line[1:] for line in LINES if line.startswith(":")}
    jumps = set(re.findall(r"(?:goto|call) :?(\w+)", "\n".join(LINES)))
    assert jumps <= labels
    assert labels - jumps <= {"named", "end", "run", "ask"}


def test_it_asks_for_a_folder_and_installs_from_the_locks() -> None:
    text = "\n".join(LINES)
    assert 'set /p "STUDY=' in text
    assert "--require-hashes" in text
    assert "PIP_INDEX_URL" in text
    assert not re.search(r"https?://", text)
    for name in ("run.txt", "build.txt"):
        assert (Path(__file__).parents[2] / "requirements" / name).is_file()
        assert f"requirements\\{name}" in text
