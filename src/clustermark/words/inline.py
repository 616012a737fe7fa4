"""Text with marks: what the words room hands to the writers. Nothing here is escaped; each writer escapes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from clustermark.words.catalogue import texts

Role = Literal["text", "strong", "number", "state", "quiet"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text.

    role      text; strong; number (a link to its evidence); state (a state word, set bold); quiet (secondary)
    rows      references of the evidence rows behind a number, finding its id
    language  set where the run is in another language than its document
    """

    text: str
    role: Role = "text"
    rows: tuple[str, ...] = ()
    finding: str = ""
    language: str = ""


Inline = tuple[Span, ...]
Field = str | int | Span | Inline


def inline(*parts: Field) -> Inline:
    """Join texts, spans and inlines into one inline; empty texts vanish and neighbouring plain runs are merged."""
    out: list[Span] = []
    for part in parts:
        pieces: Iterable[Span]
        if isinstance(part, tuple):
            pieces = part
        elif isinstance(part, Span):
            pieces = (part,)
        else:
            pieces = (Span(str(part)),)
        for piece in pieces:
            if not piece.text:
                continue
            if out and piece.role == "text" and out[-1].role == "text" and piece.language == out[-1].language:
                out[-1] = Span(out[-1].text + piece.text, language=piece.language)
            else:
                out.append(piece)
    return tuple(out)


def plain(runs: Inline) -> str:
    """The text without its marks."""
    return "".join(run.text for run in runs)


def fill_template(template: str, **fields: Field) -> Inline:
    """Fill the slots `{name}` of a template by name only: outside text is never a format string.

    Raises KeyError for a slot without a field or an unclosed one.
    """
    head, *pieces = template.split("{")
    parts: list[Field] = [head]
    for piece in pieces:
        name, closed, rest = piece.partition("}")
        if not closed:
            raise KeyError(f"unclosed slot: {template}")
        parts += [fields[name], rest]
    return inline(*parts)


def fill(key: str, language: str, **fields: Field) -> Inline:
    """The text `key` in `language` with its slots filled by texts, spans or inlines."""
    return fill_template(texts(language)[key], **fields)


def capital(runs: Inline) -> Inline:
    """The same inline with its first letter as a capital (no change where the script has none)."""
    if not runs:
        return runs
    first = runs[0]
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *runs[1:])


def join(parts: Iterable[Inline], separator: str) -> Inline:
    """Inlines joined by a separator."""
    out: list[Field] = []
    for part in parts:
        if out:
            out.append(separator)
        out.append(part)
    return inline(*out)
