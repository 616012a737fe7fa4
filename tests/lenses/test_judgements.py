from lenses.made_up import STUDY, evidence, insufficient, only

CELL = {"subject": "sampleton", "condition": "situation.own_brand_outcome", "coder": "1", "year": 1995}


def judged(**more: object) -> dict[str, object]:
    return CELL | {"level": 0.67, "reliability": "B", "url": "https://example.org/j"} | more


def test_a_judgement_is_judged_by_one_coder_whatever_its_year():
    finding = only(evidence(judgements=[judged()]), "situation.own_brand_outcome/sampleton/2021")
    assert (finding.value, finding.unit, finding.origin, finding.years) == (0.67, "membership", "judged", "1995")
    assert dict(finding.parameters)["coders"] == "1"
    assert (finding.n, finding.low, finding.high) == (1, None, None)


def test_grade_a_does_not_make_a_judgement_official():
    assert only(evidence(judgements=[judged(reliability="A")]), "situation.own_brand").origin == "judged"
    assert only(evidence(judgements=[judged(origin="illustrative")]), "situation.own_brand").origin == "illustrative"


def test_coders_who_differ_conflict():
    rows = [judged(), judged(level=0.33, coder="2")]
    finding = only(evidence(judgements=rows), "situation.own_brand_outcome/sampleton/2021")
    assert (finding.status, finding.low, finding.high) == ("conflicting", 0.33, 0.67)
    assert dict(finding.parameters)["coders"] == "2"


def test_a_zero_is_an_answer_and_an_empty_level_is_none():
    assert only(evidence(judgements=[judged(level=0.0)]), "situation.own_brand").value == 0.0
    for reason in ("nothing-found", "repost-only", "grade-d-only"):
        rows = [judged(level=None, absent=reason)]
        finding = insufficient(evidence(judgements=rows), "situation.own_brand_outcome/sampleton/2021")
        assert (finding.why, finding.value, finding.evidence) == (reason, None, ("judgements:2",))


def test_a_place_without_a_cell_has_no_rows():
    assert insufficient(evidence(), "situation.own_brand_outcome/otherby/2021").why == "no-rows"
    assert STUDY.past == ("2010",)  # judgements belong to the period asked, not to earlier ones
