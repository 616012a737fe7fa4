"""Indicators from trade records: the same codes and markets in both years, units never mixed, chapters told apart."""

import numpy as np
import pytest
from tests.lenses.upgrading.made_up import context, evidence

from clustermark.lenses.upgrading.change import Change, Lack
from clustermark.lenses.upgrading.definitions import indicators
from clustermark.lenses.upgrading.exports import exported, traded

GIVEN = {of.id: of for of in indicators()}
MARKETS = ("USA", "DEU", "FRA", "ITA", "ESP", "JPN")


def _row(year: int, price: float, quantity: float, market: str, reporter: str = "CHN", region: str = "", **more):
    given = {
        "year": year,
        "period": str(year),
        "reporter": reporter,
        "partner": market,
        "flow": "export",
        "hs": "630260",
        "classification": "HS2017",
        "part": "",
        "value": price * quantity,
        "currency": "USD",
        "quantity": float(quantity),
        "unit": "pieces",
        "trader_region": region,
    }
    return given | more


def _trade(year: int, ours: float, rivals: float = 10.0, **more):
    """Our exports and those of two rivals into six markets, with a quantity of 100 each."""
    found = []
    for market in MARKETS:
        found.append(_row(year, ours, 100, market, region="示例镇", **more))
        found += [_row(year, rivals, 100, market, reporter, **more) for reporter in ("IND", "TUR")]
    return found


def _read(indicator: str, *rows) -> Change | Lack:
    made = context(evidence(trade=rows))
    return traded(exported(made), "sampleton", GIVEN[indicator], GIVEN[indicator].grounds[0], 2023, 1)


def test_a_price_that_rises_with_all_prices_is_no_upgrading():
    found = _read("relative-unit-value", *_trade(2019, 8, 10), *_trade(2023, 16, 20))
    assert isinstance(found, Change)
    assert found.first == found.last == pytest.approx(3 * 8 / 28)  # the mean holds our own exports
    assert found.state == "standing"


def test_a_price_that_rises_against_rivals_is_better():
    found = _read("relative-unit-value", *_trade(2019, 8), *_trade(2023, 12))
    assert isinstance(found, Change)
    assert (found.first, found.last) == pytest.approx((3 * 8 / 28, 3 * 12 / 32))
    assert (found.state, found.sample, found.said["cells"]) == ("better", "records", 6)
    assert found.rows  # the largest of our own records, to look at
    quality = _read("trade-quality", *_trade(2019, 8), *_trade(2023, 12))
    assert isinstance(quality, Change)
    # equal quantities: quality against rivals = exp of sigma / (sigma - 1) ln(price / that of rivals)
    assert (quality.first, quality.last) == pytest.approx(np.exp((1.25 * -0.2231436, 1.25 * 0.1823216)), rel=1e-5)
    assert quality.state == "better"


def test_a_market_served_in_one_year_only_tells_no_change():
    more = [_row(2023, 99, 5000, "BRA", region="示例镇"), *(_row(2023, 10, 10, "BRA", one) for one in ("IND", "TUR"))]
    plain = _read("relative-unit-value", *_trade(2019, 8), *_trade(2023, 8))
    with_more = _read("relative-unit-value", *_trade(2019, 8), *_trade(2023, 8), *more)
    assert isinstance(plain, Change)
    assert isinstance(with_more, Change)
    assert with_more.value == plain.value


def test_kilograms_and_pieces_are_never_set_against_each_other():
    found = _read("relative-unit-value", *_trade(2019, 8), *_trade(2023, 80, 100, unit="kg"))
    assert isinstance(found, Lack)


def test_few_markets_tell_nothing():
    rows = [row for row in (*_trade(2019, 8), *_trade(2023, 12)) if row["partner"] in MARKETS[:4]]
    assert isinstance(_read("relative-unit-value", *rows), Lack)


def test_the_trade_of_the_country_is_not_the_clusters():
    rows = [row | {"trader_region": ""} for row in (*_trade(2019, 8), *_trade(2023, 12))]
    assert isinstance(_read("relative-unit-value", *rows), Lack)


def _other(year: int, share: float):
    """Exports outside the main chapter beside 4,800 of towels."""
    price = 4800 * share / (1 - share) / 600
    return [_row(year, price, 100, market, region="示例镇", hs="392490") for market in MARKETS]


def test_exports_outside_the_main_chapter():
    found = _read("other-exports", *_trade(2019, 8), *_other(2019, 0.1), *_trade(2023, 8), *_other(2023, 0.3))
    assert isinstance(found, Change)
    assert (found.first, found.last) == pytest.approx((0.1, 0.3))
    assert found.value == pytest.approx(0.05)
    assert found.unit == "share"


def test_records_taken_out_by_code_say_nothing_of_other_chapters():
    assert isinstance(_read("other-exports", *_trade(2019, 8), *_trade(2023, 8)), Lack)


def test_a_part_of_a_year_is_not_set_against_a_year():
    rows = [*_trade(2019, 8), *_other(2019, 0.1), *_trade(2023, 8, period="2023-01"), *_other(2023, 0.3)]
    rows = [row | ({"period": "2023-01"} if row["year"] == 2023 else {}) for row in rows]
    assert isinstance(_read("other-exports", *rows), Lack)


def test_confidential_records_are_not_read():
    rows = [*_trade(2019, 8), *_trade(2023, 12)]
    hidden = [f"trade:{at}" for at, row in enumerate(rows, 2) if row["trader_region"]]
    made = context(evidence(trade=rows, covered=hidden))
    assert exported(made).prices == {}
