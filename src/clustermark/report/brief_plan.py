"""The communication plan in the brief: a short table, a row a target group, where the report has a plan."""

import re
from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.styles.style import ParagraphStyle

from clustermark.report import brief_layout as layout
from clustermark.report import word_file
from clustermark.report.document import Document
from clustermark.report.plan_file import cell_text, plan_of, table_of
from clustermark.report.word_file import Type
from clustermark.words.catalogue import text
from clustermark.words.inline import plain

COLUMNS = (0, 1, 2, 4, 5)  # of the plan's cells: message, channels, who acts, share, measure
SHARES = {"zh": (0.14, 0.21, 0.2, 0.16, 0.11, 0.18), "en": (0.14, 0.22, 0.21, 0.15, 0.1, 0.18)}
MOST = 3  # groups
LONGEST = 46  # letters of a cell
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\uff08[^\uff08\uff09]*\uff09)")  # shares and intervals stand in the workbook


def plan_rows(document: Document) -> tuple[tuple[str, ...], ...]:
    """The head and the first groups of the plan; nothing where the report has none."""
    page = plan_of(document)
    if page is None:
        return ()
    table = table_of(page)
    head = (table.head[0], *(table.head[at + 1] for at in COLUMNS))
    rows = ((plain(row.name), *(_short(cell_text(row.cells[at])) for at in COLUMNS)) for row in table.rows[:MOST])
    return (head, *rows)


def _short(words: str) -> str:
    """A cell without what stands in brackets, cut to a few lines."""
    words = _BRACKETS.sub("", words)
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST - 1].rstrip() + "…"


def plan_height(rows: Sequence[Sequence[str]], head: Type, cell: Type, caption: Type, language: str) -> float:
    """The room that the table takes with its caption, in points."""
    if not rows:
        return 0.0
    widths = _widths(language)
    tall = layout.row_height(rows[0], widths, head) + sum(layout.row_height(row, widths, cell) for row in rows[1:])
    return tall + layout.paragraph_height(_caption(language), caption)


def _widths(language: str) -> list[float]:
    return [layout.WIDTH * share for share in SHARES.get(language, SHARES["en"])]


def _caption(language: str) -> str:
    return text("brief.table.plan", language)


def add_plan(word: WordDocument, rows: Sequence[Sequence[str]], styles: tuple[str, str, str], language: str) -> None:
    """Put the table into the brief; `styles` name those of its head, its cells and its caption."""
    if not rows:
        return
    head, cell, caption = styles
    word.add_paragraph(_caption(language), style=word.styles[caption])
    table = word.add_table(rows=len(rows), cols=len(rows[0]))
    for at, (line, words) in enumerate(zip(table.rows, rows, strict=True)):
        for box, said in zip(line.cells, words, strict=True):
            style = word.styles[head if at == 0 else cell]
            assert isinstance(style, ParagraphStyle)
            box.paragraphs[0].style = style
            word_file.add_run(box.paragraphs[0], said)
    word_file.rule_table(table, _widths(language))
