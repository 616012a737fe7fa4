"""Sentiment near a name: what is said of rivals, what changed, and the share corrected by hand-labelled clauses."""

from pathlib import Path

import pytest
from tests.lenses.communication.planted import planted

from clustermark.evidence.corpus import corpus_of
from clustermark.findings.model import Finding, state
from clustermark.findings.results import checked
from clustermark.lenses.communication import sentiment
from clustermark.lenses.context import Context

HEAD = "date,outlet,channel,language,title,text\n"
NUMBERS = "一二三四五六七八九十"
FILLER = (
    "展会的车间开工",
    "仓库里的棉纱到货",
    "会议讨论了物流",
    "培训班结业",
    "织机换了新件",
    "商场调整了柜台",
    "网店改了包装",
)


def _story(number: int, text: str, day: str = "2023-03-05") -> str:
    """A story unlike the others: its own number in Chinese digits, said often."""
    digits = "".join(NUMBERS[int(one)] for one in f"{number:03d}")
    other = FILLER[number % 7] + digits * 4 + FILLER[number // 7 % 7]
    return f"{day},示例日报,earned,中文,{digits}号,{text}。{other}\n"


def _mentions(good: int, bad: int, plain: int, day: str = "2023-03-05", first: int = 0) -> str:
    said = ["示例镇毛巾柔软"] * good + ["示例镇毛巾掉色"] * bad + ["示例镇毛巾开售"] * plain
    return "".join(_story(first + number, text, day) for number, text in enumerate(said))


def _found(folder: Path, past: tuple[str, ...] = (), **files: str) -> dict[str, Finding]:
    study, evidence = planted(folder, claims="", channel_spend="", **files)
    assert not evidence.quarantined
    study = study.model_copy(update={"past": past})
    result = sentiment.find(Context(evidence, study, corpus_of(evidence, study)))
    checked("sentiment", result.tables["sentiment"])
    return {finding.id.removeprefix("communication."): finding for finding in result.findings}


def _number(finding: Finding) -> float:
    assert isinstance(finding.value, float)
    return finding.value


def test_net_sentiment_by_hand_and_what_is_said_of_a_rival_left_out(tmp_path: Path) -> None:
    rival = "".join(_story(200 + number, "示例镇开会，北港镇毛巾掉色") for number in range(10))
    found = _found(tmp_path, mentions=HEAD + _mentions(30, 10, 20) + rival)
    assert _number(found["net_sentiment/sampleton/2023"]) == pytest.approx((30 - 10) / 40)
    assert _number(found["net_sentiment/northport/2023"]) == -1
    coverage = found["sentiment_coverage/sampleton/2023"]
    assert coverage.n == 130 and _number(coverage) == pytest.approx(40 / 130)  # the clause after each name counts


def test_a_changed_sentiment_is_seen_beside_the_past(tmp_path: Path) -> None:
    mentions = HEAD + _mentions(5, 35, 0) + _mentions(35, 5, 0, day="2021-04-01", first=300)
    found = _found(tmp_path, past=("2021",), mentions=mentions)
    now, before = found["net_sentiment/sampleton/2023"], found["net_sentiment/sampleton/2021"]
    assert now.high is not None and before.low is not None
    assert now.high < 0 < before.low and before.years == "2021"


def _labels(truth: dict[str, int], noise: dict[str, int]) -> str:
    rows = [f"第{n}批{text},中文,positive" for text, times in truth.items() for n in range(times)]
    rows += [f"第{n}批{text},中文,neutral" for text, times in noise.items() for n in range(times)]
    return "text,language,label\n" + "\n".join(rows) + "\n"


def test_the_positive_share_is_corrected_by_the_errors_on_labelled_clauses(tmp_path: Path) -> None:
    """60 of 200 clauses by the list, which finds 24 of 30 positives and 6 of 30 others: (.3 - .2) / (.8 - .2)."""
    labels = _labels({"毛巾柔软": 24, "毛巾真不赖呀": 6}, {"毛巾柔软的说法": 6, "毛巾开售": 24})
    found = _found(tmp_path, mentions=HEAD + _mentions(60, 0, 40), sentiment_labels=labels)
    share = found["positive_share/sampleton/2023"]
    assert _number(share) == pytest.approx((0.3 - 0.2) / (0.8 - 0.2))
    assert share.low is not None and share.high is not None and share.low < _number(share) < share.high
    said = dict(share.parameters)
    assert (said["by"], said["labels"], said["sample"]) == ("lexicon", "60", "clauses")
    assert share.n == 200


def test_a_trained_classifier_takes_over_where_it_tells_more(tmp_path: Path) -> None:
    """Clauses whose praise no word list knows: the classifier learns it from the labels."""
    labels = _labels({"毛巾真绵": 60}, {"毛巾开售": 60})
    mentions = HEAD + "".join(
        _story(number, "示例镇毛巾真绵" if number < 50 else "示例镇毛巾开售") for number in range(100)
    )
    share = _found(tmp_path, mentions=mentions, sentiment_labels=labels)["positive_share/sampleton/2023"]
    assert dict(share.parameters)["by"] == "trained"
    assert share.low is not None and share.high is not None and share.low <= 0.25 <= share.high


def test_a_classifier_that_is_not_at_home_in_the_corpus_is_not_used(tmp_path: Path) -> None:
    """Labels of praise and blame alone; the corpus is mostly neither, which a classifier of two labels cannot say."""
    labels = _labels({"毛巾柔软": 40, "毛巾真绵": 20}, {})
    labels += "".join(f"第{n}批毛巾{'掉色' if n % 2 else '硬邦邦'},中文,negative\n" for n in range(60))
    found = _found(tmp_path, mentions=HEAD + _mentions(20, 10, 70), sentiment_labels=labels)
    share = found["positive_share/sampleton/2023"]
    assert dict(share.parameters)["by"] == "lexicon" and dict(share.parameters)["at-most"] == "leaning"
    assert state(share) == "leaning"


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        (_labels({"毛巾柔软": 10}, {"毛巾开售": 10}), "few-labels"),
        (_labels({"毛巾真绵": 30}, {"毛巾开售": 30}), "classifier-weak"),
        ("", "no-table"),
    ],
)
def test_what_cannot_be_corrected_says_why(tmp_path: Path, labels: str, why: str) -> None:
    files = {"sentiment_labels": labels} if labels else {}
    found = _found(tmp_path, mentions=HEAD + _mentions(10, 5, 5), **files)
    assert found["positive_share/sampleton/2023"].why == why


def test_the_users_words_count_and_bad_lines_do_not(tmp_path: Path) -> None:
    """A negation with a factor above 0 and a word of value 0 are no words; a value beyond 1 is cut."""
    words = "word,language,value,kind\n开售,中文,0.9,sentiment\n毛巾,中文,0,sentiment\n示例镇,中文,2,negation\n"
    found = _found(tmp_path, mentions=HEAD + _mentions(0, 10, 10), sentiment_words=words)
    net = found["net_sentiment/sampleton/2023"]
    assert _number(net) == 0 and dict(net.parameters)["lexicon"] == "default+own"


def test_a_name_without_a_word_of_sentiment_is_no_zero(tmp_path: Path) -> None:
    found = _found(tmp_path, mentions=HEAD + _mentions(0, 0, 10))
    net = found["net_sentiment/sampleton/2023"]
    assert net.value is None and net.why == "no-sentiment"
    assert _number(found["sentiment_coverage/sampleton/2023"]) == 0
