"""The page on interviews, from made-up codings: what is told, what is withheld, what stands where nothing is known."""

from dataclasses import replace

import polars as pl
import pytest
from tests.lenses.interviews.made_up import interviews
from tests.lenses.made_up import STUDY, evidence

from clustermark.evidence.interviews.conflicts import conflicts_of, told_conflicts
from clustermark.evidence.model import Evidence
from clustermark.lenses.context import Context
from clustermark.lenses.interviews import find
from clustermark.lenses.interviews.coded import coded_of
from clustermark.report.document import Figure, Heading, Items, Page, Paragraph, Table
from clustermark.report.heard import heard
from clustermark.report.interviews_page import interviews_page
from clustermark.report.material import material
from clustermark.words.inline import plain

MARKS = [
    *[(at, turn, "price", coder) for at in range(8) for turn in (0, 1) for coder in ("x", "y")],
    *[(at, 3, "governance.captive", "x") for at in range(5)],
    *[(at, 3, "rare", "x") for at in range(2)],
    *[(at, 9, "", coder) for at in range(12) for coder in ("x", "y")],
]


def named() -> Evidence:
    """The made-up evidence, its places with names."""
    given = evidence()
    names = {f"{what}_{language}": pl.col("id") for what in ("name", "label") for language in ("zh", "en")}
    return replace(given, tables={**given.tables, "places": given.tables["places"].with_columns(**names)})


def page(language: str, **more: object) -> Page | None:
    made = interviews(MARKS, **more)  # type: ignore[arg-type]
    given = named()
    found = find(Context(given, STUDY, None), coded_of(made, STUDY, {}, str))
    return interviews_page(material(STUDY, given, found.findings, [], language, found.tables))


def words(found: Page) -> str:
    parts = [plain(found.answer), found.question]
    for block in found.blocks:
        if isinstance(block, Paragraph):
            parts.append(plain(block.runs))
        if isinstance(block, Items):
            parts += [plain(item) for item in block.items]
        if isinstance(block, Figure):
            parts += [plain(block.title), block.chart.alternative]
        if isinstance(block, Heading):
            parts.append(block.text)
        table = block.table if isinstance(block, Figure) else block if isinstance(block, Table) else None
        if table is not None:
            parts += [plain(line) for row in table.rows for cell in row.cells for line in cell.lines]
            parts += [plain(row.name) for row in table.rows]
    return "\n".join(parts)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_themes_agreement_and_trust(language: str) -> None:
    found = page(language)
    assert found is not None
    said = words(found)
    assert {"zh": "12次访谈中", "en": "12 interviews"}[language] in said
    assert "67" in said
    assert "interviewed." not in said
    assert "1.00" in said
    tables = [block for block in found.blocks if isinstance(block, Table)]
    assert len(tables) == 3
    none = {"zh": "–", "en": "–"}[language]
    assert none in said


def test_the_rare_and_the_secret_are_not_told() -> None:
    found = page("en", more={"memo": "canary memo", "text": "canary words"})
    assert found is not None
    said = words(found)
    assert "rare" not in said
    assert "canary" not in said
    assert "secret" not in said


def test_cleared_words_stand_with_role_and_theme() -> None:
    found = page("en", more={"cleared": True, "text": "the buyer sets the price", "key_quote": True})
    assert found is not None
    assert "“the buyer sets the price” (an enterprise, on governance.captive, price)" in words(found)


def test_without_interviews_there_is_no_page() -> None:
    assert interviews_page(material(STUDY, named(), [], [], "en")) is None


def test_themes_and_words_stand_beside_the_figures_that_they_bear_on() -> None:
    made = interviews(MARKS, more={"cleared": True, "text": "the buyer sets the price"})
    given = named()
    found = find(Context(given, STUDY, None), coded_of(made, STUDY, {}, str))
    known = material(STUDY, given, found.findings, [], "en", found.tables)
    blocks = heard(known, "governance")  # the made-up codes inform governance.type
    said = "\n".join(plain(item) for block in blocks if isinstance(block, Items) for item in block.items)
    assert "price: 66.7%" in said
    assert "“the buyer sets the price” (an enterprise, on " in said
    assert "rare" not in said
    assert heard(known, "government") == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_coders_differ_is_one_line_with_a_count_and_the_place_to_look(language: str) -> None:
    made = interviews([*MARKS, *[(at, 5, "price", "y") for at in range(3)]])
    given = named()
    found = find(Context(given, STUDY, None), coded_of(made, STUDY, {}, str))
    differing = told_conflicts(replace(made, conflicts=conflicts_of(made.segments, made.documents)))
    assert set(differing["code"]) == {"price", "governance.captive", ""}  # "rare" is held by two: not told
    tables = {**found.tables, "coding_conflicts": differing}
    said = interviews_page(material(STUDY, given, found.findings, [], language, tables))
    assert said is not None
    assert f"{differing.height}" in next(line for line in words(said).split("\n") if "coding_conflicts.csv" in line)
    assert "coding_conflicts" not in words(page(language) or said)
