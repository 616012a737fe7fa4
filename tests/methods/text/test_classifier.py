"""A classifier trained on labelled clauses: its errors are measured on clauses that it has not seen."""

import csv
import os
import random
from pathlib import Path

import pytest

from clustermark.methods.text.classifier import agreed, cross_validated, errors_of, train, trainable
from clustermark.methods.text.correction import corrected_share

GOOD = ("柔软", "耐用", "吸水", "好看")
BAD = ("掉色", "起球", "开线", "难闻")
THINGS = ("毛巾", "浴巾", "方巾", "床单", "浴袍", "枕巾")
WHEN = ("昨天", "上周", "前天", "刚才", "去年", "今年")


def _clauses() -> tuple[list[str], list[str]]:
    texts, labels = [], []
    for words, label in ((GOOD, "positive"), (BAD, "negative")):
        for when in WHEN:
            for thing in THINGS:
                for word in words:
                    texts.append(f"{when}买的{thing}{word}")
                    labels.append(label)
    return texts, labels


def test_what_can_be_learned_is_learned_and_seen_on_unseen_clauses() -> None:
    texts, labels = _clauses()
    assert trainable(labels)
    errors = cross_validated(texts, labels, seed=1)
    assert errors.accuracy > 0.95
    assert sum(errors.counts.values()) == len(texts)
    assert train(texts, labels)(["她的毛巾柔软", "他的浴巾开线"]) == ["positive", "negative"]
    assert train(texts, labels)([]) == []


def test_labels_that_follow_nothing_are_not_learned() -> None:
    """Cross-validation must not flatter: random labels are found at chance, where training finds two thirds."""
    texts, labels = _clauses()
    random.Random(3).shuffle(labels)
    assert cross_validated(texts, labels, seed=1).accuracy < 0.6
    found = train(texts, labels)(texts)
    assert sum(one == other for one, other in zip(found, labels, strict=True)) / len(texts) > 0.65


def test_a_text_twice_would_flatter_and_is_refused() -> None:
    with pytest.raises(ValueError, match="repeat"):
        cross_validated(["好", "好"], ["positive", "positive"], seed=1)


def test_coders_are_merged_by_majority() -> None:
    texts, labels = agreed(["好", "好 ", "好", "中", "中", " "], ["positive", "positive", "neutral", "a", "b", "a"])
    assert (texts, labels) == (["好"], ["positive"])


def test_error_matrix_by_hand() -> None:
    errors = errors_of(["p", "p", "p", "n", "n"], ["p", "p", "n", "p", "n"])
    assert errors.rates("p") == (2, 3, 1, 2)
    assert errors.accuracy == pytest.approx(0.6)
    assert not trainable(["p"] * 200)


def test_the_same_seed_gives_the_same_errors() -> None:
    texts, labels = _clauses()
    assert cross_validated(texts, labels, seed=4) == cross_validated(texts, labels, seed=4)


@pytest.mark.research
def test_reviews_of_hotels_are_told_apart_and_their_share_is_corrected() -> None:
    """Labelled reviews: trained on 400, a corpus of one part positive to four negative is counted right to 6 points."""
    folder = os.environ.get("CLUSTERMARK_RESEARCH_DATA")
    if not folder:
        pytest.skip("CLUSTERMARK_RESEARCH_DATA is not set")
    path = Path(folder) / "corpora" / "zh_sentiment" / "ChnSentiCorp_htl_all.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = sorted({(row[1].strip(), row[0]) for row in list(csv.reader(stream))[1:] if len(row) > 1 and row[1]})
    random.Random(5).shuffle(rows)
    good, bad = [text for text, label in rows if label == "1"], [text for text, label in rows if label == "0"]
    texts, labels = agreed(good[:200] + bad[:200], ["positive"] * 200 + ["negative"] * 200)
    errors = cross_validated(texts, labels, seed=1)
    assert errors.accuracy > 0.75
    corpus = good[200:400] + bad[200:1000]
    found = train(texts, labels)(corpus).count("positive")
    corrected = corrected_share(found, len(corpus), *errors.rates("positive"))
    assert abs(corrected.value - 0.2) < 0.06
    assert corrected.low <= 0.2 <= corrected.high
