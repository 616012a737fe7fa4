"""The page of the parent industry: of the country, with the latest year, the warning, and every number a link."""

from pathlib import Path

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.pipeline.run import analyse
from clustermark.report.document import Figure, Page, Paragraph, Table
from clustermark.report.industry_page import home, industries, industry_page, parent
from clustermark.report.material import Material, material
from clustermark.study.load import load_study
from clustermark.words.inline import plain


@pytest.fixture(scope="module")
def made(example: Path) -> dict[str, Material]:
    study = load_study(example)
    evidence = read_evidence(study)
    findings = analyse(evidence, study)
    return {
        f"{focus} {language}": material(study.with_focus(focus), evidence, findings, [], language)
        for focus in ("shengzhou", "jinjiang")
        for language in ("zh", "en")
    }


def page(made: Material) -> Page:
    found = industry_page(made)
    assert found is not None
    return found


def test_the_industry_follows_from_the_hs_codes_of_the_product(made: dict[str, Material]) -> None:
    assert parent(made["shengzhou en"]) == "c4" and parent(made["jinjiang en"]) == "c5"
    assert home(made["jinjiang en"]) == home(made["shengzhou zh"]) == "CHN"
    chapters = [chapter for makes in industries().values() for chapter in makes]
    assert len(chapters) == len(set(chapters))


def test_the_answer_counts_the_domestic_dollars_of_a_hundred(made: dict[str, Material]) -> None:
    assert plain(page(made["jinjiang en"]).answer).startswith(
        "Of every 100 dollars exported by the leather and footwear industry in China in 2011, 85 were value added in"
    )
    assert "中国皮革制鞋业每出口100美元，有85美元" in plain(page(made["jinjiang zh"]).answer)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_latest_year_warning_and_missing_retail(made: dict[str, Material], language: str) -> None:
    found = page(made[f"shengzhou {language}"])
    said = " ".join(plain(block.runs) for block in found.blocks if isinstance(block, Paragraph))
    wanted = {
        "en": ("never of a cluster", "Latest year of the table: 2011", "no rank of value", "basic prices"),
        "zh": ("不是其中哪个集群", "最近年份为2011年", "不表示价值高低", "基本价格"),
    }[language]
    assert all(words in said for words in wanted)
    figure, smile = [block for block in found.blocks if isinstance(block, Figure)]
    assert "2011" in figure.subtitle and len(figure.table.rows) == 17  # type: ignore[union-attr]
    assert "2011" in smile.subtitle and {"en": "basic prices", "zh": "基本价格"}[language] in smile.subtitle
    (table,) = [block for block in found.blocks if isinstance(block, Table)]
    assert len(table.rows) == 13 and len(table.head) == 6
    numbers = [run for row in table.rows for cell in row.cells for line in cell.lines for run in line]
    assert all(run.role == "number" and run.rows for run in numbers) and len(numbers) == 65


def test_without_results_there_is_no_page(made: dict[str, Material]) -> None:
    some = made["shengzhou en"]
    bare = material(
        some.study, some.evidence, [f for f in some.findings if not f.measure.startswith("industry.")], [], "en"
    )
    assert industry_page(bare) is None
