"""Kinds of upgrading from evidence: two facts at least, over three years at least, published verdicts beside."""

import pytest
from tests.lenses.upgrading.made_up import STUDY, answer, by_name, context, evidence, panel, rows_of

from clustermark.findings.model import state
from clustermark.findings.results import checked
from clustermark.lenses import run_lenses, upgrading
from clustermark.lenses.protocol import Found
from clustermark.lenses.upgrading import kinds


def _found(rows, **more) -> Found:
    found = kinds.find(context(evidence(firm_survey=rows, **more)))
    for name, frame in found.tables.items():
        checked(name, frame)
    return found


BETTER = {"defect_rate": (4.0, 2.0), "lead_time": (40.0, 20.0)}


def _verdict(variable: str, code: str, at: int, **more):
    page = {
        "subject": "sampleton",
        "variable": variable,
        "code": code,
        "year": at,
        "reliability": "B",
        "unit": "finding",
    }
    return page | {"url": f"https://example.org/{variable}/{code}/{at}"} | more


def test_process_that_became_better_while_functions_stand():
    same = dict.fromkeys(("payroll_design", "payroll_marketing", "rd_share", "marketing_share"), (5.0, 5.0))
    found = _found(panel(120, **BETTER, **same))
    process, functional = (by_name(found, f"upgrading.{kind}_shown") for kind in ("process", "functional"))
    assert (process.value, functional.value) == ("moved", "standing")
    told = dict(process.parameters)
    assert told["better"] == "defect-rate/lead-time"
    assert told["standing"] == "output-per-worker"
    assert (process.n, process.years, process.origin) == (120, "2020-2023", "surveyed")
    assert state(process) == "firm"
    assert {one.rpartition("=")[2] for one in process.inputs} == {"output-per-worker", "defect-rate", "lead-time"}


def test_a_small_survey_leans():
    assert state(by_name(_found(panel(30, **BETTER)), "upgrading.process_shown")) == "leaning"


def test_one_up_and_one_down_is_mixed():
    found = _found(panel(10, defect_rate=(4.0, 2.0), lead_time=(20.0, 40.0)))
    assert by_name(found, "upgrading.process_shown").value == "mixed"


def test_two_grounds_of_one_fact_are_not_two_indicators():
    """Own brands grow by the survey and by the account: one indicator, and no verdict on functions without another."""
    rows = [
        answer(firm, year, channel, share)
        for firm in range(12)
        for year, shares in ((2020, (90.0, 10.0)), (2023, (60.0, 40.0)))
        for channel, share in zip(("contract-export", "own-brand-export"), shares, strict=True)
    ]
    account = [
        {"subject": "sampleton", "item": "sales_share", "of": of, "value": value, "unit": "percent", "year": year}
        for year, shares in ((2020, (90.0, 10.0)), (2023, (60.0, 40.0)))
        for of, value in zip(("contract-export", "own-brand-export"), shares, strict=True)
    ]
    found = _found(rows, cluster_accounts=account)
    brands = rows_of(found, "upgrading_indicators", indicator="own-brand-sales")
    assert [(row["basis"], row["counted"]) for row in brands] == [("firm_survey", True), ("cluster_accounts", False)]
    lacking = by_name(found, "upgrading.functional_shown")  # that no firm designs tells nothing of twelve
    assert (lacking.why, dict(lacking.why_fields)["n"]) == ("few-indicators", "1")


def test_figures_of_pages_lean_and_say_so():
    rows = [
        {"subject": "sampleton", "variable": variable, "value": value, "unit": unit, "year": year, "reliability": "C",
         "url": f"https://example.org/{variable}/{year}"}
        for variable, unit, values in (
            ("situation.registered_trademarks", "trademarks", (100.0, 300.0)),
            ("enterprises.designers", "persons", (50.0, 90.0)),
        )
        for year, value in zip((2018, 2023), values, strict=True)
    ]  # fmt: skip
    found = _found([answer(1, 2023)], claims=rows)
    functional = by_name(found, "upgrading.functional_shown")
    assert functional.value == "moved"
    assert dict(functional.parameters)["better-leaning"] == "own-trademarks/designers"
    assert dict(functional.parameters)["at-most"] == "leaning"
    assert (functional.years, functional.origin) == ("2018-2023", "published")
    assert state(functional) == "leaning"


def test_an_interval_that_crosses_a_line_leaves_the_kind_open():
    wide = [answer(f"w{at}", 2020, defect_rate=4.0) for at in range(8)]
    wide += [answer(f"w{at}", 2023, defect_rate=4.0 if at < 5 else 2.5) for at in range(8)]
    found = _found(wide)
    row = rows_of(found, "upgrading_indicators", indicator="defect-rate")[0]
    assert row["moved"] == "unclear-better"
    lacking = by_name(found, "upgrading.process_shown")  # the other indicator, sales per worker, stands
    assert (lacking.status, lacking.why, dict(lacking.why_fields)["n"]) == ("insufficient", "indicators-unclear", "1")


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["yes"], "agree"), (["no"], "differ"), (["yes", "no"], "differ"), ([], "one-sided")],
)
def test_published_verdicts_stand_beside(codes, expected):
    claims = [_verdict("upgrading.process", code, 2021 + at, channel="export") for at, code in enumerate(codes)]
    found = _found(panel(10, **BETTER), **({"claims": claims} if claims else {}))
    told = dict(by_name(found, "upgrading.process_shown").parameters)
    assert told["agreement"] == expected
    assert told.get("published", "") == "/".join(sorted(codes))
    assert told.get("published-channels", "") == ("export" if codes else "")


def test_changes_of_amounts_are_rates_and_of_shares_points():
    found = _found(panel(10, defect_rate=(4.0, 2.0), new_models=(10.0, 25.0)))
    rate = by_name(found, "upgrading.indicator_change", segment="defect-rate")
    points = by_name(found, "upgrading.share_change", segment="new-models")
    assert (rate.value, rate.unit) == (pytest.approx(0.5 ** (1 / 3) - 1), "share")
    assert (points.value, points.unit) == (pytest.approx(0.05), "points")
    assert dict(points.parameters)["moved"] == "better"


def test_a_study_without_a_table_of_the_chain_is_not_asked():
    kept = evidence(claims=[_verdict("upgrading.process", "yes", 2021)], payroll_by_function=[])
    assert upgrading.run(kept, STUDY).findings == []
    asked = [one for one in run_lenses(kept, STUDY) if one.measure == "upgrading.process_shown"]
    assert [(one.subject, one.why) for one in asked] == [("sampleton", "no-table")]


def test_a_place_without_rows_is_left_to_the_unanswered():
    kept = evidence(firm_survey=panel(6, **BETTER))
    found = [one for one in run_lenses(kept, STUDY) if one.measure == "upgrading.process_shown"]
    assert {one.subject: one.why for one in found} == {"sampleton": "", "otherby": "no-rows"}


def test_a_published_figure_of_a_computed_measure_has_an_id_of_its_own():
    claims = [
        {"subject": "sampleton", "variable": "upgrading.contract_share", "value": 70.0, "unit": "percent", "year": 2023,
         "reliability": "B", "url": "https://example.org/a", "channel": "export"}
    ]  # fmt: skip
    kept = evidence(firm_survey=panel(6), claims=claims)
    found = [one for one in run_lenses(kept, STUDY) if one.measure == "upgrading.contract_share"]
    assert {dict(one.dimensions).get("basis", "") for one in found if one.subject == "sampleton"} == {"", "computed"}


def test_no_name_of_a_firm_stands_in_a_finding_or_table():
    rows = panel(8, **BETTER)
    hidden = [f"firm_survey:{at}" for at in range(2, 10)]
    found = upgrading.run(evidence(firm_survey=rows, covered=hidden), STUDY)
    assert found.findings
    assert "F-" not in str([(one.parameters, one.value, one.why_fields, one.dimensions) for one in found.findings])
    for frame in found.tables.values():
        assert "F-" not in str(frame.drop("rows", strict=False).rows())
