"""Contract work, own products and own brands: three shares of one whole, by market, with intervals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lenses.upgrading.made_up import STUDY, answer, by_name, context, evidence, rows_of

from clustermark.findings.results import checked
from clustermark.lenses.protocol import Found
from clustermark.lenses.upgrading import roles

PARTS = ("contract", "design", "brand")


def _found(rows, **more) -> Found:
    found = roles.find(context(evidence(firm_survey=rows, **more)))
    for name, frame in found.tables.items():
        checked(name, frame)
    return found


def _mix(firm: int, year: int = 2023, **shares: float):
    return [answer(firm, year, channel.replace("_", "-"), share) for channel, share in shares.items()]


def _row(found: Found, channel: str = "", year: int = 2023):
    rows = rows_of(found, "product_roles", channel=channel, year=year)
    assert len(rows) == 1
    return rows[0]


def test_shares_by_hand_by_market_and_in_all():
    rows = [
        row
        for firm in range(6)
        for row in _mix(firm, contract_export=40, own_design=10, own_brand_home=20, unbranded_home=30)
    ]
    found = _found(rows)
    export, home, whole = (_row(found, channel) for channel in ("export", "home", ""))
    assert [export[part] for part in PARTS] == pytest.approx([0.8, 0.2, 0])
    assert [home[part] for part in PARTS] == pytest.approx([0, 0.6, 0.4])
    assert [whole[part] for part in PARTS] == pytest.approx([0.4, 0.4, 0.2])
    assert (export["market_share"], home["market_share"]) == pytest.approx((0.5, 0.5))
    assert (export["unmarked"], home["unmarked"]) == pytest.approx((0, 0.6))
    assert home["score"] == pytest.approx(0.5 * 0.6 + 0.4)
    assert by_name(found, "upgrading.contract_share", channel="export").value == pytest.approx(0.8)
    score = by_name(found, "upgrading.role_score", channel="home")
    assert score.value == pytest.approx(0.7)
    assert dict(score.parameters)["convention"] == "half-for-own-products"
    assert dict(by_name(found, "upgrading.design_share", channel="home").parameters)["unmarked"] == "0.6"


@given(
    st.lists(
        st.tuples(*[st.integers(0, 50)] * 4, st.integers(1, 1000)).filter(lambda one: sum(one[:4]) > 0),
        min_size=5,
        max_size=12,
    )
)
@settings(max_examples=25, deadline=None)
def test_the_three_shares_add_up_to_one(firms):
    rows = []
    for at, (*parts, sales) in enumerate(firms):
        names = ("contract-export", "own-design", "own-brand-home", "unbranded-home")
        total = sum(parts)
        rows += [
            answer(at, 2023, name, 100 * part / total, sales=float(sales))
            for name, part in zip(names, parts, strict=True)
        ]
    for row in _found(rows).tables["product_roles"].to_dicts():
        assert sum(row[part] for part in PARTS) == pytest.approx(1)
        for part in PARTS:
            assert -1e-9 <= row[f"{part}_low"] <= row[part] <= row[f"{part}_high"] <= 1 + 1e-9
        assert row["score"] == pytest.approx(0.5 * row["design"] + row["brand"])


def test_large_firms_weigh_by_their_sales():
    rows = [answer(firm, 2023, "contract-export") for firm in range(5)]
    rows.append(answer("large", 2023, "own-brand-export", sales=1500.0))
    assert _row(_found(rows), "export")["brand"] == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("design_owner", "expected"),
    [("buyer", (1, 0, 0)), ("firm", (0, 1, 0)), ("both", (0, 1, 0)), ("", (0, 1, 0))],
)
def test_goods_without_a_mark_are_contract_work_where_the_buyer_owns_the_design(design_owner, expected):
    found = _found([answer(firm, 2023, "unbranded-home", design_owner=design_owner) for firm in range(5)])
    assert tuple(_row(found, "home")[part] for part in PARTS) == pytest.approx(expected)
    assert _row(found, "home")["unmarked"] == (0 if design_owner == "buyer" else 1)


@pytest.mark.parametrize(
    ("mark", "design", "expected"),
    [
        ("firm", "buyer", "brand"),
        ("common", "", "brand"),
        ("buyer", "buyer", "contract"),
        ("buyer", "firm", "design"),
        ("none", "firm", "design"),
        ("none", "buyer", "contract"),
    ],
)
def test_a_channel_that_names_a_market_only_is_read_by_mark_and_design(mark, design, expected):
    rows = [answer(firm, 2023, "export", mark_owner=mark, design_owner=design) for firm in range(5)]
    assert _row(_found(rows), "export")[expected] == 1


def test_sales_whose_role_nobody_knows_are_told():
    rows = [answer(firm, 2023, "contract-export") for firm in range(6)]
    rows += [answer(firm, 2023, "export", mark_owner="buyer", design_owner="") for firm in range(10, 12)]
    found = _found(rows)
    assert _row(found, "export")["firms"] == 6
    told = dict(by_name(found, "upgrading.contract_share", channel="export").parameters)
    assert told["unread"] == "0.25"


def test_exports_stated_twice_count_once():
    rows = [row for firm in range(5) for row in _mix(firm, contract_export=60, own_brand_home=40)]
    rows += [answer(firm, 2023, "export", 60, mark_owner="firm") for firm in range(5)]
    # shares above the whole are no shares: weights are then equal, and the market still has one role
    assert _row(_found(rows), "export")["contract"] == 1


def test_a_share_of_none_has_an_upper_end():
    """None of ten firms sells under its own mark: others may."""
    row = _row(_found([answer(firm, 2023) for firm in range(10)]), "export")
    assert row["brand"] == 0
    assert row["brand_high"] == pytest.approx(0.2775, abs=1e-3)  # Wilson, 0 of 10
    assert row["contract_low"] == pytest.approx(1 - 0.2775, abs=1e-3)


def test_fewer_than_five_firms_tell_nothing():
    found = _found([answer(firm, 2023) for firm in range(4)])
    assert found.tables == {}
    lacking = by_name(found, "upgrading.contract_share")
    assert (lacking.status, lacking.why, dict(lacking.why_fields)) == ("insufficient", "few-answers", {"n": "4"})


def test_an_empty_channel_is_no_role():
    assert _found([answer(firm, 2023, "") for firm in range(8)]).tables == {}


def test_one_confidential_firm_that_holds_most_sales_is_not_given_away():
    rows = [answer(firm, 2023) for firm in range(5)] + [answer("giant", 2023, "own-brand-export", sales=90_000.0)]
    assert _row(_found(rows), "export")["brand"] > 0.9
    hidden = roles.find(context(evidence(firm_survey=rows, covered=["firm_survey:7"])))
    assert hidden.tables == {}
    assert by_name(hidden, "upgrading.brand_share").why == "one-firm"


def test_the_year_nearest_the_period_is_told_and_the_table_has_all():
    rows = [answer(firm, year) for firm in range(6) for year in (2018, 2021, 2022)]
    found = _found(rows)
    assert by_name(found, "upgrading.contract_share", channel="export").years == "2022"
    assert sorted(set(found.tables["product_roles"]["year"])) == [2018, 2021, 2022]
    old = _found([row for row in rows if row["year"] == 2018])
    assert by_name(old, "upgrading.contract_share").why == "outside-years"


def test_a_past_period_is_told_and_never_stands_in_for_the_present():
    rows = [answer(firm, 2020) for firm in range(6)] + [answer(firm, 2022, "own-brand-export") for firm in range(6)]
    study = STUDY.model_copy(update={"past": ("2020",)})
    told = {
        one.period: one.value
        for one in roles.find(context(evidence(firm_survey=rows), study)).findings
        if one.measure == "upgrading.brand_share"
    }
    assert told == {"2023": 1.0, "2020": 0.0}
    only = roles.find(context(evidence(firm_survey=rows[:6]), study)).findings
    assert {(one.period, one.status) for one in only} == {("2020", "ok"), ("2023", "insufficient")}


def _shares(*given: tuple[str, float], year: int = 2023, grade: str = "B"):
    return [
        {
            "subject": "sampleton", "item": "sales_share", "of": of, "value": value, "unit": "percent", "year": year,
            "reliability": grade, "publisher": "Sample Office",
        }
        for of, value in given
    ]  # fmt: skip


def test_without_a_survey_the_account_tells_roles():
    rows = _shares(("contract-export", 60.0), ("own-brand-export", 20.0), ("own-brand-home", 20.0))
    found = roles.find(context(evidence(cluster_accounts=rows)))
    row = _row(found, "export")
    assert (row["contract"], row["brand"]) == pytest.approx((0.75, 0.25))
    assert (row["basis"], row["firms"]) == ("cluster_accounts", None)
    assert 0.5 < row["contract_low"] < 0.75 < row["contract_high"] < 0.9
    told = by_name(found, "upgrading.contract_share", channel="export")
    assert (told.origin, told.n) == ("published", 1)
    guess = roles.find(context(evidence(cluster_accounts=[row | {"reliability": "D"} for row in rows])))
    wide, narrow = (_row(one, "export") for one in (guess, found))
    assert np.subtract(wide["contract_high"], wide["contract_low"]) > 2 * (
        narrow["contract_high"] - narrow["contract_low"]
    )


def test_a_survey_goes_before_the_account():
    rows = [answer(firm, 2023) for firm in range(6)]
    found = _found(rows, cluster_accounts=_shares(("own-brand-export", 100.0)))
    assert set(found.tables["product_roles"]["basis"]) == {"firm_survey"}


def test_an_account_of_markets_alone_tells_no_roles():
    rows = _shares(("export", 60.0), ("home", 40.0))
    assert roles.find(context(evidence(cluster_accounts=rows))).tables == {}
