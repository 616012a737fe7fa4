"""Findings as sentences in both languages; places and figures here are made up."""

from dataclasses import replace

import pytest

from clustermark.findings.catalogue import measures
from clustermark.findings.model import Finding, pairs
from clustermark.study.model import Text
from clustermark.words.catalogue import texts
from clustermark.words.findings import hedges, sentence, sentences
from clustermark.words.inline import Span, fill_template, inline, plain
from clustermark.words.verdicts import note, short_verdict, value_text
from clustermark.words.voice import Voice

NAMES = {"sampleton": Text(zh="示例镇", en="Sampleton")}
FIRMS = Finding(
    "situation.firms",
    "sampleton",
    "2021",
    value=2000.0,
    unit="firms",
    n=2,
    years="2020-2021",
    reliability="B/C",
    evidence=("claims:2", "claims:3"),
)


def voice(language: str, *findings: Finding) -> Voice:
    return Voice(language, NAMES, NAMES, {}, {finding.id: finding for finding in findings})


def test_a_number_is_a_link_to_its_rows_and_carries_its_year() -> None:
    runs = sentence(FIRMS, voice("zh"))
    assert plain(runs) == "示例镇有企业2000家（2020—2021年）。"
    assert [(run.text, run.rows) for run in runs if run.role == "number"] == [("2000家", ("claims:2", "claims:3"))]
    assert plain(sentence(FIRMS, voice("en"))) == "Sampleton has 2,000 firms (2020\u20132021)."


def test_scope_and_channel_stand_in_the_brackets() -> None:
    scoped = replace(FIRMS, dimensions=pairs(scope="above-scale", channel="export"))
    assert plain(sentence(scoped, voice("zh"))) == "示例镇有企业2000家（2020—2021年，规模以上企业，出口）。"
    assert plain(sentence(scoped, voice("en"))).endswith("(2020\u20132021, above-scale firms, exports).")


@pytest.mark.parametrize(
    ("bound", "zh", "en"),
    [
        ("at least", "2000家以上（各说法1000—2000家，", "at least 2,000 firms (claims 1,000"),
        ("at most", "至多2000家（", "at most 2,000 firms ("),
        ("about", "约2000家（", "about 2,000 firms ("),
    ],
)
def test_a_figure_of_a_range_is_said_with_its_own_bound(bound: str, zh: str, en: str) -> None:
    several = replace(FIRMS, low=1000.0, high=2000.0, uncertainty="range of claims", parameters=pairs(bound=bound))
    assert zh in plain(sentence(several, voice("zh")))
    assert en in plain(sentence(several, voice("en")))


def test_what_is_counted_is_named_once_beside_a_bound() -> None:
    fair = replace(FIRMS, measure="communication.exhibitors", unit="exhibitors", low=500.0, value=500.0)
    fair = replace(fair, uncertainty="bound")
    assert plain(sentence(fair, voice("en"))).startswith("Sampleton’s fair has at least 500 exhibitors (")


def test_a_bound_without_a_point_is_said_as_a_bound() -> None:
    capture = Finding(
        "position.capture_rate",
        "sampleton",
        "2021",
        unit="share",
        low=0.0,
        high=0.1,
        uncertainty="bound",
        n=1,
        years="2010",
    )
    assert value_text(capture, voice("zh")) == "至多10%"
    assert value_text(capture, voice("en")) == "at most 10%"
    assert "The true figure may be lower." in hedges(capture, voice("en"))


def test_a_range_of_claims_is_shown_and_not_averaged() -> None:
    share = Finding(
        "situation.world_output_share",
        "sampleton",
        "2021",
        value=0.6,
        low=0.4,
        high=0.6,
        unit="share",
        uncertainty="range of claims",
        n=3,
        years="2008-2011",
    )
    assert value_text(share, voice("zh")) == "60%（各说法40%—60%）"
    assert value_text(share, voice("en")) == "60% (claims 40 to 60%)"
    conflicting = replace(share, status="conflicting", years="2010")
    name = measures()["situation.world_output_share"].name.zh
    assert plain(sentence(conflicting, voice("zh"))) == f"示例镇{name}2010年有40%和60%两种说法，不取平均。"
    assert "50%" not in plain(sentence(conflicting, voice("en")))


@pytest.mark.parametrize("why", ["no-rows", "nothing-found", "repost-only", "grade-d-only", "never heard of"])
def test_what_cannot_be_said_says_why(why: str) -> None:
    absent = replace(FIRMS, value=None, status="insufficient", why=why, n=0, years="", evidence=())
    for language in ("zh", "en"):
        assert plain(sentence(absent, voice(language))).rstrip("。.")
        assert note(absent, voice(language))
        assert "2000" not in plain(sentence(absent, voice(language)))


def test_codes_have_short_verdicts_with_their_channel() -> None:
    driver = Finding(
        "mechanism.driver", "sampleton", "2021", pairs(channel="export"), value="buyer", unit="code", n=1, years="2013"
    )
    assert short_verdict(driver, voice("zh")) == "采购者驱动（出口）"
    assert short_verdict(driver, voice("en")) == "Buyer-driven (exports)"
    assert note(driver, voice("en")) == "n = 1, 2013"
    level = Finding("associations.joint_action", "sampleton", "2021", value=0.67, unit="membership", n=1, years="2023")
    assert short_verdict(level, voice("zh")) == "协会活跃"
    assert plain(sentence(level, voice("zh"))) == "示例镇协会活跃（编码0.67，2023年）。"


def test_several_findings_make_one_sentence_that_names_the_place_once() -> None:
    work = Finding("situation.employment", "sampleton", "2021", value=30000.0, unit="persons", n=1, years="2021")
    assert plain(sentences([FIRMS, work], voice("zh"))) == "示例镇有企业2000家（2020—2021年）；从业3万人（2021年）。"
    assert (
        plain(sentences([FIRMS, work], voice("en")))
        == "Sampleton has 2,000 firms (2020\u20132021); it employs 30,000 people (2021)."
    )


def test_a_computed_figure_leads_to_the_rows_of_what_it_is_computed_from() -> None:
    derived = Finding(
        "claims.value_per_item", "sampleton", "2021", value=33.3, unit="CNY/tie", n=1, years="2008", inputs=(FIRMS.id,)
    )
    runs = sentence(derived, voice("zh", FIRMS, derived))
    assert plain(runs) == "示例镇产值除以产量为33.3元/条（自算，2008年）。"
    assert [run.rows for run in runs if run.role == "number"] == [("claims:2", "claims:3")]


def test_outside_text_is_never_a_format_string() -> None:
    assert plain(fill_template("a {x} b", x="{y} {0} %s")) == "a {y} {0} %s b"
    assert inline("a", Span(""), "b") == (Span("ab"),)
    with pytest.raises(KeyError):
        fill_template("a {x", x="1")


def slots(template: str) -> set[str]:
    return {piece.partition("}")[0] for piece in template.split("{")[1:]}


def test_both_languages_have_the_same_keys_and_no_empty_text_of_substance() -> None:
    zh, en = texts("zh"), texts("en")
    mine = ("units.", "verdicts.", "sentences.", "why.", "report.")
    assert {key for key in zh if key.startswith(mine)} == {key for key in en if key.startswith(mine)}
    for key in zh:
        if key.startswith(("verdicts.", "why.")):
            assert zh[key], key
            assert en[key], key
            assert slots(zh[key]) == slots(en[key]), key


def test_what_trade_records_lack_is_said():
    names = {**NAMES, "midshire": Text(zh="中省", en="Midshire")}
    said = {
        "sample": "records",
        "stands-for": "midshire",
        "hs-digits": "4",
        "hs-version": "HS2017/unknown",
        "months": "8",
    }
    made = Finding(
        "position.relative_unit_value", "sampleton", "2021", value=0.9, unit="ratio", n=300, parameters=pairs(**said)
    )
    english = hedges(made, Voice("en", names))
    assert "No record names Sampleton; those of Midshire stand in." in english
    assert any("four digits" in line for line in english) and any("cover: 8." in line for line in english)
    chinese = hedges(made, Voice("zh", names))
    assert "没有示例镇自己的记录，以中省代替。" in chinese and "只有8个月的记录。" in chinese
    plainly = replace(made, parameters=pairs(sample="records", **{"hs-digits": "4", "hs-version": "HS2017"}))
    assert not any("digits" in line for line in hedges(plainly, Voice("en", names)))
    converted = replace(made, parameters=pairs(sample="records", converted="USD/CNY/2021/7"))
    assert any("2021" in line and "7" in line for line in hedges(converted, Voice("zh", names)))
