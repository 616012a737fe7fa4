"""Dates and parts of years as people write them: a table of cases, and laws that hold for every day."""

import datetime
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.dates import ParsedDate, UnreadableDate, date_of_serial, parse_date

CASES = tomllib.loads((Path(__file__).parent / "date_cases.toml").read_text(encoding="utf-8"))["cases"]
DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))
NUMERALS = "〇一二三四五六七八九"


def in_numerals(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_date_as_people_write_it(case):
    found = parse_date(case["text"])
    if "code" in case:
        assert found == UnreadableDate(case["code"])
    else:
        first, last = (datetime.date.fromisoformat(case[end]) for end in ("first", "last"))
        assert found == ParsedDate(first, last, case["precision"])


def test_the_table_has_enough_cases():
    assert len({case["text"] for case in CASES}) == len(CASES) >= 150


@given(DAYS)
def test_every_way_to_write_a_day_says_the_same(day):
    y, m, d = day.year, day.month, day.day
    numerals = "".join(NUMERALS[int(digit)] for digit in str(y)) + f"年{in_numerals(m)}月{in_numerals(d)}日"
    written = [
        day.isoformat(),
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}{m:02}{d:02}",
        f"{y}年{m}月{d}日",
        f"{y} 年 {m:02} 月 {d:02} 日",
        numerals,
        f"{d} {day:%B} {y}",
        f"{day:%b} {d}, {y}",
        f"{day.isoformat()}T00:00:00",
    ]
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in written[4])
    assert {parse_date(text) for text in (*written, wide)} == {ParsedDate(day, day, "day")}


@given(st.integers(1912, 2300))
def test_years_of_the_republic_begin_in_1912(year):
    count = year - 1911
    assert parse_date(f"民国{count}年") == (
        parse_date(str(year)) if count <= 200 else UnreadableDate("date.impossible")
    )


@given(st.integers(1000, 2999))
def test_parts_of_a_year_join_without_a_gap(year):
    quarters = [parse_date(f"{year}年第{n}季度") for n in (1, 2, 3, 4)]
    halves = [parse_date(f"{year}年{word}半年") for word in "上下"]
    months = [parse_date(f"{year}年{n}月") for n in range(1, 13)]
    for parts in (quarters, halves, months):
        assert (parts[0].first, parts[-1].last) == (datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        for before, after in pairwise(parts):
            assert after.first - before.last == datetime.timedelta(days=1)
        assert not any(part.whole_year for part in parts)
    assert parse_date(f"{year}年1-12月") == parse_date(f"{year}年") == parse_date(f"{year}")
    assert (halves[0].first, halves[0].last) == (quarters[0].first, quarters[1].last)


@given(st.integers(1000, 2999), st.integers(13, 99))
def test_a_month_that_no_year_has_is_told(year, month):
    assert parse_date(f"{year}年{month}月") == UnreadableDate("date.impossible")


@given(st.text(max_size=30) | st.text("0123456789年月日季度上下半初末底至-~/. QHFYfy民国", max_size=14))
def test_no_text_raises_and_no_span_runs_backwards(text):
    found = parse_date(text)
    if isinstance(found, ParsedDate):
        assert found.first <= found.last
        assert found.year in (None, found.first.year)
        assert not found.iso or parse_date(found.iso).first == found.first


def test_serials_of_date_cells():
    assert date_of_serial(1) == datetime.date(1900, 1, 1)
    assert date_of_serial(59) == datetime.date(1900, 2, 28)
    assert date_of_serial(60) is None
    assert date_of_serial(61) == datetime.date(1900, 3, 1)
    assert date_of_serial(42370) == datetime.date(2016, 1, 1)
    assert date_of_serial(42370.75) == datetime.date(2016, 1, 1)
    assert date_of_serial(0) is None
    assert date_of_serial(-5) is None
    assert date_of_serial(3_000_000) is None
    assert date_of_serial(40908, since_1904=True) == datetime.date(2016, 1, 1)
