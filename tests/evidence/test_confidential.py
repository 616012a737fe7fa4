"""Rows of a confidential source, good and bad, are planted and searched for in everything that the room writes."""

import io
import json
import zipfile

import polars as pl
import pytest

from clustermark.evidence.quarantine import write_quarantine
from clustermark.evidence.read import read_evidence
from clustermark.evidence.reference import may_show, row
from clustermark.evidence.store import write_cited, write_evidence

CANARIES = ("kanarie", "73918264", "金丝雀", "unheard-of", "98765")
HEADER = ["subject", "variable", "value", "unit", "year", "text_en", "text_zh", "kanarie column"]
GOOD = ["sampleton", "kanarie figure", "73918264", "firms", "2021", "said the kanarie", "金丝雀", "x"]
BAD = ["unheard-of", "situation.firms", "98765 kanaries", "kanarie", "金丝雀年", "kanarie", "金丝雀", "x"]
TOO_LONG = [*GOOD, "kanarie"]


def everything(folder) -> str:
    """All that stands in the files of a folder, archives and Parquet unpacked."""
    texts = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            texts.append(path.name + data.decode("utf-8", errors="ignore"))
            if path.suffix == ".parquet":
                texts.extend(json.dumps(line, ensure_ascii=False) for line in pl.read_parquet(path).to_dicts())
            elif zipfile.is_zipfile(io.BytesIO(data)):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    texts.extend(archive.read(name).decode("utf-8", errors="ignore") for name in archive.namelist())
    return "\n".join(texts)


def written(evidence, folder) -> str:
    folder.mkdir()
    write_evidence(evidence, folder / "evidence")
    write_quarantine(evidence, folder / "quarantine.csv", lambda item: (str(item), str(item.fields)))
    references = [str(line["row"]) for table in evidence.tables for line in evidence.rows(table)]
    write_cited(evidence, references, folder / "cited.parquet")
    told = "\n".join(map(str, (*evidence.problems, *evidence.quarantined, *evidence.set_aside, evidence.raw)))
    answers = "\n".join(str(row(evidence, reference)) for reference in references)
    return everything(folder) + told + answers


@pytest.mark.parametrize("rows", [[GOOD], [BAD], [TOO_LONG], [GOOD, BAD, TOO_LONG]])
def test_nothing_of_a_confidential_row_leaves_the_room(make_study, tmp_path, rows):
    study = make_study(sensitivity={"claims": "confidential"}, claims=[HEADER, *rows])
    text = written(read_evidence(study), tmp_path / "out")
    assert [canary for canary in CANARIES if canary in text] == []


@pytest.mark.parametrize("rows", [[GOOD], [BAD]])
def test_the_search_finds_a_planted_row(make_study, tmp_path, rows):
    text = written(read_evidence(make_study(claims=[HEADER, *rows])), tmp_path / "out")
    assert [canary for canary in CANARIES if canary in text] != []


def test_a_confidential_row_answers_so_and_a_cleared_one_answers(make_study):
    rows = [[*HEADER, "cleared"], [*GOOD, ""], [*GOOD, "yes"]]
    evidence = read_evidence(make_study(sensitivity={"claims": "confidential"}, claims=rows))
    closed, open_ = row(evidence, "claims:2"), row(evidence, "claims:3")
    assert closed["answer"] == "confidential"
    assert closed["raw"] == closed["values"] == {}
    assert closed["mark"].startswith("confidential:")
    assert open_["answer"] == "open"
    assert open_["values"]["value"] == 73918264.0
    assert [may_show(evidence, f"claims:{line}") for line in (2, 3)] == [False, True]


def test_withheld_rows_are_named_by_reference_and_mark(make_study, tmp_path):
    evidence = read_evidence(make_study(sensitivity={"claims": "confidential"}, claims=[HEADER, GOOD]))
    write_evidence(evidence, tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out" / "claims.parquet").height == 0
    (line,) = pl.read_parquet(tmp_path / "out" / "withheld.parquet").to_dicts()
    assert (line["reference"], line["mark"]) == ("claims:2", evidence.covered["claims:2"])


def test_the_mark_of_a_short_text_cannot_be_found_by_trying(make_study):
    marks = set()
    for other in ("a", "b"):
        rows = [HEADER, ["", *GOOD[1:]], [*GOOD[:7], other], BAD]
        evidence = read_evidence(make_study(sensitivity={"claims": "confidential"}, claims=rows))
        marks.add(next(item.raw for item in evidence.quarantined if item.rule == "place.unknown"))
    assert len(marks) == 2  # the same text in another file has another mark


def test_a_caption_above_a_confidential_table_is_not_repeated(make_study, tmp_path):
    rows = [["Unit: kanarie, firms"], HEADER, GOOD]
    evidence = read_evidence(make_study(sensitivity={"claims": "confidential"}, claims=rows))
    assert "unit.caption-unclear" in [item.code for item in evidence.problems]
    text = written(evidence, tmp_path / "out")
    assert [canary for canary in CANARIES if canary in text] == []


def test_lines_of_a_confidential_source_that_cannot_be_read_are_not_repeated(make_study, tmp_path):
    lines = [",".join(HEADER), ",".join(GOOD), "金丝雀,kanarie\x00", '"kanarie"x,98765', "kanarie\ufffd"]
    data = "\n".join(lines).encode() + b"\nkanarie,\xbd\xf0"
    evidence = read_evidence(make_study(sensitivity={"claims": "confidential"}, claims=data))
    assert len(evidence.quarantined) == 4
    text = written(evidence, tmp_path / "out")
    assert [canary for canary in CANARIES if canary in text] == []


def test_a_title_above_a_confidential_table_is_not_repeated(make_study, tmp_path):
    rows = [["kanarie list"], HEADER, GOOD]
    evidence = read_evidence(make_study(sensitivity={"claims": "confidential"}, claims=rows))
    text = written(evidence, tmp_path / "out")
    assert [canary for canary in CANARIES if canary in text] == []
