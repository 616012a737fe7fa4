from clustermark.comparison import compare
from clustermark.comparison.pairs import Lines, compare_clusters
from clustermark.comparison.rows import comparison_rows
from clustermark.findings.catalogue import SEVEN_ROWS
from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding, state
from comparison.made_up import STUDY, finding, level, nothing

OUTCOME, MARKET = "situation.own_brand_outcome", "situation.specialised_market_or_fair"


def verdict(findings: list[Finding], subject: str, of: str, **dims: str) -> Finding:
    hits = [
        one
        for one in compare(findings, STUDY)
        if one.subject == subject and one.dimension("of") == of and all(one.dimension(k) == v for k, v in dims.items())
    ]
    assert len(hits) == 1, [one.id for one in hits]
    return hits[0]


def test_the_seven_rows_stand_in_order():
    assert tuple(row.id for row in comparison_rows()) == SEVEN_ROWS


def test_every_pair_has_a_verdict_on_every_measure_and_one_decides_each_row():
    found = compare_clusters([], STUDY)
    assert {one.subject for one in found} == {"a~b", "a~c", "b~c"}
    assert len(found) == 3 * sum(len(row.measures) for row in comparison_rows())
    assert {(one.value, one.status) for one in found} == {("no-evidence", "insufficient")}
    deciding = [one for one in found if dict(one.parameters).get("decides") == "yes"]
    assert len(deciding) == 3 * 7
    assert {one.dimension("of") for one in deciding} == {row.measures[0] for row in comparison_rows()}


def deciding(findings: list[Finding], row: str) -> set[str]:
    found = [one for one in compare_clusters(findings, STUDY) if one.subject == "a~b" and one.dimension("row") == row]
    return {one.dimension("of") for one in found if dict(one.parameters).get("decides") == "yes"}


def test_the_first_measure_decides_also_where_only_another_has_evidence():
    findings = [level(OUTCOME, "a", 1), level(MARKET, "a", 1), level(MARKET, "b", 0.33)]
    assert deciding(findings, "situation") == {OUTCOME}
    assert verdict(findings, "a~b", MARKET).value == "different"  # it stands below


def test_only_governance_names_a_second_choice():
    assert [row.id for row in comparison_rows() if row.otherwise] == ["governance"]
    dependence = "governance.buyer_dependence"
    assert deciding([level(dependence, "a", 1), level(dependence, "b", 1)], "governance") == {dependence}
    assert deciding([], "governance") == {"governance.type"}


def test_a_verdict_rests_on_both_findings():
    found = verdict([level(OUTCOME, "a", 1, n=3), level(OUTCOME, "b", 0.67, origin="illustrative")], "a~b", OUTCOME)
    assert (found.value, found.unit, found.n) == ("same-direction", "code", 1)
    assert found.inputs == (f"{OUTCOME}/a/2021", f"{OUTCOME}/b/2021")
    assert found.origin == "illustrative"
    assert dict(found.parameters)["line"] == "0.5"


def test_no_evidence_says_why_and_on_which_side():
    found = verdict([level(OUTCOME, "a", 1), nothing(OUTCOME, "b", "repost-only")], "a~b", OUTCOME)
    assert (found.value, found.status, found.why) == ("no-evidence", "insufficient", "repost-only")


def test_years_more_than_three_apart_carry_a_dagger():
    for years, dagger in (("2018", None), ("2017", "yes"), ("2012-2018", None)):
        found = verdict([level(OUTCOME, "a", 1), level(OUTCOME, "b", 1, years=years)], "a~b", OUTCOME)
        assert dict(found.parameters).get("years-apart") == dagger, years


def test_channels_may_point_in_opposite_directions():
    driver = "mechanism.driver"
    findings = [
        finding(driver, "a", "buyer", dims={"channel": "export"}),
        finding(driver, "b", "buyer", dims={"channel": "export"}),
        finding(driver, "a", "producer", dims={"channel": "home"}),
        finding(driver, "b", "buyer", dims={"channel": "home"}),
    ]
    assert verdict(findings, "a~b", driver, channel="export").value == "identical"
    assert verdict(findings, "a~b", driver, channel="home").value == "different"
    one_sided = [findings[0], findings[3]]
    assert (verdict(one_sided, "a~b", driver).value, verdict(one_sided, "a~b", driver).why) == (
        "no-evidence",
        "scopes-differ",
    )


def test_contradicting_sources_make_the_verdict_conflicting():
    driver = "mechanism.driver"
    torn = finding(driver, "a", None, unit="code", status="conflicting", why="codes-differ")
    found = verdict([torn, finding(driver, "b", "buyer")], "a~b", driver)
    assert (found.value, found.status) == ("not-distinguishable", "conflicting")
    coders = level(OUTCOME, "a", 0.67, low=0.33, high=0.67, status="conflicting", why="values-differ")
    assert verdict([coders, level(OUTCOME, "b", 0.33)], "a~b", OUTCOME).value == "not-distinguishable"


def rate(subject: str, value: float | None, **more: object) -> Finding:
    return finding("position.capture_rate", subject, value, **more)


def test_shares_are_compared_with_the_median_of_five_others():
    two = [rate("a", 0.3), rate("b", 0.4)]
    assert verdict(two, "a~b", "position.capture_rate").value == "different"
    four = [rate(place, 0.1) for place in ("c", "d", "e", "f")]
    assert verdict(two + four, "a~b", "position.capture_rate").value == "different"  # four comparators give no line
    found = verdict([*two, *four, rate("g", 0.35)], "a~b", "position.capture_rate")
    assert (found.value, dict(found.parameters)["line"]) == ("same-direction", "0.1")
    firms = [rate(place, 0.1, parameters={"place-kind": "firm"}) for place in ("c", "d", "e", "f", "g")]
    assert verdict(two + firms, "a~b", "position.capture_rate").value == "different"  # firms are no comparators


def test_bounds_are_compared_by_their_intervals():
    found = verdict([rate("a", None, low=0.0, high=0.1), rate("b", 0.3)], "a~b", "position.capture_rate")
    assert found.value == "different"
    found = verdict([rate("a", None, low=0.0, high=0.1), rate("b", 0.05)], "a~b", "position.capture_rate")
    assert found.value == "not-distinguishable"


def test_an_open_end_is_open():
    open_high = {"open": "high"}
    sides = [rate("a", 0.2, low=0.1, high=0.2, parameters=open_high), rate("b", 0.4)]
    assert verdict(sides, "a~b", "position.capture_rate").value == "not-distinguishable"


def test_unstated_scopes_lean_at_most():
    sides = [rate("a", 0.2, n=3, parameters={"scope": "unstated"}), rate("b", 0.4, n=3)]
    assert state(verdict(sides, "a~b", "position.capture_rate")) == "leaning"
    assert state(verdict([rate("a", 0.2, n=3), rate("b", 0.4, n=3)], "a~b", "position.capture_rate")) == "firm"


def test_another_line_is_a_parameter_of_the_comparison():
    findings = [level(OUTCOME, "a", 0.67), level(OUTCOME, "b", 1)]
    moved = [one for one in compare_clusters(findings, STUDY, Lines(membership=0.67)) if one.dimension("of") == OUTCOME]
    assert [one.value for one in moved if one.subject == "a~b"] == ["different"]


def test_comparisons_keep_the_rules_of_findings():
    findings = [level(OUTCOME, "a", 1), level(OUTCOME, "b", 0.67), rate("a", 0.2), rate("b", 0.4), rate("far", 0.9)]
    assert check_findings([*findings, *compare(findings, STUDY)]) == []


def test_another_period_or_scenario_does_not_answer():
    findings = [level(OUTCOME, "a", 1), level(OUTCOME, "b", 1, period="2010")]
    assert verdict(findings, "a~b", OUTCOME).value == "no-evidence"
    findings[1] = level(OUTCOME, "b", 1, scenario="what-if")
    assert verdict(findings, "a~b", OUTCOME).value == "no-evidence"
