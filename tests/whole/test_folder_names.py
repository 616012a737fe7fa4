"""A folder with Chinese characters and blanks passes every command."""

from pathlib import Path

import pytest
from tests.conftest import EXAMPLE, copy_study
from tests.whole.test_same_bytes import command

pytestmark = pytest.mark.slow

NAME = "嵊州 领带 2021"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_study(EXAMPLE, tmp_path_factory.mktemp("folder") / NAME)


def test_new_writes_into_it(tmp_path: Path) -> None:
    asked = [
        "--cluster",
        "示例镇=Sampleton",
        "--product",
        "毛巾=Towels",
        "--period",
        "2021",
        "--language",
        "zh",
        "--yes",
    ]
    made = command("new", NAME, *asked, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / NAME / "study.toml").is_file()
    assert list((tmp_path / NAME).glob("*.xlsx"))
    checked = command("check", NAME, cwd=tmp_path)
    assert "Traceback" not in checked.stderr
    assert checked.returncode in (0, 1)


def test_check_run_and_explain_read_it(study: Path) -> None:
    assert command("check", NAME, cwd=study.parent).returncode in (0, 1)
    made = command("run", NAME, cwd=study.parent)
    assert made.returncode == 0, made.stderr
    assert (study / "report" / "report.html").is_file()
    explained = command("explain", "position.lock_in/shengzhou/2021", NAME, cwd=study.parent)
    assert explained.returncode == 0, explained.stderr


def test_a_full_path_is_as_good(study: Path, tmp_path: Path) -> None:
    made = command("run", str(study), "--out", str(tmp_path / "报告 一"), cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "报告 一" / "report.html").is_file()


@pytest.mark.parametrize("name", ["measures", "rules"])
def test_catalogues_are_readable_from_it(study: Path, name: str) -> None:
    assert command(name, cwd=study).returncode == 0
