"""The figures of the chain in headless Chromium: nothing cut off, no word on another, heads beside cells."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.report.made_up_chain import tables
from tests.report.test_chain import report

from clustermark.report.html import write_html

from .test_report import LANGUAGES, axe, show

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CUT = """() => { const found = [];
  for (const drawing of document.querySelectorAll('figure svg')) {
    const frame = drawing.getBoundingClientRect(); if (!frame.width) continue;
    for (const word of drawing.querySelectorAll('text')) { const box = word.getBoundingClientRect();
      if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2
          || box.bottom > frame.bottom + 2) found.push(drawing.closest('figure').id + ': ' + word.textContent); } }
  return found; }"""
ON_ONE_ANOTHER = """() => { const found = [];
  for (const drawing of document.querySelectorAll('figure svg')) { if (!drawing.getBoundingClientRect().width) continue;
    const words = [...drawing.querySelectorAll('text')].map(word => [word.textContent, word.getBoundingClientRect()]);
    words.forEach(([one, a], at) => { for (const [other, b] of words.slice(at + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (one !== other && across > 2 && down > 6)
        found.push(drawing.closest('figure').id + ': ' + one + ' / ' + other);
    } }); }
  return found; }"""


@pytest.fixture(scope="module")
def chain_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report whose pages draw every figure of the chain."""
    path = tmp_path_factory.mktemp("chain") / "report.html"
    write_html({language: report(language, tables()) for language in LANGUAGES}, path)
    return path


@pytest.fixture(params=[1280, 980, 390, 320])
def opened(browser: Any, chain_file: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    page = context.new_page()
    page.goto(chain_file.as_uri())
    yield page
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut_off_and_none_lies_on_another(opened: Any, language: str) -> None:
    show(opened, language)
    assert opened.evaluate(CUT) == []
    assert opened.evaluate(ON_ONE_ANOTHER) == []
    assert opened.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(opened: Any, language: str) -> None:
    show(opened, language)
    assert axe(opened) == []


def test_cells_say_their_heads_on_a_phone(browser: Any, chain_file: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(chain_file.as_uri())
    show(page, "en")
    page.locator("#en-governance-types summary").click()
    said = page.evaluate(
        """() => [...document.querySelectorAll('#en-governance-types tbody tr:first-child td')]
          .map(cell => [getComputedStyle(cell, '::before').content, cell.textContent])"""
    )
    context.close()
    assert said == [['"Type"', "Captive"], ['"Share of sales"', "78%"], ['"Interval"', "70–86%"], ['"Firms"', "60"]]
