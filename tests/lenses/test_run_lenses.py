"""What holds for every finding, whatever the evidence."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clustermark.findings.catalogue import OF_PLACES_NOT, measures
from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding, state
from clustermark.findings.store import to_lines
from clustermark.lenses import LENSES, run_lenses
from clustermark.lenses.rows import origin_of
from lenses.made_up import STUDY, claim, evidence

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNITS = {
    "situation.world_output_share": "percent",
    "situation.national_output_share": "percent",
    "situation.output_value": "million CNY",
    "situation.output_volume": "million ties",
    "position.export_value": "million USD",
    "position.export_volume": "million ties",
    "position.factory_price": "USD/tie",
}


@st.composite
def claims(draw: st.DrawFn) -> dict[str, object]:
    variable = draw(st.sampled_from(sorted(UNITS)))
    value = float(draw(st.integers(0, 50)))
    top = draw(st.none() | st.integers(0, 40))
    return claim(
        value,
        draw(st.none() | st.integers(2004, 2026)),
        variable=variable,
        unit=UNITS[variable],
        value_high=None if top is None else value + top,
        subject=draw(st.sampled_from(["sampleton", "otherby", "norland", "bestco"])),
        scope=draw(st.sampled_from(["", "unstated", "town", "trade"])),
        bound=draw(st.sampled_from(["", "about", "at least", "at most"])),
        channel=draw(st.sampled_from(["", "export"])),
        fresh=draw(st.sampled_from(["", "year"])),
        reliability=draw(st.sampled_from("ABCD")),
        party=draw(st.booleans()),
        year_inferred=draw(st.booleans()),
        origin=draw(st.sampled_from(["official", "published", "surveyed", "illustrative"])),
        absent=draw(st.sampled_from(["", "", "", "repost-only"])),
        url=draw(st.sampled_from(["", "https://example.org/a", "https://example.org/b"])),
    )


def rows_with_references(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [row | {"_row": number} for number, row in enumerate(rows, start=2)]


@QUICK
@given(st.lists(claims(), max_size=12))
def test_every_finding_keeps_the_rules(rows: list[dict[str, object]]):
    """Unit the measure's; low <= value <= high; origin the weakest; inputs and rows exist; unknown stays unknown."""
    kept = evidence(claims=rows_with_references(rows))
    origins = {str(row["row"]): origin_of(row) for row in kept.rows("claims")}
    assert check_findings(run_lenses(kept, STUDY), origins) == []


@QUICK
@given(st.lists(claims(), max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[dict[str, object]], random: object):
    numbered = rows_with_references(rows)
    shuffled = list(numbered)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert run_lenses(evidence(claims=numbered), STUDY) == run_lenses(evidence(claims=shuffled), STUDY)


@QUICK
@given(st.integers(1, 99), st.integers(1, 99), st.integers(2018, 2024), st.sampled_from("BCD"))
def test_a_second_conflicting_claim_never_makes_firm(one: int, other: int, year: int, grade: str):
    rows = [claim(one, year, reliability=grade), claim(other, year, url="https://example.org/other")]
    share = "situation.world_output_share/sampleton/2021"
    alone = next(finding for finding in run_lenses(evidence(claims=rows[:1]), STUDY) if finding.id == share)
    both = next(finding for finding in run_lenses(evidence(claims=rows), STUDY) if finding.id == share)
    assert state(alone) == "leaning"
    assert state(both) == ("conflicting" if one != other else "leaning")


def test_nothing_in_nothing_out():
    found = run_lenses(evidence(), STUDY)
    assert {finding.status for finding in found} == {"insufficient"}
    assert all(finding.value is None and finding.low is None and finding.high is None for finding in found)
    assert all(finding.why and not finding.n for finding in found)


def test_every_measure_has_a_finding_for_every_asked_place():
    of_places = {name: measure for name, measure in measures().items() if measure.row not in OF_PLACES_NOT}
    asked = {name for name, measure in of_places.items() if not measure.tables}
    found = run_lenses(evidence(claims=[claim(40)]), STUDY)
    about_focus = {finding.measure for finding in found if finding.subject == STUDY.focus}
    assert about_focus >= of_places.keys()  # what is computed from tables that the study lacks is asked of the focus
    for place in STUDY.subjects():
        assert {finding.measure for finding in found if finding.subject == place} >= asked, place


def test_ids_are_unique_and_sorted():
    ids = [finding.id for finding in run_lenses(evidence(claims=[claim(40), claim(20, scope="town")]), STUDY)]
    assert ids == sorted(set(ids))


def test_lenses_say_what_they_need_and_answer():
    catalogue = measures()
    for lens in LENSES.values():
        assert lens.needs
        assert set(lens.measures) <= set(catalogue)
    answered = {name for lens in LENSES.values() for name in lens.measures}
    assert answered == {name for name, measure in catalogue.items() if measure.row != "comparison"}


def test_findings_hold_no_prose():
    finding = next(iter(run_lenses(evidence(claims=[claim(40)]), STUDY)))
    assert isinstance(finding, Finding)
    assert not hasattr(finding, "text")


def test_a_confidential_row_is_in_no_finding_and_said_to_exist():
    rows = [claim(73.918264), claim(40, subject="otherby"), claim(12.5, subject="otherby", year=2020)]
    judged = {"subject": "sampleton", "condition": "situation.own_brand_outcome", "level": 0.67, "coder": "1"}
    step = {"ladder": "canary", "subject": "sampleton", "unit": "USD/tie", "year": 2021}
    steps = [step | {"tier": "consumer", "amount": 30}, step | {"tier": "factory", "amount": 3}]
    open_evidence = evidence(claims=rows, judgements=[judged], price_ladders=steps)
    hidden = ("claims:2", "claims:4", "judgements:2", "price_ladders:2", "price_ladders:3")
    covered = replace(open_evidence, covered=dict.fromkeys(hidden, "confidential:0:0"))
    findings = {finding.id: finding for finding in run_lenses(covered, STUDY)}
    text = to_lines(findings.values())
    assert "73.9" not in text and "0.739" not in text and "0.125" not in text and "canary" not in text
    share = findings["situation.world_output_share/sampleton/2021"]
    assert (share.status, share.why, share.evidence) == ("insufficient", "confidential", ("claims:2",))
    assert findings["situation.own_brand_outcome/sampleton/2021"].why == "confidential"
    assert findings["position.capture_rate/sampleton/2021"].why == "confidential"
    other = findings["situation.world_output_share/otherby/2021"]
    assert (other.value, other.n, other.low) == (0.4, 1, None)
    assert "73.9" not in text
    assert "0.739" in to_lines(run_lenses(open_evidence, STUDY))  # and a leak would be seen
