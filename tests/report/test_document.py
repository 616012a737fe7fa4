"""The document: every figure leads to its rows, the first page is chosen by rule, gaps are said."""

import re
from dataclasses import replace

import polars as pl
import pytest

from clustermark.findings.model import Finding
from clustermark.report.build import build_report
from clustermark.report.document import Document, Figure, Table
from clustermark.report.evidence_line import evidence_line
from clustermark.report.evidence_page import spans
from clustermark.report.first_page import strongest_figures
from clustermark.report.material import material
from clustermark.words.inline import plain


def document(parts, language: str = "en") -> Document:
    return build_report(*parts, language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_has_the_cards_of_its_rows(parts, language: str) -> None:
    made = document(parts, language)
    known = {card.reference for card in made.cards}
    linked = [row for span in spans((made.first, made.pages)) for row in span.rows]
    assert linked
    assert set(linked) <= known | {row for row in linked if row not in made.numbers}
    assert all(made.numbers[row] for row in linked if row in known)
    assert sorted(made.numbers.values()) == list(range(1, len(made.cards) + 1))


def test_figures_of_the_first_page_are_chosen_firm_first_then_by_origins(parts) -> None:
    made_of = material(*parts, "en")
    order = [finding.measure for finding in strongest_figures(made_of, ("situation",))]
    assert order == ["situation.employment", "situation.firms"]
    study, evidence, findings, outcomes = parts
    weaker = [replace(f, n=1) if f.measure == "situation.employment" else f for f in findings]
    again = material(study, evidence, weaker, outcomes, "en")
    assert [f.measure for f in strongest_figures(again, ("situation",))] == ["situation.firms", "situation.employment"]


def test_the_three_sentences_have_labels_states_and_figures(parts) -> None:
    first = document(parts).first
    assert [sentence.label for sentence in first.sentences] == [
        "Where it stands",
        "What holds it there",
        "What to do first",
    ]
    assert "30,000" in plain(first.sentences[0].runs)
    assert first.sentences[0].state == "leaning"  # as sure as its least sure part


def test_a_borrowed_ladder_is_said_to_be_borrowed(parts) -> None:
    ladder = document(parts).first.ladder
    assert [step.size for step in ladder.steps] == [12, 5, 3]
    assert "no price ladder for Sampleton" in plain(ladder.note)
    assert ladder.alternative.startswith("USD 20 = ")


def test_pages_are_counted_only_where_rows_name_them(parts) -> None:
    study, evidence, findings, outcomes = parts
    assert "from 4 pages" in plain(evidence_line(material(study, evidence, findings, outcomes, "en")))
    unnamed = evidence.tables["claims"].with_columns(url=pl.lit(""))
    bare = replace(evidence, tables={**evidence.tables, "claims": unnamed})
    said = plain(evidence_line(material(study, bare, findings, outcomes, "en")))
    assert "published figures read" in said and "from 0 pages" not in said and ", from" not in said


def test_what_was_not_read_says_so_and_never_shows_a_zero(parts) -> None:
    made = document(parts, "zh")
    cell = next(cell for cell in made.first.seven.cells if cell.row == "mechanism")
    assert (cell.state, cell.note) == ("insufficient", "没有读到")
    page = next(page for page in made.pages if page.id == "mechanism")
    assert "没有读到" in plain(page.answer)


def test_a_title_of_a_chart_counts_what_is_drawn(parts) -> None:
    made = document(parts)
    page = next(page for page in made.pages if page.id == "situation")
    figure = next(block for block in page.blocks if isinstance(block, Figure))
    assert plain(figure.title).endswith("of 7 coded places, 4 stand above Sampleton, 1 beside it and 1 below")
    assert figure.table is not None
    assert len(figure.table.rows) == 7
    for name in ("Northby", "Farby", "Sampleton"):
        assert name in figure.chart.alternative


def test_conflicting_figures_keep_both_ends(parts) -> None:
    page = next(page for page in document(parts).pages if page.id == "situation")
    table = next(block for block in page.blocks if isinstance(block, Table))
    cells = {plain(row.name): row.cells for row in table.rows}
    assert plain(cells["Share of world output"][0].lines[0]) == "40\u201360%"
    assert plain(cells["Share of world output"][3].lines[0]) == "conflicting"


def test_a_blocked_suggestion_stands_below_its_blocker_and_not_on_the_first_page(example) -> None:
    for language in ("zh", "en"):
        made = example[("shengzhou", language)]
        page = next(page for page in made.pages if page.id == "advice")
        shown = [advice for block in page.blocks if hasattr(block, "advice") for advice in block.advice]
        held = {below.rule for advice in shown for below in advice.held}
        assert held
        assert held.isdisjoint(advice.rule for advice in shown)
        assert held.isdisjoint(advice.rule for column in made.first.advice for advice in column.advice)


FORBIDDEN = re.compile(r"\{|\}|\bNone\b|\bnan\b|\b[a-z]+\.[a-z]+_[a-z_]+\b|\?\?")


@pytest.fixture(scope="module")
def example(example_folder):
    from clustermark.comparison import compare
    from clustermark.evidence.read import read_evidence
    from clustermark.lenses import run_lenses
    from clustermark.study.load import load_study
    from clustermark.suggestions.evaluate import evaluate

    asked = load_study(example_folder)
    evidence = read_evidence(asked)
    made = {}
    for focus in asked.all_clusters():
        study = asked.with_focus(focus)
        found: list[Finding] = run_lenses(evidence, study)
        found = [*found, *compare(found, study)]
        outcomes = evaluate(found, study)
        for language in ("zh", "en"):
            made[(focus, language)] = build_report(study, evidence, found, outcomes, language)
    return made


def test_no_page_of_the_example_shows_a_code_a_slot_or_a_missing_value(example) -> None:
    for key, made in example.items():
        for span in spans((made.first, made.pages)):
            assert not FORBIDDEN.search(span.text), (key, span.text)
        for page in made.pages:
            assert plain(page.answer), (key, page.id)
            assert page.question, (key, page.id)


def test_both_languages_say_the_same_of_the_example(example) -> None:
    for focus in ("shengzhou", "dalang", "jinjiang", "jimo"):
        zh, en = example[(focus, "zh")], example[(focus, "en")]
        assert [page.id for page in zh.pages] == [page.id for page in en.pages]
        assert {card.reference for card in zh.cards} == {card.reference for card in en.cards}
        assert [cell.state for cell in zh.first.seven.cells] == [cell.state for cell in en.first.seven.cells]
        assert [problem.rule for problem in zh.first.problems] == [problem.rule for problem in en.first.problems]


def test_english_pages_hold_no_chinese(example) -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    for (focus, language), made in example.items():
        if language == "en":
            for span in spans((made.first, made.pages)):
                assert not chinese.search(span.text), (focus, span.text)


def test_of_two_firm_figures_the_one_with_more_origins_comes_first(parts) -> None:
    study, evidence, findings, outcomes = parts
    twice = Finding(
        "situation.firms", "sampleton", "2021", value=1200.0, unit="firms", n=2, years="2020", evidence=("claims:3",)
    )
    more = [twice if finding.measure == "situation.firms" else finding for finding in findings]
    order = strongest_figures(material(study, evidence, more, outcomes, "en"), ("situation",))
    assert [(finding.measure, finding.n) for finding in order] == [("situation.employment", 3), ("situation.firms", 2)]


def test_a_row_of_a_confidential_source_shows_nothing_but_its_reference(parts) -> None:
    study, evidence, findings, outcomes = parts
    covered = replace(evidence, covered={f"claims:{at}": "mark" for at in range(2, 6)})
    for language in ("zh", "en"):
        made = build_report(study, covered, findings, outcomes, language)
        cards = [card for card in made.cards if card.reference.startswith("claims:")]
        assert cards
        for card in cards:
            assert card.confidential
            assert (card.value, card.address) == ("", "")
            assert [text for _, text in card.fields] == [card.reference]
        assert "Sample Post" not in str(cards)
        claims = next(page for page in made.pages if page.id == "claims")
        assert not any(isinstance(block, Figure) for block in claims.blocks)


def test_what_the_tiers_leave_of_the_price_is_drawn_as_unexplained(parts) -> None:
    import polars as pl

    study, evidence, findings, outcomes = parts
    ladder = evidence.tables["price_ladders"].filter(pl.col("tier").is_in(["consumer", "factory"]))
    short = replace(evidence, tables={**evidence.tables, "price_ladders": ladder})
    steps = build_report(study, short, findings, outcomes, "en").first.ladder.steps
    assert [(step.kind, step.size) for step in steps] == [("rest", 17.0), ("factory", 3.0)]


def test_an_illustrative_figure_is_marked_wherever_it_stands(parts) -> None:
    study, evidence, findings, outcomes = parts
    made_up = [replace(finding, origin="illustrative") for finding in findings]
    for language, mark in (("zh", "〔示例〕"), ("en", "[illustrative]")):
        made = build_report(study, evidence, made_up, outcomes, language)
        linked = [span for span in spans((made.first.sentences, made.pages)) if span.finding]
        assert linked
        assert all(mark in span.text for span in linked)
        assert any(mark in cell.verdict for cell in made.first.seven.cells)
