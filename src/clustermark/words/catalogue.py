"""The texts of the program: `words/<language>/*.toml`, one key path a text, the same keys in every language."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        path = f"{prefix}.{key}" if prefix else key
        if isinstance(value, str):
            yield path, value
        else:
            yield from _flat(path, value)


@cache
def texts(language: str) -> Mapping[str, str]:
    """All texts of a language by key: the file's name, then the tables in it: "input.study.unknown-key"."""
    found: dict[str, str] = {}
    folder = files("clustermark.words") / language
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".toml"):
            found.update(_flat(path.name.removesuffix(".toml"), tomllib.loads(path.read_text(encoding="utf-8"))))
    return found


def text(key: str, language: str, /, **fields: object) -> str:
    """The text `key` in `language` with its slots `{name}` filled. Raises KeyError for an unknown key or slot.

    Slots are replaced by name only: outside text is never a format string.
    """
    template = texts(language)[key]
    pieces = template.split("{")
    out = [pieces[0]]
    for piece in pieces[1:]:
        name, closed, rest = piece.partition("}")
        if not closed:
            raise KeyError(f"unclosed slot in {key}")
        out.append(str(fields[name]) + rest)
    return "".join(out)


def has_text(key: str, language: str) -> bool:
    """Whether a text exists."""
    return key in texts(language)
