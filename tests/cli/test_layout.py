from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from clustermark.cli.layout import listed, padded, table, tree, width, wrapped

TEXTS = st.text(st.sampled_from("ab c 。，（）示例镇1"), max_size=80)


def test_chinese_characters_take_two_columns() -> None:
    assert width("示例镇 a") == 8
    assert padded("示例", 6) + "|" == "示例  |"
    assert padded("7", 3, right=True) == "  7"


@given(TEXTS, st.integers(8, 40))
def test_wrapping_loses_nothing_but_spaces(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[:1] in "。，）" for line in lines[1:] if line)


def test_lines_break_between_words_and_between_chinese_characters() -> None:
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("示例镇纽扣", 6) == ["示例镇", "纽扣"]
    assert wrapped("示例镇。纽扣", 6) == ["示例", "镇。纽", "扣"] or wrapped("示例镇。纽扣", 6)[0] != "示例镇"
    assert wrapped("", 10) == [""]


def test_columns_line_up() -> None:
    assert table(["", "甲"], [["示例", "1"], ["b", "20"]], numbers=[1]) == ["        甲", "  示例   1", "  b     20"]
    assert listed([("--a", "x"), ("--long-option", "y z")], widest=6) == [
        "  --a     x",
        "  --long-option",
        "          y z",
    ]


@dataclass
class Twig:
    label: str
    parts: tuple["Twig", ...] = ()


def test_a_tree_is_drawn_with_guides_and_wrapped_texts() -> None:
    twigs = (Twig("one two three four five six", (Twig("示例"),)), Twig("last", (Twig("leaf"),)))
    assert tree("root", twigs, 24) == [
        "root",
        "├── one two three four",
        "│   five six",
        "│   └── 示例",
        "└── last",
        "    └── leaf",
    ]
