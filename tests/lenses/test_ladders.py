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


def in_two_currencies(**more):
    """The consumer's price in CNY, the factory's in USD."""
    rows = ladder(consumer=100, factory=3, **more)
    rows[0]["unit"] = "CNY/tie"
    return rows


def rate(value=6.4, year=2021, currency="USD", per="CNY", **more):
    return {"currency": currency, "per": per, "rate": value, "year": year, "reliability": "A", **more}


def with_rates(*rates):
    """Evidence with a ladder in two currencies and rates of exchange; empty columns stand as in a real table."""
    filled = [{"quantity": None, "kind": None, **one} for one in rates]
    return evidence(price_ladders=in_two_currencies(), exchange_rates=filled)


def test_two_currencies_do_not_meet_without_a_rate():
    kept = evidence(price_ladders=in_two_currencies())
    finding = insufficient(kept, _only_id(kept, "position.factory_share_of_price"))
    assert finding.why == "no-rate"
    assert dict(finding.why_fields) == {"source": "USD", "target": "CNY", "years": "2021"}
    assert not found(kept, "claims.ladder_gap")


def test_a_rate_of_the_year_brings_them_together_and_is_cited():
    finding = only(with_rates(rate()), SHARE)
    assert finding.value == pytest.approx(3 * 6.4 / 100)
    assert "exchange_rates:2" in finding.evidence
    assert dict(finding.parameters)["converted"] == "USD/CNY/2021/6.4"
    assert finding.reliability == "A/B"
    capture = only(with_rates(rate()), CAPTURE)
    assert (capture.low, capture.high) == (0.0, pytest.approx(0.192))


def test_a_rate_the_other_way_round_says_the_same():
    direct, inverse = only(with_rates(rate(5.0)), SHARE), only(with_rates(rate(0.2, currency="CNY", per="USD")), SHARE)
    assert direct.value == inverse.value == pytest.approx(0.15)


def test_rates_quoted_for_a_hundred():
    assert only(with_rates(rate(640.0, quantity=100.0)), SHARE).value == pytest.approx(0.192)


def test_a_weak_source_of_a_rate_weakens_the_finding():
    assert only(with_rates(rate(origin="assumed")), SHARE).origin == "assumed"


@pytest.mark.parametrize("other", [{"year": 2020}, {"currency": "EUR"}])
def test_rates_of_another_year_or_currency_are_not_used(other):
    kept = with_rates(rate(**other))
    assert insufficient(kept, _only_id(kept, "position.factory_share_of_price")).why == "no-rate"


def test_rates_that_contradict_each_other_are_not_used():
    kept = with_rates(rate(6.4), rate(6.9))
    assert insufficient(kept, _only_id(kept, "position.factory_share_of_price")).why == "rates-differ"
    assert only(with_rates(rate(6.4, kind="average"), rate(6.9, kind="year-end")), SHARE).value == pytest.approx(0.192)


def test_an_inferred_year_has_no_rate():
    rows = [row | {"year_inferred": True} for row in in_two_currencies()]
    kept = evidence(price_ladders=rows, exchange_rates=[{"quantity": None, "kind": None, **rate()}])
    assert insufficient(kept, _only_id(kept, "position.factory_share_of_price")).why == "no-rate"


def test_different_goods_never_meet_whatever_the_rate():
    rows = in_two_currencies()
    rows[1]["unit"] = "USD/pair"
    kept = evidence(price_ladders=rows, exchange_rates=[{"quantity": None, "kind": None, **rate()}])
    assert insufficient(kept, _only_id(kept, "position.factory_share_of_price")).why == "input-missing"


def _only_id(kept, measure):
    (name,) = (one.id for one in _all(kept) if one.measure == measure and one.subject == "sampleton")
    return name


@pytest.mark.parametrize(
    ("tier", "bound", "expected"),
    [
        ("factory", "at least", (None, 0.1, None)),
        ("factory", "at most", (None, 0.0, 0.1)),
        ("consumer", "at least", (None, 0.0, 0.1)),
        ("consumer", "at most", (None, 0.1, None)),
        ("factory", "about", (0.1, None, None)),
    ],
)
def test_prices_with_a_word_of_approximation_give_bounds(tier, bound, expected):
    rows = ladder(consumer=30, factory=3)
    for row in rows:
        row["bound"] = bound if row["tier"] == tier else None
    finding = only(evidence(price_ladders=rows), SHARE)
    assert (finding.value, finding.low, finding.high) == expected
    assert (finding.uncertainty == BOUND) is (bound != "about")
    assert dict(finding.parameters).get("bound", "") == ("about" if bound == "about" else "")
    assert not found(evidence(price_ladders=rows), "claims.ladder_gap") or bound == "about"


def test_ladders_that_do_not_add_up_are_told():
    assert only(evidence(price_ladders=ladder(**STEPS)), "claims.ladder_gap").value == 0.0
    wrong = ladder(**(STEPS | {"retail": 9}))
    assert only(evidence(price_ladders=wrong), "claims.ladder_gap").value == pytest.approx(-0.2)
    with_inputs = ladder(**STEPS, inputs_outside=2)  # part of the factory price, no step of its own
    assert only(evidence(price_ladders=with_inputs), "claims.ladder_gap").value == 0.0
