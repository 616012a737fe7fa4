"""Marked passages of a REFI-QDA source, placed in code points of its text."""

from collections.abc import Sequence
from dataclasses import replace

from clustermark.evidence.readers.refi.model import Coding, Node, PlainText, Repair, Selection
from clustermark.evidence.readers.refi.positions import best_rule, placed, scale
from clustermark.evidence.readers.refi.texts import Found, is_marked, named

PLAIN = "PlainTextSelection"
SELECTIONS = (PLAIN, "PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection", "TranscriptSelection")
WHOLE = "Coding"
_MOST_DIGITS = 12


def marked_passages(
    source: Node, holder: Node, text: PlainText | None, found: Found
) -> tuple[list[Selection], str, Repair | None]:
    """The passages of one text (or of a source without text), the rule of their positions, the repair if one was made.

    Passages without length are kept and remarked; positions beyond the text end at its end and are remarked; positions
    that are no numbers or stand in reverse give no place.
    """
    nodes = holder.all(*SELECTIONS, WHOLE)
    stored = [_stored(node) if node.kind == PLAIN else None for node in nodes]
    said = [(*span, _quoted(node)) for node, span in zip(nodes, stored, strict=True) if span]
    about = named(source)
    rule, quoted, before, after = "code-points", 0, 0, 0
    if text:
        marked = bool(text.path) and is_marked(text.path, found)
        rule, quoted, before, after = best_rule(text.text, said, marked)
    positions = scale(text.text, rule) if text else ()
    passages = [_passage(source, holder, node, span) for node, span in zip(nodes, stored, strict=True)]
    passages = [_with_place(one, text.text, positions) if text else one for one in passages]
    plain = [one for one in passages if one.kind == PLAIN]
    found.many("position-unreadable", sum(one.stored is None for one in plain), about)
    found.many("zero-length", sum(one.stored is not None and one.stored[0] == one.stored[1] for one in plain), about)
    if text:
        found.many("beyond-text", sum(one.stored is not None and one.stored[1] > positions[-1] for one in plain), about)
    found.many("quote-elsewhere", quoted - after, about)
    guid = source.get("guid")
    repair = Repair(guid, holder.get("guid"), rule, quoted, before, after) if rule != "code-points" else None
    return passages, rule, repair


def codings_of(node: Node) -> tuple[Coding, ...]:
    """The codes that one element puts on a passage: one as a rule."""
    said = (node.get("creatingUser"), node.get("creationDateTime"))
    codes = [one.get("targetGUID") for one in node.all("CodeRef")] or [""]
    return tuple(Coding(node.get("guid"), code, *said) for code in codes)


def _quoted(node: Node) -> str:
    """The words that a passage says it holds: programs write them into its name, some into its description."""
    return node.get("name") or node.inner("Description")


def _stored(node: Node) -> tuple[int, int] | None:
    start, end = (node.get(key).strip() for key in ("startPosition", "endPosition"))
    if not all(one.isascii() and one.isdecimal() and len(one) <= _MOST_DIGITS for one in (start, end)):
        return None
    return (int(start), int(end)) if int(start) <= int(end) else None


def _passage(source: Node, holder: Node, node: Node, stored: tuple[int, int] | None) -> Selection:
    put = (node,) if node.kind == WHOLE else node.all(WHOLE)
    codings = tuple(coding for one in put for coding in codings_of(one))
    return Selection(
        guid=node.get("guid"),
        source=source.get("guid"),
        holder=holder.get("guid"),
        kind=node.kind,
        quote=_of_page(node),
        name=node.get("name"),
        description=node.inner("Description"),
        user=node.get("creatingUser"),
        created=node.get("creationDateTime"),
        codings=codings,
        stored=stored,
    )


def _of_page(node: Node) -> str:
    """The words of a place on a page, which the program writes beside it."""
    return next((one.inner("PlainTextContent") for one in node.all("Representation")), "")


def _with_place(one: Selection, text: str, positions: Sequence[int]) -> Selection:
    if one.stored is None:
        return one
    start, end = (placed(position, positions) for position in one.stored)
    return replace(one, start=start, end=end, quote=text[start:end])
