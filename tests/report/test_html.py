"""The file: hostile text stays text, nothing is asked of the network, every link leads somewhere, bytes repeat."""

import re
from pathlib import Path

import pytest

from clustermark.report.build import build_report
from clustermark.report.html import render, safe_address, write_html


@pytest.fixture
def page(parts) -> str:
    return render({language: build_report(*parts, language) for language in ("zh", "en")})


def test_hostile_text_is_escaped_everywhere(page: str) -> None:
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{0}%s" in page
    assert page.count("<script>") == 1


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://a/", "//a.example", "http:", "https://[", ""]
)
def test_only_web_addresses_are_linked(address: str) -> None:
    assert safe_address(address) == ""


def test_an_address_cannot_break_out_of_its_attribute(page: str) -> None:
    assert safe_address("https://a.example/x?q=<b>&y='\"") == "https://a.example/x?q=b&y="
    assert "javascript:" not in page
    assert "data:text" not in page
    for link in re.findall(r'<a href="https?:[^>]*>', page):
        assert 'rel="noopener"' in link  # the page itself sends no referrer


def test_nothing_is_asked_of_the_network(page: str) -> None:
    assert not re.search(r"<(?:link|img|iframe|object|embed|source)\b|\bsrc=|@import|url\((?!#)", page)


def test_every_link_within_the_page_leads_somewhere_and_ids_are_unique(page: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets
    assert targets <= set(ids)


def test_charts_are_read_out_and_drawn_wide_and_narrow_in_both_languages(page: str) -> None:
    for language in ("zh-CN", "en"):
        for width in ("w", "nw"):
            drawn = re.findall(rf'<svg class="{width}" lang="{language}" role="img" aria-label="([^"]+)"', page)
            assert drawn
            assert all(len(label) > 20 for label in drawn)


def test_unchanged_input_gives_the_same_bytes_and_replaces_the_file_at_once(parts, tmp_path: Path) -> None:
    documents = {language: build_report(*parts, language) for language in ("zh", "en")}
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    write_html(documents, first)
    second.write_text("old")
    write_html(documents, second)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_one_language_alone_has_no_switch(parts) -> None:
    page = render({"en": build_report(*parts, "en")})
    assert 'type="radio"' not in page
    assert '<html lang="en">' in page
