"""What an engine counts in a corpus, for corpora of any size: voices by place, words beside a place, words near words.

Shares and measures of association are computed from these counts elsewhere: engines divide differently.
"""

from collections.abc import Sequence

import polars as pl

from clustermark.engine.protocol import Engine
from clustermark.engine.sql import sql


def choose(engine: Engine, subjects: Sequence[str], first: str, last: str) -> None:
    """Settle the places and the months ("YYYY-MM", both included) that the other counts are about.

    Leaves the tables `chosen` and `told` in the engine: the first item of each story in which a place is named.
    """
    frame = pl.DataFrame({"subject": list(subjects), "first": first, "last": last})
    engine.register("chosen", frame)
    engine.register("told", engine.query(sql("told")))


def items(engine: Engine) -> pl.DataFrame:
    """subject, month, items, stories."""
    return engine.query(sql("items"))


def voices(engine: Engine) -> pl.DataFrame:
    """subject, channel, language, month, among, stories: a story of k places stands once for each, `among` k."""
    return engine.query(sql("voice"))


def together(engine: Engine, words: Sequence[int]) -> pl.DataFrame:
    """subject, language, term, stories, documents: in how many stories that name the place each of the words stands.

    `documents` counts each document with one of its places only, so that its sum over places is the number of all
    documents told of in which the word stands.
    """
    _count(engine, words)
    return engine.query(sql("together"))


def near(engine: Engine, words: Sequence[int], width: int) -> pl.DataFrame:
    """one, other, times: how often two of the words stand at most `width` words apart in one document."""
    _count(engine, words)
    engine.register("bounds", pl.DataFrame({"width": [width]}, schema={"width": pl.Int32}))
    return engine.query(sql("near"))


def _count(engine: Engine, words: Sequence[int]) -> None:
    engine.register("words", pl.DataFrame({"term": list(words)}, schema={"term": pl.Int32}))
