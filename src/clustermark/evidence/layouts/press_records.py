"""Articles of press services: RIS, the text files of LexisNexis, the pages of Factiva. The nth article is row n."""

import re
from collections.abc import Iterable, Mapping

from clustermark.evidence.clean import Broken, broken
from clustermark.evidence.layouts.records import Records, text_of
from clustermark.evidence.readers.html_reader import read_html
from clustermark.study.model import Source

_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_RIS_COLUMNS = {
    "TI": "title", "T1": "title", "JO": "outlet", "T2": "outlet", "JF": "outlet", "DA": "date", "PY": "date",
    "Y1": "date", "AB": "text", "N2": "text", "LA": "language", "UR": "url", "ID": "item", "AN": "item", "KW": "query",
}  # fmt: skip
_NEXIS_START = re.compile(
    r"^[ \t]*\d+ (?:of|von|de) \d+ DOCUMENTS?[ \t]*$|^[ \t]*Doku?ment \d+ (?:von|de) \d+[ \t]*$", re.M
)
_NEXIS_FIELD = re.compile(r"^([A-Z\u00c4\u00d6\u00dc][A-Z\u00c4\u00d6\u00dc -]{2,24}): ?(.*)$")
_NEXIS_COLUMNS = {
    "LANGUAGE": "language", "SPRACHE": "language", "LANGUE": "language", "PUBLICATION-TYPE": "platform",
}  # fmt: skip
_FACTIVA_COLUMNS = {"HD": "title", "SN": "outlet", "PD": "date", "LA": "language", "AN": "item", "RE": "place"}
_COLUMNS = ("date", "outlet", "platform", "place", "language", "title", "text", "item", "query", "url", "channel")


def looks_like_ris(data: bytes) -> bool:
    """Whether a file holds a record of RIS."""
    return re.search(rb"(?m)^(?:\xef\xbb\xbf)?TY  - ", data[:65_536]) is not None


def looks_like_nexis(data: bytes) -> bool:
    """Whether a file is a download of LexisNexis as text."""
    head = data[:65_536].decode("utf-8", errors="replace").replace("\r\n", "\n")
    return _NEXIS_START.search(head) is not None


def looks_like_factiva(data: bytes) -> bool:
    """Whether a file is a page of articles of Factiva."""
    head = data[:262_144]
    return re.search(rb'class="article', head) is not None and re.search(rb">\s*HD\s*<", head) is not None


def ris_records(data: bytes, source: Source) -> Records:
    """The records of a RIS file, each from TY to ER; lines outside of records count as one record that is wrong."""
    text, encoding = text_of(data, source)
    found: list[dict[str, str]] = []
    wrong: dict[int, Broken] = {}
    current: dict[str, str] | None = None
    last = ""
    for line in text.lstrip("\ufeff").splitlines():
        match = _RIS_LINE.match(line.strip("\ufeff"))
        tag, value = (match[1], match[2].strip()) if match else ("", line.strip())
        if tag == "TY":
            current = {}
            found.append(current)
        elif tag == "ER":
            current = None
        elif current is None:
            if line.strip() and len(found) + 1 not in wrong:
                found.append({})
                wrong[len(found)] = broken("", line[:200], "record.unreadable", text=line[:60])
        else:
            column = _RIS_COLUMNS.get(tag, "") if tag else last
            last = column
            if column and value:
                _put(current, column, value.rstrip("/") if column == "date" else value)
    return _records("ris", found, wrong, encoding)


def _put(record: dict[str, str], column: str, value: str) -> None:
    """The first of several tags for one column counts; texts are joined."""
    if column not in record:
        record[column] = value
    elif column == "text" and value not in record[column]:
        record[column] += "\n" + value


def nexis_records(data: bytes, source: Source) -> Records:
    """The articles of a text download of LexisNexis: outlet, date and headline on top, fields in capitals, the text."""
    text, encoding = text_of(data, source)
    plain = text.replace("\r\n", "\n")
    starts = [match.end() for match in _NEXIS_START.finditer(plain)]
    ends = [*[match.start() for match in _NEXIS_START.finditer(plain)][1:], len(plain)]
    found = [_nexis_article(plain[start:end]) for start, end in zip(starts, ends, strict=True)]
    return _records("nexis", found, {}, encoding)


def _nexis_article(text: str) -> dict[str, str]:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    record: dict[str, str] = {"channel": "earned"}
    body: list[str] = []
    top = ["outlet", "date", "title"]
    for block in blocks:
        field = _NEXIS_FIELD.match(block.replace("\u00a0", " "))
        if field:
            top = []
            if field[1] in _NEXIS_COLUMNS:
                record[_NEXIS_COLUMNS[field[1]]] = field[2].strip()
        elif top:
            record[top.pop(0)] = " ".join(block.split())
        elif not block.startswith("Copyright "):
            body.append(" ".join(block.split()))
    record["text"] = "\n".join(body)
    return record


def factiva_records(data: bytes, source: Source) -> Records:
    """The articles of a page of Factiva, each a table of tags and values."""
    found: list[dict[str, str]] = []
    encoding = ""
    for sheet in read_html(data, source.encoding):
        encoding = sheet.encoding
        cells = {row[0].strip(): row[1].strip() for row in sheet.rows if len(row) > 1}
        if "HD" not in cells and "PD" not in cells:
            continue
        record = {column: cells[tag] for tag, column in _FACTIVA_COLUMNS.items() if cells.get(tag)}
        record["text"] = "\n".join(cells[tag] for tag in ("LP", "TD") if cells.get(tag))
        record["channel"] = "earned"
        found.append(record)
    return _records("factiva", found, {}, encoding)


def _records(layout: str, found: Iterable[Mapping[str, str]], wrong: Mapping[int, Broken], encoding: str) -> Records:
    rows = [[record.get(column, "") for column in _COLUMNS] for record in found]
    return Records(layout, _COLUMNS, rows, wrong, {}, encoding)
