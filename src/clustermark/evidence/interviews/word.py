"""The text of a Word document (docx): paragraphs as lines, tables of turns as turns.

The archive is unpacked in memory within bounds. Nothing that it points to is opened: links, pictures, objects and
whatever else its relations name are left alone. Deleted text is left out, inserted text is kept.
"""

from collections.abc import Iterator, Sequence

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.labels import LONGEST, words
from clustermark.evidence.interviews.plain import MOST_SIGNS
from clustermark.evidence.interviews.spoken import Cue, spoken_text
from clustermark.evidence.interviews.times import Times, seconds
from clustermark.evidence.readers.refi.archive import entries
from clustermark.evidence.readers.refi.model import Node
from clustermark.evidence.readers.refi.tree import tree
from clustermark.evidence.readers.sheet import UnreadableFileError

_DOCUMENT = "word/document.xml"
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr"})
_LEFT_OUT |= {"tcPr", "footnoteReference", "endnoteReference", "commentReference"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SHARE = 0.5  # of the rows of a table of turns that must have a label of a sensible length


def word_text(data: bytes) -> tuple[str, Times]:
    """The text of a document and the times in its tables.

    Raises `UnreadableFileError`: `interview.unsafe` for an archive or XML beyond the bounds, `interview.damaged`,
    `interview.too-long`.
    """
    root = _root(data)
    parts: list[str] = []
    times: list[tuple[int, float, float | None]] = []
    signs = 0
    for text, inner in _blocks(root):
        times += [(signs + at, start, end) for at, start, end in inner]
        parts.append(text)
        signs += len(text) + 1
        if signs > MOST_SIGNS:
            raise UnreadableFileError("interview.too-long", most=MOST_SIGNS)
    return "\n".join(parts), tuple(times)


def _root(data: bytes) -> Node:
    try:
        files = entries(data)
        name = next((name for name in files if name.lower() == _DOCUMENT), "")
        if not name:
            raise UnreadableFileError("refi.damaged")
        return tree(files[name])
    except UnreadableFileError as error:
        damaged = error.code in ("refi.damaged", "refi.empty", "refi.locked")
        raise UnreadableFileError("interview.damaged" if damaged else "interview.unsafe") from None


def _blocks(root: Node) -> Iterator[tuple[str, Times]]:
    """Paragraphs and tables in their order, whatever holds them."""
    for node in _shown(root):
        if node.kind == "p":
            yield "".join(_inner(node)), ()
        elif node.kind == "tbl":
            yield _table(node)
        else:
            yield from _blocks(node)


def _shown(node: Node) -> Iterator[Node]:
    """The children that are shown; of alternatives the first."""
    for child in node.children:
        if child.kind in _LEFT_OUT:
            continue
        if child.tag.endswith(":AlternateContent"):
            choice = next((one for one in child.children if one.tag.endswith(":Choice")), None)
            yield from _shown(choice) if choice else ()
        else:
            yield child


def _inner(node: Node) -> Iterator[str]:
    """The text of a paragraph, with that of frames in it."""
    for child in _shown(node):
        if child.kind == "t":
            yield child.text
        elif child.kind in _SIGNS:
            yield _SIGNS[child.kind]
        else:
            yield from _inner(child)


def _table(node: Node) -> tuple[str, Times]:
    """A table of turns as turns; of any other table the cells of a row in a line."""
    rows = [[_cell(cell) for cell in row.all("tc")] for row in node.all("tr")]
    rows = [row for row in rows if any(row)]
    places = _places(rows)
    if places is None:
        return "\n".join(" | ".join(cell for cell in row if cell) for row in rows), ()
    speaker, time, text, first = places
    cues = []
    for row in rows[first:]:
        start = seconds(row[time]) if time is not None and time < len(row) else None
        cues.append(Cue(row[speaker].rstrip(":\uff1a "), row[text], start) if len(row) > max(speaker, text) else None)
    return spoken_text(cue for cue in cues if cue is not None)


def _cell(cell: Node) -> str:
    return " ".join(" ".join(text for text, _ in _blocks(cell)).split())


def _places(rows: Sequence[Sequence[str]]) -> tuple[int, int | None, int, int] | None:
    """The columns of speaker, time and text and the first row of turns; None for a table of something else."""
    width = max((len(row) for row in rows), default=0)
    if width not in (2, 3, 4) or any(len(row) != width for row in rows):
        return None
    head = [fold(cell) for cell in rows[0]]
    named = [_column(head, name) for name in ("table_speaker", "table_time", "table_text")]
    if named[0] is not None and named[2] is not None:
        return named[0], named[1], named[2], 1
    timed = [at for at in range(width) if sum(seconds(row[at]) is not None for row in rows) > len(rows) * _SHARE]
    others = [at for at in range(width) if at not in timed]
    if len(others) != 2:
        return None
    speaker, text = others
    labelled = sum(0 < len(row[speaker]) <= LONGEST for row in rows)
    longer = sum(len(row[text]) for row in rows) > sum(len(row[speaker]) for row in rows)
    if labelled <= len(rows) * _SHARE or not longer:
        return None
    return speaker, (timed[0] if timed else None), text, 0


def _column(head: Sequence[str], name: str) -> int | None:
    return next((at for at, cell in enumerate(head) if cell in words()[name]), None)
