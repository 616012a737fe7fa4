"""Units as people write them: base unit and exact factor."""

import csv
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.evidence.units import EXAMPLES, fits, nearest_unit, parse_unit, unit_words
from clustermark.findings.catalogue import measures, unit_fits
from clustermark.study.model import LANGUAGES
from clustermark.words.catalogue import has_text

READ = {
    "CNY": ("CNY", "1"),
    "million CNY": ("CNY", "1000000"),
    "Million  cny": ("CNY", "1000000"),
    "CNY million": ("CNY", "1000000"),
    "元": ("CNY", "1"),
    "万元": ("CNY", "10000"),
    "萬元": ("CNY", "10000"),
    "亿元": ("CNY", "100000000"),
    "万亿元": ("CNY", "1000000000000"),
    "100 million CNY (unit inferred)": ("CNY", "100000000"),
    "billion USD": ("USD", "1000000000"),
    "亿美元": ("USD", "100000000"),
    "trillion KRW": ("KRW", "1000000000000"),
    "crore INR": ("INR", "10000000"),
    "million EUR per year": ("EUR/year", "1000000"),
    "万元/年": ("CNY/year", "10000"),
    "million CNY per day": ("CNY/day", "1000000"),
    "USD per pair": ("USD/pair", "1"),
    "USD/tie": ("USD/tie", "1"),
    "USD a pair": ("USD/pair", "1"),
    "美元/双": ("USD/pair", "1"),
    "元每件": ("CNY/piece", "1"),
    "GBP per hour": ("GBP/hour", "1"),
    "percent": ("share", "0.01"),
    "%": ("share", "0.01"),
    "％": ("share", "0.01"),
    "percent of turnover": ("share", "0.01"),
    "成": ("share", "0.1"),
    "‰": ("share", "0.001"),
    "share": ("share", "1"),
    "million pairs": ("pairs", "1000000"),
    "亿双": ("pairs", "100000000"),
    "million ties": ("ties", "1000000"),
    "million sweaters": ("sweaters", "1000000"),
    "亿件": ("pieces", "100000000"),
    "firms": ("firms", "1"),
    "家": ("firms", "1"),
    "万家": ("firms", "10000"),
    "companies": ("firms", "1"),
    "persons": ("persons", "1"),
    "万人": ("persons", "10000"),
    "万人次": ("persons", "10000"),
    "persons (entries)": ("persons", "1"),
    "trademarks": ("marks", "1"),
    "brands": ("brands", "1"),
    "rank": ("rank", "1"),
    "year": ("year", "1"),
    "square metres": ("square-metres", "1"),
    "万平方米": ("square-metres", "10000"),
    "finding": ("code", "1"),
    "万斤": ("kg", "5000"),
    "公斤": ("kg", "1"),
    "克": ("kg", "0.001"),
    "千克": ("kg", "1"),
    "公里": ("metres", "1000"),
    "千米": ("metres", "1000"),
    "万公里": ("metres", "10000000"),
    "公顷": ("square-metres", "10000"),
    "万亩": ("mu", "10000"),
    "元/斤": ("CNY/kg", "2"),
    "USD per gram": ("USD/kg", "1000"),
    "元/公里": ("CNY/metre", "0.001"),
    "瑞士法郎": ("CHF", "1"),
    "亿卢布": ("RUB", "100000000"),
    "million BDT": ("BDT", "1000000"),
    "人民币/双": ("CNY/pair", "1"),
    "个百分点": ("percentage-points", "1"),
    "万锭": ("spindles", "10000"),
    "标箱": ("containers", "1"),
    "千瓦时": ("kilowatt-hours", "1"),
    "项专利": ("patents", "1"),
}
UNKNOWN = [
    "USD per lb",
    "法郎",
    "peso",
    "Rs",
    "万成",
    "",
    " ",
    "$",
    "¥",
    "million",
    "万",
    "furlongs",
    "million percent",
    "million share",
    "万%",
    "CNY per",
    "per pair",
    "/",
    "CNY/pair/year",
    "million GBP over 3 years",
    "million GBP 2023-2025",
    "CNY per million pairs",
    "ratio Como/Shengzhou",
]


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_unit_is_read(text, expected):
    unit = parse_unit(text)
    assert unit is not None
    assert (unit.base, unit.factor) == (expected[0], Decimal(expected[1]))


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_known_is_not_guessed(text):
    assert parse_unit(text) is None


def test_every_unit_has_words_and_a_name_in_both_languages():
    missing = []
    spelled = {}
    for word, noun in unit_words().nouns.items():
        spelled.setdefault((noun.base, noun.one, noun.family), []).append(word)
    for (base, one, family), words in spelled.items():
        if all(word.isascii() for word in words) or not any(word.isascii() for word in words):
            missing.append((base, words))
        group = "money" if family == "currency" else "count"
        for language in LANGUAGES:
            if family not in ("share", "other") and not has_text(f"units.{group}.{base}", language):
                missing.append((base, language))
            if family == "item" and not has_text(f"units.each.{one}", language) and one == base_one(base):
                missing.append((one, language))
    assert missing == []


def base_one(base):
    """What one of a base unit is called; sizes such as grams are counted in it."""
    return next(noun.one for noun in unit_words().nouns.values() if noun.base == base and noun.factor == 1)


def test_a_scale_is_told_apart_from_the_size_of_a_unit():
    assert parse_unit("公里").scale == 1
    assert parse_unit("万公里").scale == 10**4
    assert parse_unit("million CNY per year").scale == 10**6
    assert parse_unit("percent").scale == 1


def test_the_nearest_unit_is_named():
    assert nearest_unit("persns") == "persons"
    assert nearest_unit("million persns") == "million persons"
    assert nearest_unit("百万人民弊") in ("百万人民币", "百万人民幣")
    assert nearest_unit("xyzzyx") == ""


def test_currencies_never_become_each_other():
    currencies = {noun.base for noun in unit_words().nouns.values() if noun.family == "currency"}
    assert len(currencies) >= 10
    for noun in unit_words().nouns.values():
        assert noun.family != "currency" or noun.factor == 1


# units that only lenses write
COMPUTED = (
    *("items", "signs", "points", "balance", "score", "distance", "bits", "log-points"),
    *("interviews", "links", "actions"),
)


def test_every_unit_of_a_measure_can_be_written():
    missing = []
    for measure in measures().values():
        if measure.unit in COMPUTED:
            assert measure.tables  # no page prints it: it is computed from a table
            continue
        unit = parse_unit(EXAMPLES.get(measure.unit, measure.unit))
        if unit is None or not fits(unit, measure):
            missing.append((measure.id, measure.unit))
    assert missing == []


def test_goods_are_goods_and_prices_are_of_goods():
    volume, price = measures()["situation.output_volume"], measures()["position.factory_price"]
    assert fits(parse_unit("million pairs"), volume)
    assert not fits(parse_unit("persons"), volume)
    assert not fits(parse_unit("percent"), volume)
    assert fits(parse_unit("USD per pair"), price)
    assert not fits(parse_unit("USD per year"), price)
    assert not fits(parse_unit("million USD"), price)


NOUNS = st.sampled_from(sorted(unit_words().nouns))
SCALES = st.sampled_from(sorted(unit_words().scales))


@given(NOUNS, SCALES)
def test_a_scale_multiplies_and_leaves_the_base(noun, scale):
    plain, scaled = parse_unit(noun), parse_unit(f"{scale} {noun}")
    assert plain is not None
    if scaled is not None:
        assert scaled.base == plain.base
        assert scaled.factor == plain.factor * unit_words().scales[scale]


@given(NOUNS, NOUNS)
def test_a_ratio_names_one_of_what_stands_below(above, below):
    ratio = parse_unit(f"{above} per {below}")
    if ratio is not None and f"{above} per {below}" not in unit_words().nouns:
        assert ratio.base.startswith(f"{parse_unit(above).base}/")
        assert ratio.factor * unit_words().nouns[below].factor == parse_unit(above).factor


@given(st.text(max_size=25))
def test_no_text_raises(text):
    unit = parse_unit(text)
    assert unit is None or unit.factor > 0
    nearest_unit(text)


@given(NOUNS)
def test_case_width_and_blanks_do_not_count(noun):
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in noun)
    assert parse_unit(f"  {noun.upper()} ") == parse_unit(noun) or noun.upper().lower() != noun
    assert parse_unit(wide) == parse_unit(noun)


def test_known_units_fit_by_the_rule_of_the_findings():
    for measure in measures().values():
        if measure.unit in COMPUTED:
            continue
        unit = parse_unit(EXAMPLES.get(measure.unit, measure.unit))
        assert unit is not None
        assert unit_fits(unit.base, measure)


@pytest.mark.research
def test_units_of_the_research_data_that_are_quantities_are_read():
    folder = os.environ.get("CLUSTERMARK_RESEARCH_DATA")
    if not folder:
        pytest.skip("CLUSTERMARK_RESEARCH_DATA is not set")
    with (Path(folder) / "claims" / "claims.csv").open(encoding="utf-8-sig", newline="") as stream:
        units = Counter(row["unit"] for row in csv.DictReader(stream))
    unread = {unit for unit in units if parse_unit(unit) is None}
    assert sum(units[unit] for unit in unread) <= 10
    assert unread <= {
        "firms = half of export orders",
        "firms with R&D centres",
        "million GBP 2023-2025",
        "million GBP over 3 years",
        "persons invited",
        "ratio Como/Shengzhou",
        "tonnes silk per year",
    }
