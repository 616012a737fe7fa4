"""Bad input of texts, names, lexicons, margins and spending: told clearly, nothing lost. All content is made up."""

import json
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from clustermark.evidence.corpus import corpus_of
from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Source, Study, Text

MEGABYTE = 2**20
PLACES = "id,kind,name_zh,name_en\nsampleton,cluster,示例镇,Sampleton\nnorthvale,cluster,北谷镇,Northvale\n"
POLICY = """示例镇扶持办法
发文单位：示例镇政府
层级：镇级
文号：样〔2021〕3号

第一条 设立专项资金。
注：以下从略
示例镇政府
2021年3月5日
"""


def made(folder: Path, clusters: tuple[str, ...] = (), **tables: str | bytes) -> tuple[Study, Evidence]:
    """A study whose tables are given as the content of a file, and what is read of it; every row has a fate."""
    names = {
        "places": "id,kind,name_zh,name_en\nsampleton,cluster,示例镇,Sampleton\nnorthvale,cluster,北谷镇,Northvale\n"
    }
    sources = []
    for table, content in {**names, **tables}.items():
        path = f"{table}.jsonl" if content[:1] in ("{", b"{") else f"{table}.csv"
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        sources.append(Source(id=table, path=path, table=table, origin="illustrative"))
    study = Study(
        title=Text(zh="示例", en="Sample"), focus="sampleton", clusters=clusters, period="2021",
        sources=tuple(sources), folder=folder,
    )  # fmt: skip
    evidence = read_evidence(study)
    accepted = sum(frame.height for frame in evidence.tables.values())
    assert sum(evidence.read.values()) == accepted + len(evidence.quarantined) + len(evidence.set_aside)
    return study, evidence


def told(evidence: Evidence) -> list[tuple[int, str, str]]:
    return [(row.row, row.column, row.rule) for row in evidence.quarantined]


def mentions(*texts: str) -> str:
    rows = [{"date": "2021-03-01", "title": "", "content": text} for text in texts]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def counts(study: Study, evidence: Evidence) -> list[int]:
    """How often the focus is named in each document."""
    corpus = corpus_of(evidence, study)
    number = corpus.names.filter(corpus.names["id"] == "sampleton")["name"].item()
    named = corpus.mentions_of.filter(corpus.mentions_of["name"] == number)["document"].to_list()
    return [named.count(document) for document in range(corpus.documents.height)]


def test_dates_that_are_none_and_rows_without_words_are_quarantined(tmp_path: Path) -> None:
    rows = [
        "2021-13-02,题,文",
        "昨天,题,文",
        "0000-00-00,题,文",
        "2021-02-30,题,文",
        ",题,文",
        "2021-03-01,,",
        "2021-03-02,题,",
    ]
    _, evidence = made(tmp_path, mentions="date,title,text\n" + "\n".join(rows) + "\n")
    assert [rule for *_, rule in told(evidence)] == [
        "date.impossible", "date.unreadable", "date.impossible", "date.impossible", "cell.missing", "row.says-nothing",
    ]  # fmt: skip
    assert evidence.tables["mentions"]["title"].to_list() == ["题"]


def test_an_item_without_outlet_stays(tmp_path: Path) -> None:
    _, evidence = made(tmp_path, mentions="date,outlet,title\n2021-03-01,,示例镇开市\n2021-03-02,示例日报,示例镇\n")
    assert evidence.tables["mentions"]["outlet"].to_list() == [None, "示例日报"] and not evidence.quarantined


@pytest.mark.parametrize("make", [
    lambda text: json.dumps({"date": "2021-03-01", "content": text}, ensure_ascii=False) + "\n",
    lambda text: f"date,text\n2021-03-01,{text}\n",
])  # fmt: skip
def test_ten_megabytes_of_text_are_quarantined_whole_and_never_cut(tmp_path: Path, make: Callable[[str], str]) -> None:
    began = time.monotonic()
    _, evidence = made(tmp_path, mentions=make("毛巾" * (10 * MEGABYTE // 6)))
    assert [rule for *_, rule in told(evidence)] == ["line.too-long"]
    assert "mentions" not in evidence.tables or evidence.tables["mentions"].is_empty()
    assert time.monotonic() - began < 20


def test_a_text_of_ten_megabytes_in_a_folder_is_read_and_a_larger_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "2021-03-01-a.txt").write_bytes(b"towel " * (9 * MEGABYTE // 6))
    (tmp_path / "texts" / "2021-03-02-b.txt").write_bytes(b"towel " * (11 * MEGABYTE // 6))
    source = Source(id="texts", path="texts", table="mentions", origin="illustrative")
    evidence = read_evidence(
        Study(title=Text(zh="示", en="S"), focus="sampleton", period="2021", sources=(source,), folder=tmp_path)
    )
    assert [(row.row, row.rule) for row in evidence.quarantined] == [(2, "text-file.unreadable")]
    assert evidence.tables["mentions"]["text"].str.len_bytes().to_list()[0] > 8 * MEGABYTE


@pytest.mark.parametrize(("text", "n"), [
    ("示例镇开市，到示例镇去", 2),
    ("示例\u200b镇开市", 1),  # an unseen blank within the name
    ("\u200f示例镇\u202e开市\u202c", 1),  # direction marks
    ("示例鎮開市", 1),  # traditional characters
    ("👍示例镇😂SAMPLETON🧵", 2),
    ("<p>示例镇</p><script>var a = '示例镇';</script>&nbsp;<b>Sampleton</b>", 2),
    ("Ｓａｍｐｌｅｔｏｎ", 1),  # full width
    ("Sampletonian Sampletons", 0),  # other words
    ("示例镇路口修路", 0),  # an alias inside a phrase that must not count
    ("南岸示例镇的茶，示例镇的毛巾", 1),
    ("新示例镇毛巾", 1),
])  # fmt: skip
def test_names_are_found_as_people_write_them(tmp_path: Path, text: str, n: int) -> None:
    names = "id,kind,alias,exclude\nsampleton,place,示例镇,南岸示例镇;示例镇路\nsampleton,place,Sampleton,\n"
    names += "market,brand,新示例镇毛巾市场,\n"
    study, evidence = made(tmp_path, names=names, mentions=mentions(text))
    assert counts(study, evidence) == [n]


def test_a_text_decoded_wrongly_is_kept_and_told_by_the_corpus(tmp_path: Path) -> None:
    wrong = "示例镇毛巾".encode().decode("latin-1")
    study, evidence = made(tmp_path, mentions=mentions("示例镇毛巾", wrong))
    quality = corpus_of(evidence, study).quality
    assert quality["documents"].to_list() == [2] and quality["garbled"].to_list() == [1]


def test_a_lexicon_with_bad_lines_keeps_the_good_ones(tmp_path: Path) -> None:
    lines = [
        "好,中文,0.8,",
        ",中文,0.5,",
        "坏,中文,high,",
        "糟,中文,-3,",
        "差,中文,-0.8,更",
        "不,中文,-1,否定",
        "极,中文,1.8,程度词",
    ]
    _, evidence = made(tmp_path, sentiment_words="word,language,value,kind\n" + "\n".join(lines) + "\n")
    assert told(evidence) == [
        (3, "word", "cell.missing"), (4, "value", "number.unreadable"), (5, "value", "polarity.outside"),
        (6, "kind", "choice.not-allowed"),
    ]  # fmt: skip
    assert evidence.tables["sentiment_words"]["word"].to_list() == ["好", "不", "极"]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused_and_never_run(tmp_path: Path, protocol: int) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (tmp_path / "run",))

    _, evidence = made(tmp_path, sentiment_words=pickle.dumps({"word": Trap()}, protocol=protocol))
    (problem,) = evidence.problems
    assert problem.code in ("file.other-kind", "table.no-header", "file.not-text")
    assert "sentiment_words" not in evidence.tables and not (tmp_path / "run").exists()


def test_spending_and_margins_that_cannot_be(tmp_path: Path) -> None:
    spending = [
        "sampleton,视频,20000,3000,20000", "sampleton,视频,-5,3000,20000", "sampleton,视频,40000,30000,20000",
        "sampleton,,40000,3000,20000", "nowhere,视频,1,1,1",
    ]  # fmt: skip
    header = "subject,channel,amount,reach,population\n"
    margins = "item,option,share\nQ1,男,0.51\nQ1,女,-0.1\nQ1,其他,300\n"
    _, evidence = made(tmp_path, channel_spend=header + "\n".join(spending) + "\n", margins=margins)
    assert {(row.source, row.row, row.rule) for row in evidence.quarantined} == {
        ("channel_spend", 3, "number.negative"), ("channel_spend", 4, "reach.above-population"),
        ("channel_spend", 5, "cell.missing"), ("channel_spend", 6, "place.unknown"),
        ("margins", 3, "share.outside"), ("margins", 4, "share.outside"),
    }  # fmt: skip


def test_shares_with_a_sign_and_without_are_one_kind_of_share(tmp_path: Path) -> None:
    _, evidence = made(tmp_path, margins="item,option,share\nQ1,男,51%\nQ1,女,0.49\nQ1,其他,０.５％\n")
    assert evidence.tables["margins"]["share"].to_list() == pytest.approx([0.51, 0.49, 0.005])


def policy_folder(tmp_path: Path, files: dict[str, str]) -> Evidence:
    for name, text in files.items():
        path = tmp_path / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sources = (Source(id="policies", path="policies", table="policies", origin="illustrative"),)
    return read_evidence(
        Study(title=Text(zh="示", en="S"), focus="sampleton", period="2021", sources=sources, folder=tmp_path)
    )


def test_policies_come_as_a_folder_of_texts(tmp_path: Path) -> None:
    evidence = policy_folder(tmp_path, {
        "a.txt": POLICY,
        "示例协会/2020-11-02 rules.txt": "Rules of the association\n\nMembers pay: yes.\nIssuer: nobody\n",
        "bare.txt": "只有一句话",
    })  # fmt: skip
    rows = {row["title"]: row for row in evidence.rows("policies")}
    first = rows["示例镇扶持办法"]
    said = [first[name] for name in ("issuer", "level", "item", "date")]
    assert said == ["示例镇政府", "town", "样〔2021〕3号", "2021-03-05"]
    assert first["text"] == "第一条 设立专项资金。\n注：以下从略\n示例镇政府\n2021年3月5日"
    second = rows["Rules of the association"]
    assert (second["issuer"], second["date"]) == ("示例协会", "2020-11-02")
    assert second["text"] == "Members pay: yes.\nIssuer: nobody"
    assert rows["bare"]["text"] == "只有一句话" and rows["bare"]["date"] is None


def test_a_number_in_a_file_name_that_is_no_date_is_no_date(tmp_path: Path) -> None:
    evidence = policy_folder(tmp_path, {"plan-2021-15.txt": "规划\n正文一\n", "plan-2021-05.txt": "规划\n正文二\n"})
    assert [row["date"] for row in evidence.rows("policies")] == ["2021-05", None]
