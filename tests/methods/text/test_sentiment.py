"""Sentiment by clause: negations, degree words, what is near a name; no value where no word is known."""

import re

import pytest

from clustermark.methods.text.sentiment import Lexicon, clauses, default_lexicon, label, near, score


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("毛巾很柔软", "zh", "positive"),
        ("毛巾不柔软", "zh", "negative"),
        ("并非不柔软", "zh", "positive"),
        ("容易掉色", "zh", "negative"),
        ("展会周五开幕", "zh", "neutral"),
        ("the towel is soft", "en", "positive"),
        ("the towel is not soft", "en", "negative"),
        ("it doesn't fade, but it is rough", "en", "negative"),
        ("the fair opens on Friday", "en", "neutral"),
        ("", "zh", "neutral"),
    ],
)
def test_clauses(text: str, language: str, expected: str) -> None:
    assert label(score(text, default_lexicon(language), language)) == expected


def test_degree_words_weigh_and_negations_halve() -> None:
    lexicon = default_lexicon("zh")
    plain, strong, turned = (score(text, lexicon, "zh") for text in ("柔软", "非常柔软", "不柔软"))
    assert plain == 1 and strong == 1.5 and turned == -0.5


def test_clauses_are_parted_and_figures_stay_whole() -> None:
    text = "示例镇毛巾柔软，但掉色。展会1,200人，3.5万。"
    assert [text[start:end] for start, end in clauses(text)] == ["示例镇毛巾柔软", "但掉色", "展会1,200人", "3.5万"]


def test_what_is_said_of_a_name_follows_it() -> None:
    text = "北港镇掉色。示例镇展会开幕，毛巾柔软，价格不变。"
    start = text.index("示例镇")
    assert [text[a:b] for a, b in near(text, [(start, start + 3)])] == ["示例镇展会开幕", "毛巾柔软"]


def test_what_is_said_of_a_rival_is_not_said_of_the_name() -> None:
    text = "示例镇毛巾柔软，北港镇的掉色，起球。示例镇比北港镇贵，展会开幕。示例镇便宜。"

    def places(name: str) -> list[tuple[int, int]]:
        return [hit.span() for hit in re.finditer(name, text)]

    def said(own: str, rival: str) -> list[str]:
        return [text[start:end] for start, end in near(text, places(own), places(rival))]

    assert said("示例镇", "北港镇") == ["示例镇毛巾柔软", "示例镇便宜"]
    assert said("北港镇", "示例镇") == ["北港镇的掉色", "起球"]
    assert near(text, [], places("北港镇")) == [] and near("", []) == []


def test_a_users_words_stand_over_the_programs() -> None:
    lexicon = default_lexicon("zh").with_words(
        [("柔软", -0.5, "sentiment"), ("绝非", -1.0, "negation"), ("透湿", 0.8, "")]
    )
    assert score("柔软", lexicon, "zh") == -0.5
    assert score("透湿", lexicon, "zh") == 0.8
    assert score("绝非透湿", lexicon, "zh") == pytest.approx(-0.4)
    assert score("soft", Lexicon({}), "en") is None
