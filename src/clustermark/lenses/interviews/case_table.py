"""Cases by codes for R and Excel: who holds what, and as much of who they are as points at no one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from clustermark.evidence.interviews.model import Interviews
from clustermark.lenses.interviews.coded import Coded
from clustermark.methods.interviews.anonymity import K, tellable
from clustermark.methods.interviews.cases import case_matrix

ATTRIBUTES = ("role", "size", "district", "stage")  # in the order of their worth to the reader
Rows = list[tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class CaseTable:
    """Header and rows; of each place the attributes left out, each with why: "few" or "empty"."""

    header: tuple[str, ...]
    rows: Rows
    left_out: Mapping[str, Mapping[str, str]]


def case_table(interviews: Interviews, places: Sequence[Coded], counts: bool = False, k: int = K) -> CaseTable:
    """One row an interview: place, number (as in the report), attributes, and 1 where any coder set the code, else 0.

    With `counts` passages are counted instead. Of ATTRIBUTES those stand there whose every combination, role
    included, fits k interviews of the place; the cells of others are empty. Roles of fewer than k are "others".
    Names, firms, files, dates and positions never stand there.
    """
    codes = sorted({code.id for coded in places for code in coded.codes})
    told: dict[str, tuple[str, ...]] = {}
    rows: Rows = []
    left_out = {}
    for coded in places:
        people = _people(interviews, coded)
        filled = [name for name in ATTRIBUTES if any(person[name] for person in people)]
        told[coded.subject] = _told(people, filled, k)
        untold = [name for name in ATTRIBUTES if name not in told[coded.subject]]
        left_out[coded.subject] = {name: "few" if name in filled else "empty" for name in untold}
        matrix = case_matrix(coded.interview.tolist(), coded.code.tolist(), coded.n, len(coded.codes))
        column = {code.id: at for at, code in enumerate(coded.codes)}
        for number, person in enumerate(people):
            held = [int(matrix[number, column[code]]) if code in column else 0 for code in codes]
            own = [person[name] if name in told[coded.subject] else "" for name in ATTRIBUTES]
            rows.append((coded.subject, number + 1, *own, *(held if counts else [min(1, n) for n in held])))
    shown = [any(name in names for names in told.values()) for name in ATTRIBUTES]
    header = ("place", "interview", *ATTRIBUTES, *codes)
    kept = [0, 1, *(at + 2 for at, yes in enumerate(shown) if yes), *range(2 + len(ATTRIBUTES), len(header))]
    return CaseTable(tuple(header[at] for at in kept), [tuple(row[at] for at in kept) for row in rows], left_out)


def _told(people: Sequence[Mapping[str, str]], filled: Sequence[str], k: int) -> tuple[str, ...]:
    """Which attributes may be told: only together with the role, which the report tells beside the same numbers."""
    with_role = [{name: f"{person['role']}\0{person[name]}" for name in filled} for person in people]
    return tellable(with_role, filled, k)


def _people(interviews: Interviews, coded: Coded) -> list[dict[str, str]]:
    """Of each interview its told role, and what is known of the one of that role who says most."""
    hashes = dict(interviews.documents.select("row", "document").iter_rows())
    roles = dict(interviews.documents.select("row", "role").iter_rows())
    answering = interviews.speakers.filter(pl.col("role") != "interviewer")
    by_document = answering.sort("signs", descending=True, maintain_order=True).partition_by("document", as_dict=True)
    found = []
    for row, role in zip(coded.rows, coded.roles, strict=True):
        own = by_document.get((hashes[row],))
        named = [] if own is None else own.filter(pl.col("role") == roles[row]).head(1).to_dicts()
        person = named[0] if named else {}
        found.append({"role": role} | {name: str(person.get(name) or "").strip() for name in ATTRIBUTES[1:]})
    return found
