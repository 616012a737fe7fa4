"""Policy texts: passages, instruments, shares of clustered passages, agreement with people."""

from collections import Counter

import numpy as np
import pytest

from clustermark.methods.intervals import wilson
from clustermark.methods.policies import (
    SIDES,
    agreement,
    clustered_share,
    instruments,
    instruments_of,
    judged,
    passages,
    sides_of,
)
from clustermark.methods.text.names import fold

TEXT = """示例镇产业扶持办法
第一章 总则
（一）强化人才支撑。设立专项资金3.5万元。对企业给予一次性奖励；开展技能培训！
1. 组织企业参加展会，给予参展补贴
Chapter 2 Demand
Public procurement is widened by 3.5 per cent. No grants."""


def test_passages_are_sentences_and_items_without_title_and_headings() -> None:
    assert passages(TEXT, "示例镇产业扶持办法") == [
        "设立专项资金3.5万元。",
        "对企业给予一次性奖励；",
        "开展技能培训！",
        "组织企业参加展会，给予参展补贴",
        "Public procurement is widened by 3.5 per cent.",
        "No grants.",
    ]
    assert passages("") == []


@pytest.mark.parametrize(
    ("passage", "named"),
    [
        ("设立专项资金，开展技能培训。", {"supply.talent", "supply.funding"}),
        ("設立專項資金。", {"supply.funding"}),
        ("Vouchers and a Special Fund", {"supply.funding", "demand.consumption"}),
        ("区域品牌推广", {"demand.brand"}),
        ("加强区域品牌建设", {"environment.mark"}),
        ("落实《示例省产业行动计划》", set()),
        ("制定行动计划", {"environment.goal"}),
        ("specially funded, exhibitionist", set()),
        ("本办法自印发之日起施行。", set()),
    ],
)
def test_the_longest_term_names_the_instrument(passage: str, named: set[str]) -> None:
    assert set(instruments_of(passage)) == named


def test_a_term_stands_in_one_instrument_and_other_sides_are_sides() -> None:
    known = instruments().values()
    terms = Counter(fold(term) for one in known for term in one.terms)
    assert not [term for term, times in terms.items() if times > 1]
    assert {one.side for one in known} == set(SIDES)
    assert all(one.other_side in ("", *SIDES) and one.other_side != one.side for one in known)
    assert all(instruments_of(f"支持{one.terms[0]}。") == (one.id,) for one in known)


TRADE = "纺织 服装 时装 面料 校服 鞋 毛巾 时尚 皮革 家具 fashion garment apparel textile fabric uniform shoe towel"


def test_no_term_names_a_trade() -> None:
    words = [*(term for one in instruments().values() for term in one.terms), *(i.zh for i in instruments().values())]
    assert not [word for word in words for trade in TRADE.split() if trade in word.lower()]


def test_passages_of_unlike_documents_count_for_less() -> None:
    """By hand: y = (10, 0), x = (10, 10): p = .5, var_c = 2 (25 + 25) / 400 = .25, deff = .25 / (.25 / 20) = 20."""
    p, low, high = clustered_share([10, 0], [10, 10])
    assert p == 0.5
    assert (low, high) == pytest.approx(wilson(0.5, 1.0))
    alike = clustered_share([5, 5, 5, 5], [10, 10, 10, 10])
    assert alike == pytest.approx((0.5, *wilson(20, 40)))
    assert clustered_share([3], [10]) == pytest.approx((0.3, *wilson(3, 10)))
    with pytest.raises(ValueError, match="parts"):
        clustered_share([0, 2], [0, 1])
    with pytest.raises(ValueError, match="parts"):
        clustered_share([0], [0])


def test_clustered_intervals_hold_what_they_promise() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(300):
        wholes = rng.integers(5, 15, 40)
        share = rng.beta(2, 6, 40)  # documents differ: mean .25
        _, low, high = clustered_share(rng.binomial(wholes, share), wholes)
        held += low <= 0.25 <= high
    assert held >= 0.92 * 300


def test_agreement_by_hand() -> None:
    """Supply: named twice, right once, one missed; six pairs agree as no, one as yes, two do not: kappa = 5/14."""
    coded = [
        ("设立专项资金。", frozenset({"supply"})),
        ("开展技能培训。", frozenset()),
        ("发放补助给企业。", frozenset({"supply"})),
    ]
    found = agreement(*judged(coded))
    assert found.n == 3
    assert (found.precision["supply"], found.recall["supply"]) == (0.5, 0.5)
    assert np.isnan(found.precision["demand"]) and np.isnan(found.recall["demand"])
    agreed, by_chance = 7 / 9, (2 / 9) ** 2 + (7 / 9) ** 2
    assert found.kappa == pytest.approx((agreed - by_chance) / (1 - by_chance))
    assert np.isnan(agreement(*judged([])).kappa)
    assert sides_of(("supply.talent", "demand.fair")) == {"supply", "demand"}
