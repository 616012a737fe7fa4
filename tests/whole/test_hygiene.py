"""What may stand in the repository, and where."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]")
TEXT_FILES = {".py", ".toml", ".md", ".txt", ".csv", ".html", ".css", ".js", ".cff", ".bat", ".json", ".jsonl", ""}
MODULE_LINES = 330  # "about 300"
FUNCTION_LINES = 55  # "about 40"


def tracked() -> list[Path]:
    """Files under version control; every file beside .venv where there is no version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not {".venv", ".git"} & set(path.parts)]


def modules() -> list[Path]:
    return sorted((ROOT / "src").rglob("*.py"))


def chinese_lines(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if CHINESE.search(line)]


def absolute_paths(text: str) -> list[str]:
    """Absolute paths of somebody's own machine."""
    return re.findall(
        r"(?<![\w.~$}])(?:/(?:home|root|Users|work|workspace|opt/wheels)/[\w.-]+|[A-Z]:\\Users\\\w+)", text
    )


def test_code_holds_no_chinese() -> None:
    found = {path.name: lines for path in modules() if (lines := chinese_lines(path.read_text(encoding="utf-8")))}
    assert not found, "texts belong into the data files of words/, tables/, rules/, measures/"


def test_chinese_in_code_would_be_seen() -> None:
    assert chinese_lines('a = 1\nb = "领带"\nc = "，"') == [2, 3]


def test_no_path_of_somebodys_machine() -> None:
    found = {}
    for path in tracked():
        if path.suffix in TEXT_FILES and path != Path(__file__):
            text = path.read_text(encoding="utf-8", errors="replace")
            if paths := absolute_paths(text):
                found[str(path.relative_to(ROOT))] = sorted(set(paths))
    assert not found


@pytest.mark.parametrize("text", ["open('/home/ann/x')", "see /work/notes", "C:\\Users\\ann"])
def test_a_path_of_somebodys_machine_would_be_seen(text: str) -> None:
    assert absolute_paths(text)


def test_no_index_in_the_locks() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text and "-index" not in text, path.name
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in block for block in blocks), path.name


def long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{path.relative_to(ROOT)}: {node.name} has {length} lines"


def test_modules_and_functions_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)} has {count} lines"
        for path in modules()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    ]
    long += [line for path in modules() for line in long_functions(path)]
    assert not long


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {project['version']}" in citation
    assert f"## {project['version']}" in changelog


def test_make_installs_no_system_packages() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert not re.search(r"apt-get|\bapt\b|yum|dnf|brew|sudo", makefile)


def test_the_ci_entry_requires_the_browser_and_calls_make_test() -> None:
    entry = ROOT / ".ci" / "run"
    text = entry.read_text(encoding="utf-8")
    assert "export CLUSTERMARK_REQUIRE_BROWSER=1" in text
    assert text.rstrip().endswith("make --no-print-directory test")
    assert entry.stat().st_mode & 0o100
