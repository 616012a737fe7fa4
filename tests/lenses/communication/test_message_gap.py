"""What the cluster says of itself beside what others say: no gap where there is none, and a planted one."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from tests.lenses.communication.planted import COMMON, planted

from clustermark.evidence.corpus import corpus_of
from clustermark.evidence.read import read_evidence
from clustermark.findings.model import Finding
from clustermark.findings.results import checked
from clustermark.lenses.communication import messages
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found

ADDED = ("染缸", "回水", "锅炉", "检验", "批次", "抽检", "证书", "车次", "布样", "色牢度")


def _mentions(owned: tuple[str, ...], others: tuple[str, ...], n: int = 60, seed: int = 3) -> str:
    rng = np.random.default_rng(seed)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["date", "outlet", "channel", "language", "title", "text"])
    for number in range(2 * n):
        channel = ("owned", "earned")[number % 2]
        words = rng.permutation([*rng.choice(COMMON, 15), *rng.choice(owned if channel == "owned" else others, 15)])
        text = f"示例镇{'、'.join(map(str, words))}"
        write.writerow([f"2023-{number % 12 + 1:02d}-03", "示例日报", channel, "中文", f"示例镇第{number}号", text])
    return out.getvalue()


def _found(folder: Path, **files: str) -> tuple[dict[str, Finding], Found]:
    study, evidence = planted(folder, claims="", channel_spend="", **files)
    assert not evidence.quarantined
    result = messages.find(Context(evidence, study, corpus_of(evidence, study)))
    for name, frame in result.tables.items():
        checked(name, frame)
    return {finding.id.removeprefix("communication."): finding for finding in result.findings}, result


def test_the_same_words_on_both_sides_are_no_gap(tmp_path: Path) -> None:
    found, _ = _found(tmp_path, mentions=_mentions(COMMON, COMMON))
    gap = found["message_gap/sampleton/2023"]
    assert isinstance(gap.value, float) and gap.low is not None and gap.high is not None
    assert gap.value < 0.02 and gap.low == 0 and gap.high < 0.03
    assert float(dict(gap.parameters)["plain"]) > 0


def test_a_planted_gap_is_found_with_its_words(tmp_path: Path) -> None:
    """Half of the owned words are of a kind that others never use: half of the mass lies apart, JSD near one half."""
    found, result = _found(tmp_path, mentions=_mentions(ADDED, COMMON))
    gap = found["message_gap/sampleton/2023"]
    assert isinstance(gap.value, float) and gap.low is not None and gap.high is not None
    assert gap.low < gap.value < gap.high and gap.low > 0.25 and gap.high < 0.5
    words = result.tables["message_words"]
    assert set(words["word"][:8]) <= set(ADDED) and (words["earned"][:8] == 0).all()


def test_few_texts_make_no_gap(tmp_path: Path) -> None:
    found, _ = _found(tmp_path, mentions=_mentions(ADDED, COMMON, n=12))
    assert found["message_gap/sampleton/2023"].why == "few-texts"


def test_a_message_counts_from_the_day_on_which_it_is_used(tmp_path: Path) -> None:
    """净水回用 in every earned story of the second half year; used since July: all of them, not half."""
    rows = []
    for month in range(1, 13):
        for day in range(1, 4):
            said = f"{'净水回用' if month > 6 else '开会'}{COMMON[month]}{COMMON[day]}"
            rows.append(f"2023-{month:02d}-0{day},示例日报,earned,中文,示例镇{month}月{day}日,示例镇{said}")
    mentions = "date,outlet,channel,language,title,text\n" + "\n".join(rows) + "\n"
    listed = (
        "id,subject,message_zh,since\n"
        "clean-water,sampleton,染色用水全部回用,2023-07\n"
        "tested-lots,sampleton,批批检验,2023-07\n"
    )
    found, result = _found(tmp_path, mentions=mentions, owned_messages=listed)
    pull = found["message_pull_through/sampleton/2023"]
    assert pull.value == 1 and pull.n <= 18 and dict(pull.parameters)["from"] == "2023-07"
    row = result.tables["messages"].row(0, named=True)
    assert (row["message"], row["earned_share"], row["owned_share"]) == ("clean-water", 1.0, None)


def test_messages_without_phrases_say_what_to_collect(tmp_path: Path) -> None:
    listed = "id,subject,message_zh\nquick,northport,次日发货\n"
    mentions = "date,outlet,channel,language,title,text\n2023-01-02,示例日报,earned,中文,北港镇,北港镇开会\n"
    found, _ = _found(tmp_path, mentions=mentions, owned_messages=listed)
    assert found["message_pull_through/northport/2023"].why == "no-phrases"


@pytest.mark.parametrize("others", [0, 3])
def test_a_word_of_a_confidential_text_is_told_only_where_three_open_texts_hold_it(tmp_path: Path, others: int) -> None:
    """A word that stands in covered rows and in `others` open ones."""
    head, *lines = _mentions(ADDED, COMMON).splitlines()
    secret = "、密语"
    covered = [head, *(line + secret for line in lines[:40:2])]  # owned stories stand on even places
    shown = [*lines[1:40:2], *lines[40:]]
    shown = [line + secret if number < others else line for number, line in enumerate(shown)]
    (tmp_path / "hidden.csv").write_text("\n".join(covered) + "\n", encoding="utf-8")
    study, _ = planted(tmp_path, claims="", channel_spend="", mentions="\n".join([head, *shown]) + "\n")
    source = study.sources[-1]
    hidden = source.model_copy(update={"id": "hidden", "path": "hidden.csv", "sensitivity": "confidential"})
    study = study.model_copy(update={"sources": (*study.sources, hidden)})
    evidence = read_evidence(study)
    assert len(evidence.covered) == 20
    result = messages.find(Context(evidence, study, corpus_of(evidence, study)))
    told = result.tables["message_words"]["word"].to_list()
    assert len(told) > 5
    assert ("密语" in told) is bool(others)
