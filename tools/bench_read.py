"""Measures the reading of large files; writes the figures to docs/performance-reading.md. `make bench-read` calls it.

The files are made up, from a fixed seed: a workbook of 60,000 rows and 20 columns of figures, and two million rows of
trade records as text, of which one in a hundred needs a second look and most of those are quarantined.
"""

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance-reading.md"
GIBIBYTE = 1024**3
WORKBOOK_ROWS, TEXT_ROWS = 60_000, 2_000_000


@dataclass(frozen=True)
class Measured:
    """A file, its size and what became of its rows; seconds and memory of the process that read it."""

    name: str
    megabytes: float
    fates: dict[str, int]
    seconds: float
    peak: float
    most_seconds: float
    most_peak: float | None

    @property
    def kept(self) -> bool:
        """Whether it took less than promised."""
        return self.seconds < self.most_seconds and (self.most_peak is None or self.peak < self.most_peak)


def make_workbook(path: Path) -> None:
    """60,000 claims with 20 columns, of which the table knows six."""
    chance = random.Random(1)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("figures")
    sheet.write_row(0, 0, ["subject", "variable", "value", "unit", "year", "url", *(f"more {at}" for at in range(14))])
    for row in range(1, WORKBOOK_ROWS + 1):
        value = "about" if row % 100 == 0 else chance.randint(1, 9999)
        more = [f"text {row % 50}" if at % 2 else row * at / 7 for at in range(14)]
        url = f"https://example.org/{row}"
        sheet.write_row(row, 0, ["sampleton", "situation.firms", value, "firms", 2000 + row % 20, url, *more])
    book.close()


def trade_lines() -> Iterator[str]:
    """Trade records with ten columns."""
    chance = random.Random(2)
    odd = ["3.5亿", "1,2", "20~30", "n.e.", "約3億", "", "12 boxes"]
    yield "year,reporter,partner,flow,hs,description,value,currency,quantity,unit\n"
    for row in range(TEXT_ROWS):
        value = odd[row // 100 % len(odd)] if row % 100 == 99 else chance.randint(1, 10**8) / 100
        flow = "export" if row % 2 else "import"
        goods = f"{610000 + row % 999},goods of kind {row % 999}"
        yield f"{2000 + row % 20},{100 + row % 90},{100 + row % 190},{flow},{goods},{value},USD,{row % 10**6},kg\n"


def read_one(folder: Path, path: str, table: str) -> dict[str, object]:
    """Read one file in this process and say what it took; nothing but the reading is timed."""
    from clustermark.evidence.read import read_evidence
    from clustermark.study.model import Source, Study, Text

    source = Source(id=table, path=path, table=table, origin="illustrative")
    study = Study(title=Text(zh="示例", en="x"), focus="sampleton", period="2021", sources=(source,), folder=folder)
    start = time.perf_counter()
    evidence = read_evidence(study)
    seconds = time.perf_counter() - start
    fates = {
        "read": evidence.read[table],
        "accepted": evidence.tables[table].height,
        "quarantined": len(evidence.quarantined),
        "set aside": len(evidence.set_aside),
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"fates": fates, "seconds": seconds, "peak": peak}


def measured(folder: Path, path: str, table: str, name: str, seconds: float, peak: float | None) -> Measured:
    """Read a file in a process of its own, three times; the middle run counts."""
    command = [sys.executable, __file__, "--read", str(folder), path, table]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(3)]
    run = sorted(runs, key=lambda item: item["seconds"])[1]
    size = (folder / path).stat().st_size / 1e6
    fates = run["fates"]
    if fates["read"] != fates["accepted"] + fates["quarantined"] + fates["set aside"]:
        raise SystemExit(f"{name}: rows were lost: {fates}")
    return Measured(name, size, fates, run["seconds"], max(item["peak"] for item in runs), seconds, peak)


def page(rows: list[Measured]) -> str:
    """The page of figures."""
    machine = f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores"
    lines = [
        "<!-- Written by `make bench-read`. Do not edit. -->",
        "# Performance of reading",
        "",
        f"Measured by `make bench-read` ({machine}): the middle of three runs, each in its own process;",
        "cleaning and quarantine included, start of the process not. The files are made up by `tools/bench_read.py`;",
        "one row in a hundred needs a second look.",
        "",
        "| file | size | rows read | accepted | quarantined | set aside | time | promised | memory | promised |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        counts = " | ".join(f"{count:,}" for count in row.fates.values())
        most = f"under {row.most_peak / GIBIBYTE:g} GiB" if row.most_peak else ""
        lines.append(
            f"| {row.name} | {row.megabytes:.0f} MB | {counts} | {row.seconds:.1f} s | under {row.most_seconds:g} s"
            f" | {row.peak / GIBIBYTE:.2f} GiB | {most} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--read", nargs=3)
    chosen = parser.parse_args().read
    if chosen:
        print(json.dumps(read_one(Path(chosen[0]), *chosen[1:])))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_workbook(folder / "figures.xlsx")
        with (folder / "trade.csv").open("w", encoding="utf-8", newline="") as out:
            out.writelines(trade_lines())
        rows = [
            measured(folder, "figures.xlsx", "claims", "xlsx, 60,000 rows of 20 columns", 6, None),
            measured(folder, "trade.csv", "trade", "CSV, 2,000,000 rows of 10 columns", 20, 1.5 * GIBIBYTE),
        ]
    text = page(rows)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    print(text)
    missed = [row.name for row in rows if not row.kept]
    if missed:
        print("not kept: " + ", ".join(missed), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
