"""What codings may point to: the texts of the study's interviews by hash and by name, and the codes of its codebook."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import polars as pl

from clustermark.evidence.fold import fold
from clustermark.evidence.interviews.codes import code_names, starting_codebook
from clustermark.evidence.interviews.plain import SHORTEST_HASH
from clustermark.evidence.interviews.voices import ANALYSIS, Spoken, spoken_of


@dataclass(frozen=True, slots=True)
class Known:
    """Texts by hash; hashes by folded name ("" where two texts share it); ids of codes by folded name.

    `spoken` grows as interviews are asked for.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    speakers: tuple[Mapping[str, Any], ...] = ()
    spoken: dict[str, Spoken] = field(default_factory=dict, compare=False, repr=False)

    def hash(self, written: str) -> str:
        """The hash of the text that is meant: by at least eight signs of its hash, or by name; "" where none is."""
        lower = written.strip().lower()
        if lower in self.texts:
            return lower
        if len(lower) >= SHORTEST_HASH and all(sign in "0123456789abcdef" for sign in lower):
            found = [known for known in self.texts if known.startswith(lower)]
            if len(found) == 1:
                return found[0]
        return self.names.get(fold(written), "")

    def may_quote(self, digest: str, start: int, end: int) -> bool:
        """Whether everyone who answers between two positions of a text agreed to be quoted."""
        if digest not in self.spoken:
            self.spoken[digest] = spoken_of(self.rows[digest], self.speakers)
        return may_quote(self.spoken[digest], start, end)


def may_quote(spoken: Spoken, start: int, end: int) -> bool:
    """Whether everyone who answers between two positions agreed to be quoted; where no one speaks, nobody agreed."""
    first = bisect_right([turn.end for turn in spoken.turns], start)
    asked = []
    for turn, voice in zip(spoken.turns[first:], spoken.voices[first:], strict=True):
        if turn.start >= end:
            break
        if voice.role != "interviewer":
            asked.append(voice.consent)
    return bool(asked) and ANALYSIS not in asked


def known_of(
    interviews: Iterable[pl.DataFrame], speakers: Iterable[pl.DataFrame] = (), codebook: Iterable[pl.DataFrame] = ()
) -> Known:
    """What the accepted rows of the three tables hold; without a codebook of the study the starting one counts."""
    rows: dict[str, Mapping[str, Any]] = {}
    names: dict[str, str] = {}
    for row in (row for frame in interviews for row in frame.iter_rows(named=True)):
        rows[row["hash"]] = row
        for called in {fold(row["document"]), fold(PurePosixPath(row["document"]).stem)}:
            names[called] = row["hash"] if names.get(called, row["hash"]) == row["hash"] else ""
    listed = [row for frame in codebook for row in frame.iter_rows(named=True)]
    people = tuple(row for frame in speakers for row in frame.iter_rows(named=True))
    texts = {digest: str(row["text"]) for digest, row in rows.items()}
    return Known(texts, names, code_names(listed or starting_codebook()), rows, people)
