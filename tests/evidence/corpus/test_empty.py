"""A table of mentions without rows gives empty tables, not an error."""

from pathlib import Path

from tests.evidence.corpus.corpus_made_up import MENTIONS, evidence_of, study_of

from clustermark.evidence.corpus import corpus_of
from clustermark.lenses import ask_lenses


def test_no_rows_no_words(tmp_path: Path) -> None:
    study = study_of(tmp_path, mentions=MENTIONS.splitlines()[0] + "\n")
    evidence = evidence_of(study)
    corpus = corpus_of(evidence, study)
    assert corpus.documents.height == corpus.tokens.height == 0
    found = ask_lenses(evidence, study)
    assert {one.status for one in found.findings if one.measure.startswith("communication.")} == {"insufficient"}
