"""What trade records say of a cluster: planted quality comes back, and nothing is counted that is not its own."""

import math

import numpy as np
import pytest
from tests.lenses.position.trade_made_up import PLACES, asked, economy, evidence, frame, one, own, planted, said

from clustermark.findings.model import state
from clustermark.methods.concentration import herfindahl
from clustermark.study.model import LANGUAGES, Source
from clustermark.words.catalogue import has_text

QUALITY = {"own": 0.1, "XXX": 0.7, "YYY": 0.4, "ZZZ": -0.3}
PRICE = {"own": 6.0, "XXX": 11.0, "YYY": 9.0, "ZZZ": 5.0}
PRICES, QUALITIES = "position.relative_unit_value", "position.quality"
UPGRADED, PROCESSING = "position.trade_upgraded", "position.processing_share"


def test_khandelwal_schott_and_wei_2013_planted_quality_comes_back() -> None:
    found = asked(evidence(planted(QUALITY, PRICE)))
    quality = one(found, QUALITIES)
    rivals = np.mean([QUALITY["XXX"], QUALITY["YYY"], QUALITY["ZZZ"]])
    assert quality.value == pytest.approx(100 * (QUALITY["own"] - rivals), abs=1e-5)
    assert quality.low is not None and quality.high is not None and quality.low <= quality.value <= quality.high
    assert said(quality)["place"] == "3" and said(quality)["of"] == "4"
    ladder = found.tables["trade_rivals"].sort("rank")
    assert ladder["exporter"].to_list() == ["XXX", "YYY", "sampleton", "ZZZ"]
    assert ladder["quality"].to_list() == pytest.approx(
        [100 * (QUALITY[q] - rivals) for q in ("XXX", "YYY", "own", "ZZZ")]
    )


def test_other_elasticities_give_the_ends_of_the_interval() -> None:
    """By hand for one market and two rivals: (ln q + s ln p - mean of the rivals) / (s - 1) for s = 3 .. 10."""
    rows = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    quality = one(asked(evidence(rows)), QUALITIES)

    def at(sigma: float) -> float:
        x = [math.log(q) + sigma * math.log(p) for q, p in ((10, 6), (20, 10), (15, 6))]
        return 100 * (x[0] - (x[1] + x[2]) / 2) / (sigma - 1)

    assert quality.value == pytest.approx(at(5))
    assert quality.low == pytest.approx(min(at(s) for s in range(3, 11)), rel=1e-6)
    assert quality.high == pytest.approx(max(at(s) for s in range(3, 11)), rel=1e-6)


def test_the_relative_unit_value_is_against_the_weighted_mean_of_all_exporters_of_the_market() -> None:
    """Market A: 60/10 beside 200/20 and 90/15, mean 350/45; market B: 30/5 beside 100/10 and 40/10, mean 170/25."""
    rows = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    rows += [own(30, 5, partner="BBB"), economy("XXX", 100, 10, partner="BBB"), economy("YYY", 40, 10, partner="BBB")]
    found = one(asked(evidence(rows)), PRICES)
    assert found.value == pytest.approx(90 / (10 * 350 / 45 + 5 * 170 / 25), rel=1e-7)
    assert (said(found)["cells"], said(found)["rivals"], said(found)["compared"]) == ("2", "2", "1")
    assert found.n == 2 and said(found)["sample"] == "records"


def test_the_cluster_is_not_counted_twice_where_its_economy_reports_as_a_whole() -> None:
    """The home economy's record holds the cluster's: it alone is in the mean and in the sum of the market."""
    rows = [own(60, 10), economy("HOM", 160, 25), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    found = asked(evidence(rows))
    assert one(found, PRICES).value == pytest.approx(6 / (450 / 60))
    years = found.tables["trade_years"].row(0, named=True)
    assert years["market_share"] == pytest.approx(60 / 450)
    assert "HOM" not in found.tables["trade_rivals"]["exporter"].to_list()


def test_the_trade_of_an_economy_is_never_that_of_a_cluster() -> None:
    rows = [economy("HOM", 160, 25), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    found = asked(evidence(rows))
    assert {each.why for each in found.findings} == {"no-own-trade"} and not found.tables
    country = [dict(row, trader_region="北国") for row in rows]
    assert {each.why for each in asked(evidence(country)).findings} == {"no-own-trade"}


def test_a_region_stands_in_only_where_no_record_names_the_cluster_and_it_is_said() -> None:
    region = {"trader_region": "Midshire"}
    rows = [economy("HOM", 80, 10, **region), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    found = one(asked(evidence(rows)), PRICES)
    assert found.value == pytest.approx(8 / (370 / 45)) and said(found)["stands-for"] == "midshire"
    assert state(found) == "leaning"
    both = one(asked(evidence([*rows, own(60, 10)])), PRICES)
    assert "stands-for" not in said(both) and both.n == 1


def test_kilograms_and_pairs_are_never_mixed() -> None:
    rows = [own(60, 10, unit="双"), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    lacking = one(asked(evidence(rows)), PRICES)
    assert lacking.why == "trade-units-differ" and dict(lacking.why_fields) == {"own-unit": "pair", "other-unit": "kg"}
    second = [own(60, 10, unit="双", quantity_2=12, unit_2="千克"), *rows[1:]]
    found = asked(evidence(second))
    assert one(found, PRICES).value == pytest.approx(5 / (350 / 47))
    assert said(one(found, PRICES))["other-units"] == "pair"
    assert sorted(found.tables["trade_years"]["unit"].to_list()) == ["kg", "pair"]


def test_tonnes_are_a_thousand_kilograms_and_unread_units_no_quantity() -> None:
    rows = [own(60, 10), economy("XXX", 200, 0.02, unit="t"), economy("YYY", 90, 15, unit="公斤")]
    assert one(asked(evidence(rows)), PRICES).value == pytest.approx(6 / (350 / 45))
    rows += [own(40, 7, unit="foo", partner="BBB"), own(40, 0, partner="BBB"), own(5, None, partner="BBB")]
    found = asked(evidence(rows))
    assert said(one(found, PRICES))["without-quantity"] == "3" and one(found, PRICES).n == 1
    assert one(found, "position.market_concentration").value == pytest.approx(herfindahl([60, 85]))
    nothing = asked(evidence([own(60, None), economy("XXX", 200, 20), economy("YYY", 90, 15)]))
    assert one(nothing, PRICES).why == "trade-no-quantity"


def test_one_rival_is_no_market() -> None:
    found = one(asked(evidence([own(60, 10), economy("XXX", 200, 20)])), PRICES)
    assert found.why == "trade-few-rivals" and dict(found.why_fields)["least"] == "2"


def test_totals_parts_imports_and_re_exports_are_never_added() -> None:
    base = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    more = [
        own(600, 1, partner="WLD"),
        own(600, 1, part="1"),
        own(600, 1, flow="re-export"),
        own(600, 1, flow="import"),
        economy("XXX", 1e6, 1, partner="WLD"),
        economy("XXX", 1e6, 1, flow="re-export"),
        own(-5, 1),
        own(600, 1, currency="shells"),
        own(600, 1, hs="63026"),
        economy("AAA", 1e6, 1, partner="AAA"),
    ]
    plain, found = asked(evidence(base)), asked(evidence([*base, *more]))
    assert one(found, PRICES).value == one(plain, PRICES).value
    assert found.tables["trade_years"]["value"].to_list() == [60]
    told = {name: count for name, count in said(one(found, PRICES)).items() if name.startswith("left-")}
    reasons = ("totals", "parts", "re-exports", "imports", "not-positive", "no-currency", "odd-code")
    assert told == {f"left-{reason}": "1" for reason in reasons}


def test_other_products_are_not_the_product() -> None:
    rows = [*planted(QUALITY, PRICE), own(5, 1, hs="610821"), own(7, 1, hs="6115"), own(1e6, 1, hs="6301")]
    found = asked(evidence(rows))
    assert found.tables["trade_years"].filter(product="socks")["value"].to_list() == [7]
    assert one(found, QUALITIES).value is not None
    assert one(found, QUALITIES, product="socks").why == "trade-few-rivals"


def test_a_year_and_its_months_and_a_heading_and_its_codes_are_not_added_up() -> None:
    base = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    again = [
        *(own(5, 1, period=f"2021-{month:02}") for month in range(1, 13)),
        own(60, 10, hs="63026010"),
        economy("XXX", 300, 30, hs="6302"),
        economy("XXX", 200, 20, hs="63026000"),
    ]
    found = asked(evidence([*base, *again]))
    assert found.tables["trade_years"]["value"].to_list() == [60]
    assert one(found, PRICES).value == pytest.approx(6 / (350 / 45))
    eight = [own(40, 6, hs="63026010"), own(20, 4, hs="63026090"), *base[1:]]
    assert one(asked(evidence(eight)), PRICES).value == pytest.approx(6 / (350 / 45))


def test_a_record_that_stands_in_two_files_counts_once_and_files_of_halves_are_added() -> None:
    base = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    twice = [*base, own(61, 10, _source="again"), economy("XXX", 201, 20, _source="again")]
    assert one(asked(evidence(twice)), PRICES).value == pytest.approx(6 / (350 / 45))
    halves = [own(30, 5, period="2021-01"), own(30, 5, period="2021-02", _source="again"), *base[1:]]
    assert one(asked(evidence(halves)), PRICES).value == pytest.approx(6 / (350 / 45))


def test_in_files_of_comtrade_a_regime_is_a_part_of_the_whole() -> None:
    rows = [own(60, 10), economy("XXX", 200, 20), economy("XXX", 80, 9, regime="C20"), economy("YYY", 90, 15)]
    source = Source(id="trade", path="trade.csv", table="trade", layout="comtrade")
    assert one(asked(evidence(rows, sources={"trade": source})), PRICES).value == pytest.approx(6 / (350 / 45))
    assert one(asked(evidence(rows)), PRICES).value == pytest.approx(6 / (430 / 54))


def test_codes_of_two_versions_of_the_harmonised_system_are_joined_at_four_digits_only() -> None:
    rows = [own(60, 10, hs="630260"), economy("XXX", 200, 20, hs="630291"), economy("YYY", 90, 15, hs="630260")]
    assert one(asked(evidence(rows)), PRICES).why == "trade-few-rivals"
    rows[1] = dict(rows[1], classification="HS2012")
    found = one(asked(evidence(rows)), PRICES)
    assert found.value == pytest.approx(6 / (350 / 45))
    assert (said(found)["hs-digits"], said(found)["hs-version"]) == ("4", "HS2012/HS2017")
    h5 = [dict(row, classification="H5") for row in rows]
    assert one(asked(evidence(h5)), PRICES).why == "trade-few-rivals"


def test_an_unknown_version_is_said_and_joined_at_six_digits_within_its_own_file_only() -> None:
    rows = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    unknown = [dict(row, classification="HS") for row in rows]
    found = one(asked(evidence(unknown)), PRICES)
    assert (said(found)["hs-digits"], said(found)["hs-version"]) == ("6", "unknown")
    apart = [dict(unknown[0], _source="customs"), *rows[1:]]
    found = one(asked(evidence(apart)), PRICES)
    assert (said(found)["hs-digits"], said(found)["hs-version"]) == ("4", "HS2017/unknown")


def test_money_of_two_currencies_is_converted_by_a_rate_of_the_year_or_not_at_all() -> None:
    rows = [own(0.042, 10, currency="万元"), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    rate = {"currency": "USD", "per": "CNY", "year": 2021, "rate": 7.0, "quantity": 1.0}
    found = asked(evidence(rows, exchange_rates=[rate]))
    price = one(found, PRICES)
    assert price.value == pytest.approx(6 / (350 / 45)) and said(price)["converted"] == "USD/CNY/2021/7"
    assert "exchange_rates:2" in price.evidence
    lacking = one(asked(evidence(rows, exchange_rates=[dict(rate, year=2020)])), PRICES)
    assert lacking.why == "trade-no-rate"
    assert dict(lacking.why_fields) == {"source": "CNY", "target": "USD", "years": "2021"}


def test_bernhardt_and_pollak_2016_price_and_share_both_rise() -> None:
    before = planted(QUALITY, PRICE, year=2018)
    better = planted(QUALITY | {"own": 0.5}, PRICE | {"own": 7.0}, year=2021)
    upgraded = one(asked(evidence([*before, *better])), UPGRADED)
    assert upgraded.value == "yes" and upgraded.years == "2018-2021"
    assert float(said(upgraded)["share-to"]) > float(said(upgraded)["share-from"])
    dearer = planted(QUALITY | {"own": 0.1}, PRICE | {"own": 7.0}, year=2021)
    assert one(asked(evidence([*before, *dearer])), UPGRADED).value == "mixed"
    worse = planted(QUALITY | {"own": -0.6}, PRICE | {"own": 5.0}, year=2021)
    assert one(asked(evidence([*before, *worse])), UPGRADED).value == "no"


def test_upgrading_needs_three_years_and_whole_ones() -> None:
    near = [*planted(QUALITY, PRICE, year=2019), *planted(QUALITY, PRICE, year=2021)]
    short = one(asked(evidence(near)), UPGRADED)
    assert short.why == "trade-few-years" and dict(short.why_fields) == {"least": "4", "n": "3"}
    rows = [*planted(QUALITY, PRICE, year=2018), *planted(QUALITY, PRICE, year=2021)]
    part = [dict(row, period="2021-03") if row.get("trader_region") and row["year"] == 2021 else row for row in rows]
    found = asked(evidence(part))
    assert one(found, UPGRADED).why == "trade-few-years" and said(one(found, PRICES))["months"] == "1"
    assert found.tables["trade_years"].filter(year="2021")["market_share"].to_list() == [None]


def test_months_are_those_that_the_file_covers_not_those_in_which_the_cluster_sold() -> None:
    months = [economy("HOM", 1, 1, trader_region="中省", period=f"2021-{month:02}") for month in range(1, 13)]
    rows = [*months, own(60, 10, period="2021-03"), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    found = asked(evidence(rows))
    assert found.tables["trade_years"].row(0, named=True)["months"] == 12


def test_processing_is_read_from_its_words_and_the_unread_is_bounded() -> None:
    words = ["一般贸易", "进料加工贸易", "来料加工 贸易", "ordinary", "Inward processing", "其他", None, "第七种"]
    rows = [own(10, 1, regime=word, partner=f"P{at:02}") for at, word in enumerate(words)]
    found = one(asked(evidence(rows)), PROCESSING)
    assert found.value == pytest.approx(30 / 60) and (found.low, found.high) == pytest.approx((30 / 80, 50 / 80))
    assert said(found)["regime-known"] == "0.75"
    assert one(asked(evidence([own(10, 1, regime="第七种")])), PROCESSING).why == "trade-no-regime"


def test_concentration_of_markets_is_plain_and_named_so() -> None:
    found = one(
        asked(evidence([own(60, 1), own(30, 1, partner="BBB"), own(10, 1, partner="CCC")])),
        "position.market_concentration",
    )
    assert found.value == pytest.approx(0.36 + 0.09 + 0.01)
    assert (said(found)["form"], said(found)["largest-three"]) == ("not-normalised", "1")


def test_a_band_whose_limit_the_interval_crosses_only_leans() -> None:
    markets = [f"M{at}" for at in range(8)]
    steady = planted(QUALITY, PRICE | {"own": 5.5}, markets)
    assert one(asked(evidence(steady)), "position.price_band").value == "low"
    mixed = [own(10 * price, 10, partner=f"M{at}") for at, price in enumerate((3, 4, 12, 13, 5, 14, 4, 12))]
    others = [economy(who, 10 * 9.5, 10, partner=f"M{at}") for at in range(8) for who in ("XXX", "YYY", "ZZZ")]
    found = one(asked(evidence([*mixed, *others])), "position.price_band")
    assert found.value == "middle" and said(found)["at-most"] == "leaning" and "low" in said(found)["codes"]


def test_confidential_records_are_neither_counted_nor_told() -> None:
    rows = planted(QUALITY, PRICE)
    plain = asked(evidence(rows))
    hidden = [own(1e9, 1, partner="AAA"), economy("XXX", 1e9, 1)]
    covered = [f"trade:{len(rows) + 2}", f"trade:{len(rows) + 3}"]
    found = asked(evidence([*rows, *hidden], covered=covered))
    assert found.findings == plain.findings
    assert all(found.tables[name].equals(plain.tables[name]) for name in plain.tables)
    only = asked(evidence([own(1, 1), economy("XXX", 2, 1)], covered=["trade:2"]))
    assert one(only, PRICES).why == "confidential" and one(only, PRICES, "otherby").why == "no-own-trade"


def test_the_order_of_rows_changes_no_number() -> None:
    rows = [*planted(QUALITY, PRICE), *planted(QUALITY, PRICE, year=2018)]
    one_way, other = asked(evidence(rows)), asked(evidence(rows[::-1]))
    assert [(f.id, f.value, f.low, f.high, f.n) for f in one_way.findings] == [
        (f.id, f.value, f.low, f.high, f.n) for f in other.findings
    ]


def test_an_illustrative_rival_makes_the_finding_illustrative() -> None:
    rows = [own(60, 10), economy("XXX", 200, 20, origin="illustrative"), economy("YYY", 90, 15)]
    found = asked(evidence(rows))
    assert one(found, PRICES).origin == "illustrative"
    assert one(found, "position.market_concentration").origin == "published"


def test_references_are_rows_of_the_cluster_then_of_rivals() -> None:
    found = one(asked(evidence(planted(QUALITY, PRICE))), PRICES)
    assert {"trade:2", "trade:6", "trade:10"} < set(found.evidence) and len(found.evidence) == 5
    assert frame("places", PLACES).height == 4


def test_without_trade_records_nothing_is_said() -> None:
    kept = evidence([])
    assert asked(kept).findings == [] and asked(kept).tables == {}


def test_prices_far_out_are_drawn_in_where_a_code_has_a_hundred_cells() -> None:
    """A hundred cells and more of a code: the dearest and the cheapest are drawn in, and how many is said."""
    rows = [own(6 * 10, 10, partner=f"M{at:03}") for at in range(60)]
    rows += [economy(who, 8 * 10, 10, partner=f"M{at:03}") for at in range(60) for who in ("XXX", "YYY")]
    rows[7] = own(6000 * 10, 10, partner="M007")
    found = one(asked(evidence(rows)), PRICES)
    assert said(found)["drawn-in"] == "1" and found.value == pytest.approx(0.81, abs=0.02)


def test_records_of_other_goods_alone_say_nothing_of_the_cluster() -> None:
    found = asked(evidence([own(60, 10, hs="0101"), economy("XXX", 200, 20, hs="0101")]))
    assert {each.why for each in found.findings} == {"no-own-trade"} and not found.tables


def test_without_codes_of_products_all_goods_are_one() -> None:
    rows = [own(60, 10, hs="010101"), economy("XXX", 200, 20, hs="010101"), economy("YYY", 90, 15, hs="010101")]
    found = asked(evidence(rows), products=())
    assert one(found, PRICES).value == pytest.approx(6 / (350 / 45))


def test_money_and_quantities_that_are_no_numbers_are_left_out() -> None:
    rows = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    plain = one(asked(evidence(rows)), PRICES).value
    odd = [own(math.nan, 10), own(math.inf, 10), own(0, 10), economy("ZZZ", math.nan, 10)]
    assert one(asked(evidence([*rows, *odd])), PRICES).value == plain


def test_names_from_outside_are_one_line_of_sixty_letters() -> None:
    name = "<b>" + "x" * 100 + "\n../../etc"
    rows = [own(60, 10, partner="AAA", partner_name=name), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    label = asked(evidence(rows)).tables["trade_products"]["market_name"][0]
    assert label == name.replace("\n", " ")[:60]


def test_years_far_from_the_period_are_told() -> None:
    found = asked(evidence(planted(QUALITY, PRICE, year=2010)))
    assert {each.why for each in found.findings if each.subject == "sampleton"} >= {"outside-years"}
    assert dict(one(found, PRICES).why_fields) == {"years": "2010"}
    assert found.tables["trade_years"]["year"].to_list() == ["2010"]
    past = asked(evidence(planted(QUALITY, PRICE, year=2010)), past=("2010",))
    assert [each.period for each in past.findings if each.measure == PRICES and each.value] == ["2010"]


def test_upgrading_only_leans_where_the_prices_of_both_years_overlap() -> None:
    def year(of: int, own_prices: tuple[float, ...]) -> list[dict[str, object]]:
        mine = [own(price * 10, 10, partner=f"M{at}", year=of) for at, price in enumerate(own_prices)]
        others = [economy(who, 60, 10, partner=f"M{at}", year=of) for at in range(6) for who in ("XXX", "YYY", "ZZZ")]
        return [dict(row) for row in (*mine, *others)]

    near = [*year(2018, (3, 4, 5, 6, 7, 8)), *year(2021, (3, 4, 5, 7, 7, 8))]
    found = one(asked(evidence(near)), UPGRADED)
    assert found.value == "yes" and said(found)["at-most"] == "leaning"
    far = [*year(2018, (3, 3, 3, 3, 3, 4)), *year(2021, (8, 8, 8, 8, 8, 9))]
    assert "at-most" not in said(one(asked(evidence(far)), UPGRADED))


def _told(rows: list[dict[str, object]], path: str = "customs.csv") -> dict[str, dict[str, str]]:
    source = Source(id="trade", path=path, table="trade")
    found = asked(evidence(rows, sources={"trade": source})).problems
    assert all(each.severity == "warning" for each in found)
    assert all(each.where.file == path for each in found if each.code != "trade.versions-differ")
    return {each.code: dict(each.fields) for each in found}


def test_what_cannot_be_read_is_told_once_a_file_with_how_many_rows() -> None:
    rows = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    assert _told(rows) == {}
    rows += [own(1, 1, unit="foo"), own(1, 1, unit="foo"), own(1, 1, unit="<b>bar</b>" * 9), own(1, None, unit="baz")]
    rows += [own(1, 1, unit=None, currency=None), own(1, 1, regime="第七种"), economy("XXX", 1, 1, currency="shells")]
    rows += [own(1, 1, unit="qux", hs="0101"), own(1, 1, unit="quux", flow="import")]
    told = _told(rows)
    assert told["trade.unit-unread"] == {"n": "4", "text": "foo / " + ("<b>bar</b>" * 9)[:30]}
    assert told["trade.currency-unread"] == {"n": "2", "text": "shells"}
    assert told["trade.regime-unread"] == {"n": "1", "text": "第七种"}
    assert set(_told([own(1, 1, unit=None, currency=None)])) == {
        "trade.unit-unread-empty",
        "trade.currency-unread-empty",
    }


def test_an_unknown_version_is_told_only_where_it_costs_two_digits() -> None:
    rows = [own(60, 10), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    assert _told([dict(row, classification="HS") for row in rows]) == {}
    assert set(_told([dict(rows[0], classification="HS"), *rows[1:]])) == {"trade.version-unknown"}
    two = _told([dict(rows[0], classification="HS2022"), *rows[1:]])
    assert two == {"trade.versions-differ": {"versions": "HS2017, HS2022"}}


def test_nothing_of_a_confidential_record_stands_in_a_warning() -> None:
    rows = [own(60, 10, unit="secret unit"), economy("XXX", 200, 20), economy("YYY", 90, 15)]
    source = Source(id="trade", path="customs.csv", table="trade", sensitivity="confidential")
    found = asked(evidence(rows, covered=["trade:2"], sources={"trade": source}))
    assert found.problems == () and "secret" not in str(found)


def test_every_reason_and_warning_has_words_in_both_languages() -> None:
    reasons = (
        "no-own-trade",
        "employment-contradicts",
        "employment-years",
        "factor-few-places",
        "factor-few-indicators",
    )
    kinds = ("no-rate", "no-quantity", "units-differ", "few-rivals", "few-years", "no-regime", "no-market")
    more = ("few-chapters", "few-exporters", "no-incomes")
    warnings = ("unit-unread", "unit-unread-empty", "currency-unread", "currency-unread-empty", "regime-unread")
    for language in LANGUAGES:
        for why in (*reasons, *(f"trade-{kind}" for kind in (*kinds, *more))):
            assert has_text(f"why.{why}.short", language) and has_text(f"why.{why}.sentence", language), why
        for code in (*warnings, "version-unknown", "versions-differ"):
            assert has_text(f"input.trade.{code}.message", language), code


def test_an_alias_names_the_cluster_and_another_cluster_of_the_region_stays_apart() -> None:
    names = [{"id": "sampleton", "kind": "place", "alias": "样镇"}, {"id": "otherby", "kind": "brand", "alias": "中省"}]
    rows = [
        own(60, 10, trader_region="样镇"),
        own(90, 10, trader_region="Otherby"),
        own(1, 1, trader_region="MIDSHIRE"),
    ]
    rows += [economy("XXX", 200, 20), economy("YYY", 90, 15)]
    found = asked(evidence(rows, names=names))
    years = found.tables["trade_years"]
    assert dict(zip(years["subject"], years["value"], strict=True)) == {"sampleton": 60, "otherby": 90}
