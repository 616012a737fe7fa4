"""Transcripts as files: Word, text, subtitles; and files that mean harm, which must never do any."""

import io
import time
import zipfile

import docx
import pytest

from clustermark.evidence.interviews.transcripts import transcript_text
from clustermark.evidence.interviews.word import word_text
from clustermark.evidence.readers.sheet import UnreadableFileError
from clustermark.study.model import Source

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SOURCE = Source(id="a", path="a", table="interviews")


def word_file(body: str, more=(), head="") -> bytes:
    """A docx whose document has this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        xml = (
            f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}" xmlns:r="r"><w:body>{body}</w:body></w:document>'
        )
        archive.writestr("word/document.xml", xml)
        for name, content in more:
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def written(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_paragraphs_of_word_are_lines_and_deleted_text_is_gone():
    body = paragraph("问：几家？") + (
        "<w:p><w:ins><w:r><w:t>答：</w:t></w:r></w:ins><w:del><w:r><w:delText>三</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink r:id='x'><w:r><w:t>两家</w:t><w:br/><w:t>。</w:t></w:r></w:hyperlink></w:p>"
    )
    assert word_text(word_file(body))[0] == "问：几家？\n答：两家\n。"


def test_a_table_of_speaker_time_and_text_is_turns():
    document = docx.Document()
    document.add_paragraph("日期：2021-05-12")
    table = document.add_table(rows=0, cols=3)
    for cells in (("时间", "说话人", "内容"), ("00:00:05", "问", "几家？"), ("00:00:09", "李厂长", "两家。")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    text, times = word_text(written(document))
    assert text == "日期：2021-05-12\n问: 几家？\n李厂长: 两家。"
    assert [(text[at : at + 2], start) for at, start, _ in times] == [("几家", 5.0), ("两家", 9.0)]


def test_a_table_without_a_header_is_turns_where_it_looks_like_them_and_else_lines():
    document = docx.Document()
    for rows in (
        (("问", "主要客户有几家？"), ("李", "两家，占了七成。")),
        (("产品", "数量", "单价"), ("甲", "5", "3")),
    ):
        table = document.add_table(rows=0, cols=len(rows[0]))
        for cells in rows:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text
    assert word_text(written(document))[0].split("\n") == [
        "问: 主要客户有几家？",
        "李: 两家，占了七成。",
        "产品 | 数量 | 单价",
        "甲 | 5 | 3",
    ]


def test_frames_and_alternatives_are_read_once():
    alternative = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:t>一次</w:t></mc:Choice>"
        "<mc:Fallback><w:t>两次</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert word_text(word_file(alternative))[0] == "一次"


def test_external_relations_of_word_are_never_followed(monkeypatch):
    def forbidden(*_args, **_keys):
        raise AssertionError("something was opened")

    relations = (
        '<Relationships><Relationship Id="x" TargetMode="External" Target="file:///etc/passwd" Type="a"/>'
        '<Relationship Id="y" TargetMode="External" Target="http://127.0.0.1:9/a" Type="image"/></Relationships>'
    )
    data = word_file(paragraph("答：好。"), [("word/_rels/document.xml.rels", relations)])
    monkeypatch.setattr("builtins.open", forbidden)
    monkeypatch.setattr("socket.socket.connect", forbidden)
    assert word_text(data)[0] == "答：好。"


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "data",
    [
        word_file(paragraph("&x;"), head=ENTITY),
        word_file(paragraph("&b;"), head=LAUGHS),
        word_file(paragraph("a"), [("word/media/big.bin", b"0" * 30_000_000)]),
        word_file(paragraph("a"), [("word/embeddings/inner.zip", word_file(paragraph("b")))]),
        word_file(paragraph("a"), [("../../out.txt", "b")]),
        word_file(paragraph("a"), [("Word/Document.xml", "b")]),
        word_file("<w:p>" * 150 + "</w:p>" * 150),
        word_file(f"<w:p a='{'x' * 1_100_000}'/>"),
    ],
    ids=["external entity", "entities", "bomb", "nested", "path", "case", "depth", "attribute"],
)
def test_word_files_that_mean_harm_are_refused(data):
    start = time.perf_counter()
    with pytest.raises(UnreadableFileError) as error:
        word_text(data)
    assert error.value.code == "interview.unsafe"
    assert time.perf_counter() - start < 5


def test_a_link_in_the_archive_is_refused():
    out = io.BytesIO(word_file(paragraph("a")))
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo("word/link")
        entry.create_system = 3
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(UnreadableFileError, match="unsafe"):
        word_text(out.getvalue())


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("a.pdf", b"%PDF-1.7 text", "interview.damaged"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "interview.other-kind"),
        ("a.rtf", b"{\\rtf1 text}", "interview.other-kind"),
        ("a.mp3", b"ID3\x03" + b"\x00\x01" * 400, "interview.damaged"),
        ("a.docx", b"PK\x03\x04 not an archive", "interview.damaged"),
        ("a.txt", b"", "interview.empty"),
        ("a.txt", "\ufeff \u200b\n\u202e".encode(), "interview.empty"),
    ],
)
def test_other_files_are_told_and_the_others_are_read(make, name, data, rule):
    made = make({name: data, "b.txt": "问：几家？\n答：两家。\n"})
    assert made.rules == [(1, made.rules[0][1], rule)]
    assert made.interviews.documents["row"].to_list() == ["interviews:2"]


def test_a_million_cues_do_not_hang():
    cue = "1\n00:00:01,000 --> 00:00:02,000\nyes\n\n"
    start = time.perf_counter()
    with pytest.raises(UnreadableFileError, match="too-long"):
        transcript_text((cue * 1_000_000)[:20_000_000].encode(), ".srt", SOURCE)
    assert time.perf_counter() - start < 5


def test_cues_of_long_lines_and_odd_arrows_take_time_in_proportion():
    text = "WEBVTT\n\n" + "00:00 --> " * 100_000 + "\n" + "a:" * 200_000 + "\n" + "<v " * 100_000 + "\n"
    start = time.perf_counter()
    transcript_text(text.encode(), ".vtt", SOURCE)
    assert time.perf_counter() - start < 5


def test_bidi_overrides_controls_and_html_are_harmless(make):
    made = make({"a.txt": "答：价格\u202e是\x07 <script>alert(1)</script> =1+1\n"})
    (text,) = made.interviews.texts.values()
    assert text == "答：价格是 <script>alert(1)</script> =1+1"
    assert made.interviews.turns["end"].to_list() == [len(text)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_found_by_the_policy_of_the_house(make, encoding):
    made = make({"a.txt": ("问：主要客户有几家？\r\n答：两家，占了七成。\r\n" * 3).encode(encoding)})
    assert made.interviews.turns.height == 6
    assert made.rules == []


def test_the_same_text_twice_is_one_interview(make):
    made = make({"a.txt": "答：两家。\n", "b.md": "答：两家。\r\n"})
    assert [rule for _, _, rule in made.rules] == ["key.repeated"]


def test_an_example_of_a_transcript_is_no_interview(make):
    made = make({"a.txt": "示例：写法\n答：两家。\n", "b.txt": "Example: this\nA: two\n", "c.txt": "答：三家。\n"})
    assert [row.kind for row in made.evidence.set_aside] == ["example", "example"]
    assert made.interviews.documents.height == 1


def test_what_the_file_says_of_the_interview(make):
    talk = "# 某厂\n同意：匿名引用\n集群：示例镇\n\n问：几家？\n答：两家。\n"
    made = make({"sampleton/2021-05-12 某厂.txt": "答：一家。\n", "b.txt": talk.replace("示例镇", "sampleton")})
    first, second = made.interviews.documents.iter_rows(named=True)
    assert (first["consent"], first["date"], first["subject"]) == ("anonymous", None, "sampleton")
    assert (second["consent"], second["date"], second["subject"]) == ("analysis", "2021-05-12", "sampleton")
    assert [row["title"] for row in made.evidence.rows("interviews")] == ["某厂", None]


def test_links_in_the_folder_are_not_followed(make, tmp_path):
    (tmp_path / "secret.txt").write_text("答：秘密。")
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "link.txt").symlink_to(tmp_path / "secret.txt")
    made = make({"a.txt": "答：两家。\n"})
    assert made.interviews.documents.height == 1


def test_a_hundred_thousand_lines_are_cut_into_turns_in_a_second():
    from clustermark.evidence.interviews.turns import turns_of

    text = "问：主要客户有几家？\n答：两家，占了七成，价格他们定。\n" * 50_000
    start = time.perf_counter()
    assert len(turns_of(text)) == 100_000
    assert time.perf_counter() - start < 4
