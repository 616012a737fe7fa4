"""Draws of an embedded cluster: laws, determinism, what knowing more does, and cost on a table of WIOD's size."""

import time

import numpy as np
import pytest

from clustermark.methods.valuechain import System, TableError, WorldTable, embed
from clustermark.methods.valuechain.embedded import INDICATORS
from clustermark.methods.valuechain.embedding import Account
from clustermark.methods.valuechain.embedding_draws import Known, UncertainAccount, embed_many
from valuechain import leather

CELL = ("Turkey", "Textile_and_Leather")
VAGUE = UncertainAccount(Known(37.4, 0.25))


def test_exact_figures_give_the_point_estimate_in_every_draw() -> None:
    account = UncertainAccount(Known(37.4), Known(0.24), Known(0.55), Known(0.2), Known(0.1), None)
    found = embed_many(leather.table(), *CELL, account, draws=8)
    inputs = 37.4 * (1 - 0.24)
    point = embed(
        leather.table(),
        *CELL,
        Account(37.4, 37.4 * 0.24, 37.4 * 0.55, imported_inputs=0.2 * inputs, local_inputs=0.1 * inputs),
    )
    system = System(point.table)
    vax = system.value_added_share * (system.absorbed.sum(axis=1) - system.absorbed[:, 1])
    assert np.ptp(found.indicators["vax"]) == pytest.approx(0, abs=1e-12)
    assert found.indicators["vax"][0] == pytest.approx(vax[point.row], rel=1e-10)
    assert found.clipped == 0


def test_draws_are_seeded_bounded_and_ordered() -> None:
    one, two = (embed_many(leather.table(), *CELL, VAGUE, draws=400, seed=7) for _ in range(2))
    other = embed_many(leather.table(), *CELL, VAGUE, draws=400, seed=8)
    for name in INDICATORS:
        np.testing.assert_array_equal(one.indicators[name], two.indicators[name])
        low, middle, high = one.quantiles(name)
        assert low < middle < high
    assert not np.array_equal(one.indicators["upstreamness"], other.indicators["upstreamness"])
    assert (one.indicators["upstreamness"] >= 1).all() and (one.indicators["downstreamness"] >= 1).all()
    for name in ("domestic_share", "backward", "forward"):
        assert ((one.indicators[name] >= 0) & (one.indicators[name] <= 1)).all()


def test_knowing_a_figure_narrows_what_it_drives_and_sensitivity_names_it() -> None:
    vague = embed_many(leather.table(), *CELL, VAGUE, draws=600)
    ranked = vague.sensitivity("domestic_share")
    assert next(iter(ranked)) == "value_added"  # what is not value added is bought, and a good part of that abroad
    assert list(ranked.values()) == sorted(ranked.values(), reverse=True)
    told = UncertainAccount(Known(37.4, 0.25), value_added=Known(0.51, 0.02))
    known = embed_many(leather.table(), *CELL, told, draws=600)
    assert np.ptp(known.quantiles("domestic_share")) < 0.8 * np.ptp(vague.quantiles("domestic_share"))
    assert next(iter(known.sensitivity("domestic_share"))) != "value_added"


def test_a_cluster_larger_than_its_parent_is_refused() -> None:
    with pytest.raises(TableError, match=r"130 is not below the parent's 124\.6"):
        embed_many(leather.table(), *CELL, UncertainAccount(Known(130.0, 0.1)))


@pytest.mark.slow
def test_a_thousand_draws_on_a_table_of_wiods_size_cost_a_few_inverses() -> None:
    """1435 cells, generated; linear algebra of 1,000 draws within 4 inverses, all within 20 s."""
    rng = np.random.default_rng(3)
    n, g, s = 1435, 41, 35
    z = rng.lognormal(0, 1.5, (n, n)) * np.where(np.equal.outer(np.arange(n) // s, np.arange(n) // s), 20, 0.2)
    z *= 0.55 / (z.sum(axis=0) / z.sum() * n)
    y = rng.lognormal(0, 1, (n, g)) * np.where(np.equal.outer(np.arange(n) // s, np.arange(g)), 30, 1)
    y *= 0.8 * z.sum() / y.sum()
    x = z.sum(axis=1) + y.sum(axis=1)
    z *= np.minimum(1.0, 0.7 * x / z.sum(axis=0))
    table = WorldTable(z, y, [f"K{i}" for i in range(g)], [f"s{i}" for i in range(s)])
    system = System(table)
    start = time.process_time()
    system.make_inverse()
    inverse = time.process_time() - start
    start = time.process_time()
    embed_many(system, "K3", "s4", UncertainAccount(Known(0.05 * table.output[3 * s + 4], 0.15)), draws=1000)
    spent = time.process_time() - start
    assert spent < 20
    print(f"1,000 draws: {spent:.2f} s CPU, inverse {inverse:.2f} s")


def test_shares_of_destinations_have_the_error_of_their_source() -> None:
    spreads = []
    for error in (0.05, 0.25, None):
        account = UncertainAccount(
            Known(37.4), exports=Known(0.5), destinations={"Germany": 0.6}, destinations_error=error
        )
        share = embed_many(leather.table(), *CELL, account, draws=800).inputs["destination Germany"]
        assert share.mean() == pytest.approx(0.6, abs=0.01)
        spreads.append(share.std() / share.mean())
    assert spreads[:2] == pytest.approx([0.05, 0.25], rel=0.05)
    assert 0.2 < spreads[2] < 0.35  # eight observations where nobody says how sure
