"""The year in a cell: what is a year, what lies within one, what is none."""

import pytest

from clustermark.evidence.clean import Broken, Names, clean
from clustermark.evidence.specs import table_specs
from clustermark.evidence.year_cells import year_of
from clustermark.methods.dates import UnreadableDate

WHOLE = {
    "2021": 2021,
    "2021年": 2021,
    "２０２１年": 2021,
    "二〇二一年": 2021,
    "2021年度": 2021,
    "2021.0": 2021,
    "民国105年": 2016,
    "2021年1-12月": 2021,
    "2021年底": 2021,
    "截至2021年12月31日": 2021,
    "FY2021": 2021,
    "1898": 1898,
}
PARTS = {
    "2021年上半年": 2021,
    "2021年1-9月": 2021,
    "2021Q3": 2021,
    "2021年三季度": 2021,
    "2021年3月": 2021,
    "2021-03-15": 2021,
    "2021年初": 2021,
}
NEITHER = {
    "21": "year.out-of-range",
    "1799": "year.out-of-range",
    "2101": "year.out-of-range",
    "1500年3月": "year.out-of-range",
    "2018-2021": "year.span",
    "2020/21": "year.span",
    "1990年代": "year.span",
    "2019年13月": "date.impossible",
    "上半年": "date.no-year",
    "16年": "date.no-year",
    "3/5/2016": "date.ambiguous",
    "2011/12": "date.ambiguous",
    "44197": "year.unreadable",
    "约2021年": "year.unreadable",
    "去年": "year.unreadable",
}


@pytest.mark.parametrize(("text", "year"), WHOLE.items())
def test_a_whole_year(text, year):
    assert year_of(text, whole=True) == year_of(text, whole=False) == year


@pytest.mark.parametrize(("text", "year"), PARTS.items())
def test_a_part_of_a_year_lies_in_it_and_is_not_it(text, year):
    assert year_of(text, whole=False) == year
    assert year_of(text, whole=True) == UnreadableDate("year.part")


@pytest.mark.parametrize(("text", "code"), NEITHER.items())
def test_no_year(text, code):
    assert year_of(text, whole=False) == year_of(text, whole=True) == UnreadableDate(code)


def test_half_a_year_is_no_year_of_a_claim_but_an_event_has_its_month():
    claim, event = table_specs()["claims"].column("year"), table_specs()["events"].column("year")
    refused = clean(claim, "2021年上半年", Names())
    assert isinstance(refused, Broken)
    assert refused.rule == "year.part"
    assert clean(claim, "2021年底", Names()) == 2021
    assert clean(event, "2021年10月", Names()) == 2021


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-03-15", "2021-03-15"),
        ("2021/3/5 10:30", "2021-03-05"),
        ("二〇二一年三月", "2021-03"),
        ("民国105年3月5日", "2016-03-05"),
        ("March 2021", "2021-03"),
        ("2019年13月", "date.impossible"),
        ("03/02/2024", "date.ambiguous"),
        ("3月5日", "date.no-year"),
        ("2021年上半年", "date.unreadable"),
        ("昨天", "date.unreadable"),
    ],
)
def test_a_column_of_dates_keeps_what_was_written(text, expected):
    found = clean(table_specs()["mentions"].column("date"), text, Names())
    assert (found.rule if isinstance(found, Broken) else found) == expected
