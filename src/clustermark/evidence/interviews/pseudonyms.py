"""Pseudonyms: what names somebody in the interviews, what stands in its place, and what nobody has decided yet.

The key is the table `pseudonyms`, a file of its own in the study's private folder. A passage that holds something
undecided reaches no report.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.labels import answers, asks
from clustermark.evidence.interviews.model import Interviews
from clustermark.evidence.model import Evidence
from clustermark.methods.interviews.identifiers import Identifier, find_identifiers

ALL = "*"
_SHORTEST = 2  # signs of a name: one sign stands in too many words
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name or number in the interviews: how often it stands there, its pseudonym, and what was decided ("" open)."""

    kind: str
    text: str
    times: int
    pseudonym: str
    decision: str


@dataclass(frozen=True, slots=True)
class Key:
    """The table of pseudonyms: by kind and folded text, its pseudonym and decision; `names` are what to look for."""

    names: Mapping[str, str]
    pseudonyms: Mapping[tuple[str, str], str]
    decisions: Mapping[tuple[str, str], str]

    def decision(self, found: Identifier) -> str:
        """What was decided on a thing: for itself, else for all of its kind."""
        own = self.decisions.get((found.kind, fold(found.text)), "")
        return own or self.decisions.get((found.kind, ALL), "")


def key_of(evidence: Evidence, interviews: Interviews) -> Key:
    """The key of a study: its decisions, and the names to look for (firms, who speaks, names listed by hand)."""
    rows = evidence.rows("pseudonyms")
    names = {str(row["text"]): str(row["kind"]) for row in rows if row["text"] != ALL and row["kind"] in _BY_NAME}
    own = {str(row["name"]): "firm" for row in evidence.rows("firms") if row.get("name")}
    own |= dict.fromkeys((str(one) for one in interviews.speakers["firm"] if one), "firm")
    own |= dict.fromkeys(_people(interviews), "person")
    known = {name: kind for name, kind in (own | names).items() if len(name.strip()) >= _SHORTEST}
    return Key(known, _column(rows, "pseudonym"), _column(rows, "decision"))


_BY_NAME = ("person", "firm", "name")


def _people(interviews: Interviews) -> Iterable[str]:
    """Labels that name somebody; "Q", "A" and voices that a program numbered name nobody."""
    for label, role in interviews.speakers.select("speaker", "role").iter_rows():
        plain = label or ""
        numbered = any(sign.isdigit() for sign in plain)
        if plain and role != "interviewer" and not (numbered or asks(plain) or answers(plain)):
            yield plain


def _column(rows: Iterable[Row], name: str) -> dict[tuple[str, str], str]:
    return {(str(row["kind"]), fold(str(row["text"]))): str(row[name] or "") for row in rows if row.get("text")}


def proposals(interviews: Interviews, key: Key, words: Mapping[str, str]) -> list[Proposal]:
    """Everything that names somebody in the texts, in the order in which it first stands there.

    `words` name the pseudonyms of each kind ("Firm {n}", "(telephone)"). What the key holds keeps its pseudonym and
    decision, so that a pseudonym never changes; the numbers of new ones go on behind those in use.
    """
    counts: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], str] = {}
    for document in interviews.documents["document"]:
        for found in find_identifiers(interviews.texts[document], key.names):
            place = (found.kind, fold(found.text))
            counts[place] += 1
            shown.setdefault(place, found.text)
    taken = {name for name in key.pseudonyms.values() if name}
    made = []
    for place, text in shown.items():
        kind = place[0]
        pseudonym = key.pseudonyms.get(place, "") or _next(words[kind], taken)
        taken.add(pseudonym)
        made.append(Proposal(kind, text, counts[place], pseudonym, key.decisions.get(place, "")))
    return made


def _next(word: str, taken: set[str]) -> str:
    """The first pseudonym of a word that is not in use; one without a number is shared by all of its kind."""
    if "{n}" not in word:
        return word
    number = 1
    while (name := word.replace("{n}", str(number))) in taken:
        number += 1
    return name


def pseudonymised(text: str, key: Key) -> str | None:
    """The text as it may be told; None where it holds something that nobody has decided on, or without a pseudonym."""
    parts: list[str] = []
    end = 0
    for found in find_identifiers(text, key.names):
        decision = key.decision(found)
        pseudonym = key.pseudonyms.get((found.kind, fold(found.text)), "")
        if decision == "replace" and pseudonym:
            parts += [text[end : found.start], pseudonym]
            end = found.end
        elif decision != "keep":
            return None
    return "".join([*parts, text[end:]])


def merged(found: Sequence[Proposal], rows: Sequence[Row], words: Mapping[str, str]) -> list[dict[str, object]]:
    """The rows of the table: those of the key in their order with new counts, then what is new.

    A row for all of a kind stays, and nothing that somebody decided is lost, even where it stands nowhere any more.
    """
    by_place = {(one.kind, fold(one.text)): one for one in found}
    out: list[dict[str, object]] = []
    for row in rows:
        place = (str(row["kind"]), fold(str(row["text"])))
        times = by_place.pop(place).times if place in by_place else 0
        kept = {name: row.get(name) for name in ("kind", "text", "pseudonym", "decision", "cleared")}
        kept["pseudonym"] = kept["pseudonym"] or ("" if row["text"] == ALL else words[str(row["kind"])])
        out.append({**kept, "times": times or ""})
    out += [
        {"kind": one.kind, "text": one.text, "pseudonym": one.pseudonym, "decision": one.decision, "times": one.times}
        for one in by_place.values()
    ]
    return out
