"""What a run says of its texts: how far they are cut, and what looks wrong with them."""

from pathlib import Path

import pytest
from tests.evidence.corpus.corpus_made_up import evidence_of, study_of

from clustermark.lenses import ask_lenses
from clustermark.pipeline import run as pipeline


def test_a_large_corpus_is_told_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, int, int]] = []
    study = study_of(tmp_path)
    evidence = evidence_of(study)
    ask_lenses(evidence, study, pipeline.told_cutting(lambda *said: heard.append(said)))
    assert not heard  # nobody could look so quickly
    monkeypatch.setattr(pipeline, "_MANY", 1)
    ask_lenses(evidence, study, pipeline.told_cutting(lambda *said: heard.append(said)))
    assert heard == [("cutting", 5, 5)]
    assert pipeline.told_cutting(None) is None


def test_the_quality_of_texts_is_a_result_and_a_warning(tmp_path: Path) -> None:
    marks = "date,outlet,channel,platform,language,title,text\n2023-04-02,,earned,,,,……\n2023-04-02,,earned,,,,展会\n"
    study = study_of(tmp_path, mentions=marks)
    found = ask_lenses(evidence_of(study), study)
    assert [one.code for one in found.problems] == ["text.empty"]
    assert found.tables["corpus_quality"].row(0, named=True)["empty"] == 1
