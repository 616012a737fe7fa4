"""Who drives a channel and who holds power in it, by hand."""

import pytest
from tests.lenses.governance.made_up_firms import BUYERS, CAPTIVE, MARKET, answer, asked, one, spread, survey

from clustermark.findings.model import state
from clustermark.lenses.governance.settings import settings

EXPORT = "sampleton/2021/channel=contract-export"
MAKERS = {
    "mark_owner": "firm",
    "design_owner": "firm",
    "price_setter": "firm",
    "input_setter": "firm",
    "buyer_owns_plants": False,
    "foreign_equity": 0.0,
}


def firms(n: int, start: int = 0, **more: object) -> list[dict[str, object]]:
    return [answer(f"F{start + at:03}", means=spread(CAPTIVE, at), **more) for at in range(n)]


def driven(*rows: dict[str, object]) -> dict[str, object]:
    found = asked(survey(rows))
    names = ("producer_driven", "buyer_driven", "hybrid", "measured_driver")
    return {name: one(found, f"mechanism.{name}/{EXPORT}").value for name in names}


def test_gereffi_1999_buyers_that_own_the_mark_and_no_plants_drive() -> None:
    assert driven(*firms(10, **BUYERS)) == {
        "producer_driven": 0,
        "buyer_driven": 1,
        "hybrid": 0,
        "measured_driver": "buyer",
    }


def test_makers_with_mark_design_price_and_inputs_drive() -> None:
    """P: mark, design, price, inputs 1; plants 0; equity 0 at half weight; R&D of 2.5 % is .5: 4.5 / 6.5.

    B: the four are 0, buyers without plants 1, marketing of 5 % is .5: 1.5 / 6.
    """
    found = driven(*firms(10, **MAKERS, rd_share=2.5, marketing_share=5.0))
    assert found["producer_driven"] == pytest.approx(4.5 / 6.5)
    assert found["buyer_driven"] == pytest.approx(1.5 / 6)
    assert found["hybrid"] == pytest.approx(1.5 / 6)
    assert found["measured_driver"] == "producer"


def test_exactly_one_half_is_not_on_either_side() -> None:
    """Buyers with plants hold the mark, foreign owners invest; the rest is shared: P 3 / 5.5, B 2.5 / 5."""
    shared = {"mark_owner": "buyer", "design_owner": "both", "price_setter": "both", "input_setter": "both"}
    found = driven(*firms(10, **shared, buyer_owns_plants=True, foreign_equity=60.0))
    assert (found["producer_driven"], found["buyer_driven"]) == pytest.approx((3 / 5.5, 0.5))
    assert found["measured_driver"] == "producer"
    domestic = driven(*firms(10, **shared, buyer_owns_plants=True, foreign_equity=0.0))
    assert domestic["measured_driver"] == "neither"  # P falls to 2.5 / 5.5


def test_what_exceeds_one_half_on_both_sides_is_called_hybrid() -> None:
    marked = {"mark_owner": "firm", "design_owner": "both", "input_setter": "both", "foreign_equity": 50.0}
    rows = firms(10, **marked, price_setter="buyer", rd_share=5.0, marketing_share=10.0)
    found = driven(*rows)  # whether buyers own plants was not asked
    assert found["producer_driven"] == pytest.approx((1 + 0.5 + 0 + 0.5 + 0.5 + 1) / 5.5)
    assert found["buyer_driven"] == pytest.approx((0 + 0.5 + 1 + 0.5 + 1) / 5)
    assert found["hybrid"] == pytest.approx(3 / 5)
    assert found["measured_driver"] == "hybrid"


def test_spending_on_research_speaks_only_where_the_mark_is_the_firms() -> None:
    """A contract maker's R&D says nothing about the owner of the mark."""
    assert driven(*firms(10, **BUYERS, rd_share=5.0, marketing_share=0.0)) == driven(*firms(10, **BUYERS))


def test_the_name_of_the_industry_decides_nothing() -> None:
    kept = [asked(survey(firms(10, **BUYERS), places=[{"id": "sampleton", "kind": "cluster", "product": product}]))
            for product in ("cars", "shoes")]  # fmt: skip
    assert kept[0].findings == kept[1].findings


def test_sales_weigh_the_answers() -> None:
    """Three quarters of the sales at firms whose buyers hold everything."""
    found = driven(*firms(10, sales=30.0, **BUYERS), *firms(10, 10, sales=10.0, **(MAKERS | {"foreign_equity": None})))
    assert found["buyer_driven"] == pytest.approx((0.75 * 4 + 1) / 5)
    assert found["producer_driven"] == pytest.approx((0.25 * 4 + 0) / 5)


def test_an_item_on_which_the_verdict_hangs_is_named_and_the_verdict_leans() -> None:
    """P is 3 of 5: without any of the three it is 2 of 4, no longer above one half."""
    rows = firms(120, mark_owner="firm", design_owner="firm", price_setter="market", input_setter="firm",
                 buyer_owns_plants=False)  # fmt: skip
    verdict = one(asked(survey(rows)), f"mechanism.measured_driver/{EXPORT}")
    assert (verdict.value, dict(verdict.parameters)["hinges-on"]) == ("producer", "mark,design,inputs")
    assert state(verdict) == "leaning"
    sure = one(asked(survey(firms(120, **BUYERS))), f"mechanism.measured_driver/{EXPORT}")
    assert (dict(sure.parameters).get("hinges-on"), state(sure)) == (None, "firm")


def test_three_items_of_each_side_are_needed() -> None:
    found = asked(survey(firms(10, mark_owner="buyer", design_owner="buyer")))
    lacking = one(found, f"mechanism.measured_driver/{EXPORT}")
    assert (lacking.why, dict(lacking.why_fields)) == ("few-items", {"least": "3"})
    rare = asked(survey([*firms(10, mark_owner="buyer", design_owner="buyer"),
                         *firms(4, 10, mark_owner="buyer", design_owner="buyer", price_setter="buyer")]))  # fmt: skip
    assert one(rare, f"mechanism.measured_driver/{EXPORT}").why == "few-items"  # four firms answered the third


def test_every_driver_item_speaks_for_a_side_and_says_why() -> None:
    for item in settings().driver:
        assert item.producer or item.buyer
        assert item.reason.zh and item.reason.en
        for side in (item.producer, item.buyer):
            scores = [*side.choices.values(), *(one for one in (side.yes, side.no) if one is not None)] if side else []
            assert all(0 <= score <= 1 for score in scores)


def powers(*rows: dict[str, object]):
    found = asked(survey(rows))
    return lambda name: one(found, f"governance.{name}/{EXPORT}")


def test_dependence_of_both_sides_by_hand() -> None:
    """Largest buyer 60 %, 12 months of 24: D = .3. The firm is a fifth of what the buyer buys, and easy to replace:

    capability 2 -> .05, others could follow the file 6 -> 1 - .95, designs are the buyer's: D' = .2 * .1 / 3.
    """
    rows = [
        answer(f"F{at}", means=CAPTIVE, largest_buyer=60.0, top_buyers=90.0, months_to_replace=12.0,
               share_of_buyer=20.0, design_owner="buyer")
        for at in range(6)
    ]  # fmt: skip
    rows += [
        answer("G", means=MARKET, largest_buyer=60.0, months_to_replace=12.0, sales=1e-6)
    ]  # scales need a variance
    found = powers(*rows)
    assert found("largest_buyer").value == pytest.approx(0.6)
    assert found("top_three_buyers").value == pytest.approx(0.9)
    assert found("dependence").value == pytest.approx(0.3)
    assert dict(found("dependence").parameters)["at-12-months"] == "0.6"
    assert dict(found("dependence").parameters)["at-36-months"] == "0.2"
    theirs = 0.2 * (0.05 + 0.05 + 0) / 3
    assert found("buyers_dependence").value == pytest.approx(theirs, abs=1e-6)
    assert found("imbalance").value == pytest.approx(0.3 - theirs, abs=1e-6)
    assert found("mutual_dependence").value == pytest.approx((0.3 + theirs) / 2, abs=1e-6)


def test_a_share_of_the_buyer_that_was_not_asked_gives_bounds() -> None:
    rows = [
        answer(f"F{at}", means=spread(CAPTIVE, at), largest_buyer=60.0, months_to_replace=24.0) for at in range(120)
    ]
    found = powers(*rows)
    assert dict(found("buyers_dependence").parameters)["bound"] == "at most"
    assert dict(found("imbalance").parameters)["bound"] == "at least"
    assert dict(found("mutual_dependence").parameters)["bound"] == "at most"
    assert dict(found("imbalance").parameters)["share-unasked"] == "120"
    assert [state(found(name)) for name in ("buyers_dependence", "imbalance")] == ["leaning", "firm"]
    told = powers(*[{**row, "share_of_buyer": 10.0} for row in rows])
    assert "bound" not in dict(told("buyers_dependence").parameters)
    assert told("buyers_dependence").value == pytest.approx(found("buyers_dependence").value / 10)


def test_three_buyers_below_the_largest_are_a_contradiction() -> None:
    rows = firms(5, largest_buyer=60.0, top_buyers=90.0) + firms(2, 5, largest_buyer=60.0, top_buyers=30.0)
    found = powers(*rows)
    assert (found("largest_buyer").n, dict(found("largest_buyer").parameters)["contradictory"]) == (5, "2")
    assert found("top_three_buyers").value == pytest.approx(0.9)


def test_shares_and_months_that_cannot_be_are_missing() -> None:
    found = powers(
        *firms(5, largest_buyer=40.0, months_to_replace=6.0), *firms(3, 5, largest_buyer=140.0, months_to_replace=-1.0)
    )
    assert (found("largest_buyer").value, found("largest_buyer").n) == (pytest.approx(0.4), 5)
    assert found("dependence").value == pytest.approx(0.1)


def test_only_what_the_buyer_sets_alone_counts_as_his() -> None:
    rows = firms(5, price_setter="buyer") + firms(3, 5, price_setter="both") + firms(2, 8, price_setter="market")
    found = powers(*rows)
    assert found("buyer_sets_price").value == pytest.approx(0.5)
    assert dict(found("buyer_sets_price").parameters)["together"] == "0.3"
    assert found("buyer_sets_inputs").why == "few-answers"


def test_exclusive_sales() -> None:
    found = powers(*firms(4, exclusive=True), *firms(4, 4, exclusive=False), *firms(4, 8, exclusive=None))
    assert (found("exclusive").value, found("exclusive").n) == (0.5, 8)
