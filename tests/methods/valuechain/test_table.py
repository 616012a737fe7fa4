"""World tables and requests that cannot be used, and what a table says about itself."""

import numpy as np
import polars as pl
import pytest

from clustermark.methods.valuechain import (
    METHODS,
    System,
    TableError,
    WorldTable,
    decompose,
    participation,
    upstreamness,
    value_added,
)
from valuechain import leather

TWO = {"countries": ["A", "B"], "sectors": ["s"]}


def two(z=((1.0, 2.0), (3.0, 4.0)), y=((5.0, 1.0), (1.0, 5.0)), **more):
    return WorldTable(z, y, **{**TWO, **more})


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"z": [[1.0, np.nan], [3.0, 4.0]]}, "not-finite", "A:s column 2"),
        ({"y": [[1.0, 1.0], [np.inf, 4.0]]}, "not-finite", "B:s column 1"),
        ({"y": [[1.0, -np.inf], [np.inf, 4.0]]}, "not-finite", "A:s column 2"),
        ({"z": [[1.0, 2.0]]}, "shape", r"\(1, 2\), not \(2, 2\)"),
        ({"y": [[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]}, "shape", "categories"),
        ({"z": [["1", "x"], ["2", "3"]]}, "type", "not numbers"),
        ({"countries": ["A", "A"]}, "labels", "repeated or missing country labels: A"),
        ({"sectors": []}, "labels", "missing sector labels"),
        ({"output": [9.0, 12.0]}, "unbalanced", "B:s"),
        ({"output": [9.0, np.nan]}, "not-finite", "B:s"),
        ({"value_added": [5.0, 9.0]}, "unbalanced", "B:s"),
        ({"split": {"C": ["A", "X"]}}, "labels", "X"),
        ({"split": {"C": ["A"], "D": ["A"]}}, "labels", "twice"),
    ],
)
def test_a_table_that_cannot_be_used_names_the_cells(change, code, named):
    with pytest.raises(TableError, match=named) as error:
        two(**change)
    assert error.value.code == code


def test_totals_within_the_tolerance_are_taken():
    table = two(output=[9.0, 13.0 + 1e-6], value_added=[5.0, 7.0])
    assert table.output[1] == 13.0 + 1e-6
    assert two(output=[9.0, 13.5], tolerance=0.1).output[1] == 13.5


def test_integers_become_floats():
    table = two(z=[[1, 2], [3, 4]], y=np.array([[5, 1], [1, 5]], dtype=np.int32))
    assert table.intermediate.dtype == table.final.dtype == np.float64
    assert table.output.tolist() == [9.0, 13.0]
    assert table.value_added.tolist() == [5.0, 7.0]


def test_deliveries_without_output_are_an_error():
    table = two(z=[[0.0, 2.0], [3.0, 4.0]], y=[[-2.0, 0.0], [1.0, 5.0]])
    found = table.check()
    assert (found[0].code, found[0].cells, found[0].error) == ("zero-output-deliveries", ("A:s",), True)
    with pytest.raises(TableError, match="A:s"):
        decompose(table, "kww")


def test_exports_without_output_are_noted_and_in_no_term():
    z = np.zeros((3, 3))
    z[1:, 1:] = [[1.0, 2.0], [3.0, 1.0]]
    y = [[4.0, -4.0, 0.0], [1.0, 5.0, 2.0], [2.0, 1.0, 5.0]]
    table = WorldTable(z, y, ["A", "B", "C"], ["s"])
    assert [(o.code, o.cells, o.values) for o in table.check()][:2] == [
        ("zero-output-exports", ("A:s",), (-4.0,)),
        ("zero-output-final", ("A:s",), (0.0,)),
    ]
    result = decompose(table, "bm-exporter-source")
    assert len(result.notes) == 1 and result.notes[0].startswith("A:s exports -4 million USD without output")
    assert decompose(table, "bm-exporter-source", exporters=["B"]).notes == ()
    assert result.values[result.terms.index("GEXP"), 0, 0, 0] == -4.0
    assert result.values[result.terms.index("DVA"), 0, 0, 0] == 0.0


def test_check_tells_the_largest_differences_from_published_totals():
    table = two(published={"output": [9.0, 113.0], "value_added": [5.0, 7.0]})
    assert [(o.code, o.cells, o.values) for o in table.check()] == [("published-output", ("B:s",), (100.0,))]


def test_a_singular_table_is_told():
    table = two(z=[[4.0, 0.0], [0.0, 1.0]], y=[[0.0, 0.0], [0.0, 1.0]])
    for make in (lambda s: s.inverse, lambda s: s.factors):
        with pytest.raises(TableError, match="no inverse"):
            make(System(table))


@pytest.mark.parametrize(
    ("request_", "named"),
    [
        ({"method": "kww", "level": "sector"}, "kww has no level 'sector'; its levels are country"),
        ({"method": "bm-self"}, "its levels are sector, bilateral, bilateral-sector"),
        ({"method": "wwz", "level": "town"}, "country, sector, bilateral, bilateral-sector"),
        ({"method": "nothing"}, "the methods are kww, wwz, bm-exporter-source"),
        ({"method": "wwz", "exporters": ["Spain"]}, "Spain"),
        ({"method": "wwz", "exporters": ["Turkey", "Turkey"]}, "Turkey"),
        ({"method": "wwz", "exporters": {"EU": []}}, "EU"),
        ({"method": "wwz", "exporters": []}, "exporters"),
        ({"method": "wwz", "partners": ["Turkey"]}, "sums over partners"),
        ({"method": "wwz", "level": "bilateral", "partners": ["Spain"]}, "Spain"),
    ],
)
def test_a_request_that_cannot_be_met_says_why(request_, named):
    with pytest.raises(TableError, match=named):
        decompose(leather.table(), **request_)


def test_values_labels_and_frame_agree():
    got = decompose(
        leather.table(),
        "wwz",
        exporters=["Turkey", "Argentina"],
        level="bilateral-sector",
        partners=["Germany", "Turkey"],
    )
    assert got.values.shape == (16, 2, 3, 2)
    assert (got.exporters, got.sectors, got.partners) == (
        ("Turkey", "Argentina"), leather.SECTORS, ("Germany", "Turkey"),
    )  # fmt: skip
    frame = got.frame()
    assert frame.columns == ["exporter", "sector", "partner", "term", "value"]
    assert frame.schema["term"] == pl.Enum(got.terms)
    assert frame["value"].to_list() == got.values.ravel().tolist()
    assert frame.row(0) == ("Turkey", "Agriculture", "Germany", "DVA_FIN", got.values[0, 0, 0, 0])
    assert frame.row(-1) == ("Argentina", leather.SECTORS[2], "Turkey", "MDC", got.values[15, 1, 2, 1])
    country = decompose(leather.table(), "kww")
    assert (country.sectors, country.partners, country.values.shape) == (("TOTAL",), ("WLD",), (9, 3, 1, 1))


def test_few_exporters_never_make_the_inverse():
    system = System(leather.table())
    for method in ("kww", "wwz", "bm-exporter-source", "bm-exporter-sink", "bm-world-sink", "bm-importer", "bmt"):
        decompose(system, method, exporters="Turkey")
    value_added(system, origin="Turkey")
    assert not system.has_inverse
    decompose(system, "kww")
    assert system.has_inverse


def test_memory_mapped_arrays_are_used_as_they_are(tmp_path):
    np.save(tmp_path / "z.npy", np.array(leather.INTERMEDIATE))
    np.save(tmp_path / "y.npy", np.array(leather.FINAL))
    z, y = (np.load(tmp_path / name, mmap_mode="r") for name in ("z.npy", "y.npy"))
    table = WorldTable(z, y, leather.COUNTRIES, leather.SECTORS)
    assert np.shares_memory(table.intermediate, z) and np.shares_memory(table.final, y)
    for exporters in (None, ["Turkey"]):
        want = decompose(leather.table(), "wwz", exporters=exporters, level="bilateral")
        assert np.array_equal(decompose(table, "wwz", exporters=exporters, level="bilateral").values, want.values)


def test_a_split_country_is_one_perimeter_whatever_its_region_is_called():
    z, y = np.arange(1.0, 10.0).reshape(3, 3), np.arange(20.0, 26.0).reshape(3, 2)
    own = WorldTable(z, y, ["CHN", "ITA", "CN1"], ["s"], split={"CHN": ["CN1"]})
    named = WorldTable(z, y, ["CN2", "ITA", "CN1"], ["s"], split={"CHN": ["CN2", "CN1"]})
    assert own.economies == named.economies == ("CHN", "ITA")
    assert np.array_equal(decompose(own, "wwz").values, decompose(named, "wwz").values)
    assert own.exports()[:, 1].tolist() == [2 + 21, 0, 8 + 25]


def test_groups_of_an_aggregation_are_checked():
    table = leather.table()
    for groups in ({"X": ["Spain"]}, {"X": ["Turkey"], "Y": ["Turkey"]}, {"Turkey": ["Germany"]}):
        with pytest.raises(TableError):
            table.aggregate(countries=groups)
    small = table.aggregate(countries={"rest": ["Turkey", "Germany"]}, sectors={"goods": list(leather.SECTORS[1:])})
    assert small.countries == ("Argentina", "rest") and small.sectors == ("Agriculture", "goods")
    assert small.intermediate[0].tolist() == pytest.approx([16.1, 6.9, 6.3, 12.4])
    assert small.final[0].tolist() == pytest.approx([21.5, 14.5])


def test_a_world_of_one_country_or_one_group_has_no_exports():
    one = WorldTable([[4.0, 1.0], [2.0, 3.0]], [[9.0], [8.0]], ["A"], ["s", "t"])
    for table, exporters in ((one, None), (leather.table(), {"all": list(leather.COUNTRIES)})):
        for method, entry in METHODS.items():
            for level in entry.terms:
                got = decompose(table, method, exporters=exporters, level=level)
                assert np.abs(got.values).max() < 1e-12, (method, level)
        assert upstreamness(table)["upstreamness"].min() >= 1
    assert participation(one)["forward"].to_list() == [0.0, 0.0]


def test_one_sector_is_its_country():
    table = WorldTable([[4.0, 1.0], [2.0, 3.0]], [[9.0, 1.0], [2.0, 8.0]], ["A", "B"], ["s"])
    for method in ("wwz", "bm-exporter-source", "bm-exporter-sink", "bmt"):
        sector = decompose(table, method, level="sector").values
        assert np.allclose(sector[: len(sector)], decompose(table, method).values)


def test_a_system_does_not_keep_every_group_it_was_asked_for():
    system = System(leather.table())
    for number in range(40):
        members = [leather.COUNTRIES[i] for i in range(3) if (number >> i) & 1] or ["Turkey"]
        decompose(system, "bmt", exporters={f"g{number}": members})
    assert len(system.exporters) <= 6
