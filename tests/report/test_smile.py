"""The chart of who adds the value of a product: marks where the numbers are, kinds by shape, its limit said."""

import itertools
import math
from pathlib import Path

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.pipeline.run import analyse
from clustermark.report import chart_smile
from clustermark.report.chart_smile import Mark, Words, both, chart, decades
from clustermark.report.charts import NARROW, WIDE, draw, text_width
from clustermark.report.document import Figure, Page, Paragraph
from clustermark.report.evidence_page import card
from clustermark.report.industry_page import industry_page
from clustermark.report.material import Material, material
from clustermark.study.load import load_study
from clustermark.words.inline import plain

WORDS = Words("home", "abroad", "near", "far", lambda value: f"{value:g}")
MARKS = [
    Mark("itself", 1000.0, 1.5, "own"),
    Mark("farming", 250.0, 3.0, "home"),
    Mark("Sudland: mining", 10.0, 6.0, "abroad"),
    Mark("banks", 9.0, 3.1, "home"),
]


def layers(marks: list[Mark], width: int, kind: str) -> list[dict[str, object]]:
    spec = chart(marks, WORDS, width)
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


def points(marks: list[Mark], width: int) -> list[tuple[str, dict[str, float]]]:
    return [
        (str(layer["mark"]["shape"]), row)  # type: ignore[index]
        for layer in layers(marks, width, "point")
        for row in layer["data"]["values"]  # type: ignore[index]
        if row["y"] != 10  # the key
    ]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_mark_an_industry_farther_to_the_left_larger_to_the_top(width: int) -> None:
    drawn = points(MARKS, width)
    assert len(drawn) == len(MARKS)
    own, farming, banks = (row for shape, row in drawn if shape == "circle")
    (mining,) = [row for shape, row in drawn if shape == "diamond"]
    assert mining["x"] < banks["x"] < farming["x"] < own["x"]
    assert own["y"] < farming["y"] < mining["y"] < banks["y"]
    # areas as the values, positions as their logarithms
    assert own["size"] / farming["size"] == pytest.approx(4, rel=1e-3)
    assert (farming["y"] - own["y"]) / (mining["y"] - own["y"]) == pytest.approx(math.log(4) / math.log(100))


def test_no_curve_is_drawn() -> None:
    assert layers(MARKS, WIDE, "line") == []
    rules = [row for layer in layers(MARKS, WIDE, "rule") for row in layer["data"]["values"]]  # type: ignore[index]
    assert rules and all("y2" not in row for row in rules)  # the grid alone


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_names_stay_inside_and_touch_no_other_name(width: int) -> None:
    crowd = [MARKS[0]] + [Mark(f"industry number {n}", 200.0 / n, 3 + 0.05 * (n % 7), "home") for n in range(1, 30)]
    spec = chart(crowd, WORDS, width)
    known = {mark.name for mark in crowd}
    boxes = {
        (row["text"], row["x"], row["y"])
        for layer in spec["layer"]
        if layer["mark"]["type"] == "text"
        for row in layer["data"]["values"]
        if row["text"] in known
    }
    assert len(boxes) >= 2
    for name, x, _ in boxes:
        assert x >= 0 and x + text_width(name) <= width
    for one, other in itertools.combinations(boxes, 2):
        apart = one[1] + text_width(one[0]) <= other[1] or other[1] + text_width(other[0]) <= one[1]
        assert apart or abs(one[2] - other[2]) >= chart_smile.LINE, (one, other)


@pytest.mark.parametrize(("low", "high"), [(5e8, 1e11), (3.0, 3.0), (2.0, 7.0), (10.0, 10.0), (0.004, 900.0)])
def test_two_powers_of_ten_at_least_are_marked(low: float, high: float) -> None:
    ticks, start, end = decades(low, high)
    assert len(ticks) >= 2 and start <= low <= high <= end
    assert all(start <= tick <= end for tick in ticks)
    assert all(other / one == pytest.approx(10) for one, other in itertools.pairwise(ticks))


def test_one_mark_can_be_drawn() -> None:
    for spec in both([Mark("alone", 1.0, 1.0, "own")], WORDS):
        assert draw(spec, alternative="one", css="w", language="en").startswith("<svg")


@pytest.fixture(scope="module")
def made(example: Path) -> dict[str, Material]:
    study = load_study(example)
    evidence = read_evidence(study)
    findings = analyse(evidence, study)
    return {language: material(study, evidence, findings, [], language) for language in ("zh", "en")}


def smile(made: Material) -> tuple[Page, Figure]:
    page = industry_page(made)
    assert page is not None
    (figure,) = [block for block in page.blocks if isinstance(block, Figure) and block.id == "industry-smile"]
    return page, figure


def test_the_title_is_the_finding_and_its_numbers_lead_to_the_sums(made: dict[str, Material]) -> None:
    # China's textiles and clothing, WIOD 2013 of 2011: 106,815.6 of 285,182 million USD by the industry itself.
    _, figure = smile(made["en"])
    assert "37.5%" in plain(figure.title) and "48.3%" in plain(figure.title) and "14.3%" in plain(figure.title)
    numbers = [run for run in figure.title if run.role == "number"]
    assert [len(run.rows) for run in numbers] == [2, 3, 2] and all(run.finding for run in numbers)
    assert "本行业占37.5%" in plain(smile(made["zh"])[1].title)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_behind_holds_every_mark_and_the_rest(made: dict[str, Material], language: str) -> None:
    _, figure = smile(made[language])
    assert figure.table is not None
    drawn = [
        row for layer in figure.chart.wide["layer"] if layer["mark"]["type"] == "point"  # type: ignore[index, attr-defined]
        for row in layer["data"]["values"] if row["y"] != 10
    ]  # fmt: skip
    assert len(figure.table.rows) == len(drawn) + 3  # the rest at home and abroad, and the whole
    assert plain(figure.table.rows[-1].cells[1].lines[0]) == "100%"
    links = [run for row in figure.table.rows for run in row.cells[0].lines[0]]
    assert all(run.role == "number" and len(run.rows) == 1 for run in links)
    assert not any(word in plain(row.name) for row in figure.table.rows for word in ("c1", "RoW", "REST", "TOTAL"))


def test_the_alternative_text_names_the_largest_and_the_limit_is_said(made: dict[str, Material]) -> None:
    page, figure = smile(made["en"])
    assert (
        plain(figure.title) in figure.chart.alternative and "agriculture USD 39.8 billion" in figure.chart.alternative
    )
    said = " ".join(plain(block.runs) for block in page.blocks if isinstance(block, Paragraph))
    assert (
        "lacks its right arm" in said
        and "In 1995 the industry itself added 37.7%" in said
        and "other countries 17.5%" in said
    )
    assert plain(figure.source)


def test_a_card_says_who_adds_how_much_from_how_far(made: dict[str, Material]) -> None:
    of = {
        (row["economy"], row["sector"], row["year"], row["origin_economy"], row["origin_sector"]): str(row["row"])
        for row in made["en"].open_rows("smile_curves")
    }
    told = card(of["CHN", "c4", 2011, "CHN", "c1"], 1, made["en"])
    assert "agriculture" in told.value and "USD 39.8 billion" in told.value and "3.5 stages" in told.value
    told = card(of["CHN", "c4", 2011, "ABROAD", "REST"], 1, made["zh"])
    assert "境外其余行业" in told.value and "ABROAD" not in told.value


def test_without_a_chain_the_page_has_no_smile(made: dict[str, Material]) -> None:
    some = made["en"]
    left = [finding for finding in some.findings if not finding.measure.startswith("industry.chain_")]
    page = industry_page(material(some.study, some.evidence, left, [], "en"))
    assert page is not None
    assert [block.id for block in page.blocks if isinstance(block, Figure)] == ["industry-years"]
