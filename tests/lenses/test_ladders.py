import pytest

from clustermark.findings.model import BOUND
from lenses.made_up import evidence, found, insufficient, only


def ladder(
    name: str = "one", year: int = 2021, page: str = "https://example.org/l", **amounts: float | tuple[float, float]
):
    return [
        {
            "ladder": name,
            "subject": "sampleton",
            "channel": "contract-export",
            "tier": tier.replace("_", "-"),
            "amount": amount if isinstance(amount, (int, float)) else amount[0],
            "amount_high": None if isinstance(amount, (int, float)) else amount[1],
            "unit": "USD/tie",
            "year": year,
            "reliability": "B",
            "url": page,
        }
        for tier, amount in amounts.items()
    ]


STEPS = {"consumer": 30, "retail": 15, "intermediary": 12, "factory": 3}
CAPTURE, SHARE = "position.capture_rate/sampleton/2021", "position.factory_share_of_price/sampleton/2021"


def test_capture_without_inputs_is_a_bound_without_a_point():
    finding = only(evidence(price_ladders=ladder(**STEPS)), CAPTURE)
    assert (finding.value, finding.low, finding.high, finding.uncertainty) == (None, 0.0, 0.1, BOUND)
    assert dict(finding.parameters)["unknown"] == "inputs-outside"
    assert finding.dimension("channel") == "contract-export"
    share = only(evidence(price_ladders=ladder(**STEPS)), SHARE)
    assert (share.value, share.n, len(share.evidence)) == (0.1, 1, 4)


def test_capture_with_inputs_is_a_rate():
    finding = only(evidence(price_ladders=ladder(**STEPS, inputs_outside=2.1)), CAPTURE)
    assert finding.value == pytest.approx(0.03)
    assert finding.low is None


def test_ranges_of_a_ladder_become_an_interval():
    finding = only(evidence(price_ladders=ladder(consumer=(20, 40), factory=(2, 4), inputs_outside=1)), CAPTURE)
    assert (finding.value, finding.low, finding.high) == (None, 0.025, 0.15)


def test_two_pages_with_one_ladder_are_one_origin():
    rows = ladder(**STEPS) + ladder("two", page="https://example.org/other", **STEPS)
    assert only(evidence(price_ladders=rows), SHARE).n == 1
    rows = ladder(**STEPS) + ladder("two", page="https://example.org/other", consumer=40, factory=6)
    finding = only(evidence(price_ladders=rows), SHARE)
    assert (finding.n, finding.low, finding.high, finding.uncertainty) == (2, 0.1, 0.15, "range of claims")


def test_three_years_bind_ladders():
    old = evidence(price_ladders=ladder(year=2010, **STEPS))
    assert insufficient(old, CAPTURE).why == "outside-years"
    assert dict(insufficient(old, CAPTURE).why_fields) == {"years": "2010"}
    assert only(old, "position.capture_rate/sampleton/2010").high == 0.1


@pytest.mark.parametrize("missing", ["factory", "consumer"])
def test_a_ladder_without_an_end_gives_no_rate(missing: str):
    steps = {tier: amount for tier, amount in STEPS.items() if tier != missing}
    kept = evidence(price_ladders=ladder(**steps))
    name = next(one.id for one in _all(kept) if one.measure == "position.capture_rate" and one.subject == "sampleton")
    assert insufficient(kept, name).why == "input-missing"


def _all(kept):
    from clustermark.lenses import run_lenses
    from lenses.made_up import STUDY

    return run_lenses(kept, STUDY)


def test_mixed_currencies_never_meet():
    rows = ladder(**STEPS)
    rows[0]["unit"] = "CNY/tie"
    assert not found(evidence(price_ladders=rows), "position.")


def test_ladders_that_do_not_add_up_are_told():
    assert only(evidence(price_ladders=ladder(**STEPS)), "claims.ladder_gap").value == 0.0
    wrong = ladder(**(STEPS | {"retail": 9}))
    assert only(evidence(price_ladders=wrong), "claims.ladder_gap").value == pytest.approx(-0.2)
    with_inputs = ladder(**STEPS, inputs_outside=2)  # part of the factory price, no step of its own
    assert only(evidence(price_ladders=with_inputs), "claims.ladder_gap").value == 0.0
