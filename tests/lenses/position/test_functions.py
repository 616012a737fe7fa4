"""Functional specialisation of a cluster: published pay, the firm survey, and what cannot be said."""

import pytest
from tests.lenses.position.made_up import asked, by_id, evidence

from clustermark.methods.functional import FUNCTIONS

CLUSTER, SECTOR = (10.0, 60, 20, 10), (40.0, 90, 45, 25)


def pay(amounts, scope="cluster", **more):
    return [
        {"scope": scope, "function": name, "payroll": amount, "unit": "million CNY", "firms": 186, **more}
        for name, amount in zip(FUNCTIONS, amounts, strict=True)
    ]


def test_timmer_miroudot_and_de_vries_2019_cluster_against_its_industry():
    """The note's incomes of two places; the industry is their sum: .5, 1.3333, .8889, .8."""
    found = asked(evidence(payroll_by_function=[*pay(CLUSTER), *pay(SECTOR, "sector", reliability="A")]))
    told = by_id(found)
    for name, share, special in zip(FUNCTIONS, (0.1, 0.6, 0.2, 0.1), (0.5, 4 / 3, 8 / 9, 0.8), strict=True):
        of_share, of_special = told[f"function_share/segment={name}"], told[f"functional_specialisation/segment={name}"]
        assert of_share.value == pytest.approx(share)
        assert of_special.value == pytest.approx(special, rel=1e-6)
        for one in (of_share, of_special):
            assert one.low < one.value < one.high
            assert (one.n, dict(one.parameters)["sample"], one.years) == (186, "firms", "2021")
        assert of_special.reliability == "A/B"
    rows = found.tables["functions"]
    assert rows.height == 4 and rows["sector_share"].sum() == pytest.approx(1)


def test_a_better_grade_narrows_the_interval():
    widths = []
    for grade in "ABCD":
        told = by_id(asked(evidence(payroll_by_function=pay(CLUSTER, reliability=grade))))
        one = told["function_share/segment=production"]
        widths.append(one.high - one.low)
    assert widths == sorted(widths) and widths[3] > 4 * widths[0]


def test_bought_services_belong_to_their_function_and_are_compared_only_with_services():
    own = pay(CLUSTER)
    own[0]["services"] = 20.0  # design bought from agencies
    told = by_id(asked(evidence(payroll_by_function=[*own, *pay(SECTOR, "sector")])))
    assert told["function_share/segment=design"].value == pytest.approx(30 / 120)
    assert dict(told["function_share/segment=design"].parameters)["services"] == "1"
    assert told["functional_specialisation/segment=design"].value == pytest.approx(0.5)  # pay against pay
    sector = pay(SECTOR, "sector")
    sector[0]["services"] = 40.0
    told = by_id(asked(evidence(payroll_by_function=[*own, *sector])))
    assert told["functional_specialisation/segment=design"].value == pytest.approx((30 / 120) / (80 / 240))


def test_units_of_money_are_brought_together_and_currencies_are_not():
    own = pay(CLUSTER)
    own[1] |= {"payroll": 6000.0, "unit": "万元"}
    told = by_id(asked(evidence(payroll_by_function=own)))
    assert told["function_share/segment=production"].value == pytest.approx(0.6)
    own[1] |= {"unit": "million USD"}
    assert by_id(asked(evidence(payroll_by_function=own)))["function_share"].why == "few-functions"
    for at, row in enumerate(own):
        row["employees"] = 100.0 * (at + 1)
    told = by_id(asked(evidence(payroll_by_function=own)))
    assert told["function_share/segment=management"].value == pytest.approx(0.4)
    assert dict(told["function_share/segment=management"].parameters)["basis"] == "employees"


def test_people_stand_against_people():
    own = [row | {"employees": people} for row, people in zip(pay(CLUSTER), (5.0, 80, 10, 5), strict=True)]
    sector = [
        {"scope": "sector", "function": name, "employees": people}
        for name, people in zip(FUNCTIONS, (10.0, 70, 10, 10), strict=True)
    ]
    told = by_id(asked(evidence(payroll_by_function=[*own, *sector])))
    assert told["functional_specialisation/segment=design"].value == pytest.approx(0.5)
    assert dict(told["functional_specialisation/segment=design"].parameters)["basis"] == "employees"
    assert dict(told["function_share/segment=design"].parameters)["basis"] == "pay"


@pytest.mark.parametrize(
    ("rows", "why", "fields"),
    [
        (pay(CLUSTER)[:3], "few-functions", {"n": "3"}),
        (pay((0.0, 0, 0, 0)), "figure-zero", {}),
        (pay((-1.0, 60, 20, 10)), "figure-negative", {}),
        (pay(CLUSTER, year=2010), "outside-years", {"years": "2010"}),
    ],
)
def test_what_cannot_be_said_has_its_reason(rows, why, fields):
    one = by_id(asked(evidence(payroll_by_function=rows)))["function_share"]
    assert (one.status, one.why, dict(one.why_fields)) == ("insufficient", why, fields)


def test_without_the_industry_there_is_no_specialisation():
    told = by_id(asked(evidence(payroll_by_function=pay(CLUSTER))))
    assert told["functional_specialisation"].why == "no-sector"
    assert told["function_share/segment=design"].status == "ok"


def test_confidential_pay_is_not_printed():
    kept = evidence(payroll_by_function=pay(CLUSTER), covered=[f"payroll_by_function:{row}" for row in range(2, 6)])
    assert by_id(asked(kept))["function_share"].why == "confidential"


def answers(n=40, **more):
    rows = []
    for at in range(n):
        design = 4 + 8 * (at % 2)
        shares = dict(zip((f"payroll_{name}" for name in FUNCTIONS), (design, 80 - design, 8, 12), strict=True))
        rows.append({"firm": f"F{at:02}", "sales": 100.0 + 300 * (at % 2), "unit": "万元", **shares, **more})
    return rows


def test_the_survey_stands_in_weighted_by_sales_where_people_are_not_asked():
    """Half the firms sell 100 and spend 4 per cent on design, half sell 400 and spend 12: 10.4 per cent."""
    told = by_id(asked(evidence(firm_survey=answers())))
    one = told["function_share/segment=design"]
    assert one.value == pytest.approx(0.104)
    assert one.low < 0.104 < one.high
    parameters = dict(one.parameters)
    assert (parameters["basis"], parameters["weights"], parameters["sample"], one.n) == ("survey", "sales", "firms", 40)
    assert told["functional_specialisation"].why == "no-sector"
    people = [row | {"employees": 50.0} for row in answers()]
    assert by_id(asked(evidence(firm_survey=people)))["function_share/segment=design"].value == pytest.approx(0.08)


def test_the_survey_stands_against_the_industrys_pay_without_services():
    sector = pay((20.0, 60, 10, 10), "sector")
    sector[0]["services"] = 100.0
    told = by_id(asked(evidence(firm_survey=answers(), payroll_by_function=sector)))
    assert told["functional_specialisation/segment=design"].value == pytest.approx(0.52)


def test_several_rows_of_a_firm_are_one_answer_and_odd_ones_are_left_out():
    twice = [row | {"channel": channel} for row in answers(6) for channel in ("export", "home")]
    odd = {"firm": "X", "sales": 1e9, "unit": "万元", "payroll_design": 90, "payroll_production": 90}
    wrong = odd | {"firm": "Y", "payroll_marketing": 10, "payroll_management": 10}  # makes 200 per cent
    told = by_id(asked(evidence(firm_survey=[*twice, odd, wrong])))
    assert told["function_share/segment=design"].n == 6
    assert told["function_share/segment=design"].value == pytest.approx(0.104)


def test_one_respondent_is_no_survey():
    one = by_id(asked(evidence(firm_survey=answers(1))))["function_share"]
    assert (one.why, dict(one.why_fields)["n"]) == ("few-answers", "1")


def test_confidential_answers_are_counted_and_no_row_of_the_table_names_them():
    kept = evidence(firm_survey=answers(), covered=[f"firm_survey:{row}" for row in range(2, 42)])
    found = asked(kept)
    assert by_id(found)["function_share/segment=design"].n == 40
    assert found.tables["functions"]["rows"].list.len().sum() == 0


def test_the_same_evidence_gives_the_same_numbers():
    one, two = (by_id(asked(evidence(payroll_by_function=pay(CLUSTER)))) for _ in range(2))
    assert one == two
    other = by_id(asked(evidence(payroll_by_function=pay(CLUSTER)), seed=8))
    assert other["function_share/segment=design"].low != one["function_share/segment=design"].low
