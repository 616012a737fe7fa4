"""What reading leaves: tables of accepted rows, rows that were quarantined, rows that were set aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from clustermark.study.model import Source
from clustermark.study.problems import InputProblem

REFERENCE = "row"  # column of every evidence table: "source:row", or "source/sheet:row" for a workbook


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that broke a rule: where it stands, the raw text, the rule, and what to do (both codes for `words`)."""

    source: str
    sheet: str
    row: int
    column: str  # header or letter
    raw: str
    rule: str  # code, such as "number.unreadable"; `words` holds message and remedy
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A row that is no data: title, header, example, total or blank."""

    source: str
    sheet: str
    row: int
    kind: Literal["title", "header", "example", "total", "blank", "note"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Accepted rows by table, and what happened to every other row. read = accepted + quarantined + set aside."""

    tables: Mapping[str, pl.DataFrame]
    sources: Mapping[str, Source]  # by id, with sha256
    quarantined: tuple[QuarantinedRow, ...] = ()
    set_aside: tuple[SetAsideRow, ...] = ()
    read: Mapping[str, int] = field(default_factory=dict)  # physical rows of the used range, by source
    problems: tuple[InputProblem, ...] = ()
    # header -> cell as read, by reference; without the rows of confidential sources that are not cleared
    raw: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # keyed hash and length of each accepted row of a confidential source that is not cleared, by reference
    covered: Mapping[str, str] = field(default_factory=dict)

    def rows(self, table: str) -> list[dict[str, object]]:
        """The accepted rows of a table as dictionaries, in file order; empty where the study has no such table."""
        frame = self.tables.get(table)
        return [] if frame is None else frame.to_dicts()
