"""pymrio's systems, by what this adapter uses of them; with pymrio installed, its own test system too."""

import numpy as np
import pytest

from clustermark.evidence.world_tables_pymrio import from_pymrio
from clustermark.methods.valuechain import TableError, decompose


class Frame:
    def __init__(self, values, index, columns):
        self.values, self.index, self.columns = np.array(values), index, columns

    def to_numpy(self):
        return self.values


class Io:
    def __init__(self, z, y, cells, uses, unit=("M.EUR",)):
        self.Z, self.Y = Frame(z, cells, cells), Frame(y, cells, uses)
        self.unit = Frame([[item] for item in unit], cells, ["unit"])


CELLS = [
    ("CN", "Textiles (17)"),
    ("CN", "Wearing apparel (18)"),
    ("IT", "Textiles (17)"),
    ("IT", "Wearing apparel (18)"),
]
USES = [("CN", "households"), ("CN", "stocks"), ("IT", "households"), ("IT", "stocks")]
Z = np.arange(16).reshape(4, 4)
Y = np.arange(20, 36).reshape(4, 4)


def test_flows_labels_and_unit():
    table = from_pymrio(Io(Z, Y, CELLS, USES), year=2019)
    assert table.countries == ("CN", "IT") and table.sectors == ("Textiles (17)", "Wearing apparel (18)")
    assert (table.unit, table.year) == ("M.EUR", 2019)
    assert np.array_equal(table.intermediate, Z) and np.array_equal(table.final, Y)
    assert from_pymrio(Io(Z, Y, CELLS, USES, unit=("M.EUR", "t"))).unit == "unit not stated"


def test_what_cannot_be_used():
    io = Io(Z, Y, CELLS, USES)
    io.Z = None
    with pytest.raises(TableError, match="calc_all"):
        from_pymrio(io)
    io = Io(Z, Y, CELLS, USES)
    io.Y.index = CELLS[::-1]
    with pytest.raises(TableError, match="same cells"):
        from_pymrio(io)
    with pytest.raises(TableError, match="region and sector"):
        from_pymrio(Io(Z, Y, ["a", "b", "c", "d"], USES))


def test_its_own_test_system():
    pymrio = pytest.importorskip("pymrio", reason="pymrio is not installed: its test system was not read")
    io = pymrio.load_test().calc_all()
    table = from_pymrio(io)
    assert len(table.countries) == 6 and len(table.sectors) == 8
    got = decompose(table, "bm-exporter-source")
    assert np.isclose(got.values[0].sum(), np.asarray(table.exports()).sum())
