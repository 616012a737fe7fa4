"""The communication plan says what the evidence says, and of everything else what is missing."""

import polars as pl

from clustermark.evidence.model import Evidence
from clustermark.findings.model import Finding, pairs
from clustermark.study.model import Source, Study, Text
from clustermark.suggestions.model import Condition, Outcome
from clustermark.suggestions.plan import PlanRow, communication_plan, plan_tables

STUDY = Study(
    title=Text(zh="", en=""),
    focus="sampleton",
    clusters=("northby",),
    period="2021",
    sources=(Source(id="m", path="m.csv", table="owned_messages"), Source(id="s", path="s.csv", table="channel_spend")),
)
FUNNEL = pl.DataFrame(
    [
        ("sampleton", "", "awareness", 612, 0.60, 0.56, 0.64, None),
        ("sampleton", "", "preference", 612, 0.06, 0.04, 0.08, 0.10),
        ("sampleton", "", "purchase", 612, 0.05, 0.03, 0.07, 0.83),
        ("sampleton", "buyers", "awareness", 90, 0.80, 0.70, 0.88, None),
        ("sampleton", "buyers", "purchase", 90, 0.20, 0.12, 0.29, 0.25),
        ("northby", "", "loyalty", 612, 0.01, 0.00, 0.02, 0.01),
    ],
    ("subject", "segment", "step", "n", "share", "low", "high", "conversion"),
    orient="row",
)
MESSAGES = pl.DataFrame(
    [("sampleton", "water", 0.4, 0.1), ("sampleton", "lots", 0.3, 0.28)],
    ("subject", "message", "owned_share", "earned_share"),
    orient="row",
)
SPLIT = pl.DataFrame(
    [("sampleton", "fair", 600.0, 0.2), ("sampleton", "video", 300.0, 0.7), ("sampleton", "press", 100.0, 0.1)],
    ("subject", "channel", "spent", "share_best"),
    orient="row",
)
BURSTS = pl.DataFrame(
    [("sampleton", "2021-05", 9.4), ("northby", "2021-08", 20.0)], ("subject", "month", "z"), orient="row"
)


def owned(*rows: tuple[str, str], subject: str = "sampleton") -> pl.DataFrame:
    made = [
        {"row": f"m:{at}", "subject": subject, "id": name, "message_zh": "", "message_en": name, "audience": audience}
        for at, (name, audience) in enumerate(rows, 2)
    ]
    return pl.DataFrame(made)


def spend(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    names = ("channel", "audience", "channel_kind", "actor")
    made = [
        {"row": f"s:{at}", "subject": "sampleton", "amount": 100.0, **dict(zip(names, row, strict=True))}
        for at, row in enumerate(rows, 2)
    ]
    return pl.DataFrame(made)


def evidence(covered: tuple[str, ...] = (), **tables: pl.DataFrame) -> Evidence:
    sources = {source.id: source for source in STUDY.sources}
    return Evidence(tables=tables, sources=sources, covered=dict.fromkeys(covered, "x"))


FULL = evidence(
    owned_messages=owned(("lots", "consumers"), ("water", "consumers"), ("prompt", "Buyers")),
    channel_spend=spend(
        ("video", "consumers", "paid", "association"),
        ("press", "consumers", "earned", "enterprise"),
        ("fair", "buyers", "paid", ""),
    ),
)
TABLES = {"funnel": FUNNEL, "messages": MESSAGES, "budget_split": SPLIT, "bursts": BURSTS, "voice_by_month": BURSTS}


def plan(
    made_of: Evidence = FULL, tables: dict[str, pl.DataFrame] = TABLES, outcomes: tuple[Outcome, ...] = ()
) -> dict[str, PlanRow]:
    findings = [
        Finding("communication.preference", "sampleton", "2021", value=0.06, low=0.04, high=0.08, unit="share", n=612),
        Finding("communication.best_split", "sampleton", "2021", pairs(channel="video"), value=0.7, unit="share"),
        Finding("communication.best_split", "northby", "2021", pairs(channel="video"), value=0.9, unit="share"),
    ]
    return {row.audience: row for row in communication_plan(findings, outcomes, tables, made_of, STUDY)}


def test_a_row_a_group_whatever_its_capitals() -> None:
    assert list(plan()) == ["consumers", "Buyers"]


def test_the_message_is_the_one_that_is_lost_most_on_the_way() -> None:
    assert plan()["consumers"].message == "water"
    assert plan()["Buyers"].message == "prompt"


def test_channels_and_share_are_those_of_the_best_split() -> None:
    row = plan()["consumers"]
    assert row.channels == (("video", 0.7), ("press", 0.1))
    assert row.share == 0.7 + 0.1
    assert row.actors == ("association", "enterprise")
    assert "communication.best_split/sampleton/2021/channel=video" in row.findings
    assert not any("northby" in finding for finding in row.findings)


def test_a_split_within_groups_is_weighed_by_their_spending() -> None:
    within = SPLIT.with_columns(
        audience=pl.Series(["buyers", "consumers", "consumers"]), share_best=pl.Series([1.0, 0.9, 0.1])
    )
    rows = plan(tables={**TABLES, "budget_split": within})
    assert rows["consumers"].share == 0.4 and rows["Buyers"].share == 0.6


def test_the_measure_shows_the_step_that_loses_most() -> None:
    consumers, buyers = plan()["consumers"], plan()["Buyers"]
    assert (consumers.measure, consumers.value, consumers.n) == ("communication.preference", 0.06, 612)
    assert (buyers.measure, buyers.value, buyers.n) == ("communication.purchase", 0.20, 90)


def test_the_figure_of_all_never_stands_for_that_of_a_group() -> None:
    of_all = Finding("communication.purchase", "sampleton", "2021", value=0.05, unit="share", n=612)
    (_, buyers) = communication_plan([of_all], (), TABLES, FULL, STUDY)
    assert (buyers.value, buyers.low, buyers.high, buyers.n) == (0.20, 0.12, 0.29, 90)
    assert of_all.id not in buyers.findings


def test_a_group_shows_its_own_value_and_small_groups_that_of_all() -> None:
    rows = [
        ("sampleton", "consumers", "awareness", 400, 0.70, 0.65, 0.75, None, 0),
        ("sampleton", "consumers", "preference", 400, 0.09, 0.06, 0.13, 0.13, 280),
        ("sampleton", "consumers", "purchase", 400, 0.01, 0.00, 0.03, 0.11, 12),
        ("sampleton", "buyers", "awareness", 40, 0.50, 0.35, 0.65, None, 0),
        ("sampleton", "buyers", "consideration", 40, 0.40, 0.26, 0.56, 0.80, 32),
        ("sampleton", "buyers", "purchase", 40, 0.02, 0.00, 0.13, 0.05, 20),
        ("sampleton", "", "awareness", 612, 0.60, 0.56, 0.64, None, 0),
        ("sampleton", "", "preference", 612, 0.06, 0.04, 0.08, 0.10, 367),
    ]
    funnel = pl.DataFrame(rows, (*FUNNEL.columns, "reached"), orient="row")
    made = plan(tables={**TABLES, "funnel": funnel})
    assert (made["Buyers"].measure, made["Buyers"].value, made["Buyers"].n) == ("communication.preference", 0.06, 612)
    alone = funnel.filter(pl.col("step") != "purchase")
    made = plan(tables={**TABLES, "funnel": alone})
    assert (made["consumers"].measure, made["consumers"].value, made["consumers"].n) == (
        "communication.preference",
        0.09,
        400,
    )


def test_months_are_those_of_the_own_peaks() -> None:
    assert plan()["consumers"].months == ("2021-05",)
    assert "no-peak" in plan(tables={**TABLES, "bursts": BURSTS.head(0)})["consumers"].missing
    without = {name: frame for name, frame in TABLES.items() if name not in ("bursts", "voice_by_month")}
    assert "months" in plan(tables=without)["consumers"].missing


def test_who_acts_is_asked_of_the_suggestions_where_the_spending_is_silent() -> None:
    assert plan()["Buyers"].actors == () and "actor" in plan()["Buyers"].missing
    fired = Outcome(
        "a.shift", "sampleton", "2021", "suggestion", "association", "fired", True,
        (Condition("finding", "true", measure="communication.reach_gain"),), findings=("f",),
    )  # fmt: skip
    assert plan(outcomes=(fired,))["Buyers"].actors == ("association",)
    assert "f" in plan(outcomes=(fired,))["Buyers"].findings


def test_what_no_evidence_fills_stays_empty_and_is_named() -> None:
    rows = plan(evidence(owned_messages=owned(("water", "consumers"))), {})
    assert rows["consumers"].missing == ("channel", "actor", "months", "share", "measure")
    everybody = plan(evidence(), {"funnel": FUNNEL.filter(pl.col("segment") == "")})
    assert list(everybody) == [""] and "audience" in everybody[""].missing
    assert plan(evidence(), {}) == {}


def test_covered_rows_never_reach_a_plan() -> None:
    rows = plan(evidence(("m:2",), owned_messages=owned(("secret", "secret group"), ("water", "consumers"))), {})
    assert list(rows) == ["consumers"]


def test_the_table_of_the_plan_has_its_columns() -> None:
    frame = plan_tables(tuple(plan().values()))["communication_plan"]
    assert frame["channels"].to_list() == ["video; press", "fair"]
    assert frame["rows"].to_list()[0] == ["m:3", "s:2", "s:3"]
    assert plan_tables(()) == {}
