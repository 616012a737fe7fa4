"""The same portable SQL gives the same rows on every engine."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from clustermark.engine.duckdb_engine import DuckDBEngine
from clustermark.engine.protocol import Engine
from clustermark.engine.sql import sql
from clustermark.evidence.corpus import counts

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


DOCUMENTS = pl.DataFrame(
    {
        "document": [0, 1, 2, 3, 4],
        "story": [0, 0, 2, 3, 4],
        "date": ["2023-01-05", "2023-01-09", "2023-02-01", "2023-02-02", ""],
        "month": ["2023-01", "2023-01", "2023-02", "2023-02", ""],
        "channel": ["earned", "earned", "", "owned", "earned"],
        "language": ["zh", "zh", "en", "mixed", "zh"],
        "outlet": ["İstanbul Daily", "İSTANBUL DAILY", "ὈΔΥΣΣΕΎΣ\u3000😀", "Straße", "Strasse"],
        "reach": [None, 5, 7, None, 2],
    },
    schema_overrides={"document": pl.Int32, "story": pl.Int32, "reach": pl.Int64},
)
NAMED = pl.DataFrame(
    {"name": [0, 1, 2], "id": ["a", "ＡＢＣ", "m"], "kind": ["place", "brand", "message"], "subject": ["a", "b", "b"]},
    schema_overrides={"name": pl.Int32},
)
MENTIONS_OF = pl.DataFrame(
    {"document": [0, 0, 0, 1, 2, 2, 3, 4], "name": [0, 1, 0, 0, 1, 2, 0, 1]},
    schema=dict.fromkeys(("document", "name"), pl.Int32),
)
CUT = pl.DataFrame(
    {
        "document": [0, 0, 0, 1, 2, 2, 3, 3],
        "position": [0, 1, 2, 0, 0, 1, 0, 1],
        "term": [0, 1, 0, 0, 2, 3, 0, 2],
        "once": [True, True, False, True, True, True, True, True],
    },
    schema_overrides=dict.fromkeys(("document", "position", "term"), pl.Int32),
)


def corpus_engine(engine: Engine) -> Engine:
    """The tables of a small corpus, as many as the queries ask, with what is counted settled."""
    for name, frame in (("documents", DOCUMENTS), ("names", NAMED), ("mentions_of", MENTIONS_OF), ("tokens", CUT)):
        engine.register(name, frame)
    counts.choose(engine, ("a", "b"), "2023-01", "2023-12")
    counts.near(engine, [0, 1, 2], 2)
    return engine


def rows(engine: Engine, text: str) -> list[tuple[object, ...]]:
    return [
        tuple(int(cell) if hasattr(cell, "is_integer") else cell for cell in row)
        for row in engine.query(text).iter_rows()
    ]


@pytest.fixture
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
    other = DuckDBEngine(folders=[tmp_path])
    other.register("tokens", sorted(tmp_path.glob("*.parquet")))
    for text in QUERIES:
        assert rows(duck, text) == rows(other, text)
    other.close()


def test_a_table_registered_again_replaces_the_former(duck: DuckDBEngine) -> None:
    engine = DuckDBEngine()
    engine.register("tokens", TOKENS)
    engine.register("tokens", TOKENS[:2])
    assert rows(engine, "SELECT COUNT(*) AS n FROM tokens") == [(2,)]
    engine.close()


def test_nothing_but_registered_tables_can_be_reached(duck: DuckDBEngine, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for text in (
        f"SELECT * FROM '{tmp_path / 'secret.csv'}'",
        f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
        f"COPY tokens TO '{tmp_path / 'x'}'",
        "INSTALL httpfs",
        "SELECT * FROM TOKENS_OF_THIS_FILE",
        "SET enable_external_access = true",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|does not exist|cannot enable"):
            duck.query(text)
    assert not (tmp_path / "x").exists()


def test_first_items_of_stories_and_the_places_they_name(duck: DuckDBEngine) -> None:
    engine = corpus_engine(duck)
    found = rows(engine, sql("told"))
    # document, story, subject, channel, language, month, among, turn
    assert found == [
        (0, 0, "a", "earned", "zh", "2023-01", 2, 1),
        (0, 0, "b", "earned", "zh", "2023-01", 2, 2),
        (2, 2, "b", "", "en", "2023-02", 1, 1),
        (3, 3, "a", "owned", "mixed", "2023-02", 1, 1),
    ]  # the copy (1) counts no more, the message of 2 is no place, document 4 has no date


def test_voices_items_and_words_beside_a_place(duck: DuckDBEngine) -> None:
    engine = corpus_engine(duck)
    assert rows(engine, sql("items")) == [
        ("a", "2023-01", 2, 1), ("a", "2023-02", 1, 1), ("b", "2023-01", 1, 1), ("b", "2023-02", 1, 1),
    ]  # fmt: skip
    assert [(subject, among, n) for subject, _, _, _, among, n in rows(engine, sql("voice"))] == [
        ("a", 2, 1), ("a", 1, 1), ("b", 1, 1), ("b", 2, 1),
    ]  # fmt: skip
    assert rows(engine, sql("together")) == [
        ("a", "mixed", 0, 1, 1), ("a", "mixed", 2, 1, 1), ("a", "zh", 0, 1, 1), ("a", "zh", 1, 1, 1),
        ("b", "en", 2, 1, 1), ("b", "zh", 0, 1, 0), ("b", "zh", 1, 1, 0),
    ]  # fmt: skip


def test_words_near_words_are_what_the_network_counts(duck: DuckDBEngine) -> None:
    from clustermark.methods.networks.cooccurrence import cooccurrence

    rng = np.random.default_rng(3)
    document = np.sort(rng.integers(0, 12, 300)).astype(np.int32)
    position = np.arange(300) - np.searchsorted(document, document)
    term = rng.integers(0, 9, 300).astype(np.int32)
    engine = DuckDBEngine()
    columns = {"document": document, "position": position.astype(np.int32), "term": term}
    engine.register("tokens", pl.DataFrame(columns).with_columns(once=pl.lit(False)))
    kept = [0, 1, 2, 4, 5, 8]
    found = counts.near(engine, kept, 4)
    counted = cooccurrence(document, np.where(np.isin(term, kept), term, -1), 9, 4)
    assert {(one, other): n for one, other, n in found.iter_rows()} == {
        (one, other): int(counted[one, other]) for one in kept for other in kept if one <= other and counted[one, other]
    }
    engine.close()


def test_queries_are_portable() -> None:
    from clustermark.engine.sql import QUERIES as NAMES

    folder = Path(str(files("clustermark.engine"))) / "queries"
    assert {path.stem for path in folder.iterdir()} == set(NAMES)
    for name in NAMES:
        code = "\n".join(line for line in sql(name).splitlines() if not line.startswith("--")).upper()
        assert "ORDER BY" in code.rsplit(")", 1)[-1]
        for word in ("/", "LOWER", "UPPER", "REGEX", "LIKE", "HASH", "RAND", "NOW", "LIMIT"):
            assert word not in code, (name, word)


@pytest.mark.spark
@pytest.mark.skipif(find_spec("pyspark") is None or shutil.which("java") is None, reason="pyspark or Java is missing")
def test_spark_gives_what_duckdb_gives(duck: DuckDBEngine, tmp_path: Path) -> None:
    from clustermark.engine.spark_engine import SparkEngine

    spark = SparkEngine()
    try:
        spark.register("tokens", TOKENS)
        for text in QUERIES:
            assert rows(spark, text) == rows(duck, text)
        TOKENS.write_parquet(tmp_path / "tokens.parquet")
        spark.register("tokens", [tmp_path / "tokens.parquet"])
        assert rows(spark, QUERIES[0]) == rows(duck, QUERIES[0])
        one, other = corpus_engine(duck), corpus_engine(spark)
        for name in ("told", "items", "voice", "together", "near"):
            assert rows(other, sql(name)) == rows(one, sql(name)), name
        by_outlet = "SELECT outlet, COUNT(*) AS n, SUM(reach) AS reach FROM documents GROUP BY outlet ORDER BY outlet"
        assert rows(other, by_outlet) == rows(one, by_outlet)
    finally:
        spark.close()
