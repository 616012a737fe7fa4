"""Numbers as people write them: a table of cases, and laws that hold for every number."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.numbers import ParsedNumber, Unreadable, narrow, parse_number

D = Decimal
PLAIN = {
    "0": D(0),
    "7": D(7),
    "007": D(7),
    "1234.5": D("1234.5"),
    "1,234.5": D("1234.5"),
    "12,345,678": D(12345678),
    "1 234 567": D(1234567),
    "1\u00a0234": D(1234),
    "1'234'567": D(1234567),
    ".5": D("0.5"),
    "+5": D(5),
    "-5": D(-5),
    "−5": D(-5),
    "负5": D(-5),
    "負三": D(-3),
    "minus 5": D(-5),
    "(1,234)": D(-1234),
    "（1,234.5）": D("-1234.5"),
    "1.2e5": D(120000),
    "1E+05": D(100000),
    "5e-3": D("0.005"),
    "１２３４": D(1234),
    "１,２３４": D(1234),
    "１，２３４．５": D("1234.5"),
    "１２３４万": D(12340000),
    "3.5亿": D(350000000),
    "3.5億": D(350000000),
    "1.2万亿": D("1.2e12"),
    "1.2萬億": D("1.2e12"),
    "3万5千": D(35000),
    "3万5": D(35000),
    "3万500": D(30500),
    "3亿5": D(350000000),
    "3亿5千万": D(350000000),
    "1亿2千万": D(120000000),
    "2千万": D(20000000),
    "5百万": D(5000000),
    "1千2百万": D(12000000),
    "2万3千5百": D(23500),
    "1万零5百": D(10500),
    "3 亿": D(300000000),
    "三点五亿": D(350000000),
    "三點五億": D(350000000),
    "零点五": D("0.5"),
    "十": D(10),
    "十二": D(12),
    "二十": D(20),
    "二十五": D(25),
    "十二点五": D("12.5"),
    "一百": D(100),
    "一百零五": D(105),
    "一百一十": D(110),
    "一百一": D(110),
    "两百": D(200),
    "两千": D(2000),
    "三千五": D(3500),
    "三千零五": D(3005),
    "一万二": D(12000),
    "一万零二": D(10002),
    "二十万": D(200000),
    "一百二十万": D(1200000),
    "三千五百万": D(35000000),
    "十二亿": D(1200000000),
    "一亿零五百万": D(105000000),
    "二〇二一": D(2021),
    "二零二一": D(2021),
    "壹佰贰拾叁": D(123),
    "伍万": D(50000),
    "第18": D(18),
    "第十八": D(18),
    "3 million": D(3000000),
    "3.5 million": D(3500000),
    "3.5 Billion": D(3500000000),
    "1.2 trillion": D("1.2e12"),
    "3bn": D(3000000000),
    "300 thousand": D(300000),
    "2 hundred thousand": D(200000),
    "10k": D(10000),
    "10K": D(10000),
    "15 crore": D(150000000),
}
BOUNDS = {
    "约3亿": ("about", D(300000000)),
    "大约300": ("about", D(300)),
    "300左右": ("about", D(300)),
    "3万上下": ("about", D(30000)),
    "~300": ("about", D(300)),
    "≈300": ("about", D(300)),
    "about 300": ("about", D(300)),
    "approx. 3 million": ("about", D(3000000)),
    "300 or so": ("about", D(300)),
    "3500余": ("at least", D(3500)),
    "3500多": ("at least", D(3500)),
    "3万余": ("at least", D(30000)),
    "3万多": ("at least", D(30000)),
    "3500余万": ("at least", D(35000000)),
    "30多亿": ("at least", D(3000000000)),
    "三百多": ("at least", D(300)),
    "十余万": ("at least", D(100000)),
    "100以上": ("at least", D(100)),
    "100及以上": ("at least", D(100)),
    "超过3.5亿": ("at least", D(350000000)),
    "逾千": None,
    "逾1千": ("at least", D(1000)),
    "至少5": ("at least", D(5)),
    "不少于20": ("at least", D(20)),
    "≥20": ("at least", D(20)),
    ">20": ("at least", D(20)),
    "＞２０": ("at least", D(20)),
    "10万+": ("at least", D(100000)),
    "10+": ("at least", D(10)),
    "more than 3,000": ("at least", D(3000)),
    "over 3 million": ("at least", D(3000000)),
    "3,000 or more": ("at least", D(3000)),
    "近4万": ("at most", D(40000)),
    "将近4万": ("at most", D(40000)),
    "不足5000": ("at most", D(5000)),
    "不到一半": None,
    "不超过30": ("at most", D(30)),
    "30以下": ("at most", D(30)),
    "30以内": ("at most", D(30)),
    "多达3万": ("at most", D(30000)),
    "<30": ("at most", D(30)),
    "≤30": ("at most", D(30)),
    "up to 3,000": ("at most", D(3000)),
    "nearly 40": ("at most", D(40)),
    "less than 5%": ("at most", D(5)),
    "约3500余": ("at least", D(3500)),
    "约不足3": ("at most", D(3)),
}
RANGES = {
    "20~30亿": (D(2000000000), D(3000000000)),
    "20～30亿": (D(2000000000), D(3000000000)),
    "20亿~30亿": (D(2000000000), D(3000000000)),
    "20-30亿": (D(2000000000), D(3000000000)),
    "20—30亿": (D(2000000000), D(3000000000)),
    "5000~1万": (D(5000), D(10000)),
    "100-1万": (D(100), D(10000)),
    "三至五亿": (D(300000000), D(500000000)),
    "3到5万": (D(30000), D(50000)),
    "2018-2021": (D(2018), D(2021)),
    "1,000-2,000": (D(1000), D(2000)),
    "-5~3": (D(-5), D(3)),
    "5-6%": (D(5), D(6)),
    "20%~30%": (D(20), D(30)),
    "3元-5元": (D(3), D(5)),
    "20 to 30": (D(20), D(30)),
    "from 20 to 30": (D(20), D(30)),
    "between 20 and 30": (D(20), D(30)),
    "3 to 5 million": (D(3000000), D(5000000)),
    "1.2万-1.5万": (D(12000), D(15000)),
    "约20~30亿": (D(2000000000), D(3000000000)),
}
AROUND = {
    "60%": ("", "%", D(60)),
    "６０％": ("", "%", D(60)),
    "百分之六十": ("", "%", D(60)),
    "百分之六十以上": ("", "%", D(60)),
    "3500余家": ("", "家", D(3500)),
    "100家以上": ("", "家", D(100)),
    "1.2万余人次": ("", "人次", D(12000)),
    "9.5亿双": ("", "双", D(950000000)),
    "12万亿元": ("", "元", D(12000000000000)),
    "300 million ties": ("", "ties", D(300000000)),
    "US$3": ("US$", "", D(3)),
    "USD 2.98": ("USD", "", D("2.98")),
    "€35 million": ("€", "", D(35000000)),
    "about US$3": ("US$", "", D(3)),
    "人民币3亿元": ("人民币", "元", D(300000000)),
    "USD 3 per tie": ("USD", "per tie", D(3)),
    "18th": ("", "th", D(18)),
    "3成": ("", "成", D(3)),
}
UNREADABLE = {
    "": "number.empty",
    "  ": "number.empty",
    "-": "number.empty",
    "——": "number.empty",
    "n/a": "number.empty",
    "无": "number.empty",
    "不详": "number.empty",
    "361°": "number.unreadable",
    "３６１°": "number.unreadable",
    "361度5": "number.unreadable",
    "about": "number.unreadable",
    "约": "number.unreadable",
    "万": "number.unreadable",
    "亿元": "number.unreadable",
    "5±1": "number.unreadable",
    "1/3": "number.unreadable",
    "2.3.4": "number.unreadable",
    "1.234.567": "number.unreadable",
    "2021-05-01": "number.unreadable",
    "3亿（2021年）": "number.unreadable",
    "20 and 30": "number.unreadable",
    "3万5万": "number.unreadable",
    "5千6千": "number.unreadable",
    "1.5万5": "number.unreadable",
    "3亿亿": "number.unreadable",
    "nan": "number.unreadable",
    "inf": "number.unreadable",
    "1e400": "number.unreadable",
    "²": "number.unreadable",
    "①": "number.unreadable",
    "½": "number.unreadable",
    "٣": "number.unreadable",
    "0x1F": "number.unreadable",
    "=1+1": "number.unreadable",
    "1" * 30: "number.unreadable",
    "1" * 100: "number.unreadable",
    "1,5": "number.grouping",
    "1,23": "number.grouping",
    "1,2345": "number.grouping",
    "1,23,456": "number.grouping",
    "1,234 567": "number.grouping",
    "几十万": "number.vague",
    "数千": "number.vague",
    "上百家": "number.vague",
    "十几万": "number.vague",
    "several hundred": "number.vague",
    "dozens": "number.vague",
    "10-3": "number.range-reversed",
    "30~20亿": "number.range-reversed",
    "2021-05": "number.range-reversed",
    "3元~5美元": "number.range-units",
    "近3000多家": "number.bounds-contradict",
    "不足100以上": "number.bounds-contradict",
}


@pytest.mark.parametrize(("text", "value"), PLAIN.items())
def test_a_plain_number(text, value):
    read = parse_number(text)
    assert isinstance(read, ParsedNumber), read
    assert (read.value, read.value_high, read.bound, read.prefix, read.suffix) == (value, None, "", "", "")


@pytest.mark.parametrize(("text", "expected"), BOUNDS.items())
def test_a_word_of_approximation(text, expected):
    read = parse_number(text)
    if expected is None:
        assert isinstance(read, Unreadable)
    else:
        assert isinstance(read, ParsedNumber), read
        assert (read.bound, read.value) == expected


@pytest.mark.parametrize(("text", "ends"), RANGES.items())
def test_a_range(text, ends):
    read = parse_number(text)
    assert isinstance(read, ParsedNumber), read
    assert (read.value, read.value_high) == ends


@pytest.mark.parametrize(("text", "expected"), AROUND.items())
def test_text_around_a_number(text, expected):
    read = parse_number(text)
    assert isinstance(read, ParsedNumber), read
    assert (read.prefix, read.suffix, read.value) == expected


@pytest.mark.parametrize(("text", "code"), UNREADABLE.items())
def test_what_is_no_number(text, code):
    assert parse_number(text) == Unreadable(code)


def test_the_table_has_enough_cases():
    assert len({**PLAIN, **BOUNDS, **RANGES, **AROUND, **UNREADABLE}) >= 200


@pytest.mark.parametrize(
    ("text", "scaled"),
    [("3亿", True), ("3 million", True), ("10k", True), ("3千", False), ("一百零五", False), ("3", False)],
)
def test_a_scale_that_a_unit_might_repeat_is_told(text, scaled):
    assert parse_number(text).scaled is scaled


def in_numerals(number: int) -> str:
    """A whole number below 10^12 in Chinese numerals, written from the textbook rule."""

    def section(part: int) -> str:
        out, gap = "", False
        for power, name in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
            digit = part // 10**power % 10
            if digit:
                out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + name
                gap = False
            else:
                gap = True
        return out

    if number == 0:
        return "零"
    out = ""
    for power, name in ((8, "亿"), (4, "万"), (0, "")):
        part = number // 10**power % 10**4
        if part:
            out += ("零" if out and part < 1000 else "") + section(part) + name
    return out


@settings(max_examples=400)
@given(st.integers(0, 10**12 - 1))
def test_numerals_round_trip(number):
    assert parse_number(in_numerals(number)).value == number


FINITE = st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False)


@given(FINITE)
def test_what_is_written_plainly_reads_back_exactly(number):
    assert parse_number(f"{number:f}").value == number


@given(FINITE)
def test_thousands_and_width_change_nothing(number):
    grouped = f"{number:,}"
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in grouped)
    assert parse_number(grouped) == parse_number(wide) == parse_number(f"{number:f}")


@given(FINITE)
def test_scales_multiply(number):
    for word, factor in (("万", 10**4), ("亿", 10**8), ("万亿", 10**12), (" million", 10**6), ("bn", 10**9)):
        assert parse_number(f"{number:f}{word}").value == number * factor


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["~", "-", "至", " to ", "～"]))
def test_ranges_keep_their_ends_or_are_refused(first, second, separator):
    read = parse_number(f"{first}{separator}{second}")
    if first <= second:
        assert (read.value, read.value_high) == (first, second)
    else:
        assert read == Unreadable("number.range-reversed")


@settings(max_examples=500)
@given(st.text(max_size=30) | st.text("0123456789.,-~万亿千百十零一二三约余多以上近%元 （）()ekM+", max_size=14))
def test_no_text_raises_and_no_range_runs_backwards(text):
    read = parse_number(text)
    if isinstance(read, ParsedNumber):
        assert read.value.is_finite()
        assert read.value_high is None or read.value <= read.value_high
        assert not any(sign.isdigit() for sign in read.suffix)


@given(st.text(max_size=30))
def test_narrowing_twice_changes_nothing(text):
    assert narrow(narrow(text)) == narrow(text)
