"""What has no texts loads no library for texts."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("duckdb", "rjieba", "rensa", "networkit", "sklearn", "opencc", "pyspark", "pandas")
FOUR = Path(__file__).parents[3] / "examples" / "four-clusters"
COUNT = """
import sys
from pathlib import Path
from clustermark.evidence.read import read_evidence
from clustermark.lenses import ask_lenses
from clustermark.study.load import load_study
study = load_study(Path(sys.argv[1]))
ask_lenses(read_evidence(study), study)
"""
HELP = """
import sys
sys.argv = ["clustermark", "--help"]
from clustermark.cli.main import main
try:
    main()
except SystemExit:
    pass
"""
LOADED = f"print('loaded', [name for name in {HEAVY!r} if name in sys.modules])"


def loaded(code: str) -> str:
    command = [sys.executable, "-c", code + LOADED, str(FOUR)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.splitlines()[-1]


def test_help_is_light() -> None:
    assert loaded(HELP) == "loaded []"


def test_a_study_without_texts_is_light() -> None:
    assert loaded(COUNT) == "loaded []"


def test_a_heavy_library_would_be_seen() -> None:
    assert loaded("import sys, opencc\n") == "loaded ['opencc']"
