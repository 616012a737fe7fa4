import pytest

from lenses.made_up import claim, evidence, found, insufficient, only

UNCHANGED = "claims.unchanged_years/sampleton/"
VOLUME = {"variable": "situation.output_volume", "unit": "million ties"}


def test_a_figure_repeated_over_three_years_is_told():
    rows = [claim(300, year, **VOLUME) for year in (2005, 2009, 2024)] + [claim(110, 2021, **VOLUME)]
    finding = only(evidence(claims=rows), UNCHANGED)
    assert (finding.value, finding.unit, finding.years, finding.n) == (19, "years", "2005-2024", 3)
    assert finding.dimension("of") == "situation.output_volume"
    assert finding.dimension("figure") == "300000000"
    assert finding.evidence == ("claims:2", "claims:3", "claims:4")


def test_two_years_are_no_run_and_say_so():
    rows = [claim(300, 2019, **VOLUME), claim(300, 2021, **VOLUME), claim(310, 2024, **VOLUME)]
    finding = only(evidence(claims=rows), UNCHANGED)
    assert (finding.value, finding.dimensions, len(finding.evidence)) == (0.0, (), 3)


def test_a_new_count_ends_a_run():
    rows = [claim(300, 2015, **VOLUME), claim(300, 2017, **VOLUME), claim(300, 2019, fresh="count", **VOLUME)]
    assert only(evidence(claims=rows), UNCHANGED).value == 0.0
    assert only(evidence(claims=[*rows[:2], claim(300, 2019, **VOLUME)]), UNCHANGED).value == 4


def test_an_inferred_year_does_not_measure_a_run():
    rows = [claim(300, 2015, **VOLUME), claim(300, 2017, **VOLUME), claim(300, 2022, year_inferred=True, **VOLUME)]
    assert only(evidence(claims=[*rows, claim(5, 2019, **VOLUME)]), UNCHANGED).value == 0.0


def test_one_year_of_figures_cannot_be_checked():
    assert insufficient(evidence(claims=[claim(300, **VOLUME)]), UNCHANGED + "2021").why == "no-rows"


def test_the_spread_is_that_of_the_year_farthest_apart():
    rows = [claim(40, 2010), claim(60, 2010), claim(50, 2015), claim(52, 2015), claim(90, 2019)]
    finding = only(evidence(claims=rows), "claims.spread/sampleton/")
    assert (finding.value, finding.years, finding.n, finding.unit) == (1.5, "2010", 2, "ratio")


def test_bounds_that_agree_have_no_spread():
    rows = [claim(40, bound="at least"), claim(60)]
    assert only(evidence(claims=rows), "claims.spread/sampleton/").value == 1.0


def nation(value: float, year: int = 2021, **more: object) -> dict[str, object]:
    return claim(value, year, variable="situation.national_output_share", **more)


def test_world_minus_nation():
    finding = only(evidence(claims=[claim(60), nation(40, 2019)]), "claims.world_above_nation/sampleton/")
    assert finding.value == pytest.approx(0.2)
    finding = only(evidence(claims=[claim(60), claim(40, 2020), nation(90)]), "claims.world_above_nation/sampleton/")
    assert (finding.value, finding.low, finding.high) == (-0.3, -0.5, -0.3)


def test_a_share_of_a_market_is_never_set_against_a_share_of_output():
    market = claim(30, variable="situation.national_market_share")
    assert not found(evidence(claims=[claim(60), market]), "claims.world_above_nation/sampleton/")
    world = claim(60, variable="situation.world_market_share")
    finding = only(evidence(claims=[world, market]), "claims.world_above_nation/sampleton/")
    assert (finding.value, finding.dimension("of")) == (pytest.approx(0.3), "situation.world_market_share")


def test_world_and_nation_meet_only_in_one_scope_product_and_time():
    for apart in ({"scope": "town"}, {"product": "shoes"}, {"year": 2017}):
        rows = [claim(60), nation(40) | apart]
        assert not found(evidence(claims=rows), "claims.world_above_nation/sampleton/")


def test_shares_of_one_market_and_scope_above_one_contradict():
    rows = [claim(70, scope="town"), claim(50, scope="town", subject="otherby")]
    finding = only(evidence(claims=rows), "claims.market_share_sum/sampleton/")
    assert (finding.value, finding.status, finding.why) == (1.2, "conflicting", "above-one")
    assert finding.evidence == ("claims:2", "claims:3")
    rows[1]["value"] = 20
    finding = only(evidence(claims=rows), "claims.market_share_sum/sampleton/")
    assert (finding.value, finding.status) == (0.9, "ok")


def test_shares_of_different_scopes_are_reported_and_no_error():
    rows = [claim(70, 2023, scope="trade"), claim(20, 2025, subject="otherby", scope="unstated")]
    finding = only(evidence(claims=rows), "claims.market_share_sum/otherby/")
    assert (finding.value, finding.status, finding.why) == (0.9, "not applicable", "scopes-differ")
    said = dict(finding.parameters)
    assert (said["places"], said["shares"], said["scopes"]) == ("otherby/sampleton", "0.2/0.7", "unstated/trade")


def test_a_region_and_its_cluster_are_not_added_up():
    rows = [claim(30, subject="norland", product="ties"), claim(20)]
    assert not found(evidence(claims=rows), "claims.market_share_sum/")
    rows = [claim(30, subject="bestco"), claim(20)]
    assert not found(evidence(claims=rows), "claims.market_share_sum/")


def test_value_over_volume_stands_beside_stated_prices():
    rows = [
        claim(10, 2009, variable="situation.output_value", unit="billion CNY"),
        claim(300, 2009, **VOLUME),
        claim(3, 2010, variable="position.factory_price", unit="USD/tie"),
        claim(327, 2006, subject="norland", product="ties", variable="position.export_value", unit="million USD"),
        claim(218, 2006, subject="norland", product="ties", variable="position.export_volume", unit="million ties"),
    ]
    finding = only(evidence(claims=rows), "claims.value_per_item/sampleton/2010")
    assert (finding.value, finding.unit, finding.years) == (pytest.approx(33.3333333333), "CNY/tie", "2009")
    assert finding.inputs == (
        "position.factory_price/sampleton/2010",
        "claims.value_per_item/norland/2021/of=position.export_value;product=ties;unit=USD-per-tie",
    )
    assert finding.evidence == ("claims:2", "claims:3")


def test_value_over_volume_is_told_for_each_period_and_else_for_the_nearest_year():
    value, volume = {"variable": "situation.output_value", "unit": "billion CNY"}, VOLUME
    rows = [claim(10, 2009, **value), claim(300, 2009, **volume), claim(12, 2024, **value), claim(300, 2024, **volume)]
    assert [one.value for one in found(evidence(claims=rows), "claims.value_per_item/")] == [33.3333333333, 40.0]
    old = [claim(10, 2003, **value), claim(300, 2003, **volume)]
    assert only(evidence(claims=old), "claims.value_per_item/sampleton/2021").years == "2003"


def test_value_and_volume_meet_only_in_one_scope_and_year():
    rows = [claim(10, variable="situation.output_value", unit="billion CNY"), claim(300, scope="town", **VOLUME)]
    assert not found(evidence(claims=rows), "claims.value_per_item/")
    rows = [claim(10, variable="situation.output_value", unit="billion CNY"), claim(300, 2020, **VOLUME)]
    assert not found(evidence(claims=rows), "claims.value_per_item/")
    rows = [claim(10, variable="situation.output_value", unit="billion CNY"), claim(0, **VOLUME)]
    assert not found(evidence(claims=rows), "claims.value_per_item/")


@pytest.mark.parametrize(
    ("world", "nation", "expected"),
    [
        ("", "", (None, None)),
        ("at least", "", (0.1, None)),
        ("at most", "", (None, 0.1)),
        ("", "at least", (None, 0.1)),
        ("", "at most", (0.1, None)),
        ("at least", "at least", (None, None)),
    ],
)
def test_open_figures_leave_an_end_of_the_difference_open(world, nation, expected):
    rows = [claim(40, bound=world or None), claim(30, variable="situation.national_output_share", bound=nation or None)]
    finding = only(evidence(claims=rows), "claims.world_above_nation/")
    assert finding.value == pytest.approx(0.1)
    assert (finding.low, finding.high) == tuple(None if end is None else pytest.approx(end) for end in expected)
