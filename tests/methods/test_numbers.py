"""Numbers as people write them: a table of cases, and laws that hold for every number."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.evidence.units import unit_words
from clustermark.methods.number_words import number_words
from clustermark.methods.numbers import ParsedNumber, Unreadable, known_locale, narrow, parse_number

GROUPS = tomllib.loads((Path(__file__).parent / "number_cases.toml").read_text(encoding="utf-8"))
CASES = [case for group in GROUPS.values() for case in group]
READ = [case for case in CASES if "code" not in case]
POINT = [case for case in READ if not case.get("locale")]


def expected(case):
    if "code" in case:
        return Unreadable(case["code"])
    high = Decimal(case["high"]) if "high" in case else None
    around = [case.get(name, "") for name in ("bound", "prefix", "suffix")]
    return (Decimal(case["value"]), high, *around)


def read(text, locale=""):
    found = parse_number(text, locale)
    if isinstance(found, Unreadable):
        return found
    return (found.value, found.value_high, found.bound, found.prefix, found.suffix)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']}@{case.get('locale', '')}")
def test_a_number_as_people_write_it(case):
    assert read(case["text"], case.get("locale", "")) == expected(case)


def test_the_table_has_enough_cases():
    assert len({(case["text"], case.get("locale", "")) for case in CASES}) == len(CASES) >= 350


def test_every_word_of_approximation_gives_its_bound():
    words = number_words()
    for word, bound in words.prefix:
        assert parse_number(f"{word}300\u5bb6").bound == bound, word
    for word, bound in words.suffix:
        assert parse_number(f"300\u5bb6{word}").bound == bound, word
    for word, bound in words.infix:
        assert parse_number(f"300{word}\u5bb6").bound == bound, word


@pytest.mark.parametrize(
    ("text", "scaled"),
    [
        ("3亿", True),
        ("3 million", True),
        ("10k", True),
        ("数万", True),
        ("五六百万", True),
        ("three million", True),
        ("五六百", False),
        ("3千", False),
        ("一百零五", False),
        ("3", False),
    ],
)
def test_a_scale_that_a_unit_might_repeat_is_told(text, scaled):
    assert parse_number(text).scaled is scaled


def test_every_chinese_unit_may_follow_a_numeral():
    missing = []
    for word in unit_words().nouns:
        if not word.isascii() and "(" not in word and not any(sign in word for sign in "%‰€£₩₹￥₽²³㎡ł"):
            found = parse_number(f"三{word}") if word[0] not in "千百万亿" else ParsedNumber(Decimal(3), suffix=word)
            if not isinstance(found, ParsedNumber) or (found.value, found.suffix) != (3, word):
                missing.append(word)
    assert missing == []


def test_a_declared_language_is_known_by_its_region_or_without():
    assert known_locale("")
    assert known_locale("de")
    assert known_locale("de-AT")
    assert known_locale("zh_CN")
    assert not known_locale("xx")
    assert parse_number("1.234,5", "de_AT") == parse_number("1.234,5", "de")


def in_numerals(number: int, digits="零一二三四五六七八九", scales="千百十", large=("亿", "万")) -> str:
    """A whole number below 10^12 in Chinese numerals, written from the textbook rule."""

    def section(part: int) -> str:
        out, gap = "", False
        for power, name in zip((3, 2, 1, 0), (*scales, ""), strict=True):
            digit = part // 10**power % 10
            if digit:
                out += (digits[0] if gap and out else "") + digits[digit] + name
                gap = False
            else:
                gap = True
        return out

    if number == 0:
        return digits[0]
    out = ""
    for power, name in ((8, large[0]), (4, large[1]), (0, "")):
        part = number // 10**power % 10**4
        if part:
            out += (digits[0] if out and part < 1000 else "") + section(part) + name
    return out


ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_english(number: int) -> str:
    """A whole number below 10^15 in English words."""

    def below_thousand(part: int) -> str:
        words = []
        if part >= 100:
            words.append(f"{ONES[part // 100]} hundred")
            part %= 100
            if part:
                words.append("and")
        if part >= 20:
            words.append(TENS[part // 10 - 2] + (f"-{ONES[part % 10]}" if part % 10 else ""))
        elif part:
            words.append(ONES[part])
        return " ".join(words)

    if number == 0:
        return "zero"
    parts = []
    for power, name in ((12, " trillion"), (9, " billion"), (6, " million"), (3, " thousand"), (0, "")):
        part = number // 10**power % 1000
        if part:
            parts.append(("and " if parts and power == 0 and part < 100 else "") + below_thousand(part) + name)
    return " ".join(parts)


@settings(max_examples=400)
@given(st.integers(0, 10**12 - 1))
def test_numerals_round_trip(number):
    assert parse_number(in_numerals(number)).value == number


@settings(max_examples=200)
@given(st.integers(0, 10**12 - 1))
def test_numerals_of_banks_and_of_older_books_say_the_same(number):
    banks = in_numerals(number, "零壹贰叁肆伍陆柒捌玖", "仟佰拾")
    older = in_numerals(number, "零一二三四五六七八九", "千百十", ("億", "萬"))
    older_banks = in_numerals(number, "零壹貳參肆伍陸柒捌玖", "仟佰拾", ("億", "萬"))
    assert parse_number(banks) == parse_number(older) == parse_number(older_banks) == parse_number(in_numerals(number))


@settings(max_examples=400)
@given(st.integers(0, 10**15 - 1))
def test_english_words_round_trip(number):
    assert parse_number(in_english(number)).value == number


@given(st.integers(1, 9), st.integers(0, 8))
def test_several_of_a_scale_lie_between_two_and_ten_of_it(first, at):
    scale, power = ("十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿")[at], (1, 2, 3, 4, 5, 6, 7, 8, 9)[at]
    found = parse_number(f"数{scale}")
    assert (found.value, found.value_high, found.bound) == (2 * 10**power, 10 * 10**power, "about")
    assert found.value <= max(first, 2) * 10**power <= found.value_high


@given(st.integers(1, 8), st.sampled_from("十百千万亿"))
def test_a_pair_of_numerals_is_a_range(first, scale):
    low, high = in_numerals(first), in_numerals(first + 1)
    found = parse_number(f"{low}{high}{scale}")
    assert (found.value, found.value_high) == (parse_number(low + scale).value, parse_number(high + scale).value)


FINITE = st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False)


@given(FINITE)
def test_what_is_written_plainly_reads_back_exactly(number):
    assert parse_number(f"{number:f}").value == number
    assert parse_number(f" {number:f}").value == number


@given(FINITE)
def test_thousands_and_width_change_nothing(number):
    grouped = f"{number:,}"
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in grouped)
    assert parse_number(grouped) == parse_number(wide) == parse_number(f"{number:f}")


@given(FINITE)
def test_languages_write_one_number_in_their_own_ways(number):
    grouped = f"{number:,}"
    comma = grouped.translate(str.maketrans(",.", ".,"))
    spaced = grouped.translate(str.maketrans(",.", "\u202f,"))
    assert (
        parse_number(comma, "de") == parse_number(spaced, "fr") == parse_number(grouped, "en") == parse_number(grouped)
    )


@given(FINITE)
def test_scales_multiply(number):
    for word, factor in (("万", 10**4), ("亿", 10**8), ("万亿", 10**12), (" million", 10**6), ("bn", 10**9)):
        assert parse_number(f"{number:f}{word}").value == number * factor
    assert parse_number(f"{number:f}×10^5").value == number * 10**5


@given(st.sampled_from(POINT))
def test_width_changes_nothing_in_any_case(case):
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in case["text"])
    assert read(wide) == expected(case)


@given(st.sampled_from(POINT), st.sampled_from(["万", "萬", "亿", "億"]))
def test_older_signs_change_nothing_in_any_case(case, _sign):
    older = case["text"].translate(str.maketrans("万亿约数几两双吨家", "萬億約數幾兩雙噸家"))
    found, wanted = read(older), expected(case)
    assert found[:3] == wanted[:3]


@given(st.sampled_from(POINT))
def test_a_number_and_its_negative_are_mirrored(case):
    value, high, bound, prefix, suffix = expected(case)
    if (
        prefix
        or bound
        or high is not None
        or value <= 0
        or case["text"][0] in "+-第零"
        or case["text"].startswith("No")
    ):
        return
    if any(word in case["text"] for word in ("达", "共", "占", "total", "：", ":", "比", "∶", "(", "（", "整")):
        return
    found = read(f"-{case['text']}")
    assert found == (-value, None, bound, prefix, suffix)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["~", "-", "至", " to ", "～"]))
def test_ranges_keep_their_ends_or_are_refused(first, second, separator):
    read = parse_number(f"{first}{separator}{second}")
    if first <= second:
        assert (read.value, read.value_high) == (first, second)
    else:
        assert read == Unreadable("number.range-reversed")


SIGNS = "0123456789.,-~:万亿千百十零一二三五约余多数几上半成分之以上近%元 （）()ekM+"
WORDS = st.lists(st.sampled_from(["two", "half", "a", "and", "hundred", "third", "of", "million", "5", "-", "several"]))


@settings(max_examples=600)
@given(st.text(max_size=30) | st.text(SIGNS, max_size=14) | WORDS.map(" ".join), st.sampled_from(["", "de", "en-IN"]))
def test_no_text_raises_and_no_range_runs_backwards(text, locale):
    read = parse_number(text, locale)
    if isinstance(read, ParsedNumber):
        assert read.value.is_finite()
        assert read.value_high is None or read.value <= read.value_high
        assert not any(sign.isdigit() for sign in read.suffix)


@given(st.text(max_size=30))
def test_narrowing_twice_changes_nothing(text):
    assert narrow(narrow(text)) == narrow(text)
