"""A workbook in binary parts (xlsb), built here record by record."""

import io
import struct
import zipfile

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.evidence.readers.old_reader import read_old
from clustermark.evidence.readers.sheet import UnreadableFileError

ROWS = [
    ["subject", "variable", "value", "unit", "year"],
    ["sampleton", "situation.world_output_share", (0.2, 1), "", 2021.0],
    ["sampleton", "situation.firms", 300.0, "firms", 2021.0],
]
TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>"""
RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"""


def record(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, out = len(body), b""
    while True:
        out += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return number + out + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, content) -> bytes:
    if isinstance(content, str):
        return record(6, struct.pack("<II", column, 0) + wide(content)) if content else b""
    number, style = content if isinstance(content, tuple) else (content, 0)
    return record(5, struct.pack("<IId", column, style, number))


def xlsb(rows, far: int = 0) -> bytes:
    sheet = record(129) + record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, 4)) + record(145)
    for at, row in enumerate(rows):
        sheet += record(0, struct.pack("<IIHHBI", at, 0, 300, 0, 0, 0))
        sheet += b"".join(cell(column, content) for column, content in enumerate(row))
    if far:
        sheet += record(0, struct.pack("<IIHHBI", far, 0, 300, 0, 0, 0)) + cell(far % 16_000, 1.0)
    sheet += record(146) + record(130)
    styles = record(278) + record(617, struct.pack("<I", 2))
    styles += b"".join(record(47, struct.pack("<HHHHII", 0, code, 0, 0, 0, 0)) for code in (0, 9))
    styles += record(618) + record(279)
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("figures"))
    book += record(144) + record(132)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", RELATIONS)
        archive.writestr("xl/styles.bin", styles)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return out.getvalue()


def test_it_is_read_with_percentages(make_study):
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=xlsb(ROWS)))
    assert [(row["value"], row["row"]) for row in evidence.rows("claims")] == [
        (20.0, "claims/figures:2"),
        (300.0, "claims/figures:3"),
    ]
    assert evidence.sources["claims"].reader == "xlsb"


def test_a_far_cell_lays_out_no_grid():
    with pytest.raises(UnreadableFileError) as caught:
        read_old(xlsb(ROWS, far=1_000_000), "xlsb")
    assert caught.value.code == "table.too-large"


def test_changed_bytes_of_parts_are_read_or_told():
    import random

    whole, chance = xlsb(ROWS), random.Random(7)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(1000):
        changed = {name: bytearray(part) for name, part in parts.items()}
        for _change in range(chance.choice([1, 1, 3, 10])):
            part = changed[chance.choice([name for name in changed if name.endswith(".bin")])]
            part[chance.randrange(len(part))] = chance.choice([0, 255, chance.randrange(256)])
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, part in changed.items():
                archive.writestr(name, bytes(part))
        try:
            read_old(out.getvalue(), "xlsb")
        except UnreadableFileError as error:
            assert error.code.startswith(("file.", "table."))
