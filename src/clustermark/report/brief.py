"""The brief: what the report says, on two A4 pages in the style of an official note, as a Word file.

Every sentence is one of the report's own; only headings and the frame around them are the brief's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from clustermark.report import brief_layout as layout
from clustermark.report import word_file
from clustermark.report.brief_content import Brief, Point, Task, compose
from clustermark.report.brief_layout import Block
from clustermark.report.brief_plan import add_plan, plan_height
from clustermark.report.document import Document
from clustermark.report.word_file import Notes, Type
from clustermark.words.catalogue import text
from clustermark.words.inline import Inline, inline, join, plain

TITLE, SUBTITLE, BODY, HEADING = "Brief Title", "Brief Subtitle", "Normal", "Brief Heading"
CAPTION, CELL, HEAD_CELL, NOTE, FOOT = "Brief Caption", "Brief Cell", "Brief Head Cell", "Brief Note", "Brief Foot"
COLUMNS = {"zh": (0.08, 0.4, 0.075, 0.075, 0.25, 0.12), "en": (0.14, 0.35, 0.08, 0.1, 0.205, 0.125)}
HEADS = ("addressee", "act", "grade", "state", "not-if", "time")
LEAST_GAPS, MOST_GAPS, LEAST_GAPS_BESIDE_PLAN = 3, 9, 1
NOTE_RULE = 16.0  # the rule above the notes, and the space around it


def styles(language: str) -> dict[str, Type]:
    """The paragraph styles of a brief."""

    def font(name: str) -> str:
        return text(f"brief.fonts.{name}", language)

    latin, zh = font("latin"), language == "zh"
    body, second = font("body"), font("second")
    heading, heading_latin = font("heading"), font("heading-latin")
    size, line, indent = (12.5, 22.5, 2.0) if zh else (11.0, 16.0, 0.0)
    return {
        BODY: Type(body, latin, size, line, first_line=indent, after=0 if zh else 4),
        TITLE: Type(font("title"), latin, 20 if zh else 18, 30 if zh else 24, bold=True, align="center", after=4),
        SUBTITLE: Type(second, latin, 10.5 if zh else 9, 18 if zh else 13, align="center", after=9),
        HEADING: Type(
            heading, heading_latin, 13, 24 if zh else 20, True, first_line=indent, before=3, keep_with_next=True
        ),
        CAPTION: Type(heading, heading_latin, 11, 18, bold=True, align="center", after=3, keep_with_next=True),
        CELL: Type(body, latin, 10.5 if zh else 9.5, 15.5 if zh else 12.5),
        HEAD_CELL: Type(heading, heading_latin, 10.5 if zh else 9, 15.5 if zh else 12.5, align="center"),
        NOTE: Type(body, latin, 9, 13 if zh else 11),
        FOOT: Type(body, latin, 12, 14),
    }


def write_brief(document: Document, path: Path) -> None:
    """Write the brief of a report as a Word file of two pages: atomically, the same bytes for the same report."""
    language = document.language
    kinds = styles(language)
    brief = fit(compose(document), kinds, language)
    word = word_file.new_word_document(kinds, layout.MARGINS)
    notes = Notes()
    _first_page(word, brief, notes, language)
    _second_page(word, brief, language)
    word_file.number_pages(word, word.sections[0], FOOT)
    number_format = "decimalEnclosedCircleChinese" if language == "zh" else "decimal"
    word_file.attach_notes(word, notes, NOTE, number_format)
    word_file.save(word, path, title=brief.title, language=language)


def fit(brief: Brief, kinds: dict[str, Type], language: str) -> Brief:
    """Leave out what does not fit on two pages, the least weighty first."""
    frame = ((brief.title, TITLE), (brief.subtitle, SUBTITLE), (brief.intro, BODY))
    first = [layout.paragraph_height(words, kinds[style]) for words, style in frame]
    first += [2 * _heading(kinds), NOTE_RULE]
    points = [(0, index) for index in range(len(brief.situation))] + [
        (1, index) for index in range(len(brief.problems))
    ]
    points.sort(key=lambda pair: (pair[1], pair[0]))  # the first of each, then the second of each
    blocks = [_point_block((brief.situation, brief.problems)[part][index], kinds, language) for part, index in points]
    kept = {points[index] for index in layout.fitting(blocks, layout.HEIGHT - sum(first))}
    situation = tuple(item for index, item in enumerate(brief.situation) if (0, index) in kept)
    problems = tuple(item for index, item in enumerate(brief.problems) if (1, index) in kept)
    tasks, gaps = _fit_second(brief, kinds, language)
    return replace(brief, situation=situation, problems=problems, tasks=tasks, gaps=gaps)


def _fit_second(brief: Brief, kinds: dict[str, Type], language: str) -> tuple[tuple[Task, ...], tuple[Inline, ...]]:
    """Tasks first, room for the most decisive gaps kept free; then as many gaps as there is room for."""
    widths = _widths(language)
    fixed = [3 * _heading(kinds), layout.row_height(_table_head(language), widths, kinds[HEAD_CELL])]
    paragraphs = [(_lead(True, language), BODY), (text("brief.table.caption", language), CAPTION)]
    paragraphs += [(text("brief.grades", language), CELL), (plain(_closing(brief, language)), BODY)]
    fixed += [layout.paragraph_height(words, kinds[style]) for words, style in paragraphs]
    fixed.append(plan_height(brief.plan, kinds[HEAD_CELL], kinds[CELL], kinds[CAPTION], language))
    room = layout.HEIGHT - sum(fixed)

    def height(gaps: Sequence[Inline]) -> float:
        return layout.paragraph_height(plain(_gaps(gaps, language)), kinds[BODY])

    rows = [Block(layout.row_height(_task_texts(task), widths, kinds[CELL])) for task in brief.tasks]
    least = LEAST_GAPS_BESIDE_PLAN if brief.plan else LEAST_GAPS
    tasks = layout.fitting(rows, room - height(brief.gaps[:least]))
    room -= sum(rows[index].height for index in tasks)
    most = min(len(brief.gaps), MOST_GAPS)
    count = next((count for count in range(most, 0, -1) if height(brief.gaps[:count]) <= room), 0)
    return tuple(brief.tasks[index] for index in tasks), brief.gaps[:count]


def _heading(kinds: dict[str, Type]) -> float:
    return kinds[HEADING].line + kinds[HEADING].before


def _point_block(point: Point, kinds: dict[str, Type], language: str) -> Block:
    words = _numbered(0, language) + point.head + plain(point.runs)
    notes = kinds[NOTE].line * layout.lines(point.note, kinds[NOTE].size, layout.WIDTH, 2) if point.note else 0.0
    return Block(layout.paragraph_height(words, kinds[BODY]), notes)


def _numbered(index: int, language: str) -> str:
    return text("brief.ordinal", language, number=text(f"brief.numerals.{index + 1}", language))


def _widths(language: str) -> list[float]:
    """Widths of the table's columns in points."""
    return [layout.WIDTH * share for share in COLUMNS.get(language, COLUMNS["en"])]


def _table_head(language: str) -> list[str]:
    return [text(f"brief.table.{name}", language) for name in HEADS]


def _task_texts(task: Task) -> list[str]:
    return [task.addressee, plain(task.act), task.grade, task.state, task.not_if, task.time]


def _first_page(word: WordDocument, brief: Brief, notes: Notes, language: str) -> None:
    _paragraph(word, brief.title, TITLE)
    _paragraph(word, brief.subtitle, SUBTITLE)
    _paragraph(word, brief.intro, BODY)
    _paragraph(word, text("brief.heading.situation", language), HEADING)
    _points(word, brief.situation, notes, language)
    _paragraph(word, text("brief.heading.problems", language), HEADING)
    _points(word, brief.problems, notes, language)
    if not brief.problems:
        _paragraph(word, text("brief.no-problem", language), BODY)


def _second_page(word: WordDocument, brief: Brief, language: str) -> None:
    heading = _paragraph(word, text("brief.heading.advice", language), HEADING)
    heading.paragraph_format.page_break_before = True
    if brief.tasks:
        _paragraph(word, _lead(any(task.holds_back for task in brief.tasks), language), BODY)
        _paragraph(word, text("brief.table.caption", language), CAPTION)
        _task_table(word, brief.tasks, language)
        _paragraph(word, text("brief.grades", language), CELL)
    else:
        _paragraph(word, text("brief.no-advice", language), BODY)
    add_plan(word, brief.plan, (HEAD_CELL, CELL, CAPTION), language)
    _paragraph(word, text("brief.heading.collect", language), HEADING)
    _runs(_paragraph(word, "", BODY), _gaps(brief.gaps, language))
    _paragraph(word, text("brief.heading.evidence", language), HEADING)
    _runs(_paragraph(word, "", BODY), _closing(brief, language))


def _lead(tests_first: bool, language: str) -> str:
    """What stands above the table."""
    lead = text("brief.lead" if tests_first else "brief.lead-plain", language)
    return lead + text("brief.space", language) + text("brief.fill-sentence", language)


def _gaps(gaps: Sequence[Inline], language: str) -> Inline:
    """What to collect, in one paragraph."""
    if not gaps:
        return inline(text("brief.no-gap", language))
    numbered = [inline(_numbered(index, language), gap) for index, gap in enumerate(gaps)]
    return inline(text("brief.gap-lead", language), join(numbered, text("brief.separator", language)), _end(language))


def _end(language: str) -> str:
    return text("brief.stop", language).rstrip()


def _closing(brief: Brief, language: str) -> Inline:
    """The line on the evidence, and where every figure can be followed."""
    return inline(brief.evidence, text("brief.space", language), text("brief.footer", language))


def _task_table(word: WordDocument, tasks: Sequence[Task], language: str) -> None:
    table = word.add_table(rows=1 + len(tasks), cols=len(_table_head(language)))
    for cell, words in zip(table.rows[0].cells, _table_head(language), strict=True):
        _fill(cell.paragraphs[0], words, HEAD_CELL, word)
    for row, task in zip(table.rows[1:], tasks, strict=True):
        for cell, words in zip(row.cells, _task_texts(task), strict=True):
            _fill(cell.paragraphs[0], words, CELL, word)
    word_file.rule_table(table, _widths(language))


def _points(word: WordDocument, points: Iterable[Point], notes: Notes, language: str) -> None:
    second = text("brief.fonts.second", language)
    for index, point in enumerate(points):
        paragraph = _paragraph(word, "", BODY)
        word_file.add_run(paragraph, _numbered(index, language) + point.head, bold=True, font=second)
        _runs(paragraph, point.runs)
        if point.note:
            word_file.add_note(paragraph, notes, point.note)


def _paragraph(word: WordDocument, words: str, style: str) -> Paragraph:
    return word.add_paragraph(word_file.clean(words), style=word.styles[style])


def _fill(paragraph: Paragraph, words: str, style: str, word: WordDocument) -> None:
    paragraph.style = word.styles[style]
    word_file.add_run(paragraph, words)


def _runs(paragraph: Paragraph, runs: Inline) -> None:
    for run in runs:
        word_file.add_run(paragraph, run.text, bold=run.role in ("strong", "state"))
