from dataclasses import replace

import pytest

from clustermark.comparison.benchmarks import compare_benchmarks
from clustermark.findings.model import Finding
from comparison.made_up import STUDY, finding, level

OUTCOME, DEPENDENCE = "situation.own_brand_outcome", "governance.buyer_dependence"


def against(*findings: Finding) -> Finding:
    found = compare_benchmarks(findings, STUDY)
    assert len(found) == 1, [one.id for one in found]
    return found[0]


@pytest.mark.parametrize(
    ("measure", "here", "there", "code"),
    [
        (OUTCOME, 0.33, 1, "gap"),
        (OUTCOME, 1, 0.33, "advantage"),
        (OUTCOME, 0.67, 0.67, "level"),
        (DEPENDENCE, 0.33, 1, "advantage"),  # less is better
        (DEPENDENCE, 1, 0.33, "gap"),
    ],
)
def test_memberships(measure: str, here: float, there: float, code: str):
    found = against(level(measure, "a", here), level(measure, "far", there))
    assert (found.value, found.status, found.subject) == (code, "ok", "a~far")
    assert found.inputs == (f"{measure}/a/2021", f"{measure}/far/2021")


def test_only_what_both_sides_have_is_compared():
    assert compare_benchmarks([level(OUTCOME, "a", 1)], STUDY) == []
    assert compare_benchmarks([level(OUTCOME, "far", 1)], STUDY) == []


def money(measure: str, subject: str, value: float, unit: str = "CNY", **more: object) -> Finding:
    return finding(measure, subject, value, unit=unit, **more)


def workers(subject: str, value: float, **more: object) -> Finding:
    return money("situation.employment", subject, value, "persons", **more)


def test_places_of_different_size_are_compared_per_worker_or_not_at_all():
    sales = [money("communication.ecommerce_sales", "a", 100.0), money("communication.ecommerce_sales", "far", 400.0)]
    assert (against(*sales).value, against(*sales).why) == ("not-comparable", "sizes-differ")
    people = [
        money("situation.employment", "a", 10.0, "persons"),
        money("situation.employment", "far", 100.0, "persons"),
    ]
    found = [one for one in compare_benchmarks([*sales, *people], STUDY) if "ecommerce" in one.id]
    assert [one.value for one in found] == ["advantage"]  # 10 a worker against 4
    assert len(found[0].inputs) == 4
    wide = [people[0], workers("far", 100.0, low=20.0, high=100.0)]
    found = [one for one in compare_benchmarks([*sales, *wide], STUDY) if "ecommerce" in one.id]
    assert (found[0].value, found[0].why) == ("not-comparable", "ranges-overlap")
    other_scope = [people[0], money("situation.employment", "far", 100.0, "persons", dims={"scope": "town"})]
    assert [one.why for one in compare_benchmarks([*sales, *other_scope], STUDY) if "ecommerce" in one.id] == [
        "sizes-differ"
    ]


def test_the_unit_is_compared_and_not_how_a_place_tells_its_units_apart():
    price = "position.factory_price"
    mine = [money(price, "a", 3.0, "USD/tie"), money(price, "a", 20.0, "CNY/tie", dims={"unit": "CNY-per-tie"})]
    assert against(*mine, money(price, "far", 30.0, "CNY/tie")).inputs[0].endswith("unit=CNY-per-tie")
    theirs = [money(price, "far", 30.0, "CNY/tie"), money(price, "far", 2.0, "USD/tie", dims={"unit": "USD-per-tie"})]
    found = {one.dimension("unit"): one.value for one in compare_benchmarks([*mine, *theirs], STUDY)}
    assert found == {"USD-per-tie": "advantage", "CNY-per-tie": "gap"}


@pytest.mark.parametrize(
    ("here", "there", "why"),
    [
        (
            money("position.factory_price", "a", 3.0, "USD/tie"),
            money("position.factory_price", "far", 9.0, "EUR/tie"),
            "units-differ",
        ),
        (
            finding("position.own_brand_share", "a", 0.3, dims={"scope": "town"}),
            finding("position.own_brand_share", "far", 0.5),
            "scopes-differ",
        ),
        (finding("position.export_share", "a", 0.3), finding("position.export_share", "far", 0.5), "no-direction"),
        (
            finding("position.own_brand_share", "a", 0.3, low=0.2, high=0.6),
            finding("position.own_brand_share", "far", 0.5),
            "ranges-overlap",
        ),
    ],
)
def test_what_cannot_be_compared_says_why(here: Finding, there: Finding, why: str):
    found = against(here, there)
    assert (found.value, found.status, found.why) == ("not-comparable", "not applicable", why)


def test_codes_and_dates_have_no_distance():
    pair = [finding("mechanism.driver", "a", "buyer"), finding("mechanism.driver", "far", "producer")]
    assert compare_benchmarks(pair, STUDY) == []


def test_the_focus_stands_beside_other_clusters_in_what_is_measured_from_texts():
    parameters = (("sample", "stories"),)
    measured = [
        Finding(
            "communication.share_of_voice",
            place,
            STUDY.period,
            value=value,
            low=value - 0.02,
            high=value + 0.02,
            unit="share",
            n=n,
            origin="measured",
            parameters=parameters,
        )
        for place, value, n in ((STUDY.focus, 0.1, 300), (STUDY.clusters[0], 0.4, 900))
    ]
    pair = f"{STUDY.focus}~{STUDY.clusters[0]}"
    found = [one for one in compare_benchmarks(measured, STUDY) if one.subject == pair]
    assert [(one.value, one.n, one.parameters) for one in found] == [("gap", 300, parameters)]
    claimed = [replace(one, measure="situation.national_output_share", parameters=()) for one in measured]
    assert not [one for one in compare_benchmarks(claimed, STUDY) if one.subject == pair]
