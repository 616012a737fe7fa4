"""Where each key of a TOML text stands, so that a problem can name its line.

`tomllib` gives values without lines. The text is read here a second time, after `tomllib` has accepted it, so this
reader only needs to be right about well-formed TOML.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<long>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5})
      | (?P<string>"(?:\\.|[^"\\\n])*"|'[^'\n]*')
      | (?P<mark>[\[\]{}=,.\n])
      | (?P<bare>[^\s\[\]{}=,.\#"']+)
      | (?P<space>[ \t\r]+)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True)
class _Cursor:
    tokens: list[tuple[str, str, int]]  # kind, text, line
    lines: dict[KeyPath, int]
    at: int = 0

    def text(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def skip_newlines(self) -> None:
        while self.text() == "\n":
            self.at += 1


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """The line (1-based) of every table, key and list item of a well-formed TOML text, by its path."""
    cursor = _Cursor(_tokens(text), {})
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    while cursor.at < len(cursor.tokens):
        if cursor.text() == "\n":
            cursor.at += 1
        elif cursor.text() == "[":
            table = _header(cursor, counts)
        else:
            _assignment(cursor, table)
    return cursor.lines


def line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int | None:
    """The line of `path`, or of the nearest table around it."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return None


def _tokens(text: str) -> list[tuple[str, str, int]]:
    found, line, at = [], 1, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            at += 1
            continue
        kind = match.lastgroup or ""
        if kind not in ("comment", "space"):
            found.append((kind, match.group(), line))
        line += match.group().count("\n")
        at = match.end()
    return found


def _key(cursor: _Cursor) -> tuple[str, ...]:
    """A key at the cursor, dotted or not; leaves the cursor behind it."""
    parts = []
    while cursor.text() not in ("=", "]", "", "\n"):
        kind, name, _ = cursor.tokens[cursor.at]
        if name != ".":
            parts.append(_unquoted(name) if kind == "string" else name)
        cursor.at += 1
    return tuple(parts)


def _unquoted(name: str) -> str:
    if name.startswith("'"):
        return name[1:-1]
    return re.sub(r"\\(.)", r"\1", name[1:-1])


def _header(cursor: _Cursor, counts: dict[KeyPath, int]) -> KeyPath:
    """`[a.b]` or `[[a.b]]`; inside a list of tables the path goes on in its last item."""
    line = cursor.tokens[cursor.at][2]
    cursor.at += 1
    many = cursor.text() == "["
    cursor.at += many
    path: KeyPath = ()
    names = _key(cursor)
    for position, name in enumerate(names):
        path = (*path, name)
        cursor.lines.setdefault(path, line)
        if many and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    cursor.lines[path] = line
    cursor.at += 2 if many else 1
    return path


def _assignment(cursor: _Cursor, table: KeyPath) -> None:
    line = cursor.tokens[cursor.at][2]
    path = table
    for name in _key(cursor):
        path = (*path, name)
        cursor.lines.setdefault(path, line)
    cursor.at += 1  # the equals sign
    _value(cursor, path)


def _value(cursor: _Cursor, path: KeyPath) -> None:
    opening = cursor.text()
    if opening == "[":
        _items(cursor, path)
    elif opening == "{":
        cursor.at += 1
        cursor.skip_newlines()
        while cursor.text() not in ("}", ""):
            _assignment(cursor, path)
            cursor.skip_newlines()
            if cursor.text() == ",":
                cursor.at += 1
                cursor.skip_newlines()
        cursor.at += 1
    else:
        while cursor.text() not in ("\n", ",", "]", "}", ""):
            cursor.at += 1


def _items(cursor: _Cursor, path: KeyPath) -> None:
    cursor.at += 1
    index = 0
    cursor.skip_newlines()
    while cursor.text() not in ("]", ""):
        cursor.lines[(*path, index)] = cursor.tokens[cursor.at][2]
        _value(cursor, (*path, index))
        cursor.skip_newlines()
        if cursor.text() == ",":
            cursor.at += 1
            cursor.skip_newlines()
        index += 1
    cursor.at += 1
