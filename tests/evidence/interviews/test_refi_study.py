"""REFI-QDA projects as sources of a study, and a study as a project; nothing is lost on the way."""

import pytest
from tests.evidence.interviews.conftest import TALK
from tests.evidence.readers.refi.small import ANNA, BRAND, PRICE, TEXT, archive, project, project_xml, selection

from clustermark.evidence.interviews.build import interviews_of
from clustermark.evidence.interviews.codes import starting_codebook
from clustermark.evidence.interviews.export import project_of
from clustermark.evidence.interviews.refi_rows import code_ids
from clustermark.evidence.read import read_evidence
from clustermark.evidence.readers.refi import read_qdpx, write_qdpx
from clustermark.evidence.readers.refi.model import Code
from clustermark.study.model import Source

SAID = "Q: Who sets the price?\r\nLi: The buyer 😀 sets it.\r\nQ: And the brand?\r\nLi: Theirs."
TABLES = ("codebook", "interviews", "segments")
COLUMNS = ["document", "start", "end", "code", "coder", "memo", "text"]


@pytest.fixture
def from_project(make):
    """from_project(bytes, tables=...) -> Made: one project as three sources."""

    def build(data, tables=TABLES, transcripts=None):
        extra = tuple(Source(id=f"p-{table}", path="p.qdpx", table=table, origin="illustrative") for table in tables)
        return make(transcripts, {"p.qdpx": data}, extra=extra)

    return build


def test_a_project_is_interviews_codebook_and_codings(from_project):
    start = SAID.index("The buyer")
    made = from_project(project(SAID, selection(start, start + 11, "The buyer 😀")))
    assert made.rules == []
    (row,) = made.interviews.segments.iter_rows(named=True)
    assert (row["text"], row["code"], row["coder"], row["turn"]) == ("The buyer 😀", "price", "Anna", 2)
    assert made.interviews.codebook.select("code", "parent").rows() == [("price", ""), ("own brand", "price")]
    assert made.interviews.documents["name"].to_list() == ["Mill 1"]
    assert not made.interviews.documents["open"].any()
    assert not made.interviews.codebook["open"].any()  # codes of a project may name people


def test_line_ends_of_another_program_are_repaired_and_told(from_project):
    """Positions counted as if CR LF were one sign, in a text that has both."""
    start = SAID.replace("\r\n", "\n").index("Theirs.")
    words = SAID.replace("\r\n", "\n")
    first = words.index("The buyer")
    marks = selection(first, first + 9, "The buyer") + selection(start, start + 7, "Theirs.", guid=BRAND)
    made = from_project(project(SAID, marks))
    assert sorted(made.interviews.segments["text"].to_list()) == ["The buyer", "Theirs."]
    (repair,) = [item for item in made.evidence.problems if item.code == "refi-told.repaired"]
    assert dict(repair.fields)["rule"] == "crlf-as-one"


def test_a_coding_beyond_the_text_or_of_an_unknown_code_is_quarantined(from_project):
    code = "99999999-0000-4000-8000-000000000000"
    marks = selection(0, 0) + selection(2, 6, guid=BRAND).replace(PRICE, code)
    made = from_project(project(SAID, marks))
    assert sorted(rule for _, _, rule in made.rules) == ["segment.code-unknown", "segment.empty"]


def test_codes_that_share_a_name_bear_the_names_above_them():
    codes = [
        Code("A", "price"),
        Code("B", "brand; own"),
        Code("C", "price", parent="B"),
        Code("D", "price", parent="B"),
    ]
    assert code_ids(codes) == {"a": "price", "b": "brand, own", "c": "brand, own/price", "d": "brand, own/price (2)"}


def test_variables_named_like_our_columns_say_when_and_where(from_project):
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{n}0000000-0000-4000-8000-000000000000"/>'
        f"<TextValue>{text}</TextValue></VariableValue>"
        for n, text in ((7, "2021-05-12"), (8, "anonymous"))
    )
    more = "<Variables>" + "".join(
        f'<Variable guid="{n}0000000-0000-4000-8000-000000000000" name="{name}" typeOfVariable="Text"/>'
        for n, name in ((7, "Interview date"), (8, "Consent"))
    )
    made = from_project(project(SAID, more=more + "</Variables>", inside=values))
    (row,) = made.interviews.documents.iter_rows(named=True)
    assert (row["date"], row["consent"]) == ("2021-05-12", "anonymous")


def exported(made, base=None):
    codes = made.evidence.rows("codebook") or starting_codebook()
    return write_qdpx(project_of(made.interviews, codes, "zh", base, "name"), keep_base_path=False)


def test_a_study_goes_out_as_a_project_and_comes_back_the_same(make, from_project):
    rows = "document,start,end,codes,coder,memo\n01.txt,56,66,lockin; governance.power,甲,记\n01.txt,60,80,lockin,乙,\n"
    before = make({"01.txt": TALK}, {"segments.csv": rows})
    data = exported(before)
    assert data == exported(before)
    for path in ("segments.csv", "transcripts/01.txt"):
        (before.study.folder / path).unlink()
    after = from_project(data)
    assert after.rules == []
    names = dict(before.interviews.codebook.select("name_zh", "code").iter_rows())
    back = after.interviews.segments.with_columns(after.interviews.segments["code"].replace_strict(names))
    assert back.select(COLUMNS).sort(COLUMNS).equals(before.interviews.segments.select(COLUMNS).sort(COLUMNS))
    parents = dict(after.interviews.codebook.select("code", "parent").iter_rows())
    assert parents["议价能力与依赖"] == "治理"


def test_a_project_that_was_read_is_written_back_with_all_it_held(from_project):
    """Pictures, links and marks of other programs stay; nothing new is made of what was there."""
    more = '<Links><Link guid="70000000-0000-4000-8000-000000000000" originGUID="a" targetGUID="b"/></Links>'
    start = SAID.index("The buyer")
    xml = project_xml(selection(start, start + 9, "The buyer"), more=more)
    data = archive([("project.qde", xml), (f"sources/{TEXT}.txt", SAID.encode()), ("sources/a.jpg", b"picture")])
    made = from_project(data)
    again = read_qdpx(exported(made, read_qdpx(data)))
    first = read_qdpx(data)
    assert (again.codes, again.users, again.sources, again.selections) == (
        first.codes,
        first.users,
        first.sources,
        first.selections,
    )
    assert again.files == first.files
    assert [node.kind for node in again.root.children] == [node.kind for node in first.root.children]


def test_what_came_since_is_added_at_the_right_place(from_project, make, tmp_path):
    data = project(SAID)
    made = from_project(data)
    digest = made.interviews.documents["document"][0]
    kept = made.interviews.texts[digest]
    start = kept.index("Theirs.")
    (tmp_path / "segments.csv").write_text(
        f"document,start,end,codes,coder\n{digest},{start},{start + 7},own brand,Anna\n", encoding="utf-8"
    )
    extra = tuple(Source(id=f"p-{table}", path="p.qdpx", table=table, origin="illustrative") for table in TABLES)
    added = make({"b.txt": TALK}, extra=extra)
    assert added.rules == []
    again = read_qdpx(exported(added, read_qdpx(data)))
    (passage,) = again.selections
    assert (passage.quote, passage.codes, again.users[0].guid) == ("Theirs.", (BRAND,), ANNA)
    assert passage.start == SAID.index("Theirs.")  # of the text as it stands there, with CR LF
    assert [source.name for source in again.sources] == ["Mill 1", "b.txt"]
    assert len(again.users) == 1


def test_messages_repeat_no_name_of_a_project(from_project):
    data = project(SAID, selection(0, 400, "secret quote"), qde="secret.qde", path="absolute://secret/home.txt")
    made = from_project(data)
    assert {"refi-told.path-outside", "refi-told.root-name"} <= set(made.told)
    assert not any("secret" in str(item) for item in (*made.evidence.problems, *made.evidence.quarantined))


@pytest.mark.research
@pytest.mark.parametrize("name", ["atlasti8.qdpx", "demo.qdpx", "nvivo15_mac.qdpx"])
def test_projects_of_other_programs_are_read_and_written_back(research_data, tmp_path, name):
    from clustermark.study.model import Study, Text

    path = research_data / "qdpx" / name
    (tmp_path / "p.qdpx").write_bytes(path.read_bytes())
    study = Study(
        title=Text(zh="示例", en="Sample"),
        focus="sampleton",
        period="2021",
        folder=tmp_path,
        sources=tuple(Source(id=f"p-{table}", path="p.qdpx", table=table) for table in TABLES),
    )
    evidence = read_evidence(study)
    interviews = interviews_of(evidence, study)
    first = read_qdpx(path.read_bytes())
    project = project_of(interviews, evidence.rows("codebook"), "en", first)
    again = read_qdpx(write_qdpx(project))
    assert (len(again.selections), len(again.codes), again.files) == (
        len(first.selections),
        len(first.codes),
        first.files,
    )
    assert len(evidence.rows("codebook")) == len(first.codes)
