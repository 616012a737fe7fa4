"""The interviews of the made-up cluster: every form is read, and what was planted is found by counting."""

import json
from collections import Counter, defaultdict
from functools import cache

import polars as pl
import pytest
from tests.conftest import ROOT

from clustermark.evidence.interviews.build import interviews_of
from clustermark.evidence.interviews.model import Interviews
from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.study.load import load_study
from sample_cluster.interviews import FOLDER, talks

EXAMPLE = ROOT / "examples" / "sample-cluster"


@cache
def evidence() -> Evidence:
    study = load_study(EXAMPLE / "study.toml")
    wanted = [source for source in study.sources if source.path.startswith(FOLDER) or source.table == "places"]
    return read_evidence(study.model_copy(update={"sources": tuple(wanted)}))


@cache
def interviews() -> Interviews:
    return interviews_of(evidence(), load_study(EXAMPLE / "study.toml"))


@cache
def planted():
    return json.loads((EXAMPLE / "planted.json").read_text(encoding="utf-8"))["interviews"]


def test_every_form_of_transcript_is_read_without_a_word_of_complaint():
    assert evidence().quarantined == ()
    assert [item.code for item in evidence().problems] == []
    assert {talk.form for talk in talks()} == {"labels", "table", "srt", "vtt", "times"}
    assert interviews().documents["language"].value_counts().sort("language").rows() == [("en", 3), ("zh", 9)]
    assert interviews().documents["date"].null_count() == 0


def test_roles_are_those_that_were_planted():
    assert Counter(interviews().documents["role"]) == planted()["roles"]
    answers = interviews().turns.filter(pl.col("role") != "interviewer")
    assert answers.height == planted()["answers"]
    assert set(interviews().turns["role"]) == {*planted()["roles"], "interviewer"}


def test_coders_agree_as_often_as_was_planted():
    set_by = defaultdict(set)
    for row in interviews().segments.filter(pl.col("code") != "").iter_rows(named=True):
        set_by[row["code"], row["document"], row["turn"]].add(row["coder"])
    found = defaultdict(lambda: [0, 0, 0])
    for (code, _, _), coders in set_by.items():
        found[code][["12", "1", "2"].index("".join(sorted(coders)))] += 1
    assert found == planted()["codes"]


def test_conflicts_are_those_that_were_planted():
    kinds = Counter(interviews().conflicts["kind"])
    alone = sum(one + two for _, one, two in planted()["codes"].values())
    assert kinds["one-coder"] == alone == 16
    assert interviews().conflicts.filter(pl.col("kind") == "place").n_unique(["document", "turn"]) == planted()["parts"]
    assert kinds["stance"] == 0


def test_only_what_people_agreed_to_is_cleared():
    cleared = interviews().segments.filter("cleared")
    places = set(cleared.filter(pl.col("coder") == "1").select("document", "turn").rows())
    assert len(places) == planted()["quotable"]
    assert planted()["cleared_against_consent"] == 2
    only = interviews().documents.filter(pl.col("consent") == "analysis")["document"].to_list()
    assert len(only) == 2
    assert cleared.filter(pl.col("document").is_in(only)).is_empty()


@pytest.mark.parametrize("coder", ["1", "2"])
def test_every_turn_was_read_by_both(coder):
    mine = interviews().segments.filter(pl.col("coder") == coder)
    assert mine.select("document", "turn").n_unique() == interviews().turns.height
