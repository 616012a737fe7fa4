"""REFI-QDA projects (.qdpx) and codebooks (.qdc), as NVivo, ATLAS.ti, MAXQDA and others write them.

The file comes from outside: it is unpacked in memory within bounds, no path in it is followed and no entity resolved.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from clustermark.evidence.readers.refi.archive import entries, folded
from clustermark.evidence.readers.refi.model import (
    CODEBOOK_SPACE,
    PROJECT_SPACE,
    Case,
    Code,
    Node,
    Note,
    PlainText,
    Project,
    Remark,
    Repair,
    Selection,
    Source,
    User,
    Value,
    Variable,
)
from clustermark.evidence.readers.refi.selections import marked_passages
from clustermark.evidence.readers.refi.texts import Found, named, plain_text, said_path
from clustermark.evidence.readers.refi.tree import space, tree
from clustermark.evidence.readers.sheet import MOST_BYTES, UnreadableFileError

PROJECT_FILE = "project.qde"
SOURCE_KINDS = {
    "TextSource": "text",
    "PictureSource": "picture",
    "PDFSource": "pdf",
    "AudioSource": "audio",
    "VideoSource": "video",
}
TEXT_HOLDERS = ("Representation", "TextDescription", "Transcript")
VALUE_ELEMENTS = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
_FRAME = ("Project", "Users", "CodeBook", "Codes", "Variables", "Cases", "Sources", "Notes")
_PARTS = ("User", "Code", "Variable", "Case", "Note", "PlainTextSelection", "Coding", "CodeRef", *SOURCE_KINDS)
_INNER = (
    "Description",
    "PlainTextContent",
    "VariableValue",
    "VariableRef",
    "SourceRef",
    "SelectionRef",
    *VALUE_ELEMENTS,
)
_HELD = frozenset((*_FRAME, *_PARTS, *_INNER, *TEXT_HOLDERS))


def read_qdpx(data: bytes) -> Project:
    """The project in an archive. Raises `UnreadableFileError` where it is damaged, unsafe or no project.

    Codes: those of `archive.entries` and `tree.tree`; `refi.no-project` (no .qde beside its folders),
    `refi.projects` (more than one), `refi.not-a-project`, `refi.guids` (sources that cannot be told apart).
    """
    files = entries(data)
    name = _project_file(files)
    root = tree(files.pop(name))
    if root.kind != "Project":
        raise UnreadableFileError("refi.not-a-project", value="Project")
    _check_guids(root)
    found = Found({folded(entry): entry for entry in files}, files)
    if folded(name) != PROJECT_FILE:
        found.remark("root-name", name)
    if space(root) != PROJECT_SPACE:
        found.remark("namespace", space(root))
    if root.get("basePath"):
        found.remark("base-path")
    sources, selections, repairs = _sources(root, found)
    project = Project(
        name=root.get("name"),
        origin=root.get("origin"),
        users=tuple(User(one.get("guid"), one.get("name"), one.get("id")) for one in _within(root, "Users", "User")),
        codes=_codes(root),
        variables=tuple(_variable(one) for one in _within(root, "Variables", "Variable")),
        cases=tuple(_case(one) for one in _within(root, "Cases", "Case")),
        sources=sources,
        selections=selections,
        notes=tuple(_note(one, found) for one in _within(root, "Notes", "Note")),
        not_held=_not_held(root),
        repairs=repairs,
        root=root,
        files=files,
    )
    _look_over(project, found)
    return replace(project, remarks=tuple(found.remarks))


def read_qdc(data: bytes) -> tuple[Code, ...]:
    """The codes of a codebook, parents before their children. Sets of codes are not read.

    Raises `UnreadableFileError`: those of `tree.tree`, `refi.empty`, `refi.too-large`, `refi.not-a-project`. The
    root may also be in the namespace of projects or in none, as some programs write it.
    """
    if not data.strip():
        raise UnreadableFileError("refi.empty")
    if len(data) > MOST_BYTES:
        raise UnreadableFileError("refi.too-large", most=MOST_BYTES // 1024**2)
    root = tree(data)
    named = root.tag.rpartition(":")[2] in ("CodeBook", "CodeBookType")
    if not named or space(root) not in (CODEBOOK_SPACE, PROJECT_SPACE, ""):
        raise UnreadableFileError("refi.not-a-project", value="CodeBook")
    return _codes_in(root)


def _project_file(files: Mapping[str, bytes]) -> str:
    """The one .qde beside the folders: the format says project.qde, programs write other names and cases."""
    named = [name for name in files if "/" not in name and folded(name).endswith(".qde")]
    if not named:
        raise UnreadableFileError("refi.no-project")
    if len(named) > 1:
        raise UnreadableFileError("refi.projects", n=len(named))
    return named[0]


def _check_guids(root: Node) -> None:
    """Raise where two sources cannot be told apart: their passages could not either."""
    for level in (_within_any(root), *(node.all(*TEXT_HOLDERS) for node in _within_any(root))):
        guids = [one.get("guid").lower() for one in level]
        if "" in guids or len(set(guids)) < len(guids):
            raise UnreadableFileError("refi.guids")


def _within(root: Node, outer: str, kind: str) -> tuple[Node, ...]:
    return tuple(one for holder in root.all(outer) for one in holder.all(kind))


def _codes(root: Node) -> tuple[Code, ...]:
    return tuple(code for book in root.all("CodeBook") for code in _codes_in(book))


def _codes_in(book: Node) -> tuple[Code, ...]:
    return tuple(code for codes in book.all("Codes") for one in codes.all("Code") for code in _code(one, ""))


def _code(node: Node, parent: str) -> Iterator[Code]:
    codable = node.get("isCodable").strip().lower() not in ("false", "0")
    guid = node.get("guid")
    yield Code(guid, node.get("name"), node.inner("Description"), codable, node.get("color"), parent)
    for child in node.all("Code"):
        yield from _code(child, guid)


def _variable(node: Node) -> Variable:
    return Variable(node.get("guid"), node.get("name"), node.get("typeOfVariable"), node.inner("Description"))


def _values(node: Node) -> tuple[Value, ...]:
    """The values of a case or a source, as printed."""
    found = []
    for one in node.all("VariableValue"):
        variable = next((ref.get("targetGUID") for ref in one.all("VariableRef")), "")
        printed = next(iter(one.all(*VALUE_ELEMENTS)), None)
        told = (printed.text, printed.kind.removesuffix("Value")) if printed else ("", "Text")
        found.append(Value(variable, *told))
    return tuple(found)


def _case(node: Node) -> Case:
    sources = tuple(one.get("targetGUID") for one in node.all("SourceRef"))
    selections = tuple(one.get("targetGUID") for one in node.all("SelectionRef"))
    return Case(node.get("guid"), node.get("name"), node.inner("Description"), _values(node), sources, selections)


def _note(node: Node, found: Found) -> Note:
    text = plain_text(node, found)
    said = (node.inner("Description"), node.get("creatingUser"), node.get("creationDateTime"))
    said_path(node, found)
    return Note(node.get("guid"), node.get("name"), text.text if text else None, *said)


def _sources(root: Node, found: Found) -> tuple[tuple[Source, ...], tuple[Selection, ...], tuple[Repair, ...]]:
    sources, selections, repairs = [], [], []
    for node in _within_any(root):
        path = said_path(node, found)
        texts = []
        for holder in (node, *node.all(*TEXT_HOLDERS)):
            text = plain_text(holder, found)
            marked, rule, repair = marked_passages(node, holder, text, found)
            selections.extend(marked)
            if text:
                texts.append(PlainText(text.holder, text.text, text.sha256, text.path, rule, text.language))
            if repair:
                repairs.append(repair)
        kind, said = SOURCE_KINDS[node.kind], (node.inner("Description"), _values(node))
        sources.append(Source(node.get("guid"), node.get("name"), kind, tuple(texts), path, *said))
        if kind == "text" and not texts:
            found.remark("no-text", named(node))
    return tuple(sources), tuple(selections), tuple(repairs)


def _within_any(root: Node) -> tuple[Node, ...]:
    return tuple(one for holder in root.all("Sources") for one in holder.all(*SOURCE_KINDS))


def _not_held(root: Node) -> tuple[Remark, ...]:
    """What only the tree keeps: media by name, then elements by kind (a foreign element by its tag) and how many."""
    media = [Remark(node.kind, node.get("name")) for node in _within_any(root) if node.kind != "TextSource"]
    other: Counter[str] = Counter()
    _count(root, "", other)
    return (*media, *(Remark(kind, n=n) for kind, n in sorted(other.items())))


def _count(node: Node, outer: str, other: Counter[str]) -> None:
    known = node.kind in _HELD and not (outer == "Note" and node.kind in ("PlainTextSelection", "Coding"))
    if not known:
        other[node.kind or node.tag] += 1
    for child in node.children:
        _count(child, node.kind, other)


def _look_over(project: Project, found: Found) -> None:
    """Remarks on the whole: guids used twice, codes and users that are not there, files that nothing points to."""
    people = [*(one.guid for one in project.users), *(one.guid for one in project.codes)]
    cases = [*(one.guid for one in project.variables), *(one.guid for one in project.cases)]
    texts = [*(one.guid for one in project.sources), *(one.guid for one in project.notes)]
    marked = [one.guid for one in project.selections]
    guids = Counter(guid.lower() for guid in (*people, *cases, *texts, *marked) if guid)
    codes = {code.guid.lower() for code in project.codes}
    users = {user.guid.lower() for user in project.users}
    codings = [coding for selection in project.selections for coding in selection.codings]
    found.many("guid-twice", sum(n > 1 for n in guids.values()))
    found.many("code-unknown", sum(coding.code.lower() not in codes for coding in codings))
    found.many("user-unknown", sum(bool(coding.user) and coding.user.lower() not in users for coding in codings))
    spare = [name for name, content in project.files.items() if content and name not in found.used]
    found.many("unreferenced", len(spare))
    found.many("old-project", sum(folded(name).endswith(".qde") for name in spare))
