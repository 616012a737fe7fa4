"""DuckDB, embedded: the default engine."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from clustermark.engine.protocol import Table


class _Stream:
    """A frame as an Arrow stream and nothing else: DuckDB would ask a polars frame for pyarrow, which is not needed."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


class DuckDBEngine:
    """Tables of one process: nothing is read from the network, no extension loaded, nothing written to disk.

    `folders` hold the Parquet files that may be registered; without them only frames can be.
    """

    def __init__(self, memory_gib: float = 2.0, threads: int = 2, folders: Sequence[Path] = ()) -> None:
        import duckdb

        self._connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": f"{memory_gib}GiB",
                "threads": threads,
                "temp_directory": "",
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
                "preserve_insertion_order": False,
            },
        )
        allowed = [str(Path(folder).resolve()) for folder in folders]
        self._connection.execute("SET allowed_directories = $1", [allowed])
        self._connection.execute("SET enable_external_access = false")  # for good: it cannot be set back

    def register(self, name: str, table: Table) -> None:
        """Make a table known under a name."""
        if isinstance(table, pl.DataFrame):
            self._connection.register(name, _Stream(table))
            return
        paths = [str(Path(path).resolve()) for path in table]
        self._connection.read_parquet(paths).create_view(name, replace=True)

    def query(self, sql: str) -> pl.DataFrame:
        """The rows of a query, in its order."""
        found = pl.DataFrame(self._connection.sql(sql))
        sums = [name for name, kind in found.schema.items() if isinstance(kind, pl.Decimal) and kind.scale == 0]
        return found.with_columns(pl.col(sums).cast(pl.Int64))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
