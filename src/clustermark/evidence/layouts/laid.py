"""A file as its layout sees it: rows in the columns of the table, each still in its physical place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from clustermark.evidence.clean import Broken
from clustermark.evidence.heads import Head
from clustermark.evidence.readers.sheet import Sheet

AsideKind = Literal["title", "header", "example", "total", "blank", "note"]


@dataclass(frozen=True, slots=True)
class Laid:
    """A file of a known layout.

    `sheet` has a row for each physical row of the file, with the cells of the table's columns as `head` places them;
    rows that are no data are empty there and named in `aside` (by line from 1), records that cannot be read in `wrong`.
    `keys` and `rows` are the cells as read, without personal ones.
    """

    layout: str
    sheet: Sheet
    head: Head
    keys: Sequence[str]
    rows: Sequence[Sequence[str]]
    aside: Mapping[int, AsideKind] = field(default_factory=dict)
    wrong: Mapping[int, Broken] = field(default_factory=dict)
    limits: tuple[int, ...] = ()
