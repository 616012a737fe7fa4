"""Numbers for people, case by case as the style page of the report writes them."""

import pytest

from clustermark.words import numbers


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (62_360_000_000, "CNY", "623.6亿元", "CNY 62.36 billion"),
        (31_160_000_000, "CNY", "311.6亿元", "CNY 31.16 billion"),
        (57_600_000, "CNY", "5760万元", "CNY 57.6 million"),
        (2.98, "USD/pair", "2.98美元/双", "USD 2.98 a pair"),
        (35_000_000, "EUR", "3500万欧元", "EUR 35 million"),
        (950_000_000, "pairs", "9.5亿双", "950 million pairs"),
        (15_000, "firms", "1.5万家", "15,000 firms"),
        (4800, "firms", "4800家", "4,800 firms"),
        (1, "firms", "1家", "1 firm"),
        (0.2, "share", "20%", "20%"),
        (0.574, "share", "57.4%", "57.4%"),
        (1 / 3, "share", "33.3%", "33.3%"),
        (-0.1, "points", "\u221210个百分点", "\u221210 percentage points"),
        (0.67, "membership", "0.67", "0.67"),
        (2002, "year", "2002年", "2002"),
        (3, "rank", "第3位", "rank 3"),
        (9999, "firms", "9999家", "9,999 firms"),
        (0, "firms", "0家", "0 firms"),
        (99_999_999, "ties", "1亿条", "100 million ties"),
        (1_200_000_000_000, "KRW", "1.2万亿韩元", "KRW 1.2 trillion"),
        (17, "widgets-of-sort", "17widgets of sort", "17 widgets of sort"),
    ],
)
def test_amounts_of_the_style_page(value: float, unit: str, zh: str, en: str) -> None:
    assert numbers.amount(value, unit, "zh") == zh
    assert numbers.amount(value, unit, "en") == en


def test_an_interval_names_its_unit_once() -> None:
    assert numbers.interval(0, 0.1, "share", "zh") == "0%—10%"
    assert numbers.interval(0, 0.1, "share", "en") == "0 to 10%"
    assert numbers.interval(4800, 5000, "firms", "zh", "table") == "4800—5000家"
    assert numbers.interval(4800, 5000, "firms", "en", "table") == "4,800\u20135,000 firms"
    assert numbers.interval(3e9, 5e9, "CNY", "en") == "CNY 3 to 5 billion"
    assert numbers.interval(3e9, 5e9, "CNY", "zh") == "30亿—50亿元"


def test_bounds_years_and_origins() -> None:
    assert numbers.bound(10_000, "firms", "zh", "at-least") == "1万家以上"
    assert numbers.bound(0.1, "share", "en", "at-most") == "at most 10%"
    assert numbers.years("2010-2018", "zh") == "2010—2018年"
    assert numbers.years("2010-2018", "en") == "2010\u20132018"
    assert numbers.years("2013", "zh", inferred=True) == "2013年（推断）"
    assert numbers.years("", "en") == "no year"
    assert (numbers.origins(1, "zh"), numbers.origins(1, "en")) == ("n=1", "n = 1")


@pytest.mark.parametrize("value", [3.14159, 0.0123456, 98765.4321, 1e-9, 123456789.0])
def test_rounding_moves_a_value_by_less_than_half_a_percent(value: float) -> None:
    assert abs(float(numbers.round_for_people(value)) / value - 1) < 0.005


def test_a_small_index_keeps_its_digits() -> None:
    assert numbers.amount(0.0089957, "index", "zh") == "0.009" and numbers.amount(0.0086561, "index", "en") == "0.00866"
    assert numbers.interval(0.0086561, 0.0121, "index", "en") == "0.00866 to 0.0121"
    assert numbers.amount(0.3271, "index", "en") == "0.33" and numbers.amount(0, "index", "en") == "0"
