"""The brief: two pages, the report's own sentences, the same bytes, a font for every script."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from pypdf import PdfReader

from clustermark.report.brief import fit, styles, write_brief
from clustermark.report.brief_content import compose
from clustermark.report.brief_layout import HEIGHT, em, fitting, lines
from clustermark.report.document import (
    Advice,
    AdviceColumn,
    Card,
    Document,
    FirstPage,
    Ladder,
    Page,
    Problem,
    Sentence,
    Strip,
    StripCell,
    Tag,
)
from clustermark.suggestions.catalogue import rules
from clustermark.words.catalogue import texts
from clustermark.words.inline import Inline, Span, plain

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "=cmd|' /C calc'!A1 <script>alert(1)</script> {0} \x07 &amp;"


def words(text: str, *rows: str) -> Inline:
    return (Span(text), Span("12%", "number", rows=rows), Span("。"))


def report(language: str = "zh", *, problems: int = 3, length: int = 1, head: str = "示例报") -> Document:
    """A hand-made report on a made-up town."""
    suggestions = [rule for rule in rules().values() if rule.kind == "suggestion"]
    tag = Tag("leaning", "倾向")
    columns = tuple(
        AdviceColumn(who, who, tuple(_advice(rule.id, who, tag) for rule in suggestions if rule.addressee == who)[:3])
        for who in ("enterprise", "government", "association")
    )
    cells = tuple(StripCell(f"row{n}", f"方面{n}", "判断", "leaning", "倾向", "", f"page{n}") for n in range(4))
    first = FirstPage(
        title="示例镇毛巾",
        subtitle="2021年",
        sentences=(Sentence("所处位置", words("示例镇毛巾单价低。" * length, "figures:2"), "firm", "确定", ""),),
        ladder=Ladder("", (), ()),
        seven=Strip("", cells),
        five=Strip("", ()),
        key=(),
        problems_title="",
        problems=tuple(
            Problem(f"p{n}", "p", words(f"问题{n}"), words("问题说明。" * length, "figures:2", "figures:3"), tag)
            for n in range(problems)
        ),
        no_problem="",
        advice_title="",
        advice=columns,
        evidence=words("读到一百行，采用"),
    )
    pages = tuple(Page(f"page{n}", "", "", words(f"第{n}问的答案。" * length, "figures:3"), ()) for n in range(4))
    cards = (
        Card("figures:2", 1, head, "12%", (), source=head),
        Card("figures:3", 2, "示例台", "12%", (), source="示例台"),
    )
    return Document(language, first, pages, cards)


def _advice(rule: str, who: str, tag: Tag) -> Advice:
    return Advice(rule, rule, who, who, tag, (Span("办一件事"),))  # type: ignore[arg-type]


def xml(path: Path, part: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read(part))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_says_the_reports_own_sentences(tmp_path: Path, language: str) -> None:
    document = report(language)
    write_brief(document, tmp_path / "brief.docx")
    written = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "brief.docx")).paragraphs)
    assert plain(document.first.sentences[0].runs) in written
    assert plain(document.first.problems[0].body) in written
    assert plain(document.pages[0].answer) in written
    assert plain(document.first.evidence) in written


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_brief(report(), tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    write_brief(report(problems=2), tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() != (tmp_path / "b.docx").read_bytes()


def test_no_time_of_writing_stands_in_the_file(tmp_path: Path) -> None:
    write_brief(report(), tmp_path / "brief.docx")
    with zipfile.ZipFile(tmp_path / "brief.docx") as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert re.findall(rb">(\d{4})-", archive.read("docProps/core.xml")) == [b"1980", b"1980"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_style_in_use_names_a_font_for_chinese(tmp_path: Path, language: str) -> None:
    write_brief(report(language), tmp_path / "brief.docx")
    fonts = {texts(language)[key] for key in texts(language) if key.startswith("brief.fonts.")}
    used = {item.get(f"{W}val") for item in xml(tmp_path / "brief.docx", "word/document.xml").iter(f"{W}pStyle")}
    known = {}
    for style in xml(tmp_path / "brief.docx", "word/styles.xml").iter(f"{W}style"):
        rfonts = style.find(f"{W}rPr/{W}rFonts")
        known[style.get(f"{W}styleId")] = rfonts.get(f"{W}eastAsia") if rfonts is not None else None
    assert used
    assert all(known[name] in fonts for name in {*used, "Normal"})


def test_each_figure_has_a_note_with_its_sources(tmp_path: Path) -> None:
    write_brief(report(), tmp_path / "brief.docx")
    marks = [
        mark.get(f"{W}id") for mark in xml(tmp_path / "brief.docx", "word/document.xml").iter(f"{W}footnoteReference")
    ]
    notes = {
        note.get(f"{W}id"): "".join(text.text or "" for text in note.iter(f"{W}t"))
        for note in xml(tmp_path / "brief.docx", "word/footnotes.xml").iter(f"{W}footnote")
        if note.get(f"{W}type") is None
    }
    assert marks == [str(number) for number in range(1, len(marks) + 1)] == list(notes)
    assert "示例报" in notes["1"]


def test_text_from_outside_is_only_text(tmp_path: Path) -> None:
    write_brief(report(head=HOSTILE), tmp_path / "brief.docx")
    notes = "".join(text.text or "" for text in xml(tmp_path / "brief.docx", "word/footnotes.xml").iter(f"{W}t"))
    assert "<script>alert(1)</script> {0}  &amp;" in notes


@pytest.mark.parametrize("length", [1, 5, 12, 40])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_does_not_fit_is_left_out(language: str, length: int) -> None:
    kinds = styles(language)
    whole = compose(report(language, problems=9, length=length))
    kept = fit(whole, kinds, language)
    height = sum(
        kinds["Normal"].line * lines(point.head + plain(point.runs), kinds["Normal"].size, 440)
        for point in (*kept.situation, *kept.problems)
    )
    assert height < HEIGHT
    assert kept.title == whole.title
    assert kept.situation == whole.situation[: len(kept.situation)] or length > 5


def test_lines_are_counted_by_width() -> None:
    assert em("领带12") == pytest.approx(3)
    assert em("A") > em("a") > em(".")
    assert lines("", 12, 400) == 1
    assert lines("字" * 34, 12.5, 442.2) == 1
    assert lines("字" * 36, 12.5, 442.2) == 2
    assert lines("wordword " * 3, 10, 60) == 3
    assert lines("w" * 40, 10, 60) >= 4


def test_a_block_too_high_is_passed_over() -> None:
    from clustermark.report.brief_layout import Block

    assert fitting([Block(50), Block(80), Block(30, notes=10)], 100) == [0, 2]


def test_parts_stand_in_the_order_that_word_asks_for(tmp_path: Path) -> None:
    write_brief(report(), tmp_path / "brief.docx")
    body, settings = (xml(tmp_path / "brief.docx", f"word/{part}.xml") for part in ("document", "settings"))

    def names(parent: ElementTree.Element | None) -> list[str]:
        assert parent is not None
        return [child.tag.removeprefix(W) for child in parent]

    assert names(body.find(f".//{W}tblPr")) == ["tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    assert names(body.find(f".//{W}sectPr"))[:4] == ["footerReference", "footerReference", "footnotePr", "pgSz"]
    assert names(settings).index("footnotePr") + 1 == names(settings).index("compat")
    known = ["keepNext", "pageBreakBefore", "widowControl", "autoSpaceDE", "autoSpaceDN", "spacing", "ind", "jc"]
    for properties in xml(tmp_path / "brief.docx", "word/styles.xml").iter(f"{W}pPr"):
        found = [name for name in names(properties) if name in known]
        assert found == sorted(found, key=known.index)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_office_program_sets_it_on_two_pages(tmp_path: Path, language: str) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice was found: whether the brief takes two pages was estimated and not seen")
    write_brief(report(language, problems=9, length=5), tmp_path / "brief.docx")
    convert = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*convert, "brief.docx"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert len(PdfReader(tmp_path / "brief.pdf").pages) == 2
