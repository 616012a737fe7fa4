"""The Global Knowledge Graph of GDELT: a line an article, 27 columns parted by tabs, without a header."""

import html
import re

from clustermark.evidence.clean import Broken, broken
from clustermark.evidence.layouts.laid import AsideKind
from clustermark.evidence.layouts.records import Records, text_of
from clustermark.study.model import Source

_COLUMNS = 27
_RECORD = re.compile(rb"\d{14}-T?\d+\t\d{14}\t")
_DATE, _OUTLET, _URL, _TONE, _TRANSLATED, _EXTRAS = 1, 3, 4, 15, 25, 26
_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_LANGUAGE = re.compile(r"srclc:(\w+)")
_HEADER = ("date", "outlet", "channel", "language", "title", "item", "sentiment", "url")


def looks_like_gkg(data: bytes) -> bool:
    """Whether a file is one of the Global Knowledge Graph."""
    return _RECORD.match(data) is not None and data[:1_000_000].split(b"\n", 1)[0].count(b"\t") == _COLUMNS - 1


def gkg_records(data: bytes, source: Source) -> Records:
    """The articles of the file: title, host, tone; a line of another number of columns is quarantined."""
    text, encoding = text_of(data, source)
    rows: list[list[str]] = []
    wrong: dict[int, Broken] = {}
    aside: dict[int, AsideKind] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        cells = line.rstrip("\r").split("\t")
        if len(cells) == _COLUMNS:
            rows.append(_row(cells))
            continue
        rows.append([])
        if line.strip():
            wrong[number] = broken("", line[:200], "record.unreadable", text=line[:60])
        else:
            aside[number] = "blank"
    return Records("gdelt-gkg", _HEADER, rows, wrong, aside, encoding)


def _row(cells: list[str]) -> list[str]:
    title = _TITLE.search(cells[_EXTRAS])
    language = _LANGUAGE.search(cells[_TRANSLATED])
    return [
        cells[_DATE],
        cells[_OUTLET],
        "earned",
        language[1] if language else "",
        html.unescape(title[1]).strip() if title else "",
        cells[0],
        cells[_TONE].partition(",")[0],
        cells[_URL],
    ]
