"""A planted survey is read again as it was planted, with weights, filter questions, images and groups."""

from pathlib import Path

import numpy as np
import pytest
from tests.lenses.communication.surveys_made_up import HEAD, ITEMS, context, people, wide

from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding, state
from clustermark.findings.results import checked
from clustermark.lenses.communication import audience
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.study.model import ORIGINS

MARGINS = "item,option,share,year\nQ6,男,0.5,2022\nQ6,女,0.5,2022\nQ6,男,0.9,2026\nQ6,女,0.1,2026\n"


def find(made: Context) -> tuple[dict[str, Finding], Found]:
    result = audience.find(made)
    for name, frame in result.tables.items():
        checked(name, frame)
    origins = {str(row["row"]): row["origin"] for table in made.evidence.tables for row in made.evidence.rows(table)}
    assert not check_findings(result.findings, {row: one for row, one in origins.items() if one in ORIGINS})
    return {one.id.removeprefix("communication."): one for one in result.findings}, result


def value(finding: Finding) -> float:
    assert isinstance(finding.value, float)
    return finding.value


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Finding], Found]:
    folder = tmp_path_factory.mktemp("survey")
    return find(context(folder, audience=wide(people()), audience_items=ITEMS, margins=MARGINS))


def test_the_planted_share_is_found_again_with_the_margins_of_the_nearest_year(planted) -> None:
    found, _ = planted
    knows = found["consumer_awareness/sampleton/2023"]
    assert knows.low is not None and knows.high is not None and knows.low < 0.45 < knows.high
    assert knows.n == 400 and state(knows) == "firm" and knows.origin == "surveyed" and 0 < len(knows.evidence) <= 20
    said = dict(knows.parameters)
    assert (said["sample"], said["interval"], said["weights"]) == ("respondents", "wilson", "raked")
    assert float(said["n-effective"]) < 400
    assert found["consumer_awareness/southford/2023"].value == 0  # nobody chose it, but others of the question were


def test_purchase_was_asked_of_those_who_know_and_is_a_share_of_all(planted) -> None:
    found, result = planted
    knows, buys = found["consumer_awareness/sampleton/2023"], found["purchase/sampleton/2023"]
    turned = found["conversion/sampleton/2023/step=purchase"]
    assert turned.low is not None and turned.high is not None and turned.low < 0.5 < turned.high
    assert value(buys) == pytest.approx(value(knows) * value(turned))
    assert (buys.n, turned.n) == (400, int(result.tables["funnel"].row(1, named=True)["reached"]))
    assert dict(turned.parameters)["from"] == "awareness" and int(dict(buys.parameters)["led-past"]) > 200


def test_steps_that_are_not_asked_are_told(planted) -> None:
    found, _ = planted
    assert {found[f"{step}/sampleton/2023"].why for step in ("consideration", "preference", "loyalty")} == {"not-asked"}


def test_the_scale_of_one_planted_trait_is_reliable_with_its_reversed_item(planted) -> None:
    found, result = planted
    equity = found["brand_equity/sampleton/2023"]
    assert float(dict(equity.parameters)["alpha"]) > 0.8 and value(equity) == pytest.approx(0.5, abs=0.05)
    scale = result.tables["scales"].row(0, named=True)
    assert scale["alpha_low"] < scale["alpha"] < scale["alpha_high"] and scale["omega"] > 0.8
    assert all(total > 0.5 for total in result.tables["scale_items"]["item_total"])
    balance = found["recommendation/sampleton/2023"]
    assert balance.low is not None and balance.low < value(balance) < 0


def test_an_item_that_was_not_turned_makes_the_scale_unreliable_and_shows(tmp_path: Path) -> None:
    items = ITEMS.replace("1,5,yes,", "1,5,,")
    found, result = find(context(tmp_path, audience=wide(people()), audience_items=items))
    assert found["brand_equity/sampleton/2023"].why == "scale-unreliable"
    totals = dict(result.tables["scale_items"].select("item", "item_total").iter_rows())
    assert totals["Q5"] < 0 < result.tables["scale_items"]["alpha_without"].max()


def test_a_scale_of_one_item_leans(tmp_path: Path) -> None:
    items = HEAD + "Q3,,equity,sampleton,质量,1,5,,\n"
    found, _ = find(context(tmp_path, audience=wide(people()), audience_items=items))
    assert state(found["brand_equity/sampleton/2023"]) == "leaning"


def test_the_map_sets_the_cheap_place_beside_cheapness_and_the_benchmark_shapes_nothing(planted) -> None:
    found, result = planted
    points = {(row["kind"], row["name"]): row for row in result.tables["image_map"].iter_rows(named=True)}

    def apart(place: str, attribute: str) -> float:
        one, other = points["subject", place], points["attribute", attribute]
        return float(np.hypot(one["x"] - other["x"], one["y"] - other["y"]))

    assert apart("northport", "便宜") == min(apart("northport", name) for name in ("柔软", "便宜", "时尚", "耐用"))
    assert apart("milltown", "时尚") < apart("milltown", "便宜")
    milltown = points["subject", "milltown"]
    assert milltown["supplementary"] and milltown["mass"] == 0
    active = [row for row in points.values() if row["kind"] == "subject"]
    assert sum(row["inertia"] for row in active) == pytest.approx(1)
    distance = found["image_distance/northport/2023"]
    assert float(dict(distance.parameters)["p"]) < 0.01 and distance.low is not None and distance.low > 0
    assert "image_distance/milltown/2023" not in found


def test_places_that_look_alike_lean_at_most(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    alike = [
        one | {name: int(rng.choice([2, 5])) for name in one if name[2:] in ("sampleton", "northport", "southford")}
        for one in people(150)
    ]
    found, _ = find(context(tmp_path, audience=wide(alike), audience_items=ITEMS))
    distance = found["image_distance/sampleton/2023"]
    assert float(dict(distance.parameters)["p"]) > 0.05 and state(distance) == "leaning"


def test_groups_by_sex_with_their_channels(planted) -> None:
    _, result = planted
    groups = {row["segment"]: row for row in result.tables["segments"].iter_rows(named=True)}
    assert set(groups) >= {"男", "女"} and groups["女"]["awareness"] > groups["男"]["awareness"]
    assert groups["男"]["share"] == pytest.approx(0.5) and groups["女"]["channel"] == "商场"
    assert "商场" in groups["女"]["words"]
    channels = {(row["segment"], row["channel"]): row["share"] for row in result.tables["audience_channels"].to_dicts()}
    assert channels["女", "商场"] == 1 and channels["男", "朋友"] == 1 and channels["", "商场"] == pytest.approx(0.5)
    funnel = {
        (row["segment"], row["step"]): row
        for row in result.tables["funnel"].to_dicts()
        if row["subject"] == "sampleton"
    }
    assert funnel["女", "awareness"]["share"] > funnel["男", "awareness"]["share"]
    assert funnel["女", "purchase"]["led_past"] > 0


def test_groups_of_fewer_than_thirty_are_not_told(tmp_path: Path) -> None:
    some = people(120)
    for number, one in enumerate(some):
        one["Q6"] = "其他" if number < 29 else "男" if number < 80 else "女"
    _, result = find(context(tmp_path, audience=wide(some), audience_items=ITEMS))
    assert set(result.tables["segments"]["segment"]) == {"男", "女"}
    assert set(result.tables["funnel"]["segment"]) == {"", "男", "女"}


def test_classes_that_were_planted_in_the_channels_are_found(tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    items = HEAD + "Q1,,awareness,sampleton,,,,,示例镇\nQ7,,channel,,,,,,\n"
    names, young = ("短视频", "直播", "论坛", "报纸", "电视", "广播"), (0.9, 0.8, 0.8, 0.1, 0.1, 0.1)
    some: list[dict[str, object]] = []
    for number in range(400):
        shares = young if number % 2 else young[::-1]
        used = [name for name, share in zip(names, shares, strict=True) if rng.random() < share]
        some.append({"Q1": "示例镇" if number % 2 else "不知道", "Q7": used or "都没有"})
    _, result = find(context(tmp_path, audience=wide(some), audience_items=items))
    groups = result.tables["segments"].to_dicts()
    assert [(row["kind"], row["segment"]) for row in groups] == [("found", "A"), ("found", "B")]
    assert all(row["stability"] > 0.9 and abs(row["share"] - 0.5) < 0.05 for row in groups)
    assert sorted(row["awareness"] > 0.5 for row in groups) == [False, True]


def test_published_figures_and_surveys_do_not_share_an_id(tmp_path: Path) -> None:
    claims = (
        "subject,variable,value,unit,year,url,publisher,reliability\n"
        "sampleton,communication.consumer_awareness,0.4,share,2023,https://example.org/1,示例统计局,B\n"
    )
    found, _ = find(context(tmp_path, audience=wide(people(60)), audience_items=ITEMS, claims=claims))
    assert "consumer_awareness/sampleton/2023/survey=audience" in found
    assert "purchase/sampleton/2023" in found


def test_two_surveys_are_told_apart(tmp_path: Path) -> None:
    made = context(tmp_path, audience=wide(people(60)), audience__trade=wide(people(40, 9)), audience_items=ITEMS)
    found, result = find(made)
    assert {f"purchase/sampleton/2023/survey={name}" for name in ("audience", "audience-trade")} <= set(found)
    assert set(result.tables["funnel"]["survey"]) == {"audience", "audience-trade"}
