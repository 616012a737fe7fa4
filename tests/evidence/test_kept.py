"""A large source of texts that did not change is not read again, and nobody can tell that it was not."""

import json
from pathlib import Path

import pytest

from clustermark.evidence import kept, read
from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Source, Study, Text

ROWS = [
    "date,outlet,channel,title,text,reach,unknown",
    "2023-01-05,示例日报,earned,展会开幕,一百二十家企业参展,1200,x",
    "2023-02-30,示例日报,earned,没有这一天,正文,5,",
    "合计,,,,,,",
    ",,,,,,",
    '2023-02-01,样稿网,广告,"a ""quoted"", title","two\nlines",10万+,',
    "2023-03-01,样稿网,earned,=SUM(A1),正文,12,",
]


def study_of(folder: Path, *, sensitivity: str = "public", name: str = "mentions.csv") -> Study:
    source = Source(id="press", path=name, table="mentions", sensitivity=sensitivity)  # type: ignore[arg-type]
    title = Text(zh="示例", en="Sample")
    return Study(title=title, focus="sampleton", period="2023", sources=(source,), folder=folder)


def write(folder: Path, name: str = "mentions.csv") -> None:
    if name.endswith(".jsonl"):
        lines = [
            {"date": "2023-01-05", "title": "展会", "text": "正文"},
            {"date": "neither", "title": "a", "text": "b"},
        ]
        (folder / name).write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    else:
        (folder / name).write_text("\n".join(ROWS) + "\n", encoding="utf-8-sig" if "mark" in name else "utf-8")


def assert_same(one: Evidence, other: Evidence) -> None:
    assert one.tables.keys() == other.tables.keys()
    assert all(one.tables[name].equals(other.tables[name]) for name in one.tables)
    assert {key: dict(cells) for key, cells in one.raw.items()} == {k: dict(cells) for k, cells in other.raw.items()}
    for name in ("sources", "quarantined", "set_aside", "read", "problems", "covered"):
        assert getattr(one, name) == getattr(other, name), name


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGE", 0)


@pytest.mark.usefixtures("small_is_large")
@pytest.mark.parametrize("name", ["mentions.csv", "mark.csv", "mentions.jsonl"])
def test_what_is_kept_is_what_reading_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    write(tmp_path, name)
    first = read_evidence(study_of(tmp_path, name=name))
    assert first.quarantined and len(first.raw)
    with monkeypatch.context() as patch:
        patch.setattr(read, "_read_anew", None)
        assert_same(read_evidence(study_of(tmp_path, name=name)), first)


@pytest.mark.usefixtures("small_is_large")
def test_a_changed_file_or_declaration_is_read_again(tmp_path: Path) -> None:
    write(tmp_path)
    study = study_of(tmp_path)
    read_evidence(study)
    path = tmp_path / "mentions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("示例日报", "样稿日报"), encoding="utf-8")
    assert read_evidence(study).tables["mentions"]["outlet"][0] == "样稿日报"
    source = study.sources[0].model_copy(update={"origin": "illustrative"})
    changed = study.model_copy(update={"sources": (source,)})
    assert read_evidence(changed).tables["mentions"]["origin"][0] == "illustrative"


@pytest.mark.usefixtures("small_is_large")
def test_what_was_damaged_is_read_again_and_kept_again(tmp_path: Path) -> None:
    write(tmp_path)
    first = read_evidence(study_of(tmp_path))
    (entry,) = (tmp_path / ".clustermark" / "read").iterdir()
    for name in ("frame.parquet", "rest.json"):
        (entry / name).write_bytes(b"{")
        assert_same(read_evidence(study_of(tmp_path)), first)


@pytest.mark.usefixtures("small_is_large")
def test_nothing_of_a_confidential_source_is_kept(tmp_path: Path) -> None:
    write(tmp_path)
    read_evidence(study_of(tmp_path, sensitivity="confidential"))
    assert not (tmp_path / ".clustermark").exists()


def test_small_sources_are_not_kept(tmp_path: Path) -> None:
    write(tmp_path)
    read_evidence(study_of(tmp_path))
    assert not (tmp_path / ".clustermark").exists()
