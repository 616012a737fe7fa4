"""Table specifications: what columns an evidence table has, what they may hold and what people call them.

A specification is a data file, `tables/<id>.toml`. It drives reading, checking, the Excel template and the data
dictionary, so that adding a table or a column needs no code.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import model_validator

from clustermark.evidence.fold import fold, without_brackets
from clustermark.study.model import Frozen, Text

ColumnType = Literal[
    "id", "place", "product", "measure", "text", "number", "level", "year", "date", "boolean", "choice", "unit"
]


class Label(Text):
    """What people call an allowed value, and what else they write for it."""

    also: tuple[str, ...] = ()


class Column(Frozen):
    """A column of a table.

    `high`, `bound` and `unit` name the columns of the same table that hold the upper end of a range, the word of
    approximation and the unit of a number. `whole`: a year of this column stands for the whole year, so that the
    figure of half a year is refused. The cells of a `private` column stand in no output, not even where their row is
    cleared. `examples` (in English `examples_en`, where it differs) stand in the
    template and are never read.
    """

    id: str
    type: ColumnType
    required: bool = False
    allowed: tuple[str | float, ...] = ()
    high: str = ""
    bound: str = ""
    unit: str = ""
    whole: bool = False
    private: bool = False
    name: Text
    description: Text = Text(zh="", en="")
    synonyms: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    examples_en: tuple[str, ...] = ()
    labels: Mapping[str, Label] = {}

    def headers(self) -> tuple[str, ...]:
        """Every header that the column answers to."""
        return (self.id, self.name.zh, self.name.en, *self.synonyms)

    def label(self, value: str, language: str) -> str:
        """What an allowed value is called in `language`; the value itself where it has no label."""
        found = self.labels.get(value)
        return value if found is None else found.in_language(language)


class Change(Frozen):
    """What was called otherwise before a version of a table: headers, and by column the values; old -> new."""

    version: int
    headers: Mapping[str, str] = {}
    values: Mapping[str, Mapping[str, str]] = {}


class TableSpec(Frozen):
    """A table: its columns, and the columns that together may not repeat (`key`).

    `version` grows when a header or a value of the template gets another name; `changes` then says which. `further`
    tables stand behind the others: most studies begin without them.
    """

    id: str
    version: int
    name: Text
    description: Text
    key: tuple[str, ...] = ()
    further: bool = False
    changes: tuple[Change, ...] = ()
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column with the id `name`. Raises KeyError where there is none."""
        for column in self.columns:
            if column.id == name:
                return column
        raise KeyError(name)

    @model_validator(mode="after")
    def _no_header_twice(self) -> "TableSpec":
        claimed: dict[str, str] = {}
        for column in self.columns:
            for header in column.headers():
                owner = claimed.setdefault(fold(header), column.id)
                if owner != column.id:
                    raise ValueError(f"{self.id}: the header {header!r} is claimed by {owner} and {column.id}")
        known = {column.id for column in self.columns}
        named = [*self.key, *(name for c in self.columns for name in (c.high, c.bound, c.unit) if name)]
        missing = [name for name in named if name not in known]
        if missing:
            raise ValueError(f"{self.id}: no such column: {', '.join(missing)}")
        return self


@cache
def table_specs() -> Mapping[str, TableSpec]:
    """Every table specification by id: places first, since other tables name places; further ones last."""
    folder = files("clustermark.evidence") / "tables"
    found: dict[str, TableSpec] = {}
    for path in sorted(folder.iterdir(), key=lambda item: (item.name != "places.toml", item.name)):
        if path.name.endswith(".toml"):
            data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
            spec = TableSpec.model_validate(data)
            if f"{spec.id}.toml" != path.name:
                raise ValueError(f"{path.name} holds the table {spec.id}")
            found[spec.id] = spec
    return dict(sorted(found.items(), key=lambda item: item[1].further))


@cache
def header_index(table: str) -> Mapping[str, str]:
    """Folded header -> column id, for one table."""
    spec = table_specs()[table]
    return {fold(header): column.id for column in spec.columns for header in column.headers()}


def match_headers(table: str, cells: Sequence[str]) -> tuple[dict[int, str], list[tuple[int, str]]]:
    """Which column of `table` each header cell names: ({position: column id}, [(position, column id named twice)]).

    A header is compared without case, width, blanks and punctuation; where it is unknown, brackets and what
    stands in them are left out. Unknown headers are in neither answer.
    """
    index = header_index(table)
    found: dict[int, str] = {}
    twice: list[tuple[int, str]] = []
    for position, cell in enumerate(cells):
        column = index.get(fold(cell)) or index.get(fold(without_brackets(cell)))
        if column is None:
            continue
        if column in found.values():
            twice.append((position, column))
        else:
            found[position] = column
    return found, twice


@cache
def private_columns(table: str) -> frozenset[str]:
    """The columns of a table whose cells stand in no output."""
    return frozenset(column.id for column in table_specs()[table].columns if column.private)


def missing_required(spec: TableSpec, found: Iterable[str]) -> list[Column]:
    """The required columns that are not among `found`."""
    present = set(found)
    return [column for column in spec.columns if column.required and column.id not in present]
