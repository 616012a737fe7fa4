"""Files that a REFI-QDA project points to: looked up among the entries of its archive, never on a disk."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from clustermark.evidence.readers.refi.archive import MOST_UNPACKED, folded
from clustermark.evidence.readers.refi.model import Node, PlainText, Remark
from clustermark.evidence.readers.sheet import UnreadableFileError

INTERNAL = "internal://"
FOLDER = "sources/"
MOST_SIGNS = 5_000_000  # of a text
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass
class Found:
    """What reading gathers on its way: entries by folded name, those that something pointed to, remarks."""

    by_name: Mapping[str, str]
    files: Mapping[str, bytes]
    used: set[str] = field(default_factory=set)
    remarks: list[Remark] = field(default_factory=list)
    texts: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    signs: int = 0

    def remark(self, code: str, about: str = "") -> None:
        """Note something."""
        self.remarks.append(Remark(code, about))

    def many(self, code: str, n: int, about: str = "") -> None:
        """Note something that happened n times, if it did."""
        if n:
            self.remarks.append(Remark(code, about, n))


def entry(path: str, found: Found, about: str) -> str:
    """The name of the entry that a path means, or nothing; whatever its case. Remarks say why there is none.

    A path that leads out of the archive (`relative://`, `absolute://`, any other) is never followed. A bare name is
    looked up like an internal one, for some programs write it so.
    """
    if not path:
        return ""
    inner = path[len(INTERNAL) :] if path.lower().startswith(INTERNAL) else path
    if inner == path and (":" in path or path.startswith(("/", "\\"))):
        found.remark("path-outside", about)
        return ""
    if inner == path:
        found.remark("path-bare", about)
    name = found.by_name.get(folded(FOLDER + inner.replace("\\", "/").lstrip("/")), "")
    if name:
        found.used.add(name)
    else:
        found.remark("path-missing", about)
    return name


def named(node: Node) -> str:
    """The name of an element for a remark, or its guid."""
    return node.get("name") or node.get("guid")


def said_path(node: Node, found: Found) -> str:
    """The path of an element's own content (a picture, a recording, the formatted text), checked and not opened."""
    said = [node.get(key) for key in ("path", "richTextPath", "currentPath") if node.get(key)]
    for path in said:
        entry(path, found, named(node))
    return said[0] if said else ""


def plain_text(node: Node, found: Found) -> PlainText | None:
    """The plain text of an element: its file in the archive, or the text that stands in the XML itself."""
    path = node.get("plainTextPath")
    guid, language = node.get("guid"), node.get("xml:lang")
    if not path:
        inside = node.all("PlainTextContent")
        if not inside:
            return None
        text = inside[0].text
        digest = sha256(text.encode("utf-8")).hexdigest()
        return _weighed(PlainText(guid, text, digest, language=language), node, found)
    name = entry(path, found, named(node))
    if not name:
        return None
    if name not in found.texts:
        found.texts[name] = decoded(found.files[name]), sha256(found.files[name]).hexdigest()
    read, digest = found.texts[name]
    if read is None:
        found.remark("text-encoding", named(node))
        return None
    return _weighed(PlainText(guid, read, digest, path, language=language), node, found)


def _weighed(text: PlainText, node: Node, found: Found) -> PlainText | None:
    """The text, unless it is longer than any interview. Raises where all texts together are too much.

    A file counts each time that an element points to it: a thousand elements with one long text would last for hours.
    """
    found.signs += len(text.text)
    if found.signs > MOST_UNPACKED:
        raise UnreadableFileError("refi.too-large", most=MOST_UNPACKED // 1024**2)
    if len(text.text) > MOST_SIGNS:
        found.remark("text-too-long", named(node))
        return None
    return text


def decoded(content: bytes) -> str | None:
    """The text of a file, without its byte order mark: UTF-8 as the format asks, or UTF-16 that says so; else None."""
    mark = next((mark for mark in MARKS if content.startswith(mark)), b"")
    try:
        return content[len(mark) :].decode(MARKS.get(mark, "utf-8"))
    except UnicodeDecodeError:
        return None


def is_marked(path: str, found: Found) -> bool:
    """Whether the file of a text begins with a byte order mark."""
    name = path[len(INTERNAL) :] if path.lower().startswith(INTERNAL) else path
    content = found.files.get(found.by_name.get(folded(FOLDER + name.replace("\\", "/").lstrip("/")), ""), b"")
    return content.startswith(tuple(MARKS))
