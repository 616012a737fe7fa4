"""REFI-QDA projects and codebooks written: what the model says on the tree that was read, so that nothing is lost."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from clustermark.evidence.readers.refi.archive import folded, packed
from clustermark.evidence.readers.refi.graft import Graft, grafted
from clustermark.evidence.readers.refi.model import CODEBOOK_SPACE, PROJECT_SPACE, Code, Node, Project
from clustermark.evidence.readers.refi.reading import PROJECT_FILE, SOURCE_KINDS, TEXT_HOLDERS
from clustermark.evidence.readers.refi.tree import written
from clustermark.evidence.readers.refi.write_parts import case_graft, note_graft, source_grafts, variable_graft
from clustermark.evidence.readers.refi.write_texts import with_texts


def write_qdpx(project: Project, keep_base_path: bool = True) -> bytes:
    """The project as an archive, the same bytes each time.

    Elements and attributes that the model does not hold stay as they were read; what is no longer in the model is left
    out, what is new in it is added in the order of the schema. `keep_base_path=False` leaves out the path on the
    computer that made the project, which often names a person. The file is called project.qde, whatever it was called.

    Raises `ValueError` where a name or a text holds a sign that XML cannot carry, a new text has a guid that is none,
    or a passage has no place; `UnreadableFileError` (`refi.path`, `refi.twice`) where the name of an entry is unsafe.
    """
    nodes = _by_guid(project.root) if project.root else {}
    project = with_texts(project, nodes)
    root = project.root or Node("Project", "Project", (("xmlns", PROJECT_SPACE),))
    if not keep_base_path:
        root = replace(root, attributes=tuple(one for one in root.attributes if one[0] != "basePath"))
    if any(folded(name) == PROJECT_FILE for name in project.files):
        raise ValueError(f"{PROJECT_FILE} stands among the other files")
    out = grafted(root, _project(project, nodes))
    return packed({PROJECT_FILE: written(out), **project.files})


def write_qdc(codes: Sequence[Code]) -> bytes:
    """A codebook of these codes. Raises `ValueError` for a sign that XML cannot carry and for parents in a circle."""
    root = Node("CodeBook", "CodeBook", (("xmlns", CODEBOOK_SPACE), ("origin", "Clustermark")))
    return written(grafted(root, Graft("CodeBook", inner=(Graft("Codes", inner=_codes(codes)),))))


def _by_guid(root: Node) -> dict[str, Node]:
    """Sources, their texts and notes as they were read, by guid; a source stands before a text of the same guid."""
    sources = [one for holder in root.all("Sources") for one in holder.all(*SOURCE_KINDS)]
    inner = [one for source in sources for one in source.all(*TEXT_HOLDERS)]
    notes = [one for holder in root.all("Notes") for one in holder.all("Note")]
    return {one.get("guid"): one for one in (*notes, *inner, *sources)}


def _project(project: Project, nodes: dict[str, Node]) -> Graft:
    books = project.root.all("CodeBook") if project.root else ()
    old = {one.get("guid"): one for book in books for one in _code_nodes(book)}
    users = [Graft("User", {"guid": one.guid, "name": one.name, "id": one.initials}) for one in project.users]
    book = Graft("CodeBook", inner=(Graft("Codes", inner=_codes(project.codes, old), only=("Code",)),))
    lists: Mapping[str, Sequence[Graft]] = {
        "Users": users,
        "Variables": [variable_graft(one) for one in project.variables],
        "Cases": [case_graft(one) for one in project.cases],
        "Sources": list(source_grafts(project, nodes)),
        "Notes": [note_graft(one, nodes.get(one.guid)) for one in project.notes],
    }
    only = {"Sources": tuple(SOURCE_KINDS)}
    inner = [Graft(kind, inner=tuple(listed), only=only.get(kind, (kind[:-1],))) for kind, listed in lists.items()]
    values = {"name": project.name, "origin": project.origin}
    return Graft("Project", values, (inner[0], book, *inner[1:]))


def _code_nodes(outer: Node) -> Iterator[Node]:
    for one in outer.all("Codes", "Code"):
        yield one
        yield from _code_nodes(one)


def _codes(codes: Sequence[Code], old: Mapping[str, Node] = MappingProxyType({})) -> tuple[Graft, ...]:
    """The tree of codes; a code whose parent is not among them stands at the top."""
    guids = {code.guid for code in codes}
    below: dict[str, list[Code]] = defaultdict(list)
    for code in codes:
        below[code.parent if code.parent in guids else ""].append(code)
    done: list[Code] = []

    def branch(parent: str) -> Iterator[Graft]:
        for code in below.pop(parent, ()):
            done.append(code)
            values = {
                "guid": code.guid,
                "name": code.name,
                "isCodable": str(code.codable).lower(),
                "color": code.colour,
            }
            text = Graft("Description", text=code.description)
            yield Graft("Code", values, (text, *branch(code.guid)), only=("Code",), origin=old.get(code.guid))

    tree = tuple(branch(""))
    if len(done) != len(codes):
        raise ValueError("codes are each other's parents")
    return tree
