"""Coders merged: the same text by its hash, the same code by its id; and where they differ.

    one-coder    a coder put a code on a passage, another who read the same transcript did not, on nothing it touches
    place        both put the code there, on stretches that touch and are not the same
    stance       the same stretch and code, another stance
    clearance    the same stretch, coded by both, cleared by one and not by the other

A transcript counts as read by a coder from whom it has any row. Nothing is settled here: both codings stand. The
suggester read nothing and differs from nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from clustermark.evidence.interviews.model import CONFLICTS, SUGGESTER, Interviews
from clustermark.methods.interviews.cases import LEAST


@dataclass(frozen=True, slots=True)
class _Mark:
    row: str
    start: int
    end: int
    turn: int | None
    coder: str
    stance: str
    cleared: bool


def conflicts_of(segments: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The conflicts as `model.CONFLICTS`, by document, turn and code. Without a second coder there are none."""
    rows = dict(documents.select("document", "row").iter_rows())
    order = {digest: at for at, digest in enumerate(rows)}
    found: list[dict[str, object]] = []
    people = segments.filter(pl.col("coder") != SUGGESTER)
    for (digest,), group in people.group_by("document", maintain_order=True):
        coders = sorted(group["coder"].unique())
        if len(coders) < 2:
            continue
        found += [{"document": rows[digest], **item} for item in _in_document(group, coders)]
    at = {row: order[digest] for digest, row in rows.items()}
    found.sort(key=lambda item: (at[str(item["document"])], item["turn"] or 0, str(item["code"]), str(item["kind"])))
    return pl.DataFrame(found, schema=CONFLICTS)


def _in_document(group: pl.DataFrame, coders: Sequence[str]) -> Iterator[dict[str, object]]:
    marks: dict[str, list[_Mark]] = defaultdict(list)
    columns = ("code", "row", "start", "end", "turn", "coder", "stance", "cleared")
    for code, *rest in group.select(columns).iter_rows():
        if code:
            marks[code].append(_Mark(*rest))
    for code, listed in marks.items():
        for together in _touching(sorted(listed, key=lambda mark: (mark.start, mark.end, mark.coder, mark.row))):
            yield from _differences(code, together, coders)
    yield from _cleared_by_one(group)


def _touching(marks: Sequence[_Mark]) -> Iterator[list[_Mark]]:
    """Marks in groups in which each overlaps another."""
    group: list[_Mark] = []
    end = -1
    for mark in marks:
        if group and mark.start >= end:
            yield group
            group = []
        group.append(mark)
        end = max(end, mark.end) if len(group) > 1 else mark.end
    if group:
        yield group


def _differences(code: str, marks: Sequence[_Mark], coders: Sequence[str]) -> Iterator[dict[str, object]]:
    did = sorted({mark.coder for mark in marks})
    others = [coder for coder in coders if coder not in did]
    if others:
        yield _told(code, "one-coder", marks, did, others)
    if len(did) > 1:
        places = {coder: {(mark.start, mark.end) for mark in marks if mark.coder == coder} for coder in did}
        if len({frozenset(found) for found in places.values()}) > 1:
            yield _told(code, "place", marks, did[:1], did[1:])
        else:
            stances = {coder: {mark.stance for mark in marks if mark.coder == coder} for coder in did}
            if len({frozenset(found) for found in stances.values()}) > 1:
                yield _told(code, "stance", marks, did[:1], did[1:])


def _cleared_by_one(group: pl.DataFrame) -> Iterator[dict[str, object]]:
    places: dict[tuple[int, int], list[_Mark]] = defaultdict(list)
    columns = ("row", "start", "end", "turn", "coder", "stance", "cleared")
    for values in group.filter(pl.col("code") != "").select(columns).unique(maintain_order=True).iter_rows():
        mark = _Mark(*values)
        places[mark.start, mark.end].append(mark)
    for _, marks in sorted(places.items()):
        cleared = sorted({mark.coder for mark in marks if mark.cleared})
        not_cleared = sorted({mark.coder for mark in marks} - set(cleared))
        if cleared and not_cleared:
            yield _told("", "clearance", marks, cleared, not_cleared)


def _told(
    code: str, kind: str, marks: Sequence[_Mark], coders: Sequence[str], others: Sequence[str]
) -> dict[str, object]:
    return {
        "turn": marks[0].turn,
        "code": code,
        "kind": kind,
        "coders": list(coders),
        "others": list(others),
        "rows": list(dict.fromkeys(mark.row for mark in marks)),
    }


def told_conflicts(interviews: Interviews) -> pl.DataFrame:
    """The conflicts as the result table `coding_conflicts`: coders by number; codes that may not be told are left out.

    Those are codes with a confidential name, and codes that fewer than three interviews hold: elsewhere nothing is told
    of these either, and here they would stand beside the interview.
    """
    people = sorted(set(interviews.segments["coder"]) - {SUGGESTER})
    numbers = {coder: str(at) for at, coder in enumerate(people, start=1)}
    told = _told_codes(interviews)
    places = dict(interviews.documents.select("row", "subject").iter_rows())
    rows = [
        (
            row["document"],
            row["turn"],
            row["code"] if (places[row["document"]], row["code"]) in told else "",
            row["kind"],
            _numbered(row["coders"], numbers),
            _numbered(row["others"], numbers),
            row["rows"],
        )
        for row in interviews.conflicts.iter_rows(named=True)
    ]
    columns = ("interview", "turn", "code", "kind", "coders", "others", "rows")
    types = (pl.String, pl.Int64, pl.String, pl.String, pl.String, pl.String, pl.List(pl.String))
    return pl.DataFrame(rows, schema=dict(zip(columns, types, strict=True)), orient="row")


def _told_codes(interviews: Interviews) -> set[tuple[str, str]]:
    """Places and codes that may be named there."""
    named = interviews.codebook.filter(pl.col("open"))["code"].to_list()
    places = interviews.documents.select("document", pl.col("subject").alias("place"))
    own = interviews.segments.join(places, on="document").filter(pl.col("code").is_in(named))
    held = own.group_by("place", "code").agg(pl.col("document").n_unique().alias("n")).filter(pl.col("n") >= LEAST)
    return set(held.select("place", "code").iter_rows())


def _numbered(coders: Sequence[str], numbers: Mapping[str, str]) -> str:
    return ", ".join(numbers[coder] for coder in coders)
