"""What must come out of the real example: the figures that the checks and lenses were made for."""

from functools import cache
from pathlib import Path

import pytest

from clustermark.comparison import compare
from clustermark.comparison.thesis import changes, thesis_rows
from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding, state
from clustermark.lenses import run_lenses
from clustermark.lenses.rows import origin_of
from clustermark.study.load import load_study
from clustermark.study.model import Study
from lenses.made_up import PLACES

EXAMPLE = Path(__file__).parents[2] / "examples" / "four-clusters"


@cache
def example() -> tuple[Study, Evidence, dict[str, Finding]]:
    study = load_study(EXAMPLE)
    evidence = read_evidence(study)
    findings = run_lenses(evidence, study)
    return study, evidence, {one.id: one for one in [*findings, *compare(findings, study)]}


def finding(name: str) -> Finding:
    return example()[2][name]


def locators(one: Finding) -> list[tuple[object, object]]:
    """Year and printed value of the claims that a finding rests on."""
    rows = {row["row"]: row for row in example()[1].rows("claims")}
    return sorted((rows[name]["year"], rows[name]["value"]) for name in one.evidence if name in rows)


def test_every_finding_keeps_the_rules():
    study, evidence, found = example()
    rows = {
        str(row["row"]): origin_of(row, judged=table == "judgements")
        for table in evidence.tables
        for row in evidence.rows(table)
    }
    assert check_findings(found.values(), rows) == []
    assert study.focus == "shengzhou"


@pytest.mark.parametrize("focus", ["shengzhou", "dalang", "jinjiang", "jimo"])
def test_each_cluster_can_be_the_focus(focus: str):
    study, evidence, _ = example()
    findings = run_lenses(evidence, study.with_focus(focus))
    found = compare(findings, study.with_focus(focus))
    assert check_findings([*findings, *found]) == []
    assert {one.subject.split("~")[0] for one in found if one.measure == "comparison.benchmark"} == {focus}


def test_300_million_ties_from_2005_to_2024():
    one = finding("claims.unchanged_years/shengzhou/2021/figure=300000000;of=situation.output_volume;unit=ties")
    assert (one.value, one.years) == (19, "2005-2024")
    assert [year for year, _ in locators(one)] == [2005, 2008, 2009, 2024]
    assert finding("situation.output_volume/shengzhou/2021").low == 110_000_000


def test_40_50_and_60_percent_of_the_world_conflict():
    one = finding("situation.world_output_share/shengzhou/2010")
    assert (one.low, one.high, one.status, one.uncertainty) == (0.4, 0.6, "conflicting", "range of claims")
    assert {value for _, value in locators(one)} == {40, 50, 60}
    assert state(one) == "conflicting"
    assert finding("claims.spread/shengzhou/2021/of=situation.world_output_share;unit=share").value == 1.5
    market = "claims.world_above_nation/shengzhou/2021/of=situation.world_market_share"
    assert finding(market).value == pytest.approx(-0.3)  # 60 of the world against 90 % of the home market, 2024
    assert finding("claims.world_above_nation/shengzhou/2021").years == "2008-2011"  # output against output


def test_different_events_and_programmes_are_not_one_figure():
    """A total budget and one scheme, brands at a fashion week and exhibitors of a fair: never one range."""
    found = example()[2]
    budgets = [one for one in found.values() if one.measure == "government.budget" and one.subject == "seoul"]
    assert all(one.dimension("segment") for one in budgets)
    ranges = {one.id.split("segment=")[1]: (one.low, one.high) for one in budgets if one.low is not None}
    assert ranges == {"seoul-design-foundation-fashion": (14e9, 14.4e9)}  # two years of one budget
    fair = finding("communication.exhibitors/seoul/2021/segment=fair")
    week = finding("communication.brands_shown/seoul/2021/segment=fashion-week")
    assert (fair.unit, fair.low, fair.high) == ("exhibitors", 68, 95)
    assert (week.unit, week.low, week.high) == ("brands", 30, 37)
    assert not any(
        one.measure == "communication.exhibitors" and one.subject == "shishi"
        for one in found.values()
        if one.period == "2010" and one.status == "ok"
    )


def test_a_fifth_of_the_worlds_sports_shoes_never_moves():
    dims = "figure=0.2;of=situation.world_output_share;product=sport-footwear;scope=one-product;unit=share"
    one = finding(f"claims.unchanged_years/jinjiang/2021/{dims}")
    assert (one.value, one.n) == (3, 3)


def test_puyuan_and_dalang_would_leave_a_tenth_for_everyone_else():
    one = finding("claims.market_share_sum/dalang/2021/of=situation.world_output_share;product=sweaters")
    said = dict(one.parameters)
    assert (one.value, one.status, one.why) == (0.9, "not applicable", "scopes-differ")
    assert (said["places"], said["shares"]) == ("dalang/puyuan", "0.2/0.7")
    assert "trade" in said["scopes"]


def test_three_price_points_of_a_tie():
    one = finding("claims.value_per_item/shengzhou/2010/of=situation.output_value;unit=CNY-per-tie")
    assert (round(float(one.value or 0), 1), one.years) == (33.3, "2009")
    beside = {name: finding(name) for name in one.inputs}
    factory = next(price for name, price in beside.items() if name.startswith("position.factory_price/shengzhou/2010"))
    assert (factory.value, factory.unit, factory.dimension("scope")) == (3, "USD/tie", "one-product")
    assert dict(factory.parameters)["party"] == "yes"
    export = next(price for name, price in beside.items() if name.startswith("claims.value_per_item/china/"))
    assert (round(float(export.value or 0), 2), export.years) == (1.51, "2006")


def test_at_most_a_tenth_stays_in_shengzhou():
    one = finding("position.capture_rate/shengzhou/2010/channel=contract-export")
    assert (one.value, one.low, one.high, one.n, one.years) == (None, 0.0, 0.1, 1, "2010")
    assert dict(one.parameters)["unknown"] == "inputs-outside"
    assert len(one.evidence) == 8  # two pages carry the one ladder
    assert finding("position.capture_rate/shengzhou/2021").why == "outside-years"


def test_codes_come_with_their_channel_and_only_where_a_page_says_so():
    coded = {one.id: one.value for one in example()[2].values() if one.measure == "mechanism.driver" and one.value}
    assert coded == {
        "mechanism.driver/jinjiang/2021/channel=contract-export": "buyer",
        "mechanism.driver/datang/2021/channel=export": "buyer",
    }
    assert finding("governance.type/shengzhou/2021").status == "insufficient"  # never from buyer dependence
    assert finding("governance.buyer_dependence/shengzhou/2021").value == 0.67


@pytest.mark.parametrize(
    ("pair", "row", "of", "verdict"),
    [
        ("shengzhou~dalang", "situation", "situation.own_brand_outcome", "identical"),
        ("shengzhou~jinjiang", "situation", "situation.own_brand_outcome", "different"),
        ("shengzhou~jinjiang", "governance", "governance.buyer_dependence", "different"),
        ("shengzhou~dalang", "governance", "governance.buyer_dependence", "identical"),
        ("shengzhou~jinjiang", "government", "government.brand_programme", "same-direction"),
        ("shengzhou~jinjiang", "associations", "associations.joint_action", "same-direction"),
        ("shengzhou~jinjiang", "mechanism", "mechanism.driver", "no-evidence"),
    ],
)
def test_the_verdict_that_decides_a_row(pair: str, row: str, of: str, verdict: str):
    one = finding(f"comparison.verdict/{pair}/2021/of={of};row={row}")
    assert one.value == verdict
    assert dict(one.parameters)["decides"] == "yes"


def test_what_the_thesis_says_of_three_clusters():
    study, _, found = example()
    answers = {row.statement.row: row.answer for row in thesis_rows(found.values(), study)}
    assert answers == {
        "situation": "met",
        "status": "cannot judge",  # Dalang and Jinjiang differ in the home channel, which does not decide the row
        "mechanism": "cannot judge",
        "governance": "met",
        "enterprises": "met",
        "government": "met",
        "associations": "cannot judge",
    }
    moved = changes(found.values(), study)
    assert {(change.row, change.answer_before, change.answer_after) for change in moved} == {
        ("government", "met", "contested"),
        ("associations", "cannot judge", "contested"),
    }


def test_made_up_places_are_none_of_the_real_ones():
    real = {row["id"] for row in example()[1].rows("places")}
    assert not real & {name for name, *_ in PLACES}
