"""decompr, icio, exvatools, gvcAnalyzer and gvc on the World Input-Output Table of 2008: figures for China and Italy.

The table is the wiod package's (release 2013; Timmer et al. 2015, doi:10.1111/roie.12178), in the folder
CLUSTERMARK_RESEARCH_DATA; the figures are in the folder CLUSTERMARK_GOLDEN, or `golden` beside it.
"""

import csv
import os
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

from clustermark.evidence.world_tables import read_world_table
from clustermark.methods.valuechain import (
    System,
    WorldTable,
    decompose,
    downstreamness,
    rca,
    upstreamness,
    value_added_in_exports,
)
from valuechain.compare import OURS, Figures, misses

pytestmark = pytest.mark.research
Row = dict[str, str]


@pytest.fixture(scope="module")
def table(research_data: Path) -> WorldTable:
    path = research_data / "wiod2013" / "wiot_2008.RData"
    if not path.is_file():
        pytest.skip(f"{path} is not there: the comparison with other programs did not run")
    return read_world_table(path, "wiod2013", year=2008)


@pytest.fixture(scope="module")
def system(table: WorldTable) -> System:
    system = System(table)
    system.make_inverse()
    return system


@pytest.fixture(scope="module")
def figures(system: System) -> Figures:
    return Figures(system, ["CHN", "ITA"])


@pytest.fixture(scope="module")
def golden(research_data: Path) -> dict[str, list[Row]]:
    folder = Path(os.environ.get("CLUSTERMARK_GOLDEN") or research_data.parent / "golden") / "valuechain"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there: the comparison with other programs did not run")
    rows: dict[str, list[Row]] = defaultdict(list)
    for name in ("decompr_icio", "exvatools", "gvcAnalyzer", "gvc_indicators"):
        with (folder / f"wiod2013_2008_{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows[f"{name}: {row['method']}"].append(row)
    return rows


def test_the_table_as_it_is_read(table: WorldTable) -> None:
    found = {oddity.code: oddity for oddity in table.check()}
    assert len(table.countries) == 41 and len(table.sectors) == 35
    assert found["zero-output-exports"].cells == found["zero-output-final"].cells == ("LUX:c5", "LUX:c8")
    assert len(found["zero-output"].cells) == 17 and not any(oddity.error for oddity in found.values())
    assert found["negative-value-added"].cells == ("CYP:c8", "LUX:c24", "SVN:c8")
    assert 0 < max(map(abs, found["published-output"].values)) <= 108  # the numbers are rounded
    assert [note.split()[0] for note in decompose(table, "kww").notes] == ["LUX:c5", "LUX:c8"]


@pytest.mark.parametrize(
    ("method", "count"),
    [
        ("kww", 36),
        ("wwz", 1656),
        ("bm_exporter_source", 312),
        ("bm_exporter_sink", 216),
        ("bm_self", 144),
        ("bm_world_source", 18),
        ("bm_world_sink", 18),
        ("bm_importer", 6),
    ],
)
def test_decompr_and_icio(golden: dict[str, list[Row]], figures: Figures, method: str, count: int) -> None:
    rows = [
        row
        for row in golden[f"decompr_icio: {method}"]
        if not (method == "bm_self" and row["sector"] == "TOTAL" and row["partner"] != "WLD")
    ]
    assert len(rows) == count
    rows = [row for row in rows if row["term"] not in ("texp", "texpint", "texpfd", "DViX_Fsr")]
    assert misses(rows, lambda row: figures.value(OURS[method], row), 1e-10, 1e-6) == []


def test_icio_sums_flows_of_the_self_perimeter_to_partners(golden: dict[str, list[Row]], figures: Figures) -> None:
    """Its bilateral figure is a sum over sectors, each its own perimeter; ours takes the whole flow as one."""
    rows = [r for r in golden["decompr_icio: bm_self"] if r["sector"] == "TOTAL" and r["partner"] != "WLD"]
    assert len(rows) == 54
    finest = figures.of("bm-self", "bilateral-sector")

    def summed(row: Row) -> float:
        at = (finest.terms.index(row["term"]), finest.exporters.index(row["exporter"]))
        return float(finest.values[at][:, finest.partners.index(row["partner"])].sum())

    assert misses(rows, summed, 1e-10, 1e-6) == []
    once = [row for row in rows if row["term"] == "DVA"]
    assert len(once) == 6 and all(figures.value("bm-self", row) < summed(row) for row in once)


EXVATOOLS = {
    "EXGR": "GEXP", "VAX1": "VAX", "VAX2": "VAX", "VAX3": "VAX", "VAX4": "VAX", "REF1": "REF", "REF2": "REF",
    "FVA1": "FVA", "FVA2": "FVA", "FVA3": "FVA", "FVA4": "FVA",
}  # fmt: skip
EXVATOOLS_WWZ = {
    "FVA_FIN1": "MVA_FIN", "FVA_FIN2": "OVA_FIN", "FVA_INT1": "MVA_INT", "FVA_INT2": "OVA_INT",
    "DVA_INTrex1": "DVA_INTrexI1", "DVA_INTrex2": "DVA_INTrexF", "DVA_INTrex3": "DVA_INTrexI2", "RDV_FIN1": "RDV_FIN",
}  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "ours", "count"),
    [("bm_src", "bm-exporter-source", 144), ("bm_snk", "bm-exporter-sink", 144), ("my", "my", 120)],
)
def test_exvatools(golden: dict[str, list[Row]], figures: Figures, theirs: str, ours: str, count: int) -> None:
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for row in golden[f"exvatools: {theirs}"]:
        term = EXVATOOLS.get(row["term"], row["term"])
        sums[row["exporter"], row["sector"], row["partner"], term] += float(row["value"])
    names = ("exporter", "sector", "partner", "term")
    rows = [{**dict(zip(names, key, strict=True)), "method": theirs, "value": str(v)} for key, v in sums.items()]
    assert len(rows) == count
    assert misses(rows, lambda row: figures.value(ours, row), 1e-10, 1e-6) == []


def test_exvatools_wwz(golden: dict[str, list[Row]], figures: Figures) -> None:
    rows = [row for row in golden["exvatools: wwz"] if row["term"] != "EXGR"]
    assert len(rows) == 384

    def value(row: Row) -> float:
        return figures.value("wwz", row, EXVATOOLS_WWZ.get(row["term"], row["term"]))

    assert misses(rows, value, 1e-10, 1e-6) == []


def test_gvc_analyzer(golden: dict[str, list[Row]], figures: Figures) -> None:
    names = {"DVA_s": "DVA", "DDC_s": "DDC", "FVA_s": "FVA", "FDC_s": "FDC", "EX_s": "GEXP"}
    rows = golden["gvcAnalyzer: bm_2023_exporter_total"]
    assert misses(rows, lambda row: figures.value("bm-exporter-source", row, names[row["term"]]), 1e-10, 1e-6) == []
    parts = {
        "E_sr": ("DAVAX", "PF", "PB", "TS"), "DAVAX_sr": ("DAVAX",), "GVC_sr": ("PF", "PB", "TS"), "GVC_PF": ("PF",),
        "GVC_TS": ("TS",), "GVC_PB": ("PB",),
    }  # fmt: skip
    rows = golden["gvcAnalyzer: bm_2025_tripartite_trade"]
    assert len(rows) == 6
    assert misses(rows, lambda row: sum(figures.value("bmt", row, p) for p in parts[row["term"]]), 1e-10, 1e-6) == []


def test_gvc_distances_and_advantage(golden: dict[str, list[Row]], system: System) -> None:
    for theirs, name, function in (
        ("gvc::upstream (A,X patched)", "upstreamness", upstreamness),
        ("gvc::downstream (A patched)", "downstreamness", downstreamness),
        ("gvc::nrca", "rca", lambda system: rca(system, "dva-by-source")),
    ):
        frame = function(system)
        ours = dict(zip(zip(frame["country"], frame["sector"], strict=True), frame[name], strict=True))
        rows = golden[f"gvc_indicators: {theirs}"]
        assert len(rows) == 70
        assert misses(rows, lambda row, ours=ours: ours[row["exporter"], row["sector"]], 0, 1e-12) == []
    chinese = {
        basis: rca(system, basis).filter(pl.col("country") == "CHN", pl.col("sector") == "c4")["rca"].item()
        for basis in ("vax", "dva-by-source")
    }
    assert {basis: round(value, 3) for basis, value in chinese.items()} == {"vax": 3.105, "dva-by-source": 3.137}


def test_decompr_leontief(golden: dict[str, list[Row]], system: System) -> None:
    frame = value_added_in_exports(system).filter(pl.col("exporter").is_in(["CHN", "ITA"]))
    whole = {row[:2]: row[2] for row in frame.group_by("origin", "exporter").agg(pl.col("value").sum()).iter_rows()}
    by_sector = {
        row[:3]: row[3] for row in frame.group_by("origin", "exporter", "sector").agg(pl.col("value").sum()).iter_rows()
    }
    own = {(row[2], row[3], row[1]): row[4] for row in frame.filter(pl.col("origin") == pl.col("exporter")).iter_rows()}
    rows = golden["decompr_icio: leontief_exports_source_country"]

    def from_country(row: Row) -> float:
        if row["sector"] == "TOTAL":
            return whole[row["partner"], row["exporter"]]
        return by_sector[row["partner"], row["exporter"], row["sector"]]

    assert len(rows) == 246
    assert misses(rows, from_country, 1e-10, 1e-6) == []
    rows = golden["decompr_icio: leontief_exports_domestic_source_sector"]
    assert len(rows) == 70
    assert misses(rows, lambda row: own[row["exporter"], row["sector"], row["partner"]], 1e-10, 1e-6) == []


def test_one_exporter_by_factors_equals_all_by_the_inverse(table: WorldTable, system: System) -> None:
    for method, level in (("wwz", "bilateral-sector"), ("bm-exporter-sink", "bilateral-sector"), ("kww", "country")):
        alone = decompose(table, method, exporters=["CHN"], level=level)
        among = decompose(system, method, exporters=["CHN"], level=level)
        assert abs(alone.values - among.values).max() <= 1e-10 * 1580091


@pytest.mark.parametrize(
    ("year", "exports", "dva", "vax"),
    [(1995, 166.658, 140.180, 139.496), (2011, 2084.965, 1614.455, 1573.719)],
)
def test_other_years(research_data: Path, year: int, exports: float, dva: float, vax: float) -> None:
    """China, billion USD."""
    path = research_data / "wiod2013" / f"wiot_{year}.RData"
    got = decompose(read_world_table(path, "wiod2013"), "bm-exporter-source", exporters="CHN")
    assert got.year == year
    for term, want in (("GEXP", exports), ("DVA", dva), ("VAX", vax)):
        assert got.values[got.terms.index(term), 0, 0, 0] / 1000 == pytest.approx(want, abs=6e-4)
