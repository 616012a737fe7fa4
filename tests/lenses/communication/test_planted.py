"""What was planted in a made-up corpus is found again, with intervals that hold the truth."""

from pathlib import Path

import pytest
from tests.lenses.communication.planted import SHARE, planted

from clustermark.evidence.corpus import corpus_of
from clustermark.findings.model import Finding, state
from clustermark.findings.results import checked
from clustermark.lenses.communication import associations, channels, importance, messages, sentiment, topics, voice
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    study, evidence = planted(tmp_path_factory.mktemp("planted"))
    assert not evidence.problems and not evidence.quarantined
    return Context(evidence, study, corpus_of(evidence, study))


def by_id(found: Found) -> dict[str, Finding]:
    for name, frame in found.tables.items():
        checked(name, frame)
    ids = [finding.id for finding in found.findings]
    assert len(ids) == len(set(ids))
    return {finding.id.removeprefix("communication."): finding for finding in found.findings}


def test_share_of_voice_by_stories_and_its_excess(context: Context) -> None:
    found = by_id(voice.find(context))
    planted_share = {place: 900 * share for place, share in SHARE.items()}
    planted_share["sampleton"] += 60
    for place, stories in planted_share.items():
        finding = found[f"share_of_voice/{place}/2023"]
        assert finding.low is not None and finding.high is not None
        assert finding.low < float(str(finding.value)) < finding.high
        assert float(str(finding.value)) == pytest.approx(stories / 960, abs=0.04)
        assert state(finding) == "firm" and finding.origin == "illustrative"
    share, excess = found["share_of_voice/sampleton/2023"], found["excess_share_of_voice/sampleton/2023"]
    assert excess.value == pytest.approx(float(str(share.value)) - 0.5)
    assert 1.1 < float(str(found["syndication/sampleton/2023"].value)) < 1.3


def test_the_planted_burst_and_no_other(context: Context) -> None:
    found = voice.find(context)
    assert found.tables["bursts"].select("subject", "month").rows() == [("sampleton", "2023-06")]
    assert all(len(rows) == 5 for rows in found.tables["bursts"]["rows"].to_list())
    counted = by_id(found)
    assert [counted[f"bursts/{place}/2023"].value for place in SHARE] == [1, 0, 0]


def test_a_bad_name_is_told_from_good_ones(context: Context) -> None:
    found = by_id(sentiment.find(context))
    bad, good = found["net_sentiment/northport/2023"], found["net_sentiment/sampleton/2023"]
    assert bad.high is not None and bad.high < 0 < float(str(good.value))
    assert bad.parameters == tuple(sorted(bad.parameters)) and dict(bad.parameters)["sample"] == "clauses"


def test_a_message_that_only_the_own_channel_says(context: Context) -> None:
    result = messages.find(context)
    found = by_id(result)["message_pull_through/sampleton/2023"]
    assert found.low is not None and found.high is not None and found.low <= 0.1 <= found.high
    rows = {row["message"]: row for row in result.tables["messages"].iter_rows(named=True)}
    assert rows["clean-water"]["owned_share"] > 0.9 and rows["tested-lots"]["earned"] == 0


def test_words_that_stand_with_one_name_only(context: Context) -> None:
    found = associations.find(context)
    table = found.tables["associations"]
    for place, words in (("sampleton", "柔软 吸水 染色"), ("northport", "便宜 批发 订单")):
        top = table.filter((table["subject"] == place) & (table["log_ratio"] > 3) & (table["q"] < 0.01))[
            "word"
        ].to_list()
        assert set(words.split()) <= set(top)
    assert by_id(found)["first_association/sampleton/2023/language=zh"].value in ("柔软", "吸水", "染色")


def test_importance_ranks_the_name_that_is_said_most(context: Context) -> None:
    found = by_id(importance.find(context))
    assert found["importance_rank/northport/2023"].value == 1
    parts = [found[f"{name}/northport/2023"].value for name in ("prevalence", "diversity", "connectivity")]
    assert found["brand_importance/northport/2023"].value == pytest.approx(sum(map(float, map(str, parts))))


def test_topics_are_told_with_their_stability(context: Context) -> None:
    found = by_id(topics.find(context))["topic_stability/sampleton/2023"]
    assert 0 <= float(str(found.value)) <= 1


def test_the_mix_of_channels_and_the_split_of_money(context: Context) -> None:
    result = channels.find(context)
    found = by_id(result)
    shares = [
        float(str(found[f"channel_share/sampleton/2023/channel={name}"].value))
        for name in ("paid", "earned", "shared", "owned")
    ]
    assert sum(shares) == pytest.approx(1) and shares[1] > 0.5
    best = {name: found[f"best_split/sampleton/2023/channel={name};segment=消费者"] for name in ("短视频", "行业报纸")}
    assert sum(float(str(one.value)) for one in best.values()) == pytest.approx(1)
    assert all(one.origin == "illustrative" for one in best.values())
    assert float(str(found["reach_gain/sampleton/2023/segment=消费者"].value)) > 0.05
    split = result.tables["budget_split"]
    assert (split["low"] <= split["share_best"]).all() and (split["share_best"] <= split["high"]).all()


def test_one_brand_only_is_said(tmp_path: Path) -> None:
    study, evidence = planted(tmp_path)
    alone = Context(evidence, study.model_copy(update={"clusters": ()}), corpus_of(evidence, study))
    assert {finding.why for finding in importance.find(alone).findings} == {"few-subjects"}
    found = by_id(voice.find(alone))
    for name in (
        "share_of_voice",
        "excess_share_of_voice",
        "voice_trend",
    ):  # a share of one alone is no hundred percent
        assert found[f"{name}/sampleton/2023"].why == "few-subjects"
    assert float(str(found["stories/sampleton/2023"].value)) > 300


def test_spending_without_a_curve_is_said(tmp_path: Path) -> None:
    head = "subject,channel,period,amount,currency,reach,audience,population"
    spend = f"{head}\nsampleton,短视频,2023-01,20000,CNY,3000,消费者,20000\n"
    study, evidence = planted(tmp_path, channel_spend=spend, mentions="")
    found = channels.find(Context(evidence, study)).findings
    assert ("communication.best_split", "no-curve-one-point") in {(one.measure, one.why) for one in found}
