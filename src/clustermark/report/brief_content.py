"""What the brief says: a choice from the report, the weightiest first, in the report's own sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from clustermark.report.brief_plan import plan_rows
from clustermark.report.document import Advice, AdviceList, Cell, Document, Page, Problem, ProblemList, StripCell, Table
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
    grade: str
    state: str
    not_if: str
    time: str
    holds_back: bool = False  # others wait for it


@dataclass(frozen=True, slots=True)
class Brief:
    """The content of a brief."""

    title: str
    subtitle: str
    intro: str
    situation: tuple[Point, ...]
    problems: tuple[Point, ...]
    tasks: tuple[Task, ...]
    gaps: tuple[Inline, ...]
    evidence: Inline
    plan: tuple[tuple[str, ...], ...] = ()  # head and rows of the communication plan


def compose(document: Document) -> Brief:
    """Everything that a brief could say, each part with the weightiest first."""
    language, first = document.language, document.first
    return Brief(
        title=text("brief.title", language, cluster=first.title),
        subtitle=text("brief.subtitle", language, period=first.subtitle.rstrip(text("brief.stop", language))),
        intro=text("brief.intro", language, cluster=first.title),
        situation=situation(document),
        problems=tuple(_problem(item, document) for item in problems(document)),
        tasks=tuple(_task(item, language) for item in advised(document)),
        gaps=gaps(document),
        evidence=first.evidence,
        plan=plan_rows(document),
    )


def situation(document: Document) -> tuple[Point, ...]:
    """Where the cluster stands, then the answers of the pages whose question the evidence can answer.

    A page that would repeat mostly what was said already is passed over.
    """
    pages = {page.id: page for page in document.pages}
    stands = document.first.sentences[0]
    points = [Point(stands.label + stop(document), stands.runs, note(stands.runs, document))]
    said = figures(stands.runs)
    for cell in (*document.first.seven.cells, *document.first.five.cells):
        page = pages.get(cell.target)
        if page is None or cell.state == "insufficient":
            continue
        new = figures(page.answer) - said
        if not figures(page.answer) or 2 * len(new) > len(figures(page.answer)):
            points.append(_answer(cell, page, document))
            said |= new
    return tuple(points)


def figures(runs: Inline) -> set[str]:
    """Ids of the findings that a text gives."""
    return {run.finding for run in runs if run.finding}


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
    head = plain(problem.head) + text("brief.space", document.language)
    return Point(head, problem.body, note(problem.body, document))


def advised(document: Document) -> list[Advice]:
    """The suggestions that fired: those that others wait for, those of the first page, the others by turns.

    Where none fired for an addressee, the nearest that was not judged stands at the end.
    """
    first = [advice for column in document.first.advice for advice in column.advice]
    further = [
        advice
        for page in document.pages
        for block in page.blocks
        if isinstance(block, AdviceList)
        for advice in block.advice
        if advice.tag.state != "not judged"
    ]
    by_addressee: dict[str, list[Advice]] = {}
    for advice in {advice.id: advice for advice in (*first, *further)}.values():
        by_addressee.setdefault(advice.addressee, []).append(advice)
    turns = [advice for turn in zip_longest(*by_addressee.values()) for advice in turn if advice is not None]
    return sorted(turns, key=lambda advice: (advice.tag.state == "not judged", not rules()[advice.rule].blocks))


def _task(advice: Advice, language: str) -> Task:
    rule = rules()[advice.rule]
    grade = "brief.grade-problem" if rule.evidence_about == "problem" else "brief.grade"
    return Task(
        addressee=advice.addressee_word,
        act=advice.do,
        grade=text(grade, language, grade=rule.strength or ""),
        state=advice.tag.text,
        not_if=not_if(rule, language),
        time=text("brief.fill", language),
        holds_back=bool(rule.blocks),
    )


def not_if(rule: Rule, language: str) -> str:
    """The circumstances in which a suggestion is wrong."""
    said = [item.ask if isinstance(item, Ask) else item.says for item in rule.unless]
    words = [circumstance.in_language(language) for circumstance in said if circumstance is not None]
    shown = text("brief.separator", language).join(words[:CIRCUMSTANCES_IN_A_CELL])
    if len(words) > CIRCUMSTANCES_IN_A_CELL:
        shown += text("brief.not-if-more", language, count=len(words) - CIRCUMSTANCES_IN_A_CELL)
    return shown or text("brief.no-condition", language)


def gaps(document: Document) -> tuple[Inline, ...]:
    """What to collect, the most decisive first, as the report lists it, with how many rules wait for each."""
    language = document.language
    tables = [
        block for page in document.pages if page.id == "collect" for block in page.blocks if isinstance(block, Table)
    ]
    found = []
    for row in (row for table in tables for row in table.rows if len(row.cells) > 1):
        waiting = _words(row.cells[1]).count(text("sentences.form.joint", language)) + 1
        name, now = plain(row.name), _words(row.cells[0])
        named = now if name in now else name + text("report.in-brackets", language, words=now)
        found.append(fill("brief.gap", language, measure=named, count=waiting))
    return tuple(found)


def _words(cell: Cell) -> str:
    return " ".join(plain(line) for line in cell.lines)


def note(runs: Inline, document: Document) -> str:
    """The sources of the figures in a text: each once, the first few named."""
    cards = {card.reference: card for card in document.cards}
    named = dict.fromkeys(cards[row].source for row in rows(runs) if row in cards and cards[row].source)
    if not named:
        return ""
    sources = text("brief.note-separator", document.language).join(list(named)[:SOURCES_IN_A_NOTE])
    if len(named) > SOURCES_IN_A_NOTE:
        sources += text("brief.note-more", document.language, count=len(named))
    return text("brief.note", document.language, sources=sources)


def rows(runs: Inline) -> Iterable[str]:
    """References of the rows behind the figures of a text."""
    return (row for run in runs for row in run.rows)
