"""The text of a PDF transcript: lines as they were written, without page numbers and what stands on every page."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from clustermark.evidence.interviews import pdf_worker as worker
from clustermark.evidence.interviews.plain import MOST_SIGNS
from clustermark.evidence.readers.sheet import UnreadableFileError

_ENDS = tuple('.?!:;\u3002\uff1f\uff01\uff1a\uff1b\u2026\u201d"')
_BEGINS = re.compile("\\s*(?:[^:\uff1a]{1,30}[:\uff1a]|.{1,30}\\s\\d{1,2}:\\d{2}|\\d{1,2}:\\d{2})")
_NUMBER = re.compile("\\s*[-\u2013\u2014\u7b2c]*\\s*\\d{1,4}\\s*(?:/\\s*\\d{1,4}|\u9875)?\\s*[-\u2013\u2014]*\\s*")
_WIDE = ("\u2e80", "\uffef")
_SHORT = 12  # signs of a line that does not run on into the next one
_EDGE = 2  # lines at the top and bottom of a page that may stand on every page
_LEAST_PAGES = 3


def pdf_text(data: bytes) -> str:
    """The text of a PDF file, taken out in another process within bounds.

    Raises `UnreadableFileError`: `interview.pdf-library` where pypdf is not installed, `interview.damaged`,
    `interview.too-long`, `interview.pdf-scan` where the pages are pictures.
    """
    command = [sys.executable, "-P", "-m", worker.__name__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=worker.SECONDS + 5, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise UnreadableFileError("interview.unsafe") from None
    if done.returncode == worker.NO_LIBRARY:
        raise UnreadableFileError("interview.pdf-library")
    if done.returncode == worker.TOO_MUCH:
        raise UnreadableFileError("interview.too-long", most=MOST_SIGNS)
    if done.returncode in (worker.LOCKED, worker.DAMAGED):
        raise UnreadableFileError("interview.damaged")
    if done.returncode != 0:  # ended by the system
        raise UnreadableFileError("interview.unsafe")
    pages = [page.split("\n") for page in done.stdout.decode("utf-8").replace("\r", "").split(worker.PAGE)]
    lines = [line for page in _without_edges(pages) for line in page]
    if not any(line.strip() for line in lines):
        raise UnreadableFileError("interview.pdf-scan")
    return "\n".join(_joined(lines))


def _without_edges(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The pages without page numbers and without lines that stand at the edge of most pages."""
    filled = [[line for line in page if line.strip()] for page in pages]
    edges = Counter(line.strip() for page in filled for line in {*page[:_EDGE], *page[-_EDGE:]})
    often = {line for line, n in edges.items() if n >= _LEAST_PAGES and n * 2 > len(filled)}
    for page in filled:
        last = len(page) - _EDGE
        yield [
            line
            for at, line in enumerate(page)
            if not ((at < _EDGE or at >= last) and (line.strip() in often or _NUMBER.fullmatch(line)))
        ]


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Lines that were broken to fit the page, whole again."""
    held = ""
    for line in (line.strip() for line in lines):
        if held and _runs_on(held, line):
            held += line if _wide(held[-1]) and _wide(line[0]) else f" {line}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _runs_on(before: str, line: str) -> bool:
    broken = len(before) > _SHORT and not before.endswith(_ENDS)
    return bool(line) and broken and not _BEGINS.match(line) and not re.search(r"\d{1,2}:\d{2}$", before)


def _wide(sign: str) -> bool:
    return _WIDE[0] <= sign <= _WIDE[1]
