"""`clustermark table`: a small table in, checked and decomposed, in three forms out."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from clustermark.methods.valuechain import WorldTable, decompose, upstreamness

from .conftest import Run

MATRIX = "10,2,1,30,5,-1\n1,20,4,4,40,6\n3,2,8,5,7,25\n"


@pytest.fixture
def matrix(tmp_path: Path) -> Path:
    path = tmp_path / "世界 2020.csv"
    path.write_text(MATRIX, encoding="utf-8")
    path.with_name("countries.csv").write_text("AAA\nBBB\n=CCC\n", encoding="utf-8")
    return path


@pytest.fixture
def same() -> WorldTable:
    z, y = [[10, 2, 1], [1, 20, 4], [3, 2, 8]], [[30, 5, -1], [4, 40, 6], [5, 7, 25]]
    return WorldTable(z, y, ["AAA", "BBB", "=CCC"], ["sector1"], year=2020)


@pytest.fixture
def kept(command: Run, matrix: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    said = command("table", "import", matrix, "--layout", "matrix-csv", "--year", "2020", "--out", folder)
    assert said.code == 0 and "3 countries or regions, 1 industries, 2020, million USD" in said.out
    assert "Negative final demand, mostly inventories (1): AAA:sector1 -1." in said.out
    return folder


def test_check_says_what_is_odd_in_both_languages(command: Run, kept: Path) -> None:
    assert "Negative final demand" in command("table", "check", kept).out
    assert "存货变动（1处）：AAA:sector1 -1。" in command("table", "check", kept, "--language", "zh").out
    found = json.loads(command("table", "check", kept, "--json").out)
    assert found["countries"] == ["AAA", "BBB", "=CCC"] and found["year"] == 2020
    assert found["oddities"] == [{"code": "negative-final", "error": False, "cells": ["AAA:sector1"], "values": [-1.0]}]


def test_decompose_gives_csv_that_no_spreadsheet_runs(command: Run, kept: Path, same: WorldTable) -> None:
    said = command("table", "decompose", kept, "--method", "kww")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    want = decompose(same, "kww").frame()
    assert [float(row["value"]) for row in rows] == want["value"].to_list()
    assert [row["exporter"] for row in rows[:3]] == ["AAA", "BBB", "'=CCC"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_decompose_writes_three_forms(command: Run, kept: Path, same: WorldTable, tmp_path: Path, ending: str) -> None:
    out = tmp_path / "new" / f"result.{ending}"
    options = ("--level", "bilateral", "--exporter", "AAA", "--exporter", "two=BBB,=CCC", "--partner", "AAA")
    said = command("table", "decompose", kept, "--method", "bm-exporter-sink", *options, "--out", out)
    assert said.code == 0 and "20 rows" in said.out
    want = decompose(
        same,
        "bm-exporter-sink",
        level="bilateral",
        exporters={"AAA": ["AAA"], "two": ["BBB", "=CCC"]},
        partners=["AAA"],
    ).frame()
    if ending == "parquet":
        assert pl.read_parquet(out).equals(want)
    elif ending == "csv":
        assert pl.read_csv(out)["value"].to_list() == want["value"].to_list()
    else:
        header, *rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
        assert header == want.columns
        assert [row[4] for row in rows] == pytest.approx(want["value"].to_list(), rel=1e-14)
        first = out.read_bytes()
        command("table", "decompose", kept, "--method", "bm-exporter-sink", *options, "--out", out)
        assert out.read_bytes() == first
    assert [file.name for file in out.parent.iterdir()] == [out.name]


def test_positions_are_measured_too(command: Run, kept: Path, same: WorldTable) -> None:
    rows = list(csv.DictReader(io.StringIO(command("table", "decompose", kept, "--method", "upstreamness").out)))
    assert [float(row["upstreamness"]) for row in rows] == upstreamness(same)["upstreamness"].to_list()
    said = command("table", "decompose", kept, "--method", "production-lengths", "--json")
    assert json.loads(said.out)["rows"][0]["country"] == "AAA"


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["decompose", "KEPT"], 2, "--method"),
        (["decompose", "KEPT", "--method", "kw"], 2, "--method cannot be"),
        (["decompose", "KEPT", "--method", "vax", "--exporter", "AAA"], 2, "--method cannot be"),
        (["decompose", "KEPT", "--method", "kww", "--out", "x.txt"], 2, "--out cannot be"),
        (["decompose", "KEPT", "--method", "kww", "--level", "sector"], 1, "its levels are country"),
        (["decompose", "KEPT", "--method", "kww", "--exporter", "DDD"], 1, "DDD"),
        (["decompose", "KEPT", "--method", "kww", "--exporter", "AAA", "--exporter", "AAA"], 1, "twice"),
        (["decompose", "KEPT", "--method", "kww", "--exporter", "g=AAA", "--exporter", "g=BBB"], 1, "twice"),
        (["check", "KEPT", "--year", "1999"], 1, "year"),
        (["check", "nowhere.npz"], 1, "no such file"),
        (["import", "KEPT", "--layout", "wiod2013"], 1, "cannot be read"),
        (["look", "KEPT"], 2, "ACTION cannot be"),
    ],
)
def test_wrong_requests_are_told(command: Run, kept: Path, arguments: list[str], code: int, told: str) -> None:
    said = command("table", *[str(kept) if item == "KEPT" else item for item in arguments])
    assert said.code == code and told in said.err and said.out == ""


def test_messages_in_chinese_hold_no_english_words(command: Run, kept: Path) -> None:
    said = command("table", "decompose", kept, "--method", "kww", "--exporter", "DDD", "--language", "zh")
    assert "名称对不上：DDD" in said.err and "办法" in said.err


def test_every_code_of_the_library_has_words() -> None:
    import re

    from clustermark.words import has_text

    root = Path(__file__).parent.parent.parent / "src" / "clustermark"
    files = [*(root / "methods" / "valuechain").glob("*.py"), *root.glob("evidence/world*.py")]
    files += [*root.glob("evidence/readers/world*.py"), root / "evidence" / "readers" / "r_data.py"]
    codes = {code for file in files for code in re.findall(r'TableError\(\s*"([a-z-]+)"', file.read_text("utf-8"))}
    assert len(codes) >= 12
    for code in codes - {"method", "by", "basis"}:
        assert all(has_text(f"world.world-table.{code}.message", language) for language in ("zh", "en")), code
    oddities = re.findall(
        r'"((?:zero|negative)-[a-z-]+)"', (root / "methods/valuechain/oddities.py").read_text("utf-8")
    )
    assert len(oddities) >= 8
    for code in [*oddities, "published-output", "published-value-added"]:
        assert all(has_text(f"world.oddity.{code}", language) for language in ("zh", "en")), code
