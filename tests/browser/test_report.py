"""The report of the example in headless Chromium, opened from disk."""

import io
import unicodedata
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ("zh", "en")
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def address(report: Path) -> str:
    return (report / "report.html").as_uri()


def show(page: Any, language: str) -> None:
    """Switch the report's language as a reader would."""
    page.locator(f"label[for=l-{language}]").first.click()
    page.wait_for_function("l => document.documentElement.lang.startsWith(l)", arg=language)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page at 1280 x 800 that fails the test when anything is requested or the console complains."""
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda request: (
            complaints.append(f"request: {request.url}") if not request.url.startswith(("file:", "data:")) else None
        ),
    )
    yield opened
    context.close()
    assert not complaints


@pytest.fixture
def report(page: Any, example_run: Path) -> Any:
    page.goto(address(example_run))
    return page


def test_it_is_one_small_file(example_run: Path) -> None:
    assert (example_run / "report.html").stat().st_size <= 1_500_000


def test_it_opens_without_a_request_but_its_own(browser: Any, example_run: Path) -> None:
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address(example_run))
    page.wait_for_timeout(300)
    context.close()
    assert requests == [address(example_run)]


def test_a_request_would_be_seen(browser: Any, tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    planted.write_text('<!doctype html><title>x</title><img src="http://127.0.0.1:9/x.png" alt="">', encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(planted.as_uri())
    context.close()
    assert any(url.startswith("http:") for url in requests)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_shows_one_language(report: Any, language: str) -> None:
    other = "en" if language == "zh" else "zh"
    show(report, other)
    show(report, language)
    seen = report.evaluate(
        """() => { const shown = {zh: 0, en: 0};
          const mark = element => (element.closest('[lang]')?.lang ?? '').slice(0, 2);
          for (const element of document.querySelectorAll('main p, main h1, main h2, main td, main li'))
            if (element.checkVisibility() && element.innerText.trim())
              shown[mark(element)] = (shown[mark(element)] ?? 0) + 1;
          return shown; }"""
    )
    assert report.locator("html").get_attribute("lang").startswith(language)
    assert seen[language] > 50
    assert seen.get(other, 0) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [WIDE, {"width": 980, "height": 800}, PHONE], ids=["wide", "tablet", "phone"])
def test_nothing_scrolls_sideways(report: Any, language: str, size: dict[str, int]) -> None:
    report.set_viewport_size(size)
    show(report, language)
    wide = report.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= size["width"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing(report: Any, language: str, size: dict[str, int]) -> None:
    report.set_viewport_size(size)
    show(report, language)
    assert not axe(report)


def test_axe_would_find_something(browser: Any, tmp_path: Path) -> None:
    planted = tmp_path / "planted.html"
    planted.write_text('<!doctype html><title>x</title><img src="data:,"><p style="color:#eee">x</p>', encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(planted.as_uri())
    found = axe(page)
    context.close()
    assert any(line.startswith("image-alt") for line in found)


def axe(page: Any) -> list[str]:
    """What axe finds, one line a rule."""
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", STANDARDS)
    return [
        f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in result["violations"]
    ]


def test_every_number_leads_to_its_evidence(report: Any) -> None:
    lost = report.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').slice(1))
          .filter(id => id && !document.getElementById(decodeURIComponent(id)))"""
    )
    numbers = report.evaluate("() => document.querySelectorAll('a.n[href^=\"#\"]').length")
    assert lost == []
    assert numbers > 100


def test_ids_are_unique(report: Any) -> None:
    assert (
        report.evaluate(
            """() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          return ids.filter((id, i) => ids.indexOf(id) !== i); }"""
        )
        == []
    )


def test_addresses_from_outside_are_web_addresses(report: Any) -> None:
    odd = report.evaluate(
        """() => [...document.querySelectorAll('a[href]')].filter(a => !a.getAttribute('href').startsWith('#'))
          .filter(a => !/^https?:\\/\\//.test(a.getAttribute('href')) || !a.rel.includes('noopener'))
          .map(a => a.outerHTML)"""
    )
    assert odd == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_is_one_sheet(report: Any, language: str) -> None:
    show(report, language)
    second = report.evaluate(
        "() => [...document.querySelectorAll('main .page h2')].find(e => e.checkVisibility()).innerText"
    )
    printed = PdfReader(io.BytesIO(report.pdf(format="A4", print_background=True, prefer_css_page_size=True)))
    box = printed.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) in {(595, 842), (596, 842)}
    top = squeezed(printed.pages[1].extract_text()).lstrip("0123456789")  # the number of the page comes first
    assert 0 <= top.find(squeezed(second)[:12]) < 30  # after the short name of the page


def squeezed(text: str) -> str:
    """Text without blanks; a PDF may name a character by its radical."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_the_keyboard_reaches_a_number_and_its_evidence(report: Any) -> None:
    link = report.locator("a.n:visible").first
    link.focus()
    assert report.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
    report.keyboard.press("Enter")
    report.wait_for_function("() => document.activeElement.closest('[role=dialog]') || location.hash.length > 1")
    shown = report.locator("[role=dialog]:visible")
    assert shown.inner_text().strip()
    report.keyboard.press("Escape")
    report.wait_for_function("() => document.activeElement.matches('a.n')")
    assert shown.count() == 0


def test_it_reads_without_scripts(browser: Any, example_run: Path) -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address(example_run))
    assert page.locator("main h1:visible").count() >= 1
    context.close()
