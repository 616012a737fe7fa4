"""JSON: an object a line, or one list of objects; objects inside objects are named with points between."""

import json

from clustermark.evidence.clean import Broken, broken
from clustermark.evidence.layouts.laid import AsideKind
from clustermark.evidence.layouts.records import Records, text_of
from clustermark.evidence.readers.sheet import MOST_COLUMNS, UnreadableFileError
from clustermark.study.model import Source

_MOST_NESTED = 6
_MOST_TEXT = 1_000_000


def looks_like_json(data: bytes) -> bool:
    """Whether a file opens as JSON objects do."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") or (head.startswith(b"[") and head[1:].lstrip()[:1] in (b"{", b"]"))


def json_records(data: bytes, source: Source) -> Records:
    """The records of the file: an object a line counts by its line, an object of a list by its place in the list."""
    text, encoding = text_of(data, source)
    parts = _listed(text) if text.lstrip("\ufeff \t\r\n").startswith("[") else text.removesuffix("\n").split("\n")
    objects: list[dict[str, str]] = []
    wrong: dict[int, Broken] = {}
    aside: dict[int, AsideKind] = {}
    for number, part in enumerate(parts, start=1):
        found: dict[str, str] = {}
        if isinstance(part, str) and not part.strip():
            aside[number] = "blank"
        else:
            try:
                item = json.loads(part) if isinstance(part, str) else part
                if not isinstance(item, dict):
                    raise ValueError
                _flatten(item, "", found, 0)
                if max(map(len, found.values()), default=0) > _MOST_TEXT:  # never cut off in silence
                    wrong[number] = broken("", next(iter(found.values()))[:200], "line.too-long")
                    found = dict.fromkeys(found, "")
            except (ValueError, RecursionError):
                excerpt = part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)
                wrong[number] = broken("", excerpt[:200], "record.unreadable", text=excerpt[:60])
                found = {}
        objects.append(found)
    header = list(dict.fromkeys(name for item in objects for name in item))
    if len(header) > MOST_COLUMNS:
        raise UnreadableFileError("table.too-large", rows=len(objects), columns=len(header), most=MOST_COLUMNS)
    rows = [[item.get(name, "") for name in header] for item in objects]
    return Records("json", header, rows, wrong, aside, encoding)


def _listed(text: str) -> list[object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFileError("file.not-json") from None
    return list(found) if isinstance(found, list) else [found]


def _flatten(item: dict[str, object], prefix: str, found: dict[str, str], depth: int) -> None:
    for key, value in item.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < _MOST_NESTED:
            _flatten(value, f"{name}.", found, depth + 1)
        elif value is None:
            found.setdefault(name, "")
        elif isinstance(value, str):
            found[name] = value
        elif isinstance(value, bool | int | float):
            found[name] = json.dumps(value)
        else:
            found[name] = json.dumps(value, ensure_ascii=False)
