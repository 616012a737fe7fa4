"""Codings as a plain table: every place and every word is checked against the text."""

import pytest
from tests.evidence.interviews.conftest import TALK

from clustermark.evidence.interviews.plain import plain

HEAD = "document,start,end,codes,coder,text,cleared\n"
KEPT = plain(TALK)
START = KEPT.text.index("两家")


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("01.txt,0,9999,lockin,1,,", "segment.outside"),
        ("01.txt,-1,3,lockin,1,,", "segment.outside"),
        ("01.txt,1.5,3,lockin,1,,", "segment.outside"),
        ("01.txt,5,5,lockin,1,,", "segment.empty"),
        ("01.txt,9,5,lockin,1,,", "segment.empty"),
        ("01.txt,,,lockin,1,,", "segment.no-place"),
        ("01.txt,,,lockin,1,四家,", "segment.text-missing"),
        ("01.txt,,,lockin,1,。,", "segment.text-twice"),
        (f"01.txt,{START},{START + 2},lockin,1,三家,", "segment.text-differs"),
        ("02.txt,0,3,lockin,1,,", "segment.document-unknown"),
        ("0123456789abcdef,0,3,lockin,1,,", "segment.document-unknown"),
        ("01.txt,0,3,lokin,1,,", "segment.code-unknown"),
        ("01.txt,0,3,lockin,,,", "cell.missing"),
    ],
)
def test_a_place_that_is_none_is_quarantined(make, row, rule):
    made = make({"01.txt": TALK}, {"segments.csv": HEAD + row + "\n"})
    assert [found for _, _, found in made.rules] == [rule]


@pytest.mark.parametrize("name", ["01.txt", "01", KEPT.hash, KEPT.hash[:8].upper()])
def test_a_document_is_named_by_file_or_by_hash(make, name):
    rows = f"{name},{START},{START + 2},lockin; governance.power;lockin,1,两家,\n"
    made = make({"01.txt": TALK}, {"segments.csv": HEAD + rows})
    assert made.rules == []
    assert made.interviews.segments["code"].to_list() == ["lockin", "governance.power"]
    assert set(made.interviews.segments["document"]) == {KEPT.hash}


def test_words_alone_are_placed_where_they_stand_once(make):
    made = make({"01.txt": TALK}, {"segments.csv": HEAD + "01.txt,,,lockin,1,亏了就停了,\n"})
    (row,) = made.interviews.segments.iter_rows(named=True)
    assert (row["text"], row["turn"], row["role"]) == ("亏了就停了", 4, "enterprise")


def test_overlapping_passages_all_stand_and_the_same_twice_does_not(make):
    rows = ["0,9,lockin,1", "3,12,lockin,1", "3,12,governance,1", "3,12,lockin,2", "3,12,lockin,1"]
    made = make({"01.txt": TALK}, {"segments.csv": HEAD + "".join(f"01.txt,{row},,\n" for row in rows)})
    assert made.rules == [(6, "document", "key.repeated")]
    assert made.interviews.segments.height == 4


def test_codings_without_interviews_are_told(make):
    made = make({}, {"segments.csv": HEAD + "01.txt,0,9,lockin,1,,\n"})
    assert ("segment.document-unknown" in {rule for _, _, rule in made.rules}, made.told[0]) == (True, "folder.empty")


def test_consent_goes_before_clearance(make):
    """Who agreed to the analysis only is not quoted, whatever the coder wrote; the row stays covered."""
    rows = f"01.txt,{START},{START + 2},lockin,1,两家,yes\n"
    for talk, cleared in (
        (TALK, True),
        (TALK.replace("匿名引用", "只供分析"), False),
        (TALK[TALK.index("受访人") :], False),
    ):
        start = plain(talk).text.index("两家")
        rows = f"01.txt,{start},{start + 2},lockin,1,两家,yes\n"
        made = make({"01.txt": talk}, {"segments.csv": HEAD + rows})
        assert made.interviews.segments["cleared"].to_list() == [cleared]
        assert ("segments:2" in made.evidence.covered) is not cleared


def test_the_sheet_of_speakers_goes_before_the_lines_on_top(make):
    speakers = (
        "文件,称呼,角色,单位,同意范围\n,李厂长,采购商,示例贸易,\n01.txt,答,协会,示例协会,只供分析\n,问,访谈人,,\n"
    )
    made = make({"01.txt": TALK}, {"speakers.csv": speakers})
    turns = made.interviews.turns
    assert turns["role"].to_list() == ["interviewer", "association", "interviewer", "buyer"]
    assert turns["consent"].to_list() == ["anonymous", "analysis", "anonymous", "anonymous"]
    assert made.interviews.documents["consent"].to_list() == ["analysis"]
    assert made.interviews.speakers.select("speaker", "firm", "turns").rows() == [
        ("问", "", 2),
        ("答", "示例协会", 1),
        ("李厂长", "示例贸易", 1),
    ]


def test_unknown_speakers_missing_consent_and_cluster_are_told_without_a_name(make):
    made = make({"01.txt": "问：几家？\n赵六：两家。\n"}, clusters=("exampleford",))
    told = {item.code: dict(item.fields) for item in made.evidence.problems}
    assert told["interview.speaker-unknown"] == {"n": "1", "lines": "2", "number": "1"}
    assert {"interview.no-consent", "interview.no-cluster"} <= told.keys()
    assert not any("赵六" in str(item) for item in made.evidence.problems)


def test_one_coder_and_no_common_passage_have_no_conflicts(make):
    one = make({"01.txt": TALK}, {"segments.csv": HEAD + "01.txt,0,9,lockin,1,,\n"})
    assert one.interviews.conflicts.is_empty()
    talks = {"01.txt": TALK, "02.txt": TALK.replace("三年", "四年")}
    two = make(talks, {"segments.csv": HEAD + "01.txt,0,9,lockin,1,,\n02.txt,0,9,lockin,2,,\n"})
    assert two.interviews.conflicts.is_empty()


def test_sources_of_interviews_are_confidential_unless_the_study_says_otherwise():
    from clustermark.study.model import Source
    from clustermark.study.write import source_toml

    for table in ("interviews", "interview_speakers", "segments"):
        source = Source(id="a", path="a.csv", table=table)
        assert source.sensitivity == "confidential"
        assert "sensitivity" not in source_toml(source)
        open_ = Source(id="a", path="a.csv", table=table, sensitivity="public")
        assert open_.sensitivity == "public"
        assert 'sensitivity = "public"' in source_toml(open_)
    assert Source(id="a", path="a.csv", table="codebook").sensitivity == "public"
    assert Source(id="a", path="a.QDPX", table="codebook").sensitivity == "confidential"
