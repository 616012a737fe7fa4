"""Texts: one form, languages, names, words with their places, near-copies."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustermark.methods.text.duplicates import jaccard, near_duplicates, stories
from clustermark.methods.text.language import language_of
from clustermark.methods.text.names import Entry, Match, NameMatcher, fold
from clustermark.methods.text.normalise import normalise
from clustermark.methods.text.segment import Tokeniser, characters_in_words, words

MESSY = st.text(
    alphabet=st.sampled_from("示例镇毛巾 aBc12，。\r\n\t\u3000\u200b\u202e\ufeffＡ１é<b>&amp;😀"), max_size=60
)


@given(MESSY)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once, _ = normalise(text)
    assert normalise(once) == (once, ()) or normalise(once)[0] == once


@pytest.mark.parametrize(
    ("text", "expected", "changes"),
    [
        ("示例镇\u3000毛巾１２３ＡＢ", "示例镇 毛巾123AB", ("width",)),
        ("a\r\nb\rc", "a\nb\nc", ()),
        ("<p>一 &amp; 二</p><script>x=1</script>", "一 & 二", ("html",)),
        ("&lt;b&gt;x&lt;/b&gt;", "x", ("html",)),
        ("毛\u200b巾\u202e软", "毛巾软", ("unseen",)),
        ("a\x00b", "ab", ("control",)),
        ("e\u0301", "\u00e9", ("form",)),
        ("3 < 5 and 7 > 2", "3 < 5 and 7 > 2", ()),
        ("\u951f\u65a4\u62f7", "\u951f\u65a4\u62f7", ("garbled",)),
        ("卖得好，很软。".encode().decode("gbk", "ignore"),) * 2 + (("garbled",),),
        ("a\x0cb\u2028c\x85d", "a\nb\nc\nd", ("control",)),
        ("\u2f24镇 \ufb01ne", "大镇 fine", ("form",)),
        ("软\ud800", "软\ufffd", ("form", "garbled")),
    ],
)
def test_one_form(text: str, expected: str, changes: tuple[str, ...]) -> None:
    assert normalise(text) == (expected, changes)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("示例镇的毛巾在展会上卖得很好", "zh"),
        ("The towels of Sampleton sold well at the fair", "en"),
        ("示例镇毛巾展 Sampleton towel fair opens in the new hall", "mixed"),
        ("タオルの展示会が開かれました", "other"),
        ("수건 박람회가 열렸습니다", "other"),
        (
            "Gli asciugamani di qualità sono stati presentati alla fiera della città dopo una lunga attesa e "
            "molte prove fatte in Italia nel corso del mese scorso con grande successo",
            "other",
        ),
        ("12345 😀", "other"),
        ("", "other"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


MATCHER = NameMatcher(
    [
        Entry("sampleton", "示例镇", exclude=("示例镇路",)),
        Entry("sampleton", "示例"),
        Entry("sampleton", "Sampleton"),
        Entry("other", "示例港"),
        Entry("milan", "Milan", exclude=("AC Milan",), context=("fashion", "fair")),
        Entry("wool", "羊毛圍巾"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("示例镇毛巾", [("sampleton", 0, 3)]),
        ("示例港和示例镇", [("other", 0, 3), ("sampleton", 4, 7)]),
        ("住在示例镇路三号", []),
        ("SAMPLETON's towels, Samplet", [("sampleton", 0, 9)]),
        ("xSampleton Sampletons", []),
        ("Sampleton毛巾", [("sampleton", 0, 9)]),
        ("the fashion fair of Milan", [("milan", 20, 25)]),
        ("Milan is a city", []),
        ("AC Milan at the fair", []),
        ("羊毛围巾", [("wool", 0, 4)]),
        ("羊毛圍巾", [("wool", 0, 4)]),
        ("İstanbul 示例镇", [("sampleton", 9, 12)]),
        ("", []),
    ],
)
def test_names(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(one.name, one.start, one.end) for one in MATCHER.find(text)] == expected


def test_many_aliases_are_found_as_few_are() -> None:
    """The long way for many aliases and the short way for few agree with a search by hand."""
    rng = np.random.default_rng(7)
    letters = list("示例镇毛巾港a-]^b")
    aliases = sorted({"".join(rng.choice(letters, rng.integers(1, 4))) for _ in range(900)})
    text = "".join(rng.choice(letters, 400))
    for kept in (aliases[::9], aliases):
        found = NameMatcher(Entry(alias, alias) for alias in kept).find(text)
        expected, at = [], 0
        while at < len(text):
            fits = [one for one in kept if text.startswith(one, at) and whole(text, at, at + len(one))]
            best = max(fits, key=len, default="")
            expected += [Match(best, at, at + len(best))] if best else []
            at += len(best) or 1
        assert found == expected
    assert len(aliases) > 250


def whole(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter stands on both sides of an end."""
    return not any(0 < at < len(text) and text[at - 1] in "ab" and text[at] in "ab" for at in (start, end))


@given(MESSY)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(MESSY)
def test_words_stand_where_they_say(text: str) -> None:
    clean, _ = normalise(text)
    found = words(clean, MATCHER.find(clean))
    assert all(start < end for _, start, end in found)
    assert all(one[2] <= other[1] for one, other in pairwise(found))
    for word, start, end in found:
        assert word.startswith("name:") or word == clean[start:end].lower()
    assert sum(end - start for word, start, end in found) >= characters_in_words(clean)[0]


def test_names_are_one_word_and_chinese_is_not_lost() -> None:
    text = "示例镇的毛巾（Towels）2021年参加了展会。"
    found = words(text, MATCHER.find(text))
    assert [word for word, _, _ in found] == [
        "name:sampleton",
        "的",
        "毛巾",
        "towels",
        "2021",
        "年",
        "参加",
        "了",
        "展会",
    ]
    kept, han = characters_in_words(text)
    assert sum(end - start for _, start, end in found) == kept
    assert han == 12


def test_many_texts_are_cut_as_each_would_be_alone() -> None:
    import rjieba

    texts = [
        "示例镇的毛巾很软，卖得好。",
        "The towel's soft",
        "",
        "毛巾展 fair 开幕😀",
        "...",
        "示例镇",
        "Soft\x00\x01 towels",
        "软巾",
        "吸水的毛巾，示例镇",
        "a b",
        "c d",
    ]
    names = [MATCHER.find(text) for text in texts]
    table = Tokeniser().table(texts, names)
    for place, text in enumerate(texts):
        rows = table.document == place
        found = [
            (table.terms[term], int(start), int(end))
            for term, start, end in zip(table.term[rows], table.start[rows], table.end[rows], strict=True)
        ]
        assert found == words(text, names[place])
        assert table.position[rows].tolist() == list(range(len(found)))
    assert [word for word, _, _ in words(texts[1])] == ["the", "towel's", "soft"]
    assert [word for word, _, _ in words(texts[6])] == ["soft", "towels"]
    assert [word for word, _, _ in words(LONG)] == [one for one in rjieba.cut(LONG) if one.isalnum()]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The towel's 毛巾 don't 很软", ["the", "towel's", "毛巾", "don't", "很软"]),
        ("Qualité 毛巾 Москва", ["qualité", "毛巾", "москва"]),
        ("毛巾’s 很软 T恤 iPhone12", ["毛巾", "s", "很软", "t恤", "iphone12"]),
        ("수건 박람회", ["수건", "박람회"]),
        ("Sampleton's café 示例镇", ["name:sampleton", "s", "café", "name:sampleton"]),
    ],
)
def test_words_beside_chinese_are_not_cut(text: str, kept: list[str]) -> None:
    assert [word for word, _, _ in words(text, MATCHER.find(text))] == kept


def test_an_excluded_phrase_hides_only_the_name_that_it_excludes() -> None:
    matcher = NameMatcher([Entry("a", "大示", exclude=("某港大示",)), Entry("b", "某港"), Entry("c", "某港大示厂")])
    assert matcher.find("某港大示展会") == [Match("b", 0, 2)]
    assert matcher.find("大示展会，某港大示厂") == [Match("a", 0, 2), Match("c", 5, 10)]


LONG = "示例镇的毛巾展会周五开幕，来自八个地方的一百二十家企业参展，主办方公布了检验标准和批次编号，采购商现场下单。"


def test_planted_copies_are_found_and_others_are_not() -> None:
    rng = np.random.default_rng(5)
    pool = (
        "毛巾展会标准检验采购订单设计工艺染色用水回用批次企业协会政府报告价格出口内销渠道"
        "用户评价柔软吸水掉色退货物流仓库工人培训学校"
    )
    originals = ["".join(rng.choice(list(pool), 150)) for _ in range(300)]
    copies = [
        f"本报讯（记者）{one}责任编辑：某"
        if i % 3 == 0
        else one[:130]
        if i % 3 == 1
        else one.replace(one[40:46], "改动若干字句")
        for i, one in enumerate(originals[:90])
    ]
    found = near_duplicates(originals + copies)
    assert (found[:300] == np.arange(300)).all()
    assert (found[300:] == np.arange(90)).mean() >= 0.98


def test_short_texts_are_copies_only_when_equal() -> None:
    assert near_duplicates(["展会开幕", "展会开幕", "展会闭幕", "", ""]).tolist() == [0, 0, 2, 3, 4]
    assert jaccard(LONG, LONG) == 1


def test_stories_are_connected_copies() -> None:
    assert stories(5, [(0, 1), (1, 4), (2, 3)]).tolist() == [0, 0, 2, 2, 0]


def test_a_text_of_ten_megabytes_is_cut_in_bounded_time() -> None:
    import time

    text = (LONG + "\n") * 60_000  # about 3.3 million characters, 10 MB as UTF-8
    start = time.process_time()
    clean, _ = normalise(text)
    found = MATCHER.find(clean)
    Tokeniser().table([clean], [[]])
    assert len(found) == 60_000
    assert time.process_time() - start < 30


@pytest.mark.parametrize("nasty", ["<" * 20_000, "&" * 20_000, "<a" * 10_000, "<!--" * 5_000, "<script>" * 5_000])
def test_broken_markup_takes_no_time(nasty: str) -> None:
    import time

    start = time.process_time()
    normalise(nasty)
    assert time.process_time() - start < 5
    assert Match("a", 0, 1).end == 1
