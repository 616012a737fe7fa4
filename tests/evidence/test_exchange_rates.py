"""Exchange rates as evidence: read from a file, refused where they say nothing, cited where they are used."""

from decimal import Decimal

import pytest

from clustermark.evidence.currencies import rates
from clustermark.evidence.read import read_evidence
from clustermark.evidence.specs import table_specs
from clustermark.evidence.units import unit_words

HEADER = ["货币", "数量", "折算为", "汇率", "种类", "年份", "可靠性"]


def read(make_study, *rows, **more):
    return read_evidence(make_study(exchange_rates=[HEADER, *rows], **more))


def test_rates_are_read_as_people_write_them(make_study):
    evidence = read(
        make_study,
        ["美元", "100", "人民币", "645.15", "年平均", "2021年", "A"],
        ["USD", "", "CNY", "6.3757", "期末", "2021", "A"],
        ["Euro", "1", "元", "7.63元", "", "2021", "B"],
    )
    assert not evidence.quarantined
    found = rates(evidence)
    assert [(one.currency, one.per, one.value, one.kind) for one in found] == [
        ("USD", "CNY", Decimal("6.4515"), "average"),
        ("USD", "CNY", Decimal("6.3757"), "year-end"),
        ("EUR", "CNY", Decimal("7.63"), ""),
    ]
    assert found[0].row == "exchange_rates:2"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (["USD", "", "USD", "1", "", "2021", ""], "rate.same-currency"),
        (["USD", "", "CNY", "0", "", "2021", ""], "rate.not-positive"),
        (["USD", "0", "CNY", "6.4", "", "2021", ""], "rate.not-positive"),
        (["USD", "", "CNY", "6.4美元", "", "2021", ""], "unit.twice"),
        (["USD", "", "CNY", "6.4~6.5", "", "2021", ""], "number.range-not-allowed"),
        (["USD", "", "CNY", "6.4", "", "2021年上半年", ""], "year.part"),
        (["$", "", "CNY", "6.4", "", "2021", ""], "choice.not-allowed"),
        (["USD", "", "CNY", "", "", "2021", ""], "cell.missing"),
    ],
)
def test_what_is_no_rate_is_quarantined(make_study, row, rule):
    evidence = read(make_study, row)
    assert [item.rule for item in evidence.quarantined] == [rule]


def test_rates_of_a_confidential_source_are_not_used(make_study):
    evidence = read(
        make_study, ["USD", "", "CNY", "6.4", "", "2021", ""], sensitivity={"exchange_rates": "confidential"}
    )
    assert rates(evidence) == ()


def test_the_currencies_are_those_of_the_units():
    currencies = {noun.base for noun in unit_words().nouns.values() if noun.family == "currency"}
    spec = table_specs()["exchange_rates"]
    for name in ("currency", "per"):
        assert set(spec.column(name).allowed) == currencies == set(spec.column(name).labels)
