"""A cluster whose purchases are a mix of processing and ordinary trade, in a made-up world that tells the two apart."""

import numpy as np
import pytest
from tests.methods.valuechain import leather

from clustermark.methods.valuechain import Account, System, TableError, WorldTable
from clustermark.methods.valuechain.account_faults import SAID, AccountError
from clustermark.methods.valuechain.embedded import INDICATORS, embed, indicators_of
from clustermark.methods.valuechain.embedding import processing_mix
from clustermark.methods.valuechain.embedding_draws import Known, UncertainAccount, embed_many

SECTORS = ("fibre", "goods")
# CN1 ordinary, CN2 processing (buys abroad, sells abroad), then two more economies; final demand of three economies
Z = np.array(
    [
        [20, 30, 2, 4, 3, 2, 1, 1],
        [5, 20, 1, 3, 1, 1, 1, 2],
        [1, 2, 1, 2, 1, 1, 0, 1],
        [0, 0, 0, 1, 4, 9, 3, 7],
        [4, 6, 8, 30, 40, 20, 5, 6],
        [2, 3, 2, 9, 12, 30, 3, 5],
        [3, 3, 6, 16, 4, 6, 30, 20],
        [1, 2, 1, 4, 3, 4, 10, 25],
    ],
    dtype=float,
)
Y = np.array(
    [[40, 4, 3], [90, 12, 10], [2, 8, 6], [0, 40, 36], [9, 80, 12], [6, 90, 9], [8, 9, 70], [5, 8, 80]], dtype=float
)


def split_table() -> WorldTable:
    return WorldTable(Z, Y, ("CN1", "CN2", "AAA", "BBB"), SECTORS, split={"CHN": ["CN1", "CN2"]})


def merged() -> tuple[WorldTable, np.ndarray, np.ndarray, float]:
    """The table with CHN as one, the columns of ordinary and processing goods in its rows, processing's share."""
    table = split_table()
    whole = table.aggregate(countries={"CHN": ["CHN"]})
    coefficients = Z / table.output
    ordinary, processing = (
        np.concatenate([coefficients[:2, at] + coefficients[2:4, at], coefficients[4:, at]]) for at in (1, 3)
    )
    return whole, processing, ordinary, float(table.output[3] / (table.output[1] + table.output[3]))


def test_koopman_wang_and_wei_2012_processing_trade_holds_less_of_the_country():
    """The more a cluster works under processing trade, the less domestic value its exports hold."""
    whole, processing, ordinary, _ = merged()
    held = []
    for share in (0.0, 0.5, 1.0):
        account = Account(output=40.0, exports=20.0, input_mix=processing_mix(processing, ordinary, share))
        held.append(indicators_of(whole, "CHN", "goods", account)["domestic_share"])
    assert held[0] > held[1] > held[2]


def test_the_parents_own_mix_is_the_parent():
    """With the share of processing that the industry has, the prior changes nothing: the split stays proportional."""
    whole, processing, ordinary, share = merged()
    mix = processing_mix(processing, ordinary, share)
    k = whole.sectors.index("goods")
    np.testing.assert_allclose(mix, whole.intermediate[:, k] / whole.output[k], rtol=1e-12)
    plain = indicators_of(whole, "CHN", "goods", Account(output=40.0))
    mixed = indicators_of(whole, "CHN", "goods", Account(output=40.0, input_mix=mix))
    for name in INDICATORS:
        assert mixed[name] == pytest.approx(plain[name], rel=1e-9)


def test_draws_of_the_share_of_processing_spread_and_centre_on_the_point():
    whole, processing, ordinary, _ = merged()
    account = UncertainAccount(
        Known(40.0, 0.05), exports=Known(0.5, 0.05), processing=Known(0.6, 0.15), columns=(processing, ordinary)
    )
    found = embed_many(whole, "CHN", "goods", account, draws=400, seed=5)
    share = found.inputs["processing"]
    assert share.mean() == pytest.approx(0.6, abs=0.01) and share.std() == pytest.approx(0.09, abs=0.01)
    mix = processing_mix(processing, ordinary, 0.3)  # 60 per cent of exports, which are half of output
    point = indicators_of(
        whole, "CHN", "goods", Account(40.0, value_added=40 * (1 - mix.sum()), exports=20.0, input_mix=mix)
    )
    low, _, high = found.quantiles("domestic_share")
    assert low < point["domestic_share"] < high
    assert "processing" in found.sensitivity("domestic_share")
    without = embed_many(
        whole, "CHN", "goods", UncertainAccount(Known(40.0, 0.05), exports=Known(0.5, 0.05)), draws=400
    )
    assert "processing" not in without.inputs


def test_shares_of_processing_outside_0_to_1_are_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        processing_mix(np.ones(2), np.ones(2), 1.2)


def test_indicators_of_an_account_are_those_of_its_embedded_table():
    table = leather.table()
    account = Account(output=37.4, value_added=9.0, exports=22.0)
    made = embed(table, "Turkey", "Textile_and_Leather", account)
    found = indicators_of(System(table), "Turkey", "Textile_and_Leather", account)
    own = System(made.table).value_added_share[made.row] * 37.4
    assert own == pytest.approx(9.0)
    assert 0 < found["vax"] < 9.0


def test_every_fault_has_a_code_a_figure_and_its_limit():
    with pytest.raises(AccountError) as caught:
        embed(leather.table(), "Turkey", "Textile_and_Leather", Account(output=200, exports=210, imported_inputs=-1))
    told = {fault.code: (fault.figure, fault.limit) for fault in caught.value.faults}
    assert told["output-above-parent"] == (200, pytest.approx(124.6))
    assert {"exports-above-output", "exports-above-parent", "figure-negative"} <= told.keys() <= SAID.keys()
    assert isinstance(caught.value, TableError) and caught.value.code == "contradictory-account"


def test_a_parent_without_room_says_for_what():
    """Bought at home but for 1, the inputs of a cluster that is nearly all of its industry find no room there."""
    table = leather.table()
    with pytest.raises(AccountError) as caught:
        embed(table, "Turkey", "Textile_and_Leather", Account(output=120.0, value_added=10.0, imported_inputs=1.0))
    assert [fault.code for fault in caught.value.faults] == ["no-room-for-inputs"]
