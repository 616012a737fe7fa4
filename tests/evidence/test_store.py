"""What is written: Parquet with its description, cited rows, the quarantine; the same bytes for the same evidence."""

import csv
import io
import json

import polars as pl
import pytest

from clustermark.evidence.neutral import neutralised
from clustermark.evidence.quarantine import COLUMNS, write_quarantine
from clustermark.evidence.read import read_evidence
from clustermark.evidence.reference import may_show, row, split_reference
from clustermark.evidence.specs import table_specs
from clustermark.evidence.store import write_cited, write_evidence

HEADER = ["subject", "variable", "value", "unit", "year", "publisher"]
GOOD = ["示例镇", "situation.firms", "300余", "家", "2021", "示例日报"]


def test_a_reference_gives_the_row_back(make_study):
    evidence = read_evidence(make_study(claims=[["title"], HEADER, GOOD]))
    found = row(evidence, "claims:3")
    assert found["table"] == "claims"
    assert found["line"] == 3
    assert found["answer"] == "open"
    assert found["raw"]["subject"] == "示例镇"
    assert found["values"]["subject"] == "sampleton"
    assert found["values"]["bound"] == "at least"
    assert found["source"].sha256 == evidence.sources["claims"].sha256
    assert may_show(evidence, "claims:3")


@pytest.mark.parametrize("reference", ["claims:1", "claims:99", "nowhere:1", "", "claims", "claims:", ":3", "claims:x"])
def test_a_reference_to_no_accepted_row_gives_nothing(make_study, reference):
    assert row(read_evidence(make_study(claims=[HEADER, GOOD])), reference) is None


def test_references_come_apart():
    assert split_reference("firms/Sheet 1:17") == ("firms", "Sheet 1", 17)
    assert split_reference("claims:2") == ("claims", "", 2)
    with pytest.raises(ValueError, match="no reference"):
        split_reference("claims")


def test_the_package_describes_every_table(make_study, tmp_path):
    evidence = read_evidence(make_study(claims=[HEADER, GOOD]))
    write_evidence(evidence, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == ["places", "claims"]
    for resource in package["resources"]:
        frame = pl.read_parquet(tmp_path / "out" / resource["path"])
        assert frame.columns == [field["name"] for field in resource["schema"]["fields"]]
        assert frame.height == resource["clustermark:rows"]
        spec = table_specs()[resource["name"]]
        required = {
            field["name"] for field in resource["schema"]["fields"] if field.get("constraints", {}).get("required")
        }
        assert required == {column.id for column in spec.columns if column.required}
    assert [source["clustermark:sha256"] for source in package["sources"]] == [
        source.sha256 for source in evidence.sources.values()
    ]


def test_the_same_evidence_gives_the_same_bytes(make_study, tmp_path):
    for name in ("a", "b"):
        evidence = read_evidence(make_study(claims=[HEADER, GOOD]))
        write_evidence(evidence, tmp_path / name)
        write_cited(evidence, ["claims:2", "places:2"], tmp_path / name / "cited.parquet")
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_cited_rows_are_those_named_in_order(make_study, tmp_path):
    evidence = read_evidence(make_study(claims=[HEADER, GOOD, GOOD]))
    write_cited(evidence, ["places:2", "claims:3", "claims:3", "claims:77"], tmp_path / "cited.parquet")
    rows = pl.read_parquet(tmp_path / "cited.parquet").to_dicts()
    assert [(line["reference"], line["table"], line["source"]) for line in rows] == [
        ("claims:3", "claims", "claims"),
        ("places:2", "places", "places"),
    ]
    assert json.loads(rows[0]["row"]) == {
        "subject": "sampleton",
        "variable": "situation.firms",
        "value": 300.0,
        "bound": "at least",
        "unit": "家",
        "year": 2021,
        "publisher": "示例日报",
    }
    assert json.loads(rows[0]["raw"])["value"] == "300余"


def test_the_quarantine_is_harmless_in_a_spreadsheet(make_study, tmp_path):
    bad = [*GOOD[:2], "=HYPERLINK(1)", "家", "2021", ""]
    evidence = read_evidence(make_study(claims=[HEADER, bad, ["@sum", *GOOD[1:]]]))
    write_quarantine(evidence, tmp_path / "quarantine.csv", lambda item: (f"wrong: {item.rule}", "=mend"))
    data = (tmp_path / "quarantine.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, first, second = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert header == list(COLUMNS)
    assert first[:7] == ["claims", "claims.csv", "", "2", "value", "'=HYPERLINK(1)", "number.unreadable"]
    assert first[7:9] == ["wrong: number.unreadable", "'=mend"]
    assert second[5] == "'@sum"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "＝1", "　=1", "%x", "|x"])
def test_signs_that_open_a_formula_are_made_harmless(text):
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "示例", "300", "a=b", "x-1"])
def test_other_text_stays_as_it_is(text):
    assert neutralised(text) == text


def test_a_write_that_fails_leaves_the_old_file(make_study, tmp_path):
    evidence = read_evidence(make_study(claims=[HEADER, ["", *GOOD[1:]]]))
    path = tmp_path / "quarantine.csv"
    path.write_text("old")

    def fail(item):
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_quarantine(evidence, path, fail)
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir() if "partial" in item.name] == []
