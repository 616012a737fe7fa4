import errno
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustermark.study.load import load_study
from clustermark.study.model import Study, Text
from clustermark.study.write import quoted, study_toml, write_study

from .conftest import MakeStudy


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_the_round_trip(text: str) -> None:
    assert tomllib.loads(f"text = {quoted(text)}") == {"text": text}


def test_a_study_survives_the_round_trip(make_study: MakeStudy) -> None:
    study = load_study(make_study())
    folder = study.folder
    write_study(study, folder / "study.toml", ["说明 \n[title]", "second = line"])
    assert load_study(folder) == study
    assert (folder / "study.toml").read_text(encoding="utf-8").startswith("# 说明 [title]\n# second = line\n")
    assert sorted(item.name for item in folder.iterdir()) == ["claims.csv", "places.csv", "study.toml"]


def test_defaults_are_left_out() -> None:
    study = Study(title=Text(zh="甲", en="A"), focus="a", period="2021")
    assert study_toml(study) == 'title = { zh = "甲", en = "A" }\nfocus = "a"\nperiod = "2021"\n'


def test_a_full_disk_leaves_the_old_file(make_study: MakeStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    study = load_study(make_study())
    before = (study.folder / "study.toml").read_bytes()

    def full(path: Path, *args: object, **kwargs: object) -> int:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        write_study(study, study.folder / "study.toml")
    assert (study.folder / "study.toml").read_bytes() == before
    assert len(list(study.folder.iterdir())) == 3
