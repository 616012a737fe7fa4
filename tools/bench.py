"""Measures what the project promises, prints a table and writes it to docs/performance.md. `make bench` calls it."""

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "four-clusters"
PAGE = ROOT / "docs" / "performance.md"
PROGRAM = [sys.executable, "-m", "clustermark.cli.main"]
REPEATS = 3
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Figure:
    """What was measured, and what is promised."""

    name: str
    value: float
    unit: str
    limit: float

    def cells(self) -> tuple[str, str, str]:
        digits = 2 if self.unit == "s" and self.limit < 1 else 1 if self.unit in ("s", "MB") else 0
        return self.name, f"{self.value:.{digits}f} {self.unit}", f"under {self.limit:g} {self.unit}"


def timed(arguments: list[str]) -> float:
    """Seconds that a command takes, process start included."""
    start = time.perf_counter()
    subprocess.run([*PROGRAM, *arguments], check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - start


def runs() -> list[Figure]:
    """Cold and unchanged run, peak memory and size of the report."""
    cold, unchanged = [], []
    with tempfile.TemporaryDirectory() as folder:
        for repeat in range(REPEATS):
            study = Path(folder) / str(repeat)
            shutil.copytree(EXAMPLE, study, ignore=shutil.ignore_patterns("report", ".clustermark"))
            cold.append(timed(["run", str(study)]))
            unchanged.append(timed(["run", str(study)]))
        report = (Path(folder) / "0" / "report" / "report.html").stat().st_size / MEGABYTE
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    return [
        Figure("clustermark run examples/four-clusters, cold", statistics.median(cold), "s", 10),
        Figure("the same, unchanged", statistics.median(unchanged), "s", 2),
        Figure("peak memory of a run", peak, "MB", 600),
        Figure("report.html", report, "MB", 1.5),
    ]


def install_size() -> float:
    """Megabytes that `make demo` installs, measured in a virtual environment of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        locks = [str(ROOT / "requirements" / name) for name in ("run.txt", "build.txt")]
        subprocess.run(
            [*pip, "--require-hashes", "-r", locks[0], "-r", locks[1]], check=True, stderr=subprocess.DEVNULL
        )
        return sum(path.lstat().st_size for path in environment.rglob("*") if path.is_file()) / MEGABYTE


def figures() -> list[Figure]:
    timed(["--help"])  # the first start writes compiled files
    return [
        *runs(),
        Figure("clustermark --help", statistics.median(timed(["--help"]) for _ in range(7)), "s", 0.3),
        Figure("what make demo installs", install_size(), "MB", 600),
    ]


def page(rows: list[Figure]) -> str:
    """The page of figures."""
    machine = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores"
    lines = [
        "<!-- Written by `make bench`. Do not edit. -->",
        "# Performance",
        "",
        f"Measured by `make bench` ({machine}): medians of {REPEATS} runs, process start included.",
        "",
        "| what | measured | promised |",
        "| --- | --- | --- |",
        *["| " + " | ".join(row.cells()) + " |" for row in rows],
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    rows = figures()
    cells = [("what", "measured", "promised"), *(row.cells() for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    for row in cells:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    PAGE.write_text(page(rows), encoding="utf-8", newline="\n")
    missed = [row.name for row in rows if row.value >= row.limit]
    if missed:
        print("not kept: " + ", ".join(missed), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
