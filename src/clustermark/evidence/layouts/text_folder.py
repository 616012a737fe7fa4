"""A folder of texts: every file is an item, counted in the order of the names. Links are not followed."""

import hashlib
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from clustermark.evidence.clean import Broken, broken
from clustermark.evidence.date_cells import date_of
from clustermark.evidence.layouts.records import Records, text_of
from clustermark.evidence.readers.sheet import UnreadableFileError
from clustermark.evidence.specs import match_headers
from clustermark.study.model import Source

_MOST_FILES = 100_000
_MOST_BYTES = 10 * 1024 * 1024  # of a file
_MOST_TOGETHER = 600 * 1024 * 1024
_LONGEST_TITLE = 80
_DATED_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_FIRST_LINES, _LAST_LINES = 6, 3
_SAID = re.compile("([^:\uff1a]{1,24})[:\uff1a]\\s*(.+)")  # "Issuer: Sampleton Council", as texts from the web begin
_FOLDERS = {"mentions": "outlet", "policies": "issuer"}  # what the folder in the folder names
_OWN = ("date", "title", "text", "file")
_UNSHOWN = ("script", "style", "head")


def folder_records(folder: Path, source: Source) -> tuple[Records, bytes]:
    """The texts of a folder and the folders in it, and a list of their hashes that stands for the content of all."""
    found: list[dict[str, str]] = []
    wrong: dict[int, Broken] = {}
    listed: list[str] = []
    for number, path in enumerate(files_of(folder), start=1):
        name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode("utf-8")
        try:
            data = path.read_bytes()
            if len(data) > _MOST_BYTES:
                raise ValueError(name)
            listed.append(f"{hashlib.sha256(data).hexdigest()}  {name}")
            text = _text(path, data, source)
        except (OSError, ValueError, UnreadableFileError):
            listed.append(f"unread  {name}")
            wrong[number] = broken("", name, "text-file.unreadable", text=name)
            found.append({})
            continue
        said, rest = _said(text, source.table)
        title, body = _title_and_body(rest, path.stem)
        above = {_FOLDERS[source.table]: path.parent.name} if path.parent != folder else {}
        found.append(above | {"date": _date(path.stem, rest), "title": title, "text": body, "file": name} | said)
    header = [_FOLDERS[source.table], *_OWN]
    header += [column for row in found for column in row if column not in header]
    header = list(dict.fromkeys(header))
    rows = [[row.get(column, "") for column in header] for row in found]
    return Records("folder", header, rows, wrong), "\n".join(listed).encode("utf-8")


def _said(text: str, table: str) -> tuple[dict[str, str], str]:
    """What lines such as "Issuer: Sampleton Council" near the top say of the text, and the text without them.

    They stand together, on top or under one line for the title: a sentence with a colon further down stays text.
    """
    lines = text.lstrip("\ufeff").splitlines()
    found: dict[str, str] = {}
    kept: list[str] = []
    for at, line in enumerate(lines):
        said = _SAID.fullmatch(line.strip())
        column = _column(said[1], table) if said else ""
        if said and column and column not in found:
            found[column] = said[2].strip()
        elif line.strip() and (found or any(one.strip() for one in kept)):
            return found, "\n".join([*kept, *lines[at:]])
        else:
            kept.append(line)
    return found, "\n".join(kept)


def _column(header: str, table: str) -> str:
    """The column that a header names, "" for none; the text itself is never said in a line."""
    places, _ = match_headers(table, [header.strip()])
    return next((column for column in places.values() if column != "text"), "")


def folder_hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of the texts of a folder; "" where it cannot be read."""
    digest = hashlib.sha256()
    try:
        for path in files_of(folder):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\0".encode("utf-8", "surrogateescape"))
    except (OSError, UnreadableFileError):
        return ""
    return digest.hexdigest()


def files_of(folder: Path) -> Iterator[Path]:
    """The files of a folder and of the folders in it, by name. Raises `UnreadableFileError`."""
    try:
        found = [path for path in folder.rglob("*") if not path.is_symlink() and path.is_file()]
        shown = [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
        together = sum(path.stat().st_size for path in shown)
    except PermissionError:
        raise UnreadableFileError("file.no-rights") from None
    except OSError:
        raise UnreadableFileError("file.unreadable") from None
    if len(shown) > _MOST_FILES:
        raise UnreadableFileError("table.too-large", rows=len(shown), columns=1, most=_MOST_FILES)
    if together > _MOST_TOGETHER:
        raise UnreadableFileError("file.too-large", megabytes=together // 1024**2, most=_MOST_TOGETHER // 1024**2)
    if not shown:
        raise UnreadableFileError("folder.empty")
    yield from sorted(shown, key=lambda path: path.relative_to(folder).as_posix())


def _text(path: Path, data: bytes, source: Source) -> str:
    ending = path.suffix.lower()
    if ending == ".docx":
        return _word(data)
    if ending not in (".txt", ".md", ".text", ".html", ".htm"):
        raise ValueError(ending)
    text, _ = text_of(data, source)
    if "\x00" in text or not text.strip():
        raise ValueError(path.name)
    return _shown(text) if ending in (".html", ".htm") else text


def _word(data: bytes) -> str:
    import docx  # slow to load, and rarely needed
    from docx.opc.exceptions import OpcError

    try:
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)
    except (OpcError, KeyError, OSError) as error:
        raise ValueError(str(error)) from None


class _Page(HTMLParser):
    """The text that a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Count what is not shown; a block begins a line."""
        self.hidden += tag in _UNSHOWN
        self.parts.append("\n" if tag in ("p", "br", "div", "h1", "h2", "h3", "li", "tr") else "")

    def handle_endtag(self, tag: str) -> None:
        """Leave what is not shown."""
        self.hidden -= tag in _UNSHOWN and self.hidden > 0

    def handle_data(self, data: str) -> None:
        """Keep text that is shown."""
        if not self.hidden:
            self.parts.append(data)


def _shown(html: str) -> str:
    page = _Page()
    page.feed(html)
    return "".join(page.parts)


def _title_and_body(text: str, stem: str) -> tuple[str, str]:
    """The first line where it is short enough to be a title, else the name of the file; and the text."""
    lines = [" ".join(line.split()) for line in text.lstrip("\ufeff").splitlines()]
    filled = [line for line in lines if line]
    if len(filled) > 1 and len(filled[0]) <= _LONGEST_TITLE:
        return filled[0].lstrip("# "), "\n".join(filled[1:])
    return stem, "\n".join(filled)


def _date(stem: str, text: str) -> str:
    """The date in the name of the file, else a line of nothing but a date among the first or the last."""
    found = _DATED_NAME.search(stem)
    if found:
        return "-".join(part for part in found.groups() if part)
    lines = [line for line in text.splitlines() if line.strip()]
    for line in (*lines[:_FIRST_LINES], *lines[-_LAST_LINES:]):
        try:
            date = date_of(line.strip())
        except ValueError:
            continue
        if len(date) > len("2021"):
            return date
    return ""
