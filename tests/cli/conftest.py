import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from clustermark.cli.main import outcome

FIXTURE = Path(__file__).parent / "fixture"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in this process, in English unless the study or an option says otherwise."""
    monkeypatch.setenv("CLUSTERMARK_LANGUAGE", "en")
    monkeypatch.delenv("CLUSTERMARK_DEBUG", raising=False)

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = outcome([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the made-up study in a folder with Chinese characters and spaces."""
    folder = tmp_path / "示例镇 纽扣 2021"
    shutil.copytree(FIXTURE, folder, ignore=shutil.ignore_patterns("report", ".clustermark"))
    return folder
