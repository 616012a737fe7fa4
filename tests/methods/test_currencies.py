"""Rates of exchange: same year only, either direction, contradictions told; and laws of conversion."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.currencies import Exchange, Rate, convert, exchange

D = Decimal


def rate(value, currency="USD", per="CNY", year=2021, kind="", row="r:2"):
    return Rate(currency, per, year, D(value), kind, row)


def test_a_rate_of_the_pair_and_year():
    found = exchange([rate("6.4515")], "USD", "CNY", 2021)
    assert isinstance(found, Exchange)
    assert (found.factor, [one.row for one in found.rates]) == (D("6.4515"), ["r:2"])
    assert convert(D(3), found) == D("19.3545")


def test_the_inverse_serves_as_well():
    found = exchange([rate("6.25")], "CNY", "USD", 2021)
    assert found.factor == D("0.16")
    assert convert(D(100), found) == 16


@pytest.mark.parametrize(
    "other", [rate("6.9", year=2020), rate("7.6", currency="EUR"), rate("1.18", currency="EUR", per="USD")]
)
def test_other_years_and_pairs_are_no_rate(other):
    assert exchange([other], "USD", "CNY", 2021) == "no-rate"
    assert exchange([], "USD", "CNY", 2021) == "no-rate"


def test_no_third_currency_is_gone_through():
    both = [rate("7.6", "EUR", "CNY"), rate("1.18", "EUR", "USD")]
    assert exchange(both, "USD", "CNY", 2021) == "no-rate"


def test_an_average_goes_before_the_rate_of_a_day():
    rates = [rate("6.38", kind="year-end"), rate("6.45", kind="average", row="r:3"), rate("6.5", row="r:4")]
    assert exchange(rates, "USD", "CNY", 2021).rates[0].row == "r:3"
    assert exchange(rates[::2], "USD", "CNY", 2021).rates[0].row == "r:4"


def test_rates_that_differ_contradict_each_other():
    assert exchange([rate("6.45"), rate("6.9", row="r:3")], "USD", "CNY", 2021) == "rates-differ"
    assert exchange([rate("6.45"), rate("0.2", "CNY", "USD", row="r:3")], "USD", "CNY", 2021) == "rates-differ"


def test_one_rate_printed_with_more_digits_does_not_differ():
    found = exchange([rate("6.45"), rate("6.4515", row="r:3")], "USD", "CNY", 2021)
    assert found.factor == D("6.4515")
    assert {one.row for one in found.rates} == {"r:2", "r:3"}
    assert exchange([rate("6.67"), rate("0.15", "CNY", "USD", row="r:3")], "USD", "CNY", 2021).factor == D("6.67")


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
RATES = st.decimals(min_value=D("0.0001"), max_value=10**4, places=4)


@given(AMOUNTS, RATES)
def test_there_and_back_is_where_one_was(amount, value):
    there = exchange([rate(value)], "USD", "CNY", 2021)
    back = exchange([rate(value)], "CNY", "USD", 2021)
    assert abs(convert(convert(amount, there), back) - amount) <= abs(amount) * D("1e-25")


@given(AMOUNTS, AMOUNTS, RATES)
def test_conversion_adds_up(one, other, value):
    found = exchange([rate(value)], "USD", "CNY", 2021)
    assert convert(one + other, found) == convert(one, found) + convert(other, found)
