"""What a file is, is decided by its bytes: workbooks old and new, pages and text that call themselves xls."""

import io
import zipfile

import openpyxl
import pytest

from clustermark.evidence.read import read_evidence
from clustermark.evidence.readers.kinds import kind_of

HEADER = ["subject", "variable", "value", "unit", "year"]
GOOD = ["sampleton", "situation.firms", "300", "firms", "2021"]
TABLE = "<table><tr>{}</tr><tr>{}</tr></table>".format(
    "".join(f"<th>{cell}</th>" for cell in HEADER), "".join(f"<td>{cell}</td>" for cell in GOOD)
)
XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style>
 </Styles><Worksheet ss:Name="a"><Table>{}</Table></Worksheet></Workbook>"""


def xml_row(cells, style=""):
    data = "".join(f'<Cell{style}><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells)
    return f"<Row>{data}</Row>"


def read(make_study, data: bytes, reader: str = "auto"):
    return read_evidence(make_study(readers={"claims": reader}, claims=data))


def codes(evidence):
    return [item.code for item in evidence.problems]


@pytest.mark.parametrize(
    "data",
    [
        ("<html><body>" + TABLE).encode(),
        ("\ufeff<html>" + TABLE).encode("utf-8"),
        ("<html>" + TABLE).encode("utf-16"),
        ("<!DOCTYPE html><html><head><title>x</title></head>" + TABLE).encode(),
        XML.format(xml_row(HEADER) + xml_row(GOOD)).encode(),
        "\t".join(HEADER).encode() + b"\r\n" + "\t".join(GOOD).encode(),
    ],
)
def test_what_calls_itself_xls_is_read_by_its_bytes(make_study, data):
    evidence = read(make_study, data)
    (row,) = evidence.rows("claims")
    assert (row["value"], row["year"]) == (300.0, 2021)
    assert not [item for item in evidence.problems if item.severity == "error"]


def test_chinese_text_under_the_ending_xls_is_read_as_gb18030_and_said_so(make_study):
    text = "地方或企业\t事项\t数值\t单位\t年份\n示例镇\t企业数\t300\t家\t2021\n"
    evidence = read(make_study, text.encode("gb18030"))
    assert evidence.rows("claims")[0]["unit"] == "家"
    assert codes(evidence) == ["file.read-as"]
    assert evidence.sources["claims"].encoding == "gb18030"
    assert evidence.sources["claims"].reader == "csv"


def test_rowspan_and_colspan_of_a_page(make_study):
    page = (
        "<table><tr><th colspan=5>title</th></tr><tr>" + "".join(f"<th>{cell}</th>" for cell in HEADER) + "</tr>"
        "<tr><td rowspan=2>sampleton</td><td>situation.firms</td><td>300</td><td>firms</td><td>2021</td></tr>"
        "<tr><td>situation.output_value</td><td>900</td><td>CNY</td><td>2021</td></tr></table>"
    )
    evidence = read(make_study, ("<html>" + page).encode())
    assert [(row["subject"], row["value"]) for row in evidence.rows("claims")] == [
        ("sampleton", 300),
        ("sampleton", 900),
    ]
    assert codes(evidence) == ["cells.filled-down"]


def test_a_page_without_a_table_is_told(make_study):
    assert codes(read(make_study, b"<html><form>log in</form></html>")) == ["file.no-table"]


def test_percentages_and_formulas_of_an_xml_workbook(make_study):
    row = xml_row(["sampleton", "situation.world_output_share"])[:-6]
    row += '<Cell ss:StyleID="p"><Data ss:Type="Number">0.2</Data></Cell><Cell/>'
    row += '<Cell><Data ss:Type="Number">2021</Data></Cell></Row>'
    bad = xml_row(["sampleton", "situation.firms"])[:-6] + '<Cell ss:Formula="=RC[1]"/></Row>'
    evidence = read(make_study, XML.format(xml_row(HEADER) + row + bad).encode())
    assert evidence.rows("claims")[0]["value"] == 20.0
    assert [item.rule for item in evidence.quarantined] == ["cell.formula"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "file.other-kind"),
        (b"7z\xbc\xaf\x27\x1c", "file.other-kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file.old-or-locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "file.locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "file.damaged"),
        (b"PK\x03\x04 and no more", "file.damaged"),
        (b"\x00\x01\x02\x03" * 50, "file.not-text"),
        (
            b"<?xml version='1.0'?><!DOCTYPE x><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
            "file.damaged",
        ),
    ],
)
def test_what_is_not_read_is_named(make_study, data, code):
    assert codes(read(make_study, data)) == [code]


def test_a_word_file_is_called_by_its_name():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "x")
    assert kind_of(out.getvalue()) == ("other", "Word")


def test_a_declared_reader_reads_nothing_else(make_study):
    assert codes(read(make_study, b"PK\x03\x04 and no more", "csv")) == ["file.not-text"]
    assert codes(read(make_study, b"subject,variable\n", "xlsx")) == ["file.damaged"]


def test_openpyxl_and_its_quick_scan_see_formulas_errors_and_percentages(make_study):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for formula in ("=SUM(A1:A3)", "=A1&B1"):
        book.active.append(["sampleton", formula, 1, "firms", 2021])
    out = io.BytesIO()
    book.save(out)
    evidence = read(make_study, out.getvalue())
    assert [item.rule for item in evidence.quarantined] == ["cell.formula"] * 2
    assert [item.raw for item in evidence.quarantined] == ["=SUM(A1:A3)", "=A1&B1"]
