"""The pages of communication draw the long results of the lens, and stay as they were without them."""

import re
from pathlib import Path

import polars as pl
import pytest
from tests.report import conftest
from tests.report.made_up_tables import tables

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding, pairs
from clustermark.report.build import build_report
from clustermark.report.document import Document, Figure, Items
from clustermark.report.html import render
from clustermark.report.plan_file import cell_text, plan_of, table_of, write_plan
from clustermark.study.model import Source, Study
from clustermark.suggestions.plan import communication_plan, plan_tables
from clustermark.words.inline import plain

PARTS = ("audience", "environment", "channels", "message", "effect")


def shares(made: Study) -> list[Finding]:
    common = {
        "unit": "share",
        "n": 400,
        "years": "2021",
        "origin": "illustrative",
        "parameters": pairs(sample="stories"),
    }
    found = [
        Finding("communication.share_of_voice", place, made.period, value=value, low=value - 0.02, high=value + 0.02,
                uncertainty="interval", evidence=("claims:2",), **common)  # type: ignore[arg-type]
        for place, value in zip(made.all_clusters(), (0.2, 0.5, 0.3), strict=True)
    ]  # fmt: skip
    found += [
        Finding("communication.channel_share", place, made.period, pairs(channel=kind), value=value, low=value - 0.03,
                high=value + 0.03, uncertainty="interval", evidence=("claims:2",), **common)  # type: ignore[arg-type]
        for place, mix in zip(made.all_clusters(), ((0.4, 0.1, 0.3, 0.2), (0.2, 0.4, 0.3, 0.1), (0.1, 0.2, 0.6, 0.1)),
                              strict=True)
        for kind, value in zip(("paid", "earned", "shared", "owned"), mix, strict=True)
    ]  # fmt: skip
    found.append(
        Finding("communication.message_pull_through", made.focus, made.period, value=0.31, low=0.27, high=0.35,
                uncertainty="interval", evidence=("claims:2",), **common)  # type: ignore[arg-type]
    )  # fmt: skip
    return found


def with_sources(made: Study, evidence: Evidence) -> Evidence:
    told = ("mentions", "owned_messages", "audience", "policies", "channel_spend")
    sources = {name: Source(id=name, path=f"{name}.csv", table=name, origin="illustrative") for name in told}
    owned = pl.DataFrame(
        [
            {"row": f"owned_messages:{at}", "source": "owned_messages", "id": name, "subject": made.focus,
             "message_zh": zh, "message_en": en, "audience": group, "origin": "illustrative"}
            for at, (name, zh, en, group) in enumerate(
                [("clean-water", "染色用水全部回用", "All dyeing water is used again", "buyers"),
                 ("tested-lots", "每批次检验并公布", "Every lot is tested and published", "consumers"),
                 ("own-design", "本地设计师原创", "Designed by local designers", "consumers")], 2)
        ]
    )  # fmt: skip
    return Evidence(
        tables={**evidence.tables, "owned_messages": owned}, sources={**evidence.sources, **sources},
        covered=evidence.covered,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, Document]:
    study, evidence = conftest.study(), with_sources(conftest.study(), conftest.evidence())
    findings = [*conftest.findings(), *shares(study)]
    return {each: build_report(study, evidence, findings, [], each, tables()) for each in ("zh", "en")}


def figures(document: Document, part: str) -> list[Figure]:
    page = next(page for page in document.pages if page.id == part)
    return [block for block in page.blocks if isinstance(block, Figure)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_has_its_figures(made: dict[str, Document], language: str) -> None:
    ids = {part: [figure.id for figure in figures(made[language], part)] for part in PARTS}
    assert ids["audience"] == ["audience-funnel", "audience-image"]
    assert ids["environment"] == ["environment-policy", "environment-years"]
    assert ids["channels"] == ["channels-mix", "channels-split-1"]
    assert ids["message"] == ["message-pull", "message-network"]
    assert ids["effect"] == ["effect-voice", "effect-peaks"]


def test_the_file_holds_both_languages(made: dict[str, Document]) -> None:
    page = render(made)
    assert "染色用水全部回用" in page and "All dyeing water is used again" in page
    assert not re.search(r"communication\.[a-z]+\.[a-z]+<", page)
    for figure in figures(made["en"], "effect"):
        assert plain(figure.title) in figure.chart.alternative


def planned(study: Study, evidence: Evidence, findings: list[Finding]) -> dict[str, pl.DataFrame]:
    made_of = tables()
    return {**made_of, **plan_tables(communication_plan(findings, [], made_of, evidence, study))}


@pytest.fixture(scope="module")
def with_plan() -> dict[str, Document]:
    study, evidence = conftest.study(), with_sources(conftest.study(), conftest.evidence())
    findings = [*conftest.findings(), *shares(study)]
    results = planned(study, evidence, findings)
    return {each: build_report(study, evidence, findings, [], each, results) for each in ("zh", "en")}


def test_the_page_of_the_plan_has_a_row_a_group_and_says_what_lacks(with_plan: dict[str, Document]) -> None:
    page = plan_of(with_plan["en"])
    assert page is not None
    table = table_of(page)
    assert [plain(row.name) for row in table.rows] == ["buyers [illustrative]", "consumers [illustrative]"]
    cells = [cell_text(cell) for cell in table.rows[0].cells]
    assert cells[0] == "“All dyeing water is used again”"
    assert cells[1] == "collect: spending by channel" and table.rows[0].cells[1].missing
    assert cells[3] == "peak of attention: May 2021"
    assert "Preference 12%" in cells[5]


def test_the_workbook_has_a_sheet_a_language_and_no_formula(with_plan: dict[str, Document], tmp_path: Path) -> None:
    from openpyxl import load_workbook

    write_plan(with_plan, tmp_path / "plan.xlsx")
    first = (tmp_path / "plan.xlsx").read_bytes()
    write_plan(with_plan, tmp_path / "plan.xlsx")
    assert (tmp_path / "plan.xlsx").read_bytes() == first
    book = load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames == ["传播方案", "Communication plan"]
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert not any(cell.data_type == "f" for row in sheet for cell in row)


def test_without_a_plan_there_is_no_file(made: dict[str, Document], tmp_path: Path) -> None:
    write_plan(made, tmp_path / "plan.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_peak_opens_its_stories(made: dict[str, Document]) -> None:
    page = next(page for page in made["en"].pages if page.id == "effect")
    (peaks,) = [block for block in page.blocks if isinstance(block, Items)]
    links = [span for span in peaks.items[0] if span.role == "number"]
    assert [span.rows for span in links] == [("claims:2",), ("claims:3",)]
    assert all(row in made["en"].numbers for span in links for row in span.rows)


def test_titles_are_marked_once_where_the_evidence_is_illustrative(made: dict[str, Document]) -> None:
    for language, mark in (("zh", "〔示例〕"), ("en", "[illustrative]")):
        for part in PARTS:
            for figure in figures(made[language], part):
                assert plain(figure.title).count(mark) == 1, figure.id
                assert figure.subtitle and figure.table is not None and figure.table.rows


def test_a_count_says_its_sample_and_decides_its_part(made: dict[str, Document]) -> None:
    cells = {cell.row: cell for cell in made["en"].first.five.cells}
    assert "31%" in cells["message"].verdict and cells["message"].note.startswith("n = 400 stories")
    assert "20%" in cells["effect"].verdict and "paid" in cells["channels"].verdict
