"""What the brief says: a choice from the report, the weightiest first, in the report's own sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from clustermark.report.document import Advice, Cell, Document, Page, Problem, ProblemList, StripCell, Table
from clustermark.suggestions.catalogue import rules
from clustermark.suggestions.grammar import Ask, Rule
from clustermark.words.catalogue import text
from clustermark.words.inline import Inline, fill, plain

SOURCES_IN_A_NOTE = 3
CIRCUMSTANCES_IN_A_CELL = 2


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered point: what it is about, its words and the sources of its figures."""

    head: str
    runs: Inline
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the table of tasks."""

    addressee: str
    act: Inline
    certainty: str
    not_if: str
    time: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The content of a brief. `tests_first` means that a test comes before what depends on it."""

    title: str
    subtitle: str
    intro: str
    situation: tuple[Point, ...]
    problems: tuple[Point, ...]
    tasks: tuple[Task, ...]
    gaps: tuple[Inline, ...]
    evidence: Inline
    tests_first: bool = False


def compose(document: Document) -> Brief:
    """Everything that a brief could say, each part with the weightiest first."""
    language, first = document.language, document.first
    advice = advised(document)
    return Brief(
        title=text("brief.title", language, cluster=first.title),
        subtitle=text("brief.subtitle", language, period=first.subtitle),
        intro=text("brief.intro", language, cluster=first.title),
        situation=situation(document),
        problems=tuple(_problem(item, document) for item in problems(document)),
        tasks=tuple(_task(item, language) for item in advice),
        gaps=gaps(document),
        evidence=first.evidence,
        tests_first=any(rules()[item.rule].blocks for item in advice),
    )


def situation(document: Document) -> tuple[Point, ...]:
    """Where the cluster stands, then the answers of the pages whose question the evidence can answer."""
    pages = {page.id: page for page in document.pages}
    stands = document.first.sentences[0]
    points = [Point(stands.label + stop(document), stands.runs, note(stands.runs, document))]
    for cell in (*document.first.seven.cells, *document.first.five.cells):
        page = pages.get(cell.target)
        if page is not None and cell.state != "insufficient":
            points.append(_answer(cell, page, document))
    return tuple(points)


def _answer(cell: StripCell, page: Page, document: Document) -> Point:
    return Point(cell.name + stop(document), page.answer, note(page.answer, document))


def stop(document: Document) -> str:
    """What ends the head of a point."""
    return text("brief.stop", document.language)


def problems(document: Document) -> list[Problem]:
    """The problems of the first page, then those that stand in full elsewhere, each once."""
    further = [
        problem
        for page in document.pages
        for block in page.blocks
        if isinstance(block, ProblemList)
        for problem in block.problems
    ]
    return list({problem.id: problem for problem in (*document.first.problems, *further)}.values())


def _problem(problem: Problem, document: Document) -> Point:
    return Point(plain(problem.head), problem.body, note(problem.body, document))


def advised(document: Document) -> list[Advice]:
    """The suggestions of the first page: one to each addressee in turn, those that fired before those not judged."""
    columns = [list(column.advice) for column in document.first.advice]
    turns = [
        column[turn] for turn in range(max(map(len, columns), default=0)) for column in columns if turn < len(column)
    ]
    return sorted(turns, key=lambda advice: advice.tag.state == "not judged")


def _task(advice: Advice, language: str) -> Task:
    rule = rules()[advice.rule]
    grade = text("brief.grade", language, grade=rule.strength or "", state=advice.tag.text)
    return Task(advice.addressee_word, advice.do, grade, not_if(rule, language), text("brief.fill", language))


def not_if(rule: Rule, language: str) -> str:
    """The circumstances in which a suggestion is wrong."""
    said = [item.ask if isinstance(item, Ask) else item.says for item in rule.unless]
    words = [circumstance.in_language(language) for circumstance in said if circumstance is not None]
    shown = text("brief.separator", language).join(words[:CIRCUMSTANCES_IN_A_CELL])
    if len(words) > CIRCUMSTANCES_IN_A_CELL:
        shown += text("brief.not-if-more", language, count=len(words) - CIRCUMSTANCES_IN_A_CELL)
    return shown or text("brief.no-condition", language)


def gaps(document: Document) -> tuple[Inline, ...]:
    """What to collect, the most decisive first: the rows of the page that lists it."""
    tables = [
        block for page in document.pages if page.id == "collect" for block in page.blocks if isinstance(block, Table)
    ]
    return tuple(
        fill(
            "brief.gap",
            document.language,
            measure=plain(row.name),
            now=_words(row.cells[0]),
            decides=_words(row.cells[1]),
        )
        for table in tables
        for row in table.rows
        if len(row.cells) > 1
    )


def _words(cell: Cell) -> str:
    return " ".join(plain(line) for line in cell.lines)


def note(runs: Inline, document: Document) -> str:
    """The sources of the figures in a text: each once, the first few named."""
    cards = {card.reference: card for card in document.cards}
    named = dict.fromkeys(cards[row].head for row in rows(runs) if row in cards and cards[row].head)
    if not named:
        return ""
    sources = text("brief.note-separator", document.language).join(list(named)[:SOURCES_IN_A_NOTE])
    if len(named) > SOURCES_IN_A_NOTE:
        sources += text("brief.note-more", document.language, count=len(named))
    return text("brief.note", document.language, sources=sources)


def rows(runs: Inline) -> Iterable[str]:
    """References of the rows behind the figures of a text."""
    return (row for run in runs for row in run.rows)
