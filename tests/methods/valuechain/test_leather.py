"""decompr, icio and gvc on the leather table: all their figures, to 1e-12."""

import numpy as np
import polars as pl
import pytest

from clustermark.methods.valuechain import (
    System,
    decompose,
    downstreamness,
    participation,
    positions,
    production_lengths,
    rca,
    smile_curve,
    upstreamness,
    value_added,
    value_added_in_exports,
    vax,
)
from valuechain import leather
from valuechain.compare import OURS, Figures, misses

ROWS = leather.figures()
COUNTS = {
    "kww": 27, "wwz": 432, "bm_exporter_source": 390, "bm_exporter_sink": 261, "bm_self": 243, "bm_world_source": 27,
    "bm_world_sink": 27, "bm_importer": 9,
}  # fmt: skip


@pytest.fixture(scope="module")
def system() -> System:
    return System(leather.table())


@pytest.mark.parametrize("method", COUNTS)
def test_every_figure_of_decompr_and_icio(system: System, method: str) -> None:
    figures = Figures(system)
    rows = [row for row in ROWS if row["method"] == method]
    assert len(rows) == COUNTS[method]
    assert misses(rows, lambda row: figures.value(OURS[method], row), 1e-12, 1e-12) == []


@pytest.mark.parametrize(("name", "function"), [("upstreamness", upstreamness), ("downstreamness", downstreamness)])
def test_distances_of_gvc(system: System, name: str, function) -> None:
    ours = {(row["country"], row["sector"]): row[name] for row in function(system).iter_rows(named=True)}
    rows = [row for row in ROWS if row["method"] == name]
    assert len(rows) == 9
    assert misses(rows, lambda row: ours[row["exporter"], row["sector"]], 0, 1e-13) == []


def test_leontief_of_decompr(system: System) -> None:
    """There, exporter and sector are the exporting cell, partner the origin country, term its sector."""
    frame = value_added_in_exports(system)
    ours = {row[:4]: row[4] for row in frame.iter_rows()}
    rows = [row for row in ROWS if row["method"] == "leontief_exports"]
    assert len(rows) == 81

    def value(row: dict[str, str]) -> float:
        return ours[row["partner"], row["term"].removeprefix("from_"), row["exporter"], row["sector"]]

    assert misses(rows, value, 1e-12, 1e-12) == []
    totals = frame.group_by("exporter", maintain_order=True).agg(pl.col("value").sum())
    assert totals["value"].to_list() == pytest.approx([64.3, 113.6, 147.6], abs=1e-11)


def test_chains_of_wang_wei_yu_and_zhu(system: System) -> None:
    shares = participation(system)
    np.testing.assert_allclose(
        shares["forward"], [0.344542, 0.451661, 0.122395, 0.317087, 0.375487, 0.142904, 0.134371, 0.168844, 0.123633],
        atol=5e-7,
    )  # fmt: skip
    np.testing.assert_allclose(
        shares["backward"], [0.11163, 0.24318, 0.325274, 0.183676, 0.209629, 0.345221, 0.162717, 0.19089, 0.366404],
        atol=5e-7,
    )  # fmt: skip
    lengths = production_lengths(system)
    np.testing.assert_allclose(
        lengths["plv_gvc"],
        [3.408133, 3.146962, 3.585602, 3.399589, 3.260853, 3.831782, 3.834176, 3.713431, 3.546179],
        atol=5e-7,
    )
    np.testing.assert_allclose(
        lengths["ply_gvc"],
        [3.474444, 3.159654, 3.757105, 3.394429, 3.482561, 3.653017, 3.379455, 3.589383, 3.373249],
        atol=5e-7,
    )
    np.testing.assert_allclose(
        lengths["position"],
        [0.980915, 0.995983, 0.954352, 1.00152, 0.936338, 1.048936, 1.134554, 1.03456, 1.051265],
        atol=5e-7,
    )


def test_tripartite_participation(system: System) -> None:
    got = decompose(system, "bmt").values[:, :, 0, 0].T
    want = [[34.7988, 18.0188, 7.4065, 4.0759], [65.5036, 24.3212, 17.5192, 6.256], [89.3169, 17.5255, 34.9398, 5.8178]]
    np.testing.assert_allclose(got, want, atol=5e-5)
    sector = decompose(system, "bmt", exporters=["Turkey"], level="sector").values[:, 0, 1, 0]
    assert 1 - sector[0] / sector.sum() == pytest.approx(0.442135, abs=5e-7)


def test_advantage_in_gross_and_value_added_exports(system: System) -> None:
    np.testing.assert_allclose(
        rca(system, "vax")["rca"],
        [1.282948, 1.061042, 0.150677, 1.011203, 1.338785, 0.309808, 0.854329, 0.699597, 1.962282],
        atol=5e-7,
    )
    np.testing.assert_allclose(
        rca(system)["rca"],
        [1.4267, 1.215442, 0.147885, 1.116452, 1.429038, 0.273654, 0.724487, 0.575938, 1.930243],
        atol=5e-7,
    )
    with pytest.raises(ValueError, match="gross, vax, dva-by-source"):
        rca(system, "net")


def test_smile_of_turkish_textiles(system: System) -> None:
    curve = smile_curve(system, "Turkey", "Textile_and_Leather")
    gains = [2.6698, 1.5697, 0.0677, 5.9945, 34.3999, 0.7772, 1.7639, 2.1829, 1.2744]
    np.testing.assert_allclose(curve["gain"], gains, atol=5e-5)
    np.testing.assert_allclose(
        curve["distance"], [3.0949, 3.0595, 3.8135, 2.8004, 1.3892, 2.9253, 3.8937, 3.2209, 3.474], atol=5e-5
    )
    assert curve["gain"].sum() == pytest.approx(50.7, abs=1e-12)


def test_value_added_by_origin_and_use(system: System) -> None:
    whole = value_added(system)
    home = pl.col("origin") == pl.col("destination")
    abroad = whole.filter(~home).group_by("origin", maintain_order=True).agg(pl.col("value").sum())
    by_country = vax(system).group_by("country", maintain_order=True).agg(pl.col("vax").sum())
    np.testing.assert_allclose(abroad["value"], by_country["vax"], rtol=1e-13)
    np.testing.assert_allclose(whole["value"].sum(), np.sum(leather.FINAL), rtol=1e-13)
    finest = value_added(system, by=("destination_sector", "origin_sector", "destination", "origin"))
    assert finest.columns == ["destination_sector", "origin_sector", "destination", "origin", "value"]
    inverse, table = system.inverse, system.table
    tensor = np.einsum("i,ij,jd->ijd", system.value_added_share, inverse, table.final_by_country)
    tensor = tensor.reshape(3, 3, 3, 3, 3).sum(axis=2)  # origin, its sector, sector of the product, use
    np.testing.assert_allclose(finest["value"].to_numpy().reshape(3, 3, 3, 3), tensor.transpose(2, 1, 3, 0), rtol=1e-12)
    one = value_added(System(leather.table()), origin="Turkey", destination={"south": ["Argentina", "Turkey"]})
    want = whole.filter(pl.col("origin") == "Turkey", pl.col("destination") != "Germany")["value"].sum()
    assert one["value"].to_list() == pytest.approx([want])


def test_gvc_identity_of_distances(system: System) -> None:
    x, va = system.table.output, system.table.value_added
    up, down = positions.upstreamness(system), positions.downstreamness(system)
    y = system.table.final_by_country.sum(axis=1)
    assert (va @ up) / va.sum() == pytest.approx(2.029469122, abs=5e-10)
    assert (y @ down) / y.sum() == pytest.approx(x.sum() / va.sum())
