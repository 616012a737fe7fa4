"""Measured verdicts beside published ones: agree, differ, one of the two alone, or pages against each other."""

import pytest
from tests.lenses.governance.made_up_firms import (
    BUYERS,
    CAPTIVE,
    MARKET,
    RELATIONAL,
    UNCLEAR,
    answer,
    asked,
    one,
    spread,
    survey,
)

from clustermark.findings.model import state
from clustermark.lenses.governance.agreement import compared

TYPE = "governance.verdicts/sampleton/2021/channel=contract-export;of=governance.type"


def firms(
    n: int = 120, means: dict[str, float] | None = None, start: int = 0, **more: object
) -> list[dict[str, object]]:
    return [answer(f"F{start + at:03}", means=spread(means or CAPTIVE, at), **{**BUYERS, **more}) for at in range(n)]


def page(code: str, channel: str = "contract-export", of: str = "governance.type", **more: object) -> dict[str, object]:
    named = {"subject": "sampleton", "variable": of, "code": code, "channel": channel, "year": 2020, "url": code}
    return named | more


def test_a_page_that_says_the_same() -> None:
    found = asked(survey(firms(), claims=[page("captive")]))
    verdict = one(found, TYPE)
    told = dict(verdict.parameters)
    assert (verdict.value, told["measured"], told["published"]) == ("agree", "captive", "captive")
    assert verdict.inputs == ("governance.measured_type/sampleton/2021/channel=contract-export",)
    assert "claims:2" in verdict.evidence  # both sides are cited
    assert any(row.startswith("survey:") for row in verdict.evidence)
    assert (verdict.origin, len(verdict.evidence)) == ("judged", 5)
    row = found.tables["governance_verdicts"].filter(found.tables["governance_verdicts"]["of"] == "governance.type")
    assert row.select("channel", "measured", "published", "verdict").rows() == [
        ("contract-export", "captive", "captive", "agree")
    ]


def test_a_page_that_says_otherwise() -> None:
    assert one(asked(survey(firms(), claims=[page("market")])), TYPE).value == "differ"


def test_pages_that_contradict_each_other_are_not_settled_by_the_survey() -> None:
    found = asked(survey(firms(), claims=[page("captive"), page("relational")]))
    verdict = one(found, TYPE)
    row = found.tables["governance_verdicts"].row(0, named=True)
    assert (row["published"], row["verdict"]) == ("captive,relational", "")
    assert (verdict.status, verdict.why, verdict.value) == ("conflicting", "codes-differ", None)
    neither = one(asked(survey(firms(), claims=[page("market"), page("relational")])), TYPE)
    assert neither.value == "differ"


def test_exports_cover_contract_exports_and_a_page_without_a_channel_covers_all() -> None:
    rows = [*firms(60), *firms(60, RELATIONAL, 60, channel="own-brand-home", sales=30.0)]
    broad = asked(survey(rows, claims=[page("captive", "export")]))
    assert one(broad, TYPE.replace("contract-export", "export")).value == "agree"
    assert (
        dict(one(broad, "governance.verdicts/sampleton/2021/of=governance.type").parameters)["channels"]
        == "own-brand-home"
    )
    whole = asked(survey(rows, claims=[page("captive", "")]))
    verdict = one(whole, "governance.verdicts/sampleton/2021/of=governance.type")
    assert (verdict.value, dict(verdict.parameters)["measured"]) == ("differ", "relational")
    assert len(verdict.inputs) == 2


def test_what_no_page_judges_stands_alone_once() -> None:
    found = asked(survey(firms()))
    alone = one(found, "governance.verdicts/sampleton/2021/of=governance.type")
    assert (alone.value, dict(alone.parameters)["side"], alone.n) == ("one-sided", "measured", 120)
    assert [f.dimension("of") for f in found.findings if f.measure == "governance.verdicts"] == [
        "governance.type",
        "mechanism.driver",
    ]


def test_where_the_survey_decides_nothing_the_page_stands_alone() -> None:
    unclear = [answer(f"U{at}", means=spread(UNCLEAR, at) | {"capability": 4.0 + at % 2 * 0.01}) for at in range(20)]
    mixed = [*firms(20), *firms(20, RELATIONAL, 20), *firms(20, MARKET, 40)]
    for rows, told in ((firms(3), None), (unclear, "ambiguous"), (mixed, "mixed")):
        verdict = one(asked(survey(rows, claims=[page("captive")])), TYPE)
        said = dict(verdict.parameters)
        assert (verdict.value, said["side"], said.get("measured")) == ("one-sided", "published", told)
        assert "claims:2" in verdict.evidence


def test_the_driver_and_the_price_beside_pages() -> None:
    pages = [page("buyer", of="mechanism.driver")]
    levels = [{"subject": "sampleton", "condition": "governance.buyer_dependence", "level": 0.67, "url": "a"}]
    found = asked(survey(firms(), claims=pages, judgements=levels))
    name = "governance.verdicts/sampleton/2021/channel=contract-export;of=mechanism.driver"
    assert one(found, name).value == "agree"
    level = one(found, "governance.verdicts/sampleton/2021/of=governance.buyer_dependence")
    assert (level.value, dict(level.parameters)["measured"], dict(level.parameters)["published"]) == (
        "agree",
        "1.00",
        "0.67",
    )
    half = [*firms(60), *firms(60, start=60, price_setter="market")]
    assert one(asked(survey(half, judgements=levels)), level.id).value == "one-sided"  # the interval holds one half


def test_old_pages_lean_and_say_how_far_apart_they_are() -> None:
    verdict = one(asked(survey(firms(), claims=[page("captive", year=2009)])), TYPE)
    assert (verdict.value, dict(verdict.parameters)["years-apart"], state(verdict)) == ("agree", "yes", "leaning")
    assert state(one(asked(survey(firms(), claims=[page("captive")])), TYPE)) == "firm"


def test_unclear_unknown_and_confidential_pages_judge_nothing() -> None:
    claims = [page("ambiguous"), page("dominated"), page("market")]
    found = asked(survey(firms(), covered=["claims:4"], claims=claims))
    assert TYPE not in {finding.id for finding in found.findings}


@pytest.mark.parametrize(
    ("of", "said", "measured", "expected"),
    [
        ("governance.type", ["captive"], "captive", "agree"),
        ("governance.type", ["captive"], "hierarchy", "differ"),
        ("governance.type", ["captive"], "", "one-sided"),
        ("governance.type", ["captive", "market"], "captive", ""),
        ("governance.buyer_dependence", ["0.67", "1"], "above", "agree"),
        ("governance.buyer_dependence", ["0.33", "0.67"], "above", ""),
        ("governance.buyer_dependence", ["0.33"], "above", "differ"),
    ],
)
def test_how_two_verdicts_compare(of: str, said: list[str], measured: str, expected: str) -> None:
    assert compared(of, said, measured) == expected
