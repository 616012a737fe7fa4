from clustermark.findings.catalogue import OF_PLACES_NOT, measures
from clustermark.findings.coverage import coverage, to_collect
from clustermark.findings.model import Finding, pairs
from clustermark.study.model import Study, Text

STUDY = Study(title=Text(zh="示例", en="Sample"), focus="a", clusters=("b",), period="2021", past=("2010",))


def firms(subject: str, status: str = "ok", **more: object) -> Finding:
    given = {"measure": "situation.firms", "subject": subject, "period": "2021", "unit": "firms", "status": status}
    return Finding(**(given | more))  # type: ignore[arg-type]


def test_every_measure_and_place_has_a_cell():
    rows = coverage([], STUDY)
    asked = [name for name, one in measures().items() if one.row not in OF_PLACES_NOT]
    assert [row.measure.id for row in rows] == asked
    assert {len(row.cells) for row in rows} == {2}
    assert {cell.status for row in rows for cell in row.cells} == {"insufficient"}


def test_the_best_finding_of_the_period_fills_the_cell():
    findings = [
        firms("a", "conflicting", why="values-differ", dimensions=pairs(scope="town")),
        firms("a", value=5.0, n=1, years="2020"),
        firms("b", "insufficient", why="outside-years", why_fields=pairs(years="2010")),
        firms("b", period="2010", value=3.0),
    ]
    row = next(row for row in coverage(findings, STUDY) if row.measure.id == "situation.firms")
    here, there = row.cells
    assert (here.status, here.why, here.years, len(here.findings), here.past) == ("ok", "", "2020", 2, False)
    assert (there.status, there.why, there.years, there.past) == ("insufficient", "outside-years", "2010", True)


def test_what_to_collect_begins_with_what_alone_decides_most_rules():
    wanted = to_collect(
        [firms("a", value=5.0)],
        STUDY,
        alone={"mechanism.driver": 1, "governance.type": 3},
        among={"position.lock_in": 2, "mechanism.driver": 1},
    )
    assert [one.measure for one in wanted[:3]] == ["governance.type", "mechanism.driver", "position.lock_in"]
    assert "situation.firms" not in {one.measure for one in wanted}
    assert not [one for one in wanted if measures()[one.measure].row in ("checks", "comparison")]
    assert "situation.firms" in {one.measure for one in to_collect([firms("a", value=5.0)], STUDY, "b")}
