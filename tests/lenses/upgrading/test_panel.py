"""Indicators from firm surveys of several years: only the same firms, no shift of the mix, no small samples."""

import math

import pytest
from tests.lenses.upgrading.made_up import answer, evidence, panel

from clustermark.lenses.upgrading.change import Change, Lack
from clustermark.lenses.upgrading.definitions import indicators
from clustermark.lenses.upgrading.panel import surveyed, waves


def _read(indicator: str, rows, *, covered=(), last: int = 2023) -> Change | Lack:
    of = next(one for one in indicators() if one.id == indicator)
    ground = next(one for one in of.grounds if one.table == "firm_survey")
    return surveyed(waves(evidence(covered=covered, firm_survey=rows), "sampleton"), of, ground, last, 1)


def _change(indicator: str, rows, **more) -> Change:
    found = _read(indicator, rows, **more)
    assert isinstance(found, Change), found
    return found


def test_sales_per_worker_by_hand():
    rows = [answer(firm, 2020, sales=100.0, employees=100.0) for firm in range(6)]
    rows += [answer(firm, 2023, sales=133.1, employees=100.0) for firm in range(6)]
    found = _change("output-per-worker", rows)
    assert (found.years, found.n, found.unit) == ((2020, 2023), 6, "CNY/person")
    assert found.first == pytest.approx(1_000_000)
    assert found.value == pytest.approx(0.1)
    assert found.interval == pytest.approx((0.1, 0.1))
    assert found.state == "better"


def test_sums_and_not_means_of_quotients():
    rows = [answer(firm, year, employees=100.0) for firm in range(4) for year in (2020, 2023)]
    rows += [answer("large", 2020, sales=1000.0, employees=500.0), answer("large", 2023, sales=1000.0, employees=400.0)]
    found = _change("output-per-worker", rows)
    assert found.first == pytest.approx(1400e6 / 900)
    assert found.last == pytest.approx(1400e6 / 800)


def test_only_firms_of_both_years_count():
    """Five firms stand still; a bad one leaves and a good one enters: nothing was upgraded."""
    rows = panel(5, defect_rate=(3.0, 3.0))
    rows += [answer("leaves", 2020, defect_rate=20.0), answer("enters", 2023, defect_rate=0.1)]
    found = _change("defect-rate", rows)
    assert found.n == 5
    assert found.value == pytest.approx(0)
    assert found.state == "standing"


def test_a_shift_between_channels_is_no_change_of_the_defects():
    rows = []
    for firm in range(6):
        for year, share in ((2020, 20.0), (2023, 80.0)):
            rows.append(answer(firm, year, "contract-export", share, defect_rate=1.0))
            rows.append(answer(firm, year, "own-brand-home", 100 - share, defect_rate=5.0))
    found = _change("defect-rate", rows)
    assert found.value == pytest.approx(0)
    assert found.first == pytest.approx(0.03)  # the weights are the mean of both years


def test_large_firms_weigh_by_their_sales():
    rows = panel(4, lead_time=(30.0, 30.0))
    rows += [answer("large", 2020, sales=600.0, lead_time=30.0), answer("large", 2023, sales=600.0, lead_time=20.0)]
    found = _change("lead-time", rows)
    assert found.last == pytest.approx((4 * 100 * 30 + 600 * 20) / 1000)
    assert (found.said["weights"], found.unit) == ("sales", "days")


def test_a_defect_rate_that_falls_is_better():
    found = _change("defect-rate", panel(30, defect_rate=(4.0, 2.0)))
    assert found.value == pytest.approx(0.5 ** (1 / 3) - 1)
    assert found.state == "better"


def test_prices_of_one_firm_channel_and_unit_only():
    rows = panel(6, unit_price=(10.0, 12.0), price_unit=("CNY/piece", "CNY/piece"))
    rows += [answer("kg", 2020, unit_price=10.0, price_unit="CNY/kg")]
    rows += [answer("kg", 2023, unit_price=90.0, price_unit="CNY/piece")]  # per kilogram, then apiece: not a rise
    found = _change("unit-price", rows)
    assert (found.n, found.unit, found.first) == (6, "index", 1)
    assert found.last == pytest.approx(1.2)


def test_a_price_that_keeps_step_with_general_prices_is_standing():
    found = _change("unit-price", panel(8, unit_price=(10.0, 10.6), price_unit=("CNY/piece", "CNY/piece")))
    assert found.state == "standing"


def test_own_design_is_read_among_goods_for_others_marks_so_that_a_brand_does_not_lower_it():
    rows = []
    for firm in range(12):
        for year, shares in ((2020, (60.0, 40.0, 0.0)), (2023, (30.0, 20.0, 50.0))):
            for channel, share in zip(("contract-export", "own-design", "own-brand-export"), shares, strict=True):
                rows.append(answer(firm, year, channel, share))
    assert _change("own-design-sales", rows).value == pytest.approx(0)
    assert _change("own-brand-sales", rows).value == pytest.approx(0.5 / 3)
    assert _change("own-brand-sales", rows).state == "better"


def test_a_few_firms_that_switch_do_not_tell_how_many_others_may():
    """Two of thirty put their mark on all they sell: that others may lose theirs is not ruled out."""
    rows = [answer(firm, 2020) for firm in range(30)]
    rows += [answer(firm, 2023, "own-brand-export" if firm < 2 else "contract-export") for firm in range(30)]
    found = _change("own-brand-sales", rows)
    assert found.value == pytest.approx(2 / 30 / 3)
    assert found.interval is not None
    assert found.interval[0] < -0.01
    assert found.state == "silent"


def test_firms_that_differ_make_a_wide_interval():
    rows = [answer(firm, 2020, defect_rate=4.0) for firm in range(6)]
    rows += [answer(firm, 2023, defect_rate=1.0 if firm % 2 else 8.0) for firm in range(6)]
    found = _change("defect-rate", rows)
    assert found.interval is not None
    low, high = found.interval
    assert low < -0.1 < 0.1 < high
    assert found.state == "silent"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (panel(4, defect_rate=(3.0, 2.0)), "few-answers"),
        (panel(6), "not-answered"),
        (panel(6, years=(2022, 2023), defect_rate=(3.0, 2.0)), "no-earlier-year"),
        ([*panel(6, years=(2020,), defect_rate=(3.0,)), answer(1, 2023, defect_rate=2.0)], "no-earlier-year"),
        ([answer(1, 2023, defect_rate=2.0)], "few-answers"),
    ],
)
def test_why_nothing_can_be_read(rows, code):
    found = _read("defect-rate", rows)
    assert isinstance(found, Lack)
    assert found.code == code


def test_answers_that_cannot_be_are_no_answers():
    """Negative or above the whole: the firm does not count in that year."""
    rows = panel(6, defect_rate=(3.0, 2.0))
    rows += [answer("odd", 2020, defect_rate=-3.0), answer("odd", 2023, defect_rate=2.0)]
    rows += [answer("over", 2020, defect_rate=3.0), answer("over", 2023, defect_rate=300.0)]
    assert _change("defect-rate", rows).n == 6


def test_sales_in_two_currencies_are_not_added():
    rows = panel(6) + [answer("usd", year, unit="million USD") for year in (2020, 2023)]
    assert _change("output-per-worker", rows).n == 6


def test_one_confidential_firm_that_holds_most_sales_is_not_given_away():
    rows = panel(5, defect_rate=(3.0, 2.0))
    rows += [answer("giant", year, sales=90_000.0, defect_rate=4.0) for year in (2020, 2023)]
    hidden = [f"firm_survey:{at}" for at in (12, 13)]
    assert rows[10]["firm"] == rows[11]["firm"] == "F-giant"
    assert _change("defect-rate", rows).n == 6
    found = _read("defect-rate", rows, covered=hidden)
    assert isinstance(found, Lack)
    assert found.code == "one-firm"


def test_firms_that_sell_under_their_own_mark_alone_are_not_counted_among_goods_for_others_marks():
    rows = [row for firm in range(6) for row in (answer(firm, 2020), answer(firm, 2023, "own-design"))]
    rows += [answer(f"b{at}", year, "own-brand-home") for at in range(9) for year in (2020, 2023)]
    assert _change("own-design-sales", rows).n == 6
    assert _change("own-brand-sales", rows).n == 15


def test_other_firms_in_each_year_make_no_panel():
    """Six firms answered in each year, three of them in both."""
    rows = [answer(firm, 2020, defect_rate=3.0) for firm in range(6)]
    rows += [answer(firm, 2023, defect_rate=2.0) for firm in range(3, 9)]
    found = _read("defect-rate", rows)
    assert isinstance(found, Lack)
    assert (found.code, dict(found.fields)) == ("few-answers", {"n": "3"})


def test_years_after_the_period_are_not_read():
    rows = panel(6, years=(2019, 2022, 2025), defect_rate=(4.0, 2.0, 9.0))
    assert _change("defect-rate", rows).years == (2019, 2022)


def test_the_same_answers_give_the_same_interval():
    rows = [answer(firm, year, defect_rate=1.0 + math.sin(firm + year)) for firm in range(12) for year in (2020, 2023)]
    assert _change("defect-rate", rows).interval == _change("defect-rate", list(reversed(rows))).interval
