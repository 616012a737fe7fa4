"""A file as a layout sees it: which rows are data, and what each of them says in the columns of the table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from clustermark.evidence.clean import Broken

Cells = Sequence[str]
AsideKind = Literal["title", "header", "example", "total", "blank", "note"]


@dataclass(frozen=True, slots=True)
class Record:
    """A physical row: where it stands, its cells in the order of `Laid.header`, its cells as read; or why none."""

    line: int
    cells: Cells = ()
    raw: Mapping[str, str] = field(default_factory=dict)
    aside: AsideKind | None = None
    wrong: Broken | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A file of a known layout.

    `header` names columns of the table. `records` gives every physical row once, in order. `shown` names, for each
    column of the table, the header that a person finds it under.
    """

    layout: str
    sheet: str
    header: tuple[str, ...]
    records: Callable[[], Iterator[Record]]
    shown: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[int, ...] = ()
    hidden: bool = False
