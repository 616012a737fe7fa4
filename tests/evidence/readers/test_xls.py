"""Workbooks of old Excel, built here record by record: what is read, and what a hostile one cannot do."""

import random
import struct

import pytest

from clustermark.evidence.read import read_evidence
from clustermark.evidence.readers.biff import biff_scans
from clustermark.evidence.readers.old_reader import read_old
from clustermark.evidence.readers.ole import shell, stream
from clustermark.evidence.readers.sheet import Merge, UnreadableFileError

HEADER = ["地方或企业", "事项", "数值", "单位", "年份"]
ROWS = [HEADER, ["示例镇", "situation.world_output_share", (0.2, 1), "", 2021.0], ["", "企业数", 300.0, "家", 2021.0]]


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def cell(row: int, column: int, content) -> bytes:
    if isinstance(content, str):
        text = content.encode("utf-16-le")
        return record(0x204, struct.pack("<HHHHB", row, column, 0, len(content), 1) + text) if content else b""
    number, style = content if isinstance(content, tuple) else (content, 0)
    return record(0x203, struct.pack("<HHHd", row, column, style, number))


def book(rows, merges=(), dimensions=(0, 9, 0, 9), password=False) -> bytes:
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if password:
        start += record(0x2F, b"\0" * 6)
    start += record(0x41E, struct.pack("<HHB", 164, 4, 0) + b"0.0%")
    start += b"".join(record(0xE0, struct.pack("<HH16x", 0, code)) for code in (0, 164))
    name = "数据".encode("utf-16-le")
    end = record(0x0A, b"")
    sheet_at = len(start) + 4 + 8 + len(name) + len(end)
    globals_ = start + record(0x85, struct.pack("<IHBB", sheet_at, 0, 2, 1) + name) + end
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    sheet += record(0x200, struct.pack("<IIHHH", *dimensions, 0))
    for at, row in enumerate(rows):
        sheet += b"".join(cell(at, column, content) for column, content in enumerate(row))
    for top, bottom, left, right in merges:
        sheet += record(0xE5, struct.pack("<HHHHH", 1, top, bottom, left, right))
    return globals_ + sheet + end


def xls(*args, **kwargs) -> bytes:
    return shell("Workbook", book(*args, **kwargs))


def test_an_old_workbook_is_read_with_percentages_and_merged_cells(make_study):
    data = xls(ROWS, merges=[(1, 2, 0, 0)])
    evidence = read_evidence(make_study(readers={"claims": "auto"}, claims=data))
    found = [(row["subject"], row["value"], row["row"]) for row in evidence.rows("claims")]
    assert found == [("sampleton", 20.0, "claims/数据:2"), ("sampleton", 300.0, "claims/数据:3")]
    assert [item.code for item in evidence.problems] == ["cells.filled-down"]
    assert evidence.sources["claims"].reader == "xls"


def test_a_long_stream_comes_back_whole():
    content = random.Random(3).randbytes(9_000_000)
    assert stream(shell("Workbook", content), ("Book", "Workbook")).startswith(content)


def test_scans_know_percentages_merges_and_sizes():
    scans = dict(biff_scans(bytearray(book(ROWS, merges=[(1, 2, 0, 0)]))))
    assert scans["数据"].percent == {(2, 3)}
    assert scans["数据"].merged == (Merge(2, 1, 3, 1),)
    assert (scans["数据"].rows, scans["数据"].columns) == (3, 5)


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_old(data, "xls")
    return caught.value.code


def test_what_is_not_read_is_named():
    assert code_of(xls(ROWS, password=True)) == "file.locked"
    assert code_of(shell("WordDocument", b"x")) == "file.old-or-locked"
    far = record(0x203, struct.pack("<HHHd", 65_535, 65_535, 0, 1.0))
    end = record(0x0A, b"")
    assert code_of(shell("Workbook", book(ROWS)[: -len(end)] + far + end)) == "table.too-large"


def test_a_size_that_a_sheet_only_claims_takes_no_memory():
    (sheet,) = read_old(xls(ROWS, dimensions=(0, 2**32 - 1, 0, 65_535)), "xls")
    assert len(sheet.rows) == 3


def test_chains_of_sectors_that_bite_their_own_tail_come_to_an_end():
    data = bytearray(xls(ROWS))
    for sector in range(4):
        struct.pack_into("<1024I", data, 4096, *[sector] * 1024)
        struct.pack_into("<I", data, 68, sector)
        try:
            assert len(read_old(bytes(data), "xls")) < 2
        except UnreadableFileError as error:
            assert error.code in ("file.damaged", "file.old-or-locked")


def test_changed_bytes_are_read_or_told_and_never_worse():
    whole, chance = xls(ROWS, merges=[(1, 2, 0, 0)]), random.Random(11)
    used = [at for at in range(len(whole)) if whole[at]]
    for _ in range(1500):
        data = bytearray(whole)
        for _change in range(chance.choice([1, 1, 3, 20])):
            data[chance.choice(used)] = chance.choice([0, 255, chance.randrange(256)])
        try:
            read_old(bytes(data), "xls")
        except UnreadableFileError as error:
            assert error.code.startswith(("file.", "table."))
