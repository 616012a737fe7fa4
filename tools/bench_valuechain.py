"""Measures the world-table engine as ratios to one dense inverse, prints a table and writes it to docs.

`make bench-valuechain` calls it: WIOD 2008 where CLUSTERMARK_TABLES names a folder with wiot_2008.RData, else a
generated table of that size; one BLAS thread; CPU time from arrays in memory to `.values`. `--large` adds n = 10,000
(some minutes and 6 GB). Each memory figure comes from a process of its own.
"""

import argparse
import math
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import numpy as np
import scipy
from scipy.linalg import lu_factor

from clustermark import (
    System,
    WorldTable,
    cached_system,
    decompose,
    downstreamness,
    participation,
    production_lengths,
    read_world_table,
    upstreamness,
    vax,
)

PAGE = Path(__file__).parent.parent / "docs" / "performance-valuechain.md"
COUNTRIES, SECTORS = 41, 35
REPEATS = 5
SUITE = (
    ("kww", "country"),
    ("wwz", "bilateral-sector"),
    ("bm-exporter-source", "bilateral-sector"),
    ("bm-exporter-sink", "bilateral-sector"),
    ("bm-self", "bilateral-sector"),
    ("bm-self", "bilateral"),
    ("bm-self", "sector"),
    ("bm-world-source", "country"),
    ("bm-world-sink", "country"),
    ("bm-importer", "country"),
    ("bmt", "bilateral-sector"),
)


@dataclass(frozen=True)
class Line:
    """What was measured, its ratio, and what is promised (0: nothing)."""

    name: str
    value: float
    limit: float = 0.0
    unit: str = "x"

    def cells(self) -> tuple[str, str, str]:
        promised = f"<= {self.limit:g}{' ' + self.unit if self.unit != 'x' else ''}" if self.limit else ""
        return self.name, f"{self.value:.2f}{' ' + self.unit if self.unit != 'x' else ''}", promised


def generated(n_countries: int, n_sectors: int, seed: int = 2008) -> WorldTable:
    """A balanced table with a strong diagonal, as real ones have; the same for the same seed."""
    rng = np.random.default_rng(seed)
    n = n_countries * n_sectors
    z = rng.random((n, n)) ** 6
    for country in range(n_countries):
        rows = slice(country * n_sectors, (country + 1) * n_sectors)
        z[rows, rows] *= 40
    z *= 0.55 / z.sum(axis=0)
    x = rng.gamma(1.0, 1000.0, n) + 1.0
    z *= x
    y = rng.random((n, n_countries)) ** 4
    y[np.arange(n), np.repeat(np.arange(n_countries), n_sectors)] += 1.0
    scale = np.maximum(x - z.sum(axis=1), 0.1 * x) / y.sum(axis=1)
    y *= scale[:, None]
    countries = [f"C{i:02d}" for i in range(n_countries)]
    return WorldTable(z, y, countries, [f"s{i:03d}" for i in range(n_sectors)])


def standard() -> tuple[WorldTable, str]:
    """WIOD 2008, or a table of its size."""
    folder = os.environ.get("CLUSTERMARK_TABLES", "")
    file = Path(folder) / "wiot_2008.RData"
    if folder and file.is_file():
        return read_world_table(file, "wiod2013"), "WIOD 2008 (release 2013), n = 1,435"
    return generated(COUNTRIES, SECTORS), f"a generated table of WIOD's size, n = {COUNTRIES * SECTORS:,}"


def cpu(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The least CPU seconds that `work` takes; the least is what the machine's other work disturbs least."""
    best = math.inf
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def fresh(table: WorldTable) -> WorldTable:
    """The same arrays as a new table, so that nothing of an earlier run is at hand."""
    return WorldTable(table.intermediate, table.final, table.countries, table.sectors, split=table.split or None)


def suite(table: WorldTable) -> None:
    """All decompositions of all exporters and all positions, from one system."""
    system = System(fresh(table))
    for method, level in SUITE:
        decompose(system, method, level=level)
    for function in (upstreamness, downstreamness, participation, production_lengths, vax):
        function(system)
    system.exporters.clear()


def one_exporter(table: WorldTable) -> None:
    """The whole of Borin and Mancini for one exporter, from the factors."""
    system = System(fresh(table))
    name = table.economies[len(table.economies) // 6]
    for method, level in SUITE:
        if method.startswith("bm-"):
            decompose(system, method, exporters=[name], level=level)
    if system.has_inverse:
        raise SystemExit("one exporter made the inverse")
    system.exporters.clear()


def ratios(table: WorldTable) -> list[Line]:
    """The promised ratios on one table."""
    matrix = np.eye(len(table.output)) - table.intermediate * System(table).per_output
    inverse = cpu(lambda: np.linalg.inv(matrix))

    def ratio(work: Callable[[], object]) -> float:
        nonlocal inverse
        spent = cpu(work)
        inverse = min(inverse, cpu(lambda: np.linalg.inv(matrix), 1))
        return spent / inverse

    def of(method: str, level: str) -> float:
        return ratio(lambda: decompose(fresh(table), method, level=level))

    lines = [
        Line("KWW, all exporters", of("kww", "country"), 1.3),
        Line("WWZ, all cells", of("wwz", "bilateral-sector"), 1.5),
        Line("Borin-Mancini source, bilateral-sector", of("bm-exporter-source", "bilateral-sector"), 1.3),
        Line("Borin-Mancini sink, bilateral-sector", of("bm-exporter-sink", "bilateral-sector"), 1.5),
        Line("the whole suite", ratio(lambda: suite(table)), 2.0),
        Line("one exporter's full Borin-Mancini, no inverse", ratio(lambda: one_exporter(table)), 0.5),
    ]
    with tempfile.TemporaryDirectory() as folder:
        cached_system(table, folder)
        again = ratio(lambda: decompose(cached_system(fresh(table), folder), "kww"))
    lines.append(Line("KWW again, from the cache, hashing included", again, 0.3))
    result = decompose(table, "wwz", level="bilateral-sector")
    lines.append(Line(".frame() of WWZ bilateral-sector", ratio(result.frame), 0.3))
    return [Line("np.linalg.inv of I - A", inverse, 0, "CPU s"), *lines]


class Peak:
    """The most memory that this process holds beyond what it held at first, sampled."""

    def __enter__(self) -> "Peak":
        self.first = self.most = resident()
        self.going = True
        self.watch = threading.Thread(target=self._look)
        self.watch.start()
        return self

    def _look(self) -> None:
        while self.going:
            self.most = max(self.most, resident())
            time.sleep(0.001)

    def __exit__(self, *_: object) -> None:
        self.going = False
        self.watch.join()

    @property
    def more(self) -> int:
        return self.most - self.first


def resident() -> int:
    """Bytes of memory that the process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def memory_of_suite() -> float:
    """Peak memory of the suite beyond the table, in inverses."""
    table, _ = standard()
    np.linalg.inv(np.eye(50))
    with Peak() as peak:
        suite(table)
    return peak.more / table.intermediate.nbytes


def apart(flag: str) -> str:
    """What this program prints with `flag` in a process of its own."""
    command = [sys.executable, __file__, flag]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def by_size(sizes: tuple[tuple[int, int], ...]) -> list[tuple[int, float, float, float]]:
    """n and CPU seconds of the inverse, the suite and one exporter for generated tables."""
    out = []
    for countries, sectors in sizes:
        table = generated(countries, sectors)
        repeats = 3 if len(table.output) < 3000 else 1
        matrix = np.eye(len(table.output)) - table.intermediate * System(table).per_output
        inverse = cpu(lambda matrix=matrix: np.linalg.inv(matrix), repeats)
        del matrix
        whole = cpu(lambda table=table: suite(table), repeats)
        out.append((len(table.output), inverse, whole, cpu(lambda table=table: one_exporter(table), repeats)))
        print(f"n = {out[-1][0]:,}: inverse {inverse:.2f}, suite {whole:.2f}, one exporter {out[-1][3]:.2f} CPU s")
    return out


def exponent(rows: list[tuple[int, float, float, float]], column: int) -> float:
    """The slope of log CPU time over log n."""
    logs = np.log([[row[0], row[column]] for row in rows])
    return float(np.polyfit(logs[:, 0], logs[:, 1], 1)[0])


def large() -> str:
    """n = 10,000: one exporter against a bare LU, and memory beyond the table."""
    table = generated(50, 200)
    with Peak() as peak:
        start = time.process_time()
        decompose(System(table), "bm-exporter-source", exporters=["C08"], level="bilateral-sector")
        spent = time.process_time() - start
    matrix = np.eye(len(table.output)) - table.intermediate * System(table).per_output
    bare = cpu(lambda: lu_factor(matrix, overwrite_a=True, check_finite=False), 1)
    return f"{spent} {bare} {peak.more}"


def page(title: str, lines: list[Line], sizes: list[tuple[int, float, float, float]]) -> str:
    """The page of results."""
    out = [
        "# How fast the world-table engine is",
        "",
        f"`make bench-valuechain` wrote this page: {title}; one BLAS thread; CPU time from arrays in memory to "
        "`.values`, as a ratio to `np.linalg.inv` of I - A.",
        f"numpy {np.__version__}, scipy {scipy.__version__}, Python {platform.python_version()}, {platform.machine()}.",
        "",
        "| what | measured | promised |",
        "| --- | --- | --- |",
        *("| " + " | ".join(line.cells()) + " |" for line in lines),
        "",
        "By size, on generated tables (CPU seconds):",
        "",
        "| n | inverse | whole suite | one exporter |",
        "| --- | --- | --- | --- |",
        *(f"| {n:,} | {inverse:.2f} | {whole:.2f} | {one:.2f} |" for n, inverse, whole, one in sizes),
        f"| exponent | {exponent(sizes, 1):.2f} | {exponent(sizes, 2):.2f} | {exponent(sizes, 3):.2f} |",
        "",
    ]
    return "\n".join(out)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--ten-thousand", action="store_true")
    parser.add_argument("--large", action="store_true", help="also n = 10,000, one exporter")
    parser.add_argument("--quick", action="store_true", help="no sizes above 1,435, nothing written")
    asked = parser.parse_args()
    if asked.memory:
        print(memory_of_suite())
        return
    if asked.ten_thousand:
        print(large())
        return
    table, title = standard()
    lines = ratios(table)
    lines.append(Line("peak memory of the suite, in inverses", float(apart("--memory")), 5))
    sizes = by_size(((10, 35), (20, 35), (41, 35)) + (() if asked.quick else ((70, 45), (100, 50))))
    if not asked.quick:
        lines.append(Line(f"n = {sizes[-1][0]:,}: the whole suite", sizes[-1][2] / sizes[-1][1]))
    if asked.large:
        spent, bare, more = map(float, apart("--ten-thousand").split())
        lines.append(Line("n = 10,000: one exporter, in bare LUs", spent / bare, 1.3))
        lines.append(Line("n = 10,000: memory beyond the table", more / 2**30, 4, "GiB"))
    text = page(title, lines, sizes)
    print(text)
    if not asked.quick:
        PAGE.write_text(text, encoding="utf-8")
    missed = [line.name for line in lines if line.limit and line.value > line.limit]
    sys.exit(f"missed: {', '.join(missed)}" if missed else 0)


if __name__ == "__main__":
    main()
