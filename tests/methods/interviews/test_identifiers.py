"""What names a person is found by list and by form; what only looks like it is left."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.methods.interviews.anonymity import rare, tellable
from clustermark.methods.interviews.identifiers import find_identifiers, id_card_holds

MADE_UP = "11010519491231002X"  # the specimen of GB 11643-1999


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"身份证{MADE_UP}，请保密", "id-card", MADE_UP),
        ("打我电话13912345678就行", "telephone", "13912345678"),
        ("手机 139-1234-5678。", "telephone", "139-1234-5678"),
        ("办公室0575-83001234转2", "telephone", "0575-83001234"),
        ("call +44 20 7946 0958 today", "telephone", "+44 20 7946 0958"),
        ("+86 13912345678", "telephone", "+86 13912345678"),
        ("写信到wang.li@example.com吧", "mail", "wang.li@example.com"),
        ("我的微信号是sample_maker88", "wechat", "sample_maker88"),
        ("WeChat: samplemaker", "wechat", "samplemaker"),
        ("车牌浙A·12B45停在门口", "plate", "浙A·12B45"),
        ("开粤B12345D的那位", "plate", "粤B12345D"),
    ],
)
def test_forms(text: str, kind: str, value: str) -> None:
    assert [(one.kind, one.text) for one in find_identifiers(text)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "产量13912345678901件",
        "110105194912310021",
        "2023年出口1.2亿元",
        "5200-83001234",
        "a@b",
        "微信群里说",
        "浙江A12345",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert find_identifiers(text) == []


def test_names_longest_first_and_whole_words() -> None:
    names = {"示例织造": "firm", "示例织造有限公司": "firm", "Ann Lee": "person", "Lee": "person"}
    found = find_identifiers("示例织造有限公司的 ANN LEE 说，Leeds 没有去。", names)
    assert [(one.kind, one.text) for one in found] == [("firm", "示例织造有限公司"), ("person", "ANN LEE")]


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_places_are_in_order_apart_and_true(text: str, names: list[str]) -> None:
    found = find_identifiers(text, dict.fromkeys(names, "person"))
    assert all(text[one.start : one.end] == one.text and one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_check_digit() -> None:
    assert id_card_holds(MADE_UP)
    assert id_card_holds(MADE_UP.lower())
    assert not id_card_holds(MADE_UP[:-1] + "1")


PEOPLE = [
    {"role": "enterprise", "size": "small"},
    {"role": "enterprise", "size": "small"},
    {"role": "enterprise", "size": "large"},
    {"role": "enterprise", "size": "small"},
    {"role": "government", "size": ""},
]


def test_rare_combinations_and_what_may_be_told() -> None:
    assert rare(PEOPLE, ("role", "size")) == {("enterprise", "large"): 1, ("government", ""): 1}
    assert tellable(PEOPLE, ("role", "size")) == ()
    assert tellable(PEOPLE[:4], ("role", "size")) == ("role",)
    assert tellable([], ("role",)) == ()
