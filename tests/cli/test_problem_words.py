import pytest

from clustermark.study.problems import InputProblem, Where, problem
from clustermark.words.problems import lines, shown, told, where_text


@pytest.mark.parametrize(
    ("where", "zh", "en"),
    [
        (Where("study.toml", row=3, column="past[2]"), "study.toml，第3行，past[2]", "study.toml, line 3, past[2]"),
        (Where("a b.csv", row=17, column="value"), "a b.csv，第17行，value列", "a b.csv, row 17, column value"),
        (
            Where("证据.xlsx", "公开数字", 6, "D"),
            "证据.xlsx，工作表“公开数字”，第6行，D列",
            '证据.xlsx, sheet "公开数字", row 6, column D',
        ),
        (Where("D:\\研究\\study.toml"), "D:\\研究\\study.toml", "D:\\研究\\study.toml"),
        (Where(), "", ""),
    ],
)
def test_where_something_is(where: Where, zh: str, en: str) -> None:
    assert (where_text(where, "zh"), where_text(where, "en")) == (zh, en)


def test_a_problem_says_what_where_and_what_to_do() -> None:
    found = told(problem("study.source-missing", Where("study.toml", row=9), value="a.csv"), "en")
    assert lines(found, "en") == [
        'study.toml, line 9: There is no file "a.csv".',
        "  What to do: Put the file into the study folder, or mend the path.",
    ]


def test_a_near_spelling_changes_the_remedy() -> None:
    near = told(problem("study.source-missing", Where(), value="a.csv", nearest="b.csv"), "en")
    assert near.remedy == 'The folder has "b.csv": if that is the file, write the path in the same way.'
    assert "{" not in told(problem("study.source-missing", Where()), "en").what


def test_text_from_outside_is_no_format_string_and_has_no_control_characters() -> None:
    item = InputProblem("study.source-missing", Where("x\x1b[1m.csv"), (("value", "{nearest}\x07%s\n"),))
    found = told(item, "en")
    assert found.what == 'There is no file "{nearest} %s ".'
    assert "\x1b" not in found.where
    assert shown("x" * 300) == "x" * 119 + "…"
