"""Positions of passages: counted as the file's program counted, checked against the words it quotes."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.readers.refi.small import PASSAGE, project, selection

from clustermark.evidence.readers.refi import read_qdpx
from clustermark.evidence.readers.refi.positions import RULES, placed, scale

LINES = "问：价格？\n答：去年跌了一成。\n我自己做牌子。\n"
LATER = "\n" + LINES
RARE = "\U0001f600\U00020bb7\U0001f600" + LINES
QUOTE = "我自己做牌子。"
OTHER = "去年跌了一成"
GUID = PASSAGE.replace("05", "15", 1)


def passages(content, text, rule, quotes=(QUOTE, OTHER)):
    """A project whose positions are counted by a rule."""
    marks = []
    for guid, quote in zip((PASSAGE, GUID), quotes, strict=True):
        positions = scale(text, rule)
        start = text.index(quote)
        marks.append(selection(positions[start], positions[start + len(quote)], quote, guid))
    return read_qdpx(project(content, "".join(marks)))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (LATER, "code-points"),
        (LATER.replace("\n", "\r\n"), "crlf-as-one"),
        (LATER, "lf-as-two"),
        (RARE, "utf16"),
        (RARE.replace("\n", "\r\n"), "crlf-as-one+utf16"),
        (RARE, "lf-as-two+utf16"),
        (RARE.replace("\n", "\r\n"), "code-points"),
    ],
)
def test_positions_are_repaired_to_code_points(text, rule):
    read = passages(text, text, rule)
    assert [one.quote for one in read.selections] == [QUOTE, OTHER]
    assert [(one.rule, one.quoted, one.before, one.after) for one in read.repairs] == (
        [(rule, 2, 0, 2)] if rule != "code-points" else []
    )
    assert read.sources[0].texts[0].rule == rule


def test_a_byte_order_mark_that_was_counted_is_seen():
    read = passages(codecs.BOM_UTF8 + LATER.encode(), LATER, "mark-counted")
    assert read.repairs[0].rule == "mark-counted"
    assert read.selections[0].quote == QUOTE
    assert not read.sources[0].text.startswith("\ufeff")


def test_a_byte_order_mark_that_was_not_counted_changes_nothing():
    read = passages(codecs.BOM_UTF8 + LATER.encode(), LATER, "code-points")
    assert read.repairs == () and read.selections[0].quote == QUOTE


def test_names_that_are_no_quotes_repair_nothing():
    read = read_qdpx(project(LATER, selection(2, 4, "line 6")))
    assert read.repairs == ()
    assert "quote-elsewhere" not in [one.code for one in read.remarks]


def test_the_rule_is_that_of_most_quotes_and_the_rest_is_remarked():
    text = LATER.replace("\n", "\r\n")
    positions = scale(text, "crlf-as-one")
    marks = [
        selection(positions[text.index(quote)], positions[text.index(quote) + len(quote)], quote, guid)
        for guid, quote in zip((PASSAGE, GUID), (QUOTE, OTHER), strict=True)
    ]
    astray = selection(0, 3, QUOTE, PASSAGE.replace("05", "25", 1))
    read = read_qdpx(project(text, "".join((*marks, astray))))
    assert (read.repairs[0].rule, read.repairs[0].quoted, read.repairs[0].after) == ("crlf-as-one", 3, 2)
    assert ("quote-elsewhere", 1) in [(one.code, one.n) for one in read.remarks]


def test_a_quote_cut_by_its_program_is_checked_by_its_beginning():
    text = "前言。\r\n" + "价格一年比一年低，" * 10
    positions = scale(text, "crlf-as-one")
    start = text.index("价格")
    read = read_qdpx(project(text, selection(positions[start], positions[-1], "价格一年比一年低，价格…")))
    assert read.repairs[0].rule == "crlf-as-one"
    assert read.selections[0].quote == "价格一年比一年低，" * 10


def test_a_text_in_the_xml_lost_its_carriage_returns():
    """XML makes one sign of CR LF, so positions counted before that stand too far behind."""
    positions = scale(LATER, "lf-as-two")
    start = LATER.index(QUOTE)
    mark = selection(positions[start], positions[start + len(QUOTE)], QUOTE)
    inside = f"<PlainTextContent>{LATER}</PlainTextContent>"
    read = read_qdpx(project("", mark, path="", inside=inside))
    assert read.repairs[0].rule == "lf-as-two" and read.selections[0].quote == QUOTE


def remarked(*span):
    read = read_qdpx(project("Prices fell.", selection(*span)))
    return read.selections[0], [one.code for one in read.remarks]


def test_passages_without_length_are_kept_and_remarked():
    one, remarks = remarked(3, 3)
    assert (one.start, one.end, one.quote, one.codes != ()) == (3, 3, "", True)
    assert remarks == ["zero-length"]


def test_positions_beyond_the_text_end_with_it():
    one, remarks = remarked(7, 900)
    assert (one.start, one.end, one.quote, one.stored) == (7, 12, "fell.", (7, 900))
    assert remarks == ["beyond-text"]


@pytest.mark.parametrize("span", [(5, 2), (-1, 4), ("one", 4), ("", ""), ("9" * 30, "9" * 31), ("٣", "٤")])
def test_positions_that_are_none_give_no_place(span):
    one, remarks = remarked(*span)
    assert (one.start, one.end, one.stored) == (None, None, None)
    assert remarks == ["position-unreadable"]


def test_a_passage_of_a_text_that_is_missing_keeps_its_positions():
    read = read_qdpx(project("x", selection(3, 5, "fell"), path="internal://else.txt"))
    assert (read.selections[0].stored, read.selections[0].start) == ((3, 5), None)


@given(st.text("a\r\n\U0001f600牌", max_size=30), st.sampled_from(RULES))
def test_every_code_point_that_has_a_length_is_found_again(text, rule):
    positions = scale(text, rule)
    assert len(positions) == len(text) + 1
    for at, position in enumerate(positions):
        back = placed(position, positions)
        assert positions[back] == position and back <= at


def test_utf16_units_are_those_of_python():
    assert scale(RARE, "utf16")[-1] == len(RARE.encode("utf-16-le")) // 2
    assert scale(LATER, "lf-as-two")[-1] == len(LATER.replace("\n", "\r\n"))
    assert list(scale("a\r\nb\nc", "lf-as-two")) == [0, 1, 2, 3, 4, 6, 7]
    windows = LATER.replace("\n", "\r\n")
    assert scale(windows, "crlf-as-one")[-1] == len(LATER)


def test_the_text_is_as_in_the_package():
    read = read_qdpx(project("a\r\nb\rc\n"))
    assert read.sources[0].text == "a\r\nb\rc\n"
    assert read.sources[0].texts[0].sha256 == "7a481f8dd64383e5c6d7c7dd12a88d3594eed36da128736ebf4ffecb48f06cac"
