"""Location quotient and cluster strength from a made-up account."""

import math

import pytest
from tests.lenses.position.made_up import STUDY, evidence

from clustermark.lenses.context import Context
from clustermark.lenses.position import specialisation
from clustermark.lenses.protocol import Found

QUOTIENT, STRENGTH = "position.location_quotient", "position.cluster_strength"
PEOPLE = {
    "employment": 21_000,
    "region_employment": 160_000,
    "industry_employment": 900_000,
    "national_employment": 60_000_000,
    "group_employment": 60_000,
    "group_national_employment": 2_400_000,
}


def _rows(people: dict[str, float], **more: object) -> list[dict[str, object]]:
    return [{"item": item, "value": float(value), "unit": "persons", **more} for item, value in people.items()]


def _asked(rows: list[dict[str, object]], covered: tuple[str, ...] = ()) -> Found:
    return specialisation.find(Context(evidence(covered=covered, cluster_accounts=rows), STUDY, None))


def _one(found: Found, measure: str):
    return next(each for each in found.findings if each.measure == measure and each.subject == "sampleton")


def test_the_location_quotient_by_hand() -> None:
    """(21,000 / 160,000) / (.9 / 60) = 8.75; strength of the rest: (39,000 / 160,000) / (1.5 / 60) = 9.75."""
    found = _asked(_rows(PEOPLE, reliability="A"))
    assert _one(found, QUOTIENT).value == pytest.approx(8.75)
    assert _one(found, STRENGTH).value == pytest.approx(9.75)
    assert _one(found, QUOTIENT).years == "2021" and _one(found, QUOTIENT).reliability == "A"
    row = found.tables["specialisation"].row(0, named=True)
    assert (row["quotient"], row["strength"], row["year"], len(row["rows"])) == (8.75, 9.75, "2021", 6)


def test_the_interval_holds_chance_and_the_grades() -> None:
    """Four figures of grade A are off by 5 % each: exp(1.96 x .1) beside the little that chance moves 21,000."""
    good, bad = (_one(_asked(_rows(PEOPLE, reliability=grade)), QUOTIENT) for grade in "AD")
    assert good.low == pytest.approx(8.75 * math.exp(-1.96 * 0.1), rel=0.01)
    assert good.high == pytest.approx(8.75 * math.exp(1.96 * 0.1), rel=0.01)
    assert bad.low < good.low < 8.75 < good.high < bad.high


def test_units_are_read_and_a_range_is_its_middle() -> None:
    rows = _rows({item: value for item, value in PEOPLE.items() if item != "national_employment"})
    rows.append({"item": "national_employment", "value": 5000.0, "value_high": 7000.0, "unit": "万人"})
    assert _one(_asked(rows), QUOTIENT).value == pytest.approx(8.75)


def test_the_best_grade_counts_and_not_that_of_a_party() -> None:
    rows = [*_rows(PEOPLE), {"item": "employment", "value": 1.0, "unit": "persons", "reliability": "C"}]
    rows += [{"item": "employment", "value": 2.0, "unit": "persons", "party": True}]
    assert _one(_asked(rows[::-1]), QUOTIENT).value == pytest.approx(8.75)


def test_a_cluster_larger_than_its_region_is_a_contradiction_told_with_both_numbers() -> None:
    found = _asked(_rows(PEOPLE | {"region_employment": 20_000}))
    assert _one(found, QUOTIENT).why == "employment-contradicts"
    assert dict(_one(found, QUOTIENT).why_fields) == {"years": "2021", "n": "21000", "most": "20000"}
    assert "specialisation" not in found.tables
    group = _asked(_rows(PEOPLE | {"group_employment": 20_000}))
    assert _one(group, QUOTIENT).value == pytest.approx(8.75)
    assert dict(_one(group, STRENGTH).why_fields) == {"years": "2021", "n": "21000", "most": "20000"}
    assert group.tables["specialisation"]["strength"].to_list() == [None]
    assert _one(_asked(_rows(PEOPLE | {"region_employment": 0})), QUOTIENT).why == "employment-contradicts"


def test_what_is_missing_is_named() -> None:
    rows = [row for row in _rows(PEOPLE) if row["item"] != "industry_employment"]
    found = _one(_asked(rows), QUOTIENT)
    assert found.why == "input-missing" and dict(found.why_fields) == {"input": "account-industry_employment"}
    split = [dict(row, year=2020 if row["item"] == "employment" else 2021) for row in _rows(PEOPLE)]
    assert _one(_asked(split), QUOTIENT).why == "employment-years"
    old = _one(_asked(_rows(PEOPLE, year=2011)), QUOTIENT)
    assert old.why == "outside-years" and dict(old.why_fields) == {"years": "2011"}
    money = _one(_asked([{"item": "output", "value": 5.0, "unit": "CNY"}]), STRENGTH)
    assert dict(money.why_fields) == {"input": "account-employment"}


def test_confidential_rows_are_not_told() -> None:
    rows = _rows(PEOPLE)
    found = _asked(rows, covered=tuple(f"cluster_accounts:{at}" for at in range(2, 8)))
    assert {each.why for each in found.findings} == {"confidential"} and not found.tables


def test_a_cluster_without_an_account_is_not_asked() -> None:
    assert {each.subject for each in _asked(_rows(PEOPLE)).findings} == {"sampleton"}
