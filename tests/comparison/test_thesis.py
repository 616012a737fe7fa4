from itertools import pairwise

from clustermark.comparison.thesis import changes, thesis, thesis_rows
from clustermark.findings.catalogue import SEVEN_ROWS
from clustermark.findings.model import Finding
from clustermark.study.model import Study, Text
from comparison.made_up import level

ONE, TWO, THREE = thesis().places
STUDY = Study(title=Text(zh="甲", en="A"), focus=ONE, clusters=(TWO, THREE), period="2021")


def cells(measure: str, *levels: float | None) -> list[Finding]:
    return [level(measure, place, one) for place, one in zip((ONE, TWO, THREE), levels, strict=True) if one is not None]


def answers(findings: list[Finding]) -> dict[str, str]:
    return {row.statement.row: row.answer for row in thesis_rows(findings, STUDY)}


def test_seven_statements_about_the_seven_rows():
    assert tuple(statement.row for statement in thesis().statement) == SEVEN_ROWS
    similar = {statement.row for statement in thesis().statement if statement.says == "similar"}
    assert similar == {"mechanism", "government", "associations"}


def test_without_evidence_nothing_is_judged():
    assert set(answers([]).values()) == {"cannot judge"}


def test_a_statement_of_difference_is_met_by_one_pair_and_contested_by_none():
    assert answers(cells("situation.own_brand_outcome", 0.33, 0.33, 1))["situation"] == "met"
    assert answers(cells("situation.own_brand_outcome", 0.67, 1, 1))["situation"] == "contested"
    assert answers(cells("situation.own_brand_outcome", None, 0.33, 1))["situation"] == "met"
    assert answers(cells("situation.own_brand_outcome", None, 1, 1))["situation"] == "cannot judge"


def test_a_statement_of_likeness_needs_every_pair():
    assert answers(cells("government.brand_programme", 0.67, 0.67, 1))["government"] == "met"
    assert answers(cells("government.brand_programme", 0.67, None, 1))["government"] == "cannot judge"
    rows = thesis_rows(cells("government.brand_programme", 0.33, 0.67, 1), STUDY)
    row = next(row for row in rows if row.statement.row == "government")
    assert row.answer == "contested"
    assert [reason.subject for reason in row.reasons] == [f"{ONE}~{TWO}", f"{ONE}~{THREE}"]


def test_the_role_of_big_enterprises_is_not_read_from_institutes():
    assert answers(cells("enterprises.design_and_rd_institutions", 0.33, 1, 1))["enterprises"] == "cannot judge"
    assert answers(cells("enterprises.lead_firms", 0.33, 1, 1))["enterprises"] == "met"


def test_another_line_shows_what_hangs_on_it():
    found = changes(cells("government.brand_programme", 0.67, 0.67, 1), STUDY)
    assert {(change.lines.membership, change.before.value, change.after.value) for change in found} == {
        (0.67, "same-direction", "different")
    }
    assert {(change.answer_before, change.answer_after) for change in found} == {("met", "contested")}


def test_a_study_of_other_places_has_no_thesis():
    other = STUDY.model_copy(update={"clusters": (TWO,)})
    assert thesis_rows(cells("government.brand_programme", 0.67, 0.67, 1), other) == []
    assert all(one != other for one, other in pairwise(thesis().places))
