"""Apache Spark: the same queries where a corpus outgrows one machine. Needs the extra `spark` and Java 17."""

from pathlib import Path
from typing import Any

import polars as pl

from clustermark.engine.protocol import Table


class SparkEngine:
    """A Spark session: on this machine ("local[2]") unless `master` names a cluster."""

    def __init__(self, master: str = "local[2]", memory: str = "2g", **options: str) -> None:
        from pyspark.sql import SparkSession

        builder: Any = SparkSession.builder.master(master).appName("clustermark")
        fixed = {
            "spark.driver.memory": memory,
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
        }
        for name, value in {**(fixed if master.startswith("local") else {}), **options}.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")

    def register(self, name: str, table: Table) -> None:
        """Make a table known under a name."""
        if isinstance(table, pl.DataFrame):
            frame = self._session.createDataFrame(table.to_arrow())
        else:
            frame = self._session.read.parquet(*[str(Path(path)) for path in table])
        frame.createOrReplaceTempView(name)

    def query(self, sql: str) -> pl.DataFrame:
        """The rows of a query, in its order."""
        found = pl.from_arrow(self._session.sql(sql).toArrow())
        assert isinstance(found, pl.DataFrame)
        return found

    def close(self) -> None:
        """Stop the session."""
        self._session.stop()
