"""Typed frames of accepted rows: their columns, their order, and keys that may not stand twice."""

from collections.abc import Mapping, Sequence

import polars as pl

from clustermark.evidence.clean import Value
from clustermark.evidence.model import REFERENCE
from clustermark.evidence.specs import Column, TableSpec
from clustermark.study.model import Source

LINE = "line"
_TYPES: Mapping[str, type[pl.DataType]] = {
    "number": pl.Float64,
    "level": pl.Float64,
    "boolean": pl.Boolean,
    "year": pl.Int64,
}


def dtype(column: Column) -> type[pl.DataType]:
    """The type of a column's values."""
    return _TYPES.get(column.type, pl.String)


def schema_of(spec: TableSpec) -> dict[str, type[pl.DataType]]:
    """Names and types of the columns of a table of evidence."""
    own: dict[str, type[pl.DataType]] = {REFERENCE: pl.String, "source": pl.String, "origin": pl.String}
    return own | {column.id: dtype(column) for column in spec.columns}


def frame_of_rows(spec: TableSpec, rows: Sequence[Mapping[str, Value]]) -> pl.DataFrame:
    """Rows as a frame of the table's columns, with the line of each."""
    schema: dict[str, type[pl.DataType]] = {LINE: pl.Int64}
    schema |= {column.id: dtype(column) for column in spec.columns}
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in schema}, schema=schema)


def put_in_order(plain: pl.DataFrame | None, others: pl.DataFrame) -> pl.DataFrame:
    """Two frames of rows as one, in the order of their lines, in which both already are.

    `plain` may lack columns of `others`. Columns in which nothing stands take no memory.
    """
    if plain is None or plain.is_empty():
        return others
    filled = [name for name in others.columns if name in plain.columns or others[name].null_count() < others.height]
    absent = [pl.lit(None, others.schema[name]).alias(name) for name in others.columns if name not in plain.columns]
    wide = plain.with_columns(absent)
    if others.height:
        wide = (
            wide.select(filled)
            .merge_sorted(others.select(filled), key=LINE)
            .with_columns(
                pl.lit(None, others.schema[name]).alias(name) for name in others.columns if name not in filled
            )
        )
    return wide.select(others.columns)


def drop_repeated(
    frame: pl.DataFrame, spec: TableSpec, prefix: str, source: Source, keys: list[pl.DataFrame]
) -> tuple[pl.DataFrame, list[tuple[int, str, str]]]:
    """The frame with references, without the rows whose key was there before; of those line, key and first reference.

    The keys of the rows that stay are added to `keys`.
    """
    full = frame.with_columns(
        (pl.lit(f"{prefix}:") + pl.col(LINE).cast(pl.String)).alias(REFERENCE),
        pl.lit(source.id).alias("source"),
        pl.lit(source.origin).alias("origin"),
    ).select(LINE, *schema_of(spec))
    if not spec.key:
        return full, []
    names = list(spec.key)
    wanted = full.select(*names, REFERENCE)
    first = pl.col(REFERENCE).first().over(names)
    together = pl.concat([*keys, wanted]).select(*names, first.alias("first")).tail(full.height)
    again = together["first"] != full[REFERENCE]
    keys.append(wanted.filter(~again))
    if not again.any():
        return full, []
    found = full.select(LINE, *names).with_columns(together["first"]).filter(again)
    repeated = [
        (int(line), ", ".join(str(value) for value in key if value is not None), str(reference))
        for line, *key, reference in found.iter_rows()
    ]
    return full.filter(~again), repeated
