"""Texts of a REFI-QDA project that get a file in its archive before it is written."""

import re
from collections.abc import Mapping
from dataclasses import replace

from clustermark.evidence.readers.refi.archive import folded
from clustermark.evidence.readers.refi.model import Node, PlainText, Project
from clustermark.evidence.readers.refi.texts import FOLDER, INTERNAL, Found, plain_text

_GUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def with_texts(project: Project, nodes: Mapping[str, Node]) -> Project:
    """The project with a file for each text that has none; `nodes` are the elements that were read, by guid.

    A text that was read does not change, for its passages would shift: `ValueError`. So too where a new text has no
    guid that can name a file, or names a file that the package does not have.
    """
    files = dict(project.files)
    found = Found({folded(name): name for name in files}, project.files)
    sources = [
        replace(source, texts=tuple(_filed(text, nodes.get(text.holder), files, found) for text in source.texts))
        for source in project.sources
    ]
    for note in project.notes:
        node = nodes.get(note.guid)
        if node is not None and node.get("plainTextPath") and note.text is not None:
            _check(note.guid, note.text, plain_text(node, found))
    return replace(project, sources=tuple(sources), files=files)


def _filed(text: PlainText, node: Node | None, files: dict[str, bytes], found: Found) -> PlainText:
    if node is not None and (node.get("plainTextPath") or node.all("PlainTextContent")):
        _check(text.holder, text.text, plain_text(node, found))
        return text
    if text.path:
        own = Node("", "", (("guid", text.holder), ("plainTextPath", text.path)))
        _check(text.holder, text.text, plain_text(own, found))
        return text
    if not _GUID.fullmatch(text.holder):
        raise ValueError("a new text needs a guid")
    name = f"{text.holder}.txt"
    if folded(FOLDER + name) in found.by_name:
        raise ValueError(f"there is a file {name} already")
    files[FOLDER + name] = text.text.encode("utf-8")
    return replace(text, path=INTERNAL + name)


def _check(guid: str, text: str, read: PlainText | None) -> None:
    if read is None or read.text != text:
        raise ValueError(f"the text of {guid} is not that of its file")
