"""A world table that a study names: checked in the study file, known by its bytes, read once, never for `check`."""

from pathlib import Path

import numpy as np
import pytest

from clustermark.evidence import world_tables
from clustermark.evidence.read import read_evidence
from clustermark.evidence.world_table_sources import open_system, open_table, table_hash, world_sources
from clustermark.evidence.world_tables import write_world_table
from clustermark.methods.valuechain import System, WorldTable
from clustermark.pipeline.cache import source_hashes
from clustermark.study.load import load_study
from clustermark.study.model import WORLD_LAYOUTS
from clustermark.study.problems import ClustermarkError

TABLE = WorldTable([[1, 2], [3, 4]], [[5, 1], [2, 7]], ["AAA", "BBB"], ["s"], year=2020, unit="million USD")
STUDY = """title = { zh = "示例", en = "Sample" }
focus = "sampleton"
period = "2021"

[[sources]]
id = "world"
path = "world-table-2020.npz"
table = "world_table"
layout = "npz"
year = 2020
"""


def study_in(folder: Path, text: str = STUDY) -> Path:
    write_world_table(TABLE, folder)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


def codes(folder: Path) -> set[tuple[str, str]]:
    with pytest.raises(ClustermarkError) as caught:
        load_study(folder)
    return {(item.code, item.where.column) for item in caught.value.problems}


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ('layout = "npz"\n', "", "study.missing-key", "sources[1].layout"),
        ("year = 2020\n", "", "study.missing-key", "sources[1].year"),
        ('"npz"', '"xlsx"', "study.wrong-choice", "sources[1].layout"),
        ("2020\n", "20\n", "study.year-out-of-range", "sources[1].year"),
        ("2020\n", '2020\ndefaults = { colour = "red" }\n', "study.wrong-choice", "sources[1].defaults.colour"),
        ("2020\n", '2020\ndefaults = { blank = "none" }\n', "study.wrong-choice", "sources[1].defaults.blank"),
        ('"world_table"\nlayout = "npz"', '"claims"', "study.year-of-world-table", "sources[1].year"),
    ],
)
def test_a_world_table_says_its_layout_and_year_and_nothing_else_has_a_year(tmp_path, old, new, code, column):
    assert old in STUDY
    assert (code, column) in codes(study_in(tmp_path, STUDY.replace(old, new)))


def test_it_is_known_by_its_bytes_and_holds_no_rows(tmp_path):
    study = load_study(study_in(tmp_path))
    evidence = read_evidence(study)
    (source,) = world_sources(evidence)
    assert source.sha256 == source_hashes(study)["world"] != ""
    assert not evidence.problems and not evidence.tables and not evidence.read


def test_labels_beside_a_matrix_belong_to_its_bytes(tmp_path):
    matrix, labels = tmp_path / "m.csv", tmp_path / "m_countries.csv"
    matrix.write_text("1,2,5,1\n3,4,2,7\n")
    before = table_hash(matrix, "matrix-csv")
    labels.write_text("AAA\nBBB\n")
    with_labels = table_hash(matrix, "matrix-csv")
    labels.write_text("AAA\nCCC\n")
    assert len({before, with_labels, table_hash(matrix, "matrix-csv")}) == 3
    assert table_hash(matrix, "long") == before


def test_an_unchanged_table_is_read_and_factorised_once(tmp_path, monkeypatch):
    study = load_study(study_in(tmp_path))
    (source,) = world_sources(read_evidence(study))
    table = open_table(study, source)
    open_system(study, source, table)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("factorised again")

    monkeypatch.setattr(System, "make_inverse", never)
    (tmp_path / "world-table-2020.npz").unlink()  # what is kept needs no file
    again = open_table(study, source)
    np.testing.assert_array_equal(again.intermediate, TABLE.intermediate)
    assert (again.year, again.unit) == (2020, "million USD")
    assert open_system(study, source, again).has_inverse


def test_a_changed_file_is_read_anew(tmp_path):
    study = load_study(study_in(tmp_path))
    (source,) = world_sources(read_evidence(study))
    open_table(study, source)
    write_world_table(WorldTable([[2, 2], [3, 4]], [[5, 1], [2, 7]], ["AAA", "BBB"], ["s"], year=2020), tmp_path)
    (changed,) = world_sources(read_evidence(study))
    assert changed.sha256 != source.sha256
    assert open_table(study, changed).intermediate[0, 0] == 2


def test_a_confidential_table_is_kept_nowhere(tmp_path):
    study = load_study(study_in(tmp_path, STUDY + 'sensitivity = "confidential"\n'))
    (source,) = world_sources(read_evidence(study))
    assert open_system(study, source, open_table(study, source)).has_inverse
    assert not (tmp_path / ".clustermark").exists()


def test_a_damaged_store_is_put_right(tmp_path):
    study = load_study(study_in(tmp_path))
    (source,) = world_sources(read_evidence(study))
    open_table(study, source)
    (kept,) = (tmp_path / ".clustermark" / "world").rglob("*.npz")
    kept.write_bytes(kept.read_bytes()[:200])
    np.testing.assert_array_equal(open_table(study, source).intermediate, TABLE.intermediate)


def test_the_layouts_of_a_study_are_those_of_the_readers():
    assert set(WORLD_LAYOUTS) == set(world_tables._READERS)
