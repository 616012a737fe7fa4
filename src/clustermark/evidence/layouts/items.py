"""The items of a survey: which columns hold answers, what each is called, and what a respondent answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clustermark.evidence.fold import fold
from clustermark.evidence.layouts.model import Items

Answer = str | list[str]


@dataclass(frozen=True, slots=True)
class Item:
    """A column of answers: its position, its name, and the signs that part several choices in one cell."""

    at: int
    name: str
    separators: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()


def items_of(header: Sequence[str], below: Sequence[str], known: set[str], how: Items) -> tuple[Item, ...]:
    """Every column that is none of `known` (folded), with a name of its own.

    With a second header row the first is carried to the right: a question stands over the first of its columns only.
    """
    found: list[Item] = []
    names: dict[str, int] = {}
    carried = ""
    plain = {fold(text) for text in how.plain}
    for at in range(max(len(header), len(below))):
        top = " ".join(header[at].split()) if at < len(header) else ""
        sub = " ".join(below[at].split()) if at < len(below) else ""
        carried = top or (carried if below else "")
        if not carried or fold(carried) in known:
            continue
        name = carried if not sub or fold(sub) in plain else f"{carried} | {sub}"
        names[name] = names.get(name, 0) + 1
        if names[name] > 1:
            name = f"{name} ({names[name]})"
        found.append(Item(at, name, how.separators, frozenset(how.missing)))
    return tuple(found)


def answers_of(items: Sequence[Item], cells: Sequence[str]) -> Mapping[str, Answer]:
    """What a respondent answered, by item; items left empty or skipped are absent."""
    found: dict[str, Answer] = {}
    for item in items:
        text = cells[item.at].strip() if item.at < len(cells) else ""
        if not text or text in item.missing:
            continue
        parts = [text]
        for separator in item.separators:
            parts = [piece for part in parts for piece in part.split(separator)]
        chosen = [part.strip() for part in parts if part.strip()]
        found[item.name] = chosen if len(chosen) > 1 else chosen[0] if chosen else text
    return found
