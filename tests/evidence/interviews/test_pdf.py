"""Transcripts as PDF: the text of pages that were written, and files that would never end."""

import zlib

import pytest

from clustermark.evidence.interviews import pdf, pdf_worker
from clustermark.evidence.interviews.pdf import pdf_text
from clustermark.evidence.readers.sheet import UnreadableFileError

pytestmark = pytest.mark.slow

pytest.importorskip("pypdf", reason="pypdf is not installed")
SPACE = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
SPACE += b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end"


def pdf_file(pages, packed=False) -> bytes:
    """A PDF of these pages, each a list of lines; letters are their own code points."""
    objects: list[bytes] = []
    first = 6
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects += [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects += [f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()]
    objects += [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R] "
        b"/ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I) "
        b"/Supplement 0 >> /DW 1000 >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(SPACE), SPACE),
    ]
    for at, lines in enumerate(pages):
        shown = "".join(
            f"BT /F 12 Tf 50 {800 - 20 * n} Td <{s.encode('utf-16-be').hex()}> Tj ET\n" for n, s in enumerate(lines)
        )
        body = zlib.compress(shown.encode()) if packed else shown.encode()
        filtered = b"/Filter /FlateDecode " if packed else b""
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {first + 2 * at + 1} 0 R >>".encode(),
            b"<< %s/Length %d >>\nstream\n%s\nendstream" % (filtered, len(body), body),
        ]
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


PAGES = [
    [
        "某公司内部资料",
        "日期：2021-05-12",
        "问：主要客户有几家？",
        "答：两家，占了七成，价格都是他们开的",
        "，厂里只能跟。",
        "1",
    ],
    ["某公司内部资料", "问：品牌呢？", "第 2 页"],
    ["某公司内部资料", "答：停了。", "- 3 -"],
]


@pytest.mark.parametrize("packed", [False, True])
def test_lines_are_whole_and_page_numbers_and_running_heads_are_gone(packed):
    assert pdf_text(pdf_file(PAGES, packed)).split("\n") == [
        "日期：2021-05-12",
        "问：主要客户有几家？",
        "答：两家，占了七成，价格都是他们开的，厂里只能跟。",
        "问：品牌呢？",
        "答：停了。",
    ]


def test_a_pdf_in_the_folder_is_an_interview(make):
    made = make({"01.pdf": pdf_file(PAGES)})
    assert made.rules == []
    assert made.interviews.turns["speaker"].to_list() == ["问", "答", "问", "答"]
    assert made.interviews.documents["date"].to_list() == ["2021-05-12"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 nothing", "interview.damaged"),
        (pdf_file([[""]]), "interview.pdf-scan"),
        (pdf_file(PAGES).replace(b"/Count 3", b"/Count 9")[:400], "interview.damaged"),
    ],
)
def test_a_pdf_that_gives_no_text_is_told(data, code):
    with pytest.raises(UnreadableFileError) as error:
        pdf_text(data)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import time; time.sleep(60)", "interview.unsafe"),
        ("import os; os.abort()", "interview.unsafe"),
        ("import sys; sys.exit(4)", "interview.too-long"),
        ("import sys; sys.exit(6)", "interview.pdf-library"),
    ],
)
def test_what_goes_wrong_in_the_other_process_ends_there(monkeypatch, program, code):
    import subprocess

    run = subprocess.run

    def instead(command, **keys):
        return run([command[0], "-c", program], **keys | {"timeout": 3})

    monkeypatch.setattr(pdf.subprocess, "run", instead)
    with pytest.raises(UnreadableFileError) as error:
        pdf_text(b"%PDF")
    assert error.value.code == code


def test_bytes_and_seconds_of_the_other_process_are_bounded():
    assert pdf_worker.SECONDS <= 60 and pdf_worker.BYTES <= 2 * 1024**3
