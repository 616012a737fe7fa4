import pytest

from clustermark.methods.comparable import (
    Figure,
    contradict,
    contradicting_years,
    possible_years,
    quotient_bound,
    span,
    within,
    years_apart,
)


@pytest.mark.parametrize(("year", "serves"), [(2017, False), (2018, True), (2021, True), (2024, True), (2025, False)])
def test_three_years_around_the_period(year: int, serves: bool):
    assert within(year, 2021, 2021) == serves


def test_a_span_of_years_has_its_own_ends():
    assert within(2014, 2017, 2021)
    assert not within(2013, 2017, 2021)
    assert not within(None, 2017, 2021)


def test_an_inferred_year_lies_within_when_most_of_its_years_do():
    for year in range(2012, 2031):
        first, last = possible_years(year, inferred=True)
        serving = sum(within(possible, 2021, 2021) for possible in range(first, last + 1))
        assert within(year, 2021, 2021) == (serving >= 4)


def test_spans():
    assert span([]) == ""
    assert span([(2018, 2018)]) == "2018"
    assert span([(2018, 2018), (2010, 2016)]) == "2010-2018"


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("2010", "2013", 3), ("2010", "2014", 4), ("2010-2012", "2016", 4), ("2010-2018", "2012", 0), ("", "2012", 0)],
)
def test_years_apart(one: str, other: str, apart: int):
    assert years_apart(one, other) == years_apart(other, one) == apart


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (Figure(40), Figure(60), True),
        (Figure(40), Figure(40), False),
        (Figure(40, bound="at least"), Figure(60), False),
        (Figure(40, bound="at most"), Figure(60), True),
        (Figure(60, bound="at most"), Figure(40), False),
        (Figure(40, bound="at least"), Figure(30, bound="at most"), True),
        (Figure(20, high=30), Figure(25), False),
        (Figure(20, high=30), Figure(31), True),
        (Figure(100, bound="about"), Figure(109), False),
        (Figure(100, bound="about"), Figure(112), True),
    ],
)
def test_contradictions(one: Figure, other: Figure, clash: bool):
    assert contradict(one, other) == contradict(other, one) == clash


def test_only_stated_years_contradict():
    pair = [Figure(40, year=2010), Figure(60, year=2010)]
    assert contradicting_years(pair) == (2010,)
    assert contradicting_years([Figure(40, year=2010), Figure(60, year=2011)]) == ()
    assert contradicting_years([Figure(40, year=2010), Figure(60, year=2010, inferred=True)]) == ()
    assert contradicting_years([Figure(40), Figure(60)]) == ()


@pytest.mark.parametrize(
    ("above", "below", "bound"),
    [
        ("at least", "", "at least"),
        ("at most", "about", "at most"),
        ("", "at least", "at most"),
        ("", "at most", "at least"),
        ("at least", "at most", "at least"),
        ("at least", "at least", "about"),
        ("at most", "at most", "about"),
        ("", "", "about"),
    ],
)
def test_bounds_of_a_quotient(above, below, bound):
    assert quotient_bound(above, below) == bound
