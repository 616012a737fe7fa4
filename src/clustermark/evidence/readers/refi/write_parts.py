"""Cases, sources, passages and notes of a REFI-QDA project as grafts on its tree."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from clustermark.evidence.readers.refi.graft import Graft
from clustermark.evidence.readers.refi.model import (
    Case,
    Coding,
    Node,
    Note,
    PlainText,
    Project,
    Selection,
    Value,
    Variable,
)
from clustermark.evidence.readers.refi.positions import placed, scale
from clustermark.evidence.readers.refi.reading import SOURCE_KINDS, TEXT_HOLDERS, VALUE_ELEMENTS
from clustermark.evidence.readers.refi.selections import PLAIN, SELECTIONS, WHOLE

_ELEMENTS = {kind: element for element, kind in SOURCE_KINDS.items()}
_NEW_HOLDER = {"pdf": "Representation", "picture": "TextDescription", "audio": "Transcript", "video": "Transcript"}


def variable_graft(one: Variable) -> Graft:
    """A variable."""
    values = {"guid": one.guid, "name": one.name, "typeOfVariable": one.type}
    return Graft("Variable", values, (_description(one.description),))


def case_graft(one: Case) -> Graft:
    """A case with its values and what belongs to it."""
    sources = [Graft("SourceRef", {"targetGUID": guid}) for guid in one.sources]
    selections = [Graft("SelectionRef", {"targetGUID": guid}) for guid in one.selections]
    inner = (_description(one.description), *_values(one.values), *sources, *selections)
    only = ("VariableValue", "SourceRef", "SelectionRef")
    return Graft("Case", {"guid": one.guid, "name": one.name}, inner, only=only)


def note_graft(one: Note, node: Node | None) -> Graft:
    """A note; its text stands in the XML, unless it was read from a file."""
    in_file = node is not None and bool(node.get("plainTextPath"))
    text = () if in_file or one.text is None else (Graft("PlainTextContent", text=one.text),)
    return Graft("Note", _made(one.guid, one.name, one.user, one.created), (_description(one.description), *text))


def source_grafts(project: Project, nodes: dict[str, Node]) -> Iterator[Graft]:
    """The sources in order, each with its passages. `nodes` are the sources that were read, by guid."""
    by_source: dict[str, list[Selection]] = defaultdict(list)
    for one in project.selections:
        by_source[one.source].append(one)
    for source in project.sources:
        node = nodes.get(source.guid)
        own = by_source[source.guid]
        texts = {text.holder: text for text in source.texts}
        holders = {one.get("guid"): one.kind for one in node.all(*TEXT_HOLDERS)} if node else {}
        for guid in (*texts, *(one.holder for one in own)):
            if guid != source.guid and guid not in holders:
                holders[guid] = _NEW_HOLDER.get(source.kind, TEXT_HOLDERS[0])
        known = _guids_of_passages(node) if node else set()
        inner = [_holder(guid, kind, texts, own, known) for guid, kind in holders.items()]
        values = {"guid": source.guid, "name": source.name, **_text_path(texts.get(source.guid))}
        if node is None and source.kind != "text":
            values["path"] = source.path
        listed = (_description(source.description), *inner, *_passages(source.guid, texts, own, known))
        only = (*SELECTIONS, WHOLE, "VariableValue", *TEXT_HOLDERS)
        yield Graft(_ELEMENTS[source.kind], values, (*listed, *_values(source.values)), only=only)


def _holder(guid: str, kind: str, texts: dict[str, PlainText], own: Sequence[Selection], known: set[str]) -> Graft:
    values = {"guid": guid, **_text_path(texts.get(guid))}
    return Graft(kind, values, tuple(_passages(guid, texts, own, known)), only=(*SELECTIONS, WHOLE))


def _text_path(text: PlainText | None) -> dict[str, str]:
    return {"plainTextPath": text.path} if text and text.path else {}


def _passages(holder: str, texts: dict[str, PlainText], own: Sequence[Selection], known: set[str]) -> Iterator[Graft]:
    """The passages of one text; positions are written only where they changed, counted as the text's others are."""
    text = texts.get(holder)
    positions = scale(text.text, text.rule) if text else ()
    for one in own:
        if one.holder != holder:
            continue
        if one.kind == WHOLE:
            yield from _codings(one.codings)
            continue
        values = _made(one.guid, one.name, one.user, one.created)
        if one.kind != PLAIN and one.guid not in known:
            raise ValueError(f"passage {one.guid} has no place that the model can tell")
        if one.kind == PLAIN:
            values |= _positions(one, positions, one.guid in known)
        inner = (_description(one.description), *_codings(one.codings))
        yield Graft(one.kind, values, inner, only=(WHOLE,))


def _positions(one: Selection, positions: Sequence[int], known: bool) -> dict[str, str]:
    stored = one.stored
    if one.start is not None and one.end is not None and positions:
        if not 0 <= one.start <= one.end < len(positions):
            raise ValueError(f"passage {one.guid} has no place in its text")
        if stored is None or (one.start, one.end) != tuple(placed(at, positions) for at in stored):
            stored, known = (positions[one.start], positions[one.end]), False
    if known:
        return {}
    if stored is None:
        raise ValueError(f"passage {one.guid} has no place in its text")
    return {"startPosition": str(stored[0]), "endPosition": str(stored[1])}


def _codings(codings: Sequence[Coding]) -> Iterator[Graft]:
    """The codes on a passage: those of one guid are one element."""
    for _, group in groupby(enumerate(codings), key=lambda one: one[1].guid or one[0]):
        same = [coding for _, coding in group]
        refs = tuple(Graft("CodeRef", {"targetGUID": one.code}) for one in same if one.code)
        yield Graft(WHOLE, _made(same[0].guid, "", same[0].user, same[0].created), refs, only=("CodeRef",))


def _guids_of_passages(node: Node) -> set[str]:
    holders = (node, *node.all(*TEXT_HOLDERS))
    return {one.get("guid") for holder in holders for one in holder.all(*SELECTIONS)}


def _made(guid: str, name: str, user: str, created: str) -> dict[str, str]:
    return {"guid": guid, "name": name, "creatingUser": user, "creationDateTime": created}


def _description(text: str) -> Graft:
    return Graft("Description", text=text)


def _values(values: Sequence[Value]) -> Iterator[Graft]:
    for one in values:
        inner = (Graft("VariableRef", {"targetGUID": one.variable}), Graft(f"{one.type}Value", text=one.value))
        yield Graft("VariableValue", {}, inner, only=("VariableRef", *VALUE_ELEMENTS))
