"""Word files: styles with a font for each script, footnotes, borders, and the same bytes for the same content.

`python-docx` has no footnotes and stamps the time of writing into the file; both are dealt with here.
"""

import io
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CELL_MARGIN = 4  # left and right of a cell's text, in points
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
CHARACTERS_XML_CANNOT_HOLD = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


@dataclass(frozen=True, slots=True)
class Type:
    """How a paragraph style is set: fonts, size and line in points, weight, alignment, indent in characters."""

    east_asian: str
    latin: str
    size: float
    line: float
    bold: bool = False
    align: Literal["left", "center", "right"] = "left"
    first_line: float = 0.0  # in characters
    before: float = 0.0
    after: float = 0.0
    keep_with_next: bool = False


@dataclass
class Notes:
    """The footnotes of a document, in order of their marks."""

    texts: list[str] = field(default_factory=list)


def new_word_document(styles: Mapping[str, Type], margins: tuple[float, float, float, float]) -> WordDocument:
    """An empty A4 document with our styles; margins top, bottom, left, right in millimetres."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(side) for side in margins
    )
    section.header_distance, section.footer_distance = Mm(15), Mm(12)
    for name, kind in styles.items():
        known = name in {style.name for style in document.styles}
        style = document.styles[name] if known else document.styles.add_style(name, 1)
        assert isinstance(style, ParagraphStyle)
        _set_style(style, kind)
    return document


def _set_style(style: ParagraphStyle, kind: Type) -> None:
    style.font.name, style.font.size, style.font.bold = kind.latin, Pt(kind.size), kind.bold
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script, name in (
        ("eastAsia", kind.east_asian),
        ("cs", kind.latin),
        ("hAnsi", kind.latin),
        ("ascii", kind.latin),
    ):
        fonts.set(qn(f"w:{script}"), name)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "en-GB")
    spoken.set(qn("w:eastAsia"), "zh-CN")
    properties.append(spoken)
    layout = style.paragraph_format
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(kind.line)
    layout.space_before, layout.space_after = Pt(kind.before), Pt(kind.after)
    layout.keep_with_next, layout.widow_control = kind.keep_with_next, False
    layout.first_line_indent = Pt(kind.size * kind.first_line)
    alignment = OxmlElement("w:jc")
    alignment.set(qn("w:val"), kind.align)
    paragraph = style.element.get_or_add_pPr()
    for old in paragraph.findall(qn("w:jc")):
        paragraph.remove(old)
    paragraph._insert_jc(alignment)
    for name in ("autoSpaceDE", "autoSpaceDN"):  # no blank between Chinese and Latin or digits
        space = OxmlElement(f"w:{name}")
        space.set(qn("w:val"), "0")
        paragraph.insert_element_before(space, "w:spacing", "w:ind", "w:jc")


def clean(text: str) -> str:
    """Text that XML can hold: outside text may carry control characters."""
    return text.translate(CHARACTERS_XML_CANNOT_HOLD)


def add_run(paragraph: Paragraph, text: str, *, bold: bool = False, font: str = "") -> Run:
    """Add a run; `font` names another face for Chinese characters."""
    run = paragraph.add_run(clean(text))
    if bold:
        run.bold = True
    if font:
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def add_note(paragraph: Paragraph, notes: Notes, text: str) -> None:
    """Add a footnote mark. The same text keeps its own mark each time: Word numbers marks in order."""
    notes.texts.append(clean(text))
    run = paragraph.add_run()
    run.font.superscript = True
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(len(notes.texts)))
    run._element.append(mark)


def attach_notes(document: WordDocument, notes: Notes, style: str, number_format: str) -> None:
    """Write the part with the footnotes and say how they are numbered."""
    if not notes.texts:
        return
    identifier = document.styles[style].style_id
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" '
        f'w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    bodies = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{identifier}"/></w:pPr>'
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(notes.texts, 1)
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{NAMESPACE}">'
        f"{separators}{bodies}</w:footnotes>"
    )
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    _name_separators(document)
    for section in document.sections:
        properties = OxmlElement("w:footnotePr")
        numbering = OxmlElement("w:numFmt")
        numbering.set(qn("w:val"), number_format)
        properties.append(numbering)
        references = section._sectPr.xpath("./w:headerReference | ./w:footerReference")
        section._sectPr.insert(len(references), properties)


def _name_separators(document: WordDocument) -> None:
    """Tell Word which footnotes are the rules above the others."""
    properties = OxmlElement("w:footnotePr")
    for number in (-1, 0):
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(number))
        properties.append(note)
    document.settings.element.insert_element_before(properties, "w:endnotePr", "w:compat")


def number_pages(document: WordDocument, section: Section, style: str) -> None:
    """ "— 1 —" at the foot: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles[style]
        alignment = OxmlElement("w:jc")
        alignment.set(qn("w:val"), side)
        paragraph._element.get_or_add_pPr()._insert_jc(alignment)
        paragraph.add_run("\u2014 ")
        page = OxmlElement("w:fldSimple")
        page.set(qn("w:instr"), "PAGE")
        page.append(paragraph.add_run("1")._element)
        paragraph._element.append(page)
        paragraph.add_run(" \u2014")


def rule_table(table: Table, widths: Sequence[float]) -> None:
    """Black rules around every cell, fixed column widths in points, the head repeated, rows kept whole."""
    table.autofit = False
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "5"), ("space", "0"), ("color", "000000")):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(_cell_margins(), "w:tblLook")
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
        for cell in column.cells:
            cell.width = Pt(width)
    for number, row in enumerate(table.rows):
        row_properties = row._tr.get_or_add_trPr()
        row_properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            row_properties.append(OxmlElement("w:tblHeader"))


def _cell_margins() -> BaseOxmlElement:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(CELL_MARGIN * 20))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def save(document: WordDocument, path: Path, *, title: str, language: str) -> None:
    """Write the file atomically; the same content gives the same bytes."""
    core = document.core_properties
    core.title, core.author, core.last_modified_by = clean(title), "Clustermark", "Clustermark"
    core.comments, core.keywords, core.subject, core.revision = "", "", "", 1
    core.language = "zh-CN" if language == "zh" else "en-GB"
    core.created = core.modified = datetime(*FIXED_TIME)
    written = io.BytesIO()
    document.save(written)
    temporary = path.with_name(f".{path.name}.partial")
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out,
    ):
        for name in sorted(source.namelist(), key=lambda item: (item != "[Content_Types].xml", item)):
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            out.writestr(entry, source.read(name))
    os.replace(temporary, path)
