"""A corpus from the table of mentions: words, names, stories, what is kept between runs and what is not."""

import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.evidence.corpus.corpus_made_up import MENTIONS, evidence_of, study_of

from clustermark.evidence.corpus import Corpus, build, copies, corpus_of, quality, store
from clustermark.evidence.corpus.parts import Part, make_part
from clustermark.study.model import Source, Study


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    study = study_of(tmp_path)
    return corpus_of(evidence_of(study), study)


def parts_kept(folder: Path) -> list[Path]:
    store = folder / ".clustermark" / "corpus"
    return sorted(item for item in store.iterdir() if item.is_dir())


def named(corpus: Corpus) -> list[tuple[int, str]]:
    found = corpus.mentions_of.join(corpus.names, on="name").sort("document", "start")
    return list(found.select("document", "id").iter_rows())


def test_names_by_their_aliases_and_those_of_places(corpus: Corpus) -> None:
    assert named(corpus) == [
        (0, "sampleton"), (0, "clean-water"), (1, "sampleton"), (1, "clean-water"),
        (2, "sampleton"), (2, "sampleton"), (2, "northport"), (3, "softa"), (3, "softa"), (4, "northport"),
    ]  # fmt: skip
    assert list(corpus.places.iter_rows()) == [
        (0, "sampleton"), (1, "sampleton"), (2, "northport"), (2, "sampleton"), (3, "sampleton"), (4, "northport"),
    ]  # fmt: skip


def test_every_token_is_what_stands_at_its_place(corpus: Corpus) -> None:
    words = corpus.tokens.join(corpus.terms, on="term")
    for document, start, end, word in words.select("document", "start", "end", "text").iter_rows():
        assert word.startswith("name:") or corpus.text(document)[start:end].lower() == word
    assert corpus.terms["text"].to_list() == sorted(corpus.terms["text"].to_list())


def test_copies_are_one_story_and_the_earliest_is_the_original(corpus: Corpus) -> None:
    assert corpus.documents["story"].to_list() == [0, 0, 2, 3, 4]
    assert corpus.documents["language"].to_list() == ["zh", "zh", "en", "zh", "zh"]
    assert corpus.documents["month"].to_list() == ["2023-01", "2023-01", "2023-02", "2023-02", "2023-02"]


def test_a_later_copy_in_the_file_may_be_the_earlier_story(tmp_path: Path) -> None:
    head, first, second, *rest = MENTIONS.splitlines()
    study = study_of(tmp_path, mentions="\n".join([head, second, first, *rest]) + "\n")
    assert corpus_of(evidence_of(study), study).documents["story"].to_list()[:2] == [1, 1]


def test_characters_end_up_in_words(corpus: Corpus) -> None:
    assert corpus.quality["share"].to_list() == [1.0]
    assert corpus.quality.row(0, named=True)["empty"] == 0


def test_parts_are_kept_and_used_again_and_the_answer_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = study_of(tmp_path)
    evidence = evidence_of(study)
    one = corpus_of(evidence, study)
    kept = parts_kept(tmp_path)
    assert len(kept) == 1
    monkeypatch.setattr(build, "make_part", None)  # nothing may be cut again
    two = corpus_of(evidence, study)
    for name in ("documents", "terms", "tokens", "mentions_of", "quality"):
        assert getattr(one, name).equals(getattr(two, name)), name
    monkeypatch.undo()
    (kept[0] / "tokens.parquet").write_bytes(b"broken")  # a damaged part is made again
    assert corpus_of(evidence, study).tokens.equals(one.tokens)
    monkeypatch.setattr(build, "make_part", None)  # and kept again
    assert corpus_of(evidence, study).tokens.equals(one.tokens)


def test_stretches_give_what_one_piece_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_of(tmp_path)
    evidence = evidence_of(study)
    whole = corpus_of(evidence, study)
    monkeypatch.setattr(build, "STRETCH", 2)
    parted = corpus_of(evidence, study)
    assert parted.tokens.equals(whole.tokens)
    assert parted.documents.equals(whole.documents)
    assert len(parts_kept(tmp_path)) == 4


def test_changed_names_make_other_parts(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    corpus_of(evidence_of(study), study)
    study = study_of(tmp_path, names="id,kind,alias,subject,exclude,context\nsampleton,place,毛巾,,,\n")
    corpus = corpus_of(evidence_of(study), study)
    assert ("sampleton") in {name for _, name in named(corpus)}
    assert len(parts_kept(tmp_path)) == 2


def test_a_confidential_source_is_counted_and_never_kept(tmp_path: Path) -> None:
    study = study_of(tmp_path, sensitivity="confidential")
    corpus = corpus_of(evidence_of(study), study)
    assert corpus.documents["covered"].all()
    assert not (tmp_path / ".clustermark").exists()


def test_the_engine_counts_what_the_frames_hold(corpus: Corpus) -> None:
    sql = "SELECT document, COUNT(*) AS n FROM tokens GROUP BY document ORDER BY document"
    counted = dict(corpus.engine.query(sql).iter_rows())
    assert counted == dict(corpus.tokens.group_by("document").agg(n=pl.len()).iter_rows())


def frames_equal(one: Corpus, other: Corpus) -> bool:
    names = ("documents", "terms", "tokens", "names", "mentions_of", "quality")
    return all(getattr(one, name).equals(getattr(other, name)) for name in names)


def with_more(study: Study, folder: Path, lines: list[str], name: str = "more") -> Study:
    (folder / f"{name}.csv").write_text("\n".join([MENTIONS.splitlines()[0], *lines]) + "\n", encoding="utf-8")
    more = Source(id=name, path=f"{name}.csv", table="mentions", origin="illustrative")
    return study.model_copy(update={"sources": (*study.sources, more)})


def test_a_corpus_that_grew_is_what_it_would_be_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_of(tmp_path)
    corpus_of(evidence_of(study), study)
    copy = MENTIONS.splitlines()[1].replace("2023-01-05", "2022-12-30")  # earlier than what it is a copy of
    grown = with_more(study, tmp_path, [copy, MENTIONS.splitlines()[4]])
    evidence = evidence_of(grown)
    made: list[int] = []

    def counted(texts: list[str], *rest: object) -> Part:
        made.append(len(texts))
        return make_part(texts, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "make_part", counted)
    added = corpus_of(evidence, grown)
    assert made == [2]  # the first source is not cut again
    shutil.rmtree(tmp_path / ".clustermark")
    whole = corpus_of(evidence, grown)
    assert frames_equal(added, whole)
    assert whole.documents["story"].to_list() == [5, 5, 2, 3, 4, 5, 3]


def test_what_is_known_of_copies_is_not_compared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_of(tmp_path)
    evidence = evidence_of(study)
    one = corpus_of(evidence, study)
    monkeypatch.setattr(copies, "shingles", None)
    assert frames_equal(corpus_of(evidence, study), one)
    monkeypatch.undo()
    (tmp_path / ".clustermark" / "corpus" / copies.KEPT).write_bytes(b"PK broken")
    assert frames_equal(corpus_of(evidence, study), one)


def test_a_run_that_was_killed_loses_the_part_in_work_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_of(tmp_path)
    evidence = evidence_of(study)
    whole = corpus_of(evidence, study)
    shutil.rmtree(tmp_path / ".clustermark")
    monkeypatch.setattr(build, "STRETCH", 2)
    made = 0

    def killed(*given: object) -> Part:
        nonlocal made
        made += 1
        if made == 3:
            raise KeyboardInterrupt
        return make_part(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "make_part", killed)
    with pytest.raises(KeyboardInterrupt):
        corpus_of(evidence, study)
    assert len(parts_kept(tmp_path)) == 2
    again = corpus_of(evidence, study)
    assert made == 4 and again.tokens.equals(whole.tokens)  # two parts stood there, the third is made


def test_texts_decide_what_is_kept_and_not_the_file_around_them(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    corpus_of(evidence_of(study), study)
    study = study_of(tmp_path, mentions=MENTIONS.replace("2023-01-05", "2023-01-06").replace("示例网", "样稿网"))
    corpus_of(evidence_of(study), study)
    assert len(parts_kept(tmp_path)) == 1
    study = study_of(tmp_path, mentions=MENTIONS.replace("柔软耐用", "柔软耐洗"))
    corpus_of(evidence_of(study), study)
    assert len(parts_kept(tmp_path)) == 2


def test_parts_that_no_run_needs_any_more_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_UNUSED", 1)
    for word in ("柔软", "厚实", "轻薄"):
        study = study_of(tmp_path, mentions=MENTIONS.replace("柔软耐用", word))
        corpus_of(evidence_of(study), study)
    assert len(parts_kept(tmp_path)) == 2


def test_nothing_of_a_confidential_text_is_kept_beside_open_ones(tmp_path: Path) -> None:
    study = with_more(
        study_of(tmp_path), tmp_path, ["2023-04-01,,owned,,中文,,绝密句子：示例镇毛巾展开幕一百二十家企业参展"]
    )
    sources = tuple(
        one.model_copy(update={"sensitivity": "confidential"}) if one.id == "more" else one for one in study.sources
    )
    study = study.model_copy(update={"sources": sources})
    corpus = corpus_of(evidence_of(study), study)
    assert "绝密" in corpus.terms["text"].to_list()
    for part in parts_kept(tmp_path):
        assert "绝密" not in pl.read_parquet(part / "terms.parquet")["text"].to_list()
    kept = np.load(tmp_path / ".clustermark" / "corpus" / copies.KEPT, allow_pickle=False)
    assert (kept["one"] < 6).all() and (kept["other"] < 6).all()  # pairs of the open source alone


def test_texts_that_look_wrong_are_told_loudly(tmp_path: Path) -> None:
    marks = "2023-04-02,,earned,,中文,,……！"
    study = with_more(study_of(tmp_path), tmp_path, ["2023-04-01,,earned,,中文,,ä¸­æ–‡â€œ", marks])
    corpus = corpus_of(evidence_of(study), study)
    assert [(one.code, one.where.file) for one in corpus.problems] == [
        ("text.garbled", "more.csv"), ("text.empty", "more.csv"),
    ]  # fmt: skip


def test_letters_that_do_not_end_in_words_are_told() -> None:
    frame = pl.DataFrame(
        {
            "source": ["a"] * 3, "language": ["zh"] * 3, "characters": [100] * 3, "token_characters": [20, 30, 40],
            "garbled": [False] * 3,
        }
    )  # fmt: skip
    source = Source(id="a", path="a.csv", table="mentions")
    told = list(quality.warnings_of(quality.quality_of(frame), {"a": source}))
    assert [one.code for one in told] == ["text.few-in-words"] and dict(told[0].fields)["n"] == "30"
