"""What a cluster keeps of the consumer's price: by channel, over channels, and where the money goes."""

import pytest
from tests.lenses.position.made_up import asked, by_id, evidence

TIERS = ("inputs-outside", "factory", "brand", "intermediary", "retail", "tax", "consumer")


def ladder(channel, unit="CNY/piece", name="", **tiers):
    """Rows of a ladder: inputs_outside=…, factory=…, brand=[8, 13, 2], …; a pair is a stated range."""
    rows = []
    for tier in TIERS:
        amounts = tiers.get(tier.replace("-", "_"))
        for amount in [] if amounts is None else amounts if isinstance(amounts, list) else [amounts]:
            low, high = amount if isinstance(amount, tuple) else (amount, None)
            given = {"ladder": name or f"l-{channel}", "channel": channel, "tier": tier, "unit": unit}
            rows.append({**given, "amount": float(low), "amount_high": high, "label_en": tier, "label_zh": tier})
    return rows


def sold(**shares):
    return [
        {"item": "sales_share", "of": of.replace("_", "-"), "value": float(value), "unit": "percent"}
        for of, value in shares.items()
    ]


def told(ladders, shares=(), **more):
    return asked(evidence(price_ladders=ladders, cluster_accounts=list(shares), **more))


IPOD = ladder("contract-export", "USD/item", factory=144, inputs_outside=140, brand=80, retail=75, consumer=299)
SHOE = ladder(
    "contract-export", "USD/pair", factory=21, intermediary=5, brand=[8, 13, 2], tax=1, retail=50, consumer=100
)


def test_linden_kraemer_and_dedrick_2009_ipod_of_2005():
    """Retail 299 dollars, factory cost 144 of which the place of assembly adds 4: it keeps 1.3 per cent."""
    found = told(IPOD)
    one = by_id(found)["capture_by_channel/channel=contract-export"]
    assert (one.value, one.low, one.high, one.uncertainty) == (pytest.approx(4 / 299), None, None, "not stated")
    rows = found.tables["value_ladders"]
    assert rows["tier"].to_list() == ["inputs-outside", "factory", "brand", "retail", "consumer"]
    shares = dict(zip(rows["tier"], rows["share"], strict=True))
    assert (shares["factory"], shares["brand"]) == (pytest.approx(0.4816, abs=5e-5), pytest.approx(0.2676, abs=5e-5))
    inside = dict(zip(rows["tier"], rows["inside"], strict=True))
    assert inside == {"inputs-outside": 0, "factory": pytest.approx(4 / 299), "brand": 0, "retail": 0, "consumer": None}
    assert by_id(found)["cluster_capture"].why == "no-sales-shares"


def test_the_published_shoe_ladder_adds_up_and_unknown_inputs_leave_a_bound():
    """100 = factory 21 + freight and duty 5 + marketing 8 + overhead 13 + tax 1 + retail 50 + brand profit 2."""
    found = told(SHOE, sold(contract_export=100))
    one = by_id(found)["capture_by_channel/channel=contract-export"]
    assert (one.value, one.low, one.high, one.uncertainty) == (None, 0, pytest.approx(0.21), "bound")
    rows = found.tables["value_ladders"].filter(found.tables["value_ladders"]["tier"] != "consumer")
    assert rows["share"].sum() == pytest.approx(1)
    flows = {(a, b): share for a, b, share in found.tables["money_flows"].select("from", "to", "share").iter_rows()}
    assert flows == {
        ("consumer", "contract-export"): 1,
        ("contract-export", "factory"): pytest.approx(0.21),
        ("contract-export", "brand"): pytest.approx(0.23),
        ("contract-export", "intermediary"): pytest.approx(0.05),
        ("contract-export", "retail"): pytest.approx(0.5),
        ("contract-export", "tax"): pytest.approx(0.01),
    }


EXPORT = ladder("contract-export", factory=10, inputs_outside=6, intermediary=10, brand=15, retail=15, consumer=50)
PLAIN = ladder("unbranded-home", factory=6, inputs_outside=3, intermediary=6, retail=8, consumer=20)


def test_shares_are_of_consumers_spending_not_of_sales():
    """60 of sales at 10 become 50 in the shop, 40 at 6 become 20: m = 300 and 133.3 of 433.3; K = (24 + 20) / 433.3."""
    found = told([*EXPORT, *PLAIN], sold(contract_export=60, unbranded_home=40))
    one = by_id(found)["cluster_capture"]
    assert one.value == pytest.approx((300 * 4 / 50 + 400 / 3 * 3 / 20) / (300 + 400 / 3))
    assert one.low < one.value < one.high  # shares of sales have the error of their grade
    flows = found.tables["money_flows"]
    shares = {(a, b): share for a, b, share in flows.select("from", "to", "share").iter_rows()}
    assert shares["consumer", "contract-export"] == pytest.approx(300 / (300 + 400 / 3))
    into = sum(share for (_, who), share in shares.items() if who == "cluster")
    assert into == pytest.approx(one.value)  # what flows to the cluster is K


def test_money_is_neither_lost_nor_made():
    found = told([*EXPORT, *PLAIN], sold(contract_export=60, unbranded_home=40))
    flows = found.tables["money_flows"]
    for channel in ("contract-export", "unbranded-home"):
        into = flows.filter(flows["to"] == channel)["share"].sum()
        out = flows.filter(flows["from"] == channel)["share"].sum()
        assert out == pytest.approx(into)
    assert flows.filter(flows["from"] == "consumer")["share"].sum() == pytest.approx(1)
    assert (flows["share_low"] <= flows["share"] + 1e-12).all() and (
        flows["share"] <= flows["share_high"] + 1e-12
    ).all()


def test_the_brands_step_is_the_clusters_where_the_brand_is_at_most():
    """Own brand at home: 5 of 40 stay at the factory, and of the brand's 10 nobody knows what it buys."""
    own = ladder("own-brand-home", factory=12, inputs_outside=7, brand=10, retail=18, consumer=40)
    found = told(own, sold(own_brand_home=100))
    for name in ("capture_by_channel/channel=own-brand-home", "cluster_capture"):
        one = by_id(found)[name]
        assert (one.value, one.low, one.high) == (None, pytest.approx(5 / 40), pytest.approx(15 / 40))
        assert dict(one.parameters)["unknown"] == "own-brand"
    brand = next(row for row in found.tables["value_ladders"].to_dicts() if row["tier"] == "brand")
    assert (brand["inside"], brand["inside_low"], brand["inside_high"]) == (None, 0, pytest.approx(0.25))
    assert "own-brand" in set(found.tables["money_flows"]["to"])


def test_unknown_inputs_of_one_channel_leave_k_a_bound():
    bare = [row for row in PLAIN if row["tier"] != "inputs-outside"]
    one = by_id(told([*EXPORT, *bare], sold(contract_export=60, unbranded_home=40)))["cluster_capture"]
    assert (one.value, one.uncertainty, dict(one.parameters)["unknown"]) == (None, "bound", "inputs-outside")
    assert 0 < one.low < 24 / (300 + 400 / 3) < one.high


def test_channels_without_a_ladder_are_named_and_too_many_of_them_leave_no_k():
    most = told(EXPORT, sold(contract_export=70, own_brand_home=30))
    one = by_id(most)["cluster_capture"]
    assert one.value == pytest.approx(4 / 50)
    assert dict(one.parameters)["without-ladder"] == "own-brand-home:0.3"
    assert dict(one.parameters)["at-most"] == "leaning"
    few = by_id(told(EXPORT, sold(contract_export=40, own_brand_home=35, unbranded_home=25)))["cluster_capture"]
    assert few.why == "ladders-missing"
    assert dict(few.why_fields) == {"channels": "own-brand-home,unbranded-home", "ratio": "40%"}


def test_stated_ranges_become_an_interval_without_a_point():
    ranged = ladder("contract-export", factory=(9, 11), inputs_outside=5, consumer=(45, 55))
    one = by_id(told(ranged))["capture_by_channel/channel=contract-export"]
    assert (one.value, one.low, one.high) == (None, pytest.approx(4 / 55), pytest.approx(6 / 45))
    assert one.uncertainty == "stated range"


def test_several_ladders_of_a_channel_span_their_rates_and_the_nearest_gives_the_point():
    older = [
        row | {"year": 2019, "url": "b"}
        for row in ladder("contract-export", name="old", factory=10, inputs_outside=5, consumer=50)
    ]
    one = by_id(told([*EXPORT, *older]))["capture_by_channel/channel=contract-export"]
    assert (one.value, one.low, one.high, one.n) == (pytest.approx(0.08), pytest.approx(0.08), pytest.approx(0.1), 2)
    assert one.uncertainty == "range of claims"


@pytest.mark.parametrize(
    ("shares", "why", "fields"),
    [
        (sold(contract_export=70, unbranded_home=50), "shares-above-whole", {"ratio": "120%"}),
        (sold(contract_export=-10, unbranded_home=50), "figure-negative", {}),
        (sold(contract_export=0, unbranded_home=0), "figure-zero", {}),
        ([row | {"year": 2010} for row in sold(contract_export=100)], "outside-years", {"years": "2010"}),
        ([{"item": "exports", "value": 20.0, "unit": "percent"}], "no-sales-shares", {}),
    ],
)
def test_shares_that_cannot_be_have_their_reason(shares, why, fields):
    one = by_id(told(EXPORT, shares))["cluster_capture"]
    assert (one.why, dict(one.why_fields)) == (why, fields)


def test_shares_of_sales_from_the_account_by_code_or_by_name():
    found = by_id(told([], [*sold(contract_export=21.5), *({**one, "of": "自有品牌内销"} for one in sold(x=78.5))]))
    assert found["channel_share/channel=contract-export"].value == pytest.approx(0.215)
    own = found["channel_share/channel=own-brand-home"]
    assert (own.value, own.low < 0.785 < own.high) == (pytest.approx(0.785), True)


def test_rounded_shares_are_the_whole_and_missing_ones_are_not():
    found = by_id(told(EXPORT, sold(contract_export=60, unbranded_home=41)))
    assert found["channel_share/channel=contract-export"].value == pytest.approx(60 / 101)
    part = by_id(told(EXPORT, sold(contract_export=60)))
    assert part["channel_share/channel=contract-export"].value == pytest.approx(0.6)
    assert dict(part["cluster_capture"].parameters)["at-most"] == "leaning"  # 40 per cent are not known


def answers(n=20):
    """Half the firms sell 100, all of it on contract; half sell 300, a third on contract: 50 per cent of all sales."""
    rows = []
    for at in range(n):
        base = {"firm": f"F{at:02}", "sales": 100.0 if at % 2 else 300.0, "unit": "万元"}
        parts = {"contract-export": 100.0} if at % 2 else {"contract-export": 100 / 3, "own-brand-home": 200 / 3}
        rows += [base | {"channel": channel, "channel_share": share} for channel, share in parts.items()]
    return rows


def test_the_survey_stands_in_weighted_by_sales():
    found = asked(evidence(price_ladders=EXPORT, firm_survey=answers()))
    one = by_id(found)["channel_share/channel=contract-export"]
    assert one.value == pytest.approx(0.5)
    assert one.low < 0.5 < one.high
    assert (one.n, dict(one.parameters)["sample"], dict(one.parameters)["basis"]) == (20, "firms", "survey")
    assert by_id(found)["cluster_capture"].n == 1  # the ladder is one example, whatever the survey
    assert dict(by_id(found)["cluster_capture"].parameters)["firms"] == "20"
    assert float(dict(one.parameters)["n-effective"]) == pytest.approx(4000**2 / (10 * 100**2 + 10 * 300**2))


def test_the_account_goes_before_the_survey():
    found = told(EXPORT, sold(contract_export=80, own_brand_home=20), firm_survey=answers())
    assert by_id(found)["channel_share/channel=contract-export"].value == pytest.approx(0.8)


def test_firms_whose_shares_make_too_much_are_left_out_and_counted():
    wrong = [
        {"firm": "X", "sales": 9e9, "unit": "万元", "channel": channel, "channel_share": 90.0}
        for channel in ("contract-export", "own-brand-home")
    ]
    one = by_id(asked(evidence(firm_survey=[*answers(), *wrong])))["channel_share/channel=contract-export"]
    assert (one.value, dict(one.parameters)["left-out"]) == (pytest.approx(0.5), "1")


def test_several_people_of_a_firm_are_one_answer():
    again = [row | {"respondent": "manager", "channel": "contract-export", "channel_share": 100.0} for row in answers()]
    one = by_id(asked(evidence(firm_survey=[*answers(), *again])))["channel_share/channel=contract-export"]
    assert one.n == 20
    assert one.value == pytest.approx(0.25 * 1 + 0.75 * (1 / 3 + 1) / 2)  # large firms: a third, and all of it


def test_one_respondent_is_no_survey():
    one = by_id(asked(evidence(firm_survey=answers(1))))["channel_share"]
    assert (one.why, dict(one.why_fields)) == ("few-answers", {"n": "1"})


def test_a_channel_of_two_confidential_firms_is_withheld():
    rows = [*answers(), {"firm": "F00", "channel": "own-design", "channel_share": 5.0, "sales": 300.0, "unit": "万元"}]
    covered = [f"firm_survey:{at}" for at in range(2, 2 + len(rows))]
    found = asked(evidence(price_ladders=EXPORT, firm_survey=rows, covered=covered))
    assert by_id(found)["channel_share/channel=own-design"].why == "confidential"
    assert by_id(found)["channel_share/channel=contract-export"].status == "ok"
    flows = found.tables["money_flows"]
    assert "own-design" not in set(flows["to"]) and not any(
        "firm_survey" in row for rows in flows["rows"] for row in rows
    )
    opened = by_id(asked(evidence(price_ladders=EXPORT, firm_survey=rows)))
    assert opened["channel_share/channel=own-design"].status == "ok"


def test_a_study_without_the_new_tables_gets_nothing():
    found = asked(evidence(price_ladders=[*EXPORT, *PLAIN]))
    assert found.findings == [] and found.tables == {}


def test_prices_in_two_currencies_meet_by_a_rate_of_their_year():
    mixed = [row | ({"unit": "USD/piece", "amount": 8.0} if row["tier"] == "consumer" else {}) for row in EXPORT]
    rates = [{"currency": "USD", "per": "CNY", "rate": 6.25, "kind": "average", "reliability": "A"}]
    one = by_id(told(mixed, exchange_rates=rates))["capture_by_channel/channel=contract-export"]
    assert one.value == pytest.approx(4 / 50)
    assert "exchange_rates:2" in one.evidence
    assert "capture_by_channel/channel=contract-export" not in by_id(told(mixed))
