"""Drawings of the chain: widths add up, marks stand where the figures say, words stay inside and can be read."""

import itertools
import json
import math
import re
from typing import Any

import pytest

from clustermark.report import (
    chart_bars,
    chart_dots,
    chart_heat,
    chart_ladder,
    chart_links,
    chart_ranges,
    chart_sankey,
    chart_series,
    chart_triangle,
)
from clustermark.report.chart_direct import SOFT, Sheet, direct, packed
from clustermark.report.chart_ranges import Line, Mark, Panel, Scale
from clustermark.report.chart_sankey import Flow, Party
from clustermark.report.charts import ACCENT, HATCH, INK, NARROW, RULE, WIDE, draw, text_width

WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])
CONSUMER = Party("consumer", "Consumers pay", "100")
CHANNELS = [Party("export", "Export", "60"), Party("home", "Home", "40")]
GETTERS = [Party("cluster", "Cluster", "27", kept=True), Party("retail", "Retail", "52"), Party("tax", "Tax", "21")]
FLOWS = [
    Flow("export", "cluster", 0.07, "7", kept=True),
    Flow("export", "retail", 0.41, "41"),
    Flow("export", "tax", 0.12, "12"),
    Flow("home", "cluster", 0.20, "20", kept=True),
    Flow("home", "retail", 0.11, "11"),
    Flow("home", "tax", 0.09, "9"),
]


def percent(value: float) -> str:
    return f"{value:.0%}"


def rows(spec: dict[str, Any], kind: str, **mark: object) -> list[dict[str, Any]]:
    return [
        row
        for layer in spec["layer"]
        if layer["mark"]["type"] == kind and all(layer["mark"].get(key) == value for key, value in mark.items())
        for row in layer["data"]["values"]
    ]


def svg(spec: dict[str, Any], language: str = "en") -> str:
    return draw(spec, alternative="what it shows", css="w", language=language)


def ends(rows_of_node: list[tuple[float, float]]) -> tuple[float, float]:
    """Where bands that lie on one another begin and end; fails where they leave a gap or overlap."""
    ordered = sorted(rows_of_node)
    for (_, end), (start, _) in itertools.pairwise(ordered):
        assert end == pytest.approx(start)
    return ordered[0][0], ordered[-1][1]


def test_bands_of_a_flow_fill_every_node_without_gap_or_overlap() -> None:
    left, right = {"export": 10.0, "home": 300.0}, {"cluster": 0.0, "retail": 200.0, "tax": 500.0}
    made = chart_sankey.bands(FLOWS, left, right, 300.0)
    assert sum(band.wide for band in made) == pytest.approx(300.0)
    for code, top in left.items():
        start, end = ends([(band.left, band.left + band.wide) for band in made if band.flow.source == code])
        assert start == top
        assert end - start == pytest.approx(300 * sum(flow.share for flow in FLOWS if flow.source == code))
    for code, top in right.items():
        start, end = ends([(band.right, band.right + band.wide) for band in made if band.flow.target == code])
        assert start == top
        assert end - start == pytest.approx(300 * sum(flow.share for flow in FLOWS if flow.target == code))


def test_the_nodes_of_each_column_are_as_tall_as_the_whole() -> None:
    spec = chart_sankey.wide(CONSUMER, CHANNELS, GETTERS, FLOWS, sketched=False)
    nodes = [row for row in rows(spec, "rect") if row["x2"] - row["x"] == chart_sankey.NODE]
    by_column: dict[float, float] = {}
    for row in nodes:
        by_column[row["x"]] = by_column.get(row["x"], 0.0) + row["y2"] - row["y"]
    assert len(by_column) == 3
    assert all(tall == pytest.approx(chart_sankey.TALL[WIDE]) for tall in by_column.values())


def test_both_edges_of_a_ribbon_are_one_curve_apart_by_its_width() -> None:
    band = chart_sankey.Band(FLOWS[0], 10.0, 40.0, 21.0)
    heights = [float(value) for value in re.findall(r"-?[\d.]+", chart_sankey.ribbon(band, 0.0, 100.0))]
    upper, lower = [heights[n] for n in (1, 3, 5, 7)], [heights[n] for n in (10, 12, 14)]
    assert upper == [10.0, 10.0, 40.0, 40.0]
    assert heights[8] == 21.0 and lower == [61.0, 31.0, 31.0]


@pytest.mark.parametrize("sketched", [True, False])
def test_what_stays_in_the_cluster_is_told_apart_without_colour(sketched: bool) -> None:
    spec = chart_sankey.narrow(CONSUMER, CHANNELS, GETTERS, FLOWS, sketched=sketched)
    fills = {layer["mark"]["color"] for layer in spec["layer"] if layer["mark"]["type"] == "shape"}
    assert fills == {SOFT, HATCH if sketched else ACCENT}
    kept = rows(spec, "text", color=ACCENT, fontWeight=700)
    assert [row["text"] for row in kept] == ["Cluster 7", "Cluster 20"]


LADDER = [
    chart_ladder.Tier("retail", 0.5, 0.0, 0.0, "50"),
    chart_ladder.Tier("brand", 0.3, 0.0, 0.0, "30"),
    chart_ladder.Tier("factory", 0.2, 0.05, 0.15, "20"),
]
FILLS = chart_ladder.Words("stays", "may stay", "others")


@WIDTHS
def test_a_tier_begins_where_the_one_before_it_ends_and_all_fill_the_panel(width: int) -> None:
    made = chart_ladder.both([chart_ladder.Ladder("Export", "keeps 5 to 15", LADDER)], FILLS, sketched=False)
    spec = made[0] if width == WIDE else made[1]
    boxes = [row for row in rows(spec, "rect") if row["y"] > chart_ladder.KEY]
    start, end = ends([(row["x"], row["x2"]) for row in boxes])
    (grid,) = [layer["data"]["values"] for layer in spec["layer"] if layer["mark"].get("color") == RULE]
    assert end == pytest.approx(max(row["x"] for row in grid))
    sure = next(row for row in rows(spec, "rect", color=ACCENT) if row["y"] > chart_ladder.KEY)
    assert (sure["x2"] - sure["x"]) / (end - start) == pytest.approx(0.05)
    maybe = next(row for row in rows(spec, "rect", strokeDash=[4, 3]) if row["y"] > chart_ladder.KEY)
    assert (maybe["x2"] - maybe["x"]) / (end - start) == pytest.approx(0.10)


def test_the_key_names_only_fills_that_are_drawn() -> None:
    words = chart_ladder.Words("stays", "", "others")
    spec = chart_ladder.wide([chart_ladder.Ladder("Export", "keeps 5", LADDER[:2])], words, sketched=False)
    named = {row["text"] for row in rows(spec, "text")}
    assert {"stays", "others"} <= named and "" not in named


def test_the_corners_and_the_middle_of_the_triangle() -> None:
    def at(left: float, top: float, right: float) -> tuple[float, float]:
        return chart_triangle.place(chart_triangle.Stop("2023", left, top, right), 100.0, (0.0, 100.0))

    assert at(1, 0, 0) == (0, 100)
    assert at(0, 0, 1) == (100, 100)
    assert at(0, 1, 0) == (50, pytest.approx(100 - 50 * math.sqrt(3)))
    assert at(1 / 3, 1 / 3, 1 / 3) == (pytest.approx(50), pytest.approx(100 - 50 / math.sqrt(3)))


@WIDTHS
def test_names_on_the_triangle_do_not_lie_on_one_another(width: int) -> None:
    paths = [
        chart_triangle.Path("export", [chart_triangle.Stop(str(year), 0.8, 0.18, 0.02) for year in (2020, 2021)]),
        chart_triangle.Path("home", [chart_triangle.Stop(str(year), 0.79, 0.18, 0.03) for year in (2020, 2021)]),
    ]
    spec = chart_triangle.chart(paths, ("contract", "own products", "own brands"), "50% each", width)
    boxes = []
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "text" and layer["mark"].get("halo"):
            boxes += [(row["x"], row["y"] - 7, row["x"] + text_width(row["text"]), row["y"] + 7, row["text"])
                      for row in layer["data"]["values"]]  # fmt: skip
    assert {"export 2021", "home 2021"} <= {box[4] for box in boxes}
    for one, other in itertools.combinations(boxes, 2):
        assert one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]


def test_only_the_last_year_of_a_path_is_filled() -> None:
    stops = [chart_triangle.Stop(str(year), 0.5, 0.3, 0.2) for year in (2020, 2021, 2022)]
    spec = chart_triangle.chart([chart_triangle.Path("home", stops)], ("a", "b", "c"), "50%", WIDE)
    assert len(rows(spec, "point", filled=True)) == 1 and len(rows(spec, "point", filled=False)) == 2


RANGES = [Panel("", [Line("export", [Mark(0.2, 0.1, 0.3), Mark(0.9, 0.8, 1.0, shape="diamond", hollow=True)], "20%")])]
UNIT = Scale(percent, ends=(0.0, 1.0), against=((0.5, "half"),), ticks=(0.0, 0.5, 1.0))


@WIDTHS
def test_marks_stand_at_their_values_between_their_ends(width: int) -> None:
    spec = chart_ranges.chart(RANGES, UNIT, (), width)
    zero, half, one = sorted(row["x"] for row in rows(spec, "rule", color=RULE))
    (disc,), (diamond,) = rows(spec, "point", shape="circle"), rows(spec, "point", shape="diamond")
    assert half == pytest.approx((zero + one) / 2)
    assert disc["x"] == pytest.approx(zero + 0.2 * (one - zero))
    assert diamond["x"] == pytest.approx(zero + 0.9 * (one - zero))
    assert disc["y"] != diamond["y"]
    level = [row for row in rows(spec, "rule", strokeWidth=1.5) if row.get("x2", row["x"]) > row["x"]]
    assert [(row["x2"] - row["x"]) / (one - zero) for row in level] == [pytest.approx(0.2), pytest.approx(0.2)]


def test_ranks_run_from_the_first_place_at_the_right() -> None:
    panel = Panel("", [Line("a", [Mark(1.0)]), Line("b", [Mark(5.0)])])
    spec = chart_ranges.chart([panel], Scale(str, turned=True, ticks=(1.0, 3.0, 5.0)), (), WIDE)
    first, last = rows(spec, "point")
    assert first["x"] > last["x"]


@WIDTHS
def test_long_names_and_words_of_ranges_stay_inside(width: int) -> None:
    line = Line("a very long name of a function", [Mark(0.5, 0.4, 0.6)], "50% (40 to 60%); industry 43%")
    spec = chart_ranges.chart([Panel("heading", [line])], UNIT, [(Mark(0), "here"), (Mark(0), "there")], width)
    for layer in spec["layer"]:
        for row in layer["data"]["values"] if layer["mark"]["type"] == "text" else ():
            long, align = text_width(str(row["text"])), layer["mark"].get("align", "left")
            left = row["x"] - {"left": 0.0, "center": long / 2, "right": long}[align]
            assert left >= -1 and left + long <= width + 1, row


def test_drawings_one_below_another_keep_their_marks() -> None:
    one = chart_ranges.chart(RANGES, UNIT, (), WIDE)
    both = chart_ranges.joined([one, one])
    points = rows(both, "point", shape="circle")
    assert both["height"] == 2 * one["height"] + 10
    assert points[1]["y"] - points[0]["y"] == pytest.approx(one["height"] + 10)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("share", [0.0, 0.03, 0.05, 0.2, 0.44, 0.45, 0.46, 0.7, 1.0])
def test_the_number_of_a_cell_can_be_read_on_its_shade(share: float) -> None:
    spec = chart_heat.chart(["a"], ["b"], [[chart_heat.Cell(share, percent(share))]], WIDE)
    filled = [
        layer["mark"]["color"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rect" and layer["mark"].get("filled", True)
    ]
    ground = filled[0] if filled else "#ffffff"
    (word,) = [
        layer["mark"]["color"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text" and layer["data"]["values"][0]["text"] == percent(share)
    ]
    light, dark = sorted(
        (luminance(ground), luminance(word.replace("#fff", "#ffffff") if len(word) == 4 else word)), reverse=True
    )
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_cells_are_turned_on_a_phone_where_their_columns_do_not_fit() -> None:
    cells = [[chart_heat.Cell(0.1, f"{row}{column}") for column in range(6)] for row in range(2)]
    wide, narrow = chart_heat.both(["r0", "r1"], [f"c{n}" for n in range(6)], cells)
    assert len(rows(wide, "text", fontWeight=700)) == 2 and len(rows(narrow, "text", fontWeight=700)) == 6
    where = {row["text"]: (row["x"], row["y"]) for row in rows(narrow, "text")}
    assert where["05"][1] > where["00"][1] and where["10"][0] > where["00"][0]


LAYER = chart_links.Layer(
    "Knowledge",
    [chart_links.Node("hub", name="hub", broker=True), chart_links.Node("a"), chart_links.Node("b"),
     chart_links.Node("office", "government", "office"), chart_links.Node("abroad", "outside")],
    [("hub", "a"), ("a", "hub"), ("hub", "b"), ("office", "hub"), ("abroad", "b")],
)  # fmt: skip


@WIDTHS
def test_links_are_drawn_once_alike_and_the_broker_has_a_ring(width: int) -> None:
    first, again = (chart_links.chart([LAYER], {"firm": "firm", "broker": "broker"}, width) for _ in range(2))
    assert json.dumps(first) == json.dumps(again)
    assert len([row for row in rows(first, "rule") if "x2" in row]) == 4
    assert len(rows(first, "point", bare=True)) == 2  # in the key and in the picture
    assert len(rows(first, "point", shape="diamond")) == 1
    assert {row["text"] for row in rows(first, "text")} >= {"hub", "office"}
    for row in rows(first, "point"):
        assert 0 <= row["x"] <= width and 0 <= row["y"] <= first["height"]


@WIDTHS
def test_a_year_without_a_figure_breaks_the_line(width: int) -> None:
    panel = chart_series.Panel("Market", [(0, 0.8), (1, 0.82), (3, 0.9)], "0.9")
    spec = chart_series.chart([panel], ("2020", "2023"), str, 1.0, 4, width)
    assert [len(layer["data"]["values"]) for layer in spec["layer"] if layer["mark"]["type"] == "line"] == [2]
    assert len(rows(spec, "point")) == 3
    even = next(row for row in rows(spec, "rule", strokeWidth=1.5))
    assert all(row["y"] > even["y"] for row in rows(spec, "point"))


def test_what_is_written_is_escaped_and_read_out() -> None:
    sheet = Sheet(100, 50)
    sheet.words([{"x": 1, "y": 2, "text": "<b>&\"'"}])
    made = draw(sheet.spec(), alternative='"><script>', css="w", language="zh")
    assert "<b>" not in made and "<script>" not in made
    assert 'role="img"' in made and "&lt;b&gt;" in made and 'lang="zh-CN"' in made


def test_the_short_writer_says_the_same_words_as_the_compiler() -> None:
    bars = [chart_bars.Bar(f"place {n}", n / 10, f"{n * 10}%", n / 12, n / 9, focus=n == 2) for n in range(1, 4)]
    dots = [chart_dots.Dot("one", "5", 5.0, focus=True), chart_dots.Dot("two", "7 to 9", None, 7.0, 9.0)]
    for spec in (
        chart_bars.stacked([chart_bars.Group("group", bars)], WIDE, sketched=False),
        chart_dots.chart(dots, str, WIDE),
    ):
        long, short = svg(spec), svg(direct(spec))
        words = [sorted(set(re.findall(r">([^<>]+)</text>", made))) for made in (long, short)]
        assert words[0] == words[1]
        assert len(short) < 0.7 * len(long)


def test_colours_of_rows_are_kept_by_the_short_writer() -> None:
    made = svg(
        direct(chart_dots.chart([chart_dots.Dot("a", "1", 1.0, focus=True), chart_dots.Dot("b", "2", 2.0)], str, WIDE))
    )
    assert f'stroke="{ACCENT}" stroke-width' in made and f'stroke="{INK}" stroke-width' in made


def test_packed_layers_lie_grid_fills_lines_points_words() -> None:
    sheet = Sheet(10, 10)
    sheet.point((1, 1))
    sheet.words([{"x": 1, "y": 1, "text": "w"}])
    sheet.rules([{"x": 1, "x2": 2, "y": 1}], color=RULE)
    sheet.add([{"x": 0, "x2": 1, "y": 0, "y2": 1}], type="rect", color=SOFT)
    sheet.point((2, 2))
    kinds = [layer["mark"]["type"] for layer in packed(sheet.layers)]
    assert kinds == ["rule", "rect", "point", "text"]
    assert len(rows(sheet.spec(), "point")) == 2


def test_an_unknown_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="no such mark"):
        svg(
            {"drawn": "direct", "width": 1, "height": 1, "layer": [{"mark": {"type": "arc"}, "data": {"values": [{}]}}]}
        )
