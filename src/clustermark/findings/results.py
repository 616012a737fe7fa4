"""Result tables: long results that findings point to (a ranking of words, edges of a network), specified as data."""

import io
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl

from clustermark.findings.store import significant
from clustermark.study.model import Frozen, Text

_TYPES: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "number": pl.Float64(),
    "count": pl.Int64(),
    "boolean": pl.Boolean(),
    "references": pl.List(pl.String()),
}


class ResultColumn(Frozen):
    """A column; `unit` says what a number counts. `references` are rows of evidence, "source:row"."""

    id: str
    type: Literal["text", "number", "count", "boolean", "references"]
    unit: str = ""
    name: Text
    description: Text = Text(zh="", en="")


class ResultSpec(Frozen):
    """A result table: its columns, in the order in which they are written."""

    id: str
    name: Text
    description: Text
    columns: tuple[ResultColumn, ...]


@cache
def result_specs() -> Mapping[str, ResultSpec]:
    """Every result table by id."""
    found: dict[str, ResultSpec] = {}
    for path in sorted((files("clustermark.findings") / "result_tables").iterdir(), key=lambda item: item.name):
        if path.name.endswith(".toml"):
            spec = ResultSpec.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
            if f"{spec.id}.toml" != path.name:
                raise ValueError(f"{path.name} holds the result table {spec.id}")
            found[spec.id] = spec
    return found


def checked(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the columns and types of its specification, numbers with 12 significant digits.

    Raises KeyError for a table that is not specified, ValueError where columns are missing or unknown.
    """
    columns = result_specs()[table].columns
    if {column.id for column in columns} != set(frame.columns):
        raise ValueError(f"{table} has the columns {sorted(frame.columns)}, not {[column.id for column in columns]}")
    numbers = [column.id for column in columns if column.type == "number"]
    cast = frame.select(pl.col(column.id).cast(_TYPES[column.type]) for column in columns)
    return cast.with_columns(pl.col(name).map_elements(significant, return_dtype=pl.Float64) for name in numbers)


def to_csv(frame: pl.DataFrame) -> str:
    """The table as CSV text, lists of references joined by blanks."""
    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    flat = frame.with_columns(pl.col(name).list.join(" ") for name in lists)
    stream = io.StringIO()
    flat.write_csv(stream)
    return stream.getvalue()
