"""Indicators from published figures, from the account, from pay by function, and from lists of firms."""

import numpy as np
import pytest
from tests.lenses.upgrading.made_up import context, evidence

from clustermark.findings.catalogue import measures
from clustermark.lenses.records import records
from clustermark.lenses.upgrading.accounts import accounted, functions
from clustermark.lenses.upgrading.change import Change, Lack
from clustermark.lenses.upgrading.definitions import channels, indicators
from clustermark.lenses.upgrading.listed import listed, lists
from clustermark.lenses.upgrading.published import claimed

GIVEN = {of.id: of for of in indicators()}


def _ground(indicator: str, table: str):
    return next(one for one in GIVEN[indicator].grounds if one.table == table)


def _claim(variable: str, value: float, year: int, **more):
    return {
        "subject": "sampleton",
        "variable": variable,
        "value": value,
        "unit": "percent",
        "year": year,
        "reliability": "B",
        "url": f"https://example.org/{year}/{value}",
    } | more


def _claimed(indicator: str, *rows, last: int = 2023):
    known = records(evidence(claims=rows))
    return claimed(known, "sampleton", GIVEN[indicator], _ground(indicator, "claims"), last)


def test_two_figures_of_pages_only_lean():
    found = _claimed(
        "online-sales", *(_claim("position.online_sales_share", v, y) for v, y in ((10, 2019), (30, 2023)))
    )
    assert isinstance(found, Change)
    assert (found.first, found.last, found.years) == (0.1, 0.3, (2019, 2023))
    assert found.value == pytest.approx(0.05)
    assert found.interval is None
    assert found.state == "better-leaning"


def test_ranges_in_both_years_make_an_interval():
    rows = [
        _claim("position.online_sales_share", 10, 2018, value_high=14),
        _claim("position.online_sales_share", 20, 2023, value_high=30),
    ]
    found = _claimed("online-sales", *rows)
    assert isinstance(found, Change)
    assert found.interval == pytest.approx(((0.20 - 0.14) / 5, (0.30 - 0.10) / 5))
    assert found.state == "better"


def test_a_range_in_one_year_makes_none():
    rows = [
        _claim("position.online_sales_share", 10, 2018, value_high=14),
        _claim("position.online_sales_share", 20, 2023),
    ]
    found = _claimed("online-sales", *rows)
    assert isinstance(found, Change)
    assert found.interval is None


@pytest.mark.parametrize(
    "second",
    [
        _claim("position.online_sales_share", 30, 2023, year_inferred=True),  # may be of 2020
        _claim("position.online_sales_share", 30, 2023, channel="export"),
        _claim("position.online_sales_share", 30, 2023, product="socks"),
        _claim("position.online_sales_share", 30, 2021),
        _claim("position.online_sales_share", 30, 2024),
        _claim("situation.registered_trademarks", 30, 2023, unit="trademarks"),
    ],
)
def test_what_does_not_belong_together_makes_no_series(second):
    found = _claimed("online-sales", _claim("position.online_sales_share", 10, 2019), second)
    assert isinstance(found, Lack)
    assert found.code == "no-earlier-year"


def test_scopes_are_never_joined_in_a_series():
    first = _claim("situation.registered_trademarks", 100, 2018, unit="trademarks", scope="town")
    last = _claim("situation.registered_trademarks", 900, 2023, unit="trademarks", scope="wider-area")
    assert isinstance(_claimed("own-trademarks", first, last), Lack)
    found = _claimed("own-trademarks", first, last | {"scope": "town"})
    assert isinstance(found, Change)
    assert found.value == pytest.approx(9 ** (1 / 5) - 1)


def test_a_confidential_claim_is_no_part_of_a_series():
    rows = [_claim("position.online_sales_share", v, y) for v, y in ((10, 2019), (30, 2023))]
    known = records(evidence(claims=rows, covered=["claims:3"]))
    found = claimed(known, "sampleton", GIVEN["online-sales"], _ground("online-sales", "claims"), 2023)
    assert isinstance(found, Lack)


def test_published_output_over_workers_of_the_same_year_and_scope():
    rows = [
        _claim("situation.output_value", 10, 2018, unit="亿元"),
        _claim("situation.employment", 10_000, 2018, unit="persons"),
        _claim("situation.output_value", 12, 2023, unit="亿元"),
        _claim("situation.employment", 8_000, 2023, unit="persons"),
        _claim("situation.employment", 50_000, 2023, unit="persons", scope="wider-area"),
    ]
    found = _claimed("output-per-worker", *rows)
    assert isinstance(found, Change)
    assert (found.first, found.last, found.unit) == (100_000, 150_000, "CNY/person")
    assert found.value == pytest.approx(1.5 ** (1 / 5) - 1)


def _account(item: str, value: float, year: int, unit: str = "million CNY", **more):
    given = {"subject": "sampleton", "item": item, "of": "", "value": float(value), "year": year, "unit": unit}
    return given | {"reliability": "A", "publisher": "Sample Office"} | more


def _accounted(indicator: str, *rows):
    ground = _ground(indicator, "cluster_accounts")
    return accounted(evidence(cluster_accounts=rows), "sampleton", GIVEN[indicator], ground, 2023, 1)


def _output_and_people(first: str = "Sample Office", last: str = "Sample Office", grade: str = "A"):
    return [
        _account("output", 1000, 2019, publisher=first, reliability=grade),
        _account("employment", 10_000, 2019, "persons", publisher=first, reliability=grade),
        _account("output", 2000, 2023, publisher=last, reliability=grade),
        _account("employment", 10_000, 2023, "persons", publisher=last, reliability=grade),
    ]


def test_what_one_publisher_gets_wrong_is_wrong_in_both_years():
    found = _accounted("output-per-worker", *_output_and_people())
    assert isinstance(found, Change)
    assert found.value == pytest.approx(2 ** (1 / 4) - 1)
    assert found.interval is None
    assert found.state == "better-leaning"


def test_of_two_publishers_the_grades_say_how_wrong():
    sure = _accounted("output-per-worker", *_output_and_people(last="Other Office"))
    guess = _accounted("output-per-worker", *_output_and_people(last="Other Office", grade="D"))
    assert isinstance(sure, Change)
    assert isinstance(guess, Change)
    assert sure.interval is not None
    assert guess.interval is not None
    assert sure.interval[0] < sure.value < sure.interval[1]
    # log error of four figures of 5 per cent: 0.1; over four years about 0.025 a year of log points
    half = np.log1p(sure.interval[1]) - np.log1p(sure.value)
    assert half == pytest.approx(1.96 * 0.1 / 4, rel=0.15)
    assert np.diff(guess.interval) > 4 * np.diff(sure.interval)
    assert (sure.state, guess.state) == ("better", "silent")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "no-rows"),
        (_output_and_people()[:2], "no-earlier-year"),
        ([*_output_and_people()[:2], _account("output", 0, 2023), _output_and_people()[3]], "no-earlier-year"),
        (
            [*_output_and_people()[:2], _account("output", 3, 2023, "million USD"), _output_and_people()[3]],
            "units-differ",
        ),
        (
            [*_output_and_people()[:2], _account("output", 3, 2023, "furlongs"), _output_and_people()[3]],
            "no-earlier-year",
        ),
    ],
)
def test_an_account_that_cannot_be_compared(rows, code):
    found = _accounted("output-per-worker", *rows)
    assert isinstance(found, Lack)
    assert found.code == code


def test_roles_of_an_account():
    rows = [
        _account("sales_share", value, year, "percent", of=of)
        for year, shares in ((2019, (50, 10, 5, 35)), (2023, (40, 20, 10, 30)))
        for of, value in zip(("contract-export", "own-design", "own-brand-home", "unbranded-home"), shares, strict=True)
    ]
    brand, design = _accounted("own-brand-sales", *rows), _accounted("own-design-sales", *rows)
    assert isinstance(brand, Change)
    assert isinstance(design, Change)
    assert (brand.first, brand.last) == pytest.approx((0.05, 0.10))
    assert (design.first, design.last) == pytest.approx((10 / 60, 20 / 60))


def _pay(function: str, pay: float, year: int, **more):
    given = {"subject": "sampleton", "scope": "cluster", "function": function, "payroll": float(pay), "year": year}
    return given | {"unit": "million CNY", "reliability": "A", "publisher": "Sample Office", "url": ""} | more


def _functions(*rows):
    kept = evidence(payroll_by_function=rows)
    ground = _ground("design-marketing-pay", "payroll_by_function")
    return functions(kept, "sampleton", GIVEN["design-marketing-pay"], ground, 2023, 1)


def _pays(year: int, *pay: float, **more):
    names = ("design", "production", "marketing", "management")
    return [_pay(name, one, year, **more) for name, one in zip(names, pay, strict=True)]


def test_pay_of_design_and_marketing_without_bought_services():
    rows = [*_pays(2019, 2, 90, 3, 5), *_pays(2023, 4, 88, 5, 3, services=50.0)]
    found = _functions(*rows)
    assert isinstance(found, Change)
    assert (found.first, found.last) == pytest.approx((0.05, 0.09))
    assert found.state == "better-leaning"


def test_pay_without_all_functions_or_in_two_currencies_says_nothing():
    whole = _pays(2019, 2, 90, 3, 5)
    assert isinstance(_functions(*whole, *_pays(2023, 4, 88, 5, 3)[:3]), Lack)
    mixed = [*_pays(2023, 4, 88, 5, 3)[:3], _pay("management", 3, 2023, unit="million USD")]
    assert isinstance(_functions(*whole, *mixed), Lack)
    assert isinstance(_functions(*whole, *_pays(2023, 0, 0, 0, 0)), Lack)
    assert isinstance(_functions(*whole, *_pays(2023, 4, 88, 5, 3, scope="sector")), Lack)


def _firm(name: str, year: int, **more):
    return {"name": name, "firm": name, "subject": "sampleton", "year": year, "status": "active"} | more


def _listed(indicator: str, *rows):
    made = context(evidence(firms=rows))
    return listed(lists(made, "sampleton"), GIVEN[indicator], _ground(indicator, "firms"), 2023)


def test_new_firms_with_a_brand_are_a_part_of_upgrading():
    rows = [_firm(f"F{at}", 2019, brand="B" if at < 1 else "") for at in range(10)]
    rows += [_firm(f"F{at}", 2023, brand="B" if at < 1 else "") for at in range(10)]
    rows += [_firm(f"N{at}", 2023, brand="B") for at in range(10)]
    found = _listed("brand-firms", *rows)
    assert isinstance(found, Change)
    assert (found.first, found.last, found.n) == (0.1, 11 / 20, 10)
    assert found.state == "better"


def test_a_list_without_brands_says_nothing_of_brands():
    rows = [_firm(f"F{at}", year, brand="B" if year == 2023 else "") for at in range(10) for year in (2019, 2023)]
    assert isinstance(_listed("brand-firms", *rows), Lack)


def test_one_register_is_no_series():
    rows = [_firm(f"F{at}", 2019 if at < 10 else 2023, brand="B") for at in range(20)]
    assert isinstance(_listed("brand-firms", *rows), Lack)


def test_closed_firms_are_not_counted():
    rows = [_firm(f"F{at}", year, brand="B" if at < 5 else "") for at in range(10) for year in (2019, 2023)]
    rows += [_firm(f"C{at}", 2023, brand="B", status="closed") for at in range(10)]
    found = _listed("brand-firms", *rows)
    assert isinstance(found, Change)
    assert found.last == 0.5


def test_firms_outside_the_main_trade():
    """The main trade is that of most firms in the first year; a code with too few digits is none."""
    rows = [_firm(f"F{at}", 2019, industry_code="1771" if at < 8 else "1810") for at in range(10)]
    rows += [_firm(f"F{at}", 2023, industry_code="1773" if at < 4 else "3311") for at in range(10)]
    rows += [_firm("odd", 2023, industry_code="x")]
    found = _listed("other-firms", *rows)
    assert isinstance(found, Change)
    assert (found.first, found.last) == (0.2, 0.6)
    assert found.state == "better"


def test_every_ground_names_what_exists():
    """Measures of claims stand in the catalogue, roles and channels are those of the tables."""
    from clustermark.evidence.specs import table_specs

    for of in indicators():
        assert of.least > 0
        for ground in of.grounds:
            for name in filter(None, (ground.measure, ground.above, ground.below)):
                if ground.table == "claims":
                    assert name in measures(), (of.id, name)
            columns = {column.id: column for column in table_specs()[ground.table].columns}
            wanted = (
                *ground.columns,
                ground.column,
                *(() if ground.table != "firm_survey" else (ground.above, ground.below)),
            )
            assert set(filter(None, wanted)) <= set(columns), of.id
    asked = {column.id: column for column in table_specs()["firm_survey"].columns}["channel"].allowed
    assert set(channels()) == set(asked)
