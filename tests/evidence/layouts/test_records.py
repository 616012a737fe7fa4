"""Files that are no tables: JSON, RIS, press databases, folders of texts, Parquet, SPSS. All content is made up."""

import io
import json
import sys

import polars as pl
import pytest

from clustermark.evidence.date_cells import date_of
from clustermark.pipeline.cache import source_hashes
from clustermark.study.load import load_study
from clustermark.study.model import Source, Study, Text

JSON_LINES = """{"date": "2024-03-15", "media_name": "Sample Daily", "title": "Towels", "author": "someone", "likes": 3}

{"date": "2024-03-16", "title": "broken
{"date": "2024-03-17", "title": "Fair", "source": {"name": "x"}, "tags": ["a", "b"]}
"""
RIS = """TY  - NEWS
T1  - Towel town goes digital
JO  - Sample Daily
DA  - 2024/03/15/
AB  - Factories sell online.
N2  - A second summary.
UR  - https://example.org/a
LA  - en
ER  -

stray line
TY  - NEWS
TI  - Without an end
PY  - 2023
"""
NEXIS = """                               1 of 2 DOCUMENTS


                                 Sample Daily

                            March 15, 2024 Friday

Towel town goes digital

BYLINE: A. Writer

LENGTH: 12 words

Factories in the county now sell under their own names online.

They did not before.

LOAD-DATE: March 16, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

                     Copyright 2024 Sample Daily

                               2 of 2 DOCUMENTS

                                 Sample Weekly

                            March 16, 2024 Saturday
                                   Edition 1;
                                    North

Fair opens

LENGTH: 4 words

The fair is open.
"""
FACTIVA = """<html><body><div class="article enArticle"><table>
<tr><td><b>HD</b></td><td>Towel town goes digital</td></tr><tr><td>BY</td><td>A. Writer</td></tr>
<tr><td>PD</td><td>15 décembre 2024</td></tr>
<tr><td>SN</td><td>Sample Daily</td></tr><tr><td>LA</td><td>English</td></tr>
<tr><td>LP</td><td><p>Factories sell.</p></td></tr><tr><td>TD</td><td>They did not before.</td></tr>
<tr><td>AN</td><td>Document SAMPLE0001</td></tr></table></div></body></html>"""


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("29 décembre 2011", "2011-12-29"),
        ("29. Dezember 2011", "2011-12-29"),
        ("1er août 2011", "2011-08-01"),
        ("3 de março de 2011", "2011-03-03"),
        ("15-Mar-2022 10:02AM", "2022-03-15"),
        ("January 11, 2010 Monday", "2010-01-11"),
        ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01"),
        ("20240315100000", "2024-03-15"),
        ("2024年3月", "2024-03"),
        ("2024-03-15T10:00:00Z", "2024-03-15"),
        ("11 jui 2010", ""),
        ("03/02/2024", ""),
        ("soon", ""),
    ],
)
def test_dates_of_press_databases(written, iso):
    assert date_of(written) == iso


@pytest.mark.parametrize("written", ["2019年13月", "2023-02-29", "31 juin 2010", "0021-01-01"])
def test_dates_that_no_calendar_has(written):
    with pytest.raises(ValueError, match=r".*"):
        date_of(written)


def test_json_lines(read_file, fates):
    evidence = read_file("mentions", "a.jsonl", JSON_LINES)
    assert fates(evidence) == (2, 1, 1)
    first, second = evidence.rows("mentions")
    assert (first["row"], first["outlet"], first["likes"]) == ("file:1", "Sample Daily", 3)
    assert second["row"] == "file:4", "a record counts by its line"
    assert evidence.quarantined[0].rule == "record.unreadable" and evidence.quarantined[0].row == 3
    assert evidence.sources["file"].layout == "json"
    assert "someone" not in str(dict(evidence.raw["file:1"]))
    assert evidence.raw["file:4"]["source.name"] == "x"


def test_json_of_a_known_layout(read_file, fates):
    item = {"published": 1710460800000, "content": "text", "url": "https://example.org", "source_type": ["NEWS"]}
    item["extra_source_attributes"] = {"name": "Sample Daily"}
    evidence = read_file("mentions", "a.json", json.dumps([item, 5]))
    assert fates(evidence) == (1, 1, 0)
    assert evidence.sources["file"].layout == "json+talkwalker"
    (row,) = evidence.rows("mentions")
    assert (row["date"], row["outlet"]) == ("2024-03-15", "Sample Daily")


def test_ris(read_file, fates):
    evidence = read_file("mentions", "a.ris", RIS)
    assert fates(evidence) == (2, 1, 0)
    first, last = evidence.rows("mentions")
    assert (first["title"], first["outlet"], first["date"]) == ("Towel town goes digital", "Sample Daily", "2024-03-15")
    assert first["text"] == "Factories sell online.\nA second summary."
    assert (last["row"], last["date"], last["title"]) == ("file:3", "2023", "Without an end")


def test_nexis(read_file, fates):
    evidence = read_file("mentions", "a.txt", "\ufeff" + NEXIS.replace("\n", "\r\n"))
    assert fates(evidence) == (2, 0, 0)
    first, second = evidence.rows("mentions")
    assert (first["outlet"], first["date"], first["title"]) == ("Sample Daily", "2024-03-15", "Towel town goes digital")
    assert first["text"].endswith("online.\nThey did not before.") and "Copyright" not in first["text"]
    assert (first["language"], first["platform"], first["channel"]) == ("ENGLISH", "Newspaper", "earned")
    assert second["text"] == "The fair is open."


def test_factiva(read_file, fates):
    evidence = read_file("mentions", "a.html", FACTIVA)
    assert fates(evidence) == (1, 0, 0)
    (row,) = evidence.rows("mentions")
    assert (row["date"], row["outlet"], row["text"]) == (
        "2024-12-15",
        "Sample Daily",
        "Factories sell.\nThey did not before.",
    )


def test_gdelt(read_file, fates):
    cells = [""] * 27
    cells[:2], cells[3:5], cells[15] = (
        ["20240315100000-1", "20240315100000"],
        ["example.org", "https://example.org/a"],
        "-1.5,2",
    )
    cells[25], cells[26] = "srclc:zho;eng:x", "<PAGE_TITLE>Towels &amp; more</PAGE_TITLE>"
    line = "\t".join(cells)
    evidence = read_file("mentions", "20240315.gkg.csv", f"{line}\n20240315100000-2\tcut off\n\n{line}\n")
    assert fates(evidence) == (2, 1, 1)
    row = evidence.rows("mentions")[1]
    assert (row["row"], row["date"], row["title"]) == ("file:4", "2024-03-15", "Towels & more")
    assert (row["outlet"], row["language"], row["sentiment"]) == ("example.org", "zho", "-1.5")


def test_a_folder_of_texts(read_file, fates, tmp_path):
    press = tmp_path / "press"
    (press / "Sample Daily").mkdir(parents=True)
    (press / "2024-03-15 fair.txt").write_text("Fair opens\n\nThe fair lasts three days.", encoding="utf-8")
    (press / "Sample Daily" / "202404.html").write_text("<p>展会</p><script>x</script><p>开幕</p>", encoding="gb18030")
    (press / "dated.md").write_text("# A title\n2024年3月17日\nText", encoding="utf-8")
    (press / "scan.pdf").write_bytes(b"%PDF-1.4")
    (press / "undated.txt").write_text("no date here", encoding="utf-8")
    (press / "link.txt").symlink_to(press / "dated.md")
    evidence = read_file("mentions", "press")
    assert fates(evidence) == (3, 2, 0)
    rows = {row["row"]: row for row in evidence.rows("mentions")}
    assert rows["file:1"]["title"] == "Fair opens" and rows["file:1"]["date"] == "2024-03-15"
    assert (rows["file:2"]["outlet"], rows["file:2"]["date"], rows["file:2"]["title"]) == (
        "Sample Daily",
        "2024-04",
        "展会",
    )
    assert rows["file:3"]["date"] == "2024-03-17" and rows["file:3"]["title"] == "A title"
    assert evidence.raw["file:2"]["file"] == "Sample Daily/202404.html"
    assert {item.rule for item in evidence.quarantined} == {"text-file.unreadable", "cell.missing"}
    before = evidence.sources["file"].sha256
    (press / "dated.md").write_text("# A title\n2024年3月18日\nText", encoding="utf-8")
    assert read_file("mentions", "press").sources["file"].sha256 != before


def test_a_changed_text_makes_a_new_run(tmp_path):
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "a.txt").write_text("Fair\n2024-03-15\nText", encoding="utf-8")
    sources = (Source(id="press", path="press", table="mentions"), Source(id="none", path="none", table="mentions"))
    study = Study(title=Text(zh="例", en="S"), focus="sampleton", period="2021", sources=sources, folder=tmp_path)
    first = source_hashes(study)
    (tmp_path / "press" / "a.txt").write_text("Fair\n2024-03-16\nText", encoding="utf-8")
    second = source_hashes(study)
    assert first["press"] != second["press"] and second["none"] == ""
    (tmp_path / "press" / "a.txt").rename(tmp_path / "press" / "b.txt")
    assert source_hashes(study)["press"] not in (first["press"], second["press"])


def test_only_mentions_may_be_a_folder(read_file, tmp_path):
    (tmp_path / "press").mkdir()
    assert [item.code for item in read_file("claims", "press").problems] == ["file.is-a-folder"]
    assert [item.code for item in read_file("mentions", "press").problems] == ["folder.empty"]


def test_a_study_may_name_a_folder_of_texts(tmp_path):
    (tmp_path / "press").mkdir()
    text = 'focus = "sampleton"\nperiod = "2021"\n[title]\nzh = "示例"\nen = "Sample"\n'
    text += '[[sources]]\nid = "press"\npath = "press"\ntable = "mentions"\ndefaults.channel = "earned"\n'
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    assert dict(load_study(tmp_path).sources[0].defaults) == {"channel": "earned"}


def test_parquet(read_file, fates):
    out = io.BytesIO()
    pl.DataFrame(
        {"year": [2021, 2022], "flow": ["export", "up"], "hs": ["640399", "640399"], "value": [1.5, 2.0]}
    ).write_parquet(out)
    evidence = read_file("trade", "a.parquet", out.getvalue(), defaults={"currency": "USD"})
    assert fates(evidence) == (1, 1, 0)
    (row,) = evidence.rows("trade")
    assert (row["row"], row["value"], row["currency"]) == ("file:1", 1.5, "USD")
    assert [item.code for item in read_file("trade", "a.parquet", out.getvalue()[:40]).problems] == ["file.damaged"]


def test_spss_is_told_where_its_library_is_missing(read_file, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    (flaw,) = read_file("audience", "a.sav", b"$FL2@(#) SPSS DATA FILE").problems
    assert flaw.code == "file.needs-extra"


def test_spss(read_file, fates, tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat", reason="files of SPSS need pyreadstat (extra survey)")
    frame = pl.DataFrame({"Q1": [1.0, 2.0, None], "Q2": ["好", "", "不好"]})
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "a.sav"),
        column_labels=["Do you know it?", ""],
        variable_value_labels={"Q1": {1: "yes", 2: "no"}},
    )
    evidence = read_file("audience", "a.sav")
    assert fates(evidence) == (3, 0, 0)
    assert json.loads(evidence.rows("audience")[0]["answers"]) == {"Q1": "1", "Q2": "好"}
    assert evidence.raw["file:1"] == {"respondent": "1", "Q1: Do you know it?": "1 = yes", "Q2": "好"}
    damaged = (tmp_path / "a.sav").read_bytes()[:300]
    assert [item.code for item in read_file("audience", "b.sav", damaged).problems] == ["file.damaged"]


@pytest.mark.parametrize(
    "content", ["{", "[{}", "[" * 100_000, '{"a": ' * 5000, "TY  - ", "TY  - \nER  - ", "[1, 2]", "{}\n[]"]
)
def test_hostile_records_do_not_break_reading(read_file, fates, content):
    fates(read_file("mentions", "a.txt", content))
