"""The XML of a REFI-QDA project as a tree of elements, read within bounds and written back as it stood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from clustermark.evidence.readers.refi.model import CODEBOOK_SPACE, PROJECT_SPACE, Node
from clustermark.evidence.readers.sheet import UnreadableFileError

MOST_DEPTH = 100
MOST_ELEMENTS = 500_000
MOST_ATTRIBUTES = 64
MOST_SIGNS = 1_000_000  # of an attribute
_OURS = (PROJECT_SPACE, CODEBOOK_SPACE, "")
_XML_SPACE = "http://www.w3.org/XML/1998/namespace"
_NEVER_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


@dataclass
class _Open:
    tag: str
    kind: str
    attributes: tuple[tuple[str, str], ...]
    scope: Mapping[str, str]
    text: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


@dataclass
class _Growing:
    path: list[_Open] = field(default_factory=list)
    root: Node | None = None
    elements: int = 0

    def start(self, tag: str, listed: list[str]) -> None:
        self.elements += 1
        attributes = tuple(zip(listed[::2], listed[1::2], strict=True))
        if len(self.path) >= MOST_DEPTH or self.elements > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise UnreadableFileError("refi.xml-size")
        if any(len(value) > MOST_SIGNS for _, value in attributes):
            raise UnreadableFileError("refi.xml-size")
        self._close_tail()
        outer = self.path[-1].scope if self.path else {"": "", "xml": _XML_SPACE}
        scope = _scope(outer, attributes)
        prefix, _, local = tag.rpartition(":")
        if prefix not in scope:
            raise UnreadableFileError("refi.damaged")
        home = self.path[0].scope[self.path[0].tag.rpartition(":")[0]] if self.path else scope[prefix]
        kind = local if scope[prefix] == home or scope[prefix] in _OURS else ""
        self.path.append(_Open(tag, kind, attributes, scope))

    def end(self, _tag: str) -> None:
        self._close_tail()
        done = self.path.pop()
        node = Node(done.tag, done.kind, done.attributes, "".join(done.text), tuple(done.children))
        if self.path:
            self.path[-1].children.append(node)
        else:
            self.root = node

    def characters(self, text: str) -> None:
        if self.path:
            here = self.path[-1]
            (here.tail if here.children else here.text).append(text)

    def _close_tail(self) -> None:
        """Give the text since the last child to that child as its tail."""
        if self.path and self.path[-1].tail:
            here = self.path[-1]
            last = here.children[-1]
            here.children[-1] = Node(last.tag, last.kind, last.attributes, last.text, last.children, "".join(here.tail))
            here.tail.clear()


def _scope(outer: Mapping[str, str], attributes: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """The namespaces by prefix within an element."""
    told = {name.partition(":")[2]: value for name, value in attributes if name == "xmlns" or name.startswith("xmlns:")}
    return {**outer, **told} if told else outer


def space(root: Node) -> str:
    """The namespace of a root element, or nothing."""
    prefix = root.tag.rpartition(":")[0]
    return root.get(f"xmlns:{prefix}" if prefix else "xmlns")


def tree(data: bytes) -> Node:
    """The root element; comments and processing instructions are left out.

    Raises `UnreadableFileError`: `refi.declares` where it declares a document type or entities (no entity is ever
    resolved), `refi.xml-size` beyond the bounds above, `refi.damaged` where it is not well-formed.
    """
    growing = _Growing()

    def refuse(*_declaration: object) -> None:
        raise UnreadableFileError("refi.declares")

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartElementHandler = growing.start
    parser.EndElementHandler = growing.end
    parser.CharacterDataHandler = growing.characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise UnreadableFileError("refi.damaged") from None
    if growing.root is None:
        raise UnreadableFileError("refi.damaged")
    return growing.root


def written(root: Node) -> bytes:
    """The XML of a tree, in UTF-8. Raises `ValueError` where a text holds a sign that XML cannot carry."""
    parts = ['<?xml version="1.0" encoding="utf-8"?>\n']
    _write(root, parts)
    return "".join(parts).encode("utf-8")


def _write(node: Node, parts: list[str]) -> None:
    parts.append(f"<{node.tag}")
    parts.extend(f' {name}="{_escaped(value, _IN_ATTRIBUTE)}"' for name, value in node.attributes)
    if node.text or node.children:
        parts.append(f">{_escaped(node.text, _IN_TEXT)}")
        for child in node.children:
            _write(child, parts)
        parts.append(f"</{node.tag}>")
    else:
        parts.append("/>")
    parts.append(_escaped(node.tail, _IN_TEXT))


def _escaped(text: str, signs: dict[int, str]) -> str:
    if found := _NEVER_IN_XML.search(text):
        raise ValueError(f"sign U+{ord(found.group()):04X} cannot stand in XML")
    return text.translate(signs)
