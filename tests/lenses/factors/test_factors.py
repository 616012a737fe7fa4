"""Production factors beside comparators: standard scores by hand, ranks as intervals, and when nothing is said."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest

from clustermark.evidence.model import Evidence
from clustermark.findings.catalogue import measures
from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding
from clustermark.lenses import factors
from clustermark.lenses.factors.indicators import settings
from clustermark.lenses.protocol import Found
from clustermark.study.model import Study, Text

NAMES = ("sampleton", "modelham", "instanceby", "fictionbury", "supposeford")
STUDY = Study(title=Text(zh="示例", en="Sample"), focus=NAMES[0], clusters=NAMES[1:], period="2021", seed=5)
WORKERS = dict(zip(NAMES, (1000.0, 2000, 4000, 500, 800), strict=True))
OUTPUT = dict(zip(NAMES, (100.0, 300, 500, 40, 90), strict=True))
Given = Mapping[str, Mapping[str, float]]
CAPITAL = {
    "factors.fixed_assets": dict(zip(NAMES, (50.0, 300, 100, 90, 40), strict=True)),
    "factors.loans": dict(zip(NAMES, (20.0, 90, 50, 16, 9), strict=True)),
}
TALENT = {
    "factors.graduates_share": dict(zip(NAMES, (5.0, 10, 15, 20, 25), strict=True)),
    "enterprises.designers": dict(zip(NAMES, (10.0, 40, 20, 20, 16), strict=True)),
    "factors.training_days": dict(zip(NAMES, (5.0, 4, 3, 2, 1), strict=True)),
}
UNITS = {"factors.graduates_share": "percent", "enterprises.designers": "persons", "factors.training_days": "days"}


def _evidence(given: Given, *, account: bool = True, covered: tuple[str, ...] = (), **more: object) -> Evidence:
    base: Given = {"situation.employment": WORKERS, "situation.output_value": OUTPUT}
    rows = []
    for variable, values in (base | dict(given)).items():
        unit = UNITS.get(variable, "persons" if variable == "situation.employment" else "million CNY")
        for name, value in values.items():
            rows.append({"subject": name, "variable": variable, "value": value, "unit": unit, "year": 2021} | more)
    names = ("subject", "variable", "unit", "scope", "origin", "url", "reliability")
    schema = {**dict.fromkeys(names, pl.String), "value": pl.Float64, "year": pl.Int64}
    filled = [{"origin": "published", "reliability": "B", **row} for row in rows]
    claims = pl.DataFrame([{name: row.get(name) for name in schema} for row in filled], schema=schema)
    claims = claims.with_columns(
        row=pl.lit("claims:") + pl.int_range(2, pl.len() + 2).cast(pl.String), source=pl.lit("claims")
    )
    places = pl.DataFrame({"id": NAMES, "kind": ["cluster"] * 5, "row": [f"places:{at}" for at in range(2, 7)]})
    tables = {"places": places, "claims": claims}
    if account:
        tables["cluster_accounts"] = pl.DataFrame(schema={"row": pl.String, "subject": pl.String})
    return Evidence(tables, {}, covered=dict.fromkeys(covered, "mark"))


def _asked(given: Given, study: Study = STUDY, **more: object) -> Found:
    found = factors.run(_evidence(given, **more), study)  # type: ignore[arg-type]
    assert check_findings(found.findings) == []
    return found


def _one(found: Found, measure: str, subject: str = NAMES[0], **dimensions: str) -> Finding:
    answers = [
        one
        for one in found.findings
        if (one.measure, one.subject, dict(one.dimensions)) == (measure, subject, dimensions)
    ]
    assert len(answers) == 1
    return answers[0]


def _z(values: list[float]) -> np.ndarray:
    x = np.array(values)
    return (x - x.mean()) / x.std()


def test_capital_per_worker_and_per_output_by_hand() -> None:
    """Fixed assets over employment and loans over output, standardised over the five clusters, and their plain mean."""
    found = _asked(CAPITAL)
    assets = _z([CAPITAL["factors.fixed_assets"][name] / WORKERS[name] for name in NAMES])
    loans = _z([CAPITAL["factors.loans"][name] / OUTPUT[name] for name in NAMES])
    for at, name in enumerate(NAMES):
        score = _one(found, "factors.capital", name)
        assert score.value == pytest.approx((assets[at] + loans[at]) / 2, rel=1e-6)
        assert score.low is not None and score.high is not None and score.low <= score.value <= score.high
    lines = found.tables["factor_indicators"].filter(pl.col("subject") == "modelham").sort("indicator")
    assert lines["value"].to_list() == pytest.approx([1000 * 300e6 / 2000, 90 / 300])
    assert (lines["per"].to_list(), lines["unit"].to_list()) == (["persons", "output"], ["CNY", "share"])
    assert lines["z"].to_list() == pytest.approx([assets[1], loans[1]], rel=1e-6)


def test_ranks_are_intervals_over_random_weights() -> None:
    """The weight on graduates decides between the first and the last: no rank is certain, and the point says so."""
    found = _asked(TALENT)
    last = _one(found, "factors.rank", "supposeford", segment="talent")
    assert last.low == 1 and last.high == 5 and last.low <= last.value <= last.high
    lines = found.tables["factor_scores"].filter(pl.col("factor") == "talent")
    assert lines["rank_low"].to_list() <= lines["rank"].to_list() <= lines["rank_high"].to_list()
    assert lines["indicators"].to_list() == [3] * 5 and lines["places"].to_list() == [5] * 5


def test_less_is_better_for_the_age_of_equipment() -> None:
    assert measures()["factors.equipment_age"].direction == "down"
    for factor in settings().factor:
        for indicator in factor.indicators:
            direction = measures()[indicator.measure].direction
            assert direction in (indicator.better, "none"), indicator.measure


def test_every_indicator_is_a_measure_and_every_factor_one_too() -> None:
    for factor in settings().factor:
        assert f"factors.{factor.id}" in measures()
        assert len(factor.indicators) >= settings().least_indicators
        assert all(indicator.measure in measures() for indicator in factor.indicators)


def test_all_factors_together_need_two() -> None:
    both = _asked({**CAPITAL, **TALENT})
    assert (
        _one(both, "factors.rank").value is not None and dict(_one(both, "factors.rank").parameters)["factors"] == "2"
    )
    alone = _one(_asked(CAPITAL), "factors.rank")
    assert alone.status == "insufficient"


def test_four_clusters_are_too_few() -> None:
    four = {
        measure: {name: value for name, value in values.items() if name != "modelham"}
        for measure, values in CAPITAL.items()
    }
    found = _one(_asked(four), "factors.capital")
    assert found.why == "factor-few-places" and dict(found.why_fields) == {"least": "5", "n": "4"}


def test_a_factor_of_one_indicator_is_none() -> None:
    found = _one(_asked({"factors.loans": CAPITAL["factors.loans"]}), "factors.capital")
    assert found.why == "factor-few-indicators" and dict(found.why_fields) == {"least": "2", "n": "1"}


def test_a_place_without_a_figure_is_told_which_one_it_lacks() -> None:
    six = STUDY.model_copy(update={"clusters": (*NAMES[1:], "sixthham")})
    found = factors.run(_evidence(CAPITAL), six)
    assert dict(_one(found, "factors.capital", "sixthham").why_fields) == {"input": "factors.fixed_assets"}
    assert _one(found, "factors.capital").value is not None


def test_what_a_figure_is_divided_by_lies_within_three_years() -> None:
    kept = _evidence(CAPITAL)
    old = pl.when(pl.col("variable") == "situation.employment").then(2017).otherwise(pl.col("year")).alias("year")
    kept = Evidence({**kept.tables, "claims": kept.tables["claims"].with_columns(old)}, {})
    found = _one(factors.run(kept, STUDY), "factors.capital")
    assert found.why == "factor-few-indicators"


def test_currencies_are_never_mixed() -> None:
    kept = _evidence(CAPITAL)
    dollars = pl.when((pl.col("subject") == "modelham") & (pl.col("variable") == "factors.fixed_assets"))
    kept = Evidence(
        {
            **kept.tables,
            "claims": kept.tables["claims"].with_columns(
                dollars.then(pl.lit("million USD")).otherwise("unit").alias("unit")
            ),
        },
        {},
    )
    assert _one(factors.run(kept, STUDY), "factors.capital").why == "factor-few-indicators"


def test_scopes_are_never_mixed() -> None:
    kept = _evidence(CAPITAL)
    scoped = pl.when((pl.col("subject") == "modelham") & (pl.col("variable") == "factors.loans"))
    claims = kept.tables["claims"].with_columns(scoped.then(pl.lit("city")).otherwise("scope").alias("scope"))
    assert (
        _one(factors.run(Evidence({**kept.tables, "claims": claims}, {}), STUDY), "factors.capital").why
        == "factor-few-indicators"
    )


def test_unstated_scopes_only_lean_and_an_illustrative_figure_of_a_peer_shows() -> None:
    assert dict(_one(_asked(CAPITAL), "factors.capital").parameters)["at-most"] == "leaning"
    stated = _asked(CAPITAL, scope="town")
    assert "at-most" not in dict(_one(stated, "factors.capital").parameters)
    kept = _evidence(CAPITAL)
    peer = pl.when(pl.col("subject") == "supposeford").then(pl.lit("illustrative")).otherwise("origin").alias("origin")
    kept = Evidence({**kept.tables, "claims": kept.tables["claims"].with_columns(peer)}, {})
    assert _one(factors.run(kept, STUDY), "factors.capital").origin == "illustrative"


def test_a_confidential_figure_is_not_read() -> None:
    rows = _evidence(CAPITAL).tables["claims"]
    hidden = rows.filter((pl.col("variable") == "factors.loans") & (pl.col("subject") == "modelham"))["row"].to_list()
    found = factors.run(_evidence(CAPITAL, covered=tuple(hidden)), STUDY)
    assert _one(found, "factors.capital").why == "factor-few-indicators"
    assert not any(hidden[0] in one.evidence for one in found.findings)


def test_an_old_study_is_not_asked() -> None:
    assert _asked({}, account=False).findings == []
    assert {one.why for one in _asked({}).findings} == {"no-rows"}
    assert _asked(CAPITAL, account=False).findings != []


def test_a_published_figure_of_a_score_does_not_clash_with_the_computed_one() -> None:
    kept = _evidence({**CAPITAL, "factors.capital": {NAMES[0]: 1.0}})
    found = factors.run(kept, STUDY)
    assert _one(found, "factors.capital", NAMES[0], basis="computed").value is not None


def test_the_draws_come_from_the_study_and_the_factor() -> None:
    one, again = _asked(TALENT), _asked(TALENT)
    other = factors.run(_evidence(TALENT), STUDY.model_copy(update={"seed": 6}))
    assert one.findings == again.findings
    assert [f.low for f in one.findings] != [f.low for f in other.findings]


def test_the_scope_that_most_places_have_is_used() -> None:
    """Loans of five towns and, of one of them, of its city too: the towns are set beside each other."""
    kept = _evidence(CAPITAL)
    claims = kept.tables["claims"]
    city = claims.filter((pl.col("variable") == "factors.loans") & (pl.col("subject") == NAMES[0])).with_columns(
        scope=pl.lit("city"), value=pl.lit(9e6), row=pl.lit("claims:99")
    )
    both = factors.run(Evidence({**kept.tables, "claims": pl.concat([claims, city])}, {}), STUDY)
    assert _one(both, "factors.capital").value == _one(_asked(CAPITAL), "factors.capital").value


def test_output_in_another_currency_divides_nothing() -> None:
    kept = _evidence(CAPITAL)
    output = pl.when((pl.col("subject") == "modelham") & (pl.col("variable") == "situation.output_value"))
    claims = kept.tables["claims"].with_columns(output.then(pl.lit("million USD")).otherwise("unit").alias("unit"))
    found = factors.run(Evidence({**kept.tables, "claims": claims}, {}), STUDY)
    assert _one(found, "factors.capital").why == "factor-few-indicators"
