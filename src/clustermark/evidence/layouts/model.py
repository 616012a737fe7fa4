"""What a layout says: by which signs a file is recognised, and from which of its columns a table is filled.

A layout is a data file, `specs/<id>.toml`. Headers are compared as those of tables are: without case, width, blanks and
punctuation.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import model_validator

from clustermark.evidence.layouts.conversions import CONVERSIONS
from clustermark.evidence.specs import table_specs
from clustermark.study.model import Frozen, Text

Met = Literal["real", "fixture", "none"]  # has the reader met a real file, one cut from a real file, or neither


class Only(Frozen):
    """A column is filled only where the cell under `header` is one of `among`."""

    header: str
    among: tuple[str, ...]


class FromName(Frozen):
    """A value is taken from the name of the file where one of its words stands in it."""

    value: str
    words: tuple[str, ...]


class Items(Frozen):
    """How the columns of a survey that are no columns of the table become answers.

    `header_rows` are the rows of the header; with two, the first is carried to the right and joined to the second.
    `plain` are texts of the second row that add nothing to the first. `separators` part several choices in one cell.
    """

    header_rows: int = 1
    plain: tuple[str, ...] = ()
    separators: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # what stands in a cell that was skipped


class Layout(Frozen):
    """A layout. `columns` names for each column of the table the headers that fill it, the first filled one wins.

    A header row is recognised by `signs`: all of them must stand in it (with `exact` nothing else, with `first_sign`
    one of them in its first cell), one of `any_sign`, and none of `without`. `later` layouts are tried last.
    `join` puts several columns into one. `constants` are what the layout says of every row. `personal` columns are
    dropped on reading and stand in no output; `ignored` ones are no items of a survey. A file with exactly as many rows
    as one of `limits` may have been cut off. Rows under the header down to the one that holds `below_sign` explain it.
    `tests` tells the rows that someone made to try a survey out.
    """

    id: str
    table: str
    name: Text
    met: Met
    note: Text = Text(zh="", en="")
    signs: tuple[str, ...] = ()
    any_sign: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    exact: bool = False
    first_sign: bool = False
    later: bool = False
    columns: Mapping[str, tuple[str, ...]] = {}
    join: Mapping[str, tuple[str, ...]] = {}
    constants: Mapping[str, str] = {}
    constant_with: Mapping[str, Mapping[str, str]] = {}  # column -> {header: value where that column is filled}
    convert: Mapping[str, str] = {}
    only: Mapping[str, Only] = {}
    from_name: Mapping[str, tuple[FromName, ...]] = {}
    missing: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()  # columns of a survey that are no items
    limits: tuple[int, ...] = ()
    aside_without: str = ""  # a row without this column continues the one above it
    below_sign: str = ""
    tests: Only | None = None  # rows that were made to try a survey out
    items: Items | None = None

    @model_validator(mode="after")
    def _names_are_known(self) -> "Layout":
        known = {column.id for column in table_specs()[self.table].columns}
        named = {
            *self.columns,
            *self.join,
            *self.constants,
            *self.constant_with,
            *self.convert,
            *self.only,
            *self.from_name,
        }
        if named - known:
            raise ValueError(f"{self.id}: no such column of {self.table}: {', '.join(sorted(named - known))}")
        unknown = set(self.convert.values()) - CONVERSIONS.keys()
        if unknown:
            raise ValueError(f"{self.id}: no such conversion: {', '.join(sorted(unknown))}")
        return self


@cache
def layouts() -> Mapping[str, Layout]:
    """Every layout by id: the particular ones in order of their ids, then those to be tried later."""
    folder = files("clustermark.evidence.layouts") / "specs"
    found: list[Layout] = []
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".toml"):
            data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
            layout = Layout.model_validate(data)
            if f"{layout.id}.toml" != path.name:
                raise ValueError(f"{path.name} holds the layout {layout.id}")
            found.append(layout)
    return {layout.id: layout for layout in sorted(found, key=lambda layout: layout.later)}
