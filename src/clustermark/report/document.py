"""The one document model: what the report says, without how it looks. HTML and Word are written from it.

A document is in one language. Its first page is fixed in form; every other page is a question, an answer and blocks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from clustermark.findings.model import State
from clustermark.words.catalogue import text
from clustermark.words.inline import Inline, plain

TagState = Literal["firm", "leaning", "conflicting", "insufficient", "not judged"]
Verdict = Literal["identical", "same-direction", "different", "not-distinguishable", "no-evidence"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as a boxed word: "firm", "not judged: 2 of 3 conditions met"."""

    state: TagState
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a block within a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` says how loud it is."""

    runs: Inline
    role: Literal["body", "small", "source"] = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its lines, a code from 0 to 1 drawn as a bar, a pair's verdict or a missing value's reason."""

    lines: tuple[Inline, ...] = ()
    level: float | None = None
    note: str = ""  # grade, n, year
    verdict: Verdict | None = None
    verdict_text: str = ""
    missing: str = ""  # the reason why nothing stands here
    number: bool = False
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with its name."""

    name: Inline
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `form` is matrix (the clusters), list (text) or data (behind a chart)."""

    head: tuple[str, ...]  # the first stands above the row names
    rows: tuple[Row, ...]
    caption: str = ""
    form: Literal["matrix", "list", "data"] = "list"
    focus_column: int | None = None  # index into the cells
    numbers: tuple[int, ...] = ()  # indices of the cells that are right-aligned


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data: a Vega-Lite specification for each width, and what it shows in words."""

    wide: Mapping[str, object]
    narrow: Mapping[str, object]
    alternative: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its finding as title, its measure as subtitle, its sources beneath and the table behind it."""

    id: str
    title: Inline
    subtitle: str
    chart: Chart
    source: Inline = ()
    table: Table | None = None
    table_title: str = ""


@dataclass(frozen=True, slots=True)
class StripCell:
    """One part of a strip: name, verdict of a few words, state, the line under it, the page it leads to."""

    row: str
    name: str
    verdict: str
    state: State
    state_word: str
    note: str
    target: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip of verdicts."""

    title: str
    cells: tuple[StripCell, ...]


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A step of the consumer's price: its name, its amount as a number-link, its size for the drawing."""

    name: str
    amount: Inline
    label: str
    size: float
    kind: Literal["factory", "between", "end", "rest"]  # rest: what the tiers leave unexplained


@dataclass(frozen=True, slots=True)
class Ladder:
    """The consumer's price from the shop to the factory; no steps where the study has none."""

    title: str
    steps: tuple[LadderStep, ...]
    note: Inline
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of the three sentences of the first page: its label, its words, its state and the line after it."""

    label: str
    runs: Inline
    state: State
    state_word: str
    note: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem that fired."""

    id: str
    rule: str
    head: Inline
    body: Inline
    tag: Tag


@dataclass(frozen=True, slots=True)
class Advice:
    """A suggestion: whom it addresses, what to do, how sure, and the lines under it (label, words)."""

    id: str
    rule: str
    addressee: Literal["enterprise", "government", "association"]
    addressee_word: str
    tag: Tag
    do: Inline
    lines: tuple[tuple[str, Inline], ...] = ()
    held: tuple["Advice", ...] = ()  # the suggestions that it holds back, printed below it
    title: str = ""


@dataclass(frozen=True, slots=True)
class AdviceColumn:
    """The suggestions to one addressee on the first page; `quiet` says what was not judged or does not apply."""

    addressee: Literal["enterprise", "government", "association"]
    title: str
    advice: tuple[Advice, ...]
    quiet: Inline = ()


@dataclass(frozen=True, slots=True)
class AdviceList:
    """Suggestions in full, in one block of a page."""

    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class ProblemList:
    """Problems in full, in one block of a page."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A cited row of evidence.

    `number` is its place in the list; `source` is who published it and when; `address` is outside text: check it
    before linking.
    """

    reference: str
    number: int
    head: str
    value: str
    fields: tuple[tuple[str, str], ...]
    address: str = ""
    confidential: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class CardList:
    """Where the list of cited rows stands in a page."""


Block = Heading | Paragraph | Items | Table | Figure | AdviceList | ProblemList | CardList


@dataclass(frozen=True, slots=True)
class Aside:
    """A block beside the chart: how sure and why, what would change it, what is missing."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its short name for the contents, its question, its answer, its blocks and what stands beside them."""

    id: str
    name: str
    question: str
    answer: Inline
    blocks: tuple[Block, ...]
    asides: tuple[Aside, ...] = ()
    contents: str | None = None  # how the contents call it; None: by its name, "": not at all


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The first page, one A4 sheet in print."""

    title: str
    subtitle: str
    sentences: tuple[Sentence, ...]
    ladder: Ladder
    seven: Strip
    five: Strip
    key: tuple[tuple[str, str], ...]  # (state or "", words)
    problems_title: str
    problems: tuple[Problem, ...]
    no_problem: str
    advice_title: str
    advice: tuple[AdviceColumn, ...]
    evidence: Inline


@dataclass(frozen=True, slots=True)
class Document:
    """A report in one language."""

    language: str
    first: FirstPage
    pages: tuple[Page, ...]
    cards: tuple[Card, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)  # reference -> number of its card


def three_sentences(document: Document) -> tuple[str, ...]:
    """The three sentences as plain text, for a terminal."""
    colon = text("report.colon", document.language)
    return tuple(f"{item.label}{colon}{plain(item.runs)}" for item in document.first.sentences)
