import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from clustermark.study.lines import key_lines, line_of

TEXT = """# a comment with = and [brackets]
focus = "a # not a comment"
past = [
  "2010", # one
  "2015",
]

[title]
zh = '''
three
lines'''
en = "x"

[[products]]
id = "ties"
name = { zh = "a", en = "b" }
hs = ["61", "62"]

[[products]]
id = "shoes"
name.zh = "c"
name . "en" = "d"

[[sources]]
"path" = "x.csv"
[sources.more]
key = 1.5
"""


def test_lines_of_keys_items_and_tables() -> None:
    lines = key_lines(TEXT)
    expected = {
        ("focus",): 2,
        ("past",): 3,
        ("past", 0): 4,
        ("past", 1): 5,
        ("title", "zh"): 9,
        ("title", "en"): 12,
        ("products", 0): 14,
        ("products", 0, "name", "en"): 16,
        ("products", 0, "hs", 1): 17,
        ("products", 1, "id"): 20,
        ("products", 1, "name", "zh"): 21,
        ("products", 1, "name", "en"): 22,
        ("sources", 0, "path"): 25,
        ("sources", 0, "more", "key"): 27,
    }
    assert {path: lines.get(path) for path in expected} == expected


def test_inline_list_of_tables() -> None:
    lines = key_lines('sources = [\n  { id = "a" },\n  { id = "b",\n    path = "c" },\n]\nseed = 2\n')
    assert lines[("sources", 1, "id")] == 3
    assert lines[("sources", 1, "path")] == 4
    assert lines[("seed",)] == 6


def test_a_missing_key_is_told_at_the_table_around_it() -> None:
    lines = key_lines(TEXT)
    assert line_of(("products", 1, "name", "fr"), lines) == 21
    assert line_of(("sources", 0, "id"), lines) == 24
    assert line_of(("period",), lines) is None


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every path in a parsed file."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from paths(item, (*path, key))


ROOT = Path(__file__).parents[2]
DATA = sorted([*(ROOT / "src").rglob("*.toml"), *ROOT.glob("examples/*/study.toml"), ROOT / "pyproject.toml"])


@pytest.mark.parametrize("file", DATA, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_key_of_every_data_file_has_the_line_it_stands_on(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    lines = key_lines(text)
    rows = text.split("\n")
    for path in paths(tomllib.loads(text)):
        assert path in lines, path
        if isinstance(path[-1], str):
            assert path[-1] in rows[lines[path] - 1], path
