"""The shared mark: a planted premium is found again, too few firms are no group, the what-if has its closed form."""

import numpy as np
import pytest
from tests.lenses.actors.made_up import by_id, context, firm

from clustermark.lenses.actors import mark
from clustermark.lenses.actors.data import cases, reputation_parameters
from clustermark.methods.premium import price_premium

PREMIUM = "associations.mark_premium/sampleton/2023/channel"


def answer(number: int, price: float | None, channel: str = "own-brand-home", **cells: object) -> dict[str, object]:
    given = {"firm": f"S-{number:03d}", "subject": "sampleton", "year": 2023, "channel": channel}
    return given | {"unit_price": price, "price_unit": "元/件"} | cells


def asked(
    users: int = 20, others: int = 40, premium: float = 0.09, seed: int = 5
) -> dict[str, list[dict[str, object]]]:
    rng = np.random.default_rng(seed)
    prices = 30 * np.exp(rng.normal(0, 0.05, users + others))
    prices[:users] *= 1 + premium
    return {
        "firms": [firm(n, mark_user=n < users) for n in range(users + others)],
        "firm_survey": [answer(n, float(price)) for n, price in enumerate(prices)],
    }


def found_in(**tables: list[dict[str, object]]):
    given = context(**tables)  # type: ignore[arg-type]
    made = mark.find(given)
    return made, by_id(made, given)


def test_a_planted_premium_of_nine_in_a_hundred_is_found_again() -> None:
    made, found = found_in(**asked())
    premium = found[f"{PREMIUM}=own-brand-home"]
    assert premium.low is not None and premium.high is not None
    assert premium.value == pytest.approx(0.09, abs=0.03) and premium.low <= 0.09 <= premium.high and premium.low > 0
    assert (premium.n, premium.origin, premium.years) == (60, "measured", "2023")
    told = dict(premium.parameters)
    assert (told["users"], told["others"], told["price-unit"], told["interval"]) == (
        "20",
        "40",
        "CNY/piece",
        "bootstrap-t",
    )
    row = made.tables["mark_premium"].row(0, named=True)
    assert row["price_users"] / row["price_others"] - 1 == pytest.approx(premium.value)


def test_without_a_planted_premium_the_interval_holds_zero() -> None:
    hits = 0
    for seed in range(20):
        _, found = found_in(**asked(premium=0, seed=seed))
        one = found[f"{PREMIUM}=own-brand-home"]
        assert one.low is not None and one.high is not None
        hits += one.low <= 0 <= one.high
    assert hits >= 17


def test_a_premium_by_hand_and_turned_round() -> None:
    """Geometric means of 4, 9 and 2, 8: 6 / 4 - 1 = .5; the other way 4 / 6 - 1."""
    assert price_premium([4, 9], [2, 8])[0] == pytest.approx(0.5)
    assert price_premium([2, 8], [4, 9])[0] == pytest.approx(-1 / 3)
    with pytest.raises(ValueError, match="positive"):
        price_premium([1, 0], [1])
    with pytest.raises(ValueError, match="positive"):
        price_premium([], [1])
    assert price_premium([3, 3], [2, 2]) == pytest.approx((0.5, 0.5, 0.5))  # no spread, no interval


def test_the_interval_holds_its_level_with_five_firms_a_side() -> None:
    rng = np.random.default_rng(4)
    hits = 0
    for seed in range(300):
        users, others = np.exp(rng.normal(np.log(1.09), 0.1, 5)), np.exp(rng.normal(0, 0.1, 5))
        _, low, high = price_premium(users, others, draws=400, seed=seed)
        hits += low <= 0.09 <= high
    assert hits / 300 > 0.91  # measured: .94 of 600; plain percentiles .85


def test_channels_and_units_are_never_mixed() -> None:
    tables = asked()
    tables["firm_survey"] += [answer(n, 9.0 if n < 20 else 10.0, "contract-export") for n in range(60)]
    tables["firm_survey"] += [answer(n, 900.0, price_unit="美元/吨") for n in range(6)]
    _, found = found_in(**tables)
    home, export = (
        found[f"associations.mark_premium/sampleton/2023/channel={name}"]
        for name in ("own-brand-home", "contract-export")
    )
    assert export.value == pytest.approx(-0.1) and home.value == pytest.approx(0.09, abs=0.03)
    assert dict(home.parameters)["other-units"] == "6"


def test_a_firm_with_two_answers_counts_once_and_the_latest_year_counts() -> None:
    tables = asked()
    once = found_in(**tables)[1][f"{PREMIUM}=own-brand-home"]
    again = [dict(row) for row in tables["firm_survey"]]
    old = [row | {"year": 2021, "unit_price": 1.0} for row in tables["firm_survey"]]
    twice = found_in(firms=tables["firms"], firm_survey=[*tables["firm_survey"], *again, *old])[1]
    assert twice[f"{PREMIUM}=own-brand-home"].value == pytest.approx(once.value)
    assert twice[f"{PREMIUM}=own-brand-home"].n == once.n


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"firms": [firm(n, mark_user=n < 3) for n in range(60)]}, "few-mark-users"),
        ({"firms": [firm(n, mark_user=n < 57) for n in range(60)]}, "few-mark-users"),
        ({"firms": [firm(n) for n in range(60)]}, "input-missing"),
        ({"firm_survey": [answer(n, None) for n in range(60)]}, "input-missing"),
        ({"firm_survey": [answer(n, 0.0) for n in range(60)]}, "input-missing"),
        ({"firm_survey": [answer(n, 5.0, price_unit="bananas") for n in range(60)]}, "input-missing"),
        ({"firm_survey": [answer(n, 5.0, year=2012) for n in range(60)]}, "outside-years"),
        ({"firm_survey": [answer(1, 5.0)]}, "few-mark-users"),  # one respondent
    ],
)
def test_what_the_answers_cannot_tell_says_why(change: dict[str, list[dict[str, object]]], why: str) -> None:
    _, found = found_in(**(asked() | change))
    (one,) = (finding for name, finding in found.items() if "premium" in name)
    assert (one.status, one.why) == ("insufficient", why)


def test_the_what_if_of_winfree_and_mccluskey_2005_with_ten_members() -> None:
    """q = q* / N alone: ten members lose nine tenths; half traceable .5 + .5 / 10; a standard of half binds."""
    made, found = found_in(firms=[firm(n, mark_user=n < 10) for n in range(30)])
    gap = {name.split("segment=")[1]: one for name, one in found.items() if "free_riding" in name}
    assert {one.id for one in cases()} == set(gap)
    assert gap["as-is"].value == pytest.approx(0.9)
    assert gap["traceability"].value == pytest.approx(0.45)
    assert gap["minimum-standard"].value == pytest.approx(0.5)
    assert gap["smaller-club"].value == pytest.approx(1 - 1 / 2)  # round(2.5) members
    for one in gap.values():
        assert one.low is not None and one.high is not None and one.low <= one.value <= one.high
        assert (one.origin, dict(one.parameters)["members-now"]) == ("assumed", "10")
    assert made.tables["free_riding"]["what"].to_list()[0] == "as-is"


def test_the_declared_parameters_cancel_in_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [mark.gaps(case, 12) for case in cases()]
    other = {"b": 3.0, "gamma": 0.1, "c": 7.0, "r": 0.2}
    assert other.keys() == reputation_parameters().keys()
    monkeypatch.setattr(mark, "reputation_parameters", lambda: other)
    assert [mark.gaps(case, 12) for case in cases()] == [pytest.approx(one) for one in before]


def test_the_number_published_with_the_mark_serves_where_the_list_does_not_say() -> None:
    brand = {"subject": "sampleton", "name_zh": "示例", "name_en": "Sample", "kind": "collective", "members": 41}
    _, found = found_in(firms=[firm(n) for n in range(9)], brands=[brand, brand | {"kind": "regional", "members": 900}])
    gap = found["associations.free_riding_gap/sampleton/2023/segment=as-is"]
    assert gap.value == pytest.approx(1 - 1 / 41) and gap.evidence == ("brands:2",)
    _, found = found_in(firms=[firm(n) for n in range(9)])
    assert found["associations.free_riding_gap/sampleton/2023"].why == "input-missing"
    _, found = found_in(firms=[firm(n, mark_user=n == 0) for n in range(9)])
    assert found["associations.free_riding_gap/sampleton/2023"].why == "few-members"
