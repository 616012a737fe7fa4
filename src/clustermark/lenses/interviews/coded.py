"""Codings as numbers: interviews, turns and codes of one place, and who coded what where."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clustermark.evidence.interviews.model import SUGGESTER, Interviews
from clustermark.findings.model import Finding, weakest
from clustermark.lenses.grouping import reference_order
from clustermark.methods.interviews.cases import LEAST
from clustermark.study.model import ORIGINS, Study

TABLE = "interviews"
SILENT = ("interviewer",)  # turns that nobody codes: the questions
OTHERS = "others"  # roles of fewer than LEAST interviews, told together
Rows = Mapping[str, Sequence[tuple[object, ...]]]
Tell = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Part:
    """What a part found: findings, and rows of result tables."""

    findings: Sequence[Finding] = ()
    rows: Rows = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its id and names; `open` where its names may be printed; what it informs."""

    id: str
    zh: str
    en: str
    informs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """The interviews of one place. Arrays of passages (n,) hold numbers of interviews, codes, coders.

    rows, roles, signs, dates: of each interview. `roles` are told ones: of fewer than LEAST interviews it is "others".
    Codes are those that occur and that the codebook lets be named; a code is counted where at least one coder set it.
    `coders` are people, and `read` says which of them read which interview. Suggestions that somebody accepted have the
    number behind those of all people (`suggester`): they are codings, and nobody's second reading.
    """

    subject: str
    origin: str
    rows: tuple[str, ...]
    roles: tuple[str, ...]
    signs: tuple[int, ...]
    dates: tuple[str, ...]
    codes: tuple[Code, ...]
    coders: tuple[str, ...]
    interview: NDArray[np.intp]
    code: NDArray[np.intp]
    coder: NDArray[np.intp]
    spans: NDArray[np.int64]  # (n, 2)
    stance: tuple[str, ...]
    read: NDArray[np.bool_]  # (interviews, coders)
    turns: Sequence[NDArray[np.int64]]  # (t, 2) of those who answer, by interview
    cleared: tuple[tuple[int, int, str, str, bool], ...]  # interview, code, text as told, reference, key quote
    withheld: int  # cleared passages that hold a name or number on which nobody has decided

    @property
    def n(self) -> int:
        """How many interviews."""
        return len(self.rows)

    @property
    def suggester(self) -> int:
        """The number of the suggester among coders."""
        return len(self.coders)

    @property
    def held(self) -> NDArray[np.bool_]:
        """Which interview holds which code (interviews, codes), by any coder."""
        found = np.zeros((self.n, len(self.codes)), dtype=np.bool_)
        found[self.interview, self.code] = True
        return found

    @property
    def told(self) -> frozenset[str]:
        """Codes that at least LEAST interviews hold: of others nothing is told."""
        return frozenset(code.id for code, n in zip(self.codes, self.held.sum(axis=0), strict=True) if n >= LEAST)


def coded_of(interviews: Interviews, study: Study, origins: Mapping[str, str], tell: Tell) -> list[Coded]:
    """The interviews of every place of the study that has any, the focus first.

    `origins` by reference of the row; `tell` gives a cleared passage as it may be told, or None.
    """
    subjects = [place for place in study.subjects() if place in set(interviews.documents["subject"])]
    return [_of_place(interviews, place, origins, tell) for place in subjects]


def _of_place(interviews: Interviews, place: str, origins: Mapping[str, str], tell: Tell) -> Coded:
    own = interviews.documents.filter(pl.col("subject") == place)
    order = sorted(range(own.height), key=lambda at: (reference_order(own["row"][at]), own["document"][at]))
    documents = own[order]
    number = {name: at for at, name in enumerate(documents["document"])}
    passages = interviews.segments.filter(pl.col("document").is_in(list(number))).sort(
        "document", "start", "end", "code", "coder"
    )
    book = {row["code"]: row for row in interviews.codebook.iter_rows(named=True)}
    used = [code for code in book if code in set(passages["code"]) and book[code]["open"]]
    codes = tuple(Code(c, book[c]["name_zh"], book[c]["name_en"], tuple(book[c]["informs"] or ())) for c in used)
    coders = tuple(sorted({name for name in passages["coder"] if name} - {SUGGESTER}))
    told = passages.filter(pl.col("code").is_in(used))
    quoted = _quoted(told, number, used, tell)
    return Coded(
        subject=place,
        origin=weakest(["judged", *(one for one in ORIGINS if one in {origins.get(row) for row in documents["row"]})]),
        rows=tuple(documents["row"]),
        roles=told_roles(documents["role"]),
        signs=tuple(documents["signs"]),
        dates=tuple(documents["date"]),
        codes=codes,
        coders=coders,
        interview=_numbers(told["document"], number),
        code=_numbers(told["code"], {code: at for at, code in enumerate(used)}),
        coder=_numbers(told["coder"], {name: at for at, name in enumerate((*coders, SUGGESTER))}),
        spans=told.select("start", "end").to_numpy().astype(np.int64).reshape(-1, 2),
        stance=tuple(told["stance"]),
        read=_read(passages, number, coders),
        turns=[_answers(interviews.turns, name) for name in number],
        cleared=tuple((*where, text, *more) for where, text, more in quoted if text is not None),
        withheld=sum(text is None for _, text, _ in quoted),
    )


def told_roles(roles: Iterable[str]) -> tuple[str, ...]:
    """Roles as they may be told: one of fewer than LEAST interviews is "others", and so is an unknown one."""
    given = [role or OTHERS for role in roles]
    counts = {role: given.count(role) for role in set(given)}
    return tuple(role if counts[role] >= LEAST else OTHERS for role in given)


def _numbers(column: pl.Series, known: Mapping[str, int]) -> NDArray[np.intp]:
    return np.array([known[value] for value in column], dtype=np.intp)


def _read(passages: pl.DataFrame, number: Mapping[str, int], coders: Sequence[str]) -> NDArray[np.bool_]:
    """A coder read an interview where a passage of it stands in the coder's name, with or without a code."""
    found = np.zeros((len(number), len(coders)), dtype=np.bool_)
    place = {name: at for at, name in enumerate(coders)}
    for document, coder in passages.select("document", "coder").unique().iter_rows():
        if coder in place:
            found[number[document], place[coder]] = True
    return found


def _answers(turns: pl.DataFrame, document: str) -> NDArray[np.int64]:
    own = turns.filter((pl.col("document") == document) & ~pl.col("role").is_in(list(SILENT))).sort("turn")
    return own.select("start", "end").to_numpy().astype(np.int64).reshape(-1, 2)


def _quoted(
    told: pl.DataFrame, number: Mapping[str, int], used: Sequence[str], tell: Tell
) -> list[tuple[tuple[int, int], str | None, tuple[str, bool]]]:
    """Cleared passages: interview and code, the text as it may be told, reference and whether it is a key quote."""
    place = {code: at for at, code in enumerate(used)}
    own = told.filter(pl.col("cleared") & (pl.col("text") != ""))
    found = own.select("document", "code", "text", "row", "key_quote").iter_rows()
    return [((number[one], place[code]), tell(text), (row, bool(key))) for one, code, text, row, key in found]
