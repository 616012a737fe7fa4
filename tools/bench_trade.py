"""Measures trade records, from file to findings; prints a table and writes it to docs/performance-trade.md.

    python tools/bench_trade.py

Two made-up studies of about two million rows each, with a fixed seed: one product of fifteen codes over twelve years,
and all goods (97 chapters) of one year. Each has a file of all exporters like BACI's and a customs file with months and
regions. Time on the clock, each study in a process of its own; memory is what the lens takes beyond the evidence read.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance-trade.md"
ROWS = 2_000_000
ECONOMIES = 110
MOST_SECONDS, MOST_MEMORY = 10.0, 1024.0
PLACES = "id,kind,name_zh,name_en,product\nsampleton,cluster,示例镇,Sampleton,towels\n"
CASES = {
    "one product, twelve years": ([f"6302{code:02}" for code in range(10, 25)], range(2012, 2024)),
    "all goods, one year": (
        [f"{chapter:02}{rest:04}" for chapter in range(1, 98) for rest in (110, 290)],
        range(2023, 2024),
    ),
}


def make(folder: Path, case: str) -> None:
    """The two files of a case; demand follows price and a quality of each exporter."""
    codes, years = CASES[case]
    rng = np.random.default_rng(11)
    quality, level = rng.normal(0, 0.5, ECONOMIES), rng.lognormal(2, 0.3, ECONOMIES)
    exporter, market = np.divmod(np.arange(ECONOMIES * ECONOMIES), ECONOMIES)
    exporter, market = exporter[exporter != market], market[exporter != market]
    frames = []
    for year in years:
        for code in codes:
            price = level[exporter] * rng.lognormal(0, 0.1, len(exporter))
            quantity = np.exp(14 + 4 * quality[exporter] - 5 * np.log(price) + rng.normal(0, 1, len(exporter)))
            value = np.round(price * quantity / 1000 + 0.001, 3)
            names = {"i": 900 + exporter, "j": 900 + market}
            frames.append(
                pl.DataFrame({"t": year, **names, "k": code, "v": value, "q": np.round(quantity / 1000 + 0.001, 3)})
            )
    pl.concat(frames).head(ROWS).write_csv(folder / "BACI_HS17.csv")
    pl.DataFrame(list(_months(codes, years, rng)), orient="row", schema=_HEADER).write_csv(folder / "customs.csv")
    (folder / "places.csv").write_text(PLACES, encoding="utf-8")


_HEADER = ["year", "period", "reporter", "partner", "flow", "hs", "classification", "regime", "trader_region", "value",
           "currency", "quantity", "unit"]  # fmt: skip


def _months(codes: list[str], years: range, rng: np.random.Generator) -> Iterator[tuple[object, ...]]:
    for year in years:
        for month in range(1, 13):
            for at, code in enumerate(codes):
                for partner in range(1, 31):
                    quantity = round(float(rng.lognormal(6, 1)), 2)
                    regime = "processing" if at % 3 == 0 else "ordinary"
                    yield (year, f"{year}-{month:02}", "900", str(900 + partner), "export", code, "HS2017", regime,
                           "Sampleton", round(6 * quantity, 2), "USD", quantity, "kg")  # fmt: skip


def resident() -> float:
    """Memory of this process now, in MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def measure(folder: Path) -> dict[str, float]:
    """Seconds and memory of reading and of the lens."""
    from clustermark.evidence.read import read_evidence
    from clustermark.lenses.context import Context
    from clustermark.lenses.position import traded
    from clustermark.study.model import Product, Source, Study, Text

    files = {
        "places": ("places.csv", "places"),
        "customs": ("customs.csv", "trade"),
        "baci": ("BACI_HS17.csv", "trade"),
    }
    study = Study(
        title=Text(zh="-", en="-"),
        focus="sampleton",
        period=str(max(pl.read_csv(folder / "customs.csv", columns=["year"])["year"].to_list())),
        products=(Product(id="towels", name=Text(zh="毛巾", en="towels"), hs=("6302",)),),
        sources=tuple(Source(id=name, path=path, table=table) for name, (path, table) in files.items()),
        folder=folder,
    )
    start = time.perf_counter()
    kept = read_evidence(study)
    read, before, most, done = time.perf_counter() - start, resident(), [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            most[0] = max(most[0], resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    found = traded.find(Context(kept, study, None))
    took = time.perf_counter() - start
    done.set()
    watcher.join()
    answered = sum(finding.status == "ok" for finding in found.findings)
    rows = kept.tables["trade"].height
    return {"rows": rows, "read": read, "lens": took, "memory": max(most[0] - before, 0.0), "answered": answered}


def main() -> int:
    """All cases, each in a process of its own; 1 where a promise is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", type=Path, help="measure the study in this folder and print JSON")
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.measure)))
        return 0
    lines, missed = [], False
    for case in CASES:
        with tempfile.TemporaryDirectory() as name:
            make(Path(name), case)
            done = subprocess.run(
                [sys.executable, __file__, "--measure", name], check=True, capture_output=True, text=True
            )
        got = json.loads(done.stdout)
        missed |= got["lens"] > MOST_SECONDS or got["memory"] > MOST_MEMORY
        times = f"{got['read']:.1f} s | {got['lens']:.1f} s | {got['memory']:.0f} MiB"
        lines.append(f"| {case} | {got['rows']:,} | {times} | {got['answered']} |")
    where = f"Python {platform.python_version()}, {platform.system()}, {_cores()} cores"
    promised = f"the lens under {MOST_SECONDS:.0f} s and {MOST_MEMORY:.0f} MiB beyond the evidence read"
    page = [
        "<!-- Written by tools/bench_trade.py. Do not edit. -->",
        "# Performance of trade records",
        "",
        f"Measured by `python tools/bench_trade.py` ({where}): made-up records",
        f"of {ECONOMIES} exporters and of a cluster’s months. Promised: {promised}.",
        "",
        "| study | rows | reading | the lens | memory beyond the evidence | questions answered |",
        "| --- | --- | --- | --- | --- | --- |",
        *lines,
        "",
    ]
    PAGE.write_text("\n".join(page), encoding="utf-8")
    print("\n".join(page))
    return int(missed)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    raise SystemExit(main())
