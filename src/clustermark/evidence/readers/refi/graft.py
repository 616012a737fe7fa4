"""Values put on a tree that was read: what they do not mention stays, attributes and elements in their places."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from clustermark.evidence.readers.refi.model import Node

_HOLDERS = ("TextDescription", "Representation", "Transcript")
_ENDS = ("Coding", "NoteRef", "VariableValue")
# the order of the children in the schema of QDA-XML 1.0, as far as new elements are written
_ORDER = {
    "Project": (
        "Users",
        "CodeBook",
        "Variables",
        "Cases",
        "Sources",
        "Notes",
        "Links",
        "Sets",
        "Graphs",
        "Description",
    ),
    "CodeBook": ("Codes", "Sets"),
    "Code": ("Description", "NoteRef", "Code"),
    "Case": ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef"),
    "VariableValue": ("VariableRef",),
    "PDFSource": ("Description", "Selection", "Representation", *_ENDS),
    "Source": ("Description", "PlainTextContent", "SyncPoint", *_HOLDERS, "Selection", *_ENDS),
    "Selection": ("Description", "Representation", "Coding", "NoteRef"),
    "Coding": ("CodeRef", "NoteRef"),
}
_LEAVES = frozenset(("Description", "PlainTextContent"))  # written only where they hold something
_BY_REF = "VariableValue"


@dataclass(frozen=True, slots=True)
class Graft:
    """What an element should say: attributes (an empty one is not added), text, children by kind and guid.

    Of the kinds in `only` there are no other children than `inner`: those that it does not name are left out.
    `origin` is the element that it was, where it now stands elsewhere.
    """

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    inner: tuple["Graft", ...] = ()
    text: str | None = None
    only: tuple[str, ...] = ()
    origin: Node | None = None


def grafted(node: Node | None, graft: Graft, prefix: str = "") -> Node:
    """The element with the values of the graft on it; a new one where there was none."""
    if node is None:
        node = Node(prefix + graft.kind, graft.kind)
    else:
        head, colon, _ = node.tag.rpartition(":")
        prefix = head + colon
    children = _children(node, graft, prefix)
    text = node.text if graft.text is None else graft.text
    return replace(node, attributes=_attributes(node, graft.values), text=text, children=children)


def _attributes(node: Node, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    old = dict(node.attributes)
    kept = [(name, values.get(name, value)) for name, value in node.attributes]
    return (*kept, *((name, value) for name, value in values.items() if name not in old and value))


def _children(node: Node, graft: Graft, prefix: str) -> tuple[Node, ...]:
    waiting: dict[tuple[str, str], deque[Graft]] = defaultdict(deque)
    for one in graft.inner:
        waiting[_key(one.kind, one.values, [(each.kind, each.values) for each in one.inner])].append(one)
    children: list[Node] = []
    met: set[int] = set()
    for child in node.children:
        beneath = [(each.kind, dict(each.attributes)) for each in child.children] if child.kind == _BY_REF else []
        queue = waiting.get(_key(child.kind, dict(child.attributes), beneath))
        if queue:
            one = queue.popleft()
            met.add(id(one))
            children.append(grafted(child, one, prefix))
        elif child.kind not in graft.only:
            children.append(child)
    for one in graft.inner:
        if id(one) not in met and (one.values or one.inner or one.text or _is_value(one)):
            _insert(children, grafted(one.origin, one, prefix), graft.kind)
    return tuple(children)


def _is_value(one: Graft) -> bool:
    return one.text is not None and one.kind not in _LEAVES


def _key(kind: str, values: Mapping[str, str], beneath: Sequence[tuple[str, Mapping[str, str]]]) -> tuple[str, str]:
    """What makes a child the same: its kind with its guid, or with what it (a value: its variable) points to."""
    if kind == _BY_REF:
        return kind, next((each.get("targetGUID", "") for ref, each in beneath if ref == "VariableRef"), "")
    return kind, values.get("guid", "") or values.get("targetGUID", "")


def _insert(children: list[Node], new: Node, outer: str) -> None:
    """Put a new element after the last that stands before it in the schema."""
    order = _order(outer)
    rank = _rank(new.kind, order)
    at = len(children)
    while at and _rank(children[at - 1].kind, order) > rank:
        at -= 1
    children.insert(at, new)


def _order(outer: str) -> Sequence[str]:
    if outer in ("Note", *_HOLDERS):
        return _ORDER["Source"]
    group = next((end for end in ("Source", "Selection") if outer.endswith(end)), "")
    return _ORDER.get(outer) or _ORDER.get(group, ())


def _rank(kind: str, order: Sequence[str]) -> int:
    name = "Selection" if kind.endswith("Selection") else kind
    return order.index(name) if name in order else len(order)
