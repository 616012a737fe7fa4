"""R data files: the wiod package's lists, the 2016 data frame, and files that are none of them."""

import bz2
import gzip
import lzma
import random
import struct
from pathlib import Path

import numpy as np
import pytest

from clustermark.evidence.readers.r_data import read_r_data, text
from clustermark.evidence.world_tables import read_world_table
from clustermark.methods.valuechain import TableError


def integer(*values: int) -> bytes:
    return struct.pack(f">{len(values)}i", *values)


def symbol(name: str) -> bytes:
    return integer(1) + chars(name)


def chars(value: str) -> bytes:
    return integer(0x9 | 0x8000, len(value.encode())) + value.encode()


def pairs(**items: bytes) -> bytes:
    return b"".join(integer(0x402) + symbol(name) + item for name, item in items.items()) + integer(254)


def vector(kind: int, length: int, content: bytes, **attributes: bytes) -> bytes:
    return integer(kind | (0x200 if attributes else 0), length) + content + (pairs(**attributes) if attributes else b"")


def strings(*values: str, **attributes: bytes) -> bytes:
    return vector(16, len(values), b"".join(map(chars, values)), **attributes)


def integers(*values: int, **attributes: bytes) -> bytes:
    return vector(13, len(values), integer(*values), **attributes)


def reals(*values: float, **attributes: bytes) -> bytes:
    return vector(14, len(values), struct.pack(f">{len(values)}d", *values), **attributes)


def listed(**items: bytes) -> bytes:
    return vector(19, len(items), b"".join(items.values()), names=strings(*items))


def r_data(version: int = 2, **items: bytes) -> bytes:
    head = f"RDX{version}\nX\n".encode() + integer(version, 0x40203, 0x20300)
    return head + (integer(5) + b"UTF-8" if version == 3 else b"") + pairs(**items)


WIOD = {
    "year": integers(2008),
    "countries": strings("CHN", "ITA"),
    "industries": strings("c1"),
    "final": integers(5, 1, 1, 5, dim=integers(2, 2)),
    "output": integers(9, 15),
    "inter": integers(1, 3, 2, 4, dim=integers(2, 2)),
}


@pytest.mark.parametrize("packed", [bz2.compress, gzip.compress, lzma.compress, bytes])
@pytest.mark.parametrize("version", [2, 3])
def test_the_list_of_the_wiod_package(tmp_path: Path, packed, version: int) -> None:
    path = tmp_path / "wiot_2008.RData"
    path.write_bytes(packed(r_data(version, wiot_2008=listed(**WIOD))))
    table = read_world_table(path, "wiod2013")
    assert (table.countries, table.sectors, table.year) == (("CHN", "ITA"), ("c1",), 2008)
    assert table.intermediate.tolist() == [[1, 2], [3, 4]] and table.final.tolist() == [[5, 1], [1, 5]]
    assert [(o.code, o.cells, o.values) for o in table.check()] == [("published-output", ("ITA:c1",), (2.0,))]
    with pytest.raises(TableError, match="2008, not 2009"):
        read_world_table(path, "wiod2013", year=2009)


def test_the_data_frame_of_2016(tmp_path: Path) -> None:
    columns = {
        "IndustryCode": strings("C13-C15", "C13-C15", "II_fob", "VA", "GO"),
        "Country": integers(1, 2, 3, 3, 3, levels=strings("CHN", "ITA", "TOT")),
        "RNr": integers(6, 6, 65, 70, 73),
        "Year": integers(2014, 2014, 2014, 2014, 2014),
        "ITA6": reals(12, 30, 42, 29, 71),
        "CHN6": reals(40, 5, 45, 48, 93),
        "CHN57": reals(23, 6, 0, 0, 0),
        "CHN58": reals(3, 1, 0, 0, 0),
        "ITA57": reals(15, 25, 0, 0, 0),
        "ITA58": reals(0, 4, 0, 0, 0),
        "TOT": reals(93, 71, 0, 0, 0),
    }
    path = tmp_path / "WIOT2014_October16_ROW.RData"
    path.write_bytes(bz2.compress(r_data(wiot=listed(**columns))))
    table = read_world_table(path, "wiod2016", year=2014)
    assert (table.countries, table.sectors, table.year) == (("CHN", "ITA"), ("C13-C15",), 2014)
    assert table.intermediate.tolist() == [[40, 12], [5, 30]]
    assert table.final.tolist() == [[23, 3, 15, 0], [6, 1, 25, 4]]
    assert table.value_added.tolist() == [48, 29] and table.check() == []
    path.write_bytes(r_data(wiot=listed(**(columns | {"CHN6": reals(40, 5, 45, 48, 95)}))))
    found = read_world_table(path, "wiod2016").check()
    assert [(o.code, o.cells, o.values) for o in found] == [("published-output", ("CHN:C13-C15",), (2.0,))]


def test_runs_references_and_missing_values(tmp_path: Path) -> None:
    state = reals(3, 5, 1)
    run = integer(238) + pairs_of(symbol("compact_intseq"), symbol("base"), integers(13)) + state + integer(254)
    wrapped = integer(238) + pairs_of(symbol("wrap_string"), integer(1 << 8 | 255), integers(16))
    wrapped += vector(19, 2, strings("a", "b") + integers(0, 0)) + integer(254)
    path = tmp_path / "x.RData"
    path.write_bytes(r_data(3, run=run, wrapped=wrapped, missing=integers(1, -(2**31)), true=vector(10, 1, integer(1))))
    got = read_r_data(path)
    assert got["run"].values.tolist() == [5, 6, 7]
    assert text(got["wrapped"]) == ["a", "b"]
    assert np.isnan(got["missing"].values[1]) and got["true"].values.tolist() == [1]


def pairs_of(*items: bytes) -> bytes:
    return b"".join(integer(2) + item for item in items) + integer(254)


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b"RDA2\nA\n", "binary XDR"),
        (r_data(wiot=listed(**WIOD))[:-40], "ends too early"),
        (r_data(f=integer(3)), "type 3"),
        (r_data(x=vector(13, 2**30, b"")), "ends too early"),
        (r_data(x=vector(19, 2**30, b"")), "ends too early"),
        (r_data(x=vector(13, -5, b"")), "ends too early"),
        (r_data(x=(integer(19, 1)) * 300 + integers(1)), "nests too deeply"),
        (r_data(x=integers(1)), "no list with countries"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, raw: bytes, named: str) -> None:
    path = tmp_path / "x.RData"
    path.write_bytes(raw)
    with pytest.raises(TableError, match=named):
        read_world_table(path, "wiod2013")


def test_damaged_files_end_in_an_error_of_ours(tmp_path: Path) -> None:
    whole = r_data(wiot_2008=listed(**WIOD))
    chance = random.Random(1)
    path = tmp_path / "x.RData"
    for _ in range(400):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        path.write_bytes(bytes(raw))
        try:
            read_world_table(path, "wiod2013")
        except TableError:
            continue
