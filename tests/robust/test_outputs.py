"""Places that cannot be written, or should not: a message, the exit code 1, and what was there still there."""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.robust.support import copied, hashes
from tests.robust.test_bad_inputs import told

from clustermark.pipeline import outputs

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
NAMES = (
    "a b",
    "-rf",
    "纽扣（二）",
    "🧵",
    "{0}%s",
    "it's",
    'say "x"',
    "x\ny",
    "\u202edlof",
    "a&b;c",
    "$HOME",
    "..x",
    "n" * 200,
)


def codes_of(capsys: Capture, *arguments: str) -> tuple[int, list[str]]:
    code, problems = told(capsys, *arguments)
    return code, [item["code"] for item in problems if item["severity"] == "error"]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if mount is None or subprocess.run([mount, *options], capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here: only the simulated full disk was tested")
    yield folder
    subprocess.run([str(shutil.which("umount")), str(folder)], check=True)


def test_a_full_disk_for_the_report(tmp_path: Path, full_disk: Path, capsys: Capture) -> None:
    study = copied(tmp_path / "study")
    out = full_disk / "report"
    out.mkdir()
    (out / "report.html").write_text("earlier", encoding="utf-8")
    assert codes_of(capsys, "run", str(study), "--out", str(out)) == (1, ["output.disk-full"])
    assert [item.name for item in out.iterdir()] == ["report.html"]
    assert (out / "report.html").read_text(encoding="utf-8") == "earlier"


def test_a_full_disk_for_the_study(full_disk: Path, capsys: Capture) -> None:
    study = copied(full_disk / "study")
    before = hashes(study)
    assert codes_of(capsys, "run", str(study)) == (1, ["output.disk-full"])
    left = {name: value for name, value in hashes(study).items() if not name.startswith(".clustermark")}
    assert left == before
    assert not list((study / ".clustermark" / "cache").glob(".building*"))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "output.disk-full"),
        (errno.EDQUOT, "output.disk-full"),
        (errno.EROFS, "output.not-writable"),
        (errno.EACCES, "output.not-writable"),
        (errno.EIO, "output.unreadable"),
    ],
)
def test_writing_fails(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    study = copied(tmp_path / "study")
    assert codes_of(capsys, "run", str(study))[0] == 0
    before = hashes(study / "report")

    def fail(source: object, target: object) -> None:
        raise OSError(number, os.strerror(number), str(target))

    claims = study / "claims.csv"
    claims.write_bytes(claims.read_bytes().replace(b",520,", b",530,"))
    monkeypatch.setattr(outputs.shutil, "copyfile", fail)
    assert codes_of(capsys, "run", str(study)) == (1, [code])
    assert hashes(study / "report") == before


def test_a_file_in_the_place_of_the_folder(tmp_path: Path, capsys: Capture) -> None:
    study = copied(tmp_path / "study")
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert codes_of(capsys, "run", str(study), "--out", str(tmp_path / "out")) == (1, ["output.not-a-folder"])
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("out", [".", "..", "data"])
def test_results_never_lie_among_the_evidence(tmp_path: Path, capsys: Capture, out: str) -> None:
    study = copied(tmp_path / "all" / "study")
    (study / "data").mkdir()
    (study / "claims.csv").rename(study / "data" / "claims.csv")
    text = (study / "study.toml").read_text(encoding="utf-8")
    (study / "study.toml").write_text(text.replace('"claims.csv"', '"data/claims.csv"'), encoding="utf-8")
    before = hashes(study)
    found = codes_of(capsys, "run", str(study), "--out", str(study / out))
    assert found == (1, ["output.holds-sources"])
    assert hashes(study) == before


def test_files_of_others_in_the_output_folder_stay(tmp_path: Path, capsys: Capture) -> None:
    study = copied(tmp_path / "study")
    out = tmp_path / "out"
    (out / "evidence").mkdir(parents=True)
    (out / "evidence" / "mine.csv").write_text("mine", encoding="utf-8")
    assert codes_of(capsys, "run", str(study), "--out", str(out))[0] == 0
    assert (out / "evidence" / "price_ladders.parquet").exists()
    text = (study / "study.toml").read_text(encoding="utf-8")
    (study / "study.toml").write_text(text.rpartition("[[sources]]")[0], encoding="utf-8")
    assert codes_of(capsys, "run", str(study), "--out", str(out))[0] == 0
    assert not (out / "evidence" / "price_ladders.parquet").exists()
    assert (out / "evidence" / "mine.csv").read_text(encoding="utf-8") == "mine"


def test_a_manifest_that_lies_removes_nothing_outside(tmp_path: Path, capsys: Capture) -> None:
    study = copied(tmp_path / "study")
    out, mine = tmp_path / "out", tmp_path / "mine.txt"
    out.mkdir()
    mine.write_text("mine", encoding="utf-8")
    (out / "run.json").write_text(f'{{"outputs": {{"../mine.txt": "", "{mine}": ""}}}}', encoding="utf-8")
    assert codes_of(capsys, "run", str(study), "--out", str(out))[0] == 0
    assert mine.exists()


def test_no_rights_to_a_source(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    study = copied(tmp_path / "study")
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "claims.csv":
            raise PermissionError(errno.EACCES, "denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert codes_of(capsys, "check", str(study)) == (1, ["file.no-rights"])


def test_no_rights_to_the_study(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    study = copied(tmp_path / "study")

    def refuse(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert codes_of(capsys, "check", str(study)) == (1, ["study.no-rights"])


@pytest.mark.parametrize("name", NAMES, ids=[str(at) for at in range(len(NAMES))])
def test_folders_of_any_name(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    copied(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    code, problems = told(capsys, "check", f"./{name}")
    assert (code, problems) == (0, [])
