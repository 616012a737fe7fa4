"""Answers in one shape, whatever file they came from. All answers are made up."""

from clustermark.evidence.answers import LONG, answers_of
from clustermark.evidence.model import Evidence
from clustermark.evidence.read import read_evidence
from clustermark.study.model import Source, Study, Text

WIDE = "respondent,weight,Q1,Q2\na,1.5,yes,4\nb,0.5,fairs┋friends,\n"
LONG_FILE = "respondent,item,answer\na,q 1,no\n"
ITEMS = """survey,item,role,subject,attribute,scale_low,scale_high,reversed
,Q1,awareness,sampleton,,,,
wide,Q2,image,sampleton,quality,1,5,yes
"""


def study(tmp_path, sensitivity="public"):
    for name, text in {"wide.csv": WIDE, "long.csv": LONG_FILE, "items.csv": ITEMS}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    sources = (
        Source(id="wide", path="wide.csv", table="audience", sensitivity=sensitivity),
        Source(id="long", path="long.csv", table="audience"),
        Source(id="items", path="items.csv", table="audience_items"),
    )
    return Study(title=Text(zh="例", en="S"), focus="sampleton", period="2021", sources=sources, folder=tmp_path)


def test_wide_and_long_files_give_the_same_rows(tmp_path):
    frame = answers_of(read_evidence(study(tmp_path)))
    assert [(row["row"], row["item"], row["answer"], row["role"]) for row in frame.to_dicts()] == [
        ("wide:2", "Q1", "yes", "awareness"),
        ("wide:2", "Q2", "4", "image"),
        ("wide:3", "Q1", "fairs", "awareness"),
        ("wide:3", "Q1", "friends", "awareness"),
        ("long:2", "q 1", "no", "awareness"),
    ]
    second = frame.row(1, named=True)
    assert (second["weight"], second["subject"], second["attribute"]) == (1.5, "sampleton", "quality")
    assert (second["scale_high"], second["reversed"]) == (5, True)


def test_confidential_answers_stay_where_they_are(tmp_path):
    frame = answers_of(read_evidence(study(tmp_path, "confidential")))
    assert set(frame["source"]) == {"long"}


def test_without_answers_there_is_an_empty_table():
    frame = answers_of(Evidence(tables={}, sources={}))
    assert frame.height == 0 and list(frame.columns) == list(LONG)


def test_answers_that_are_no_object_are_quarantined(read_file):
    evidence = read_file("audience", "a.csv", 'respondent,answers\n1,[1]\n2,"{""Q1"": ""x""}"\n')
    assert [(item.row, item.rule) for item in evidence.quarantined] == [(2, "answers.malformed")]
