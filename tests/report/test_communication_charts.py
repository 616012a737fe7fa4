"""Drawings of communication: what is drawn stands where the figures say, and no two words lie on one another."""

import itertools
import json
from typing import Any

import pytest

from clustermark.report import (
    chart_bars,
    chart_curves,
    chart_funnel,
    chart_map,
    chart_months,
    chart_network,
    chart_pairs,
    chart_peaks,
)
from clustermark.report.charts import ACCENT, HATCH, NARROW, WIDE, draw, text_width
from clustermark.report.layout import positions
from clustermark.report.talk_message import closest

WORDS = [f"word{n}" for n in range(24)]
TIES = {("Here", word): 1.0 - n / 40 for n, word in enumerate(WORDS)}
TIES |= dict.fromkeys(zip(WORDS, WORDS[3:], strict=False), 0.2)


def percent(value: float) -> str:
    return f"{value:.0%}"


def rows(spec: dict[str, Any], kind: str, **mark: object) -> list[dict[str, Any]]:
    return [
        row
        for layer in spec["layer"]
        if layer["mark"]["type"] == kind and all(layer["mark"].get(key) == value for key, value in mark.items())
        for row in layer["data"]["values"]
    ]


def test_no_two_words_of_a_network_overlap_and_all_lie_inside() -> None:
    sizes = {name: text_width(name) for name in ("Here", *WORDS)}
    at = positions(["Here", *WORDS], TIES, sizes, (WIDE, 430))
    for one, other in itertools.combinations(at, 2):
        apart = abs(at[one][0] - at[other][0]) >= (sizes[one] + sizes[other]) / 2 + 8
        assert apart or abs(at[one][1] - at[other][1]) >= 18, (one, other)
    assert all(0 <= x <= WIDE and 0 <= y <= 430 for x, y in at.values())


def test_a_network_is_drawn_alike_each_time() -> None:
    nodes = [chart_network.Node("Here", "focus"), *map(chart_network.Node, WORDS)]
    first, again = (json.dumps(chart_network.chart(nodes, TIES, WIDE)) for _ in range(2))
    assert first == again


def test_strong_ties_are_broad_and_only_those_of_the_focus_take_the_accent() -> None:
    nodes = [chart_network.Node("Here", "focus"), chart_network.Node("a"), chart_network.Node("b")]
    spec = chart_network.chart(nodes, {("Here", "a"): 1.0, ("a", "b"): 0.2}, WIDE)
    broad = {
        layer["mark"]["color"]: layer["mark"]["strokeWidth"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rule"
    }
    assert broad[ACCENT] == 5 and min(broad.values()) == 1 and len(broad) == 2


def test_a_bar_of_the_funnel_ends_at_its_share_and_its_interval_is_drawn() -> None:
    steps = [
        chart_funnel.Step("know", 0.5, 0.45, 0.55, "50%"),
        chart_funnel.Step("buy", 0.25, 0.2, 0.3, "25%", "50% go on", weakest=True),
    ]
    spec = chart_funnel.chart(steps, percent, WIDE, sketched=False)
    know, buy = rows(spec, "rect", color=ACCENT)
    assert (know["x2"] - know["x"]) / (buy["x2"] - buy["x"]) == pytest.approx(2)
    assert len([row for row in rows(spec, "rule", strokeWidth=1.5) if "x2" in row]) == 2


@pytest.mark.parametrize("sketched", [True, False])
def test_illustrative_bars_are_hatched(sketched: bool) -> None:
    bars = [chart_peaks.Bar("2020", 10), chart_peaks.Bar("", 40, 12.0, 1)]
    spec = chart_peaks.chart(bars, str, WIDE, sketched=sketched)
    assert bool(rows(spec, "rect", color=HATCH)) == sketched


def test_peaks_are_numbered_above_their_bar() -> None:
    spec = chart_peaks.chart([chart_peaks.Bar("2020", 10), chart_peaks.Bar("", 40, 12.0, 1)], str, WIDE, sketched=False)
    number = next(row for row in rows(spec, "text") if row["text"] == "1")
    tall = min(row["y"] for row in rows(spec, "rect"))
    assert number["y"] < tall


def test_all_panels_of_months_share_their_axes_and_gaps_break_the_line() -> None:
    points = [(0, 0.1, 0.05, 0.2), (1, 0.2, 0.1, 0.3), (3, 0.3, None, None), (4, 0.3, None, None)]
    panels = [
        chart_months.Panel("Here", points, focus=True),
        chart_months.Panel("There", [(0, 0.4, None, None), (4, 0.2, None, None)]),
    ]
    spec = chart_months.chart(panels, ("Jan", "May"), percent, WIDE)
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [len(layer["data"]["values"]) for layer in lines] == [2, 2, 1, 1]
    assert lines[0]["mark"]["color"] == ACCENT and lines[2]["mark"]["color"] != ACCENT
    fifth, thirtieth = lines[0]["data"]["values"][1]["y"], lines[3]["data"]["values"][0]["y"]
    assert fifth == pytest.approx(thirtieth)  # 0.2 stands at one height in both


def test_the_ring_stands_where_money_is_and_the_disc_where_it_would_go() -> None:
    curve = chart_curves.Curve("fair", 0.6, 100.0, 50.0, 150.0)
    words = chart_curves.Words("now", "best", lambda value: f"{value:.0f}", percent)
    spec = chart_curves.chart([curve], words, WIDE)
    ring, disc = rows(spec, "point", filled=False)[-1], rows(spec, "point", color=ACCENT)[-1]
    assert ring["x"] < disc["x"] and ring["y"] > disc["y"]
    assert curve.reach(100.0) == pytest.approx(0.6 * (1 - 0.36787944))


def test_what_is_said_is_hollow_and_what_is_carried_filled() -> None:
    words = chart_pairs.Words("said", "carried", percent)
    spec = chart_pairs.chart([chart_pairs.Pair("m", 0.4, 0.1, 0.05, 0.15)], words, WIDE)
    hollow, full = rows(spec, "point", filled=False)[-1], rows(spec, "point", color=ACCENT)[-1]
    assert hollow["x"] > full["x"]


def test_both_axes_of_a_map_have_one_scale_and_the_focus_has_its_name() -> None:
    spots = [chart_map.Spot("Here", 1.0, 0.0, "focus"), chart_map.Spot("near", 0.95, 0.02, "attribute"),
             chart_map.Spot("There", 0.0, 1.0, "place"), chart_map.Spot("O", 0.0, 0.0, "place")]  # fmt: skip
    spec = chart_map.chart(spots, ("first", "second"), WIDE)
    (here,) = rows(spec, "point", color=ACCENT)
    there, origin = rows(spec, "point", shape="circle", color="#1c1c1a")
    assert here["x"] - origin["x"] == pytest.approx(origin["y"] - there["y"])
    assert any(row["text"] == "Here" for row in rows(spec, "text"))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_words_of_bars_stay_inside(width: int) -> None:
    bars = [chart_bars.Bar(f"place {n}", n / 10, f"{n * 10}%", n / 12, n / 9, focus=n == 3) for n in range(1, 6)]
    groups = [chart_bars.Group(name, bars) for name in ("paid", "earned", "shared", "owned")]
    for spec in (chart_bars.panels(groups, width, sketched=True), chart_bars.stacked(groups, width, sketched=False)):
        for row in rows(spec, "text", align="left"):
            assert row["x"] + text_width(str(row["text"])) <= width
        assert draw(spec, alternative="bars", css="w", language="en").startswith("<svg")


def test_a_word_is_tied_to_its_closest_words_only() -> None:
    between = {("a", "b"): 9.0, ("a", "c"): 8.0, ("a", "d"): 7.0, ("b", "c"): 6.0, ("b", "d"): 5.0, ("c", "d"): 4.0}
    kept = closest({**between, ("a", "hidden"): 99.0}, {"a", "b", "c", "d"})
    assert list(kept) == [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]
