"""Every text was read a second time as it stands: docs/language-review.toml holds what was read."""

import shutil
from pathlib import Path

import pytest
from tests.conftest import ROOT

from language_rendering import blocks, rendered
from language_review import PAGE, SOURCE, Template, page, readings, templates, unreviewed

REMEDY = "read them, then: python tools/language_review.py --accept all; python tools/language_review.py"


def test_every_text_was_read_as_it_stands() -> None:
    waiting = unreviewed(templates(), readings()["reviewed"])
    assert waiting == [], f"new or changed since the second reading; {REMEDY}"


def test_no_reading_is_of_a_text_that_is_gone() -> None:
    held, found = readings(), templates()
    noted = [*held["reviewed"], *(entry["key"] for entry in held["changed"])]
    assert [key for key in noted if key not in found] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_changed_text_is_found(tmp_path: Path, language: str) -> None:
    for folder in ("words", "suggestions/rules", "evidence/tables", "findings/measures"):
        shutil.copytree(SOURCE / folder, tmp_path / folder)
    changed = tmp_path / "words" / language / "why.toml"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(text.replace("{n}", "{n} ", 1), encoding="utf-8")
    assert unreviewed(templates(tmp_path), readings()["reviewed"]) == ["words/why:few-comparators.short"]


def test_a_new_text_is_found() -> None:
    found = {**templates(), "words/report:planted": Template("新增的文字", "a new text")}
    assert unreviewed(found, readings()["reviewed"]) == ["words/report:planted"]


def test_texts_of_rules_tables_and_measures_are_among_them() -> None:
    found = templates()
    assert found["rules/problem.low-capture:title"].zh
    assert found["tables/claims:columns.subject.description"].en
    assert found["measures/position:measure.position.capture_rate.definition"].zh


def test_the_page_lists_every_text_as_it_stands() -> None:
    """All but the column of sentences, which needs the example run for each focus."""

    def without_sentences(text: str) -> list[str]:
        rows = (line.replace("\\|", "\0").split(" | ") for line in text.splitlines() if line.startswith("| `"))
        return ["|".join([*row[:3], *row[4:]]) for row in rows]

    assert without_sentences(PAGE.read_text(encoding="utf-8")) == without_sentences(page(templates(), {}))


def test_every_change_has_a_reason_and_every_term_a_source() -> None:
    held = readings()
    assert all(entry["why"] and ("zh" in entry or "en" in entry) for entry in held["changed"])
    assert all(term["zh"] and term["en"] and term["source"] for term in held["terms"])


def test_a_sentence_is_found_by_its_text() -> None:
    read = blocks("<p>前一句。示例镇有<a href='#x'>企业2000家</a>（2020年）；从业3万人。</p><td>无据</td>")
    found = rendered({"firms": "{place}有企业{value}{when}", "cell": "无据", "gone": "没有这句话", "slot": "{x}"}, read)
    assert found == {"firms": "示例镇有企业2000家（2020年）；", "cell": "无据"}


def test_the_how_to_update_stands_on_the_page() -> None:
    assert "--unreviewed" in (ROOT / "docs" / "language-review.md").read_text(encoding="utf-8")
