"""Enterprises of a list: what it states is counted, what it does not is told; doubles and closed firms never count."""

import pytest
from tests.lenses.actors.made_up import by_id, context, firm

from clustermark.lenses.actors import firms
from clustermark.lenses.actors.roster import nearest_year, roster


def test_concentration_and_its_normalised_form_by_hand() -> None:
    """Revenues 5, 2, 1, 1, 1: HHI .25 + .04 + .03 = .32, normalised (.32 - .2) / .8 = .15, CR4 .9."""
    given = context(firms=[firm(n, revenue=r, unit="万元") for n, r in enumerate((5, 2, 1, 1, 1))])
    found = by_id(firms.find(given), given)
    index = found["enterprises.concentration/sampleton/2023"]
    assert index.value == pytest.approx(0.32) and dict(index.parameters)["normalised"] == "0.15"
    assert (index.low, index.high, index.uncertainty, index.n) == (None, None, "none", 5)
    assert dict(index.parameters)["by"] == "revenue" and dict(index.parameters)["sample"] == "firms"
    assert found["enterprises.top_four_share/sampleton/2023"].value == pytest.approx(0.9)


def test_firms_without_a_figure_lower_the_bound() -> None:
    """Five more firms of the mean 2: total 20, HHI = .32 / 4 + 5 * .1^2 = .13, top four (5 + 2 + 2 + 2) / 20."""
    stated = [firm(n, revenue=r, unit="万元") for n, r in enumerate((5, 2, 1, 1, 1))]
    given = context(firms=[*stated, *(firm(n) for n in range(5, 10))])
    found = by_id(firms.find(given), given)
    index = found["enterprises.concentration/sampleton/2023"]
    assert (index.low, index.high) == (pytest.approx(0.13), pytest.approx(0.32))
    assert dict(index.parameters)["list"] == "10" and index.n == 5
    assert found["enterprises.top_four_share/sampleton/2023"].low == pytest.approx(0.55)


def test_a_currency_is_not_added_to_another() -> None:
    rows = [firm(n, revenue=1, unit="万元") for n in range(6)] + [firm(9, revenue=900, unit="万美元")]
    given = context(firms=rows)
    index = by_id(firms.find(given), given)["enterprises.concentration/sampleton/2023"]
    assert index.n == 6 and dict(index.parameters)["other-units"] == "1"


def test_employees_serve_where_few_state_revenue_and_at_least_is_a_lower_bound() -> None:
    rows = [firm(n, employees=10, bound="at least" if n < 4 else None) for n in range(10)]
    rows[0] |= {"revenue": 5, "unit": "万元"}
    given = context(firms=rows)
    found = by_id(firms.find(given), given)
    index = found["enterprises.concentration/sampleton/2023"]
    assert (dict(index.parameters)["by"], dict(index.parameters)["bounds"]) == ("employees", "4")
    assert index.value == pytest.approx(0.1)
    middle = found["enterprises.median_employees/sampleton/2023"]
    assert middle.value == 10 and middle.low is None  # every firm states it


def test_one_firm_is_counted_once_and_closed_ones_never() -> None:
    rows = [firm(n, employees=n) for n in range(8)]
    twice = firm(3, employees=None, brand="示例牌")  # the same number: what is empty here stands there
    named = {"name": "示例厂004", "subject": "sampleton", "listed": True}  # no number, the same name
    closed = firm(50, status="closed", employees=10_000)
    unknown = firm(51, status=None, employees=5)
    given = context(firms=[*rows, twice, named, closed, unknown])
    known = roster(given, "sampleton")
    assert len(known.firms) == 9
    assert known.told == {"inactive": 1, "status-unknown": 1, "duplicates": 2}
    found = by_id(firms.find(given), given)
    assert dict(found["enterprises.median_employees/sampleton/2023"].parameters)["status-unknown"] == "1"
    brand = found["enterprises.own_brand_firms/sampleton/2023"]
    assert brand.value == pytest.approx(1 / 9) and dict(brand.parameters)["bound"] == "at least"
    listed = found["enterprises.listed_in_list/sampleton/2023"]
    assert (listed.value, listed.n, dict(listed.parameters)["unstated"]) == (1, 1, "8")


def test_two_numbers_are_two_firms_though_the_name_is_one() -> None:
    rows = [firm(n, name="示例织造") for n in range(2)] + [{"name": "示例织造", "subject": "sampleton"}]
    known = roster(context(firms=rows), "sampleton")
    assert len(known.firms) == 2
    assert known.place_of("S-001") == 1 and known.place_of("示例织造") is None  # which of the two?


def test_of_several_yearly_lists_the_nearest_counts_and_a_register_counts_whole() -> None:
    panel = [firm(n, year=year, employees=year - 2000 + n) for year in (2021, 2022, 2023, 2025) for n in range(6)]
    gone = firm(90, year=2021, employees=1)
    known = roster(context(firms=[*panel, gone]), "sampleton")
    assert (known.years, len(known.firms), known.told) == ("2023", 6, {"other-years": 1})
    register = [firm(n, year=2021 + n % 3) for n in range(9)] + [firm(20, year=None)]
    known = roster(context(firms=register), "sampleton")
    assert (known.years, len(known.firms)) == ("2021-2023", 10)


def test_the_nearest_year_is_the_latest_up_to_the_end_of_the_period() -> None:
    assert nearest_year([2019, 2021, 2024], "2023") == 2021
    assert nearest_year([2024, 2025], "2023") == 2024
    assert nearest_year([2019, 2027], "2023") is None


def test_a_past_period_has_findings_only_from_a_list_of_its_own() -> None:
    now, then = ([firm(n, year=year, employees=size + n) for n in range(6)] for year, size in ((2023, 30), (2018, 10)))
    found = by_id(firms.find(context(firms=[*now, *then])), context(firms=[*now, *then]))
    assert found["enterprises.median_employees/sampleton/2023"].value == 32.5
    past = found["enterprises.median_employees/sampleton/2018"]
    assert (past.value, past.years) == (12.5, "2018")
    alone = by_id(firms.find(context(firms=now)), context(firms=now))
    assert not [one for one in alone if "/2018" in one]


def test_shares_have_wilsons_interval_and_empty_cells_are_no_answers() -> None:
    rows = [firm(n, mark_user=n < 10) for n in range(40)] + [firm(n) for n in range(40, 50)]
    given = context(firms=rows)
    users = by_id(firms.find(given), given)["enterprises.mark_users/sampleton/2023"]
    assert (users.value, users.n) == (0.25, 40)
    assert (users.low, users.high) == (pytest.approx(0.1419, abs=1e-4), pytest.approx(0.4019, abs=1e-4))
    assert dict(users.parameters)["users"] == "10"


def test_a_brand_cell_that_says_none_is_an_answer() -> None:
    rows = [firm(n, brand="示例牌" if n < 2 else "无") for n in range(8)]
    brand = by_id(firms.find(context(firms=rows)), context(firms=rows))["enterprises.own_brand_firms/sampleton/2023"]
    assert brand.value == 0.25 and "bound" not in dict(brand.parameters)


def test_ages_count_to_the_end_of_the_period() -> None:
    rows = [firm(n, founded=f"{2000 + n}-05-01") for n in range(7)] + [firm(8, founded="2024"), firm(9)]
    age = by_id(firms.find(context(firms=rows)), context(firms=rows))["enterprises.median_age/sampleton/2023"]
    assert (age.value, age.n, dict(age.parameters)["later"]) == (20, 7, "1")
    assert age.low is not None and age.high is not None and age.low < 20 < age.high


@pytest.mark.parametrize(
    ("rows", "measure", "why"),
    [
        ([firm(n) for n in range(9)], "concentration", "input-missing"),
        ([firm(n, employees=0) for n in range(9)], "concentration", "input-missing"),
        ([firm(n, employees=5 if n < 4 else None) for n in range(9)], "median_employees", "few-firms"),
        ([firm(n, revenue=-5, unit="万元") for n in range(9)], "concentration", "input-missing"),
        ([firm(n, revenue=5, unit="bananas") for n in range(9)], "concentration", "input-missing"),
        ([firm(n) for n in range(9)], "listed_in_list", "input-missing"),
        ([firm(n, mark_user=True) for n in range(2)], "mark_users", "few-firms"),
        ([firm(n, year=2010, employees=5) for n in range(9)], "median_employees", "outside-years"),
    ],
)
def test_what_the_list_cannot_answer_says_why(rows: list[dict[str, object]], measure: str, why: str) -> None:
    given = context(firms=rows)
    found = by_id(firms.find(given), given)[f"enterprises.{measure}/sampleton/2023"]
    assert (found.status, found.why) == ("insufficient", why)


def test_a_list_of_large_firms_only_is_said() -> None:
    large = [firm(n, revenue=3000 + n, unit="万元") for n in range(8)]
    index = by_id(firms.find(context(firms=large)), context(firms=large))["enterprises.concentration/sampleton/2023"]
    assert dict(index.parameters)["above"] == "20000000 CNY"
    small = [*large, firm(9, revenue=10, unit="万元")]
    index = by_id(firms.find(context(firms=small)), context(firms=small))["enterprises.concentration/sampleton/2023"]
    assert "above" not in dict(index.parameters)


def test_confidential_rows_are_counted_and_what_is_illustrative_stays_so() -> None:
    rows = [firm(n, employees=10 + n, origin="illustrative" if n == 5 else "published") for n in range(6)]
    given = context(covered=["firms:2", "firms:3"], firms=rows)
    middle = by_id(firms.find(given), given)["enterprises.median_employees/sampleton/2023"]
    assert (middle.n, dict(middle.parameters)["confidential"], middle.origin) == (6, "2", "illustrative")


def test_a_study_without_a_list_is_left_to_the_questions() -> None:
    assert firms.find(context()).findings == []
