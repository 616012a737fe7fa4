"""The example outside textiles: every row can be cited, nothing comes from clothing, and both languages run."""

import csv
import json
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.conftest import ROOT

from clustermark.cli.main import outcome
from clustermark.evidence.read import read_evidence
from clustermark.evidence.units import fits, parse_unit
from clustermark.findings.catalogue import measures
from clustermark.study.load import load_study

SIALKOT = ROOT / "examples" / "sialkot-sports-goods"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FILES = ("claims", "judgements", "programmes")
Row = dict[str, str]


def rows(table: str) -> list[Row]:
    with (SIALKOT / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_accepted() -> None:
    evidence = read_evidence(load_study(SIALKOT))
    assert evidence.quarantined == () and evidence.problems == ()
    assert {table: evidence.tables[table].height for table in FILES} == {table: len(rows(table)) for table in FILES}


@pytest.mark.parametrize("table", FILES)
def test_every_row_can_be_cited(table: str) -> None:
    for row in rows(table):
        if row.get("absent"):
            continue
        assert row["reliability"] in ("A", "B", "C") and row["read_as"] == "excerpt", row
        assert urlsplit(row["url"]).scheme in ("http", "https") and row["publisher"], row
        assert re.fullmatch(r"\d{4}", row["year"]), row
        assert CHINESE.search(row["locator_zh"]) and not CHINESE.search(row["locator_en"]), row


def test_figures_fit_their_measures() -> None:
    for row in rows("claims"):
        measure = measures().get(row["variable"])
        unit = parse_unit(row["unit"])
        assert measure is None or (unit is not None and fits(unit, measure)), row


def test_no_product_is_of_textiles_clothing_or_footwear() -> None:
    study = load_study(SIALKOT)
    codes = [code for product in study.products for code in product.hs]
    assert codes and not [code for code in codes if 50 <= int(code[:2]) <= 65]


def test_the_map_decides_for_every_figure() -> None:
    with (SIALKOT / "claims-map.csv").open(encoding="utf-8", newline="") as file:
        decided = {(row["subject"], row["product"], row["measure"]) for row in csv.DictReader(file)}
    figures = {(row["subject"], row["product"], row["variable"]) for row in rows("claims")}
    assert figures - decided == {("sialkot", "", "firms_at_ispo_munich")}, "from the table of judgements"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_runs_and_says_mostly_what_is_missing(tmp_path: Path, language: str) -> None:
    assert outcome(["run", str(SIALKOT), "--out", str(tmp_path / "out"), "--language", language]) == 0
    lines = (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    mine = [item for item in map(json.loads, lines) if item["subject"] == "sialkot"]
    answered = [item for item in mine if item["status"] == "ok"]
    assert 8 <= len(answered) < len(mine) / 2
    assert {"situation.firms", "position.export_value", "governance.buyer_dependence"} <= {
        item["measure"] for item in answered
    }
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "锡亚尔科特" in page and "Sialkot" in page


@pytest.mark.research
def test_the_figures_are_those_of_the_research_data() -> None:
    if "CLUSTERMARK_RESEARCH_DATA" not in os.environ:
        pytest.skip("needs CLUSTERMARK_RESEARCH_DATA")
    folder = Path(os.environ["CLUSTERMARK_RESEARCH_DATA"]) / "claims"
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        source = dict(enumerate(csv.DictReader(file), start=2))
    for row in rows("claims"):
        if not row["origin_row"].isdecimal():
            continue
        origin = source[int(row["origin_row"])]
        assert row["url"] == origin["url"] and row["reliability"] == origin["reliability"] != "D", row
        assert "MIRROR" not in origin["note"], row
        figures = re.sub(r"(?<=\d),(?=\d)", "", f"{origin['value']} {origin['note']} {origin['quote']}")
        assert row["value"] in figures, row
