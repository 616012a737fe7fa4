"""A cluster with its account in a world table of a study: what is found, what is refused, and what is never opened."""

import numpy as np
import pytest
from tests.lenses.position.made_up import STUDY, asked, by_id, evidence
from tests.methods.valuechain import leather
from tests.methods.valuechain.test_processing_mix import merged, split_table

from clustermark.evidence.world_table_sources import table_hash
from clustermark.evidence.world_tables import write_world_table
from clustermark.lenses import position
from clustermark.methods.valuechain import Account, System, WorldTable
from clustermark.methods.valuechain.embedded import indicators_of
from clustermark.methods.valuechain.embedding import processing_mix
from clustermark.study.model import Source
from clustermark.study.problems import ClustermarkError

CELL = {"economy": "Turkey", "sector": "Textile_and_Leather"}
RATE = [{"currency": "USD", "per": "CNY", "rate": 6.5, "kind": "average", "reliability": "A"}]
INDICATORS = ("upstreamness", "downstreamness", "domestic_share", "backward", "forward")


def leather_table(year: int = 2020, unit: str = "million USD") -> WorldTable:
    return WorldTable(leather.INTERMEDIATE, leather.FINAL, leather.COUNTRIES, leather.SECTORS, year=year, unit=unit)


def world(folder, table=None, **more):
    """The table as a source of a study in this folder, known by its bytes."""
    table = leather_table() if table is None else table
    path = write_world_table(table, folder)
    given = {"id": "world", "path": path.name, "table": "world_table", "layout": "npz", "year": table.year}
    source = Source.model_validate(given | more)
    return {"world": source.model_copy(update={"sha256": table_hash(path, "npz")})}


def figure(item, value, unit="percent", of="", **more):
    return {"item": item, "value": value, "unit": unit, "of": of, **CELL, **more}


OUTPUT = figure("output", 37.4, "million USD", reliability="A")


def told(folder, rows, table=None, rates=(), **more):
    kept = evidence(cluster_accounts=rows, exchange_rates=rates, sources=world(folder, table, **more))
    return asked(kept, folder)


def test_the_point_is_that_of_the_method_and_the_interval_holds_it(tmp_path):
    rows = [OUTPUT, figure("value_added", 24.0), figure("exports", 50.0), figure("imported_inputs", 21.0)]
    found = by_id(told(tmp_path, rows))
    inputs = 37.4 * 0.76
    point = Account(37.4, 37.4 * 0.24, 37.4 * 0.5, imported_inputs=inputs * 0.21)
    expected = indicators_of(System(leather_table()), *CELL.values(), point)
    for name in INDICATORS:
        one = found[f"cluster_{name}"]
        assert one.value == pytest.approx(expected[name], rel=1e-7)
        assert one.low < one.value < one.high
    vax = found["cluster_vax"]
    assert (vax.unit, vax.value) == ("USD", pytest.approx(1e6 * expected["vax"], rel=1e-7))
    parameters = dict(vax.parameters)
    assert (parameters["cell"], parameters["table"], parameters["table-year"]) == (
        "Turkey:Textile_and_Leather", "world", "2020",
    )  # fmt: skip
    assert parameters["known"] == "output,value_added,exports,imported_inputs"
    assert parameters["guessed"] == "local_inputs"


def test_an_account_of_output_alone_is_its_industry(tmp_path):
    """A proportional split changes no indicator: 2.180156 and 1.942745 of Turkish textiles, for any output."""
    found = told(tmp_path, [OUTPUT])
    one = by_id(found)["cluster_upstreamness"]
    assert one.value == pytest.approx(2.180156, abs=5e-7)
    assert by_id(found)["cluster_downstreamness"].value == pytest.approx(1.942745, abs=5e-7)
    rows = found.tables["embedded_cluster"]
    assert rows["parent"].to_list()[:2] == pytest.approx([2.180156, 1.942745], abs=5e-7)
    assert rows["parent"][5] == pytest.approx(rows["point"][5] * 124.6 / 37.4, rel=1e-6)  # value-added exports
    assert rows["draws"].to_list() == [1000] * 6


def test_money_of_another_currency_comes_by_a_rate_of_its_year(tmp_path):
    rows = [
        figure("output", 37.4 * 6.5, "million CNY"),
        figure("exports", 1870 * 6.5, "万元"),
        figure("value_added", 24.0),
    ]
    found = by_id(told(tmp_path, rows, rates=RATE))
    one = by_id(told(tmp_path, [OUTPUT, figure("exports", 50.0), figure("value_added", 24.0)]))
    assert found["cluster_domestic_share"].value == pytest.approx(one["cluster_domestic_share"].value, rel=1e-6)
    assert "exchange_rates:2" in found["cluster_vax"].evidence
    lacking = by_id(told(tmp_path, rows))["cluster_vax"]
    assert (lacking.why, dict(lacking.why_fields)) == ("no-rate", {"source": "CNY", "target": "USD", "years": "2021"})


def test_value_added_from_payroll_and_profit(tmp_path):
    whole = by_id(told(tmp_path, [OUTPUT, figure("value_added", 24.0)]))["cluster_backward"]
    parts = [OUTPUT, figure("payroll", 14.0), figure("profit", 3.74, "million USD")]
    summed = by_id(told(tmp_path, parts))["cluster_backward"]
    assert summed.value == pytest.approx(whole.value, rel=1e-6)
    assert dict(summed.parameters)["value-added"] == "payroll+profit"
    alone = by_id(told(tmp_path, [OUTPUT, figure("payroll", 14.0)]))["cluster_backward"]
    assert "value_added" in dict(alone.parameters)["guessed"]  # pay alone is not value added


def test_inputs_told_as_money_are_shares_of_inputs(tmp_path):
    rows = [OUTPUT, figure("value_added", 24.0)]
    percent = by_id(told(tmp_path, [*rows, figure("imported_inputs", 25.0)]))["cluster_backward"]
    amount = figure("imported_inputs", 0.25 * 0.76 * 37.4, "million USD")
    assert by_id(told(tmp_path, [*rows, amount]))["cluster_backward"].value == pytest.approx(percent.value, rel=1e-6)


def test_an_amount_is_set_against_the_output_of_its_own_year(tmp_path):
    rows = [OUTPUT, figure("output", 30.0, "million USD", year=2020), figure("exports", 15.0, "million USD", year=2020)]
    found = told(tmp_path, rows)
    one = by_id(found)["cluster_forward"]  # the table is of 2020, so its output of 2020 counts
    assert (one.years, dict(one.parameters)["known"]) == ("2020", "output,exports")
    lone = by_id(told(tmp_path, [OUTPUT, figure("exports", 15.0, "million USD", year=2019)]))["cluster_forward"]
    assert dict(lone.parameters)["left-out"] == "exports"


def test_a_poorer_grade_widens_the_interval(tmp_path):
    widths = []
    for grade in "AD":
        rows = [
            OUTPUT,
            figure("value_added", 24.0, reliability=grade),
            figure("imported_inputs", 21.0, reliability=grade),
        ]
        one = by_id(told(tmp_path, rows))["cluster_domestic_share"]
        widths.append(one.high - one.low)
    assert widths[1] > 2.5 * widths[0]


def test_which_figure_to_collect_next(tmp_path):
    """Of output alone: value added decides the domestic share, since what is not value added is bought."""
    found = told(tmp_path, [OUTPUT])
    worth = {
        key: one.value for key, one in by_id(found).items() if key.startswith("figure_worth/of=position.cluster_dom")
    }
    best = max(worth, key=worth.__getitem__)
    assert best == "figure_worth/of=position.cluster_domestic_share;segment=value_added"
    assert min(worth.values()) >= 0 and sum(worth.values()) < 1.1
    rows = found.tables["figure_worth"]
    assert set(rows["figure"]) == {"output", "value_added", "exports", "imported_inputs", "local_inputs"}
    assert dict(zip(rows["figure"], rows["known"], strict=True)) == dict.fromkeys(rows["figure"], False) | {
        "output": True
    }


def test_destinations_of_exports_and_those_that_no_table_knows(tmp_path):
    rows = [
        OUTPUT,
        figure("exports", 50.0),
        figure("destination", 60.0, of="Germany"),
        figure("destination", 9, of="Atlantis"),
    ]
    found = told(tmp_path, rows)
    parameters = dict(by_id(found)["cluster_vax"].parameters)
    assert (parameters["known"], parameters["unknown-destinations"]) == (
        "output,exports,destination", "Atlantis",
    )  # fmt: skip
    assert "destination" in set(found.tables["figure_worth"]["figure"])


def test_processing_trade_is_a_prior_only_where_the_study_names_its_region(tmp_path):
    """The share of processing in exports times that of exports in output mixes the two columns of the split table."""
    table = split_table()
    table = WorldTable(
        table.intermediate,
        table.final,
        table.countries,
        table.sectors,
        split=table.split,
        year=2020,
        unit="million USD",
    )
    whole, processing, ordinary, _ = merged()
    cell = {"economy": "CHN", "sector": "goods"}
    rows = [
        figure("output", 40.0, "million USD") | cell,
        figure("exports", 50.0) | cell,
        figure("processing_exports", 60.0) | cell,
    ]
    named = by_id(told(tmp_path, rows, table, defaults={"processing": "CN2"}))["cluster_domestic_share"]
    mix = processing_mix(processing, ordinary, 0.3)
    point = Account(40.0, 40 * (1 - mix.sum()), 20.0, input_mix=mix)
    assert named.value == pytest.approx(indicators_of(whole, "CHN", "goods", point)["domestic_share"], rel=1e-7)
    assert dict(named.parameters)["processing"] == "CN2"
    unnamed = by_id(told(tmp_path, rows, table))["cluster_domestic_share"]
    assert "processing" not in dict(unnamed.parameters)
    plain = indicators_of(whole, "CHN", "goods", Account(40.0, exports=20.0))["domestic_share"]
    assert unnamed.value == pytest.approx(plain, rel=1e-7)
    wrong = by_id(told(tmp_path, rows, table, defaults={"processing": "CN1"}))["cluster_domestic_share"]
    assert wrong.value < named.value  # the other way round is another answer: it is never assumed


@pytest.mark.parametrize(
    ("rows", "why", "fields"),
    [
        ([figure("output", 0.0, "million USD")], "account-output-not-positive", {}),
        ([figure("output", -3.0, "million USD")], "account-output-not-positive", {}),
        ([figure("output", 162.0, "million USD")], "account-output-above-parent", {"ratio": "130%"}),
        ([figure("exports", 40.0)], "account-no-output", {}),
        ([OUTPUT, figure("value_added", 120.0)], "account-added-above-output", {"ratio": "120%"}),
        ([OUTPUT, figure("exports", 130.0)], "account-exports-above-output", {"ratio": "130%"}),
        ([figure("output", 110.0, "million USD"), figure("exports", 90.0)], "account-exports-above-parent", None),
        ([OUTPUT, figure("imported_inputs", 110.0)], "account-imports-above-inputs", {"ratio": "110%"}),
        (
            [OUTPUT, figure("local_inputs", 60.0), figure("imported_inputs", 60.0)],
            "account-inputs-above-all", {"ratio": "120%"},
        ),
        ([OUTPUT, figure("exports", -5.0)], "account-figure-negative", {}),
        (
            [
                OUTPUT, figure("exports", 50.0),
                *(figure("destination", 70.0, of=name) for name in ("Germany", "Argentina")),
            ],
            "account-shares-above-one", {},
        ),
        ([OUTPUT | {"sector": "Shipping"}], "table-unknown-cell", {"cell": "Turkey:Shipping"}),
        ([OUTPUT | {"sector": "", "economy": ""}], "account-no-parent", {}),
        ([OUTPUT, OUTPUT | {"sector": "Agriculture"}], "account-parents-differ", {"n": "2"}),
        ([OUTPUT | {"year": 2010}], "outside-years", {"years": "2010"}),
        ([OUTPUT | {"year": 2024}], "table-outside-years", {"years": "2024", "year": "2020"}),
    ],
)  # fmt: skip
def test_what_cannot_be_names_the_total(tmp_path, rows, why, fields):
    one = by_id(told(tmp_path, rows))["cluster_domestic_share"]
    assert (one.status, one.why) == ("insufficient", why)
    assert fields is None or dict(one.why_fields) == fields


def test_without_a_world_table_or_with_a_broken_one(tmp_path):
    alone = asked(evidence(cluster_accounts=[OUTPUT]), tmp_path)
    assert by_id(alone)["cluster_vax"].why == "no-world-table"
    kept = evidence(cluster_accounts=[OUTPUT], sources=world(tmp_path))
    (tmp_path / "world-table-2020.npz").write_bytes(b"no table")
    found = asked(kept, tmp_path)
    assert by_id(found)["cluster_vax"].why == "world-table-unreadable"
    assert [item.code for item in found.problems] == ["world-table.file"]


def test_a_table_without_money_is_refused(tmp_path):
    one = by_id(told(tmp_path, [OUTPUT], leather_table(unit="tonnes")))["cluster_vax"]
    assert (one.why, dict(one.why_fields)["written"]) == ("table-unit", "tonnes")


def test_a_check_opens_no_table(tmp_path, monkeypatch):
    kept = evidence(cluster_accounts=[OUTPUT], sources=world(tmp_path))
    (tmp_path / "world-table-2020.npz").unlink()
    study = STUDY.model_copy(update={"folder": tmp_path})
    told_ = {one.measure: one.why for one in position.run(kept, study, quick=True).findings}
    assert told_["position.cluster_vax"] == "only-in-run"
    bad = evidence(cluster_accounts=[figure("output", 0.0, "million USD")], sources=world(tmp_path))
    assert {one.why for one in position.run(bad, study, quick=True).findings} >= {"account-output-not-positive"}


def test_confidential_accounts_are_said_to_exist_and_an_illustrative_row_stays_one(tmp_path):
    kept = evidence(cluster_accounts=[OUTPUT], sources=world(tmp_path), covered=["cluster_accounts:2"])
    assert by_id(asked(kept, tmp_path))["cluster_vax"].why == "confidential"
    made_up = by_id(told(tmp_path, [OUTPUT | {"origin": "illustrative"}]))["cluster_vax"]
    assert made_up.origin == "illustrative"
    table = by_id(told(tmp_path, [OUTPUT], origin="illustrative"))["cluster_vax"]
    assert table.origin == "illustrative"


def test_contradicting_figures_and_ranges_widen_the_error(tmp_path):
    rest = [OUTPUT, figure("imported_inputs", 21.0, reliability="A"), figure("local_inputs", 10.0, reliability="A")]
    widths = []
    for more in (
        [figure("value_added", 24.0, reliability="A")],
        [figure("value_added", 24.0, reliability="A"), figure("value_added", 36.0, reliability="C")],
        [figure("value_added", 12.0, value_high=36.0, reliability="A")],
    ):
        one = by_id(told(tmp_path, [*rest, *more]))["cluster_backward"]
        widths.append(one.high - one.low)
        assert one.value == pytest.approx(0.21, abs=0.15)
    assert min(widths[1:]) > 2 * widths[0]


def test_the_nearest_of_two_tables_is_taken(tmp_path):
    later = world(tmp_path, leather_table(2021))["world"].model_copy(update={"id": "later"})
    kept = evidence(cluster_accounts=[OUTPUT], sources=world(tmp_path) | {"later": later})
    assert dict(by_id(asked(kept, tmp_path))["cluster_vax"].parameters)["table"] == "later"


def test_the_same_study_gives_the_same_numbers_and_another_seed_others(tmp_path):
    one, two = (by_id(told(tmp_path, [OUTPUT]))["cluster_backward"] for _ in range(2))
    assert one == two
    kept = evidence(cluster_accounts=[OUTPUT], sources=world(tmp_path))
    other = by_id(asked(kept, tmp_path, seed=8))["cluster_backward"]
    assert (other.value, other.low != one.low) == (one.value, True)
    assert np.isfinite([one.low, one.high]).all()


def test_borin_and_mancini_2023_exports_by_partner_add_up_to_those_of_the_cluster(tmp_path):
    rows = [OUTPUT, figure("exports", 50.0), figure("destination", 60.0, of="Germany")]
    found = told(tmp_path, rows)
    partners = found.tables["embedded_partners"]
    assert partners["exports"].sum() == pytest.approx(0.5 * 37.4e6, rel=1e-6)
    assert dict(zip(partners["partner"], partners["share"], strict=True)) == {
        "Germany": pytest.approx(0.6), "Argentina": pytest.approx(0.4),
    }  # fmt: skip
    domestic = partners["domestic"].sum() / partners["exports"].sum()
    assert domestic == pytest.approx(by_id(found)["cluster_domestic_share"].value, rel=1e-6)
    np.testing.assert_allclose(partners["absorbed"] + partners["onward"], partners["domestic"], rtol=1e-6)
    assert (partners["domestic"] + partners["foreign"] <= partners["exports"] * (1 + 1e-9)).all()


def test_n_is_that_of_the_figure_with_fewest_pages(tmp_path):
    twice = [OUTPUT | {"url": url} for url in ("a", "b")]
    assert by_id(told(tmp_path, twice))["cluster_vax"].n == 2
    assert by_id(told(tmp_path, [*twice, figure("exports", 50.0)]))["cluster_vax"].n == 1


def test_a_file_that_changed_since_it_was_hashed_is_refused(tmp_path):
    kept = evidence(cluster_accounts=[OUTPUT], sources=world(tmp_path))
    write_world_table(leather_table(unit="million EUR"), tmp_path)
    with pytest.raises(ClustermarkError, match=r"run\.source-changed"):
        asked(kept, tmp_path)


def test_an_account_that_hardly_fits_leans(tmp_path):
    """Local inputs that nearly exhaust what the industry buys from itself give way in many draws."""
    rows = [figure("output", 70.0, "million USD"), figure("value_added", 40.0), figure("local_inputs", 65.0)]
    parameters = dict(by_id(told(tmp_path, rows))["cluster_vax"].parameters)
    assert int(parameters["clipped"]) > 100 and parameters["at-most"] == "leaning"


def test_text_from_outside_is_cut_and_loses_its_marks(tmp_path):
    hostile = "<script>alert(1)</script>;=@~" * 20
    one = by_id(told(tmp_path, [OUTPUT | {"sector": hostile}]))["cluster_vax"]
    assert one.why == "table-unknown-cell"
    assert len(dict(one.why_fields)["cell"]) <= 60 and not set(dict(one.why_fields)["cell"]) & set("/;=@~")
    rows = [OUTPUT, figure("exports", 50.0), figure("destination", 5.0, of=hostile)]
    unknown = dict(by_id(told(tmp_path, rows))["cluster_vax"].parameters)["unknown-destinations"]
    assert len(unknown) <= 60 and not set(unknown) & set("/;=@~")
