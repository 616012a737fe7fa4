"""REFI-QDA projects read into the model and written back: no element is lost, what is new is added in its place."""

import io
import os
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.evidence.readers.refi.small import (
    ANNA,
    BRAND,
    CODING,
    PASSAGE,
    PRICE,
    SPACE,
    TEXT,
    archive,
    project,
    project_xml,
    selection,
)

from clustermark.evidence.readers.refi import read_qdc, read_qdpx
from clustermark.evidence.readers.refi.model import (
    CODEBOOK_SPACE,
    Case,
    Code,
    Coding,
    Note,
    PlainText,
    Project,
    Selection,
    Source,
    User,
    Value,
    Variable,
)
from clustermark.evidence.readers.refi.write import write_qdc, write_qdpx

NEW = "9000000{}-0000-4000-8000-000000000000".format
FULL = f"""<?xml version="1.0" encoding="utf-8"?>
<!-- made for a test -->
<q:Project xmlns:q="{SPACE}" xmlns:o="urn:other" name="A &amp; B" origin="T" basePath="C:\\Users\\anna" o:version="3">
 <q:Users><q:User guid="{ANNA}" name="Anna"/></q:Users>
 <q:CodeBook><q:Codes><q:Code guid="{PRICE}" name="price &lt;low&gt;" isCodable="true" o:mood="1"/></q:Codes>
  <q:Sets><q:Set guid="{NEW(1)}" name="s"><q:MemberCode targetGUID="{PRICE}"/></q:Set></q:Sets></q:CodeBook>
 <q:Variables><q:Variable guid="{NEW(2)}" name="workers" typeOfVariable="Integer"/></q:Variables>
 <q:Cases><q:Case guid="{NEW(3)}" name="Mill">
   <q:VariableValue><q:VariableRef targetGUID="{NEW(2)}"/><q:IntegerValue>40</q:IntegerValue></q:VariableValue>
   <q:SourceRef targetGUID="{TEXT}"/></q:Case></q:Cases>
 <q:Sources>
  <q:TextSource guid="{TEXT}" name="t" plainTextPath="internal://{TEXT}.txt" richTextPath="internal://{TEXT}.docx">
   <q:Description>first&#13;
line</q:Description>
   <q:PlainTextSelection guid="{PASSAGE}" name="Prices" startPosition="0" endPosition="6"><q:Description/>
    <q:Coding guid="{CODING}" creatingUser="{ANNA}"><q:CodeRef targetGUID="{PRICE}"/><q:NoteRef targetGUID="{NEW(7)}"/>
    </q:Coding><o:thought depth="2">kept <o:b>as</o:b> it is</o:thought></q:PlainTextSelection>
   <q:Coding guid="{NEW(4)}"><q:CodeRef targetGUID="{PRICE}"/></q:Coding>
   <q:NoteRef targetGUID="{NEW(7)}"/>
  </q:TextSource>
  <q:PictureSource guid="{NEW(5)}" name="p" path="relative:///p.jpg">
   <q:TextDescription guid="{NEW(6)}"><q:PlainTextContent>a gate</q:PlainTextContent>
    <q:PlainTextSelection guid="{NEW(8)}" name="gate" startPosition="2" endPosition="6"/></q:TextDescription>
   <q:PictureSelection guid="{NEW(9)}" firstX="1" firstY="2" secondX="3" secondY="4"/></q:PictureSource>
 </q:Sources>
 <q:Notes><q:Note guid="{NEW(7)}" name="memo"><q:PlainTextContent>ask again</q:PlainTextContent></q:Note></q:Notes>
 <q:Links><q:Link guid="{NEW(0)}" originGUID="{TEXT}" targetGUID="{PRICE}"/></q:Links>
</q:Project>"""


def full() -> bytes:
    return archive(
        [("P.QDE", FULL), ("Sources/", b""), (f"Sources/{TEXT.upper()}.TXT", b"Prices fell."), ("Sources/x.bin", b"\0")]
    )


def elements(data: bytes) -> list[tuple]:
    """Every element in order: tag, attributes, text."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        name = next(name for name in opened.namelist() if name.lower().endswith(".qde"))
        found = ElementTree.fromstring(opened.read(name)).iter()
    return [(one.tag, sorted(one.attrib.items()), one.text or "", one.tail or "") for one in found]


def others(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.lower().endswith(".qde")}


def test_what_a_project_holds():
    read = read_qdpx(project("Prices fell.", selection(0, 6, "Prices")))
    assert (read.name, read.origin, read.users) == ("Interviews", "Test 1", (User(ANNA, "Anna", "A"),))
    assert read.codes == (
        Code(PRICE, "price", "what it costs", True, "#FF0000", ""),
        Code(BRAND, "own brand", "", False, "", PRICE),
    )
    passage = Selection(PASSAGE, TEXT, TEXT, start=0, end=6, quote="Prices", name="Prices", stored=(0, 6))
    assert read.selections == (replace(passage, codings=(Coding(CODING, PRICE, ANNA),)),)
    assert (read.remarks, read.repairs, read.not_held) == ((), (), ())


def test_names_are_matched_whatever_their_case_and_other_names_are_remarked():
    read = read_qdpx(project("Prices", qde="My Project.QDE", folder="SOURCES", path=f"INTERNAL://{TEXT.upper()}.TXT"))
    assert read.sources[0].text == "Prices"
    assert [(one.code, one.about) for one in read.remarks] == [("root-name", "My Project.QDE")]


def test_what_a_full_project_holds_and_what_it_does_not():
    read = read_qdpx(full())
    assert read.cases == (Case(NEW(3), "Mill", "", (Value(NEW(2), "40", "Integer"),), (TEXT,)),)
    assert read.variables == (Variable(NEW(2), "workers", "Integer"),)
    assert read.notes == (Note(NEW(7), "memo", "ask again"),)
    assert [(one.kind, one.quote, one.codes) for one in read.selections] == [
        ("PlainTextSelection", "Prices", (PRICE,)),
        ("Coding", "", (PRICE,)),
        ("PictureSelection", "", ()),
        ("PlainTextSelection", "gate", ()),
    ]
    held = {one.code: one.n for one in read.not_held}
    assert held["PictureSource"] == held["Link"] == held["o:thought"] == 1 and held["NoteRef"] == 2
    assert [one.code for one in read.remarks] == [
        *("root-name", "base-path", "path-missing", "path-outside", "unreferenced"),
    ]


def test_a_full_project_is_written_back_element_for_element():
    data = full()
    out = write_qdpx(read_qdpx(data))
    assert elements(out) == elements(data)
    assert others(out) == others(data)
    assert write_qdpx(read_qdpx(out)) == out


def test_the_path_of_a_computer_can_be_left_out():
    out = write_qdpx(read_qdpx(full()), keep_base_path=False)
    assert b"anna" not in zipfile.ZipFile(io.BytesIO(out)).read("project.qde")


def test_texts_in_utf16_are_read_and_others_remarked():
    assert read_qdpx(project("Prices 价".encode("utf-16"))).sources[0].text == "Prices 价"
    broken = read_qdpx(project("价格".encode("gb18030")))
    assert broken.sources[0].text is None and broken.remarks[0].code == "text-encoding"


def test_unknown_codes_and_people_and_spare_files_are_remarked():
    xml = project_xml(selection(0, 6)).replace(f'targetGUID="{PRICE}"', f'targetGUID="{NEW(1)}"')
    xml = xml.replace(f'creatingUser="{ANNA}"', f'creatingUser="{NEW(2)}"').replace(
        f'guid="{BRAND}"', f'guid="{PRICE}"'
    )
    read = read_qdpx(
        archive([("project.qde", xml), (f"sources/{TEXT}.txt", b"Prices"), ("sources/project.qde", b"<Project/>")])
    )
    assert [one.code for one in read.remarks] == [
        *("guid-twice", "code-unknown", "user-unknown", "unreferenced", "old-project"),
    ]


def test_another_namespace_is_remarked():
    read = read_qdpx(project("Prices", selection(0, 6), space="urn:QDA-XML:project:2.0"))
    assert [one.code for one in read.remarks] == ["namespace"] and len(read.selections) == 1


def test_what_is_new_is_added_and_what_is_gone_left_out():
    read = read_qdpx(full())
    code = Code(NEW(1), "brand", "own name", parent=PRICE)
    passage = Selection("A" * 8 + NEW(1)[8:], TEXT, TEXT, start=7, end=11, codings=(Coding(NEW(2), code.guid, ANNA),))
    kept = [one for one in read.selections if one.guid != PASSAGE]
    changed = replace(read, name="C", codes=(*read.codes, code), selections=(*kept, passage))
    again = read_qdpx(write_qdpx(changed))
    assert (again.name, again.codes) == ("C", changed.codes)
    assert {one.guid for one in again.selections} == {one.guid for one in changed.selections}
    assert next(one.quote for one in again.selections if one.guid == passage.guid) == "fell"
    before, after = (Counter(one.code for one in each.not_held) for each in (read, again))
    assert set(before) - set(after) == {"o:thought", "o:b"}


def test_a_new_passage_is_counted_as_the_others_of_its_text():
    text = "a\r\nb\r\nPrices fell."
    read = read_qdpx(project(text, selection(4, 10, "Prices")))
    assert read.repairs[0].rule == "crlf-as-one"
    new = Selection(NEW(1), TEXT, TEXT, start=13, end=17, name="fell", codings=(Coding(NEW(2), PRICE),))
    out = write_qdpx(replace(read, selections=(*read.selections, new)))
    assert [one.quote for one in read_qdpx(out).selections] == ["Prices", "fell"]
    positions = [attributes for tag, attributes, *_ in elements(out) if tag.endswith("PlainTextSelection")]
    assert [dict(one)["startPosition"] for one in positions] == ["4", "11"]


def own() -> Project:
    """A project that no program wrote."""
    passage = Selection(PASSAGE, TEXT, TEXT, start=1, end=3, name="=价格", codings=(Coding(CODING, BRAND, ANNA),))
    return Project(
        name="<访谈>",
        origin="Clustermark",
        users=(User(ANNA, "A"),),
        codes=(Code(PRICE, "price"), Code(BRAND, 'own "brand" & name', "a\nb", False, "#00FF00", PRICE)),
        variables=(Variable(NEW(2), "role"),),
        cases=(Case(NEW(3), "mill", "", (Value(NEW(2), ""),), (TEXT,), (PASSAGE,)),),
        sources=(Source(TEXT, "one", "text", (PlainText(TEXT, "看价格\r\n\U0001f600", ""),)),),
        selections=(passage,),
        notes=(Note(NEW(4), "memo", "ask"),),
    )


def test_a_project_of_our_own_is_read_as_it_was_made():
    made = own()
    read = read_qdpx(write_qdpx(made))
    assert (read.users, read.codes, read.variables, read.cases) == (
        *(made.users, made.codes, made.variables, made.cases),
    )
    assert (read.name, read.notes, read.remarks) == (made.name, made.notes, ())
    assert [(one.quote, one.codes) for one in read.selections] == [("价格", (BRAND,))]
    assert read.sources[0].text == made.sources[0].text
    assert list(read.files) == [f"sources/{TEXT}.txt"]
    assert write_qdpx(made) == write_qdpx(own())


def test_new_elements_stand_in_the_order_of_the_schema():
    tags = [tag.partition("}")[2] for tag, *_ in elements(write_qdpx(own()))]
    top = [tag for tag in tags if tag in ("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes")]
    assert top == ["Users", "CodeBook", "Variables", "Cases", "Sources", "Notes"]


def test_a_new_passage_stands_before_the_codes_of_the_whole_source():
    read = read_qdpx(full())
    new = Selection(NEW(1), TEXT, TEXT, start=7, end=11)
    tags = [
        tag.partition("}")[2] for tag, *_ in elements(write_qdpx(replace(read, selections=(*read.selections, new))))
    ]
    source = tags[tags.index("TextSource") : tags.index("PictureSource")]
    assert source.count("PlainTextSelection") == 2
    assert source[-4:] == ["PlainTextSelection", "Coding", "CodeRef", "NoteRef"]


def test_a_new_code_of_a_passage_stands_before_its_notes():
    read = read_qdpx(full())
    first, *others_ = read.selections
    first = replace(first, codings=(replace(first.codings[0], code=BRAND),))
    tags = [tag.partition("}")[2] for tag, *_ in elements(write_qdpx(replace(read, selections=(first, *others_))))]
    at = tags.index("Coding")
    assert tags[at : at + 3] == ["Coding", "CodeRef", "NoteRef"]


def test_a_new_text_of_pages_stands_between_their_places_and_their_codes():
    coding = f'<Coding guid="{NEW(4)}"><CodeRef targetGUID="{PRICE}"/></Coding>'
    page = f'<PDFSource guid="{NEW(1)}"><PDFSelection guid="{NEW(3)}" page="0"/>{coding}</PDFSource>'
    read = read_qdpx(archive([("project.qde", project_xml().replace("</Sources>", f"{page}</Sources>"))]))
    text, pages = read.sources
    pages = replace(pages, texts=(PlainText(NEW(2), "one page", ""),))
    out = write_qdpx(replace(read, sources=(text, pages)))
    tags = [tag.partition("}")[2] for tag, *_ in elements(out)]
    assert tags[-5:] == ["PDFSource", "PDFSelection", "Representation", "Coding", "CodeRef"]
    assert read_qdpx(out).sources[1].text == "one page"


def test_a_code_that_moves_takes_along_what_the_model_does_not_hold():
    note = f'<NoteRef targetGUID="{NEW(1)}"/>'
    xml = project_xml().replace(
        'name="own brand" isCodable="false"/>', f'name="own brand" isCodable="false">{note}</Code>'
    )
    read = read_qdpx(archive([("project.qde", xml)]))
    moved = replace(read, codes=(read.codes[0], replace(read.codes[1], parent="")))
    out = write_qdpx(moved)
    assert read_qdpx(out).codes == moved.codes
    assert [tag.partition("}")[2] for tag, *_ in elements(out)].count("NoteRef") == 1


def test_writing_refuses_what_would_shift_or_break():
    read = read_qdpx(project("Prices fell.", selection(0, 6, "Prices")))
    text = read.sources[0].texts[0]
    shifted = replace(read.sources[0], texts=(replace(text, text="Now prices fell."),))
    beyond = replace(read.selections[0], guid=NEW(1), end=90)
    for changed in (
        replace(read, sources=(shifted,)),
        replace(read, selections=(beyond,)),
        replace(read, selections=(Selection(NEW(1), TEXT, TEXT, kind="PictureSelection"),)),
        replace(read, name="a\x00b"),
        replace(read, codes=(Code("a", "a", parent="b"), Code("b", "b", parent="a"))),
        replace(own(), sources=(Source("../x", "x", "text", (PlainText("../x", "x", ""),)),)),
        replace(read, files={**read.files, "Project.qde": b""}),
    ):
        with pytest.raises(ValueError, match=r"."):
            write_qdpx(changed)


def test_a_codebook_goes_out_and_comes_in():
    codes = own().codes
    data = write_qdc(codes)
    root = ElementTree.fromstring(data)
    assert root.tag == f"{{{CODEBOOK_SPACE}}}CodeBook" and {one.tag.partition("}")[0] for one in root.iter()} == {
        f"{{{CODEBOOK_SPACE}"
    }
    assert read_qdc(data) == codes


@pytest.mark.parametrize("root", ["CodeBook", "CodeBookType"])
def test_a_codebook_in_no_namespace_with_codes_of_projects_is_read(root):
    codes = f'<Codes xmlns="{SPACE}"><Code guid="{PRICE}" name="price" isCodable="0"/></Codes>'
    assert read_qdc(f'<{root} xmlns="">{codes}</{root}>'.encode()) == (Code(PRICE, "price", codable=False),)


# counted in the files themselves: elements, codes, sources, marked passages
REAL = [("demo", 838, 262, 2, 158), ("nvivo15_mac", 271, 262, 2, 0), ("atlasti8", 188, 14, 12, 15)]


@pytest.mark.research
@pytest.mark.parametrize(("name", "count", "codes", "sources", "passages"), REAL)
def test_real_projects_are_written_back_element_for_element(name, count, codes, sources, passages):
    if "CLUSTERMARK_RESEARCH_DATA" not in os.environ:
        pytest.skip("needs CLUSTERMARK_RESEARCH_DATA")
    data = (Path(os.environ["CLUSTERMARK_RESEARCH_DATA"]) / "qdpx" / f"{name}.qdpx").read_bytes()
    read = read_qdpx(data)
    assert (len(read.codes), len(read.sources), len(read.selections)) == (codes, sources, passages)
    out = write_qdpx(read)
    assert len(elements(data)) == count and elements(out) == elements(data)
    assert others(out) == others(data)
    assert read_qdc(write_qdc(read.codes)) == read.codes
