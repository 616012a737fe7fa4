"""Conditions, types and verdicts of channels, and the reliability that they need."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lenses.governance.made_up_firms import (
    CAPTIVE,
    MARKET,
    RELATIONAL,
    SCALES,
    UNCLEAR,
    answer,
    asked,
    context,
    one,
    spread,
    survey,
)
from tests.lenses.made_up import STUDY

from clustermark.findings.check import check_findings
from clustermark.findings.model import state
from clustermark.lenses.governance.part import part_of
from clustermark.lenses.governance.scales import reliabilities
from clustermark.lenses.governance.survey import surveyed
from clustermark.lenses.governance.types import METHOD, NAMES, conditions, typed
from clustermark.methods.intervals import wilson
from clustermark.methods.surveys.scales import alpha

EXPORT = "sampleton/2021/channel=contract-export"


def firms(
    n: int, means: dict[str, float], sales: float = 10.0, start: int = 0, **more: object
) -> list[dict[str, object]]:
    return [answer(f"F{start + at:03}", means=spread(means, at), sales=sales, **more) for at in range(n)]


def test_shares_of_types_are_shares_of_sales() -> None:
    """12 captive firms of 30 million and 12 relational ones of 10: three quarters captive."""
    found = asked(survey([*firms(12, CAPTIVE, 30), *firms(12, RELATIONAL, 10, 12)]))
    captive = one(found, f"governance.type_share/{EXPORT};segment=captive")
    assert captive.value == pytest.approx(0.75)
    assert captive.low < 0.75 < captive.high
    assert (captive.n, dict(captive.parameters)["sample"], dict(captive.parameters)["small"]) == (24, "firms", "yes")
    assert one(found, f"governance.type_share/{EXPORT};segment=relational").value == pytest.approx(0.25)
    assert one(found, f"governance.held_share/{EXPORT}").value == pytest.approx(0.75)
    shares = list(found.tables["governance_types"].iter_rows(named=True))
    assert sum(row["share"] for row in shares) == pytest.approx(1)
    assert {row["type"] for row in shares} == set(NAMES)


def test_the_type_of_a_channel_is_that_of_more_than_half_of_its_sales() -> None:
    found = asked(survey([*firms(80, CAPTIVE, 30), *firms(40, RELATIONAL, 10, 80)]))
    verdict = one(found, f"governance.measured_type/{EXPORT}")
    told = dict(verdict.parameters)
    assert (verdict.value, told["leading"], told["agrees"]) == ("captive", "captive", "1")
    assert (told["at-lower-crossover"], told["at-higher-crossover"]) == ("captive", "captive")
    assert (verdict.low, verdict.high, verdict.n, state(verdict)) == (None, None, 120, "firm")


def test_a_verdict_that_other_firms_could_turn_leans() -> None:
    """Eleven firms against ten of the same size: half of the samples say otherwise."""
    found = asked(survey([*firms(66, CAPTIVE), *firms(60, RELATIONAL, start=66)]))
    verdict = one(found, f"governance.measured_type/{EXPORT}")
    assert (verdict.value, state(verdict)) == ("captive", "leaning")
    assert 0.4 < float(dict(verdict.parameters)["agrees"]) < 0.95


def test_a_verdict_that_hangs_on_half_a_point_leans() -> None:
    """Capability 3.6: below a crossover of 4, above one of 3.5."""
    rows = [
        answer(f"F{at:03}", means={**spread(CAPTIVE, at), "capability": 3.6 + (at % 3 - 1) * 0.05}) for at in range(120)
    ]
    verdict = one(asked(survey(rows)), f"governance.measured_type/{EXPORT}")
    told = dict(verdict.parameters)
    assert (verdict.value, told["at-lower-crossover"], told["at-higher-crossover"]) == ("captive", "modular", "captive")
    assert (told["agrees"], state(verdict)) == ("1", "leaning")


def test_where_no_type_has_half_the_channel_is_mixed_or_unclear() -> None:
    mixed = asked(survey([*firms(20, CAPTIVE), *firms(20, RELATIONAL, start=20), *firms(10, MARKET, start=40)]))
    assert one(mixed, f"governance.measured_type/{EXPORT}").value == "mixed"
    unclear = [answer(f"U{at}", means=UNCLEAR) for at in range(20)]
    found = asked(survey([*unclear, *firms(15, CAPTIVE), *firms(15, RELATIONAL, start=20)]))
    assert one(found, f"governance.measured_type/{EXPORT}").value == "ambiguous"
    held = one(found, f"governance.held_share/{EXPORT}")
    assert held.value == pytest.approx(0.3)
    assert dict(held.parameters)["unclear"] == "0.4"


def test_firms_of_one_type_are_no_certainty() -> None:
    share = one(asked(survey(firms(6, CAPTIVE))), f"governance.type_share/{EXPORT};segment=captive")
    assert (share.value, share.low, share.high) == (1, pytest.approx(wilson(6, 6)[0]), 1)


def test_conditions_are_calibrated_at_their_anchors() -> None:
    """Scale means 6, 4 and 2: .95, .5 and .05 (Ragin's anchors)."""
    kept = survey(
        [answer(f"F{at}", means={"complexity": 6.0, "codifiability": 4.0, "capability": 2.0}) for at in range(5)]
        + [answer(f"G{at}", means={"complexity": 2.0, "codifiability": 6.0, "capability": 6.0}) for at in range(5)]
    )
    answers = surveyed(kept, STUDY)[0]
    found = conditions(answers, reliabilities(context(kept), answers))
    assert [round(float(values[0]), 12) for values in found.values()] == [0.95, 0.5, 0.05]


def test_four_firms_are_too_few_and_every_question_says_so() -> None:
    found = asked(survey(firms(4, CAPTIVE)))
    assert not found.tables.keys() & {"governance_types", "power", "drivers", "firm_scales"} - {"firm_scales"}
    assert {finding.status for finding in found.findings} == {"insufficient"}
    assert one(found, f"governance.measured_type/{EXPORT}").why == "few-answers"
    assert dict(one(found, f"governance.complexity/{EXPORT}").why_fields) == {"n": "4"}


def test_a_small_channel_beside_a_large_one() -> None:
    rows = [*firms(10, CAPTIVE), *firms(3, RELATIONAL, start=10, channel="own-design")]
    found = asked(survey(rows))
    small = one(found, "governance.measured_type/sampleton/2021/channel=own-design")
    assert (small.why, dict(small.why_fields)) == ("few-answers", {"n": "3"})
    assert one(found, f"governance.measured_type/{EXPORT}").value == "captive"
    assert one(found, "governance.held_share/sampleton/2021").n == 13


def test_one_respondent_is_no_survey() -> None:
    rows = [answer("A", channel, means=CAPTIVE, channel_share=20) for channel in ("contract-export", "own-design")]
    found = asked(survey(rows))
    assert {finding.why for finding in found.findings} == {"few-answers"}


def scattered(at: int, item: str) -> float:
    return float(1 + (at * 7 + sum(map(ord, item)) * 13 + at * at * 3) % 7)


def test_a_scale_that_does_not_hang_together_supports_no_type() -> None:
    rows = firms(30, CAPTIVE)
    for at, row in enumerate(rows):
        row.update({item: scattered(at, item) for item in SCALES["capability"]})
    found = asked(survey(rows))
    value = one(found, "governance.scale_reliability/sampleton/2021/segment=capability")
    assert value.value < 0.6
    assert dict(value.parameters)["used"] == "no"
    for name in ("capability", "type_share", "measured_type", "held_share"):
        lacking = one(found, f"governance.{name}/{EXPORT}")
        assert (lacking.status, lacking.why) == ("insufficient", "scale-unreliable")
        assert dict(lacking.why_fields) == {"alpha": f"{value.value:.2f}", "scale": "capability"}
    assert one(found, f"governance.complexity/{EXPORT}").status == "ok"
    used = {row["scale"]: row["used"] for row in found.tables["firm_scales"].iter_rows(named=True)}
    assert used == {"complexity": True, "codifiability": True, "capability": False}


def test_a_scale_that_was_not_asked_is_said_to_be_so() -> None:
    found = asked(survey(firms(12, {"complexity": 5.0, "codifiability": 5.0})))
    assert one(found, f"governance.capability/{EXPORT}").why == "not-asked"
    assert one(found, f"governance.measured_type/{EXPORT}").why == "not-asked"
    assert one(found, f"governance.complexity/{EXPORT}").status == "ok"


def test_answers_that_are_all_alike_have_no_reliability() -> None:
    found = asked(survey([answer(f"F{at}", means=CAPTIVE) for at in range(12)]))
    for name in ("complexity", "measured_type"):
        assert one(found, f"governance.{name}/{EXPORT}").why == "scale-unknown"
    assert one(found, "governance.scale_reliability/sampleton/2021/segment=complexity").why == "scale-unknown"


def test_alpha_is_cronbachs_and_one_bad_item_is_seen() -> None:
    """An item that runs the other way: its correlation with the others is negative, and alpha is better without it."""
    rng = np.random.default_rng(5)
    rows = []
    for at in range(40):
        level = rng.uniform(2, 6)
        items = {item: float(np.clip(round(level + rng.normal(0, 0.6)), 1, 7)) for item in SCALES["codifiability"]}
        items["codifiability_4"] = float(np.clip(round(8 - level + rng.normal(0, 1.5)), 1, 7))
        rows.append(answer(f"F{at:02}", means={"complexity": 5.0, "capability": 5.0}, **items))
    found = asked(survey(rows))
    given = [[row[item] for item in SCALES["codifiability"]] for row in rows]
    value = one(found, "governance.scale_reliability/sampleton/2021/segment=codifiability")
    assert value.value == pytest.approx(alpha(given))
    assert value.low < value.value < value.high
    items = {row["item"]: row for row in found.tables["firm_scale_items"].iter_rows(named=True)}
    assert items["codifiability_4"]["item_total"] < 0 < items["codifiability_1"]["item_total"]
    assert items["codifiability_4"]["alpha_without"] > value.value


def test_a_firm_of_a_confidential_source_that_is_nearly_all_is_not_told() -> None:
    rows = [*firms(1, CAPTIVE, 1000), *firms(9, RELATIONAL, 10, 1)]
    found = asked(survey(rows, covered=["survey:2"]))
    assert one(found, f"governance.measured_type/{EXPORT}").why == "one-firm"
    assert {f.why for f in found.findings if "channel=contract-export" in f.id and f.why != "few-answers"} == {
        "one-firm"
    }
    assert asked(survey(rows)).tables["governance_types"].height  # an open one is told
    even = asked(survey(firms(10, CAPTIVE), covered=[f"survey:{at}" for at in range(2, 12)]))
    assert one(even, f"governance.measured_type/{EXPORT}").value == "captive"  # counted


def test_no_firm_is_named() -> None:
    rows = [answer(f"Secret Weavers {at}", means=spread(CAPTIVE, at), largest_buyer=50) for at in range(10)]
    found = asked(survey(rows))
    assert "Secret" not in repr(found.findings)
    assert all(
        "Secret" not in frame.write_csv() for name, frame in found.tables.items() if name != "governance_verdicts"
    )


def test_a_survey_without_channels_speaks_of_the_whole() -> None:
    found = asked(survey(firms(10, CAPTIVE, channel="")))
    assert one(found, "governance.measured_type/sampleton/2021").value == "captive"
    assert one(found, "governance.held_share/sampleton/2021").value == 1


def test_past_periods_are_told_and_never_asked() -> None:
    found = asked(
        survey([*firms(10, CAPTIVE), *firms(10, RELATIONAL, year=2010), *firms(3, MARKET, year=2010, channel="home")])
    )
    assert one(found, "governance.measured_type/sampleton/2010/channel=contract-export").value == "relational"
    assert not [f for f in found.findings if "/2010/" in f.id and f.status != "ok"]
    assert found.tables["governance_types"].filter(found.tables["governance_types"]["share"] == 1)[
        "type"
    ].to_list() == ["captive"]


def test_answers_of_other_years_only_are_outside() -> None:
    found = asked(survey(firms(10, CAPTIVE, year=2001)))
    assert {finding.why for finding in found.findings} == {"outside-years"}
    assert dict(found.findings[0].why_fields) == {"years": "2001"}


def test_published_figures_of_the_same_name_keep_their_id() -> None:
    claims = [
        {"subject": "sampleton", "variable": "governance.held_share", "value": 20.0, "unit": "percent", "year": 2021}
    ]
    found = asked(survey(firms(10, CAPTIVE), claims=claims))
    assert one(found, "governance.held_share/sampleton/2021/survey=firms").value == 1


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [*firms(12, CAPTIVE, 30), *firms(12, RELATIONAL, 10, 12)]
    for at, row in enumerate(rows, start=2):
        row["row"] = f"survey:{at}"
    one_way, other = asked(survey(rows)), asked(survey(rows[::-1]))
    assert one_way.findings == other.findings
    assert all(one_way.tables[name].equals(other.tables[name]) for name in one_way.tables)


def test_every_finding_keeps_the_rules_of_findings() -> None:
    rows = [*firms(12, CAPTIVE, 30), *firms(9, RELATIONAL, 10, 12), *firms(7, UNCLEAR, start=30, channel="own-design")]
    kept = survey(rows)
    origins = {str(row["row"]): "surveyed" for row in kept.rows("firm_survey")}
    assert check_findings(asked(kept).findings, origins) == []


levels = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(levels, levels, levels, st.floats(0.1, 100)), min_size=5, max_size=12))
def test_shares_of_all_types_make_one(drawn: list[tuple[float, float, float, float]]) -> None:
    rows = [
        answer(f"F{at:02}", means=dict(zip(SCALES, means, strict=True)), sales=sales)
        for at, (*means, sales) in enumerate(drawn)
    ]
    kept = survey(rows)
    answers = surveyed(kept, STUDY)[0]
    part = part_of(context(kept), answers, "contract-export", METHOD)
    found = typed(part, reliabilities(context(kept), answers))
    assert sum(share.value for share in found.shares) == pytest.approx(1)
    assert all(share.low <= share.value <= share.high for share in found.shares)
