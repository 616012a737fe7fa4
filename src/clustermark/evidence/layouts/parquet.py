"""Parquet: rows of named columns, read as text so that they are checked like any other."""

import io

import polars as pl

from clustermark.evidence.layouts.records import Records
from clustermark.evidence.readers.sheet import MOST_COLUMNS, MOST_LINES, UnreadableFileError


def looks_like_parquet(data: bytes) -> bool:
    """Whether a file is Parquet."""
    return data.startswith(b"PAR1")


def parquet_records(data: bytes) -> Records:
    """The rows of the file; a column that holds lists or records is refused."""
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError, ValueError):
        raise UnreadableFileError("file.damaged") from None
    if frame.width > MOST_COLUMNS or frame.height > MOST_LINES:
        raise UnreadableFileError("table.too-large", rows=frame.height, columns=frame.width, most=MOST_LINES)
    nested = [name for name, kind in frame.schema.items() if kind.is_nested() or kind in (pl.Binary, pl.Object)]
    flat = frame.drop(nested).cast(pl.String).fill_null("")
    return Records("parquet", flat.columns, flat.rows())
