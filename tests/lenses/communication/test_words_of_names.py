"""Words near a name, importance and topics in a made-up corpus of two languages, with a confidential source."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from tests.lenses.communication.planted import planted

from clustermark.evidence.corpus import corpus_of
from clustermark.evidence.read import read_evidence
from clustermark.findings.check import check_findings
from clustermark.findings.model import Finding, state
from clustermark.findings.results import checked
from clustermark.lenses.communication import associations, importance, topics
from clustermark.lenses.communication.words import texts_by_language
from clustermark.lenses.context import Context
from clustermark.lenses.protocol import Found
from clustermark.study.model import Source

pytestmark = pytest.mark.slow

NAMES = """id,kind,alias,subject
softa,brand,软达,sampleton
clean-water,message,净水回用,sampleton
"""
ZH = (
    "展会", "企业", "市场", "采购", "仓库", "物流", "车间", "工人", "培训", "价格", "出口", "商场", "包装", "标准",
    "会议", "订货", "客商", "检验", "设备", "资金",
)  # fmt: skip
EN = (
    "fair", "firm", "market", "buyer", "depot", "freight", "workshop", "worker", "training", "price", "export", "mall",
    "package", "standard", "meeting",
)  # fmt: skip
PLACES = {
    "sampleton": ("示例镇", "Sampleton"),
    "northport": ("北港镇", "Northport"),
    "southford": ("南津镇", "Southford"),
}
OWN = {
    "sampleton": ("柔软 吸水", "soft absorbent"),
    "northport": ("便宜 批发", "cheap wholesale"),
    "southford": ("花型 刺绣", "pattern stitched"),
}


def mentions(seed: int = 3, zh: int = 400, en: int = 190) -> str:
    rng = np.random.default_rng(seed)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["date", "language", "title", "text"])
    for number in range(zh + en):
        place = str(rng.choice(list(PLACES), p=[0.5, 0.3, 0.2]))
        english = number >= zh
        own = OWN[place][english].split()
        words = [str(word) for word in rng.choice(EN if english else ZH, 20)]
        words[3:3] = [str(rng.choice(own)), PLACES[place][english], str(rng.choice(own))]
        if place == "sampleton" and not english and number % 3 == 0:
            words[8:8] = ["软达"]
        if number % 20 == 0:
            words[9:9] = [PLACES["northport"][english]]
        letters = rng.choice(list("bcdfgklmnprstvwz"), (25, 7))  # so that no two stories are near-copies
        noise = " ".join("".join(row) for row in letters) if english else ""
        text = f"the {' of '.join(words)} of {noise}" if english else "、".join(words)
        title = f"Notice {number}" if english else f"通知第{number}号"
        write.writerow(
            [f"2023-{number % 12 + 1:02d}-{number % 28 + 1:02d}", "English" if english else "中文", title, text]
        )
    return out.getvalue()


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    study, evidence = planted(tmp_path_factory.mktemp("two-languages"), mentions=mentions(), names=NAMES)
    assert not evidence.problems
    return Context(evidence, study, corpus_of(evidence, study))


@pytest.fixture(scope="module")
def images(context: Context) -> Found:
    return associations.find(context)


def by_id(found: Found, context: Context) -> dict[str, Finding]:
    for name, frame in found.tables.items():
        assert checked(name, frame).height
    rows = {str(row["row"]): str(row["origin"]) for row in context.evidence.rows("mentions")}
    assert not check_findings(found.findings, rows)  # type: ignore[arg-type]
    return {finding.id.removeprefix("communication."): finding for finding in found.findings}


def test_one_word_a_cluster_whatever_it_is_called(context: Context) -> None:
    zh, en = texts_by_language(context)
    assert (zh.language, en.language) == ("zh", "en")
    assert [zh.words[zh.subjects[place]] for place in PLACES] == ["示例镇", "北港镇", "南津镇"]
    assert en.words[en.subjects["sampleton"]] == "Sampleton"
    brand = [place for place, word in enumerate(zh.words) if word == "软达"]
    assert not brand  # the brand counts as its place
    assert not {"的", "第", "10", "the"} & set(zh.words)


def test_a_story_is_counted_near_the_name_only(context: Context, images: Found) -> None:
    zh = texts_by_language(context)[0]
    table = images.tables["associations"]
    row = table.filter((table["subject"] == "northport") & (table["word"] == "便宜")).row(0, named=True)
    rows = [[zh.words[term] for term in zh.term[zh.document == document]] for document in range(zh.frame.height)]
    spans = [[place for place, word in enumerate(words) if word == "北港镇"] for words in rows]
    near = sum(
        any(word == "便宜" and 0 < abs(at - place) <= 10 for place in places for at, word in enumerate(words))
        for words, places in zip(rows, spans, strict=True)
    )
    assert row["together"] == near
    assert row["together"] + row["alone"] == sum("便宜" in words for words in rows)
    assert row["log_dice"] == pytest.approx(
        14 + np.log2(2 * near / (sum(map(bool, spans)) + row["together"] + row["alone"])), abs=1e-9
    )


def test_planted_words_come_first_in_each_language(context: Context, images: Found) -> None:
    found = by_id(images, context)
    for place, (zh, en) in OWN.items():
        assert found[f"first_association/{place}/2023/language=zh"].value in zh.split()
        assert found[f"first_association/{place}/2023/language=en"].value in en.split()
        one = found[f"first_association/{place}/2023/language=zh"]
        assert dict(one.parameters)["apart"] == "yes" and len(one.evidence) <= 20


def test_no_name_is_its_own_association_but_a_rival_may_be(images: Found) -> None:
    table = images.tables["associations"]
    for place, names in PLACES.items():
        words = table.filter(table["subject"] == place)["word"].to_list()
        assert not set(names) & set(words)
    rivals = table.filter((table["subject"] == "sampleton") & (table["word"] == "北港镇"))
    assert rivals.height == 1 and rivals["q"].to_list() == [None]


def test_images_overlap_in_what_all_share_and_not_in_what_was_planted(context: Context, images: Found) -> None:
    found = by_id(images, context)
    whole = found["image_overlap/sampleton/2023/language=zh"]
    pair = found["image_overlap/sampleton/2023/language=zh;with=northport"]
    assert whole.low is not None and whole.high is not None
    assert 0 <= whole.low <= float(str(whole.value)) <= whole.high <= 1
    assert float(str(pair.value)) <= float(str(whole.value)) < 1
    assert "image_overlap/northport/2023/language=zh;with=sampleton" not in found


def test_importance_has_its_network_in_each_language(context: Context) -> None:
    result = importance.find(context)
    found = by_id(result, context)
    for dimension in ("", "/language=en"):
        ranks = [found[f"importance_rank/{place}/2023{dimension}"].value for place in PLACES]
        assert ranks == [1, 2, 3]
        score = found[f"brand_importance/sampleton/2023{dimension}"]
        parts = [
            found[f"{name}/sampleton/2023{dimension}"].value for name in ("prevalence", "diversity", "connectivity")
        ]
        assert score.value == pytest.approx(sum(map(float, map(str, parts))))
        assert score.low is not None and score.high is not None and score.low < score.high
    assert state(found["importance_rank/sampleton/2023"]) == "leaning"  # among three names
    assert result.tables["importance"]["language"].to_list() == ["zh"] * 3 + ["en"] * 3
    again = importance.find(context)
    assert again.findings == result.findings


def test_topics_of_two_languages_are_numbered_through(context: Context) -> None:
    result = topics.find(context)
    found = by_id(result, context)
    assert list(found) == ["topic_stability/sampleton/2023"]  # fewer than 200 English stories name a cluster
    table, shares = result.tables["topics"], result.tables["topic_shares"]
    assert table["topic"].to_list() == list(range(1, table.height + 1))
    for place in PLACES:
        assert shares.filter(shares["subject"] == place)["share"].sum() == pytest.approx(1)
    assert not {"示例镇", "北港镇"} & {word for words in table["words"] for word in words.split()}


def test_few_texts_are_said(tmp_path: Path) -> None:
    study, evidence = planted(tmp_path, mentions=mentions(zh=20, en=5), names=NAMES)
    few = Context(evidence, study, corpus_of(evidence, study))
    for part in (associations, importance, topics):
        found = part.find(few)
        assert not found.tables and found.findings
        assert {(finding.status, finding.why) for finding in found.findings} == {("insufficient", "few-texts")}
        assert not check_findings(found.findings)
    assert {finding.subject for finding in associations.find(few).findings} == set(PLACES)


def test_a_place_with_few_texts_in_a_language_is_said(tmp_path: Path) -> None:
    study, evidence = planted(tmp_path, mentions=mentions(en=60), names=NAMES)
    few = Context(evidence, study, corpus_of(evidence, study))
    found = by_id(associations.find(few), few)
    lacking = found["first_association/southford/2023/language=en"]
    assert (lacking.status, lacking.why) == ("insufficient", "few-texts")
    assert 0 < int(dict(lacking.why_fields)["n"]) < 30


def test_words_of_confidential_texts_are_counted_and_not_told(tmp_path: Path) -> None:
    """A word that only the confidential source has stands in no table; one that three open stories have too does."""
    study, _ = planted(tmp_path, mentions=mentions(), names=NAMES)
    private = "date,language,title,text\n" + "".join(
        f"2023-03-{day:02d},中文,内部通报{day},示例镇、暗标、柔软、{'、'.join(ZH[day % 9 : day % 9 + 6])}\n"
        for day in range(1, 29)
    )
    (tmp_path / "private.csv").write_text(private, encoding="utf-8")
    secret = Source(
        id="private", path="private.csv", table="mentions", origin="illustrative", sensitivity="confidential"
    )
    study = study.model_copy(update={"sources": (*study.sources, secret)})
    evidence = read_evidence(study)
    both = Context(evidence, study, corpus_of(evidence, study))
    assert evidence.covered
    texts = texts_by_language(both)[0]
    words = [place for place, word in enumerate(texts.words) if "暗标" in word]
    assert words and not texts.told[words].any()
    for part in (associations, topics):
        found = part.find(both)
        told = "".join(frame.write_csv() for frame in found.tables.values()) + repr(found.findings)
        assert "暗标" not in told and "柔软" in told


def test_one_cluster_alone_has_words_and_nothing_to_set_them_against(tmp_path: Path) -> None:
    study, evidence = planted(tmp_path, mentions=mentions(en=0), names=NAMES)
    alone = Context(evidence, study.model_copy(update={"clusters": ()}), corpus_of(evidence, study))
    found = associations.find(alone)
    assert set(found.tables["associations"]["q"].to_list()) == {None}
    assert {finding.measure for finding in found.findings} == {"communication.first_association"}
