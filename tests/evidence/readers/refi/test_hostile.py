"""Hostile REFI-QDA files: each is refused by a coded error with words, and nothing in them is followed."""

import io
import stat
import struct
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.readers.refi.small import CODING, SPACE, TEXT, archive, project, project_xml, selection

from clustermark.evidence.readers.refi import archive as refi_archive
from clustermark.evidence.readers.refi import read_qdc, read_qdpx
from clustermark.evidence.readers.refi import texts as refi_texts
from clustermark.evidence.readers.refi import tree as refi_tree
from clustermark.evidence.readers.sheet import UnreadableFileError
from clustermark.words.catalogue import text

GOOD = ("project.qde", project_xml())


def refused(data: bytes, read=read_qdpx) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read(data)
    for language in ("zh", "en"):
        assert text(f"input.{caught.value.code}.message", language, **caught.value.fields)
    return caught.value.code


def test_a_good_project_is_not_refused():
    assert read_qdpx(project("Prices fell.", selection(0, 6))).selections[0].quote == "Prices"


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "sources/../../out.txt",
        "/etc/x",
        "C:/x",
        "sources\\..\\..\\x",
        "a//b",
        "sources/. /x",
        "a\u202e\n",
    ],
)
def test_names_that_leave_the_archive_are_refused(name):
    assert refused(archive([GOOD, (name, b"x")])) == "refi.path"


def test_a_link_is_refused():
    link = zipfile.ZipInfo("sources/a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refused(archive([GOOD, (link, b"/etc/passwd")])) == "refi.link"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "names",
    [
        ("sources/a.txt", "sources/a.txt"),
        ("sources/a.txt", "Sources/A.TXT"),
        ("sources/\u00e9.txt", "sources/e\u0301.txt"),
        ("sources", "sources/a.txt"),
    ],
)
def test_names_that_are_one_on_some_systems_are_refused(names):
    assert refused(archive([GOOD, *((name, b"x") for name in names)])) == "refi.twice"


def test_an_entry_that_unpacks_to_more_than_200_times_its_size_is_refused():
    assert refused(archive([GOOD, ("sources/a.txt", b"\0" * 2_000_000)])) == "refi.ratio"


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(refi_archive, "MOST_UNPACKED", 5_000)
    assert refused(archive([GOOD, ("sources/a.txt", bytes(range(256)) * 20)])) == "refi.too-large"


def test_an_archive_of_too_many_entries_is_refused():
    assert refused(archive([GOOD, *((f"sources/{n}.txt", b"") for n in range(5_000))])) == "refi.entries"


@pytest.mark.parametrize("name", ["sources/a.zip", "sources/b.qdpx", "sources/c.txt"])
def test_an_archive_in_the_archive_is_refused(name):
    assert refused(archive([GOOD, (name, archive([("x", b"x")]))])) == "refi.nested"


def test_an_office_document_is_kept_and_not_opened():
    document = archive([("word/document.xml", b"<x/>")])
    assert read_qdpx(archive([GOOD, ("sources/a.docx", document)])).files["sources/a.docx"] == document


def test_a_size_that_lies_is_refused():
    data = bytearray(archive([GOOD, ("sources/a.txt", b"a" * 5_000)]))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    assert refused(bytes(data)) == "refi.damaged"


def test_a_content_that_does_not_fit_its_checksum_is_refused():
    data = archive([GOOD, ("sources/a.txt", b"five per cent")], zipfile.ZIP_STORED)
    assert refused(data.replace(b"five per cent", b"nine per cent")) == "refi.damaged"


def test_one_text_named_by_many_elements_is_counted_each_time(monkeypatch):
    monkeypatch.setattr(refi_texts, "MOST_UNPACKED", 50)
    twice = f'<PDFSource guid="{CODING}"><Representation guid="{CODING}" plainTextPath="internal://{TEXT}.txt"/></PDFSource>'
    xml = project_xml().replace("</Sources>", f"{twice}</Sources>")
    assert refused(archive([("project.qde", xml), (f"sources/{TEXT}.txt", b"x" * 30)])) == "refi.too-large"


def test_a_text_longer_than_any_interview_is_remarked(monkeypatch):
    monkeypatch.setattr(refi_texts, "MOST_SIGNS", 10)
    read = read_qdpx(project("Prices fell.", selection(0, 6)))
    assert read.sources[0].text is None and read.remarks[0].code == "text-too-long"


def test_a_name_that_differs_between_head_and_directory_is_refused():
    data = bytearray(archive([GOOD, ("sources/a.txt", b"x")]))
    at = data.index(b"sources/a.txt")
    data[at : at + 13] = b"sources/b.txt"
    assert refused(bytes(data)) == "refi.damaged"


def test_entries_that_share_their_bytes_are_refused():
    """The directory lists a second entry that begins inside the first (Fifield's bombs do so thousands of times)."""
    inner = archive([("sources/b.txt", b"x" * 50)], zipfile.ZIP_STORED)
    head = inner[: inner.index(b"PK\x01\x02")]
    data = bytearray(
        archive([GOOD, ("sources/a.bin", b"...." + head), ("sources/b.txt", b"x" * 50)], zipfile.ZIP_STORED)
    )
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 42, data.index(head[:30]))
    assert refused(bytes(data)) == "refi.overlap"


def test_a_locked_archive_is_refused():
    data = bytearray(archive([GOOD]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(data)) == "refi.locked"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive", archive([GOOD])[:-30]])
def test_broken_archives_are_refused(data):
    assert refused(data) == ("refi.empty" if not data else "refi.damaged")


def test_projects_are_one_and_beside_the_folders():
    assert refused(archive([("sources/project.qde", GOOD[1])])) == "refi.no-project"
    assert refused(archive([GOOD, ("Other.QDE", GOOD[1])])) == "refi.projects"
    assert refused(archive([("project.qde", "<Report/>")])) == "refi.not-a-project"
    assert refused(b"<Codes/>", read_qdc) == "refi.not-a-project"


ENTITY = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE Project SYSTEM "http://example.org/x.dtd">'


@pytest.mark.parametrize("declared", [ENTITY, LAUGHS, OUTSIDE, "<!DOCTYPE Project>"])
def test_declared_entities_are_refused_unresolved(declared):
    xml = f'{declared}<Project xmlns="{SPACE}" name="A&x;B"/>'
    assert refused(archive([("project.qde", xml)])) == "refi.declares"
    assert refused(declared.replace("Project", "CodeBook").encode() + b"<CodeBook/>", read_qdc) == "refi.declares"


@pytest.mark.parametrize(
    "xml",
    [
        f'<Project xmlns="{SPACE}" name="{"a" * 1_000_001}"/>',
        f'<Project xmlns="{SPACE}">{"<Code>" * 100}{"</Code>" * 100}</Project>',
        f'<Project xmlns="{SPACE}" {" ".join(f"a{n}=" + chr(34) * 2 for n in range(70))}/>',
    ],
)
def test_huge_attributes_and_depths_are_refused(xml):
    assert refused(archive([("project.qde", xml)], zipfile.ZIP_STORED)) == "refi.xml-size"


def test_too_many_elements_are_refused(monkeypatch):
    monkeypatch.setattr(refi_tree, "MOST_ELEMENTS", 8)
    assert refused(archive([GOOD])) == "refi.xml-size"


@pytest.mark.parametrize("xml", ["", "<Project", f'<q:Project xmlns="{SPACE}"/>', "<Project>&x;</Project>", "\x00"])
def test_broken_xml_is_refused(xml):
    assert refused(archive([("project.qde", xml)])) == "refi.damaged"


@pytest.mark.parametrize(
    "path", ["absolute:///etc/passwd", "relative:///../../etc/passwd", "file:///etc/passwd", "/etc/passwd", "C:\\x.txt"]
)
def test_paths_out_of_the_archive_are_listed_and_never_followed(path, monkeypatch):
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("a file was opened"))
    read = read_qdpx(project("x", path=path))
    assert read.sources[0].text is None
    assert [remark.code for remark in read.remarks] == ["path-outside", "no-text", "unreferenced"]


def test_a_path_with_dots_finds_nothing():
    read = read_qdpx(project("x", path=f"internal://../sources/{TEXT}.txt"))
    assert read.sources[0].text is None


def test_sources_that_cannot_be_told_apart_are_refused():
    twice = project_xml().replace("</Sources>", f'<TextSource guid="{TEXT.upper()}"/></Sources>')
    assert refused(archive([("project.qde", twice)])) == "refi.guids"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1_200), st.integers(0, 255)), min_size=1, max_size=6))
def test_whatever_bytes_change_only_coded_errors_come(changes):
    data = bytearray(project("Prices fell in spring.", selection(0, 6, "Prices")))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        read_qdpx(bytes(data))
    except UnreadableFileError as error:
        assert error.code.startswith("refi.")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 900))
def test_whatever_xml_only_coded_errors_come(junk, at):
    xml = project_xml(selection(0, 6, "Prices")).encode()
    content = xml[:at] + junk + xml[at:]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("project.qde", content)
    try:
        read_qdpx(out.getvalue())
    except UnreadableFileError as error:
        assert error.code.startswith("refi.")
    assert zlib.crc32(content) >= 0
