"""What was planted in the made-up cluster is found again: roles by year, what moved, and which signs are there."""

import json

import pytest
from tests.conftest import ROOT

from clustermark.evidence.read import read_evidence
from clustermark.lenses import upgrading
from clustermark.study.load import load_study

EXAMPLE = ROOT / "examples" / "sample-cluster"
ROLE = {"contract-export": "contract", "own-design": "design", "own-brand-home": "brand", "unbranded-home": "design"}
MARKET = {"contract-export": "export", "own-design": "export", "own-brand-home": "home", "unbranded-home": "home"}


@pytest.fixture(scope="module")
def planted():
    return json.loads((EXAMPLE / "planted.json").read_text(encoding="utf-8"))["chain"]


@pytest.fixture(scope="module")
def found():
    study = load_study(EXAMPLE / "study.toml")
    texts = ("mentions", "audience", "audience_items", "sentiment_labels", "names", "policies", "channel_spend")
    kept = tuple(source for source in study.sources if source.table not in texts)
    study = study.model_copy(update={"sources": kept})
    return upgrading.run(read_evidence(study), study)


def _value(found, measure, **dimensions):
    wanted = tuple(sorted(dimensions.items()))
    return next(
        one for one in found.findings if (one.measure, one.subject, one.dimensions) == (measure, "sampleton", wanted)
    )


def test_roles_of_every_year_and_market(found, planted):
    """Sales are rounded to whole amounts in the answers: a thousandth."""
    for row in found.tables["product_roles"].to_dicts():
        sales = planted["sales"][str(row["year"])]
        here = {name: value for name, value in sales.items() if row["channel"] in ("", MARKET[name])}
        total = sum(here.values())
        for role in ("contract", "design", "brand"):
            expected = sum(value for name, value in here.items() if ROLE[name] == role) / total
            assert row[role] == pytest.approx(expected, abs=1e-3), row
            assert row[f"{role}_low"] - 1e-9 <= expected <= row[f"{role}_high"] + 1e-9 or expected in (0, 1)
    assert set(found.tables["product_roles"]["year"]) == {int(year) for year in planted["sales"]}


def test_own_brands_and_own_design_grow_as_planted(found, planted):
    first, last = planted["sales"]["2020"], planted["sales"]["2023"]
    brand = _value(found, "upgrading.share_change", segment="own-brand-sales")
    assert brand.value == pytest.approx((last["own-brand-home"] - first["own-brand-home"]) / 100 / 3, abs=2e-4)
    design = _value(found, "upgrading.share_change", segment="own-design-sales")
    shares = [one["own-design"] / (one["own-design"] + one["contract-export"]) for one in (first, last)]
    assert design.value == pytest.approx((shares[1] - shares[0]) / 3, abs=1e-3)


def test_pay_of_design_and_marketing_grows_as_planted_by_survey_and_by_account(found, planted):
    pay = planted["functions"]["pay"]
    expected = [(pay[year]["design"] + pay[year]["marketing"]) / 100 for year in ("2020", "2023")]
    rows = [
        row for row in found.tables["upgrading_indicators"].to_dicts() if row["indicator"] == "design-marketing-pay"
    ]
    assert [row["basis"] for row in rows] == ["firm_survey", "payroll_by_function"]
    for row in rows:  # firms answer in tenths of a per cent
        assert [row["first"], row["last"]] == pytest.approx(expected, abs=1e-3)


def test_process_and_functions_moved(found):
    assert _value(found, "upgrading.process_shown").value == "moved"
    assert _value(found, "upgrading.functional_shown").value == "moved"
    assert _value(found, "upgrading.chain_shown").why == "few-indicators"


def test_the_captive_channel_is_small_beside_the_home_market(found, planted):
    """Captive contract work is most of the exports and a fifth of the sales: the card speaks of the whole."""
    sign = _value(found, "position.lock_in_sign", segment="contract-share")
    told = dict(sign.parameters)
    sales = planted["sales"]["2023"]
    assert sign.value == "no"
    assert float(told["value"]) == pytest.approx(sales["contract-export"] / 100, abs=1e-3)
    assert float(told["in-export"]) == pytest.approx(sales["contract-export"] / 28, abs=2e-3)
    held = dict(_value(found, "position.lock_in_sign", segment="held").parameters)
    types = planted["type_shares"]
    expected = sum(sales[name] / 100 * types[name].get("captive", 0.0) for name in sales)
    assert float(held["value"]) == pytest.approx(expected, abs=2e-3)


def test_three_buyers_as_planted(found, planted):
    sales, power = planted["sales"]["2023"], planted["power"]
    expected = sum(sales[name] / 100 * power[name]["three"] / 100 for name in sales)
    sign = _value(found, "position.lock_in_sign", segment="few-buyers")
    low, high = (float(dict(sign.parameters)[end]) for end in ("low", "high"))
    assert low <= expected <= high
    assert sign.value == ("yes" if expected >= 0.5 else "no")
