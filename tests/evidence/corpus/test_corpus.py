"""A corpus from the table of mentions: words, names, stories, what is kept between runs and what is not."""

from pathlib import Path

import polars as pl
import pytest
from tests.evidence.corpus.corpus_made_up import MENTIONS, evidence_of, study_of

from clustermark.evidence.corpus import Corpus, build, corpus_of


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    study = study_of(tmp_path)
    return corpus_of(evidence_of(study), study)


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
    kept = sorted((tmp_path / ".clustermark" / "corpus").iterdir())
    assert len(kept) == 1
    monkeypatch.setattr(build, "make_part", None)  # nothing may be cut again
    two = corpus_of(evidence, study)
    for name in ("documents", "terms", "tokens", "mentions_of", "quality"):
        assert getattr(one, name).equals(getattr(two, name)), name
    monkeypatch.undo()
    (kept[0] / "tokens.parquet").write_bytes(b"broken")  # a damaged part is made again
    assert corpus_of(evidence, study).tokens.equals(one.tokens)


def test_stretches_give_what_one_piece_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = study_of(tmp_path)
    evidence = evidence_of(study)
    whole = corpus_of(evidence, study)
    monkeypatch.setattr(build, "STRETCH", 2)
    parted = corpus_of(evidence, study)
    assert parted.tokens.equals(whole.tokens)
    assert parted.documents.equals(whole.documents)
    assert len(list((tmp_path / ".clustermark" / "corpus").iterdir())) == 4


def test_changed_names_make_other_parts(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    corpus_of(evidence_of(study), study)
    study = study_of(tmp_path, names="id,kind,alias,subject,exclude,context\nsampleton,place,毛巾,,,\n")
    corpus = corpus_of(evidence_of(study), study)
    assert ("sampleton") in {name for _, name in named(corpus)}
    assert len(list((tmp_path / ".clustermark" / "corpus").iterdir())) == 2


def test_a_confidential_source_is_counted_and_never_kept(tmp_path: Path) -> None:
    study = study_of(tmp_path, sensitivity="confidential")
    corpus = corpus_of(evidence_of(study), study)
    assert corpus.documents["covered"].all()
    assert not (tmp_path / ".clustermark").exists()


def test_the_engine_counts_what_the_frames_hold(corpus: Corpus) -> None:
    sql = "SELECT document, COUNT(*) AS n FROM tokens GROUP BY document ORDER BY document"
    counted = dict(corpus.engine.query(sql).iter_rows())
    assert counted == dict(corpus.tokens.group_by("document").agg(n=pl.len()).iter_rows())
