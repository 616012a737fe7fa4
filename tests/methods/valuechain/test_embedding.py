"""A cluster inside its industry: exact re-aggregation, laws, and the batched indicators against the embedded table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.random_tables import random_table

from clustermark.methods.valuechain import TableError, WorldTable, participation, upstreamness, vax
from clustermark.methods.valuechain.embedded import embed, indicators
from clustermark.methods.valuechain.embedding import Account, figures_of, parent_of, pieces_of
from clustermark.methods.valuechain.positions import downstreamness as downstreamness_of
from clustermark.methods.valuechain.system import System
from valuechain import leather

TURKEY, TEXTILE = "Turkey", "Textile_and_Leather"
FULL = Account(
    output=37.4,
    value_added=9.0,
    exports=22.0,
    destinations={"Germany": 0.9},
    imported_inputs=6.0,
    local_inputs=3.0,
)


def aggregated_again(made: WorldTable, sector: str) -> WorldTable:
    return made.aggregate(sectors={sector: [sector, f"{sector}:cluster"]})


def test_a_proportional_split_changes_no_indicator() -> None:
    """Turkish textiles, 30 percent: upstreamness 2.180156 and downstreamness 1.942745 for both parts and the parent."""
    table = leather.table()
    made = embed(table, TURKEY, TEXTILE, Account(output=0.3 * 124.6))
    system = System(made.table)
    up, down = upstreamness(made.table), downstreamness_of(system)
    cells = {(c, s): v for c, s, v in up.iter_rows()}
    assert cells[TURKEY, made.cluster] == pytest.approx(2.180156, abs=5e-7)
    assert cells[TURKEY, TEXTILE] == pytest.approx(cells[TURKEY, made.cluster], rel=1e-12)
    assert down[made.row] == pytest.approx(1.942745, abs=5e-7)
    before = {(c, s): v for c, s, v in upstreamness(table).iter_rows()}
    for cell, value in before.items():
        assert cells[cell] == pytest.approx(value, rel=1e-12)


def test_known_totals_are_met_and_the_table_adds_up_again() -> None:
    table = leather.table()
    made = embed(table, TURKEY, TEXTILE, FULL)
    assert (made.table.intermediate >= 0).all() and (made.table.final >= 0).all()
    x, va = made.table.output[made.row], made.table.value_added[made.row]
    exports = made.table.exports()[made.row]
    assert (x, va) == pytest.approx((37.4, 9.0), rel=1e-10)
    assert exports.sum() == pytest.approx(22.0, rel=1e-10)
    assert exports[made.table.economies.index("Germany")] == pytest.approx(19.8, rel=1e-10)
    column = made.table.intermediate[:, made.row]
    assert column[made.table.economy_of_row != 1].sum() == pytest.approx(6.0, rel=1e-10)
    assert column[made.row] == pytest.approx(3.0)
    again = aggregated_again(made.table, TEXTILE)
    order = [table.sectors.index(name) for name in again.sectors]
    place = np.concatenate([3 * c + np.array(order) for c in range(3)])
    np.testing.assert_allclose(again.intermediate, table.intermediate[np.ix_(place, place)], atol=1e-12)
    np.testing.assert_allclose(again.final, table.final[place], atol=1e-12)


ACCOUNTS = [Account(output=37.4), Account(output=37.4, value_added=9.0), FULL, Account(output=60.0, exports=35.0)]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_batched_indicators_equal_those_of_the_embedded_table(account: Account) -> None:
    table = leather.table()
    made = embed(table, TURKEY, TEXTILE, account)
    parent = parent_of(table, TURKEY, TEXTILE)
    figures = figures_of(account, parent, table)
    pieces = pieces_of(parent, figures, table.economies)
    found = {name: float(value[0]) for name, value in indicators(table, parent, figures, pieces).items()}
    cell = (TURKEY, made.cluster)
    up = {(c, s): v for c, s, v in upstreamness(made.table).iter_rows()}
    involved = {(c, s): (f, b) for c, s, f, b in participation(made.table).iter_rows()}
    absorbed = {(c, s): v for c, s, v in vax(made.table).iter_rows()}
    assert found["upstreamness"] == pytest.approx(up[cell], rel=1e-12)
    assert found["downstreamness"] == pytest.approx(downstreamness_of(System(made.table))[made.row], rel=1e-12)
    assert (found["forward"], found["backward"]) == pytest.approx(involved[cell], rel=1e-10)
    assert found["vax"] == pytest.approx(absorbed[cell], rel=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100_000), st.floats(0.02, 0.9), st.floats(0.3, 1.6))
def test_laws_on_random_tables(seed: int, omega: float, tilted: float) -> None:
    table = random_table(seed)
    positive = np.flatnonzero((table.output > 0) & (table.intermediate >= 0).all(axis=1))
    k = int(positive[seed % len(positive)])
    country, sector = divmod(k, len(table.sectors))
    names = table.countries[country], table.sectors[sector]
    parent = parent_of(table, *names)
    output = omega * parent.output
    held = np.clip(parent.bought, 0, None).sum() + parent.own
    value_added = output - tilted * omega * min(held, parent.output)
    account = Account(output=output, value_added=value_added)
    try:
        made = embed(table, *names, account)
    except TableError as error:
        assert error.code == "contradictory-account"
        return
    before, now = table.intermediate.sum(), made.table.intermediate.sum()
    assert now == pytest.approx(before, rel=1e-9)
    assert made.table.output[made.row] == pytest.approx(output, rel=1e-6, abs=1e-9)
    assert made.table.value_added[made.row] == pytest.approx(value_added, rel=1e-6, abs=1e-6 * output)
    shares = made.table.intermediate[made.row], made.table.intermediate[made.row - 1]
    assert all((part * table.intermediate[k].sum() >= -1e-9).all() for part in shares)  # no sign is turned


@pytest.mark.parametrize(
    ("account", "said"),
    [
        (Account(output=0), "not positive"),
        (Account(output=200), "not below the parent's"),
        (Account(output=30, value_added=40), "exceeds output"),
        (Account(output=30, exports=31), "exceed output"),
        (Account(output=120, exports=100), "exceed the parent's"),
        (Account(output=30, imported_inputs=29, value_added=10), "exceed all inputs"),
        (Account(output=30, exports=5, destinations={"Germany": 0.7, "Argentina": 0.5}), "add up to more than 1"),
        (Account(output=30, exports=5, destinations={"Atlantis": 0.7}), "unknown destination"),
        (Account(output=30, destinations={"Germany": 0.7}), "without exports"),
        (Account(output=30, exports=-1), "negative"),
    ],
)
def test_contradictory_accounts_are_refused_by_name(account: Account, said: str) -> None:
    with pytest.raises(TableError) as caught:
        embed(leather.table(), TURKEY, TEXTILE, account)
    assert caught.value.code == "contradictory-account"
    assert said in str(caught.value)


def test_unknown_cells_are_refused() -> None:
    with pytest.raises(TableError, match="Atlantis"):
        embed(leather.table(), "Atlantis", TEXTILE, Account(output=1))
