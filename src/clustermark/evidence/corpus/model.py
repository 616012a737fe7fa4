"""What a corpus holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from clustermark.engine.protocol import Engine
from clustermark.study.problems import InputProblem


@dataclass(frozen=True)
class Corpus:
    """Texts as integer tables; ids are Int32 and follow the order of the evidence.

    documents    document, row, source, date, month, outlet, channel, platform, place, reach, covered, origin, language,
                 characters, tokens, garbled, token_characters, story: the earliest near-copy, or the document itself
    terms        term, text: words in small letters, names as "name:id"; ids in the order of the texts
    tokens       document, position, term, start, end, once: offsets in code points of the normalised text; `once` marks
                 the first token of each term in a document
    names        name, id, kind (place, brand, message), subject: the place that it belongs to, "" for none
    mentions_of  document, name, start, end
    quality      source, documents, empty, garbled, characters, token_characters, share, zh, en, mixed, other
    """

    documents: pl.DataFrame
    terms: pl.DataFrame
    tokens: pl.DataFrame
    names: pl.DataFrame
    mentions_of: pl.DataFrame
    quality: pl.DataFrame
    text: Callable[[int], str] = field(repr=False)  # the normalised text of a document: title, line end, text
    problems: tuple[InputProblem, ...] = ()  # sources whose texts look wrong

    @cached_property
    def engine(self) -> Engine:
        """An engine of this process that knows the tables."""
        from clustermark.engine.duckdb_engine import DuckDBEngine

        engine = DuckDBEngine()
        self.register_in(engine)
        return engine

    def register_in(self, engine: Engine) -> None:
        """Make the tables known to an engine, which may be one on other machines."""
        for name in ("documents", "terms", "tokens", "names", "mentions_of"):
            engine.register(name, getattr(self, name))

    @cached_property
    def places(self) -> pl.DataFrame:
        """document, subject: the places each document names, by their own names or those of their brands; each once."""
        named = self.names.filter((pl.col("subject") != "") & (pl.col("kind") != "message")).select("name", "subject")
        return (
            self.mentions_of.join(named, on="name").select("document", "subject").unique().sort("document", "subject")
        )
