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
