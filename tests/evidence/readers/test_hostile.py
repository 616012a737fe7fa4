"""Hostile files: whatever the bytes, read = accepted + quarantined + set aside, and nothing is raised.

`make test` asks for 2,000 of each of the five kinds by CLUSTERMARK_HOSTILE_EXAMPLES.
"""

import io
import os
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence

HEADER = "subject,variable,value,unit,year,text_en"
EXAMPLES = int(os.environ.get("CLUSTERMARK_HOSTILE_EXAMPLES", "150"))
QUIET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = [
    "",
    "sampleton",
    "示例镇",
    "situation.firms",
    "产值",
    "300",
    "3.5亿",
    "约3亿",
    "20~30",
    "家",
    "万元",
    "2021",
    "合计",
    "注：x",
    "例：y",
    "单位：万元",
    "数值（亿元）",
    "subject",
    "variable",
    "value",
    "企业",
    "=1+1",
    "@x",
    "\u202e",
    "\u200b",
    "\x00",
    "\ufdd0",
    "\ufffd",
    "\x85",
    "\u2028",
    "#N/A",
    "#",
    "１２３",
    "-",
    "—",
    "1,234",
    '"',
    '"a"b',
    "a\nb",
    "a\rb",
    "nan",
    "inf",
    "1e400",
    "9" * 400,
    "２０２１年",
    "x" * 300,
]
CELL = st.one_of(st.sampled_from(WORDS), st.text(max_size=8))
BYTES = st.one_of(
    st.sampled_from(
        [b"\n", b"\r", b"\r\n", b",", b";", b"\t", b'"', b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xb0\xa1"]
    ),
    st.sampled_from(WORDS).map(lambda word: word.encode("utf-8")),
    st.sampled_from([word for word in WORDS if "\ufdd0" not in word]).map(lambda word: word.encode("gb18030")),
    st.binary(max_size=6),
)


def balanced(evidence: Evidence) -> bool:
    accepted = sum(frame.height for frame in evidence.tables.values())
    return sum(evidence.read.values()) == accepted + len(evidence.quarantined) + len(evidence.set_aside)


def told_once(evidence: Evidence) -> bool:
    """Every physical row of the file has exactly one fate."""
    accepted = [str(row["row"]).rpartition(":")[2] for row in evidence.rows("claims")]
    rest = [str(item.row) for item in (*evidence.quarantined, *evidence.set_aside) if item.source == "claims"]
    return sorted([*accepted, *rest], key=int) == [str(n) for n in range(1, evidence.read.get("claims", 0) + 1)]


@QUIET
@given(st.lists(BYTES, max_size=60), st.booleans())
def test_any_text(make_study, parts, with_header):
    data = (HEADER.encode() + b"\n" if with_header else b"") + b"".join(parts)
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=data))
    assert balanced(evidence)
    assert told_once(evidence)


@QUIET
@given(st.lists(st.lists(CELL, max_size=8), max_size=12), st.sampled_from([",", ";", "\t", "|", "，"]))
def test_any_rows_with_any_delimiter(make_study, rows, delimiter):
    from tests.evidence.conftest import as_csv

    text = as_csv([HEADER.split(","), *rows], delimiter)
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=text.encode("utf-8", "replace")))
    assert balanced(evidence)
    assert told_once(evidence)


@QUIET
@given(
    st.lists(st.lists(CELL, max_size=8), max_size=10),
    st.lists(st.tuples(*[st.integers(1, 8)] * 4), max_size=3),
    st.integers(0, 2),
)
def test_any_workbook(make_study, rows, merges, titles):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in [["x"]] * titles + [HEADER.split(","), *rows]:
        sheet.append(
            [openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell.replace("\ufdd0", ""))[:99] for cell in line]
        )
    for top, left, down, across in merges:
        try:
            sheet.merge_cells(start_row=top, start_column=left, end_row=top + down, end_column=left + across)
        except ValueError:
            continue
    out = io.BytesIO()
    try:
        book.save(out)
    except (ValueError, UnicodeEncodeError):
        return
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=out.getvalue()))
    assert balanced(evidence)
    assert told_once(evidence)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    book.active.append(["sampleton", "situation.firms", 300, "firms", 2021, "=A1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@QUIET
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4), st.integers(0, 8))
def test_a_workbook_with_bytes_changed(make_study, workbook, at, change, part):
    """Bytes of a part are changed and the archive written again, so that the damage reaches the reader of XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for number, name in enumerate(old.namelist()):
            content = old.read(name)
            if number == part and content:
                content = content[: at % len(content)] + change + content[at % len(content) + len(change) :]
            new.writestr(name, content)
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=out.getvalue()))
    assert balanced(evidence)
    assert told_once(evidence)


@QUIET
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "<td rowspan=3>",
                "<td colspan='2'>",
                "<th>",
                "</td>",
                "</tr>",
                "<style>",
                "</style>",
                "&lt;b&gt;",
                "<!--",
                "-->",
                *HEADER.split(","),
                *WORDS,
            ]
        ),
        max_size=60,
    )
)
def test_any_page(make_study, parts):
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=("<html>" + " ".join(parts)).encode()))
    assert balanced(evidence)
    assert told_once(evidence)
