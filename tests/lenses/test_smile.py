"""Who adds the value of a final product: three parts of one whole, about an industry, never about a cluster."""

import polars as pl
import pytest

from clustermark.evidence.model import Evidence
from clustermark.findings.check import check_findings
from clustermark.lenses import industry, run_lenses
from clustermark.lenses.protocol import Lens
from lenses.made_up import STUDY, evidence

CHAIN = {
    ("WLD", "TOTAL"): 200.0,
    ("NOR", "TOTAL"): 150.0,
    ("NOR", "c1"): 80.0,
    ("NOR", "c2"): 50.0,
    ("SUD", "c2"): 30.0,
    ("NOR", "REST"): 20.0,
    ("ABROAD", "REST"): 20.0,
}


def drawn(*years: int, chain: dict[tuple[str, str], float] = CHAIN, source: str = "smile") -> Evidence:
    rows = [
        {
            "economy": "NOR",
            "sector": "c1",
            "year": year,
            "origin_economy": economy,
            "origin_sector": sector,
            "gain": gain,
            "distance": 2.0,
            "reliability": "B",
            "origin": "published",
        }
        for year in years
        for (economy, sector), gain in chain.items()
    ]
    frame = pl.DataFrame([{"row": f"{source}:{number}", **row} for number, row in enumerate(rows, start=2)])
    made = evidence()
    return Evidence({**made.tables, "smile_curves": frame}, made.sources)


def test_the_three_parts_are_shares_of_the_products_value_and_cite_the_sums() -> None:
    found = {f.measure: f for f in industry.run(drawn(2011), STUDY).findings}
    own, home, abroad = (found[f"industry.chain_{part}_share"] for part in ("own", "home", "foreign"))
    assert (own.value, home.value, abroad.value) == (0.4, 0.35, 0.25)
    assert (own.subject, own.period, own.unit, own.reliability) == ("NOR:c1", "2011", "share", "B")
    assert own.evidence == ("smile:2", "smile:4")
    assert home.evidence == ("smile:2", "smile:3", "smile:4")
    assert abroad.evidence == ("smile:2", "smile:3")


@pytest.mark.parametrize("missing", [("WLD", "TOTAL"), ("NOR", "TOTAL"), ("NOR", "c1")])
def test_without_a_sum_or_the_own_industry_there_is_no_share(missing: tuple[str, str]) -> None:
    left = {key: gain for key, gain in CHAIN.items() if key != missing}
    assert industry.run(drawn(2011, chain=left), STUDY).findings == []


def test_sums_that_contradict_each_other_give_no_share() -> None:
    found = {f.measure for f in industry.run(drawn(2011, chain=CHAIN | {("NOR", "TOTAL"): 250.0}), STUDY).findings}
    assert found == {"industry.chain_own_share", "industry.chain_home_share"}
    assert industry.run(drawn(2011, chain=CHAIN | {("WLD", "TOTAL"): 0.0}), STUDY).findings == []


def test_the_first_and_the_latest_year() -> None:
    found = industry.run(drawn(1995, 2003, 2011), STUDY).findings
    assert [f.period for f in found if f.measure == "industry.chain_own_share"] == ["1995", "2011"]


def test_a_row_that_comes_twice_counts_once() -> None:
    twice = industry.run(drawn(2011, 2011), STUDY).findings
    assert [(f.value, f.evidence) for f in twice] == [
        (f.value, f.evidence) for f in industry.run(drawn(2011), STUDY).findings
    ]


def test_the_subject_is_the_industry_of_a_country_and_no_cluster_is_asked() -> None:
    found = run_lenses(drawn(2011), STUDY)
    assert {f.subject for f in found if f.measure.startswith("industry.")} == {"NOR:c1"}
    assert [problem for problem in check_findings(found) if "industry" in str(problem.fields)] == []


def test_covered_sums_make_no_finding() -> None:
    made = drawn(2011)
    assert industry.run(Evidence(made.tables, made.sources, covered=frozenset({"smile:2"})), STUDY).findings == []


def test_the_lens_says_what_it_reads_and_answers() -> None:
    lens: Lens = industry
    assert "smile_curves" in lens.needs and "industry.chain_own_share" in lens.measures
