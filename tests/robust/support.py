"""What these tests share: copies of the made-up study, the program as a process, hashes of outputs."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from tests.conftest import ROOT

FIXTURE = ROOT / "tests" / "cli" / "fixture"
PROGRAM = (sys.executable, "-m", "clustermark.cli.main")
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "CLUSTERMARK_LANGUAGE": "en"}


def copied(folder: Path) -> Path:
    """A copy of the made-up study."""
    left = shutil.ignore_patterns("report", ".clustermark")
    return Path(shutil.copytree(FIXTURE, folder, ignore=left))


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but the timings, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "timings.json"
    }
