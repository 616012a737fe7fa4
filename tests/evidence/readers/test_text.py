"""Text as it comes: encodings by policy, delimiters of every kind, lines that cannot be read."""

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.evidence.readers import csv_reader
from clustermark.evidence.readers.csv_reader import read_csv
from clustermark.evidence.readers.sheet import UnreadableFileError

HEADER = "地方或企业,事项,数值,单位,年份,text_zh"
GOOD = "示例镇,企业数,300,家,2021,镇上有三百家企业"


def read(make_study, data: bytes, encoding: str = ""):
    study = make_study(readers={"claims": "auto"}, claims=data)
    sources = tuple(
        source.model_copy(update={"encoding": encoding}) if source.id == "claims" else source
        for source in study.sources
    )
    return read_evidence(study.model_copy(update={"sources": sources}))


def rules(evidence):
    return [(item.row, item.rule) for item in evidence.quarantined]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-mark", "gb18030", "gbk"])
def test_encodings_that_need_no_word_of_the_study(make_study, encoding):
    text = f"{HEADER}\n{GOOD}\n"
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding.endswith("mark") else text.encode(encoding)
    evidence = read(make_study, data)
    assert evidence.rows("claims")[0]["text_zh"] == "镇上有三百家企业"


def test_rare_signs_of_gb18030(make_study):
    evidence = read(make_study, f"{HEADER}\n{GOOD}㐀𠮷镕喆\n".encode("gb18030"))
    assert evidence.rows("claims")[0]["text_zh"].endswith("㐀𠮷镕喆")


def test_big5_only_where_it_is_declared(make_study):
    data = "地方或企業,指標,數值,單位,年份\n示例鎮,企業數,300,家,2021\n".encode("big5")
    assert "claims" not in read(make_study, data).tables
    evidence = read(make_study, data, "big5")
    assert evidence.tables["claims"].height + len(evidence.quarantined) == 1
    assert evidence.sources["claims"].encoding == "big5"


def test_utf16_without_a_mark_where_it_is_declared(make_study):
    data = f"{HEADER}\n{GOOD}\n".encode("utf-16-be")
    assert [item.code for item in read(make_study, data).problems] == ["file.not-text"]
    assert read(make_study, data, "utf-16-be").tables["claims"].height == 1


def test_a_declared_encoding_does_not_spoil_a_file_in_utf8(make_study):
    assert read(make_study, f"{HEADER}\n{GOOD}\n".encode(), "big5").tables["claims"].height == 1


@pytest.mark.parametrize("first", ["utf-8", "gb18030"])
def test_a_line_of_another_encoding_is_quarantined_and_not_its_file(make_study, first):
    other = "gb18030" if first == "utf-8" else "utf-8"
    lines = [line.encode(first) for line in (HEADER, *[GOOD] * 5)]
    lines.insert(3, GOOD.encode(other))
    evidence = read(make_study, b"\n".join(lines))
    assert rules(evidence) == [(4, "line.encoding")]
    assert evidence.tables["claims"].height == 5


def test_a_line_in_utf8_that_gb18030_could_decode_by_chance_is_seen(make_study):
    stray = "北谷,产量,3,,2021,有企业的".encode()
    stray.decode("gb18030")  # into signs that mean nothing
    lines = [line.encode("gb18030") for line in (HEADER, GOOD, GOOD)]
    evidence = read(make_study, b"\n".join((*lines, stray, lines[1])))
    assert rules(evidence) == [(4, "line.encoding")]
    assert evidence.quarantined[0].raw.startswith("北谷")


def test_lines_with_nul_and_with_lost_letters(make_study):
    bad = GOOD.replace("企业数", "企业\x00数"), GOOD.replace("镇上", "镇\ufffd")
    evidence = read(make_study, "\n".join((HEADER, GOOD, *bad)).encode())
    assert rules(evidence) == [(3, "line.nul"), (4, "line.replaced")]


def test_quotation_marks_that_do_not_pair_cost_one_line(make_study):
    evidence = read(make_study, "\n".join((HEADER, '"示例镇"x,企业数,1,家,2021,', GOOD, f'"{GOOD}')).encode())
    assert "claims" not in evidence.tables  # the last one is open to the end: no one can say where rows end
    assert [(item.code, item.where.row) for item in evidence.problems] == [("file.quotes", 4)]
    evidence = read(make_study, "\n".join((HEADER, '"示例镇"x,企业数,1,家,2021,', GOOD)).encode())
    assert rules(evidence) == [(2, "line.quotes")]
    assert evidence.tables["claims"].height == 1


def test_an_endless_line_is_quarantined_and_bounded(make_study):
    evidence = read(make_study, "\n".join((HEADER, GOOD, "示例镇," + "x" * 1_200_000, GOOD)).encode())
    assert rules(evidence) == [(3, "line.too-long")]
    assert len(evidence.quarantined[0].raw) < 200
    assert evidence.tables["claims"].height == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，", "；", "｜"])
def test_delimiters_trailing_ones_too(make_study, delimiter):
    text = "\n".join(line.replace(",", delimiter) + delimiter for line in (HEADER, GOOD))
    evidence = read(make_study, text.encode())
    assert evidence.tables["claims"].height == 1
    assert not evidence.problems


def test_a_first_line_that_names_the_delimiter(make_study):
    evidence = read(make_study, f"sep=;\n{HEADER}\n{GOOD}".replace(",", ";").encode())
    assert evidence.tables["claims"].height == 1
    assert (1, "title") in [(item.row, item.kind) for item in evidence.set_aside if item.source == "claims"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(make_study, end):
    evidence = read(make_study, end.join((HEADER, GOOD, "", GOOD)).encode())
    assert evidence.tables["claims"].height == 2
    assert [str(row["row"]) for row in evidence.rows("claims")] == ["claims:2", "claims:4"]


def test_pieces_do_not_change_what_is_read(monkeypatch):
    """Records that reach over the end of a piece, quoted and plain, in the smallest pieces there are."""
    lines = [
        HEADER,
        GOOD,
        '示例镇,企业数,300,家,2021,"one\ntwo\n\nthree ""x"" "',
        GOOD,
        "",
        '"a",b,c',
        GOOD,
        "x,,,,,,,",
    ]
    data = "\r\n".join(lines * 5).encode("gb18030")

    def rows():
        return [list(row) or [""] for row in read_csv(data, "claims").rows]

    whole = rows()
    for size in (1, 7, 64, 300):
        monkeypatch.setattr("clustermark.evidence.readers.encoding._CHUNK", size)
        assert rows() == whole, size
    monkeypatch.setattr(csv_reader, "_FEW_ROWS", 0)
    assert rows() == whole


def test_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr(csv_reader, "MOST_LINES", 10)
    with pytest.raises(UnreadableFileError) as caught:
        read_csv(("a,b\n" * 20).encode(), "claims")
    assert caught.value.code == "table.too-large"


def test_progress_is_told_in_bytes(make_study):
    told = []
    study = make_study(claims=f"{HEADER}\n{GOOD}\n")
    read_evidence(study, lambda source, done, total: told.append((source, done, total)))
    size = len(f"{HEADER}\n{GOOD}\n".encode())
    assert told[-1] == ("claims", size, size)
