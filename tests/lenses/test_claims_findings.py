from clustermark.findings.model import BOUND, NOT_STATED, RANGE_OF_CLAIMS, STATED_RANGE, state
from lenses.made_up import claim, evidence, found, insufficient, only

SHARE = "situation.world_output_share/sampleton/"


def test_one_figure_without_a_stated_range_has_no_interval():
    finding = only(evidence(claims=[claim(40)]), SHARE)
    assert (finding.value, finding.unit, finding.low, finding.high) == (0.4, "share", None, None)
    assert (finding.uncertainty, finding.n, finding.years, finding.reliability) == (NOT_STATED, 1, "2021", "C")
    assert finding.evidence == ("claims:2",)
    assert state(finding) == "leaning"


def test_several_figures_are_shown_as_a_range_and_never_averaged():
    finding = only(evidence(claims=[claim(40, 2019), claim(60, 2022), claim(50, 2020)]), SHARE)
    assert (finding.low, finding.high, finding.uncertainty) == (0.4, 0.6, RANGE_OF_CLAIMS)
    assert finding.value in (0.5, 0.6)  # the nearest years, one away from 2021
    assert finding.years == "2019-2022"
    assert finding.status == "ok"


def test_the_value_is_that_of_the_nearest_year_then_of_the_best_grade():
    rows = [claim(40, 2019, reliability="B"), claim(60, 2022), claim(50, 2020, reliability="B")]
    assert only(evidence(claims=rows), SHARE).value == 0.5


def test_two_values_of_one_year_conflict():
    finding = only(evidence(claims=[claim(40, 2020), claim(60, 2020)]), SHARE)
    assert (finding.status, finding.why, dict(finding.why_fields)) == (
        "conflicting",
        "values-differ",
        {"years": "2020"},
    )
    assert (finding.low, finding.high) == (0.4, 0.6)


def test_an_inferred_year_never_makes_a_conflict_and_widens_the_years():
    finding = only(evidence(claims=[claim(40, 2020), claim(60, 2020, year_inferred=True)]), SHARE)
    assert finding.status == "ok"
    assert finding.years == "2017-2023"
    assert dict(finding.parameters)["inferred-years"] == "1"


def test_bounds_do_not_contradict_what_they_allow():
    firms = {"variable": "situation.firms", "unit": "firms"}
    over = only(evidence(claims=[claim(1000, bound="at least", **firms)]), "situation.firms/sampleton/")
    assert (over.value, over.low, over.high, over.uncertainty) == (1000, 1000, None, BOUND)
    both = [claim(1000, bound="at least", **firms), claim(1300, **firms)]
    finding = only(evidence(claims=both), "situation.firms/sampleton/")
    assert (finding.status, finding.low, finding.high) == ("ok", 1000, 1300)
    below = [claim(1000, bound="at most", **firms), claim(1300, **firms)]
    assert only(evidence(claims=below), "situation.firms/sampleton/").status == "conflicting"


def test_the_bound_of_the_figure_shown_is_told_beside_a_range():
    finding = only(evidence(claims=[claim(40, 2018), claim(60, bound="at least")]), SHARE)
    assert (finding.value, finding.uncertainty) == (0.6, RANGE_OF_CLAIMS)
    assert dict(finding.parameters)["bound"] == "at least"
    assert "bound" not in dict(only(evidence(claims=[claim(60, bound="at least")]), SHARE).parameters)  # low says it


def test_about_is_told_and_tolerates_a_tenth():
    rows = [claim(50, bound="about"), claim(52)]
    assert only(evidence(claims=rows), SHARE).status == "ok"
    assert only(evidence(claims=[claim(50), claim(52)]), SHARE).status == "conflicting"
    assert dict(only(evidence(claims=[claim(50, bound="about")]), SHARE).parameters)["bound"] == "about"


def test_the_open_end_of_a_range_is_told():
    rows = [claim(1000, 2020, variable="situation.firms", unit="firms")]
    rows += [claim(1300, 2021, variable="situation.firms", unit="firms", bound="at least")]
    finding = only(evidence(claims=rows), "situation.firms/sampleton/")
    assert (finding.low, finding.high, dict(finding.parameters)["open"]) == (1000, 1300, "high")


def test_a_printed_range_has_ends_and_no_point():
    finding = only(evidence(claims=[claim(20, value_high=30)]), SHARE)
    assert (finding.value, finding.low, finding.high, finding.uncertainty) == (None, 0.2, 0.3, STATED_RANGE)


def test_three_years_bind_figures():
    rows = [claim(40, 2017), claim(50, 2013), claim(60, 2014)]
    assert insufficient(evidence(claims=rows), SHARE + "2021").why == "outside-years"
    assert dict(insufficient(evidence(claims=rows), SHARE + "2021").why_fields) == {"years": "2013-2017"}
    assert only(evidence(claims=rows), SHARE + "2010").value == 0.5
    assert only(evidence(claims=[*rows, claim(45, 2018)]), SHARE + "2021").value == 0.45


def test_a_value_repeated_by_later_pages_has_one_origin():
    rows = [claim(40, 2019), claim(40, 2020), claim(40, 2021)]
    assert only(evidence(claims=rows), SHARE).n == 1
    rows[1] = claim(40, 2020, fresh="survey")
    assert only(evidence(claims=rows), SHARE).n == 2
    assert state(only(evidence(claims=rows), SHARE)) == "firm"


def test_a_page_is_one_origin_whatever_it_prints():
    rows = [claim(40, 2019, url="https://example.org/one"), claim(50, 2021, url="https://example.org/one")]
    assert only(evidence(claims=rows), SHARE).n == 1


def test_stated_scopes_stand_apart_and_unstated_ones_together():
    rows = [claim(40, scope="town"), claim(60, scope="above-scale"), claim(50, scope="unstated"), claim(52, 2020)]
    findings = {one.dimension("scope"): one for one in found(evidence(claims=rows), SHARE)}
    assert set(findings) == {"", "town", "above-scale"}
    assert findings["town"].value == 0.4
    assert (findings[""].low, findings[""].high) == (0.5, 0.52)
    assert dict(findings[""].parameters)["scope"] == "unstated"
    assert "scope" not in dict(findings["town"].parameters)


def test_units_become_base_units_and_currencies_never_meet():
    rows = [claim(2, unit="million CNY", variable="situation.output_value")]
    rows += [claim(3, unit="万元", variable="situation.output_value", year=2020)]
    rows += [claim(1, unit="million USD", variable="situation.output_value")]
    findings = {one.unit: one for one in found(evidence(claims=rows), "situation.output_value/sampleton/")}
    assert (findings["CNY"].low, findings["CNY"].high) == (30_000, 2_000_000)
    assert findings["USD"].value == 1_000_000
    assert findings["USD"].dimension("unit") == "USD"


def test_another_product_is_a_dimension_and_the_main_one_is_not():
    rows = [claim(40, product="ties"), claim(10, product="shoes")]
    findings = {one.dimension("product"): one.value for one in found(evidence(claims=rows), SHARE)}
    assert findings == {"": 0.4, "shoes": 0.1}


def test_parties_to_a_figure_are_marked():
    assert dict(only(evidence(claims=[claim(40, party=True)]), SHARE).parameters)["party"] == "yes"
    rows = [claim(40, party=True), claim(50, 2020)]
    assert dict(only(evidence(claims=rows), SHARE).parameters)["party"] == "some"


def test_official_is_grade_a_from_a_publisher_that_is_no_party():
    assert only(evidence(claims=[claim(40, reliability="A")]), SHARE).origin == "official"
    assert only(evidence(claims=[claim(40, reliability="A", party=True)]), SHARE).origin == "published"
    rows = [claim(40, reliability="A"), claim(50, 2020, reliability="C")]
    assert only(evidence(claims=rows), SHARE).origin == "published"
    rows = [claim(40, reliability="A"), claim(50, 2020, origin="illustrative")]
    assert only(evidence(claims=rows), SHARE).origin == "illustrative"


def test_codes_have_a_channel_and_no_years():
    verdict = {"variable": "mechanism.driver", "unit": "code", "value": None}
    rows = [claim(year=2003, code="buyer", channel="export", **verdict)]
    rows += [claim(year=2019, code="producer", channel="home", **verdict)]
    findings = {one.dimension("channel"): one for one in found(evidence(claims=rows), "mechanism.driver/sampleton/")}
    assert (findings["export"].value, findings["export"].years) == ("buyer", "2003")
    assert (findings["home"].value, findings["home"].status) == ("producer", "ok")


def test_contradictory_codes_of_one_channel_conflict():
    verdict = {"variable": "position.lock_in", "value": None, "channel": "export"}
    rows = [claim(year=2003, code="locked", **verdict), claim(year=2019, code="climbing", **verdict)]
    finding = only(evidence(claims=rows), "position.lock_in/sampleton/")
    assert (finding.status, finding.value, dict(finding.parameters)["codes"]) == (
        "conflicting",
        None,
        "climbing/locked",
    )


def test_a_free_variable_and_an_unknown_code_feed_nothing():
    rows = [claim(5, variable="cumulative_exports", unit="million ties"), claim(variable="governance.type", code="odd")]
    assert not [one for one in found(evidence(claims=rows)) if one.evidence]


def test_export_unit_price_follows_from_value_and_quantity():
    rows = [claim(300, unit="million USD", variable="position.export_value", url="https://example.org/a")]
    rows += [claim(200, unit="million ties", variable="position.export_volume", url="https://example.org/a")]
    finding = only(evidence(claims=rows), "position.export_unit_price/sampleton/2021")
    assert (finding.value, finding.unit, finding.evidence) == (1.5, "USD/tie", ("claims:2", "claims:3"))


def test_rows_that_say_why_a_figure_is_absent_give_the_reason():
    rows = [claim(absent="repost-only")]
    assert insufficient(evidence(claims=rows), SHARE + "2021").why == "repost-only"


def test_editions_of_an_event_do_not_contradict_each_other():
    event = {"subject": "sampleton", "kind": "fashion-week", "year": 2021, "reliability": "B"}
    rows = [event | {"name_en": "Week, spring", "visitors": 35}, event | {"name_en": "Week, autumn", "visitors": 53}]
    finding = only(evidence(events=rows), "communication.fair_visitors/sampleton/2021")
    assert (finding.status, finding.low, finding.high) == ("ok", 35, 53)
    assert finding.dimension("segment") == "fashion-week"
    again = [*rows, rows[0] | {"visitors": 80, "url": "https://example.org/other"}]
    assert only(evidence(events=again), "communication.fair_visitors/sampleton/2021").status == "conflicting"


def test_a_figure_in_two_tables_is_one_record():
    event = {"subject": "sampleton", "kind": "fair", "name_en": "Fair", "year": 2021, "visitors": 5000}
    rows = [claim(5000, unit="persons", variable="communication.fair_visitors")]
    finding = only(evidence(claims=rows, events=[event]), "communication.fair_visitors/sampleton/2021")
    assert (finding.n, finding.evidence) == (1, ("claims:2", "events:2"))


def test_a_computed_price_does_not_contradict_the_rounded_one_that_a_page_prints():
    rows = [claim(481, unit="million USD", variable="position.export_value")]
    rows += [claim(106, unit="million ties", variable="position.export_volume")]
    rows += [claim(4.55, unit="USD/tie", variable="position.export_unit_price")]
    assert only(evidence(claims=rows), "position.export_unit_price/sampleton/2021").status == "ok"
