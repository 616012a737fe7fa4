"""What counts big tables: an engine takes tables by name and answers portable SQL.

Portable means: joins, groups, windows and sums over integers and plain strings. No regular expressions, lower-casing,
hashing, division or random numbers, whose results differ between engines; always ORDER BY. `queries` holds the SQL.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import polars as pl

Table = pl.DataFrame | Sequence[Path]  # a frame, or Parquet files that hold one table together


class Engine(Protocol):
    """An engine; `close` gives back what it holds."""

    def register(self, name: str, table: Table) -> None:
        """Make a table known under a name; a name registered before is replaced."""
        ...

    def query(self, sql: str) -> pl.DataFrame:
        """The rows of a query, in its order."""
        ...

    def close(self) -> None:
        """Give back memory and processes."""
        ...
