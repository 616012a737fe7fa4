"""What interviews say, from codings whose result is known by hand."""

import math

import pytest
from tests.lenses.interviews.made_up import ROLES, Marks, interviews
from tests.lenses.made_up import STUDY, evidence

from clustermark.findings.model import Finding
from clustermark.lenses.context import Context
from clustermark.lenses.interviews import find
from clustermark.lenses.interviews.coded import coded_of
from clustermark.lenses.interviews.summaries import summaries_of
from clustermark.lenses.protocol import Found


def told(marks: Marks, **more: object) -> Found:
    made = interviews(marks, **more)  # type: ignore[arg-type]
    return find(Context(evidence(), STUDY, None), coded_of(made, STUDY, {}, str))


def by(found: Found, measure: str, **where: str) -> list[Finding]:
    return [one for one in found.findings if one.measure == measure and where.items() <= dict(one.dimensions).items()]


def one(found: Found, measure: str, **where: str) -> Finding:
    return next(item for item in by(found, measure, **where) if dict(item.dimensions) == where)


def read_all(coder: str, n: int = 12) -> list[tuple[int, int, str, str]]:
    """Empty marks: the coder read these interviews and set nothing."""
    return [(at, 9, "", coder) for at in range(n)]


AGREED = [(at, turn, "price", coder) for at in range(6) for turn in (0, 1) for coder in ("x", "y")]


def test_share_of_interviews_that_speak_of_a_theme() -> None:
    found = told([*AGREED, *read_all("x"), *read_all("y")])
    price = one(found, "interviews.mentioned_by", segment="price")
    assert (price.value, price.n) == (0.5, 12)
    assert price.low is not None
    assert price.high is not None
    assert price.low < 0.5 < price.high
    assert dict(price.parameters)["sample"] == "interviews"


def test_two_interviews_are_not_told() -> None:
    found = told([(0, 0, "rare", "x"), (1, 0, "rare", "x"), *AGREED, *read_all("x")])
    assert by(found, "interviews.mentioned_by", segment="rare") == []
    row = found.tables["code_frequencies"].filter(code="rare", role="").row(0, named=True)
    assert (row["interviews"], row["share"], row["passages"], row["suppressed"]) == (None, None, None, True)


def test_roles_of_fewer_than_three_are_told_together() -> None:
    found = told([*AGREED, *read_all("x")])
    roles = {dict(item.dimensions).get("role", "") for item in by(found, "interviews.held")}
    assert roles == {"", "enterprise", "government", "others"}
    assert set(found.tables["code_frequencies"]["role"]) == {"", "enterprise", "government", "others"}


def test_agreement_is_whole_and_falls() -> None:
    whole = told([*AGREED, *read_all("x"), *read_all("y")])
    assert one(whole, "interviews.agreement").value == pytest.approx(1)
    assert one(whole, "interviews.segment_f1").value == pytest.approx(1)
    assert one(whole, "interviews.unitising").value == pytest.approx(1)
    apart = [(at, 4, "price", "y") for at in range(6)]
    half = told([*AGREED, *apart, *read_all("x"), *read_all("y")])
    found = one(half, "interviews.agreement", segment="price")
    # 120 answers: 12 both, 6 one only; o = 12*2 agreed, D_o = 12/240, p = 30/240, D_e = 2*30*210/(240*239)
    assert found.value == pytest.approx(1 - (12 / 240) / (2 * 30 * 210 / (240 * 239)), rel=1e-12)
    assert one(half, "interviews.segment_f1").value == pytest.approx(24 / 30)


def test_one_coder_no_coder_no_common_interview() -> None:
    def why(marks: Marks) -> str:
        return one(told(marks), "interviews.agreement").why

    assert why([mark for mark in AGREED if mark[3] == "x"]) == "one-coder"
    assert why([]) == "not-coded"
    assert why([(0, 0, "price", "x"), (1, 0, "price", "y")]) == "no-common-segments"


def test_saturation_over_all_and_in_a_role() -> None:
    themes = [(at, turn, f"theme-{turn}", "x") for at in range(12) for turn in range(5)]
    found = told(themes)
    assert one(found, "interviews.saturation").value == 6  # four of the base, two of the run
    assert one(found, "interviews.saturation", role="enterprise").value == 6
    new = told([(at, turn, f"theme-{at}-{turn}", "x") for at in range(12) for turn in range(3)])
    assert one(new, "interviews.saturation").why == "not-saturated"
    few = told(themes, roles=ROLES[:5])
    assert one(few, "interviews.saturation").why == "few-interviews"


def test_silence_is_no_evidence_of_absence() -> None:
    cells = told([*AGREED, *read_all("x")]).tables["case_theme"]
    assert set(cells["interview"]) == {1, 2, 3, 4, 5, 6}  # the others have no row, not a zero
    assert cells["passages"].min() == 4


def test_trust_and_the_type_that_most_speak_of() -> None:
    captive = [(at, 2, "governance.captive", coder) for at in range(7) for coder in ("x", "y")]
    found = told([*captive, (8, 2, "governance.market", "x"), *read_all("x"), *read_all("y")])
    assert one(found, "interviews.governance_type").value == "captive"
    assert one(found, "interviews.certainty", segment="governance.captive").value in ("high", "moderate")
    level = told([*captive[:6], *read_all("x")])
    assert one(level, "interviews.certainty", segment="governance.captive").value in ("moderate", "low")
    tie = [(at, 3, "governance.market", "x") for at in range(7)]
    assert by(told([*captive, *tie]), "interviews.governance_type") == []


def test_stance_counts_interviews_once() -> None:
    found = told([*AGREED, *read_all("x")], more={"stance": "negative"})
    assert one(found, "interviews.stance", segment="price").value == -1
    assert by(told(AGREED), "interviews.stance") == []


def test_only_cleared_words_and_open_codes_are_told() -> None:
    marks = [*AGREED, *[(at, 5, "secret-code", "x") for at in range(8)]]
    found = told(marks)
    everything = repr([*found.findings, *(frame.rows() for frame in found.tables.values())])
    assert "secret" not in everything
    assert "quotations" not in found.tables
    quoted = told(AGREED, more={"cleared": True, "text": "客户说了算"})
    assert quoted.tables["quotations"]["text"].to_list() == ["客户说了算"]


def test_every_number_is_a_number() -> None:
    for found in (told(AGREED), told([]), told([(0, 0, "price", "x")])):
        for item in found.findings:
            assert not (isinstance(item.value, float) and math.isnan(item.value)), item.measure


def test_a_summary_stands_in_its_cell_where_it_was_cleared() -> None:
    made = interviews([*AGREED, *read_all("x")])
    coded = coded_of(made, STUDY, {}, str)
    summaries = summaries_of(
        evidence(
            interview_summaries=[
                {"document": "secret-0", "code": "price", "summary": "the buyer decides", "analyst": "1"},
                {"document": "nobody", "code": "price", "summary": "of no interview", "analyst": "1"},
            ]
        ),
        made,
        str,
    )
    cells = find(Context(evidence(), STUDY, None), coded, summaries).tables["case_theme"]
    assert cells.filter(interview=1)["summary"].to_list() == ["the buyer decides"]
    assert set(cells.filter(interview=2)["summary"]) == {""}


def test_the_suggester_is_never_the_second_coder() -> None:
    one_reader = [mark for mark in AGREED if mark[3] == "x"]
    suggested = [(at, 5, "price", "suggester") for at in range(6)]
    found = told([*one_reader, *suggested, *read_all("x")])
    assert one(found, "interviews.agreement").why == "one-coder"
    trust = one(found, "interviews.certainty", segment="price")
    assert dict(trust.parameters)["limitations"] == "one-coder"
    assert dict(one(found, "interviews.held").parameters)["coders"] == "1"


def test_the_suggester_has_a_row_of_its_own_beside_people_who_keep_theirs() -> None:
    people = [*AGREED, *read_all("x"), *read_all("y")]
    alone = told(people)
    suggested = [(0, 5, "price", "suggester"), (1, 5, "price", "suggester"), (0, 5, "price", "y")]
    found = told([*people, *suggested[:2]])
    table = found.tables["code_agreement"]
    assert table.filter(coders="people").equals(alone.tables["code_agreement"])
    row = table.filter(coders="suggester").row(0, named=True)
    assert (row["turns"], row["f1"], row["alpha"]) == (2, 0.0, None)
    seconded = told([*people, *suggested]).tables["code_agreement"].filter(coders="suggester").row(0, named=True)
    assert seconded["f1"] == pytest.approx((0 + 2 / 3) / 2)  # x: none of two; y: one of two matched, 2*1/(2+1)


def test_what_the_suggester_holds_alone_reads_no_interview_and_makes_no_conflict() -> None:
    from clustermark.evidence.interviews.conflicts import conflicts_of

    made = interviews([(0, 0, "price", "x"), (0, 1, "price", "suggester"), (1, 0, "price", "suggester")])
    assert conflicts_of(made.segments, made.documents).is_empty()
    (coded,) = coded_of(made, STUDY, {}, str)
    assert coded.read.sum() == 1
    assert coded.held[:2, 0].tolist() == [True, True]
