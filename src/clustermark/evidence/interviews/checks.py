"""Rules of rows: an interview is named by the hash of its text, a coding quotes its text sign by sign."""

from collections.abc import Mapping
from difflib import get_close_matches

from clustermark.evidence.clean import Broken, Names, Value, broken
from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.codes import parts_of
from clustermark.evidence.interviews.known import Known
from clustermark.evidence.interviews.plain import plain

Row = dict[str, Value]


def interview_row(row: Row, raw: Mapping[str, str], _names: Names) -> Broken | None:
    """An interview: the text as it is kept, and its hash; one that was written down must be that of the text."""
    kept = plain(str(row["text"]))
    said = str(row.get("hash") or "").lower()
    if said and said != kept.hash:
        return broken("hash", raw.get("hash", ""), "interview.hash-differs")
    row["text"], row["hash"] = kept.text, kept.hash
    return None


def code_row(row: Row, raw: Mapping[str, str], _names: Names) -> Broken | None:
    """A code: its id holds no semicolon, and it is not its own parent."""
    if len(parts_of(str(row["id"]))) != 1:
        return broken("id", raw.get("id", ""), "code.semicolon", text=row["id"])
    if row.get("parent") is not None and fold(str(row["parent"])) == fold(str(row["id"])):
        return broken("parent", raw.get("parent", ""), "code.own-parent", text=row["id"])
    return None


def segment_row(row: Row, raw: Mapping[str, str], names: Names) -> Broken | None:
    """A coded passage: its text is known, its place lies within it, its words stand there, its codes exist.

    Without a place the words must stand in the text once. Hash, place, words and ids of codes are filled in. What a
    speaker did not agree to have quoted is not cleared, whatever the coder wrote.
    """
    known = names.interviews or Known()
    document = str(row["document"])
    digest = known.hash(document)
    if not digest:
        return broken("document", document, "segment.document-unknown", text=document)
    row["document"] = digest
    wrong = _placed(row, raw, known.texts[digest]) or _coded(row, raw, known)
    if wrong is None and row.get("cleared") and not known.may_quote(digest, _whole(row["start"]), _whole(row["end"])):
        row["cleared"] = False
    return wrong


def _whole(value: Value) -> int:
    return int(float(str(value)))


def _placed(row: Row, raw: Mapping[str, str], text: str) -> Broken | None:
    start, end, words = row.get("start"), row.get("end"), row.get("text")
    if start is None or end is None:
        if not words:
            return broken("start", raw.get("start", ""), "segment.no-place")
        times = text.count(str(words))
        if times != 1:
            return broken("text", raw.get("text", ""), "segment.text-missing" if not times else "segment.text-twice")
        first = text.index(str(words))
        row["start"], row["end"] = float(first), float(first + len(str(words)))
        return None
    low, high = float(str(start)), float(str(end))
    if low != int(low) or high != int(high) or low < 0 or high > len(text):
        return broken("end", raw.get("end", ""), "segment.outside", text=f"{low:g}-{high:g}", most=len(text))
    if high <= low:
        return broken("end", raw.get("end", ""), "segment.empty", text=f"{low:g}-{high:g}")
    quoted = text[int(low) : int(high)]
    if words is not None and str(words) != quoted.strip():
        return broken("text", raw.get("text", ""), "segment.text-differs")
    row["text"] = quoted.strip()
    return None


def _coded(row: Row, raw: Mapping[str, str], known: Known) -> Broken | None:
    found = []
    for name in parts_of(str(row.get("codes") or "")):
        code = known.codes.get(fold(name), "")
        if not code:
            near = get_close_matches(fold(name), [key for key, own in known.codes.items() if own], n=1, cutoff=0.6)
            close = known.codes[near[0]] if near else ""
            return broken("codes", raw.get("codes", ""), "segment.code-unknown", text=name, nearest=close)
        found.append(code)
    row["codes"] = "; ".join(dict.fromkeys(found)) or None
    return None
