"""Large files as they are: no file of the test is kept, and memory stays bounded."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.robust.made_files import CLAIMS
from tests.robust.support import ENVIRONMENT, PROGRAM, copied

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="memory is limited by ulimit")]
GIGABYTE = 2**30


def checked(study: Path, memory: int) -> subprocess.CompletedProcess[str]:
    """`check` in a process that may use so many bytes."""
    limited = f'ulimit -v {memory // 1024}; exec "$@"'
    command = ["sh", "-c", limited, "sh", *PROGRAM, "check", str(study), "--json"]
    return subprocess.run(
        command, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300
    )


@pytest.mark.parametrize(
    ("megabytes", "code"), [(1024, "file.too-large"), (390, "line.too-long")], ids=["1 GB", "390 MB"]
)
def test_one_endless_line(tmp_path: Path, megabytes: int, code: str) -> None:
    study = copied(tmp_path / "study")
    with (study / CLAIMS).open("ab") as file:
        for _ in range(megabytes):
            file.write(b"x" * 2**20)
        file.write(b"\n")
    said = checked(study, 8 * GIGABYTE)
    (study / CLAIMS).unlink()
    assert said.returncode == 1, said.stderr
    assert "Traceback" not in said.stderr
    assert f'"{code}"' in said.stdout


def test_five_million_rows(tmp_path: Path) -> None:
    study = copied(tmp_path / "study")
    row = "sampleton,x,5\n"
    with (study / CLAIMS).open("w", encoding="utf-8") as file:
        file.write("subject,variable,value\n")
        for _ in range(50):
            file.write(row * 100_000)
    said = checked(study, 8 * GIGABYTE)
    (study / CLAIMS).unlink()
    assert said.returncode == 1, said.stderr
    assert '"table.too-large"' in said.stdout
