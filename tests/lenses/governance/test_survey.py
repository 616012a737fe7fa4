"""The firm survey as lines with weights: who counts once, for how much, and what is said of the rest."""

import numpy as np
import pytest
from tests.lenses.governance.made_up_firms import CAPTIVE, MARKET, SCALES, answer, survey
from tests.lenses.made_up import STUDY

from clustermark.lenses.governance.merging import AGREED
from clustermark.lenses.governance.survey import Answers, answers, surveyed, wave


def read(*rows: dict[str, object]) -> Answers:
    kept = survey(rows)
    return answers(kept, kept.rows("firm_survey"), "sampleton", "2021")


def weights(found: Answers) -> list[float]:
    return [round(line.weight, 6) for line in found.lines]


def test_a_firm_weighs_its_sales_in_the_channel() -> None:
    """100 million, 60 % of it for export: 60 million; 5,000 wan yuan is 50 million."""
    found = read(
        answer("A", "contract-export", channel_share=60, sales=100, unit="million CNY"),
        answer("A", "own-brand-home", channel_share=40, sales=100, unit="million CNY"),
        answer("B", "contract-export", sales=5000, unit="万元"),
    )
    assert found.weights == "sales"
    assert [(line.firm, line.channel, line.weight / 1e6) for line in found.lines] == [
        ("A", "contract-export", pytest.approx(60)),
        ("A", "own-brand-home", pytest.approx(40)),
        ("B", "contract-export", pytest.approx(50)),
    ]


def test_sales_in_two_currencies_are_not_added() -> None:
    found = read(
        answer("A", channel_share=60, unit="million CNY"),
        answer("B", channel_share=50, unit="million USD"),
        answer("C", channel_share=None),
    )
    assert (found.weights, found.notes["currencies"]) == ("share", 2)
    assert weights(found) == [0.6, 0.5, 1.0]


def test_a_firm_without_sales_stays_out_while_two_thirds_state_them() -> None:
    found = read(answer("A"), answer("B"), answer("C", sales=None))
    assert (found.weights, found.notes["sales-missing"]) == ("sales", 1)
    assert np.isnan(found.lines[2].weight)
    assert found.weight.tolist() == [1e7, 1e7, 0]
    scarce = read(
        answer("A"), answer("B", sales=0), answer("C", sales=-5)
    )  # nothing and less than nothing are no sales
    assert (scarce.weights, scarce.notes["sales-missing"]) == ("share", 2)


def test_sales_of_one_firm_that_contradict_each_other_are_unknown() -> None:
    rows = [answer(name) for name in "ABCD"]
    rows += [answer("E", "contract-export", sales=10, channel_share=50), answer("E", "own-brand-home", sales=50)]
    found = read(*rows)
    assert found.notes["sales-differ"] == 1
    assert np.isnan([line.weight for line in found.lines if line.firm == "E"]).all()
    near = read(*rows[:4], answer("E", "contract-export", sales=10), answer("E", "contract-export", sales=10.5))
    assert "sales-differ" not in near.notes  # rounded differently


def test_shares_of_channels_that_exceed_the_whole_are_unknown() -> None:
    rows = [answer(name) for name in "ABCD"]
    over = [answer("E", "contract-export", channel_share=80), answer("E", "own-brand-home", channel_share=40)]
    found = read(*rows, *over)
    assert found.notes["shares-off"] == 1
    assert np.isnan([line.weight for line in found.lines if line.firm == "E"]).all()
    assert read(*rows, answer("E", channel_share=140)).notes["shares-off"] == 1


def test_without_shares_or_sales_each_firm_and_channel_counts_one() -> None:
    rows = [answer(name, c, channel_share=None, sales=None) for name in "AB" for c in ("contract-export", "home")]
    found = read(*rows)
    assert (found.weights, weights(found)) == ("equal", [1, 1, 1, 1])


def test_people_of_a_firm_who_agree_are_averaged() -> None:
    """Ratings 6 and 5 on every item: s^2 = 1/2, chance 4, r_wg = 7/8."""
    found = read(
        answer("A", respondent="manager", means=dict.fromkeys(SCALES, 6.0), largest_buyer=60, price_setter="buyer"),
        answer("A", respondent="plant head", means=dict.fromkeys(SCALES, 5.0), largest_buyer=40, price_setter="firm"),
    )
    assert len(found.lines) == 1
    assert (found.notes["averaged"], found.weights) == (1, "sales")
    assert found.numbers("complexity_1").tolist() == [5.5]
    assert found.numbers("largest_buyer").tolist() == [50]
    assert found.lines[0].cells["price_setter"] is None  # two answers, no mean
    assert [round(one[2], 3) for one in found.agreement] == [0.875] * 3
    assert AGREED == 0.7


def test_people_of_a_firm_who_differ_are_kept_apart_and_share_its_weight() -> None:
    """Complexity 6 and 3: s^2 = 4.5 against 4 by chance, so r_wg is 0."""
    found = read(
        answer("A", respondent="manager", means={**CAPTIVE, "complexity": 6.0}),
        answer("A", respondent="plant head", means={**CAPTIVE, "complexity": 3.0}),
        answer("B"),
    )
    assert [line.firm for line in found.lines] == ["A", "A", "B"]
    assert found.notes["kept-apart"] == 1
    assert weights(found) == [5e6, 5e6, 1e7]


def test_a_row_about_the_whole_firm_fills_what_is_asked_once_and_is_not_counted() -> None:
    found = read(
        answer("A", "", channel_share=None, sales=80, foreign_equity=25),
        answer("A", "contract-export", channel_share=50, sales=None, unit=""),
        answer("A", "own-brand-home", channel_share=50, sales=None, unit=""),
    )
    assert [line.channel for line in found.lines] == ["contract-export", "own-brand-home"]
    assert weights(found) == [4e7, 4e7]
    assert found.numbers("foreign_equity").tolist() == [25, 25]


def test_answers_outside_the_scale_are_missing_and_counted() -> None:
    found = read(answer("A", means=CAPTIVE, complexity_1=9, complexity_2=0, capability_1=7))
    assert found.notes["outside-scale"] == 2
    assert np.isnan(found.numbers("complexity_1")).all()
    assert found.numbers("capability_1").tolist() == [7]


def test_of_several_years_of_a_period_the_latest_of_each_firm_counts() -> None:
    kept = survey([answer("A", year=2019, sales=1), answer("A", year=2020, sales=2), answer("B", year=2019, sales=3)])
    found = answers(kept, kept.rows("firm_survey"), "sampleton", "2018-2021")
    assert [(line.firm, line.weight) for line in found.lines] == [("A", 2e6), ("B", 3e6)]
    assert found.years == "2019-2020"


def test_the_nearest_year_stands_in_for_the_period_but_never_that_of_a_past_one() -> None:
    rows = [answer("A", year=2019), answer("A", year=2018), answer("A", year=2010)]
    assert [row["year"] for row in wave(rows, STUDY, "2021")] == [2019]
    assert [row["year"] for row in wave(rows, STUDY, "2010")] == [2010]
    assert wave([answer("A", year=2017)], STUDY, "2021") == []
    past = STUDY.model_copy(update={"past": ("2019",)})
    assert [row["year"] for row in wave(rows, past, "2021")] == [2018]


def test_other_places_are_not_counted() -> None:
    kept = survey([answer("A"), answer("B", subject="otherby"), answer("C", subject="nowhere")])
    assert [(one.subject, len(one.lines)) for one in surveyed(kept, STUDY)] == [("sampleton", 1), ("otherby", 1)]


def test_a_survey_of_no_rows_is_no_survey() -> None:
    assert surveyed(survey([answer("A", means=MARKET, year=1990)]), STUDY) == []
