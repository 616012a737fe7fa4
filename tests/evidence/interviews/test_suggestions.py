"""What is suggested, what a decision changes, and that a log line is never changed."""

from dataclasses import replace

from tests.evidence.interviews.conftest import TALK

from clustermark.evidence.interviews.suggestions import (
    Suggestion,
    accepted,
    logged,
    read_log,
    suggestions,
    with_decisions,
    write_log,
)

MORE = TALK + "问：现在呢？\n李厂长：现在价格还是他们定，厂里只能跟着。\n"
BY_BOTH = (
    "document,text,codes,coder\n"
    "01.txt,两家，占了七成。价格他们定，厂里只能跟。,{code},1\n"
    "01.txt,做过三年，亏了就停了。,governance.power,2\n"
)
ONE = Suggestion("ab" * 16, 4, 10, 20, "=a", 0.5, "codes:2", "")


def test_only_the_coders_own_passages_are_shown_and_questions_are_left_out(make):
    made = make({"01.txt": MORE}, {"segments.csv": BY_BOTH.format(code="governance.captive; governance.power")})
    found = suggestions(made.interviews, "1")
    assert {one.turn for one in found} == {6}
    assert {one.code for one in found} == {"governance.captive", "governance.power"}
    assert {one.passage for one in found} == {"两家，占了七成。价格他们定，厂里只能跟。"}
    assert {one.resembles for one in found} == {"segments:2"}


def test_a_turn_that_the_coder_coded_in_part_is_coded(make):
    part = BY_BOTH.format(code="governance.power") + "01.txt,厂里只能跟着。,governance.power,1\n"
    assert suggestions(make({"01.txt": MORE}, {"segments.csv": part}).interviews, "1") == []


def test_what_was_decided_stays_though_nothing_suggests_it_any_more():
    taken = replace(ONE, decision="accept", decided_by="x")
    assert with_decisions([ONE], [taken]) == [taken]
    assert with_decisions([], [taken]) == [taken]
    assert with_decisions([ONE], [ONE]) == [ONE]


def test_the_last_decision_counts_and_lines_stay(tmp_path):
    lines = []
    for decision in ("accept", "reject", "accept", "accept"):
        lines = logged(lines, "x", [replace(ONE, decision=decision, decided_by="x")])
    assert [line["decision"] for line in lines] == ["accept", "reject", "accept"]
    assert [row["codes"] for row in accepted(lines)] == ["=a"]
    assert accepted(lines[:2]) == []
    write_log(tmp_path / "log.csv", lines)
    assert read_log(tmp_path / "log.csv") == lines
    assert ",'=a," in (tmp_path / "log.csv").read_text(encoding="utf-8-sig")


def test_one_place_taken_by_two_counts_once():
    taken = replace(ONE, decision="accept", decided_by="x")
    assert len(accepted(logged(logged([], "x", [taken]), "y", [taken]))) == 1


def test_a_decision_without_a_name_never_counts():
    assert accepted(logged([], "x", [replace(ONE, decision="accept")])) == []
