"""The card of lock-in: each sign at its line, by survey, by account and by pages; unknown is said, never counted."""

import pytest
from tests.lenses.upgrading.made_up import answer, by_name, context, evidence, panel, rows_of

from clustermark.findings.model import state
from clustermark.findings.results import checked
from clustermark.lenses.protocol import Found
from clustermark.lenses.upgrading import lock_in
from clustermark.lenses.upgrading.definitions import lines
from clustermark.lenses.upgrading.signs import SIGNS, Sign, against, both

SIGN, COUNT = "position.lock_in_sign", "position.lock_in_signs"
FIRMS = 12


def _found(**tables) -> Found:
    found = lock_in.find(context(evidence(**tables)))
    for name, frame in found.tables.items():
        checked(name, frame)
    return found


def _sign(found: Found, sign: str):
    rows = rows_of(found, "lock_in_card", subject="sampleton", sign=sign)
    assert len(rows) == 1
    return rows[0]


def _answers(**cells):
    return [answer(firm, 2023, **cells) for firm in range(FIRMS)]


def _claim(variable: str, value: float | None = None, year: int = 2022, **more):
    page = {"subject": "sampleton", "variable": variable, "value": value, "year": year, "reliability": "B"}
    return page | {"unit": "percent", "url": f"https://example.org/{variable}/{year}"} | more


def _code(variable: str, code: str, **more):
    return _claim(variable, code=code, **more)


def _judged(condition: str, level: float):
    return {"subject": "sampleton", "condition": condition, "level": level, "coder": "1", "year": 2022}


@pytest.mark.parametrize(
    ("value", "interval", "above", "expected"),
    [
        (0.5, (0.5, 0.6), True, ("yes", True)),  # at the line counts as above
        (0.6, (0.49, 0.7), True, ("yes", False)),
        (0.49, (0.4, 0.499), True, ("no", True)),
        (0.49, (0.4, 0.5), True, ("no", False)),
        (0.6, None, True, ("yes", False)),
        (0.5, (0.5, 0.6), False, ("no", True)),
        (0.4, (0.3, 0.49), False, ("yes", True)),
    ],
)
def test_a_figure_against_its_line(value, interval, above, expected):
    made = against(Sign("held", value=value, interval=interval), 0.5, above=above)
    assert (made.answer, made.firm) == expected


def test_a_sign_without_a_figure_has_no_answer():
    with pytest.raises(ValueError, match="figure"):
        against(Sign("held"), 0.5)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("yes", True), ("yes", True), ("yes", True)),
        (("yes", True), ("yes", False), ("yes", False)),
        (("yes", True), ("no", True), ("no", True)),
        (("no", True), ("yes", False), ("no", True)),  # one that fails decides alone
        (("no", True), ("unknown", False), ("no", True)),
        (("no", False), ("no", True), ("no", True)),
        (("yes", True), ("unknown", False), ("unknown", False)),
    ],
)
def test_two_conditions_of_one_sign(first, second, expected):
    assert both(Sign("contract-share", first[0], first[1]), *second) == expected


def test_the_seven_signs_have_their_lines():
    assert tuple(lines()) == SIGNS


def test_contract_work_that_prevails_and_does_not_shrink():
    found = _found(firm_survey=panel(FIRMS))
    row = _sign(found, "contract-share")
    # twelve firms of which none moved do not rule out that others did
    assert (row["answer"], row["sure"], row["value"], row["change"]) == ("yes", "leaning", 1, 0)
    assert row["years"] == "2020-2023"


def test_contract_work_that_shrinks_is_no_sign_of_lock_in():
    rows = []
    for firm in range(FIRMS):
        for year, share in ((2020, 95.0), (2023, 80.0)):
            rows += [answer(firm, year, "contract-export", share), answer(firm, year, "own-brand-home", 100 - share)]
    row = _sign(_found(firm_survey=rows), "contract-share")
    assert (row["answer"], row["sure"]) == ("no", "firm")
    assert row["change"] == pytest.approx(-0.05)


def test_contract_work_without_an_earlier_year_is_unknown_above_the_line_and_no_below_it():
    found = _found(firm_survey=_answers())
    assert (_sign(found, "contract-share")["answer"], _sign(found, "contract-share")["why"]) == (
        "unknown",
        "no-earlier-year",
    )
    told = by_name(found, SIGN, segment="contract-share")
    assert (told.status, told.why) == ("insufficient", "no-earlier-year")
    home = _found(firm_survey=[answer(firm, 2023, "own-brand-home") for firm in range(FIRMS)])
    assert _sign(home, "contract-share")["answer"] == "no"


@pytest.mark.parametrize(("three", "expected"), [(50.0, "yes"), (49.0, "no")])
def test_few_buyers(three, expected):
    row = _sign(_found(firm_survey=_answers(top_buyers=three, largest_buyer=20.0)), "few-buyers")
    assert (row["answer"], row["sure"], row["n"]) == (expected, "firm", FIRMS)


def test_the_largest_buyer_alone_can_only_say_yes():
    assert _sign(_found(firm_survey=_answers(largest_buyer=60.0)), "few-buyers")["answer"] == "yes"
    found = _found(firm_survey=_answers(largest_buyer=30.0))
    assert _sign(found, "few-buyers")["answer"] == "unknown"
    assert _sign(found, "few-buyers")["why"] == "not-answered"
    assert dict(by_name(found, SIGN, segment="few-buyers").why_fields)["column"] == "top_buyers"


def test_published_share_of_the_largest_buyer():
    assert (
        _sign(_found(firm_survey=_answers(), claims=[_claim("governance.top_buyer_share", 60.0)]), "few-buyers")[
            "answer"
        ]
        == "yes"
    )
    low = _found(firm_survey=_answers(), claims=[_claim("governance.top_buyer_share", 30.0)])
    assert _sign(low, "few-buyers")["answer"] == "unknown"


def _scales(complexity: float, codifiability: float, capability: float):
    """Answers that differ a little between firms, as reliable scales do."""
    rows = []
    for firm in range(FIRMS):
        cells = {}
        for scale, count, level in (
            ("complexity", 4, complexity),
            ("codifiability", 4, codifiability),
            ("capability", 5, capability),
        ):
            cells |= {f"{scale}_{item}": level + (0.5 if firm % 2 else -0.5) for item in range(1, count + 1)}
        rows.append(answer(firm, 2023, **cells))
    return rows


@pytest.mark.parametrize(
    ("scales", "expected"),
    [((6, 6, 2), "yes"), ((6, 2, 2), "yes"), ((2, 6, 6), "no"), ((6, 2, 6), "no")],
)
def test_captive_and_hierarchical_relations_hold(scales, expected):
    row = _sign(_found(firm_survey=_scales(*scales)), "held")
    assert (row["answer"], row["value"], row["basis"]) == (expected, 1.0 if expected == "yes" else 0.0, "firm_survey")


@pytest.mark.parametrize(
    ("tables", "expected", "why"),
    [
        ({"claims": [_code("governance.type", "captive")]}, "yes", ""),
        ({"claims": [_code("governance.type", "relational")]}, "no", ""),
        (
            {"claims": [_code("governance.type", "captive"), _code("governance.type", "hierarchy", year=2021)]},
            "yes",
            "",
        ),
        (
            {"claims": [_code("governance.type", "captive"), _code("governance.type", "market", year=2021)]},
            "unknown",
            "codes-differ",
        ),
        ({"claims": [_code("governance.type", "ambiguous")]}, "unknown", ""),
        ({"judgements": [_judged("governance.buyer_dependence", 0.67)]}, "yes", ""),
        ({"judgements": [_judged("governance.buyer_dependence", 0.33)]}, "no", ""),
        (
            {"judgements": [_judged("governance.buyer_dependence", one) for one in (0.0, 1.0)]},
            "unknown",
            "values-differ",
        ),
    ],
)
def test_pages_say_whether_buyers_hold(tables, expected, why):
    row = _sign(_found(cluster_accounts=[{"subject": "sampleton", "item": "output", "year": 2023}], **tables), "held")
    assert row["answer"] == expected
    assert row["sure"] == ("" if expected == "unknown" else "leaning")
    assert row["why"] == why or not why


@pytest.mark.parametrize(("assets", "expected"), [(30.0, "yes"), (29.0, "no")])
def test_specific_assets(assets, expected):
    assert _sign(_found(firm_survey=_answers(specific_assets=assets)), "specific-assets")["answer"] == expected


@pytest.mark.parametrize(("brand", "expected"), [(4.0, "yes"), (6.0, "no")])
def test_no_own_brand_in_any_market(brand, expected):
    """A large home market without a brand, and exports of which some bear one: one market is enough."""
    rows = []
    for firm in range(FIRMS):
        rows.append(answer(firm, 2023, "unbranded-home", 90.0))
        rows.append(answer(firm, 2023, "contract-export", 10.0 * (100 - brand) / 100))
        rows.append(answer(firm, 2023, "own-brand-export", 10.0 * brand / 100))
    row = _sign(_found(firm_survey=rows), "no-own-brand")
    assert row["answer"] == expected
    assert row["value"] == pytest.approx(brand / 100)


def test_published_share_of_own_brands_and_judged_outcome():
    asked = {"cluster_accounts": [{"subject": "sampleton", "item": "output", "year": 2023}]}
    for value, expected in ((3.0, "yes"), (12.0, "no")):
        row = _sign(_found(claims=[_claim("position.own_brand_share", value)], **asked), "no-own-brand")
        assert (row["answer"], row["sure"], row["basis"]) == (expected, "leaning", "claims")
    crossing = _found(claims=[_claim("position.own_brand_share", 3.0, value_high=9.0)], **asked)
    assert (_sign(crossing, "no-own-brand")["answer"], _sign(crossing, "no-own-brand")["why"]) == (
        "unknown",
        "ends-differ",
    )
    old = _found(claims=[_claim("position.own_brand_share", 3.0, year=2015)], **asked)
    assert _sign(old, "no-own-brand")["answer"] == "unknown"
    for level, expected in ((0.0, "yes"), (0.33, "no"), (1.0, "no")):
        row = _sign(_found(judgements=[_judged("situation.own_brand_outcome", level)], **asked), "no-own-brand")
        assert (row["answer"], row["basis"]) == (expected, "judgements")


PROCESS = {"defect_rate": (4.0, 2.0), "lead_time": (40.0, 20.0)}
STANDING = dict.fromkeys(("payroll_design", "payroll_marketing", "rd_share", "marketing_share"), (5.0, 5.0))
GROWING = dict.fromkeys(("payroll_design", "payroll_marketing", "rd_share", "marketing_share"), (5.0, 9.0))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (PROCESS | STANDING, "yes"),
        (PROCESS | GROWING, "no"),
        (dict.fromkeys(PROCESS, (4.0, 4.0)) | STANDING, "no"),  # nothing moves: another illness
        (GROWING, "no"),  # functions moved: whatever process did
    ],
)
def test_process_rises_while_functions_stand(cells, expected):
    row = _sign(_found(firm_survey=panel(FIRMS, **cells)), "functions-standing")
    assert (row["answer"], row["sure"]) == (expected, "firm")


def test_functions_unread_leave_the_sign_open_and_pages_may_close_it():
    rows = [
        answer(firm, year, "", **{name: value[at] for name, value in PROCESS.items()})
        for firm in range(FIRMS)
        for at, year in enumerate((2020, 2023))
    ]
    found = _found(firm_survey=rows)
    assert (_sign(found, "functions-standing")["answer"], _sign(found, "functions-standing")["why"]) == (
        "unknown",
        "few-indicators",
    )
    pages = [_code("upgrading.process", "yes"), _code("upgrading.functional", "no")]
    row = _sign(_found(firm_survey=rows, claims=pages), "functions-standing")
    assert (row["answer"], row["sure"], row["basis"]) == ("yes", "leaning", "claims")
    torn = [*pages, _code("upgrading.functional", "yes", year=2021)]
    assert _sign(_found(firm_survey=rows, claims=torn), "functions-standing")["answer"] == "unknown"


def _ladder(year: int, factory: float, consumer: float, **more):
    given = {
        "ladder": f"l{year}",
        "subject": "sampleton",
        "channel": "contract-export",
        "unit": "USD/piece",
        "year": year,
    }
    return [
        given | {"tier": tier, "amount": amount} | more
        for tier, amount in (("factory", factory), ("consumer", consumer))
    ]


@pytest.mark.parametrize(
    ("factory", "expected"),
    [(2.0, "no"), (1.8, "no"), (1.75, "yes"), (1.0, "yes")],  # of 10: half a point a year over five years is 0.25
)
def test_the_factory_price_behind_the_consumers_price(factory, expected):
    found = _found(firm_survey=_answers(), price_ladders=[*_ladder(2018, 2.0, 10.0), *_ladder(2023, factory, 10.0)])
    row = _sign(found, "margin-behind")
    assert (row["answer"], row["sure"], row["basis"], row["years"]) == (
        expected,
        "leaning",
        "price_ladders",
        "2018-2023",
    )
    assert row["change"] == pytest.approx((factory - 2.0) / 10 / 5)


def test_a_ladder_of_a_guessed_year_is_no_part_of_a_trend():
    ladders = [*_ladder(2018, 2.0, 10.0, year_inferred=True), *_ladder(2023, 1.0, 10.0, year_inferred=False)]
    row = _sign(_found(firm_survey=_answers(), price_ladders=ladders), "margin-behind")
    assert (row["answer"], row["why"]) == ("unknown", "no-earlier-year")


def test_ladders_with_ranges_make_the_margin_firm():
    ranged = [
        row | {"amount_high": row["amount"] * 1.05} for row in (*_ladder(2018, 3.0, 10.0), *_ladder(2023, 1.0, 10.0))
    ]
    row = _sign(_found(firm_survey=_answers(), price_ladders=ranged), "margin-behind")
    assert (row["answer"], row["sure"]) == ("yes", "firm")


def test_profit_in_output_stands_in_for_ladders_and_leans():
    def figure(item: str, value: float, year: int, unit: str):
        return {"subject": "sampleton", "item": item, "of": "", "value": value, "year": year, "unit": unit,
                "reliability": "A", "publisher": "Office"}  # fmt: skip

    rows = [
        figure("profit", 60.0, 2018, "million CNY"),
        figure("output", 1.0, 2018, "billion CNY"),
        figure("profit", 3.0, 2023, "percent"),
    ]
    row = _sign(_found(cluster_accounts=rows), "margin-behind")
    assert (row["answer"], row["sure"], row["basis"]) == ("yes", "leaning", "cluster_accounts")
    assert row["change"] == pytest.approx(-0.03 / 5)
    zero = [rows[0], rows[1] | {"value": 0.0}, rows[2]]
    assert _sign(_found(cluster_accounts=zero), "margin-behind")["why"] == "no-earlier-year"


def test_a_count_says_what_was_read_and_what_pages_say():
    pages = [_code("position.lock_in", "locked", channel="export"), _code("position.lock_in", "climbing", year=2021)]
    cells = {"top_buyers": (70.0, 70.0), "largest_buyer": (30.0, 30.0), "specific_assets": (50.0, 50.0)}
    found = _found(firm_survey=panel(FIRMS, **PROCESS, **STANDING, **cells), claims=pages)
    count = by_name(found, COUNT)
    told = dict(count.parameters)
    assert (count.value, count.low, count.high) == (5.0, 5.0, 7.0)
    assert (told["read"], told["of"]) == ("5", "7")
    assert told["signs"] == "contract-share/few-buyers/functions-standing/specific-assets/no-own-brand"
    assert told["unread"] == "held/margin-behind"
    assert (told["published"], told["published-n"], told["published-channels"]) == ("climbing/locked", "2", "export")
    assert state(count) == "leaning"
    assert len(count.inputs) == 5


def test_of_three_signs_no_count_is_told():
    found = _found(firm_survey=_answers(top_buyers=70.0, specific_assets=50.0))
    count = by_name(found, COUNT)
    assert (count.status, count.why, dict(count.why_fields)) == ("insufficient", "few-signs", {"n": "3", "least": "4"})


def test_places_of_which_only_pages_speak_have_signs_but_no_count():
    pages = [_code("governance.type", "captive") | {"subject": "otherby"}]
    found = _found(firm_survey=_answers(), claims=pages)
    mine = [one for one in found.findings if one.subject == "otherby"]
    assert [(one.measure, one.value, dict(one.dimensions)["segment"]) for one in mine] == [(SIGN, "yes", "held")]


def test_a_study_without_a_table_of_the_chain_is_not_asked():
    assert (
        _found(
            claims=[_code("governance.type", "captive")], judgements=[_judged("situation.own_brand_outcome", 0.0)]
        ).findings
        == []
    )


def test_one_confidential_firm_that_holds_most_sales_is_not_given_away():
    rows = [*_answers(specific_assets=10.0), answer("giant", 2023, sales=90_000.0, specific_assets=77.0)]
    assert _sign(_found(firm_survey=rows), "specific-assets")["answer"] == "yes"
    hidden = lock_in.find(context(evidence(firm_survey=rows, covered=[f"firm_survey:{FIRMS + 2}"])))
    row = _sign(hidden, "specific-assets")
    assert (row["answer"], row["why"], row["value"]) == ("unknown", "one-firm", None)
