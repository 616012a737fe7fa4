"""The made-up cluster in its chain: what was planted is found again by the lenses, within what chance explains."""

import json
from collections import Counter
from functools import cache
from importlib import import_module
from statistics import mean, pstdev
from typing import Any

import polars as pl
import pytest
from tests.conftest import ROOT

from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.study.load import load_study
from sample_cluster.chain import CHANNELS, answering, through
from sample_cluster.grammar import words
from sample_cluster.plan import TOWNS

FOLDER = ROOT / "examples" / "sample-cluster"
pytestmark = pytest.mark.slow


@cache
def context() -> Context:
    study = load_study(FOLDER / "study.toml")
    return Context(read_evidence(study), study, None)


@cache
def facts() -> Any:
    return json.loads((FOLDER / "planted.json").read_text(encoding="utf-8"))["chain"]


@cache
def found(part: str) -> Found:
    """Findings and tables of a part of a lens."""
    result: Found = import_module(f"clustermark.lenses.{part}").find(context())
    return result


@cache
def told(part: str) -> dict[str, Finding]:
    """The findings about the focus in the study period, by what stands before and behind them in their id."""
    ids = {finding.id: finding for finding in found(part).findings}
    return {name.replace("/sampleton/2023", ""): one for name, one in ids.items() if "/sampleton/2023" in name}


def evidence() -> Evidence:
    return context().evidence


def within(finding: Finding, value: float) -> bool:
    """Whether the planted value lies in the interval of a finding."""
    assert finding.low is not None and finding.high is not None, finding.id
    return finding.low - 1e-9 <= value <= finding.high + 1e-9


# what the rows say by themselves


def test_the_survey_is_a_panel_of_the_firms_that_answered() -> None:
    rows = evidence().tables["firm_survey"]
    for year in range(2020, 2024):
        assert rows.filter(pl.col("year") == year)["firm"].n_unique() == facts()["firms"]["answered"]
    now = rows.filter(pl.col("year") == 2023).unique(["firm", "channel"])
    assert Counter(now["channel"].to_list()) == facts()["firms_by_channel"]


@pytest.mark.parametrize("year", [2020, 2021, 2022, 2023])
def test_sales_by_channel_of_the_survey_and_of_the_account_are_the_planted_ones(year: int) -> None:
    rows = evidence().tables["firm_survey"].filter(pl.col("year") == year).unique(["firm", "channel"], keep="first")
    sold = rows.with_columns((pl.col("sales") * pl.col("channel_share") / 100).alias("sold"))
    sums = dict(sold.group_by("channel").agg(pl.col("sold").sum()).iter_rows())
    account = evidence().tables["cluster_accounts"].filter((pl.col("item") == "sales_share") & (pl.col("year") == year))
    stated = dict(account.select("of", "value").iter_rows())
    for channel, share in facts()["sales"][str(year)].items():
        assert 100 * sums[channel] / sum(sums.values()) == pytest.approx(share, abs=0.05)  # shares have one digit
        assert stated[channel] == share


def test_rows_and_columns_of_the_plan_are_both_met() -> None:
    cells = through(2023)
    whole = sum(cells.values())
    for channel, share in facts()["sales"]["2023"].items():
        assert 100 * sum(v for (_, name), v in cells.items() if name == channel) / whole == pytest.approx(share)
    assert {channel for _, channel in cells} == set(CHANNELS) and len({code for code, _ in cells}) == len(answering())


def test_the_steps_of_every_ladder_make_the_price() -> None:
    ladders = evidence().tables["price_ladders"].filter(pl.col("subject") == "sampleton")
    assert sorted(set(ladders["channel"].to_list())) == sorted(CHANNELS)
    for channel in CHANNELS:
        steps = dict(ladders.filter(pl.col("channel") == channel).select("tier", "amount").iter_rows())
        price, bought = steps.pop("consumer"), steps.pop("inputs-outside")
        assert sum(steps.values()) == pytest.approx(price) and 0 < bought < steps["factory"]


def test_exports_of_the_customs_are_those_of_the_account() -> None:
    rows = evidence().tables["trade"].filter((pl.col("trader_region") == "示例镇") & (pl.col("year") == 2023))
    assert rows["value"].sum() == pytest.approx(5200e6 * 0.28 / 7, rel=1e-4)  # whole dollars in each row
    shares = dict(rows.group_by("regime").agg(pl.col("value").sum()).iter_rows())
    ordinary = shares["一般贸易"] / sum(shares.values())
    assert 1 - ordinary == pytest.approx(facts()["trade"]["processing"]["2023"], abs=1e-3)


def test_the_world_table_is_whole_and_the_cluster_fits_into_its_cell() -> None:
    from clustermark.evidence.world_tables import read_world_table

    table = read_world_table(FOLDER / "world-table.csv", "long", 2023)
    assert (len(table.countries), len(table.sectors)) == (6, 8)
    assert table.value_added.min() > 0 and table.final.min() >= 0
    outputs = {table.cell(row): float(output) for row, output in enumerate(table.output)}
    assert outputs["XOW:C13"] > 20 * 5200 / 7


# who drives and governs


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_channel_is_governed_as_planted(channel: str) -> None:
    one = told("governance")[f"governance.measured_type/channel={channel}"]
    assert one.value == facts()["types"][channel]
    shares = facts()["type_shares"][channel]
    for kind, share in shares.items():
        finding = told("governance")[f"governance.type_share/channel={channel};segment={kind}"]
        assert within(finding, share)
        assert finding.value == pytest.approx(share, abs=0.03)  # a firm or two whose answers are not clear


def test_what_is_held_by_buyers_is_what_contracts_hold() -> None:
    sales, shares = facts()["sales"]["2023"], facts()["type_shares"]
    held = sum(sales[channel] / 100 * shares[channel]["captive"] for channel in CHANNELS)
    finding = told("governance")["governance.held_share"]
    assert finding.value == pytest.approx(held, abs=0.01) and within(finding, held)


def test_one_noisy_item_spoils_no_scale() -> None:
    scales = ("complexity", "codifiability", "capability")
    first, second, third = (told("governance")[f"governance.scale_reliability/segment={name}"] for name in scales)
    assert second.value < min(first.value, third.value)  # type: ignore[type-var, operator] # it is seen nevertheless
    assert second.low > 0.7  # type: ignore[operator]
    assert found("governance").tables["firm_scales"]["alpha"].min() > 0.6  # type: ignore[operator] # in every channel


def test_contracts_are_driven_by_buyers_and_own_brands_are_not() -> None:
    verdicts = {
        channel: told("governance")[f"mechanism.measured_driver/channel={channel}"].value for channel in CHANNELS
    }
    assert verdicts["contract-export"] == "buyer" and verdicts["own-brand-home"] == "producer"


@pytest.mark.parametrize("channel", CHANNELS)
def test_large_buyers_are_where_they_were_planted(channel: str) -> None:
    # a firm's share lies within 36 points of the mean, standard deviation 12; weights make some 30 firms of 62
    power = facts()["power"][channel]
    one = told("governance")[f"governance.largest_buyer/channel={channel}"]
    assert one.value == pytest.approx(power["largest"] / 100, abs=0.06)
    three = told("governance")[f"governance.top_three_buyers/channel={channel}"]
    assert three.value == pytest.approx(power["three"] / 100, abs=0.06)


# who the actors are


def test_closed_firms_and_second_rows_do_not_count() -> None:
    firms = told("actors.firms")
    one = firms["enterprises.concentration"]
    known = dict(one.parameters)
    assert (known["list"], known["inactive"], known["duplicates"]) == ("240", "12", "3")
    assert one.value == pytest.approx(facts()["firms"]["concentration"], rel=0.05)  # some rows have no revenue
    assert firms["enterprises.top_four_share"].value == pytest.approx(facts()["firms"]["top_four"], rel=0.05)
    assert firms["enterprises.mark_users"].value == pytest.approx(facts()["firms"]["mark_users"] / 240)
    assert firms["enterprises.own_brand_firms"].value == pytest.approx(facts()["firms"]["own_brands"] / 240)


def test_one_firm_ties_the_two_halves_of_the_knowledge_layer() -> None:
    pytest.importorskip("networkit", reason="the libraries for texts are not installed")
    networks = told("actors.networks")
    assert networks["enterprises.response_rate"].value == pytest.approx(facts()["firms"]["response_rate"])
    assert networks["enterprises.network_warning"].value == "full"
    roles = found("actors.networks").tables["firm_roles"].filter(pl.col("layer") == "knowledge").sort("rank")
    first, second = roles.row(0, named=True), roles.row(1, named=True)
    assert first["firm"] == next(one.name for one in answering() if one.code == facts()["links"]["broker"])
    assert first["betweenness"] > 4 * second["betweenness"]
    outside = networks["enterprises.outside_links/segment=supply"]
    assert outside.value == pytest.approx(facts()["links"]["outside"]["supply"])


# where the cluster stands


def test_what_the_cluster_keeps_in_each_channel_and_of_all_that_consumers_pay() -> None:
    kept = told("position.kept")
    for channel, rate in facts()["capture"]["rates"].items():
        one = kept[f"position.capture_by_channel/channel={channel}"]
        assert one.value == pytest.approx(rate, abs=1e-6)
        share = kept[f"position.channel_share/channel={channel}"]
        assert share.value == pytest.approx(facts()["sales"]["2023"][channel] / 100)
    whole = kept["position.cluster_capture"]
    assert whole.value == pytest.approx(facts()["capture"]["K"], abs=1e-6) and within(whole, facts()["capture"]["K"])


def test_the_money_of_consumers_goes_where_it_was_planted() -> None:
    flows = found("position.kept").tables["money_flows"].filter(pl.col("subject") == "sampleton")
    first = flows.filter(pl.col("from") == "consumer")
    assert dict(first.select("to", "share").iter_rows()) == pytest.approx(facts()["capture"]["spending"], abs=1e-6)
    rest = flows.filter(pl.col("from") != "consumer")
    assert rest["share"].sum() == pytest.approx(1) and first["share"].sum() == pytest.approx(1)
    inside = rest.filter(pl.col("to") == "cluster")["share"].sum()
    assert inside == pytest.approx(facts()["capture"]["K"], abs=1e-6)


@pytest.mark.parametrize("function", ["design", "production", "marketing", "management"])
def test_functions_are_the_planted_ones(function: str) -> None:
    functions = told("position.functions")
    share = functions[f"position.function_share/segment={function}"]
    assert share.value == pytest.approx(facts()["functions"]["cluster"][function], abs=1e-4)  # pay in ten thousands
    ratio = functions[f"position.functional_specialisation/segment={function}"]
    assert ratio.value == pytest.approx(facts()["functions"]["specialisation"][function], rel=1e-3)
    assert (ratio.low > 1) == (function == "production")  # type: ignore[operator]


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_quality_against_rivals_in_the_same_markets_is_the_planted_one(year: str) -> None:
    ids = {finding.id: finding for finding in found("position.traded").findings}
    one = ids[f"position.quality/sampleton/{year}"]
    # chance of at most 5 % in each of 40 cells, divided by sigma - 1 = 4
    assert one.unit == "log-points" and one.value == pytest.approx(100 * facts()["trade"]["quality"][year], abs=0.5)


def test_the_ladder_of_exporters_is_the_planted_one_and_the_cluster_climbs() -> None:
    rivals = found("position.traded").tables["trade_rivals"].filter(pl.col("year") == "2023").sort("rank")
    assert rivals["exporter"].to_list() == facts()["trade"]["order"]
    trade = told("position.traded")
    assert trade["position.trade_upgraded"].value == "yes"
    assert trade["position.processing_share"].value == pytest.approx(facts()["trade"]["processing"]["2023"], abs=1e-3)
    years = found("position.traded").tables["trade_years"].filter(pl.col("unit") == "kg").sort("year")
    for name in ("relative", "market_share", "quality"):
        assert years[name].to_list() == sorted(years[name].to_list()), name


# how it moves


def test_processes_moved_and_functions_after_them() -> None:
    kinds = told("upgrading.kinds")
    assert kinds["upgrading.process_shown"].value == "moved"
    assert kinds["upgrading.functional_shown"].value == "moved"
    table = found("upgrading.kinds").tables["upgrading_indicators"]
    defects = table.filter((pl.col("indicator") == "defect-rate") & pl.col("counted")).row(0, named=True)
    first, last = (facts()["process"][year]["defects"] / 100 for year in ("2020", "2023"))
    assert (defects["first"], defects["last"]) == pytest.approx((first, last), rel=0.02)
    brands = table.filter((pl.col("indicator") == "own-brand-sales") & pl.col("counted")).row(0, named=True)
    assert (brands["first"], brands["last"]) == pytest.approx((0.08, 0.12), abs=1e-3)


def test_the_cluster_stands_in_its_cell_as_its_account_says() -> None:
    embedded = told("position.embedded")
    cluster, industry = 0.30, float(dict(embedded["position.cluster_domestic_share"].parameters)["industry"])
    assert embedded["position.cluster_vax"].unit == "USD"
    exports = 5200e6 * 0.28 / 7  # a large part of its own value added is exported directly
    vax = embedded["position.cluster_vax"].value
    assert exports * cluster < vax < 5200e6 * cluster / 7  # type: ignore[operator]
    assert embedded["position.cluster_domestic_share"].value > industry  # type: ignore[operator] # 12 to 16 % imported
    for finding in embedded.values():
        if finding.measure.startswith("position.cluster_"):
            assert finding.low < finding.value < finding.high  # type: ignore[operator]


def test_the_guess_is_the_figure_to_collect_next() -> None:
    # imported inputs are the association's guess (grade D); all else is better known
    table = found("position.embedded").tables["figure_worth"]
    own = table.filter(pl.col("indicator") == "position.cluster_domestic_share").sort("worth", descending=True)
    assert own["figure"][0] == "imported_inputs" and own["worth"][0] > 0.5


def test_the_mark_is_worth_its_planted_premium_in_one_channel_only() -> None:
    marks = told("actors.mark")
    home = marks["associations.mark_premium/channel=own-brand-home"]
    assert home.value == pytest.approx(facts()["premium"]["dearer"], abs=1e-3)  # prices have two digits
    assert home.low > 0  # type: ignore[operator]
    known = dict(home.parameters)
    assert (int(known["users"]), int(known["others"])) == (facts()["premium"]["users"], facts()["premium"]["others"])
    for channel in ("contract-export", "unbranded-home"):
        assert within(marks[f"associations.mark_premium/channel={channel}"], 0)


def test_a_declared_what_if_is_assumed() -> None:
    gaps = {name: one for name, one in told("actors.mark").items() if name.startswith("associations.free_riding_gap")}
    assert gaps and all(one.origin in ("assumed", "illustrative") for one in gaps.values())
    as_is, standard = (
        gaps[f"associations.free_riding_gap/segment={name}"].value for name in ("as-is", "minimum-standard")
    )
    assert as_is == pytest.approx(1 - 1 / facts()["firms"]["mark_users"])  # q_N = q* / N
    assert standard < as_is  # type: ignore[operator]


@pytest.mark.parametrize("year", ["2020", "2021", "2022", "2023"])
def test_roles_by_market_and_year_are_the_planted_ones(year: str) -> None:
    table = found("upgrading.roles").tables["product_roles"].filter(pl.col("year") == int(year))
    rows = {row["channel"]: row for row in table.iter_rows(named=True)}
    abroad, home = facts()["roles"]["export"][year], facts()["roles"]["home"][year]
    for role, share in abroad.items():
        assert rows["export"][role] == pytest.approx(share, abs=1e-3)  # shares have one digit
    assert rows["home"]["brand"] == pytest.approx(home["brand"], abs=1e-3)
    assert rows["home"]["unmarked"] == pytest.approx(home["unbranded"], abs=1e-3)


def test_specialisation_is_that_of_the_planted_employment() -> None:
    found_ = told("position.specialisation")
    quotient = (21_000 / 160_000) / (900_000 / 60_000_000)
    assert found_["position.location_quotient"].value == pytest.approx(quotient)
    strength = ((30_000 - 21_000) / 160_000) / ((2_400_000 - 900_000) / 60_000_000)
    assert found_["position.cluster_strength"].value == pytest.approx(strength)


def test_the_association_does_what_was_written_down() -> None:
    work = found("actors.associations").tables["association_work"].filter(pl.col("subject") == "sampleton")
    assert sorted(work["kind"].to_list()) == ["fair", "standard", "testing", "training"]
    assert not any(work["caution"].to_list())


def test_the_card_of_lock_in_shows_the_planted_signs_and_no_others() -> None:
    card = found("upgrading.lock_in").tables["lock_in_card"].filter(pl.col("subject") == "sampleton")
    assert dict(card.select("sign", "answer").iter_rows()) == facts()["lock_in"]
    signs = told("upgrading.lock_in")["position.lock_in_signs"]
    assert signs.value == sum(answer == "yes" for answer in facts()["lock_in"].values())
    assert dict(signs.parameters)["read"] == "7"


def test_factors_are_standard_scores_of_the_published_figures() -> None:
    from clustermark.lenses import factors

    made = factors.run(evidence(), context().study)
    scores = {one.subject: one.value for one in made.findings if one.measure == "factors.talent"}
    rows = {row[0]: row[7:] for row in words("figures")["claims"]["rows"]}
    people = rows["situation.employment"]
    indicators = (
        [n / all_ for n, all_ in zip(rows["enterprises.designers"], people, strict=True)],
        rows["factors.graduates_share"],
        rows["factors.training_days"],
    )
    standard = [[(value - mean(values)) / pstdev(values) for value in values] for values in indicators]
    for at, town in enumerate(TOWNS):
        assert scores[town] == pytest.approx(mean(line[at] for line in standard))
    ranks = {one.subject: one for one in made.findings if one.id.startswith("factors.rank/") and not one.dimensions}
    assert ranks["sampleton"].value == 5 and ranks["modelham"].value == 1
    assert all(one.low <= one.value <= one.high for one in ranks.values())  # type: ignore[operator]
