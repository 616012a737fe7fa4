"""Which sentence of the example's reports and briefs holds a text: for `language_review.py`."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

from docx import Document

from clustermark.cli.whole import run_study

INLINE = frozenset(["a", "span", "b", "strong", "em", "sup", "small", "tspan"])
APART = frozenset(["lab", "nm", "vd", "st", "c"])  # spans that a reader sees as lines of their own
LONGEST = 160
SLOT = re.compile(r"\{[a-z_0-9]*\}")
ENDS = "。；！？\n"


class _Blocks(HTMLParser):
    """The Chinese text of a report, a block a string."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[str] = []
        self._silent = 0
        self._spans: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._silent += 1
        apart = dict(attrs).get("class") in APART
        if tag == "span":
            self._spans.append(apart)
        if tag not in INLINE or apart:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._silent -= 1
        apart = tag == "span" and bool(self._spans) and self._spans.pop()
        if tag not in INLINE or apart:
            self._close()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._open.append(data)

    def _close(self) -> None:
        text = " ".join("".join(self._open).split())
        self._open = []
        if text:
            self.found.append(text)


def blocks(html: str) -> list[str]:
    """The text of each block of an HTML page, in order."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    return parser.found


def sentences(example: Path, focuses: Sequence[str], scratch: Path) -> list[str]:
    """Every block of the Chinese reports and briefs of the example, one focus after another, each text once."""
    found: dict[str, None] = {}
    study = scratch / "study"
    shutil.copytree(example, study, ignore=shutil.ignore_patterns(".*"))
    for focus in focuses:
        result = run_study(study, out=scratch / focus, language="zh", focus=focus)
        for text in blocks((result.out / "report.html").read_text(encoding="utf-8")):
            found[text] = None
        for text in _paragraphs(result.out / "brief.docx"):
            found[text] = None
    return list(found)


def _paragraphs(path: Path) -> Iterator[str]:
    document = Document(str(path))
    for paragraph in document.paragraphs:
        yield paragraph.text
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield cell.text


def rendered(texts: Mapping[str, str], read: Sequence[str]) -> dict[str, str]:
    """For each text that occurs in what was read, the first sentence that holds it."""
    found = {}
    for key, text in texts.items():
        sentence = _first(text, read)
        if sentence:
            found[key] = sentence
    return found


def _first(text: str, read: Sequence[str]) -> str:
    literals = [part for part in SLOT.split(text.strip()) if part]
    letters = sum(character.isalnum() for part in literals for character in part)
    if letters < 2:
        return ""
    longest = max(literals, key=len)
    if SLOT.search(text) is None and letters < 4:
        return next((block for block in read if block.strip("：。") == text.strip("：。")), "")
    pattern = re.compile(".{0,120}?".join(re.escape(part) for part in literals))
    for block in read:
        if longest in block and (match := pattern.search(block)):
            return _sentence(block, match.start(), match.end())
    return ""


def _sentence(block: str, start: int, end: int) -> str:
    """The sentence around a match, shortened where it is long."""
    first = max(block.rfind(mark, 0, start) for mark in ENDS) + 1
    ends = [place for mark in ENDS if (place := block.find(mark, max(end - 1, 0))) >= 0]
    sentence = block[first : min(ends) + 1 if ends else len(block)].strip()
    return sentence if len(sentence) <= LONGEST else sentence[:LONGEST] + "…"
