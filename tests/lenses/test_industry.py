"""Value-chain results as findings about a country's industry, never about a cluster."""

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.findings.check import check_findings
from clustermark.findings.results import checked
from clustermark.lenses import industry, run_lenses
from lenses.made_up import STUDY, evidence

TERMS = {"GEXP": 200.0, "DVA": 150.0, "FC": 48.0, "GVCB": 50.0, "GVCF": 20.0, "rca-vax": 1.5, "upstreamness": 2.25}


def results(*rows: tuple[str, str, int, str, float]) -> Evidence:
    frame = pl.DataFrame(
        [
            {
                "row": f"chain:{number}",
                "economy": economy,
                "sector": sector,
                "year": year,
                "term": term,
                "value": value,
                "reliability": "B",
                "origin": "published",
            }
            for number, (economy, sector, year, term, value) in enumerate(rows, start=2)
        ]
    )
    made = evidence()
    return Evidence({**made.tables, "value_chain_results": frame}, made.sources)


def test_shares_are_divided_here_and_cite_both_rows():
    found = {
        f.measure: f for f in industry.run(results(*[("NOR", "c1", 2011, *t) for t in TERMS.items()]), STUDY).findings
    }
    share = found["industry.domestic_share"]
    assert (share.subject, share.period, share.value, share.unit) == ("NOR:c1", "2011", 0.75, "share")
    assert share.evidence == ("chain:2", "chain:3") and share.reliability == "B" and share.n == 1
    assert found["industry.backward_participation"].value == 0.25
    assert found["industry.exports"].value == 200e6 and found["industry.exports"].unit == "USD"
    assert (found["industry.rca_vax"].unit, found["industry.upstreamness"].unit) == ("ratio", "stages")
    assert "industry.rca_gross" not in found  # no row, no finding


def test_the_first_and_the_latest_year_and_the_domestic_share_of_each():
    rows = [("NOR", "c1", year, *term) for year in (2009, 2010, 2011) for term in TERMS.items()]
    result = industry.run(results(*rows), STUDY)
    found = result.findings
    table = checked("industry_years", result.tables["industry_years"])
    assert table.filter(table["measure"] == "industry.exports")["year"].to_list() == ["2009", "2010", "2011"]
    assert {f.period for f in found if f.measure == "industry.exports"} == {"2009", "2011"}
    assert [f.period for f in found if f.measure == "industry.domestic_share"] == ["2009", "2010", "2011"]


def test_what_is_no_share_makes_no_finding():
    rows = results(("NOR", "c1", 2011, "GEXP", -4.0), ("NOR", "c1", 2011, "DVA", 3.0))
    found = industry.run(rows, STUDY).findings
    assert [f.measure for f in found] == ["industry.exports"]


def test_no_cluster_gets_a_finding_or_a_question_of_an_industry():
    made = results(*[("NOR", "c1", 2011, *term) for term in TERMS.items()])
    found = run_lenses(made, STUDY)
    about = {f.subject for f in found if f.measure.startswith("industry.")}
    assert about == {"NOR:c1"}
    assert [problem for problem in check_findings(found) if "industry" in str(problem.fields)] == []
    assert not [f for f in run_lenses(evidence(), STUDY) if f.measure.startswith("industry.")]
