"""A study of one town without peers, and texts that name nobody: said as such, never a full share by default."""

from pathlib import Path

import pytest
from tests.evidence.test_bad_texts import made, mentions

from clustermark.evidence.corpus import corpus_of
from clustermark.findings.model import Finding
from clustermark.lenses.communication import associations, channels, importance, messages, sentiment, topics, voice
from clustermark.lenses.context import Context

PARTS = (voice, sentiment, messages, channels, importance, associations, topics)
TEXTS = [
    f"示例镇毛巾第{number}批{word}，{word}的毛巾送到{number}号仓库。" for number, word in enumerate("红黄蓝绿紫灰" * 20)
]


def found(folder: Path, clusters: tuple[str, ...], *texts: str) -> list[Finding]:
    study, evidence = made(folder, clusters, mentions=mentions(*texts))
    context = Context(evidence, study, corpus_of(evidence, study))
    return [finding for part in PARTS for finding in part.find(context).findings]


@pytest.mark.parametrize("clusters", [(), ("northvale",)])
def test_one_town_alone_has_no_share_of_a_market_of_one(tmp_path: Path, clusters: tuple[str, ...]) -> None:
    findings = found(tmp_path, clusters, *TEXTS)
    told = {finding.id.removeprefix("communication."): finding for finding in findings}
    assert told["items/sampleton/2021"].value == len(TEXTS)
    comparing = ("share_of_voice", "excess_share_of_voice", "image_overlap", "importance_rank", "rival_noise")
    for finding in findings:
        if finding.measure.removeprefix("communication.") in comparing and not clusters:
            assert finding.status != "ok" and finding.why, finding.id
    assert all(finding.why for finding in findings if finding.status == "insufficient")


def test_texts_that_name_nobody_leave_questions_open_and_count_nothing(tmp_path: Path) -> None:
    findings = found(tmp_path, ("northvale",), *(text.replace("示例镇", "某地") for text in TEXTS))
    assert findings
    for finding in findings:
        if finding.status == "ok":
            assert finding.measure == "communication.topic_stability" or finding.value == 0, finding.id


def test_one_text_alone_breaks_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, ("northvale",), TEXTS[0])


def test_no_text_at_all_breaks_nothing(tmp_path: Path) -> None:
    study, evidence = made(tmp_path, ("northvale",), mentions="date,title,text\n昨天,题,文\n")
    if "mentions" in evidence.tables:
        context = Context(evidence, study, corpus_of(evidence, study))
        for part in PARTS:
            assert all(one.status != "ok" or one.value == 0 for one in part.find(context).findings)
