"""What interviews come to: documents, turns, coded passages, the codebook, where coders differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

Schema = dict[str, Any]  # column -> type of polars
SUGGESTER = "suggester"  # coder of suggestions that a person accepted: never a second coder, read no interview
ROLES = ("enterprise", "government", "association", "buyer", "interviewer", "other")

# every document is named by the hash of its text; positions are code points of that text, the end excluded
DOCUMENTS: Schema = {
    "row": pl.String,  # reference of the row of the table `interviews`
    "document": pl.String,  # hash of the text
    "name": pl.String,  # of the file: confidential like the text
    "subject": pl.String,
    "date": pl.String,
    "language": pl.String,
    "consent": pl.String,  # name, anonymous or analysis
    "role": pl.String,  # of those who answer, the one that says most; "" where none is known
    "signs": pl.Int64,
    "open": pl.Boolean,  # whether the row may be shown: source not confidential, or row cleared
}
TURNS: Schema = {
    "document": pl.String,
    "turn": pl.Int64,  # from 1
    "speaker": pl.String,  # label in the transcript: confidential
    "role": pl.String,  # one of ROLES, "" where unknown
    "firm": pl.String,
    "subject": pl.String,
    "consent": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "line": pl.Int64,  # of the text, from 1
    "since": pl.Float64,  # seconds, where the transcript has time codes
    "until": pl.Float64,
}
SEGMENTS: Schema = {
    "row": pl.String,  # reference of the row of the table `segments`
    "document": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "turn": pl.Int64,  # in which the passage begins
    "role": pl.String,
    "subject": pl.String,
    "code": pl.String,  # id of the codebook, "" where the coder read the passage and nothing applies
    "coder": pl.String,
    "time": pl.String,
    "stance": pl.String,  # positive, negative, mixed or ""
    "memo": pl.String,
    "key_quote": pl.Boolean,
    "cleared": pl.Boolean,  # whether `text` may be shown: cleared by the coder, and the speaker agreed to be quoted
    "text": pl.String,
    "since": pl.Float64,
}
CODES: Schema = {
    "row": pl.String,  # reference, "" for a code of the starting codebook
    "code": pl.String,
    "parent": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "informs": pl.List(pl.String),  # measures and factors
    "version": pl.String,
    "retired": pl.Boolean,
    "open": pl.Boolean,  # whether its names may be shown
}
SPEAKERS: Schema = {
    "document": pl.String,
    "speaker": pl.String,
    "role": pl.String,
    "firm": pl.String,
    "subject": pl.String,
    "consent": pl.String,
    "stage": pl.String,
    "size": pl.String,
    "district": pl.String,
    "position": pl.String,
    "turns": pl.Int64,
    "signs": pl.Int64,
}
CONFLICTS: Schema = {
    "document": pl.String,  # reference of the row of the table `interviews`
    "turn": pl.Int64,
    "code": pl.String,
    "kind": pl.String,  # one-coder, place, stance, clearance
    "coders": pl.List(pl.String),
    "others": pl.List(pl.String),
    "rows": pl.List(pl.String),  # references of the rows concerned
}


def empty(schema: Schema) -> pl.DataFrame:
    """A frame without rows."""
    return pl.DataFrame(schema=schema)


@dataclass(frozen=True, slots=True)
class Interviews:
    """All interviews of a study; the schemas above say what each frame holds.

    `texts` is text by hash. Texts, names of files and speakers, memos and firms are confidential whatever else is open;
    the text of a passage may be shown where `cleared` is true.
    """

    documents: pl.DataFrame = field(default_factory=lambda: empty(DOCUMENTS))
    turns: pl.DataFrame = field(default_factory=lambda: empty(TURNS))
    speakers: pl.DataFrame = field(default_factory=lambda: empty(SPEAKERS))
    segments: pl.DataFrame = field(default_factory=lambda: empty(SEGMENTS))
    codebook: pl.DataFrame = field(default_factory=lambda: empty(CODES))
    conflicts: pl.DataFrame = field(default_factory=lambda: empty(CONFLICTS))
    texts: Mapping[str, str] = field(default_factory=dict)
