"""The same portable SQL gives the same rows on every engine."""

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest

from clustermark.engine.duckdb_engine import DuckDBEngine
from clustermark.engine.protocol import Engine

TOKENS = pl.DataFrame(
    {
        "document": [0, 0, 0, 1, 1, 2, 2, 3],
        "position": [0, 1, 2, 0, 1, 0, 1, 0],
        "text": ["İstanbul", "straße", "ὈΔΥΣΣΕΎΣ", "ＡＢＣ", "😀毛巾", "\u3000", "a\r\nb", None],
        "weight": [1, 2, 3, 4, 5, 6, 7, 8],
    },
    schema_overrides={"document": pl.Int32, "position": pl.Int32, "weight": pl.Int64},
)
QUERIES = (
    "SELECT text, COUNT(*) AS n, SUM(weight) AS total FROM tokens GROUP BY text ORDER BY text NULLS LAST",
    "SELECT a.document, a.text AS one, b.text AS other FROM tokens a JOIN tokens b ON a.document = b.document"
    " AND a.position < b.position ORDER BY a.document, a.position, b.position",
    "SELECT document, position, SUM(weight) OVER (PARTITION BY document ORDER BY position) AS upto FROM tokens"
    " ORDER BY document, position",
    "SELECT document, MAX(CASE WHEN text IS NULL THEN 1 ELSE 0 END) AS empty FROM tokens GROUP BY document"
    " ORDER BY document",
)


def rows(engine: Engine, sql: str) -> list[tuple[object, ...]]:
    return [
        tuple(int(cell) if hasattr(cell, "is_integer") else cell for cell in row)
        for row in engine.query(sql).iter_rows()
    ]


@pytest.fixture(scope="module")
def duck() -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine()
    engine.register("tokens", TOKENS)
    yield engine
    engine.close()


def test_duckdb_counts_texts_byte_by_byte(duck: DuckDBEngine) -> None:
    found = rows(duck, QUERIES[0])
    assert len(found) == 8 and {row[0] for row in found} == set(TOKENS["text"].to_list())


def test_frames_and_parquet_files_give_the_same(duck: DuckDBEngine, tmp_path: Path) -> None:
    for place, part in enumerate((TOKENS[:3], TOKENS[3:])):
        part.write_parquet(tmp_path / f"{place}.parquet")
    other = DuckDBEngine()
    other.register("tokens", sorted(tmp_path.glob("*.parquet")))
    for sql in QUERIES:
        assert rows(duck, sql) == rows(other, sql)
    other.close()


@pytest.mark.spark
@pytest.mark.skipif(find_spec("pyspark") is None or shutil.which("java") is None, reason="pyspark or Java is missing")
def test_spark_gives_what_duckdb_gives(duck: DuckDBEngine, tmp_path: Path) -> None:
    from clustermark.engine.spark_engine import SparkEngine

    spark = SparkEngine()
    try:
        spark.register("tokens", TOKENS)
        for sql in QUERIES:
            assert rows(spark, sql) == rows(duck, sql)
        TOKENS.write_parquet(tmp_path / "tokens.parquet")
        spark.register("tokens", [tmp_path / "tokens.parquet"])
        assert rows(spark, QUERIES[0]) == rows(duck, QUERIES[0])
    finally:
        spark.close()
